//! Bills to customers that are taken back.

use super::{later, refused};
use crate::domain::code::Key;
use crate::domain::integration::Billing;
use crate::domain::movement::Movement;
use crate::domain::tax::TaxLine;
use crate::operations::change::Halt;
use crate::operations::rules::books::Books;

/// Makes the shipment wait for its bill again; refuses if more of it was billed or came back since, because the amounts
/// of each part depend on those before it.
pub(super) fn unbill(books: &mut Books<'_, '_>, of: &Key, old: &Movement) -> Result<(), Halt> {
    let Some(origin) = old.origin else { return Ok(()) };
    let billing: Option<Billing> = books.view().find(&[&origin])?;
    let Some(billing) = billing else { return Ok(()) };
    if let Some(next) = later(books, old, origin)? {
        let why = format!(
            "movement {} ({}) of the same shipment came after it; take that back first",
            next.seq, next.kind
        );
        return Err(refused(of, why));
    }
    let noted: Option<TaxLine> = books.view().find(&[&old.seq])?;
    let (net, tax) = if let Some(noted) = noted {
        (noted.net, noted.tax)
    } else {
        // Bills of older rule books posted the shares of what was shipped.
        let [_, net, tax] = billing.part(billing.done() - old.qty, old.qty)?;
        (net, tax)
    };
    let billing = Billing {
        qty_billed: billing.qty_billed - old.qty,
        sales_billed: billing.sales_billed - net,
        tax_billed: billing.tax_billed - tax,
        ..billing
    };
    books.draft.put(&billing.settled());
    Ok(())
}

/// Makes the shipment no longer wait for its bill; refuses if it was billed.
pub(super) fn forget(books: &mut Books<'_, '_>, of: &Key, old: &Movement) -> Result<(), Halt> {
    let billing: Option<Billing> = books.view().find(&[&old.seq])?;
    let Some(billing) = billing else { return Ok(()) };
    if !billing.qty_billed.is_zero() {
        let billed = billing.qty_billed;
        return Err(refused(
            of,
            format!("{billed} of it were billed; take the bill back first"),
        ));
    }
    books.draft.remove(&billing);
    Ok(())
}
