//! What holds for everything that is described to the store: it has a code, and is known under it as one thing.

use super::books::Books;
use crate::domain::code::{flaw, is_unseen};
use crate::domain::refusal::Refusal;
use crate::operations::change::Halt;

/// Refuses a new code that is empty, which stands for none, and one that looks like another.
pub(super) fn coded(books: &Books<'_, '_>, code: &str) -> Result<(), Halt> {
    let why = match flaw(code) {
        _ if code.is_empty() => {
            let (need, found) = ("a code".into(), "an empty one".into());
            return Err(Refusal::Unfit { need, found }.into());
        }
        Some(why) if books.is_bounded() => why,
        _ => return Ok(()),
    };
    let begin: String = code.chars().take(40).collect();
    let found = format!("{begin:?}");
    Err(Refusal::BadCode { found, why }.into())
}

/// Refuses a name that would be shown otherwise than it is written.
pub(super) fn shown(books: &Books<'_, '_>, name: &str) -> Result<(), Halt> {
    const LONGEST: usize = 1000;
    if books.is_bounded() && (LONGEST < name.len() || name.chars().any(is_unseen)) {
        let need = format!("a name of at most {LONGEST} bytes, all of which can be seen");
        let begin: String = name.chars().take(40).collect();
        let found = format!("{begin:?}");
        return Err(Refusal::Unfit { need, found }.into());
    }
    Ok(())
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
