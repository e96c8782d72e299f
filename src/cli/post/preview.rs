//! `post --preview`: what each document would post, and nothing applied.

use super::documents::Documents;
use super::printed::Printed;
use crate::cli::failure::Failure;
use crate::cli::intake::Lines;
use crate::cli::output::{Kept, Shown, Spelling};
use crate::domain::amount::Money;
use crate::domain::code::Key;
use crate::domain::entry::Rule;
use crate::domain::record::Fault;
use crate::domain::refusal::Refusal;
use crate::ledger::batch::Posted;
use crate::operations::preview;
use crate::operations::view::View;
use crate::operations::why::{name_of, sides};
use crate::store::{Laid, Store};
use chrono::NaiveDate;
use serde::Serialize;
use std::io::Write;

/// What one document would post.
#[derive(Serialize)]
struct Row {
    id: Key,
    status: &'static str,
    entries: Vec<Entry>,
}

#[derive(Serialize)]
struct Entry {
    rule: Rule,
    posting_date: NaiveDate,
    site: String,
    lines: Vec<Line>,
}

#[derive(Serialize)]
struct Line {
    account: String,
    name: String,
    debit: Money,
    credit: Money,
}

/// A refusal, and on which line.
type Refused = Option<(String, Refusal)>;

/// Prints what each document would post, each seeing the ones before it. After a refusal it goes on where `each` is asked
/// for, as the posting would.
pub(super) fn show(store: &dyn Store, documents: &mut Documents, each: bool) -> Result<(), Failure> {
    let (mut kept, refused) = store.read(|view| {
        documents.restart()?;
        let mut kept = Kept::new();
        let refused = print(view, documents, each, &mut kept)?;
        Ok((kept.read().map_err(unkept)?, refused))
    })?;
    let mut out = Shown::new(Spelling::Json);
    std::io::copy(&mut kept, &mut out)?;
    out.flush()?;
    match refused {
        Some((whence, refusal)) => Err(Failure::of(&refusal, &format!("{whence}: "))),
        None => Ok(()),
    }
}

/// Prints the documents as they would be on a store in this state; returns the first refusal.
fn print(
    view: &dyn View,
    documents: &mut Documents,
    each: bool,
    out: &mut impl Write,
) -> Result<Refused, Fault> {
    let (mut laid, mut first) = (Laid::over(view), None);
    while let Some(document) = documents.next()? {
        let mut asked = documents.asks(&laid, &document)?.into_iter().peekable();
        while let Some(request) = asked.next() {
            let (change, answer) = laid.decide(&request)?;
            let is_own = asked.peek().is_none();
            match change {
                Some(change) if is_own => {
                    let row = row(&laid, &request.key, &preview::of(&change)?.entries)?;
                    let written = serde_json::to_writer(&mut *out, &row).map_err(std::io::Error::from);
                    written.and_then(|()| out.write_all(b"\n")).map_err(unkept)?;
                }
                _ if is_own || answer.refusal.is_some() => {
                    Printed::from(&answer).print(out).map_err(unkept)?;
                }
                _ => {}
            }
            if let Some(refusal) = answer.refusal {
                first = first.or_else(|| Some((documents.whence(&document), refusal)));
                if !each {
                    return Ok(first);
                }
            }
        }
    }
    Ok(first)
}

fn unkept(why: std::io::Error) -> Fault {
    Fault::caused("the answer could not be written", why)
}

fn row(view: &dyn View, id: &Key, entries: &[Posted]) -> Result<Row, Fault> {
    let entry = |posted: &Posted| {
        let lines = posted.lines.iter().map(|line| {
            let (debit, credit) = sides(line.amount);
            Ok(Line {
                account: line.account.to_string(),
                name: name_of(view, &line.account)?,
                debit,
                credit,
            })
        });
        Ok(Entry {
            rule: posted.entry.rule,
            posting_date: posted.entry.posting,
            site: posted.entry.site.to_string(),
            lines: lines.collect::<Result<_, Fault>>()?,
        })
    };
    Ok(Row {
        id: id.clone(),
        status: "preview",
        entries: entries.iter().map(entry).collect::<Result<_, Fault>>()?,
    })
}
