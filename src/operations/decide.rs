//! The one decision: what a request changes, or why it may not.

use super::answer::{Answer, Verdict};
use super::change::{Change, Halt};
use super::draft::Draft;
use super::request::Request;
use super::rules;
use super::view::View;
use crate::domain::entry::Entry;
use crate::domain::log::Logged;
use crate::domain::movement::Movement;
use crate::domain::record::{Fault, Range};
use crate::domain::refusal::Refusal;
use sha2::Digest;
use sha2::Sha256;

/// A request decided.
#[derive(Debug)]
pub enum Decision {
    /// It changes the store, and this is its answer once that is written.
    New(Change, Answer),
    /// It was applied before.
    Known(Answer),
}

/// Decides a request. Reads no clock and no disk of its own; equal inputs give equal answers.
pub fn decide(view: &dyn View, request: &Request) -> Result<Decision, Halt> {
    if let Some(first) = logged(view, request)? {
        return repeat(&first, request).map(Decision::Known);
    }
    let previous: Option<Logged> = view.list(&Range::of::<Logged>(&[]).backwards().first(1))?.pop();
    let seq = previous.as_ref().map_or(1, |last| last.seq + 1);
    let mut draft = Draft::new(view);
    if let Some(last) = &previous {
        // Numbers have no gaps and only operations give them, so what the last one gave is the highest there is.
        draft.follow::<Movement>(last.movement, last.movements);
        draft.follow::<Entry>(last.entry, last.entries);
    }
    let note = rules::apply(&mut draft, request, seq)?;
    let ((movement, movements), (entry, entries)) = (draft.numbered::<Movement>(), draft.numbered::<Entry>());
    let text =
        serde_json::to_string(request).map_err(|e| Fault::caused("a request can't be written down", e))?;
    let logged = Logged {
        seq,
        key: request.key.clone(),
        op: request.operation.word().to_owned(),
        hash: chained(previous.as_ref().map_or("", |last| &last.hash), &text),
        request: text,
        movement,
        movements,
        entry,
        entries,
        note,
    };
    draft.put(&logged);
    Ok(Decision::New(draft.finish(), answer(logged, Verdict::Applied)))
}

/// Decides a request and answers it, whatever comes of it: the change to write where there is one, and the answer that
/// holds once that is written. This is the only place that tells a new request from a known and a refused one.
///
/// # Errors
/// A [`Fault`] where the view can't answer.
pub fn answer_to(view: &dyn View, request: &Request) -> Result<(Option<Change>, Answer), Fault> {
    match decide(view, request) {
        Ok(Decision::New(change, answer)) => Ok((Some(change), answer)),
        Ok(Decision::Known(answer)) => Ok((None, answer)),
        Err(Halt::Refused(refusal)) => Ok((None, Answer::refused(request.key.clone(), refusal))),
        Err(Halt::Fault(fault)) => Err(fault),
    }
}

/// The hash of a link: SHA-256 over the hash before it and the text, in hexadecimal.
pub fn chained(previous: &str, text: &str) -> String {
    let digest = Sha256::new().chain_update(previous).chain_update(text).finalize();
    let digit = |half: u8| char::from(if half < 10 { b'0' + half } else { b'a' + half - 10 });
    digest
        .iter()
        .flat_map(|byte| [digit(byte >> 4), digit(byte & 0xf)])
        .collect()
}

/// The log's record of the request's key.
fn logged(view: &dyn View, request: &Request) -> Result<Option<Logged>, Fault> {
    Ok(view
        .list(&Range::by(Logged::BY_KEY, &[&request.key]).first(1))?
        .pop())
}

/// The first answer again, unless the key was used for something else. The clock does not count: a document that is
/// sent again is the same document.
fn repeat(first: &Logged, request: &Request) -> Result<Answer, Halt> {
    let known: Request = serde_json::from_str(&first.request)
        .map_err(|e| Fault::caused(format!("operation {} of the log is damaged", first.seq), e))?;
    if known
        == (Request {
            at: known.at,
            ..request.clone()
        })
    {
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
