//! What an account's balance is made of.

use super::{name_of, sides};
use crate::domain::amount::Money;
use crate::domain::code::{AccountCode, SiteCode};
use crate::domain::entry::{BatchedEntry, Entry, EntryLine, Rule};
use crate::domain::record::Fault;
use crate::operations::pages::Pages;
use crate::operations::view::View;
use chrono::NaiveDate;
use std::collections::VecDeque;

/// Which lines of an account are shown. Sums are always over all lines that fit.
#[derive(Clone, Debug)]
pub struct Page {
    /// Only this site.
    pub site: Option<SiteCode>,
    /// Only from this posting day on.
    pub since: Option<NaiveDate>,
    /// Only up to this posting day.
    pub until: Option<NaiveDate>,
    /// Only what this ledger batch covers.
    pub batch: Option<i64>,
    /// How many lines are shown, the last ones.
    pub most: usize,
}

/// An account with its last lines.
#[derive(Clone, Debug)]
pub struct AccountWhy {
    /// The account.
    pub account: AccountCode,
    /// Its name today.
    pub name: String,
    /// Sum of its debits.
    pub debit: Money,
    /// Sum of its credits.
    pub credit: Money,
    /// How many lines make them.
    pub count: u64,
    /// The last lines, oldest first.
    pub lines: Vec<AccountLine>,
}

/// One line of an account.
#[derive(Clone, Debug)]
pub struct AccountLine {
    /// The journal entry.
    pub entry: i64,
    /// The movement it values.
    pub movement: i64,
    /// The day it is posted to.
    pub posting: NaiveDate,
    /// The rule.
    pub rule: Rule,
    /// The document.
    pub document: Option<String>,
    /// The ledger batch; none while it is pending.
    pub batch: Option<i64>,
    /// Debit positive, credit negative.
    pub amount: Money,
}

/// Explains the balance of an account.
///
/// # Errors
/// Where the store can't be read.
pub fn of_account(view: &dyn View, account: &AccountCode, page: &Page) -> Result<AccountWhy, Fault> {
    let (mut debit, mut credit, mut count) = (Money::ZERO, Money::ZERO, 0);
    let mut last: VecDeque<(EntryLine, Entry)> = VecDeque::new();
    let mut entries = Pages::<Entry>::of(view);
    let mut entry: Option<Entry> = None;
    for line in Pages::<EntryLine>::of(view) {
        let line = line?;
        while entry.as_ref().is_none_or(|entry| entry.entry < line.entry) {
            let Some(next) = entries.next() else { break };
            entry = Some(next?);
        }
        let Some(head) = entry.as_ref().filter(|_| line.account == *account) else {
            continue;
        };
        if !fits(view, page, head)? {
            continue;
        }
        let (more_debit, more_credit) = sides(line.amount);
        debit += more_debit;
        credit += more_credit;
        count += 1;
        last.push_back((line, head.clone()));
        if page.most < last.len() {
            last.pop_front();
        }
    }
    let shown = last.into_iter().map(|(line, head)| told(view, &line, head));
    Ok(AccountWhy {
        account: account.clone(),
        name: name_of(view, account)?,
        debit,
        credit,
        count,
        lines: shown.collect::<Result<_, _>>()?,
    })
}

fn fits(view: &dyn View, page: &Page, head: &Entry) -> Result<bool, Fault> {
    let plain = page.site.as_ref().is_none_or(|site| *site == head.site)
        && page.since.is_none_or(|since| since <= head.posting)
        && page.until.is_none_or(|until| head.posting <= until);
    match page.batch {
        Some(wanted) if plain => {
            let batched: Option<BatchedEntry> = view.find(&[&head.entry])?;
            Ok(batched.is_some_and(|batched| batched.batch == wanted))
        }
        _ => Ok(plain),
    }
}

fn told(view: &dyn View, line: &EntryLine, head: Entry) -> Result<AccountLine, Fault> {
    let batched: Option<BatchedEntry> = view.find(&[&head.entry])?;
    Ok(AccountLine {
        entry: head.entry,
        movement: head.movement,
        posting: head.posting,
        rule: head.rule,
        document: head.document,
        batch: batched.map(|batched| batched.batch),
        amount: line.amount,
    })
}
