//! The operation log: which rule book decided an operation, and the chain of hashes that no row can be taken out of.

use crate::domain::log::{Checkpoint, Logged};
use sha2::{Digest, Sha256};

/// The version of the rule book: higher whenever a rule decides otherwise than before. An operation is logged with the
/// version that decided it; a rule that changed asks for that of its operation where its old form is kept. Where it is not,
/// operations of older versions are no longer decided again: a change of this number comes with a step of the store's
/// layout, which keeps the state before it as a checkpoint (`store::sqlite`).
///
/// 1. Everything before versions were logged.
/// 2. A share of nothing and an amount out of range are refused, where they were nothing or bounded before.
pub const RULES: i64 = 2;

/// The version of operations that were logged before they named one.
pub const FIRST_RULES: i64 = 1;

/// Returns the hash of a link: SHA-256 over the hash before it and the text, in hexadecimal.
pub fn chained(previous: &str, text: &str) -> String {
    in_hexadecimal(&Sha256::new().chain_update(previous).chain_update(text).finalize())
}

/// Returns the hash of an operation behind the one with the hash `previous`. It is over the request, and since the rule
/// book has versions over that too: the first line of the text, which no request in JSON begins with.
pub fn link(previous: &str, logged: &Logged) -> String {
    match logged.rules {
        FIRST_RULES => chained(previous, &logged.request),
        rules => chained(previous, &format!("rules {rules}\n{}", logged.request)),
    }
}

/// Returns the hash of a checkpoint behind the one with the hash `previous`.
pub fn checkpoint_link(previous: &str, it: &Checkpoint) -> String {
    let Checkpoint {
        checkpoint,
        operation,
        log,
        rules,
        layout,
        backup,
        digest,
        ..
    } = it;
    chained(
        previous,
        &format!("{checkpoint}\n{operation}\n{log}\n{rules}\n{layout}\n{backup}\n{digest}"),
    )
}

/// Bytes in hexadecimal, in small letters.
pub fn in_hexadecimal(bytes: &[u8]) -> String {
    let digit = |half: u8| char::from(if half < 10 { b'0' + half } else { b'a' + half - 10 });
    bytes
        .iter()
        .flat_map(|byte| [digit(byte >> 4), digit(byte & 0xf)])
        .collect()
}
