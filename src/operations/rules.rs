//! The rules, one file a kind of operation.

mod define;

use super::change::Halt;
use super::draft::Draft;
use super::request::{Operation, Request};
use crate::domain::refusal::Refusal;

/// Decides one request into the draft; answers what there is to tell about it.
pub(super) fn apply(draft: &mut Draft<'_>, request: &Request) -> Result<Option<String>, Halt> {
    match &request.operation {
        Operation::Define(define) => define::record(draft, request, &define.master),
        _ => Err(Refusal::WrongWord {
            need: "define".into(),
            found: request.operation.word().into(),
        }
        .into()),
    }
}
