//! Our ledger batches against what the accounting system says it has: every difference is explained, or said to be
//! unexplained.
//!
//! Account lines that name their journal are compared batch by batch. Balances alone say less: from them the batches
//! are worked out whose absence, or whose presence twice, makes exactly the differences of all accounts at once.

pub mod statement;

use self::statement::{Line, Statement};
use crate::domain::amount::Total;
use crate::words;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

words! {
    /// What explains a part of a difference.
    pub enum Kind {
        /// A ledger batch is missing there, or is there more than once.
        Batch = "batch",
        /// A day is not sealed yet.
        Pending = "pending",
        /// A journal there that is not one of ours.
        Foreign = "foreign",
        /// A ledger batch is there with other amounts: this is seen, not explained.
        Altered = "altered",
    }
}

/// Money by account, each by its name at the target; debit positive.
pub type Amounts = BTreeMap<String, Total>;

/// One of our ledger batches.
#[derive(Clone, Debug, Default)]
pub struct Batch {
    /// Its number.
    pub number: i64,
    /// The batch it reverses.
    pub reverses: Option<i64>,
    /// Whether a target has acknowledged it.
    pub acknowledged: bool,
    /// Its amount on each account.
    pub amounts: Amounts,
}

/// What we have.
#[derive(Clone, Debug, Default)]
pub struct Ours {
    /// The ledger batches in their order.
    pub batches: Vec<Batch>,
    /// The pending entries: their amount on each account, by day and site.
    pub pending: BTreeMap<String, Amounts>,
    /// The account at the target that each way of naming it means.
    pub names: BTreeMap<String, String>,
    /// The ledger batch that each word means: its id, its hash, what a target calls it.
    pub marks: BTreeMap<String, i64>,
}

/// A part of a difference and what explains it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Part {
    /// What kind of thing explains it.
    pub kind: Kind,
    /// Which batch, day or journal it is.
    pub what: String,
    /// By how much we have more than the target because of it.
    pub amount: Total,
}

/// What there is to say about one account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Difference {
    /// The account, by its name at the target.
    pub account: String,
    /// Its balance by our batches and pending entries.
    pub ours: Total,
    /// Its balance there.
    pub theirs: Total,
    /// Ours less theirs.
    pub difference: Total,
    /// What explains it.
    pub parts: Vec<Part>,
    /// The rest of it, with what is altered.
    pub unexplained: Total,
}

impl Difference {
    /// Returns whether something of the account is not explained.
    pub fn is_unexplained(&self) -> bool {
        !self.unexplained.is_zero() || self.parts.iter().any(|part| part.kind == Kind::Altered)
    }
}

/// What there is to say about every account that differs, or whose differences cancel out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// By account.
    pub accounts: Vec<Difference>,
    /// Accounts there that are not ours, and were left aside.
    pub foreign_accounts: BTreeSet<String>,
}

/// Returns what of a statement can't be compared: rows of our accounts that have no amount, each with its line. A
/// heading is not one of our accounts.
pub fn without_amount(ours: &Ours, statement: &Statement) -> Vec<String> {
    let blank = statement.blank.iter();
    let own = blank.filter(|(_, account)| ours.names.contains_key(account));
    own.map(|(line, account)| format!("line {line}: expected an amount for account {account}, found none"))
        .collect()
}

/// Explains the differences between us and a statement of the target.
pub fn compare(ours: &Ours, statement: &Statement) -> Report {
    let mut report = Report::default();
    let mut theirs: Vec<(&str, &Line)> = Vec::new();
    for line in &statement.lines {
        match ours.names.get(&line.account) {
            Some(account) => theirs.push((account, line)),
            None => drop(report.foreign_accounts.insert(line.account.clone())),
        }
    }
    let mut balances = Amounts::new();
    for (account, line) in &theirs {
        add(&mut balances, account, line.amount);
    }
    let parts = if is_told_apart(ours, &theirs) {
        by_journal(ours, &theirs)
    } else {
        by_balance(ours, &balances)
    };
    report.accounts = differences(ours, &balances, parts);
    report
}

/// Returns whether these are account lines that name their journals, not balances: where they name one of our batches,
/// or name journals and have an account more than once. An account without a balance is one line like any other.
fn is_told_apart(ours: &Ours, theirs: &[(&str, &Line)]) -> bool {
    let accounts: BTreeSet<&str> = theirs.iter().map(|(account, _)| *account).collect();
    let names_journals = |(_, line): &(&str, &Line)| !line.references.is_empty() || !line.date.is_empty();
    theirs.iter().any(|(_, line)| recognised(ours, line).is_some())
        || theirs.len() > accounts.len() && theirs.iter().any(names_journals)
}

/// Parts by account.
type Parts = BTreeMap<String, Vec<Part>>;

fn differences(ours: &Ours, theirs: &Amounts, mut parts: Parts) -> Vec<Difference> {
    let mut all = Amounts::new();
    let batches = ours.batches.iter().map(|batch| &batch.amounts);
    for amounts in batches.chain(ours.pending.values()) {
        add_all(&mut all, amounts);
    }
    for (day, amounts) in &ours.pending {
        explain(&mut parts, amounts, 1, Kind::Pending, day);
    }
    let accounts: BTreeSet<&String> = all.keys().chain(theirs.keys()).collect();
    let balance = |of: &Amounts, account: &String| of.get(account).copied().unwrap_or_default();
    let mut found = Vec::new();
    for account in accounts {
        let (ours, theirs) = (balance(&all, account), balance(theirs, account));
        let parts = parts.remove(account).unwrap_or_default();
        let explained: Total = parts.iter().map(|part| part.amount).sum();
        let difference = ours - theirs;
        if !difference.is_zero() || !parts.is_empty() {
            found.push(Difference {
                account: account.clone(),
                ours,
                theirs,
                difference,
                parts,
                unexplained: difference - explained,
            });
        }
    }
    found
}

/// Assigns every line to one of our batches, or to a journal that is not ours.
fn by_journal(ours: &Ours, theirs: &[(&str, &Line)]) -> Parts {
    let mut there: BTreeMap<i64, Amounts> = BTreeMap::new();
    let mut foreign: BTreeMap<String, Amounts> = BTreeMap::new();
    for (account, line) in theirs {
        match recognised(ours, line) {
            Some(batch) => add(there.entry(batch).or_default(), account, line.amount),
            None => add(foreign.entry(line.label()).or_default(), account, line.amount),
        }
    }
    let mut parts = Parts::new();
    let missing: BTreeSet<i64> = ours
        .batches
        .iter()
        .map(|batch| batch.number)
        .filter(|number| !there.contains_key(number))
        .collect();
    let undone: BTreeSet<i64> = ours
        .batches
        .iter()
        .filter(|batch| missing.contains(&batch.number))
        .filter_map(|batch| {
            batch
                .reverses
                .filter(|of| missing.contains(of))
                .map(|of| [of, batch.number])
        })
        .flatten()
        .collect();
    for batch in &ours.batches {
        let number = batch.number;
        let Some(found) = there.get(&number) else {
            if !undone.contains(&number) {
                let what = format!("ledger batch {number} is not there");
                explain(&mut parts, &batch.amounts, 1, Kind::Batch, &what);
            }
            continue;
        };
        match times(&batch.amounts, found) {
            Some(1) => {}
            Some(times) => {
                let what = format!("ledger batch {number} is there {times} times");
                explain(&mut parts, &batch.amounts, 1 - times, Kind::Batch, &what);
            }
            None => {
                let what = format!("ledger batch {number} is there with other amounts");
                explain(&mut parts, &less(&batch.amounts, found), 1, Kind::Altered, &what);
            }
        }
    }
    for (journal, amounts) in &foreign {
        explain(&mut parts, amounts, -1, Kind::Foreign, journal);
    }
    parts
}

/// Finds the batches that are missing, or there twice, from the differences of all accounts.
fn by_balance(ours: &Ours, theirs: &Amounts) -> Parts {
    let mut sealed = Amounts::new();
    for batch in &ours.batches {
        add_all(&mut sealed, &batch.amounts);
    }
    let missing = less(&sealed, theirs);
    let mut parts = Parts::new();
    for (number, times) in suspects(&ours.batches, &missing) {
        let Some(batch) = ours.batches.iter().find(|batch| batch.number == number) else {
            continue;
        };
        let what = if times > 0 {
            format!("ledger batch {number} is not there")
        } else {
            format!("ledger batch {number} is there 2 times")
        };
        explain(&mut parts, &batch.amounts, times, Kind::Batch, &what);
    }
    parts
}

/// Returns the batches that explain the whole difference: the number of each, and 1 if it is missing or -1 if it is
/// there twice. Empty if there is no difference, or nothing explains it. What is likelier is tried first.
fn suspects(batches: &[Batch], missing: &Amounts) -> Vec<(i64, i128)> {
    const MOST_PAIRS: usize = 400;
    if missing.is_empty() {
        return Vec::new();
    }
    let unacknowledged: Vec<&Batch> = batches.iter().filter(|batch| !batch.acknowledged).collect();
    let mut sum = Amounts::new();
    for batch in &unacknowledged {
        add_all(&mut sum, &batch.amounts);
    }
    if sum == *missing {
        return unacknowledged.iter().map(|batch| (batch.number, 1)).collect();
    }
    sum.clear();
    for (at, batch) in batches.iter().enumerate().rev() {
        add_all(&mut sum, &batch.amounts);
        if sum == *missing {
            return batches[at..].iter().map(|batch| (batch.number, 1)).collect();
        }
    }
    let negative: Amounts = missing
        .iter()
        .map(|(account, amount)| (account.clone(), -*amount))
        .collect();
    for batch in batches.iter().rev() {
        if batch.amounts == *missing {
            return vec![(batch.number, 1)];
        }
        if batch.amounts == negative {
            return vec![(batch.number, -1)];
        }
    }
    let newest = &batches[batches.len().saturating_sub(MOST_PAIRS)..];
    for (at, one) in newest.iter().enumerate() {
        let rest = less(missing, &one.amounts);
        if let Some(other) = newest[at + 1..].iter().find(|other| other.amounts == rest) {
            return vec![(one.number, 1), (other.number, 1)];
        }
    }
    Vec::new()
}

/// Returns the batch that a line belongs to, by any of the names that it may carry.
fn recognised(ours: &Ours, line: &Line) -> Option<i64> {
    let known = |number: i64| {
        ours.batches
            .iter()
            .any(|batch| batch.number == number)
            .then_some(number)
    };
    for text in &line.references {
        if let Some(batch) = ours.marks.get(text.as_str()) {
            return Some(*batch);
        }
        let words = text.split(|c: char| !c.is_ascii_alphanumeric() && c != '-');
        for word in words {
            let number = word
                .strip_prefix("BL-")
                .map(|rest| rest.split('-').next().unwrap_or_default());
            let number = number.and_then(|digits| digits.parse().ok()).and_then(known);
            if let Some(batch) = number.or_else(|| ours.marks.get(word).copied()) {
                return Some(batch);
            }
        }
        let digits = text.split("ledger batch ").nth(1).unwrap_or_default();
        let digits: String = digits.chars().take_while(char::is_ascii_digit).collect();
        if let Some(batch) = digits.parse().ok().and_then(known) {
            return Some(batch);
        }
    }
    None
}

/// Returns how many times `one` fits into `many` on every account; `None` if it does not.
fn times(one: &Amounts, many: &Amounts) -> Option<i128> {
    if one.is_empty() {
        return many.is_empty().then_some(1);
    }
    let (account, amount) = one.first_key_value()?;
    let found = many.get(account)?;
    let times = found.0.checked_div(amount.0).filter(|times| *times > 0)?;
    let fits = one.len() == many.len()
        && one.iter().all(|(account, amount)| {
            many.get(account)
                .is_some_and(|found| amount.0.checked_mul(times) == Some(found.0))
        });
    fits.then_some(times)
}

fn explain(parts: &mut Parts, amounts: &Amounts, times: i128, kind: Kind, what: &str) {
    for (account, amount) in amounts.iter().filter(|(_, amount)| !amount.is_zero()) {
        let part = Part {
            kind,
            what: what.to_owned(),
            amount: amount.times(times),
        };
        parts.entry(account.clone()).or_default().push(part);
    }
}

/// Adds to an account; removes one whose amount becomes zero.
pub fn add(amounts: &mut Amounts, account: &str, amount: impl Into<Total>) {
    let sum = amounts.get(account).copied().unwrap_or_default() + amount;
    if sum.is_zero() {
        amounts.remove(account);
    } else {
        amounts.insert(account.to_owned(), sum);
    }
}

fn add_all(amounts: &mut Amounts, more: &Amounts) {
    for (account, amount) in more {
        add(amounts, account, *amount);
    }
}

fn less(these: &Amounts, those: &Amounts) -> Amounts {
    let mut rest = these.clone();
    for (account, amount) in those {
        add(&mut rest, account, -*amount);
    }
    rest
}

#[cfg(test)]
mod tests;
