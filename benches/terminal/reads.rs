//! The same scans without a screen: how many reads a second a session gets through, its notes included.

use super::script;
use binledger::domain::log::Outcome;
use binledger::scan::{Ending, Read, Source, SourceKind};
use binledger::session::Session;
use binledger::store::sqlite::Sqlite;
use chrono::Utc;
use std::path::Path;
use std::time::Instant;

/// Counts bins in a session on the store and answers the reads a second.
pub fn a_second(store: &Path, terminal: &str, counting: &[String]) -> u64 {
    let mut store = Sqlite::open(store).expect("a store");
    let mut session = Session::open(&mut store, terminal.into()).expect("a session");
    for code in [script::BADGE, script::PIN, "$BL.COUNT"] {
        take(&mut session, code);
    }
    let begun = Instant::now();
    for code in counting {
        take(&mut session, code);
    }
    let micros = u64::try_from(begun.elapsed().as_micros()).unwrap_or(u64::MAX);
    take(&mut session, "$BL.SIGNOUT");
    counting.len() as u64 * 1_000_000 / micros.max(1)
}

fn take(session: &mut Session<'_>, code: &str) {
    let at = Utc::now();
    let read = Read {
        source: Source::new(SourceKind::Script, "bench"),
        bytes: code.as_bytes().to_vec(),
        first_at: at,
        last_at: at,
        typed: false,
        ending: Ending::Enter,
        overlong: false,
    };
    let reply = session.read(&read).expect("the read is answered");
    assert_ne!(reply.outcome, Outcome::Refused, "{code}: {}", reply.message());
}
