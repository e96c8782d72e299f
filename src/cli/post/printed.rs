//! The answer to a document, as it is printed.

use crate::operations::answer::{Answer, Verdict};
use serde::Serialize;
use std::io::Write;

/// The answer, without what only programs need of a refusal.
#[derive(Serialize)]
pub(super) struct Printed<'a> {
    pub(super) id: Option<&'a str>,
    pub(super) status: Verdict,
    pub(super) movement: Option<i64>,
    pub(super) entry: Option<i64>,
    pub(super) refusal: Option<Said>,
    pub(super) note: Option<&'a str>,
}

/// What is said of a refusal.
#[derive(Serialize)]
pub(super) struct Said {
    pub(super) code: &'static str,
    pub(super) message: String,
}

impl<'a> From<&'a Answer> for Printed<'a> {
    fn from(answer: &'a Answer) -> Self {
        let said = answer.refusal.as_ref().map(|refusal| Said {
            code: refusal.code(),
            message: refusal.to_string(),
        });
        Self {
            id: Some(answer.id.as_str()),
            status: answer.verdict,
            movement: answer.movement,
            entry: answer.entry,
            refusal: said,
            note: answer.note.as_deref(),
        }
    }
}

impl Printed<'_> {
    /// Prints the answer as one line.
    pub(super) fn print(&self, out: &mut impl Write) -> std::io::Result<()> {
        serde_json::to_writer(&mut *out, self)?;
        out.write_all(b"\n")
    }
}
