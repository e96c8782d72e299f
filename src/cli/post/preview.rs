//! `post --preview`: what each document would post, and nothing applied.

use super::tell;
use crate::cli::failure::Failure;
use crate::cli::output::{Shown, Spelling};
use crate::domain::amount::Money;
use crate::domain::code::Key;
use crate::domain::entry::Rule;
use crate::domain::record::Fault;
use crate::ledger::batch::Posted;
use crate::operations::answer::Answer;
use crate::operations::preview::{self, Foreseen};
use crate::operations::request::Request;
use crate::operations::view::View;
use crate::operations::why::{name_of, sides};
use crate::store::Store;
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

/// What is printed for a document.
enum Told {
    Would(Row),
    Answered(Box<Answer>),
}

/// Prints what each request would post, each seeing the ones before it. After a refusal it goes on where `each` is
/// asked for, as the posting would. `own` has the places of the documents among the requests, with their lines.
pub(super) fn show(
    store: &dyn Store,
    requests: &[Request],
    own: &[(usize, usize)],
    each: bool,
) -> Result<(), Failure> {
    let told = store.read(|view| {
        let mut told = Vec::new();
        preview::each(view, requests, |at, view, foreseen| {
            let row = match foreseen {
                Foreseen::Applied(preview) => Told::Would(row(view, &requests[at].key, &preview.entries)?),
                Foreseen::Answered(answer) => Told::Answered(answer),
            };
            let refused = matches!(&row, Told::Answered(answer) if answer.refusal.is_some());
            if refused || own.iter().any(|(own, _)| *own == at) {
                told.push((at, row));
            }
            Ok(each || !refused)
        })?;
        Ok(told)
    })?;
    let mut out = Shown::new(Spelling::Json);
    let mut refused = None;
    for (at, row) in &told {
        match row {
            Told::Would(row) => {
                serde_json::to_writer(&mut out, row).map_err(std::io::Error::from)?;
                out.write_all(b"\n")?;
            }
            Told::Answered(answer) => {
                tell(&mut out, answer)?;
                let line = own.iter().find(|(own, _)| at <= own).map_or(0, |(_, line)| *line);
                refused = refused.or(answer.refusal.as_ref().map(|refusal| (line, refusal)));
            }
        }
    }
    out.flush()?;
    match refused {
        Some((line, refusal)) => Err(Failure::of(refusal, &format!("line {line}: "))),
        None => Ok(()),
    }
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
