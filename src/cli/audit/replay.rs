//! `audit --replay`: everything rebuilt from the operation log alone, and compared row by row.

use crate::domain::log::Logged;
use crate::domain::record::{Fault, Range, Row, Table, Value};
use crate::operations::answer::Verdict;
use crate::operations::invariants::{Check, Finding};
use crate::operations::pages::Rows;
use crate::operations::request::Request;
use crate::operations::view::View;
use crate::store::memory::Memory;
use crate::store::tables::{NOTES, TABLES};
use crate::store::{Store, StoreError};

const PAGE: usize = 4096;

/// Replays the log of a store into an empty one and compares every table but the reads and sessions of terminals.
pub fn replay(store: &dyn Store) -> Result<Vec<Finding>, StoreError> {
    let mut again = Memory::new();
    let mut found = vec![apply(store, &mut again)?];
    for table in TABLES
        .iter()
        .filter(|table| !NOTES.iter().any(|note| note.name == table.name))
    {
        let same: Finding = store.read(|ours| {
            (&again as &dyn Store)
                .read(|theirs| compare(table, ours, theirs))
                .map_err(fault)
        })?;
        found.push(same);
    }
    Ok(found)
}

fn fault(error: StoreError) -> Fault {
    Fault::caused("the replay can't be read", error)
}

/// Applies the operations of the log, page by page.
fn apply(store: &dyn Store, again: &mut Memory) -> Result<Finding, StoreError> {
    let mut check = Check::of("replay: every logged operation is applied again");
    let mut after = 0;
    loop {
        let page: Vec<Logged> =
            store.read(|view| view.list(&Range::of::<Logged>(&[]).after(&after).first(PAGE)))?;
        let Some(last) = page.last() else { break };
        after = last.seq;
        for logged in page {
            let request: Result<Request, _> = serde_json::from_str(&logged.request);
            match request {
                Ok(request) => {
                    let answer = again.transact(&request)?;
                    check.see(answer.verdict == Verdict::Applied, || {
                        let why = answer
                            .refusal
                            .as_ref()
                            .map_or_else(String::new, ToString::to_string);
                        format!("operation {} is now {}: {why}", logged.seq, answer.verdict)
                    });
                }
                Err(why) => check.see(false, || format!("operation {} can't be read: {why}", logged.seq)),
            }
        }
    }
    Ok(check.finish())
}

/// Compares one table row by row.
fn compare(table: &'static Table, ours: &dyn View, theirs: &dyn View) -> Result<Finding, Fault> {
    let mut check = Check::of(&format!("replay: table {} is the same", table.name));
    let (mut ours, mut theirs) = (Rows::of(table, ours), Rows::of(table, theirs));
    loop {
        let (kept, rebuilt) = (ours.next().transpose()?, theirs.next().transpose()?);
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
}

fn shown(row: Option<&Row>) -> String {
    let Some(row) = row else {
        return "nothing".to_owned();
    };
    let cell = |cell: &Value| match cell {
        Value::Null => "-".to_owned(),
        Value::Int(number) => number.to_string(),
        Value::Text(text) => text.clone(),
    };
    format!("({})", row.iter().map(cell).collect::<Vec<_>>().join(" "))
}
