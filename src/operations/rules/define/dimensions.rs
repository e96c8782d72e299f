//! Dimensions of the company's own choosing, and their values.

use crate::domain::code::AccountCode;
use crate::domain::company::Account;
use crate::domain::dimension::{Dimension, DimensionValue};
use crate::domain::refusal::Refusal;
use crate::operations::change::Halt;
use crate::operations::request::Operation;
use crate::operations::rules::books::Books;

/// Creates a dimension, or changes it.
pub(super) fn dimension(books: &mut Books<'_, '_>, dimension: &Dimension) -> Result<(), Halt> {
    let code = dimension.dimension.as_str();
    if !Dimension::is_code(code) {
        let need = "a dimension of small letters, digits, - and _ that begins with a letter and is no tag of journals";
        return unfit(need, code);
    }
    let all: Vec<Dimension> = books.view().all(&[])?;
    let is_new = all.iter().all(|known| known.dimension != dimension.dimension);
    if is_new && Dimension::MOST <= all.len() {
        return unfit(&format!("at most {} dimensions", Dimension::MOST), code);
    }
    for word in dimension.needs() {
        let is_document = Operation::WORDS.contains(&word) && !Operation::OWN.contains(&word);
        let account = AccountCode::from(word);
        if !is_document && books.view().find::<Account>(&[&account])?.is_none() {
            return unfit("the name of a document or the code of an account", word);
        }
    }
    books.draft.put(dimension);
    Ok(())
}

/// Creates a value of a dimension, or changes it.
pub(super) fn value(books: &mut Books<'_, '_>, value: &DimensionValue) -> Result<(), Halt> {
    let known: Vec<Dimension> = books.view().all(&[])?;
    if known.iter().all(|known| known.dimension != value.dimension) {
        let names: Vec<&str> = known.iter().map(|known| known.dimension.as_str()).collect();
        let (dimension, known) = (value.dimension.to_string(), names.join(", "));
        return Err(Refusal::UnknownDimension { dimension, known }.into());
    }
    if let (Some(since), Some(until)) = (value.since, value.until)
        && until < since
    {
        return unfit(&format!("a last day from {since} on"), &until.to_string());
    }
    books.draft.put(value);
    Ok(())
}

fn unfit<T>(need: &str, found: &str) -> Result<T, Halt> {
    let (need, found) = (need.to_owned(), found.to_owned());
    Err(Refusal::Unfit { need, found }.into())
}
