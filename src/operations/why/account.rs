//! What an account's balance is made of.

use super::{name_of, sides};
use crate::domain::amount::{Money, Total};
use crate::domain::code::{AccountCode, SiteCode};
use crate::domain::entry::{Entry, EntryLine, LedgerBatch, Rule};
use crate::domain::record::{Fault, Range};
use crate::operations::pages::Pages;
use crate::operations::pending::{self, Reversals};
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
    pub debit: Total,
    /// Sum of its credits.
    pub credit: Total,
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
    /// The standing ledger batch that it is in; `None` while it is pending.
    pub batch: Option<i64>,
    /// Debit positive, credit negative.
    pub amount: Money,
}

/// The lines of an account, as they are added up.
struct Tally<'p> {
    account: &'p AccountCode,
    page: &'p Page,
    debit: Total,
    credit: Total,
    count: u64,
    last: VecDeque<(Money, Entry)>,
}

impl Tally<'_> {
    /// Adds a line if it is one that the page asks for.
    fn add(&mut self, head: &Entry, line: &EntryLine, amount: Money) {
        if line.account != *self.account || !fits(self.page, head) {
            return;
        }
        let (debit, credit) = sides(amount);
        self.debit += debit;
        self.credit += credit;
        self.count += 1;
        self.last.push_back((amount, head.clone()));
        if self.page.most < self.last.len() {
            self.last.pop_front();
        }
    }
}

/// Explains the balance of an account. A ledger batch, or one day of a site, is read alone; anything else is read off
/// the whole journal.
///
/// # Errors
/// Fails if the store can't be read.
pub fn of_account(view: &dyn View, account: &AccountCode, page: &Page) -> Result<AccountWhy, Fault> {
    let mut tally = Tally {
        account,
        page,
        debit: Total::ZERO,
        credit: Total::ZERO,
        count: 0,
        last: VecDeque::new(),
    };
    match (page.batch, &page.site, page.since) {
        (Some(batch), ..) => of_batch(view, batch, &mut tally)?,
        (None, Some(site), Some(day)) if page.until == Some(day) => {
            for head in view.list::<Entry>(&Range::by(Entry::BY_POSTING, &[&day, site]))? {
                of_entry(view, &head, false, &mut tally)?;
            }
        }
        _ => of_journal(view, &mut tally)?,
    }
    let reversals = Reversals::of(view)?;
    let shown = tally.last.into_iter();
    let lines = shown.map(|(amount, head)| told(view, &reversals, amount, head));
    Ok(AccountWhy {
        account: account.clone(),
        name: name_of(view, account)?,
        debit: tally.debit,
        credit: tally.credit,
        count: tally.count,
        lines: lines.collect::<Result<_, _>>()?,
    })
}

/// Adds up the lines behind a ledger batch; those of a reversing batch are the other one's, negated.
fn of_batch(view: &dyn View, batch: i64, tally: &mut Tally<'_>) -> Result<(), Fault> {
    let Some(batch) = view.find::<LedgerBatch>(&[&batch])? else {
        return Ok(());
    };
    for number in pending::entries_of(view, &batch)? {
        if let Some(head) = view.find::<Entry>(&[&number])? {
            of_entry(view, &head, batch.reverses.is_some(), tally)?;
        }
    }
    Ok(())
}

fn of_entry(view: &dyn View, head: &Entry, negated: bool, tally: &mut Tally<'_>) -> Result<(), Fault> {
    for line in view.all::<EntryLine>(&[&head.entry])? {
        let amount = if negated { -line.amount } else { line.amount };
        tally.add(head, &line, amount);
    }
    Ok(())
}

fn of_journal(view: &dyn View, tally: &mut Tally<'_>) -> Result<(), Fault> {
    let mut entries = Pages::<Entry>::of(view);
    let mut entry: Option<Entry> = None;
    for line in Pages::<EntryLine>::of(view) {
        let line = line?;
        while entry.as_ref().is_none_or(|entry| entry.entry < line.entry) {
            let Some(next) = entries.next() else { break };
            entry = Some(next?);
        }
        if let Some(head) = &entry {
            tally.add(head, &line, line.amount);
        }
    }
    Ok(())
}

fn fits(page: &Page, head: &Entry) -> bool {
    page.site.as_ref().is_none_or(|site| *site == head.site)
        && page.since.is_none_or(|since| since <= head.posting)
        && page.until.is_none_or(|until| head.posting <= until)
}

fn told(view: &dyn View, reversals: &Reversals, amount: Money, head: Entry) -> Result<AccountLine, Fault> {
    Ok(AccountLine {
        entry: head.entry,
        movement: head.movement,
        posting: head.posting,
        rule: head.rule,
        document: head.document,
        batch: reversals.standing(view, head.entry)?,
        amount,
    })
}
