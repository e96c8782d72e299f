//! Goods leave for a customer: sales and cost of sales in the same entry.

mod kit;
mod loose;
mod parcel;

pub(super) use self::parcel::close_when_done;

use super::books::Books;
use super::pack::plate;
use super::post::{About, Step, sale_accounts};
use super::stock::{Goods, Place};
use super::tax::{self, Charge, TaxedBy};
use super::{billing, service_cost, stated};
use crate::domain::amount::{Money, Qty};
use crate::domain::code::{Channel, OrderNo};
use crate::domain::entry::Rule;
use crate::domain::movement::{Movement, MovementKind, Shipment};
use crate::domain::policy::CompanyAccount;
use crate::domain::refusal::Refusal;
use crate::domain::tax::TaxSide;
use crate::domain::user::Role;
use crate::ledger::posting::{self, sales};
use crate::operations::change::Halt;
use crate::operations::log::TAXED;
use crate::operations::request::{Ship, ShipLine};

/// Ships a closed parcel, or goods straight from the bins: one kind of them, or several lines.
pub(super) fn ship(books: &mut Books<'_, '_>, asked: &Ship) -> Result<Option<String>, Halt> {
    books.need(&[Role::Picker, Role::Supervisor])?;
    match (&asked.parcel, lines(asked)?) {
        (Some(lpn), None) => {
            let said = [
                ("customer", asked.customer.is_some()),
                ("channel", asked.channel.is_some()),
            ];
            stated::nothing(books, &said, "a parcel leaves for its order")?;
            parcel::ship(books, asked, &plate(books, lpn)?)
        }
        (None, Some(lines)) => loose::ship(books, asked, &lines),
        _ => Err(Refusal::Unfit {
            need: "a parcel, or an item with its quantity, or lines".into(),
            found: "none or more than one of them".into(),
        }
        .into()),
    }
}

/// Returns the lines of a document that names no parcel; `None` if it has none.
fn lines(asked: &Ship) -> Result<Option<Vec<ShipLine>>, Halt> {
    let single = [
        ("item", asked.item.is_some()),
        ("qty", asked.qty.is_some()),
        ("price", asked.price.is_some()),
        ("from", asked.from.is_some()),
        ("lot", asked.lot.is_some()),
        ("serial", asked.serial.is_some()),
    ];
    let named = single.iter().find(|(_, is_named)| *is_named);
    match (&asked.lines, named, &asked.item, asked.qty) {
        (None, None, ..) => Ok(None),
        (Some(lines), None, ..) if !lines.is_empty() => Ok(Some(lines.clone())),
        (None, Some(_), Some(item), Some(qty)) if asked.parcel.is_none() => Ok(Some(vec![ShipLine {
            item: item.clone(),
            qty,
            price: asked.price,
            from: asked.from.clone(),
            lot: asked.lot.clone(),
            serial: asked.serial.clone(),
            tax_type: None,
            dimensions: None,
        }])),
        (Some(_), None, ..) => unfit("at least one line", "none".into()),
        (Some(_), Some((field, _)), ..) => unfit(
            "each line with its own fields",
            format!("{field} beside the lines"),
        ),
        (None, Some((field, _)), ..) => unfit(
            "a parcel alone, or an item with its quantity",
            format!("{field} beside it or alone"),
        ),
    }
}

fn unfit<T>(need: &str, found: String) -> Result<T, Halt> {
    let need = need.to_owned();
    Err(Refusal::Unfit { need, found }.into())
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

/// Takes goods out of stock and value, and notes what left.
fn leave(books: &mut Books<'_, '_>, leaving: &Leaving<'_>, charge: &Charge) -> Result<(i64, Money), Halt> {
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
    } else if service_cost::is_tracked(books, &goods.item)? {
        cost = service_cost::sell(books, &goods.item, seq, *qty)?;
    }
    let value = if from.is_some() { -cost } else { Money::ZERO };
    let step = Step::new(MovementKind::Shipment, goods, *qty, *from, None);
    let step = match order {
        Some((order, line)) => step.for_line(order.as_str(), *line),
        None => step,
    };
    let movement = books.movement(&Step {
        value,
        pool_before,
        origin: *kit,
        ..step
    })?;
    let (order_no, order_line) = order.map_or((OrderNo::default(), 0), |(order, line)| (order.clone(), line));
    // Older rule books did not note it.
    let by = if books.is_of(TAXED) {
        charge.by.clone()
    } else {
        TaxedBy::default()
    };
    let shipment = Shipment {
        movement,
        order_no,
        order_line,
        item: goods.item.item.clone(),
        lot: goods.lot.clone(),
        serial: goods.serial.clone(),
        qty: *qty,
        cost,
        sales: charge.sale.net,
        tax: charge.sale.tax,
        qty_back: Qty::ZERO,
        cost_back: Money::ZERO,
        sales_back: Money::ZERO,
        tax_back: Money::ZERO,
        tax_type: by.tax_type,
        rate_ppm: by.rate_ppm,
        prices_include_tax: by.includes_tax,
    };
    books.draft.add(&shipment);
    billing::note(books, &shipment)?;
    Ok((movement, cost))
}

fn post(
    books: &mut Books<'_, '_>,
    leaving: &Leaving<'_>,
    movement: i64,
    charge: Charge,
    cost: Money,
    channel: &Channel,
) -> Result<(), Halt> {
    let site = leaving
        .from
        .map_or_else(|| books.site.clone(), |place| place.site.clone());
    let group = service_cost::accounts(books, &leaving.goods.item, &site, (movement, cost))?;
    let lines = if billing::is_later(books)? {
        sales::shipped(&group, &books.account(CompanyAccount::ShippedNotInvoiced)?, cost)
    } else {
        tax::note(books, (movement, None), TaxSide::Sales, charge.by, charge.sale)?;
        posting::shipment(&group, &sale_accounts(books)?, charge.sale, cost)
    };
    let document = books.paper(leaving.order.map(|(order, _)| order.to_string()));
    let channel = channel.clone();
    books.entry(
        About {
            rule: Rule::Shipment,
            movement,
            site,
            group: group.group,
            channel,
            document,
            negates: None,
        },
        lines,
    )
}
