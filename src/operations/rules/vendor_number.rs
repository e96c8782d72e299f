//! The numbers of vendors' papers: each names one paper of its kind and vendor, as long as that stands.

use super::books::Books;
use crate::domain::code::PartyCode;
use crate::domain::log::Logged;
use crate::domain::purchase::{Paper, VendorNumber};
use crate::domain::record::Range;
use crate::domain::refusal::Refusal;
use crate::operations::change::Halt;
use crate::operations::nouns::noun;

/// Notes the number of the vendor's paper that is entered, where both are named.
///
/// # Errors
/// Refuses a number that another paper of this kind and vendor has.
pub(super) fn take(books: &mut Books<'_, '_>, paper: Paper, vendor: &PartyCode) -> Result<(), Halt> {
    let number = books.request.document.as_deref().map_or("", str::trim);
    if vendor.is_empty() || number.is_empty() {
        return Ok(());
    }
    let known: Option<VendorNumber> = books.view().find(&[vendor, &paper, &number.to_owned()])?;
    if let Some(known) = known {
        if known.operation == books.operation {
            // Another line of the same paper took it.
            return Ok(());
        }
        let made: Option<Logged> = books.view().find(&[&known.operation])?;
        return Err(Refusal::NumberTaken {
            vendor: vendor.to_string(),
            paper: noun(paper.word()),
            number: known.number,
            id: made.map_or_else(String::new, |made| made.key.to_string()),
        }
        .into());
    }
    let taken = VendorNumber {
        vendor: vendor.clone(),
        paper,
        number: number.to_owned(),
        operation: books.operation,
    };
    books.draft.add(&taken);
    Ok(())
}

/// Gives back the numbers of an operation that is taken back.
pub(super) fn give_back(books: &mut Books<'_, '_>, operation: i64) -> Result<(), Halt> {
    let range = Range::by(VendorNumber::BY_OPERATION, &[&operation]);
    for taken in books.view().list::<VendorNumber>(&range)? {
        books.draft.remove(&taken);
    }
    Ok(())
}
