//! Goods leave for a customer: sales and cost of sales in the same entry.

mod kit;

use super::books::Books;
use super::goods::{goods_of, may_leave, positive};
use super::pack::{plate, portions};
use super::post::{About, Step, sale_accounts};
use super::sources::{Part, Wanted};
use super::stock::{Goods, Place};
use super::{allocate, billing, here};
use crate::domain::amount::{Money, Qty};
use crate::domain::catalog::Item;
use crate::domain::code::{Channel, OrderNo};
use crate::domain::company::{Group, Tax};
use crate::domain::entry::Rule;
use crate::domain::movement::{Movement, MovementKind, Shipment};
use crate::domain::order::{Order, OrderLine, OrderState};
use crate::domain::policy::CompanyAccount;
use crate::domain::refusal::Refusal;
use crate::domain::stock::{LpnKind, LpnState, Plate};
use crate::domain::user::Role;
use crate::ledger::posting::{self, Sale, sales};
use crate::operations::change::Halt;
use crate::operations::request::Ship;

/// Ships a closed parcel, or goods straight from the bins.
pub(super) fn ship(books: &mut Books<'_, '_>, asked: &Ship) -> Result<Option<String>, Halt> {
    books.need(&[Role::Picker, Role::Supervisor])?;
    match (&asked.parcel, &asked.item, asked.qty) {
        (Some(lpn), None, None) => parcel(books, &plate(books, lpn)?),
        (None, Some(code), Some(qty)) => {
            positive(qty)?;
            if let Some(price) = asked.price.filter(|price| price.0 < 0) {
                let (need, found) = ("a price from zero".into(), price.to_string());
                return Err(Refusal::Unfit { need, found }.into());
            }
            let item = books.item(code)?;
            if item.service {
                service(books, asked, &item, qty)
            } else if books.is_kit(code)? {
                kit::ship(books, asked, &item, qty)
            } else {
                loose(books, asked, &item, qty)
            }
        }
        _ => Err(Refusal::Unfit {
            need: "a parcel, or an item with its quantity".into(),
            found: "neither or both".into(),
        }
        .into()),
    }
}

/// One shipment of one kind of goods, for its entry.
struct Leaving<'a> {
    goods: &'a Goods,
    qty: Qty,
    from: Option<&'a Place>,
    order: Option<(&'a OrderNo, i64)>,
    /// The movement of the kit that the goods are a component of.
    kit: Option<i64>,
}

/// Ships everything in a closed parcel; the last parcel of an order bills its service lines too.
fn parcel(books: &mut Books<'_, '_>, parcel: &Plate) -> Result<Option<String>, Halt> {
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
    for balance in load {
        let goods = goods_of(books, &balance)?;
        may_leave(books, &goods, life)?;
        let place = Place::of(&balance);
        for (line, part) in portions(books, &order, &balance, balance.qty, |line| line.packed)? {
            let leaving = Leaving {
                goods: &goods,
                qty: part,
                from: Some(&place),
                order: Some((&order, line.line)),
                kit: None,
            };
            let sale = sale_of_line(books, &goods.item, &line, part)?;
            let line = OrderLine {
                done: line.done + part,
                picked: line.picked - part,
                packed: line.packed - part,
                ..line
            };
            books.draft.put(&line);
            let (movement, cost) = leave(books, &leaving, sale)?;
            post(books, &leaving, movement, sale, cost, &head.channel)?;
        }
    }
    books.draft.put(&Plate {
        state: LpnState::Shipped,
        ..parcel.clone()
    });
    close_when_done(books, head)?;
    Ok(None)
}

/// Ships goods straight from the bins, first expiry first out if no lot is named.
fn loose(books: &mut Books<'_, '_>, asked: &Ship, item: &Item, qty: Qty) -> Result<Option<String>, Halt> {
    if let Some(from) = &asked.from {
        let from = books.location(from)?;
        here::bin(books, &from)?;
    }
    let group = books.group(item)?;
    let net = asked.price.map_or(Ok(Money::ZERO), |price| qty.at_unit(price))?;
    let sale = Sale {
        net,
        tax: tax_on(books, &group, net)?,
    };
    let wanted = Wanted {
        item,
        from: asked.from.as_ref(),
        lot: asked.lot.as_ref(),
        serial: asked.serial.as_ref(),
        used: true,
    };
    let (mut left, mut sale_left, mut cost, mut first) = (qty, sale, Money::ZERO, None);
    let mut last = None;
    for Part { goods, place, qty } in books.gather_below(&wanted, qty)? {
        let share = Sale {
            net: sale_left.net.share(qty, left)?,
            tax: sale_left.tax.share(qty, left)?,
        };
        let leaving = Leaving {
            goods: &goods,
            qty,
            from: Some(&place),
            order: None,
            kit: None,
        };
        let (movement, part_cost) = leave(books, &leaving, share)?;
        first.get_or_insert(movement);
        sale_left = Sale {
            net: sale_left.net - share.net,
            tax: sale_left.tax - share.tax,
        };
        left -= qty;
        cost += part_cost;
        last = Some((goods, place));
    }
    let (Some((goods, place)), Some(movement)) = (last, first) else {
        return Err(Refusal::NothingToMove {}.into());
    };
    let leaving = Leaving {
        goods: &goods,
        qty,
        from: Some(&place),
        order: None,
        kit: None,
    };
    post(
        books,
        &leaving,
        movement,
        sale,
        cost,
        &asked.channel.clone().unwrap_or_default(),
    )?;
    Ok(None)
}

/// Sells a service: sales without goods.
fn service(books: &mut Books<'_, '_>, asked: &Ship, item: &Item, qty: Qty) -> Result<Option<String>, Halt> {
    let group = books.group(item)?;
    let net = asked.price.map_or(Ok(Money::ZERO), |price| qty.at_unit(price))?;
    let sale = Sale {
        net,
        tax: tax_on(books, &group, net)?,
    };
    let goods = Goods::plain(item.clone());
    let leaving = Leaving {
        goods: &goods,
        qty,
        from: None,
        order: None,
        kit: None,
    };
    let (movement, cost) = leave(books, &leaving, sale)?;
    post(
        books,
        &leaving,
        movement,
        sale,
        cost,
        &asked.channel.clone().unwrap_or_default(),
    )?;
    Ok(None)
}

/// Takes goods out of stock and value, and notes what left.
fn leave(books: &mut Books<'_, '_>, leaving: &Leaving<'_>, sale: Sale) -> Result<(i64, Money), Halt> {
    let Leaving {
        goods,
        qty,
        from,
        order,
        kit,
    } = leaving;
    let seq = books.view().next::<Movement>()?;
    let (mut cost, mut pool_before) = (Money::ZERO, Qty::ZERO);
    if let Some(place) = from {
        books.take_out_below(goods, place, *qty)?;
        pool_before = books.pool(&goods.item.item, &place.site)?.qty;
        cost = books.value_out(goods, &place.site, *qty, seq)?;
    }
    let step = Step::new(MovementKind::Shipment, goods, *qty, *from, None);
    let step = match order {
        Some((order, line)) => step.for_line(order.as_str(), *line),
        None => step,
    };
    let movement = books.movement(&Step {
        value: -cost,
        pool_before,
        origin: *kit,
        ..step
    })?;
    let (order_no, order_line) = order.map_or((OrderNo::default(), 0), |(order, line)| (order.clone(), line));
    let shipment = Shipment {
        movement,
        order_no,
        order_line,
        item: goods.item.item.clone(),
        lot: goods.lot.clone(),
        serial: goods.serial.clone(),
        qty: *qty,
        cost,
        sales: sale.net,
        tax: sale.tax,
        qty_back: Qty::ZERO,
        cost_back: Money::ZERO,
        sales_back: Money::ZERO,
        tax_back: Money::ZERO,
    };
    books.draft.add(&shipment);
    billing::note(books, &shipment)?;
    Ok((movement, cost))
}

fn post(
    books: &mut Books<'_, '_>,
    leaving: &Leaving<'_>,
    movement: i64,
    sale: Sale,
    cost: Money,
    channel: &Channel,
) -> Result<(), Halt> {
    let group = books.group(&leaving.goods.item)?;
    let lines = if billing::is_later(books)? {
        sales::shipped(&group, &books.account(CompanyAccount::ShippedNotInvoiced)?, cost)
    } else {
        posting::shipment(&group, &sale_accounts(books)?, sale, cost)
    };
    let site = leaving
        .from
        .map_or_else(|| books.site.clone(), |place| place.site.clone());
    let document = leaving.order.map(|(order, _)| order.to_string());
    let channel = channel.clone();
    books.entry(
        About {
            rule: Rule::Shipment,
            movement,
            site,
            group: group.number,
            channel,
            document,
            negates: None,
        },
        lines,
    )
}

/// Returns what a part of an order line sells for; the parts of a line add up to the price of the whole.
fn sale_of_line(books: &Books<'_, '_>, item: &Item, line: &OrderLine, part: Qty) -> Result<Sale, Halt> {
    let group = books.group(item)?;
    let worth = |qty: Qty| qty.at(line.price, line.price_per);
    let (before, after) = (worth(line.done)?, worth(line.done + part)?);
    let tax = tax_on(books, &group, after)? - tax_on(books, &group, before)?;
    Ok(Sale {
        net: after - before,
        tax,
    })
}

fn tax_on(books: &Books<'_, '_>, group: &Group, net: Money) -> Result<Money, Halt> {
    let Some(code) = &group.sales_tax else {
        return Ok(Money::ZERO);
    };
    let tax: Option<Tax> = books.view().find(&[code])?;
    let tax = tax.ok_or_else(|| Refusal::UnknownTax {
        tax: code.to_string(),
    })?;
    Ok(net.rate_ppm(tax.rate_ppm)?)
}

/// Closes an order whose goods have all left, and bills its services.
pub(super) fn close_when_done(books: &mut Books<'_, '_>, head: Order) -> Result<(), Halt> {
    let mut lines = Vec::new();
    for line in allocate::lines_of(books, &head.order_no)? {
        let item = books.item(&line.item)?;
        if !item.service && !line.open().is_zero() {
            return Ok(());
        }
        if item.service && !line.open().is_zero() {
            lines.push((item, line));
        }
    }
    for (item, line) in lines {
        let part = line.open();
        let sale = sale_of_line(books, &item, &line, part)?;
        let goods = Goods::plain(item);
        let leaving = Leaving {
            goods: &goods,
            qty: part,
            from: None,
            order: Some((&head.order_no, line.line)),
            kit: None,
        };
        let (movement, cost) = leave(books, &leaving, sale)?;
        post(books, &leaving, movement, sale, cost, &head.channel)?;
        books.draft.put(&OrderLine {
            done: line.done + part,
            ..line
        });
    }
    books.draft.put(&Order {
        state: OrderState::Closed,
        ..head
    });
    Ok(())
}
