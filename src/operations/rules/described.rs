//! What holds for everything that is described to the store: it has a code, and is known under it as one thing.

use crate::domain::refusal::Refusal;
use crate::operations::change::Halt;

/// Refuses an empty code, which stands for none.
pub(super) fn coded(code: &str) -> Result<(), Halt> {
    if !code.is_empty() {
        return Ok(());
    }
    let (need, found) = ("a code".into(), "an empty one".into());
    Err(Refusal::Unfit { need, found }.into())
}

/// Refuses a description that differs from what is known.
pub(super) fn same<T: PartialEq + std::fmt::Display>(
    what: &str,
    field: &str,
    known: &T,
    found: Option<&T>,
) -> Result<(), Halt> {
    match found {
        Some(found) if found != known => {
            let (what, field) = (what.to_owned(), field.to_owned());
            Err(Refusal::Differs {
                what,
                field,
                known: known.to_string(),
                found: found.to_string(),
            }
            .into())
        }
        _ => Ok(()),
    }
}
