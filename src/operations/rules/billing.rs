//! Sales posted when they are billed: what was shipped waits, is billed, or comes back before.

use super::books::Books;
use super::goods::positive;
use super::invoice::made_by;
use super::kit;
use super::post::{About, Step, sale_accounts};
use super::stock::Goods;
use super::value::below::channel_of;
use crate::domain::amount::{Money, Qty};
use crate::domain::code::{AccountCode, Key};
use crate::domain::entry::Rule;
use crate::domain::integration::Billing;
use crate::domain::movement::{MovementKind, Shipment};
use crate::domain::policy::{CompanyAccount, RevenueOn};
use crate::domain::refusal::Refusal;
use crate::domain::user::Role;
use crate::ledger::posting::{Sale, sales};
use crate::operations::change::Halt;
use crate::operations::nouns::noun;
use crate::operations::request::SalesInvoice;

/// Bills what left by an operation: everything still open, or a quantity of its one item or of its kits.
pub(super) fn invoice(books: &mut Books<'_, '_>, asked: &SalesInvoice) -> Result<Option<String>, Halt> {
    books.need(&[Role::Controller, Role::Supervisor])?;
    if let Some(qty) = asked.qty {
        positive(qty)?;
    }
    let id = &asked.of;
    let logged = made_by(books, id)?;
    let first = logged.movement.unwrap_or(0);
    let mut rows = Vec::new();
    for seq in first..first + logged.movements {
        let shipment: Option<Shipment> = books.view().find(&[&seq])?;
        let billing: Option<Billing> = books.view().find(&[&seq])?;
        rows.extend(shipment.zip(billing));
    }
    if rows.is_empty() {
        let need = "the id of a shipment that was posted to be billed later".to_owned();
        let found = format!("{} {id}", noun(&logged.op));
        return Err(Refusal::WrongWord { need, found }.into());
    }
    for (billing, qty) in parts(books, id, &rows, asked.qty)? {
        bill(books, billing, qty)?;
    }
    Ok(None)
}

/// Returns how much of each row is billed.
fn parts(
    books: &Books<'_, '_>,
    id: &Key,
    rows: &[(Shipment, Billing)],
    asked: Option<Qty>,
) -> Result<Vec<(Billing, Qty)>, Halt> {
    let shipments: Vec<Shipment> = rows.iter().map(|(shipment, _)| shipment.clone()).collect();
    let is_kit = kit::sold(books, &shipments)?.is_some();
    let billings = || rows.iter().map(|(_, billing)| billing.clone());
    let lead: Vec<Billing> = billings().take(if is_kit { 1 } else { rows.len() }).collect();
    let left: Qty = lead.iter().map(Billing::open_qty).sum();
    let qty = asked.unwrap_or(left);
    let is_mixed = !is_kit && shipments.iter().any(|it| it.item != shipments[0].item);
    if asked.is_some() && is_mixed {
        let need = format!("all of {id} to be billed, because it is of several items");
        let found = "a quantity".to_owned();
        return Err(Refusal::WrongWord { need, found }.into());
    }
    if left.is_zero() {
        return Err(Refusal::NothingOpen { id: id.to_string() }.into());
    }
    if left < qty {
        let (id, found) = (id.to_string(), qty);
        return Err(Refusal::OverBilled { id, left, found }.into());
    }
    let mut taken = take(lead.into_iter(), qty);
    if is_kit {
        taken.extend(components(rows, qty)?);
    }
    Ok(taken)
}

/// Returns the leading rows that make up a quantity, with how much of each.
fn take(rows: impl Iterator<Item = Billing>, qty: Qty) -> Vec<(Billing, Qty)> {
    let mut left = qty;
    let mut taken = Vec::new();
    for billing in rows {
        let part = left.min(billing.open_qty());
        if Qty::ZERO < part {
            taken.push((billing, part));
            left -= part;
        }
    }
    taken
}

/// Returns the components that belong to `qty` kits: the same share of each item.
fn components(rows: &[(Shipment, Billing)], qty: Qty) -> Result<Vec<(Billing, Qty)>, Halt> {
    let (kit, parts) = (&rows[0].1, &rows[1..]);
    let mut items: Vec<_> = parts.iter().map(|(shipment, _)| &shipment.item).collect();
    items.dedup();
    let mut taken = Vec::new();
    for item in items {
        let own = parts.iter().filter(|(shipment, _)| shipment.item == *item);
        let went: Qty = own.clone().map(|(_, billing)| billing.qty).sum();
        let upto = |kits: Qty| went.share(kits, kit.qty);
        let share = upto(kit.done() + qty)? - upto(kit.done())?;
        taken.extend(take(own.map(|(_, billing)| billing.clone()), share));
    }
    Ok(taken)
}

/// Bills a part of one shipment. Its movement says how many units; no goods move.
fn bill(books: &mut Books<'_, '_>, billing: Billing, qty: Qty) -> Result<(), Halt> {
    let gone = books.moved(billing.movement)?;
    let [cost, net, tax] = billing.part(billing.done(), qty)?;
    books.site = gone.site.clone();
    books.after(&gone);
    let goods = Goods::of(books.item(&gone.item)?, &gone);
    let document = books.request.document.clone().or_else(|| gone.document.clone());
    let movement = books.movement(&Step {
        pool_before: books.pool(&gone.item, &gone.site)?.qty,
        document: document.clone(),
        order_line: gone.order_line,
        origin: Some(gone.seq),
        ..Step::new(MovementKind::SalesInvoice, &goods, qty, None, None)
    })?;
    let waiting = billing.account.clone();
    let billing = Billing {
        qty_billed: billing.qty_billed + qty,
        sales_billed: billing.sales_billed + net,
        tax_billed: billing.tax_billed + tax,
        ..billing
    };
    books.draft.put(&billing.settled());
    let group = books.group(&goods.item)?;
    let lines = sales::billed(&group, &sale_accounts(books)?, &waiting, Sale { net, tax }, cost);
    let about = About {
        rule: Rule::SalesInvoice,
        movement,
        site: gone.site.clone(),
        group: group.number,
        channel: channel_of(books, &gone)?,
        document,
        negates: None,
    };
    books.entry(about, lines)
}

/// Notes a shipment that waits for its bill, if sales are posted when they are billed.
pub(super) fn note(books: &mut Books<'_, '_>, shipment: &Shipment) -> Result<(), Halt> {
    if !is_later(books)? {
        return Ok(());
    }
    books.draft.add(&Billing {
        movement: shipment.movement,
        open: true,
        account: books.account(CompanyAccount::ShippedNotInvoiced)?,
        qty: shipment.qty,
        cost: shipment.cost,
        sales: shipment.sales,
        tax: shipment.tax,
        qty_billed: Qty::ZERO,
        sales_billed: Money::ZERO,
        tax_billed: Money::ZERO,
        qty_released: Qty::ZERO,
    });
    Ok(())
}

/// Returns whether sales are posted when they are billed.
pub(super) fn is_later(books: &Books<'_, '_>) -> Result<bool, Halt> {
    Ok(books.policies()?.revenue_on()? == RevenueOn::Invoice)
}

/// A part of a shipment that comes back: what of it was not billed, and what is credited for the rest.
#[derive(Clone, Debug)]
pub(super) enum Back {
    /// It was not billed: the account that it waited on, and the amount that this held for it.
    Unbilled(AccountCode, Money),
    /// It was billed, with the shipment or later: what it sold for.
    Billed(Sale),
}

/// Returns how many of the next `qty` of a shipment to come back were not billed yet: those come back first.
pub(super) fn unbilled(books: &Books<'_, '_>, shipment: &Shipment, qty: Qty) -> Result<Qty, Halt> {
    let billing: Option<Billing> = books.view().find(&[&shipment.movement])?;
    Ok(billing.map_or(Qty::ZERO, |billing| billing.open_qty().min(qty)))
}

/// Takes `qty` back, all of it billed or none; `full` is its sale if sales were posted with the shipment.
pub(super) fn release(
    books: &mut Books<'_, '_>,
    shipment: &Shipment,
    qty: Qty,
    full: Sale,
) -> Result<Back, Halt> {
    let billing: Option<Billing> = books.view().find(&[&shipment.movement])?;
    let Some(billing) = billing else {
        return Ok(Back::Billed(full));
    };
    if !billing.open {
        let back = shipment.qty_back - billing.qty_released;
        let [net, tax] = billing.credit(back, qty)?;
        return Ok(Back::Billed(Sale { net, tax }));
    }
    let ([held, ..], account) = (billing.part(billing.done(), qty)?, billing.account.clone());
    let billing = Billing {
        qty_released: billing.qty_released + qty,
        ..billing
    };
    books.draft.put(&billing.settled());
    Ok(Back::Unbilled(account, held))
}

/// Puts back what [`release`] took when the return of `qty`, the last one of the shipment, is itself taken back;
/// returns what was credited then.
pub(super) fn take_back(
    books: &mut Books<'_, '_>,
    shipment: &Shipment,
    qty: Qty,
    full: Sale,
) -> Result<Sale, Halt> {
    let billing: Option<Billing> = books.view().find(&[&shipment.movement])?;
    let Some(billing) = billing else { return Ok(full) };
    let back = shipment.qty_back - billing.qty_released;
    if Qty::ZERO < back {
        let [net, tax] = billing.credit(back - qty, qty)?;
        return Ok(Sale { net, tax });
    }
    let billing = Billing {
        qty_released: billing.qty_released - qty,
        ..billing
    };
    books.draft.put(&billing.settled());
    Ok(Sale::default())
}
