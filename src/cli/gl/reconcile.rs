//! `gl reconcile`: our ledger batches against what the accounting system says it has.

use super::{mapped, told};
use crate::cli::failure::Failure;
use crate::cli::filter::sites_of;
use crate::cli::output::{Format, Printer};
use crate::cli::place::Place;
use crate::cli::whole_file::read_whole;
use crate::domain::amount::{Money, Total};
use crate::domain::code::EntityCode;
use crate::domain::company::Account;
use crate::domain::entry::LedgerBatchLine;
use crate::domain::record::Fault;
use crate::ledger::export::id::uuid_of;
use crate::ledger::export::mapping::Mapping;
use crate::ledger::export::target::Target;
use crate::ledger::export::{beancount, hledger};
use crate::ledger::matching::statement::Statement;
use crate::ledger::matching::{Batch, Difference, Ours, add, compare, without_amount};
use crate::operations::pending::{self, Cover};
use crate::operations::view::View;
use crate::store::Store;
use chrono::NaiveDate;
use clap::Args;
use serde::Serialize;
use std::path::PathBuf;

/// The arguments of `gl reconcile`.
#[derive(Debug, Args)]
pub struct Reconcile {
    /// The trial balance or the account lines of the accounting system (CSV: account, debit and credit or balance;
    /// date and reference where it has them)
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Which target it is, for the accounts of its mapping
    #[arg(long, value_parser = mapped::target)]
    target: Option<Target>,
    /// What our accounts are called there
    #[arg(long, value_name = "FILE")]
    map: Option<PathBuf>,
    /// Only what we have from this posting day on
    #[arg(long, value_name = "DAY", value_parser = crate::cli::filter::day)]
    since: Option<NaiveDate>,
    /// Only what we have up to this posting day
    #[arg(long, value_name = "DAY", value_parser = crate::cli::filter::day)]
    until: Option<NaiveDate>,
    /// Only the books of this legal entity; - for the company itself
    #[arg(long, value_parser = crate::cli::filter::entity)]
    entity: Option<EntityCode>,
    #[command(flatten)]
    format: Format,
}

/// A part of a difference, for formats that know no lists.
#[derive(Serialize)]
struct Row<'a> {
    account: &'a str,
    ours: Total,
    theirs: Total,
    difference: Total,
    explained_by: &'a str,
    what: &'a str,
    amount: Total,
}

impl Reconcile {
    /// Prints what differs and why; clean only when everything is explained.
    pub(super) fn run(self, store: &dyn Store, place: &Place) -> Result<(), Failure> {
        let mapping = match (self.target, &self.map) {
            (Some(target), named) => mapped::mapping(target, named.as_deref(), place)?,
            (None, Some(path)) => mapped::read(path, place)?,
            (None, None) => Mapping::default(),
        };
        let shown = self.file.display();
        place.keep_from_reading(&self.file)?;
        let bytes = read_whole(&self.file)?;
        let statement = Statement::read(&String::from_utf8_lossy(&bytes)).map_err(|wrong| {
            Failure::Data(wrong.into_iter().map(|why| format!("{shown}: {why}")).collect())
        })?;
        let cover = Cover {
            sites: told(store, |view| sites_of(view, self.entity.as_ref()))?,
            site: None,
            since: self.since,
            until: self.until,
        };
        let ours = store.read(|view| ours(view, &mapping, &cover))?;
        let blank = without_amount(&ours, &statement);
        if !blank.is_empty() {
            let named = blank.into_iter().map(|why| format!("{shown}: {why}"));
            return Err(Failure::Data(named.collect()));
        }
        let report = compare(&ours, &statement);
        let mut printer = Printer::new(self.format);
        for account in &report.accounts {
            if printer.is_nested() {
                printer.row(account)?;
            } else {
                rows(account).iter().try_for_each(|row| printer.row(row))?;
            }
        }
        printer.finish()?;
        if !report.foreign_accounts.is_empty() {
            let names: Vec<&str> = report.foreign_accounts.iter().map(String::as_str).collect();
            eprintln!(
                "Left aside, because they are none of our accounts: {}.",
                names.join(", ")
            );
        }
        let unexplained = report
            .accounts
            .iter()
            .filter(|account| account.is_unexplained())
            .count();
        if unexplained == 0 {
            eprintln!(
                "{} accounts differ; all of it is explained.",
                report.accounts.len()
            );
            return Ok(());
        }
        eprintln!(
            "{unexplained} of {} accounts that differ are not explained.",
            report.accounts.len()
        );
        Err(Failure::Unclean)
    }
}

fn rows(of: &Difference) -> Vec<Row<'_>> {
    let row = |explained_by, what, amount| Row {
        account: &of.account,
        ours: of.ours,
        theirs: of.theirs,
        difference: of.difference,
        explained_by,
        what,
        amount,
    };
    let parts = of.parts.iter();
    let mut rows: Vec<Row<'_>> = parts
        .map(|part| row(part.kind.word(), &part.what, part.amount))
        .collect();
    if !of.unexplained.is_zero() {
        rows.push(row("nothing", "unexplained", of.unexplained));
    }
    rows
}

/// Returns what we have on the accounts of the target.
fn ours(view: &dyn View, mapping: &Mapping, cover: &Cover) -> Result<Ours, Fault> {
    const MOST_PARTS: usize = 50;
    let mut ours = Ours::default();
    let named = |account: &str| {
        let theirs = mapping.get(&account.into()).map(|known| known.account.clone());
        theirs.unwrap_or_else(|| account.to_owned())
    };
    let mut forms: Vec<(String, String)> = Vec::new();
    for Account { account, name, kind } in view.all::<Account>(&[])? {
        let line = LedgerBatchLine {
            batch: 0,
            line: 0,
            account,
            name,
            standing: kind,
            rule: String::new(),
            debit: Money::ZERO,
            credit: Money::ZERO,
            count: 0,
        };
        forms.extend(forms_of(&line, mapping));
    }
    for head in pending::heads(view)? {
        let batch = pending::sealed(view, head)?;
        let (head, mut own) = (batch.head, Batch::default());
        for line in &batch.lines {
            add(
                &mut own.amounts,
                &named(line.account.as_str()),
                Total::from(line.debit) - line.credit,
            );
            forms.extend(forms_of(line, mapping));
        }
        let handed = pending::handed_over(view, head.batch)?;
        own.number = head.batch;
        own.reverses = head.reverses;
        own.acknowledged = !handed.acknowledgements.is_empty();
        let references = handed.acknowledgements.into_iter().map(|taken| taken.reference);
        ours.marks
            .extend(references.map(|reference| (reference, head.batch)));
        let parts = (batch.lines.len() * 2).clamp(1, MOST_PARTS);
        ours.marks
            .extend((1..=parts).map(|part| (uuid_of(&head.hash, part), head.batch)));
        ours.marks.insert(head.hash, head.batch);
        if cover.holds(head.day, &head.site) {
            ours.batches.push(own);
        }
    }
    for entry in pending::pending(view)? {
        if cover.holds(entry.posting, &entry.site) {
            let day = format!("{} at {} is not sealed", entry.posting, entry.site);
            let amounts = ours.pending.entry(day).or_default();
            for line in pending::with_lines(view, entry)?.lines {
                add(amounts, &named(line.account.as_str()), line.amount);
            }
        }
    }
    // An account that is named like another one's code is not that one.
    forms.sort_by_key(|(form, account)| form != account);
    for (form, account) in forms {
        ours.names.entry(form).or_insert(account);
    }
    Ok(ours)
}

/// Returns the ways in which a line's account may be named at the target, each with its name there, the surest first.
fn forms_of(line: &LedgerBatchLine, mapping: &Mapping) -> Vec<(String, String)> {
    let (code, name, own) = match mapping.get(&line.account) {
        Some(known) => (known.account.as_str(), known.name.as_str(), Vec::new()),
        None if !mapping.is_empty() => return Vec::new(),
        None => (
            line.account.as_str(),
            line.name.as_str(),
            vec![hledger::account(line), beancount::account(line)],
        ),
    };
    let mut forms = vec![code.to_owned()];
    if !name.is_empty() {
        forms.extend([
            format!("{code} {name}"),
            format!("{code} - {name}"),
            format!("{code} · {name}"),
            format!("{name} ({code})"),
            name.to_owned(),
        ]);
    }
    forms.extend(own);
    forms.sort_unstable();
    forms.dedup();
    forms.into_iter().map(|form| (form, code.to_owned())).collect()
}
