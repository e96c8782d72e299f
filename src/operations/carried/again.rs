//! An operation of a carried log, decided once more.

use crate::domain::log::Logged;
use crate::domain::record::{Fault, Record};
use crate::domain::refusal::Refusal;
use crate::operations::change::{Change, Halt};
use crate::operations::decide::{Decision, decide_by};
use crate::operations::request::Request;
use crate::operations::view::View;

/// What becomes of an operation that is decided again.
#[derive(Debug)]
pub enum Again {
    /// It comes out as it did, and changes this.
    Same(Change),
    /// It is here already.
    Known,
    /// It can't be done again here.
    Differs(Differs),
}

/// Why an operation or a read can't be done again in a store.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Differs {
    /// The store has another one in its place.
    #[error("{what} {number} of the store is another one")]
    Forked {
        /// An operation or a read.
        what: &'static str,
        /// Its number.
        number: i64,
    },
    /// The store lacks what comes before it.
    #[error("{what} {number} follows {last}, the last one of the store: what was between them is missing")]
    Ahead {
        /// An operation or a link of the reads.
        what: &'static str,
        /// Its number.
        number: i64,
        /// The last one of the store.
        last: i64,
    },
    /// The rule book of this program says otherwise.
    #[error("operation {number} does not come out as it did: {why}")]
    Outcome {
        /// Its number.
        number: i64,
        /// What is different.
        why: String,
    },
}

/// Decides an operation once more, by the version of the rule book that decided it, and compares all that was logged of
/// it: numbers of movements and entries, the note, the hash.
///
/// # Errors
/// A [`Fault`] if the view can't answer.
pub fn again(view: &dyn View, logged: &Logged) -> Result<Again, Fault> {
    let (what, number, last) = ("operation", logged.seq, view.last(Logged::TABLE)?);
    if number <= last {
        let here: Option<Logged> = view.find(&[&number])?;
        let is_same = here.is_some_and(|here| here.hash == logged.hash);
        return Ok(if is_same {
            Again::Known
        } else {
            Again::Differs(Differs::Forked { what, number })
        });
    }
    if number != last + 1 {
        return Ok(Again::Differs(Differs::Ahead { what, number, last }));
    }
    let differs = |why: String| Ok(Again::Differs(Differs::Outcome { number, why }));
    let request: Request = match serde_json::from_str(&logged.request) {
        Ok(request) => request,
        Err(why) => return differs(format!("it can't be read ({why})")),
    };
    match decide_by(view, &request, logged.rules) {
        Ok(Decision::New(change, _)) => match change.of::<Logged>()?.pop() {
            Some(made) if made == *logged => Ok(Again::Same(change)),
            made => differs(apart(made.as_ref(), logged)),
        },
        Ok(Decision::Known(_)) => differs(format!("its key {} was applied before", logged.key)),
        Err(Halt::Refused(Refusal::OtherContent { id })) => differs(format!("its key {id} was used before")),
        Err(Halt::Refused(refusal)) => differs(format!("it is refused, {refusal}")),
        Err(Halt::Fault(fault)) => Err(fault),
    }
}

/// Returns how what was made is not what was logged.
fn apart(made: Option<&Logged>, logged: &Logged) -> String {
    let Some(made) = made else {
        return "nothing is logged".to_owned();
    };
    let of = |it: &Logged| {
        let note = it.note.as_deref().unwrap_or("none");
        format!(
            "{} movements from {}, {} entries from {}, note {note}",
            it.movements,
            it.movement.unwrap_or(0),
            it.entries,
            it.entry.unwrap_or(0)
        )
    };
    if of(made) == of(logged) {
        return "its hash is another one".to_owned();
    }
    format!("it makes {}, and not {}", of(made), of(logged))
}
