//! `audit --replay`: everything rebuilt from the operation log alone, and compared row by row.

use crate::domain::log::{Checkpoint, Logged};
use crate::domain::record::{Fault, Row, Table, Value};
use crate::operations::answer::Verdict;
use crate::operations::change::Halt;
use crate::operations::decide::{Decision, decide_by};
use crate::operations::invariants::{Check, Finding};
use crate::operations::pages::{Pages, Rows};
use crate::operations::request::Request;
use crate::operations::view::View;
use crate::store::memory::Memory;
use crate::store::tables::{TABLES, is_rebuilt};
use crate::store::{Store, StoreError};
use std::panic::resume_unwind;
use std::sync::mpsc::{Receiver, sync_channel};
use std::thread;

/// How many rows are handed from thread to thread at once.
const PAGE: usize = 512;
/// How many pages may be read ahead.
const AHEAD: usize = 4;

/// How a logged request is decided again: by the rule book of the version it was logged with.
pub type Decide<'a> = dyn Fn(&dyn View, &Request, i64) -> Result<Decision, Halt> + Sync + 'a;
/// How the state of a checkpoint is found; a fault says why it is not at hand.
pub type AtHand<'a> = dyn Fn(&Checkpoint) -> Result<Memory, Fault> + 'a;

/// Replays the log of a store from its first operation on by today's rules, as [`replay_from`] does.
///
/// # Errors
/// Where either store can't be read.
pub fn replay(store: &dyn Store) -> Result<Vec<Finding>, StoreError> {
    replay_from(store, &|_| Err(Fault::new("no backup is looked for")), &decide_by)
}

/// Replays the log of a store from its newest checkpoint whose state is at hand, or else all of it into an empty store,
/// and compares every table that the log rebuilds. The first row says what was replayed from where.
///
/// This thread reads the store, in one state of it; another thread applies and compares what was read. The rebuilt
/// store is held in memory.
///
/// # Errors
/// Where either store can't be read.
pub fn replay_from(
    store: &dyn Store,
    at_hand: &AtHand<'_>,
    decide: &Decide<'_>,
) -> Result<Vec<Finding>, StoreError> {
    store.read(|kept| {
        let (mut again, behind, from) = begin(kept, at_hand)?;
        let mut found = vec![from, apply(kept, &mut again, behind, decide)?];
        for table in TABLES.iter().filter(|table| is_rebuilt(table)) {
            found.push(compare(table, kept, &again)?);
        }
        Ok(found)
    })
}

fn fault(error: StoreError) -> Fault {
    Fault::caused("the replay can't be read", error)
}

/// Returns the store to begin with, the last operation in it, and a row that says so.
fn begin(kept: &dyn View, at_hand: &AtHand<'_>) -> Result<(Memory, i64, Finding), Fault> {
    let mut passed = Vec::new();
    for it in kept.all::<Checkpoint>(&[])?.iter().rev() {
        match at_hand(it) {
            Ok(state) => {
                let from = format!("the backup {}, behind operation {}", it.backup, it.operation);
                return Ok((state, it.operation, begun(&from, &passed)));
            }
            Err(why) => passed.push(format!("not at checkpoint {}, because {why}", it.checkpoint)),
        }
    }
    Ok((Memory::new(), 0, begun("the first operation", &passed)))
}

fn begun(from: &str, passed: &[String]) -> Finding {
    let mut row = Check::of(&format!("replay: begins with {from}"));
    row.see(true, String::new);
    Finding {
        detail: passed.join("; "),
        ..row.finish()
    }
}

/// Applies the operations of the log that come after number `behind`.
fn apply(kept: &dyn View, again: &mut Memory, behind: i64, decide: &Decide<'_>) -> Result<Finding, Fault> {
    let of_log =
        Pages::<Logged>::of(kept).filter(|logged| logged.as_ref().map_or(true, |it| behind < it.seq));
    let requests = of_log.map(|logged| {
        let logged = logged?;
        let request: Result<Request, _> = serde_json::from_str(&logged.request);
        Ok((logged.seq, logged.rules, request))
    });
    beside(requests, |read| {
        let mut check = Check::of("replay: every logged operation is applied again");
        for (seq, rules, request) in read.into_iter().flatten() {
            match request {
                Ok(request) => {
                    let answer = again
                        .transact_by(&request, &|view, request| decide(view, request, rules))
                        .map_err(fault)?;
                    check.see(answer.verdict == Verdict::Applied, || {
                        let why = answer
                            .refusal
                            .as_ref()
                            .map_or_else(String::new, ToString::to_string);
                        format!("operation {seq} is now {}: {why}", answer.verdict)
                    });
                }
                Err(why) => check.see(false, || format!("operation {seq} can't be read: {why}")),
            }
        }
        Ok(check.finish())
    })
}

/// Compares one table row by row.
fn compare(table: &'static Table, kept: &dyn View, again: &Memory) -> Result<Finding, Fault> {
    let again: &(dyn Store + Sync) = again;
    beside(Rows::of(table, kept), |read| {
        let again: &dyn Store = again;
        let compared = again.read(|rebuilt| {
            let mut check = Check::of(&format!("replay: table {} is the same", table.name));
            let (mut kept, mut rebuilt) = (read.iter().flatten(), Rows::of(table, rebuilt));
            loop {
                let (kept, rebuilt) = (kept.next(), rebuilt.next().transpose()?);
                if kept.is_none() && rebuilt.is_none() {
                    return Ok(check.finish());
                }
                check.see(kept == rebuilt, || {
                    format!(
                        "kept {}, rebuilt {}",
                        shown(kept.as_ref()),
                        shown(rebuilt.as_ref())
                    )
                });
            }
        });
        compared.map_err(fault)
    })
}

/// Lets `take` work on what is read, in a thread of its own and a few pages behind the one that reads.
fn beside<T: Send, D: Send>(
    mut read: impl Iterator<Item = Result<T, Fault>>,
    take: impl FnOnce(Receiver<Vec<T>>) -> Result<D, Fault> + Send,
) -> Result<D, Fault> {
    thread::scope(|scope| {
        let (hand, taken) = sync_channel(AHEAD);
        let taker = scope.spawn(|| take(taken));
        let mut reading = || loop {
            let page: Vec<T> = read.by_ref().take(PAGE).collect::<Result<_, Fault>>()?;
            // A taker that stops early returns the reason itself.
            if page.is_empty() || hand.send(page).is_err() {
                return Ok(());
            }
        };
        let all_read = reading();
        drop(hand);
        let done = taker.join().unwrap_or_else(|panic| resume_unwind(panic));
        all_read.and(done)
    })
}

fn shown(row: Option<&Row>) -> String {
    let Some(row) = row else {
        return "nothing".to_owned();
    };
    let cell = |cell: &Value| match cell {
        Value::Null => "-".to_owned(),
        Value::Int(number) => number.to_string(),
        Value::Text(text) => text.to_string(),
    };
    format!("({})", row.iter().map(cell).collect::<Vec<_>>().join(" "))
}
