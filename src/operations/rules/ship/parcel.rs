//! A closed parcel leaves: what it holds is sold by the lines of its order, and taxed as one document.

use super::{Leaving, leave, post};
use crate::domain::amount::{Money, Qty};
use crate::domain::code::{Channel, OrderNo, TaxCode};
use crate::domain::order::{Order, OrderLine, OrderState};
use crate::domain::refusal::Refusal;
use crate::domain::stock::{LpnKind, LpnState, Plate};
use crate::domain::tax::TaxSide;
use crate::operations::change::Halt;
use crate::operations::request::Ship;
use crate::operations::rules::books::Books;
use crate::operations::rules::goods::{goods_of, may_leave};
use crate::operations::rules::pack::portions;
use crate::operations::rules::stock::{Goods, Place};
use crate::operations::rules::tax::{self, Priced};
use crate::operations::rules::{allocate, here};

/// A part of an order's line that leaves, or is billed where it has no stock.
struct Part {
    goods: Goods,
    from: Option<Place>,
    line: OrderLine,
    qty: Qty,
}

/// What a document says of its tax; what it leaves out, the order, the items and the policies say.
#[derive(Clone, Copy, Default)]
struct OnDocument<'a> {
    tax: Option<Money>,
    tax_type: Option<&'a TaxCode>,
    prices_include_tax: Option<bool>,
}

/// Ships everything in a closed parcel; the last parcel of an order bills its service lines too.
pub(super) fn ship(books: &mut Books<'_, '_>, asked: &Ship, parcel: &Plate) -> Result<Option<String>, Halt> {
    let (what, need) = (
        format!("{} {}", parcel.kind, parcel.lpn),
        "Pack and close a parcel first".to_owned(),
    );
    if parcel.kind != LpnKind::Parcel || parcel.state != LpnState::Closed {
        return Err(Refusal::WrongState {
            what,
            state: parcel.state.to_string(),
            need,
        }
        .into());
    }
    let load = books.load(&parcel.lpn)?;
    if load.is_empty() {
        let state = "empty".into();
        return Err(Refusal::WrongState { what, state, need }.into());
    }
    here::plate(books, parcel, &load)?;
    let order = parcel.order_no.clone().unwrap_or_default();
    let head = allocate::sales_order(books, &order)?;
    let life = allocate::customer_life(books, &head)?;
    let mut parts = Vec::new();
    for balance in load {
        let goods = goods_of(books, &balance)?;
        may_leave(books, &goods, life)?;
        let place = Place::of(&balance);
        for (line, qty) in portions(books, &order, &balance, balance.qty, |line| line.packed)? {
            books.draft.put(&OrderLine {
                done: line.done + qty,
                picked: line.picked - qty,
                packed: line.packed - qty,
                ..line.clone()
            });
            let (goods, from) = (goods.clone(), Some(place.clone()));
            parts.push(Part {
                goods,
                from,
                line,
                qty,
            });
        }
    }
    let services = services_when_done(books, &head)?;
    let is_done = services.is_some();
    parts.extend(services.into_iter().flatten());
    let named = OnDocument {
        tax: asked.tax,
        tax_type: asked.tax_type.as_ref(),
        prices_include_tax: asked.prices_include_tax,
    };
    sell(books, named, &head, &parts)?;
    books.draft.put(&Plate {
        state: LpnState::Shipped,
        ..parcel.clone()
    });
    if is_done {
        close(books, head);
    }
    Ok(None)
}

/// Closes an order whose goods have all left, and bills its services.
pub(in crate::operations::rules) fn close_when_done(
    books: &mut Books<'_, '_>,
    head: Order,
) -> Result<(), Halt> {
    if let Some(services) = services_when_done(books, &head)? {
        sell(books, OnDocument::default(), &head, &services)?;
        close(books, head);
    }
    Ok(())
}

fn close(books: &mut Books<'_, '_>, head: Order) {
    books.draft.put(&Order {
        state: OrderState::Closed,
        ..head
    });
}

/// Returns what is to be billed of an order's services, and takes it as done; `None` as long as goods have to leave.
fn services_when_done(books: &mut Books<'_, '_>, head: &Order) -> Result<Option<Vec<Part>>, Halt> {
    let mut services = Vec::new();
    for line in allocate::lines_of(books, &head.order_no)? {
        let item = books.item(&line.item)?;
        if line.open().is_zero() {
            continue;
        }
        if !item.service {
            return Ok(None);
        }
        services.push(Part {
            goods: Goods::plain(item),
            from: None,
            qty: line.open(),
            line,
        });
    }
    for Part { line, qty, .. } in &services {
        books.draft.put(&OrderLine {
            done: line.done + *qty,
            ..line.clone()
        });
    }
    Ok(Some(services))
}

/// Posts parts of an order as one document.
fn sell(books: &mut Books<'_, '_>, asked: OnDocument<'_>, head: &Order, parts: &[Part]) -> Result<(), Halt> {
    let includes_tax = match asked.prices_include_tax.or(head.prices_include_tax) {
        Some(named) => named,
        None => books.policies()?.sales_prices_include_tax()?,
    };
    let named = asked.tax_type.or(head.tax_type.as_ref());
    let mut priced = Vec::new();
    for part in parts {
        let tax = tax::on(books, TaxSide::Sales, &part.goods.item, named)?;
        priced.push(Priced::of(price_of(&part.line, part.qty)?, tax, includes_tax));
    }
    tax::at_most(&priced, asked.tax)?;
    let (order, channel): (&OrderNo, &Channel) = (&head.order_no, &head.channel);
    for (part, charge) in parts.iter().zip(tax::charges(priced, asked.tax)?) {
        let leaving = Leaving {
            goods: &part.goods,
            qty: part.qty,
            from: part.from.as_ref(),
            order: Some((order, part.line.line)),
            kit: None,
        };
        let (movement, cost) = leave(books, &leaving, &charge)?;
        post(books, &leaving, movement, charge, cost, channel)?;
    }
    Ok(())
}

/// Returns what the next `qty` units of an order line sell for; the parts of a line add up to the price of the whole.
fn price_of(line: &OrderLine, qty: Qty) -> Result<Money, Halt> {
    let worth = |qty: Qty| qty.at(line.price, line.price_per);
    Ok(worth(line.done + qty)? - worth(line.done)?)
}
