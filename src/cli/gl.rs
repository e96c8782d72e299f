//! `gl`: from the journal to the general ledger.

use super::clock;
use super::failure::Failure;
use super::import::first_time;
use super::init::request_of;
use super::output::{Format, Printer};
use super::place::Place;
use super::priority;
use crate::domain::amount::Money;
use crate::domain::code::SiteCode;
use crate::domain::company::Account;
use crate::domain::entry::LedgerBatch;
use crate::domain::record::{Fault, Record};
use crate::ledger::batch::{Sum, summarise};
use crate::ledger::export::{Sealed, csv, hledger};
use crate::operations::answer::Answer;
use crate::operations::pending;
use crate::operations::request::{ClosePeriod, Operation, Request, Seal};
use crate::operations::view::View;
use crate::store::Store;
use chrono::NaiveDate;
use clap::{Args, Subcommand, ValueEnum};
use serde::Serialize;
use std::io::Write;
use std::path::PathBuf;

/// What is told at the end of the help.
pub const LATER: &str =
    "Acknowledging, reversing and reconciling ledger batches is not part of this version.";

/// What can be asked about ledger batches.
#[derive(Debug, Subcommand)]
pub enum Gl {
    /// Show what a ledger batch would hold, and what keeps it from being sealed
    Preview(Preview),
    /// Freeze pending entries as numbered ledger batches
    Seal(Which),
    /// Write ledger batches for an accounting system
    Export(Export),
    /// Close a posting period
    Close(Close),
}

/// Which days and sites. Nothing named is all that is pending.
#[derive(Clone, Debug, Args)]
pub struct Which {
    /// Only this posting day (YYYY-MM-DD)
    #[arg(long, value_parser = super::filter::day)]
    day: Option<NaiveDate>,
    /// Only this site
    #[arg(long)]
    site: Option<SiteCode>,
    #[command(flatten)]
    format: Format,
}

/// What `gl preview` was asked.
#[derive(Debug, Args)]
pub struct Preview {
    #[command(flatten)]
    which: Which,
}

/// What `gl close` was asked.
#[derive(Debug, Args)]
pub struct Close {
    /// The period, such as 2026-03
    period: String,
}

/// Accounting systems that can be exported to.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum Target {
    Hledger,
    Csv,
}

/// What `gl export` was asked.
#[derive(Debug, Args)]
pub struct Export {
    /// For which accounting system
    #[arg(long, value_enum, default_value = "hledger")]
    target: Target,
    /// Only this ledger batch
    #[arg(long)]
    batch: Option<i64>,
    /// Only batches of this posting day
    #[arg(long, value_parser = super::filter::day)]
    day: Option<NaiveDate>,
    /// Only batches of this site
    #[arg(long)]
    site: Option<SiteCode>,
    /// Into this file instead of standard output
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
}

impl Gl {
    /// Does what was asked.
    pub fn run(self, place: &Place) -> Result<(), Failure> {
        priority::lower();
        let mut store = place.open()?;
        match self {
            Self::Preview(asked) => preview(store.as_ref(), &asked.which),
            Self::Seal(which) => seal(store.as_mut(), &which),
            Self::Export(asked) => asked.run(store.as_ref()),
            Self::Close(asked) => close(store.as_mut(), &asked.period),
        }
    }
}

#[derive(Serialize)]
struct PreviewRow<'a> {
    day: NaiveDate,
    site: &'a SiteCode,
    account: String,
    name: String,
    rule: String,
    debit: Money,
    credit: Money,
    movements: i64,
}

#[derive(Serialize)]
struct PreviewDay<'a> {
    day: NaiveDate,
    site: &'a SiteCode,
    entries: usize,
    debit: Money,
    credit: Money,
    blocked: Vec<String>,
    lines: Vec<PreviewRow<'a>>,
}

fn preview(store: &dyn Store, which: &Which) -> Result<(), Failure> {
    let mut printer = Printer::new(which.format);
    let mut blocked = Vec::new();
    let days = store.read(|view| days(view, which))?;
    for (day, site) in &days {
        let row = store.read(|view| preview_of(view, *day, site))?;
        blocked.extend(row.blocked.iter().map(|why| format!("{day} at {site}: {why}")));
        if printer.is_nested() {
            printer.row(&row)?;
        } else {
            for line in &row.lines {
                printer.row(line)?;
            }
        }
    }
    printer.finish()?;
    if days.is_empty() {
        eprintln!("Nothing is pending: there is nothing to seal.");
    }
    for why in blocked {
        eprintln!("This can't be sealed: {why}");
    }
    Ok(())
}

fn preview_of<'a>(view: &dyn View, day: NaiveDate, site: &'a SiteCode) -> Result<PreviewDay<'a>, Fault> {
    let posted = pending::pending_of(view, day, site)?;
    let chart = view.all::<Account>(&[])?;
    let sums = summarise(&posted, pending::summary(view)?);
    let mut blocked = Vec::new();
    if posted.is_empty() {
        blocked.push("no entry is pending".to_owned());
    }
    for posted in posted
        .iter()
        .filter(|posted| !pending::net(&posted.lines).is_zero())
    {
        blocked.push(format!(
            "entry {} does not balance; run `audit`",
            posted.entry.entry
        ));
    }
    for sum in sums
        .iter()
        .filter(|sum| !chart.iter().any(|known| known.account == sum.account))
    {
        blocked.push(format!("account {} is not in the chart; import it", sum.account));
    }
    let name = |sum: &Sum| {
        chart
            .iter()
            .find(|known| known.account == sum.account)
            .map(|known| known.name.clone())
    };
    let line = |sum: &Sum| PreviewRow {
        day,
        site,
        account: sum.account.to_string(),
        name: name(sum).unwrap_or_default(),
        rule: sum.rule.clone(),
        debit: sum.debit,
        credit: sum.credit,
        movements: sum.movements,
    };
    Ok(PreviewDay {
        day,
        site,
        entries: posted.len(),
        debit: sums.iter().map(|sum| sum.debit).sum(),
        credit: sums.iter().map(|sum| sum.credit).sum(),
        blocked,
        lines: sums.iter().map(line).collect(),
    })
}

/// The days and sites meant: those named, else those that have something pending.
fn days(view: &dyn View, which: &Which) -> Result<Vec<(NaiveDate, SiteCode)>, Fault> {
    if let (Some(day), Some(site)) = (which.day, &which.site) {
        return Ok(vec![(day, site.clone())]);
    }
    let fits = |(day, site): &(NaiveDate, SiteCode)| {
        which.day.is_none_or(|wanted| wanted == *day)
            && which.site.as_ref().is_none_or(|wanted| wanted == site)
    };
    Ok(pending::pending_days(view)?.into_iter().filter(fits).collect())
}

#[derive(Serialize)]
struct SealRow {
    batch: i64,
    day: NaiveDate,
    site: SiteCode,
    entries: i64,
    lines: usize,
    debit: Money,
    credit: Money,
    hash: String,
}

fn seal(store: &mut dyn Store, which: &Which) -> Result<(), Failure> {
    let days = store.read(|view| days(view, which))?;
    if days.is_empty() {
        return Err(Failure::Refused(
            "NOTHING_TO_SEAL: no entry is pending; `gl preview` shows what is.".to_owned(),
        ));
    }
    let mut printer = Printer::new(which.format);
    for (day, at) in days {
        let batch = store.read(|view| view.last(LedgerBatch::TABLE))? + 1;
        let key = format!("seal:{day}:{at}:{batch}");
        let request = asked(store, key, Seal { day, at }.into())?;
        applied(&store.transact(&request)?)?;
        let made = store.read(|view| match view.find::<LedgerBatch>(&[&batch])? {
            Some(head) => pending::sealed(view, head).map(Some),
            None => Ok(None),
        })?;
        if let Some(Sealed { head, lines }) = made {
            printer.row(&SealRow {
                batch: head.batch,
                day: head.day,
                site: head.site,
                entries: head.entries,
                lines: lines.len(),
                debit: lines.iter().map(|line| line.debit).sum(),
                credit: lines.iter().map(|line| line.credit).sum(),
                hash: head.hash,
            })?;
        }
    }
    printer.finish()
}

fn close(store: &mut dyn Store, period: &str) -> Result<(), Failure> {
    let key = format!("close:{period}");
    let request = asked(
        store,
        key,
        ClosePeriod {
            period: period.to_owned(),
        }
        .into(),
    )?;
    applied(&store.transact(&request)?)?;
    eprintln!("Period {period} is closed.");
    Ok(())
}

/// The request, with the date of its first time where it was made before.
fn asked(store: &dyn Store, key: String, operation: Operation) -> Result<Request, Failure> {
    let request = request_of(key, clock::today(), operation);
    let first = store.read(|view| first_time(view, &request))?;
    let date = first.map_or(request.date, |first| first.date);
    Ok(Request { date, ..request })
}

fn applied(answer: &Answer) -> Result<(), Failure> {
    answer
        .refusal
        .as_ref()
        .map_or(Ok(()), |refusal| Err(Failure::of(refusal, "")))
}

impl Export {
    fn run(self, store: &dyn Store) -> Result<(), Failure> {
        let wanted = |head: &LedgerBatch| {
            self.batch.is_none_or(|batch| batch == head.batch)
                && self.day.is_none_or(|day| day == head.day)
                && self.site.as_ref().is_none_or(|site| *site == head.site)
        };
        let batches: Vec<Sealed> = store.read(|view| {
            let heads = pending::heads(view)?.into_iter().filter(wanted);
            heads.map(|head| pending::sealed(view, head)).collect()
        })?;
        if batches.is_empty() {
            let why = "NOTHING_TO_EXPORT: no such ledger batch is sealed. Run `gl seal` first.";
            return Err(Failure::Refused(why.to_owned()));
        }
        let text: String = match self.target {
            Target::Hledger => batches.iter().map(hledger::journal).collect(),
            Target::Csv => std::iter::once(csv::HEADER.to_owned())
                .chain(batches.iter().map(csv::rows))
                .collect(),
        };
        match &self.output {
            Some(path) => std::fs::write(path, text)
                .map_err(|why| Failure::Usage(format!("{} can't be written: {why}", path.display()))),
            None => Ok(std::io::stdout().write_all(text.as_bytes())?),
        }
    }
}
