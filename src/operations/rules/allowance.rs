//! What customers were credited of a shipment without goods. When goods come back, their share of it comes back too, so
//! that nobody is credited twice.

use super::books::Books;
use crate::domain::amount::Qty;
use crate::domain::integration::Billing;
use crate::domain::log::Logged;
use crate::domain::movement::{Allowance, Movement, Shipment};
use crate::domain::record::Range;
use crate::ledger::posting::Sale;
use crate::operations::change::Halt;
use crate::operations::request::{Disposition, Operation, Request};

/// Notes what a movement credits of a shipment, and for which movement; below zero, what of such credits it takes back.
pub(super) fn note(books: &mut Books<'_, '_>, movement: i64, (shipment, of): (i64, i64), sale: Sale) {
    let Sale { net, tax } = sale;
    books.draft.put(&Allowance {
        movement,
        shipment,
        of,
        net,
        tax,
    });
}

/// Returns what may still be credited of a shipment: what was billed and neither credited with goods nor without.
pub(super) fn left(books: &Books<'_, '_>, shipment: &Shipment) -> Result<Sale, Halt> {
    let (sold, _) = billed(books, shipment)?;
    let given = on(books, shipment.movement)?;
    let given = sum(given.iter().filter(|it| it.is_given(sold.net)));
    Ok(Sale {
        net: sold.net - shipment.sales_back - given.net,
        tax: sold.tax - shipment.tax_back - given.tax,
    })
}

/// Returns what `qty` units of a shipment were billed for.
pub(super) fn share(books: &Books<'_, '_>, shipment: &Shipment, qty: Qty) -> Result<Sale, Halt> {
    let (sold, whole) = billed(books, shipment)?;
    if whole.is_zero() {
        return Ok(Sale::default());
    }
    let qty = qty.min(whole);
    Ok(Sale {
        net: sold.net.share(qty, whole)?,
        tax: sold.tax.share(qty, whole)?,
    })
}

/// Returns what was credited for a movement.
pub(super) fn of(books: &Books<'_, '_>, shipment: &Shipment, of: i64) -> Result<Sale, Halt> {
    let given = on(books, shipment.movement)?;
    Ok(sum(given.iter().filter(|it| it.of == of)))
}

/// Takes the share of `qty` billed units, the next ones of a shipment to come back with `movement`, off what was
/// credited for those that did not come back; returns it.
pub(super) fn come_back(
    books: &mut Books<'_, '_>,
    shipment: &Shipment,
    qty: Qty,
    movement: i64,
) -> Result<Sale, Halt> {
    let given = of(books, shipment, shipment.movement)?;
    if given == Sale::default() {
        return Ok(given);
    }
    let billing: Option<Billing> = books.view().find(&[&shipment.movement])?;
    let kept = match billing {
        Some(billing) => billing.qty_billed - (shipment.qty_back - billing.qty_released),
        None => shipment.qty - shipment.qty_back,
    };
    let share = Sale {
        net: given.net.share(qty, kept)?,
        tax: given.tax.share(qty, kept)?,
    };
    let back = Sale {
        net: -share.net,
        tax: -share.tax,
    };
    note(books, movement, (shipment.movement, shipment.movement), back);
    Ok(share)
}

/// Returns whether a return credited the sale of its goods, which one does not whose goods are thrown away.
pub(super) fn is_credited(books: &Books<'_, '_>, back: &Movement) -> Result<bool, Halt> {
    let made: Option<Logged> = books.view().find(&[&back.operation])?;
    let asked = made.and_then(|made| serde_json::from_str::<Request>(&made.request).ok());
    Ok(match asked.map(|asked| asked.operation) {
        Some(Operation::CustomerReturn(asked)) => asked.disposition != Disposition::Scrap,
        _ => true,
    })
}

/// Forgets what a movement that is taken back credited, or took of such credits; returns it.
pub(super) fn forget(books: &mut Books<'_, '_>, movement: i64) -> Result<Sale, Halt> {
    let Some(known) = books.view().find::<Allowance>(&[&movement])? else {
        return Ok(Sale::default());
    };
    books.draft.remove(&known);
    Ok(Sale {
        net: known.net,
        tax: known.tax,
    })
}

/// Returns what was credited of a shipment without goods, and what of that came back with goods.
pub(super) fn on(books: &Books<'_, '_>, shipment: i64) -> Result<Vec<Allowance>, Halt> {
    let range = Range::by(Allowance::BY_SHIPMENT, &[&shipment]);
    Ok(books.view().list(&range)?)
}

/// Returns what was billed of a shipment, and for how much of it.
fn billed(books: &Books<'_, '_>, shipment: &Shipment) -> Result<(Sale, Qty), Halt> {
    let billing: Option<Billing> = books.view().find(&[&shipment.movement])?;
    let (net, tax, qty) = match billing {
        Some(billing) => (billing.sales_billed, billing.tax_billed, billing.qty_billed),
        None => (shipment.sales, shipment.tax, shipment.qty),
    };
    Ok((Sale { net, tax }, qty))
}

fn sum<'a>(rows: impl Iterator<Item = &'a Allowance>) -> Sale {
    rows.fold(Sale::default(), |sum, it| Sale {
        net: sum.net + it.net,
        tax: sum.tax + it.tax,
    })
}
