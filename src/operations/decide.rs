//! The one decision: what a request changes, or why it is refused.

use super::answer::{Answer, Verdict};
use super::change::{Change, Halt};
use super::draft::Draft;
use super::log::{RULES, last, link};
use super::request::Request;
use super::view::View;
use super::{blindness, rules, soundness};
use crate::domain::entry::Entry;
use crate::domain::log::Logged;
use crate::domain::movement::Movement;
use crate::domain::record::{Fault, Range};
use crate::domain::refusal::Refusal;

/// A decided request.
#[derive(Debug)]
pub enum Decision {
    /// It changes the store, and this is its answer once that is written.
    New(Change, Answer),
    /// It was applied before.
    Known(Answer),
}

/// Decides a request. Reads no clock and no disk of its own; equal inputs give equal answers.
///
/// # Errors
/// A [`Refusal`] if a rule says no; a [`Fault`] if the store can't answer, or the change would not be sound.
pub fn decide(view: &dyn View, request: &Request) -> Result<Decision, Halt> {
    decide_by(view, request, RULES)
}

/// Decides a request by version `rules` of the rule book, as far as rules keep their old forms: for operations that
/// were first decided by that version.
///
/// # Errors
/// As [`decide`].
pub fn decide_by(view: &dyn View, request: &Request, rules: i64) -> Result<Decision, Halt> {
    decide_after(last(view)?.as_ref(), view, request, rules)
}

/// Decides a request as [`decide_by`] does, given the last operation of the log.
///
/// # Errors
/// As [`decide`].
pub fn decide_after(
    previous: Option<&Logged>,
    view: &dyn View,
    request: &Request,
    rules: i64,
) -> Result<Decision, Halt> {
    if let Some(first) = logged(view, request)? {
        return repeat(&first, request).map(Decision::Known);
    }
    let seq = previous.map_or(1, |last| last.seq + 1);
    let mut draft = Draft::new(view);
    if let Some(last) = previous {
        // Numbers have no gaps and only operations give them, so the last number given is the highest there is.
        draft.follow::<Movement>(last.movement, last.movements);
        draft.follow::<Entry>(last.entry, last.entries);
    }
    let note = rules::apply(&mut draft, request, (seq, rules))?;
    let ((movement, movements), (entry, entries)) = (draft.numbered::<Movement>(), draft.numbered::<Entry>());
    let text =
        serde_json::to_string(request).map_err(|e| Fault::caused("a request can't be written down", e))?;
    let logged = Logged {
        seq,
        key: request.key.clone(),
        op: request.operation.word().to_owned(),
        request: text,
        movement,
        movements,
        entry,
        entries,
        note,
        hash: String::new(),
        rules,
    };
    let hash = link(previous.map_or("", |last| &last.hash), &logged);
    let logged = Logged { hash, ..logged };
    draft.put(&logged);
    if let Some(change) = blindness::change_by(seq, &logged.op) {
        draft.put(&change);
    }
    let change = draft.finish();
    soundness::check(&change, rules)?;
    Ok(Decision::New(change, answer(logged, Verdict::Applied)))
}

/// Decides a request and returns the change to write, if there is one, with the answer that holds once it is written.
///
/// # Errors
/// A [`Fault`] if the view can't answer.
pub fn answer_to(view: &dyn View, request: &Request) -> Result<(Option<Change>, Answer), Fault> {
    told(request, decide(view, request))
}

/// Returns what to write and what to answer once a request is decided. This is the only place that distinguishes new,
/// known and refused requests.
///
/// # Errors
/// The [`Fault`] that the decision ended in.
pub fn told(request: &Request, decided: Result<Decision, Halt>) -> Result<(Option<Change>, Answer), Fault> {
    match decided {
        Ok(Decision::New(change, answer)) => Ok((Some(change), answer)),
        Ok(Decision::Known(answer)) => Ok((None, answer)),
        Err(Halt::Refused(refusal)) => Ok((None, Answer::refused(request.key.clone(), refusal))),
        Err(Halt::Fault(fault)) => Err(fault),
    }
}

/// Returns the answer to a request that was applied before; `None` if it was not, or its key was used for something else.
///
/// # Errors
/// A [`Fault`] if the view can't answer.
pub fn known(view: &dyn View, request: &Request) -> Result<Option<Answer>, Fault> {
    let Some(first) = logged(view, request)? else {
        return Ok(None);
    };
    match repeat(&first, request) {
        Ok(answer) => Ok(Some(answer)),
        Err(Halt::Refused(_)) => Ok(None),
        Err(Halt::Fault(fault)) => Err(fault),
    }
}

/// Returns the log's record of the request's key.
fn logged(view: &dyn View, request: &Request) -> Result<Option<Logged>, Fault> {
    Ok(view
        .list(&Range::by(Logged::BY_KEY, &[&request.key]).first(1))?
        .pop())
}

/// Returns the first answer again, unless the key was used for something else.
fn repeat(first: &Logged, request: &Request) -> Result<Answer, Halt> {
    if Request::of(first)?.says_as(request) {
        return Ok(answer(first.clone(), Verdict::Duplicate));
    }
    Err(Refusal::OtherContent {
        id: request.key.to_string(),
    }
    .into())
}

fn answer(logged: Logged, verdict: Verdict) -> Answer {
    let Logged {
        key: id,
        movement,
        entry,
        note,
        ..
    } = logged;
    Answer {
        id,
        verdict,
        movement,
        entry,
        refusal: None,
        note,
    }
}
