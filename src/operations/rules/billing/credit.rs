//! What is credited of goods that come back after they were billed: they came with the bills in their order, whatever was
//! billed since, so that the credits of all of them add up to what was billed.

use crate::domain::amount::{AmountError, Qty};
use crate::domain::integration::Billing;
use crate::domain::movement::{Movement, MovementKind};
use crate::domain::record::Range;
use crate::domain::tax::TaxLine;
use crate::ledger::posting::Sale;
use crate::operations::change::Halt;
use crate::operations::rules::books::Books;

/// One bill for a part of a shipment.
struct Bill {
    qty: Qty,
    sale: Sale,
}

/// Returns what `qty` units were billed for that come back after `back` billed units have.
pub(super) fn of(books: &Books<'_, '_>, billing: &Billing, back: Qty, qty: Qty) -> Result<Sale, Halt> {
    let bills = bills(books, billing)?;
    Ok(upto(&bills, back + qty)? - upto(&bills, back)?)
}

/// Returns what the first `qty` units were billed for.
fn upto(bills: &[Bill], qty: Qty) -> Result<Sale, AmountError> {
    let (mut left, mut sum) = (qty, Sale::default());
    for bill in bills {
        let part = left.min(bill.qty);
        if part.is_zero() {
            break;
        }
        sum.net += bill.sale.net.share(part, bill.qty)?;
        sum.tax += bill.sale.tax.share(part, bill.qty)?;
        left -= part;
    }
    Ok(sum)
}

/// Returns the bills for a shipment that stand, the oldest first. What older rule books billed, of which no bill is noted,
/// is one.
fn bills(books: &Books<'_, '_>, billing: &Billing) -> Result<Vec<Bill>, Halt> {
    let noted = Range::by(TaxLine::BY_ORIGIN, &[&Some(billing.movement)]);
    let mut bills: Vec<(i64, Bill)> = Vec::new();
    for line in books.view().list::<TaxLine>(&noted)? {
        let moved: Movement = books.moved(line.movement)?;
        match (moved.kind, moved.reverses) {
            (MovementKind::SalesInvoice, Some(of)) => bills.retain(|(seq, _)| *seq != of),
            (MovementKind::SalesInvoice, None) => {
                let (net, tax) = (line.net, line.tax);
                let (qty, sale) = (moved.qty, Sale { net, tax });
                bills.push((moved.seq, Bill { qty, sale }));
            }
            _ => {}
        }
    }
    let mut first = Bill {
        qty: billing.qty_billed,
        sale: Sale {
            net: billing.sales_billed,
            tax: billing.tax_billed,
        },
    };
    for (_, bill) in &bills {
        first.qty -= bill.qty;
        first.sale = first.sale - bill.sale;
    }
    let first = Some(first).filter(|first| Qty::ZERO < first.qty);
    let noted = bills.into_iter().map(|(_, bill)| bill);
    Ok(first.into_iter().chain(noted).collect())
}
