//! `gl`: from the journal to the general ledger.

mod close;
mod export;
mod list;
mod mapped;
mod preview;
mod reconcile;

use super::anchor::by_policy;
use super::failure::Failure;
use super::filter::sites_of;
use super::import::first_time;
use super::output::{Format, Printer};
use super::place::Place;
use super::priority;
use super::request::request_of;
use crate::clock;
use crate::domain::amount::Total;
use crate::domain::code::{EntityCode, SiteCode};
use crate::domain::entry::LedgerBatch;
use crate::domain::record::{Fault, Range, Record};
use crate::domain::refusal::Refusal;
use crate::ledger::export::Sealed;
use crate::operations::answer::Answer;
use crate::operations::pending;
use crate::operations::request::{Acknowledge, Operation, Request, ReverseBatch, Seal};
use crate::operations::view::View;
use crate::store::Store;
use chrono::NaiveDate;
use clap::{Args, Subcommand};
use serde::Serialize;

const SEAL: &str = "seal:";
const ACKNOWLEDGE: &str = "acknowledge:";
const REVERSE_BATCH: &str = "reverse-batch:";

/// What the keys of these operations begin with.
pub(super) const KEYS: [&str; 5] = [SEAL, ACKNOWLEDGE, REVERSE_BATCH, close::KEY, export::KEY];

/// What can be asked about ledger batches.
#[derive(Debug, Subcommand)]
pub enum Gl {
    /// Show what a ledger batch would hold, and what keeps it from being sealed
    Preview(Which),
    /// Freeze pending entries as numbered ledger batches
    Seal(Which),
    /// List the ledger batches: what they are and what became of them
    List(list::List),
    /// Write ledger batches for an accounting system
    Export(export::Export),
    /// Record what the accounting system calls a ledger batch that it has taken
    Acknowledge(Taken),
    /// Negate a ledger batch by another one; its entries are pending again
    Reverse(Reversed),
    /// Close a posting period, or show what stands in the way
    Close(close::Close),
    /// Explain every difference to the accounting system's own balances or account lines (CSV)
    Reconcile(reconcile::Reconcile),
}

/// Which days and sites. Nothing named is all that is pending.
#[derive(Clone, Debug, Args)]
pub struct Which {
    /// Only this posting day (YYYY-MM-DD)
    #[arg(long, value_name = "DAY", value_parser = crate::cli::filter::day)]
    day: Option<NaiveDate>,
    /// Only this site
    #[arg(long)]
    site: Option<SiteCode>,
    /// Only the books of this legal entity; - for the company itself
    #[arg(long, value_parser = crate::cli::filter::entity)]
    entity: Option<EntityCode>,
    #[command(flatten)]
    format: Format,
}

/// The arguments of `gl acknowledge`.
#[derive(Debug, Args)]
pub struct Taken {
    /// The ledger batch
    batch: i64,
    /// What the accounting system calls it
    reference: String,
    /// Which target it was exported for; may be left out where it was only one
    #[arg(long)]
    target: Option<String>,
}

/// The arguments of `gl reverse`.
#[derive(Debug, Args)]
pub struct Reversed {
    /// The ledger batch
    batch: i64,
    #[command(flatten)]
    format: Format,
}

impl Gl {
    /// Does what was asked.
    pub fn run(self, place: &Place) -> Result<(), Failure> {
        priority::lower();
        let mut store = match self {
            Self::Preview(_) | Self::List(_) | Self::Export(_) | Self::Reconcile(_) => {
                place.open_to_read()?
            }
            Self::Seal(_) | Self::Acknowledge(_) | Self::Reverse(_) | Self::Close(_) => place.open()?,
        };
        match self {
            Self::Preview(which) => preview::preview(store.as_ref(), &which),
            Self::Seal(which) => {
                seal(store.as_mut(), &which)?;
                by_policy(store.as_ref(), place).map(drop)
            }
            Self::List(asked) => asked.run(store.as_ref()),
            Self::Export(asked) => asked.run(store.as_mut(), place),
            Self::Acknowledge(asked) => acknowledge(store.as_mut(), &asked),
            Self::Reverse(asked) => reverse(store.as_mut(), &asked),
            Self::Close(asked) => asked.run(store.as_mut()),
            Self::Reconcile(asked) => asked.run(store.as_ref(), place),
        }
    }
}

/// Returns the days and sites meant: those named, else those that have something pending.
fn days(store: &dyn Store, which: &Which) -> Result<Vec<(NaiveDate, SiteCode)>, Failure> {
    let sites = told(store, |view| sites_of(view, which.entity.as_ref()))?;
    if let (Some(day), Some(site)) = (which.day, &which.site) {
        let only = Some((day, site.clone()));
        return Ok(only.filter(|(_, site)| sites.has(site)).into_iter().collect());
    }
    let fits = |(day, site): &(NaiveDate, SiteCode)| {
        which.day.is_none_or(|wanted| wanted == *day)
            && which.site.as_ref().is_none_or(|wanted| wanted == site)
            && sites.has(site)
    };
    let pending = store.read(pending::pending_days)?;
    Ok(pending.into_iter().filter(fits).collect())
}

/// Returns what the store tells, where what was asked may be refused.
fn told<T>(store: &dyn Store, ask: impl Fn(&dyn View) -> Result<T, Failure>) -> Result<T, Failure> {
    let mut answer = Err(Failure::Unclean);
    store.look(&mut |view: &dyn View| {
        answer = ask(view);
        Ok(())
    })?;
    answer
}

#[derive(Serialize)]
struct BatchRow {
    batch: i64,
    day: NaiveDate,
    site: SiteCode,
    reverses: Option<i64>,
    entries: i64,
    lines: usize,
    debit: Total,
    credit: Total,
    hash: String,
}

impl BatchRow {
    fn of(batch: Sealed) -> Self {
        let Sealed { head, lines, .. } = batch;
        Self {
            batch: head.batch,
            day: head.day,
            site: head.site,
            reverses: head.reverses,
            entries: head.entries,
            lines: lines.len(),
            debit: lines.iter().map(|line| line.debit).sum(),
            credit: lines.iter().map(|line| line.credit).sum(),
            hash: head.hash,
        }
    }
}

/// Prints the batches after number `before`.
fn print_new(store: &dyn Store, before: i64, format: Format) -> Result<(), Failure> {
    let made: Vec<Sealed> = store.read(|view| {
        let heads = pending::heads(view)?
            .into_iter()
            .filter(|head| before < head.batch);
        heads.map(|head| pending::sealed(view, head)).collect()
    })?;
    let mut printer = Printer::new(format);
    for batch in made {
        printer.row(&BatchRow::of(batch))?;
    }
    printer.finish()
}

/// Seals the requested days, each in a turn of its own, so that scans wait for one day at most. If a day is refused,
/// those before it stay sealed and are printed.
fn seal(store: &mut dyn Store, which: &Which) -> Result<(), Failure> {
    let days = days(store, which)?;
    if days.is_empty() {
        return Err(Failure::Refused(
            "NOTHING_TO_SEAL: no entry is pending; `gl preview` shows what is.".to_owned(),
        ));
    }
    let before = store.read(|view| view.last(LedgerBatch::TABLE))?;
    let is_one = days.len() == 1;
    let sealed = days
        .into_iter()
        .try_for_each(|(day, at)| seal_day(store, day, at, is_one));
    let printed = tell_sealed(store, before, which.format);
    sealed.and(printed)
}

/// Seals one day at a site. Where it is one of several, somebody else may have sealed it meanwhile.
fn seal_day(store: &mut dyn Store, day: NaiveDate, at: SiteCode, is_one: bool) -> Result<(), Failure> {
    let number = store.read(|view| view.last(LedgerBatch::TABLE))? + 1;
    let whence = format!("{day} at {at}: ");
    let request = asked(
        store,
        format!("{SEAL}{day}:{at}:{number}"),
        Seal { day, at }.into(),
    )?;
    let refusal = store.transact(&request)?.refusal;
    let refusal = refusal.filter(|refusal| is_one || !matches!(refusal, Refusal::NothingToSeal { .. }));
    refusal.map_or(Ok(()), |refusal| Err(Failure::of(&refusal, &whence)))
}

/// Prints the batches after number `before` and says which of them could not hold all of their day.
fn tell_sealed(store: &dyn Store, before: i64, format: Format) -> Result<(), Failure> {
    for LedgerBatch { day, site, .. } in store.read(|view| full(view, before))? {
        eprintln!("{day} at {site} has more to seal than one ledger batch can hold: seal it again.");
    }
    print_new(store, before, format)
}

/// Returns the batches after number `before` that could not hold all of their day.
fn full(view: &dyn View, before: i64) -> Result<Vec<LedgerBatch>, Fault> {
    let mut found = Vec::new();
    for head in view.list::<LedgerBatch>(&Range::of::<LedgerBatch>(&[]).after(&before))? {
        if pending::is_full(view, &head)? {
            found.push(head);
        }
    }
    Ok(found)
}

fn acknowledge(store: &mut dyn Store, taken: &Taken) -> Result<(), Failure> {
    let Taken {
        batch,
        reference,
        target,
    } = taken;
    let key = format!(
        "{ACKNOWLEDGE}{batch}:{}:{reference}",
        target.as_deref().unwrap_or_default()
    );
    let document = Acknowledge {
        batch: *batch,
        reference: reference.clone(),
        target: target.clone(),
    };
    let request = asked(store, key, document.into())?;
    let answer = store.transact(&request)?;
    applied(&answer)?;
    eprintln!("{}.", answer.note.unwrap_or_default());
    Ok(())
}

fn reverse(store: &mut dyn Store, reversed: &Reversed) -> Result<(), Failure> {
    let before = store.read(|view| view.last(LedgerBatch::TABLE))?;
    let batch = reversed.batch;
    let key = format!("{REVERSE_BATCH}{batch}:{}", before + 1);
    let request = asked(store, key, ReverseBatch { batch }.into())?;
    applied(&store.transact(&request)?)?;
    eprintln!("The entries of ledger batch {batch} are pending again; `gl seal` puts them into a new one.");
    print_new(store, before, reversed.format)
}

/// Returns the request; if it was made before, with the date it had then.
fn asked(store: &dyn Store, key: String, operation: Operation) -> Result<Request, Failure> {
    let request = request_of(key, clock::today(), operation);
    let first = store.read(|view| first_time(view, &request.key))?;
    let date = first.map_or(request.date, |first| first.date);
    Ok(Request { date, ..request })
}

fn applied(answer: &Answer) -> Result<(), Failure> {
    answer
        .refusal
        .as_ref()
        .map_or(Ok(()), |refusal| Err(Failure::of(refusal, "")))
}
