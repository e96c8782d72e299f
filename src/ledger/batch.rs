//! Ledger batches: the pending entries of a posting day and site, summarised for the accounting system.

use crate::domain::amount::{Money, Total};
use crate::domain::code::AccountCode;
use crate::domain::company::{Account, AccountKind};
use crate::domain::dimension::Dimensions;
use crate::domain::entry::{Entry, EntryLine, LedgerBatch, LedgerBatchLine};
use crate::domain::policy::Summary;
use crate::domain::record::Record;
use crate::domain::value::spelled;
use std::collections::{BTreeMap, BTreeSet};

/// The number of trailing cells of a head that cite the log.
const CITED: usize = 2;

/// A journal entry with its lines.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Posted {
    /// The head.
    pub entry: Entry,
    /// The lines.
    pub lines: Vec<EntryLine>,
}

/// One line of a summary: what one account gets by one rule or document, debits and credits not netted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sum {
    /// The account.
    pub account: AccountCode,
    /// The rule or the document.
    pub rule: String,
    /// Sum of the debits.
    pub debit: Total,
    /// Sum of the credits.
    pub credit: Total,
    /// Journal lines behind it.
    pub lines: i64,
    /// Movements behind it.
    pub movements: i64,
}

/// The share of one group, channel and value of each dimension in a line of a ledger batch.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Share {
    /// The line.
    pub line: i64,
    /// The item group.
    pub group: i64,
    /// The sales channel; empty if there is none.
    pub channel: String,
    /// What is said of dimensions.
    pub dimensions: Dimensions,
    /// Sum of the debits.
    pub debit: Money,
    /// Sum of the credits.
    pub credit: Money,
}

/// Splits the lines of a batch by group, channel and dimensions; `posted` are the entries behind it. The shares of a line add up to
/// the line.
pub fn shares(posted: &[Posted], lines: &[LedgerBatchLine]) -> Vec<Share> {
    let by_day = summarise(posted, Summary::Day);
    let is_by_day = by_day.len() == lines.len()
        && by_day
            .iter()
            .zip(lines)
            .all(|(sum, line)| sum.rule == line.rule && sum.account == line.account);
    let summary = if is_by_day {
        Summary::Day
    } else {
        Summary::Document
    };
    let numbers: BTreeMap<(&AccountCode, &str), i64> = lines
        .iter()
        .map(|line| ((&line.account, line.rule.as_str()), line.line))
        .collect();
    let mut shares: BTreeMap<(i64, i64, &str, &Dimensions), (Money, Money)> = BTreeMap::new();
    for Posted { entry, lines } in posted {
        let rule = key(entry, summary);
        for line in lines {
            let number = numbers
                .get(&(&line.account, rule.as_str()))
                .copied()
                .unwrap_or_default();
            let sums = shares
                .entry((
                    number,
                    entry.group_number,
                    entry.channel.as_str(),
                    &line.dimensions,
                ))
                .or_default();
            sums.0 += line.amount.max(Money::ZERO);
            sums.1 += (-line.amount).max(Money::ZERO);
        }
    }
    let share = |((line, group, channel, dimensions), (debit, credit))| Share {
        line,
        group,
        channel: str::to_owned(channel),
        dimensions: Dimensions::clone(dimensions),
        debit,
        credit,
    };
    shares.into_iter().map(share).collect()
}

/// Returns what an entry is summed up by, besides the account.
fn key(entry: &Entry, summary: Summary) -> String {
    match (summary, &entry.document) {
        (Summary::Document, Some(document)) => document.clone(),
        _ => entry.rule.to_string(),
    }
}

/// Sums up entries by account and rule, in that order. Every journal line goes into exactly one sum.
pub fn summarise(posted: &[Posted], summary: Summary) -> Vec<Sum> {
    let mut sums: BTreeMap<(&AccountCode, String), (Sum, BTreeSet<i64>)> = BTreeMap::new();
    for Posted { entry, lines } in posted {
        let rule = key(entry, summary);
        for line in lines {
            let (sum, movements) = sums.entry((&line.account, rule.clone())).or_default();
            if line.amount < Money::ZERO {
                sum.credit -= line.amount;
            } else {
                sum.debit += line.amount;
            }
            sum.lines += 1;
            movements.insert(entry.movement);
        }
    }
    let finished =
        |((account, rule), (sum, movements)): ((&AccountCode, String), (Sum, BTreeSet<i64>))| Sum {
            account: account.clone(),
            rule,
            movements: movements.len().try_into().unwrap_or(i64::MAX),
            ..sum
        };
    sums.into_iter().map(finished).collect()
}

/// Returns how many of these entries, from the first on, one ledger batch can hold: a line of a batch is one amount, so
/// what an account gets by one rule in one batch can't exceed the largest amount. The others go into a supplementary
/// batch.
pub fn fitting(posted: &[Posted], summary: Summary) -> usize {
    let mut sums: BTreeMap<(&AccountCode, String), (Total, Total)> = BTreeMap::new();
    for (number, Posted { entry, lines }) in posted.iter().enumerate() {
        let rule = key(entry, summary);
        for line in lines {
            let (debit, credit) = sums.entry((&line.account, rule.clone())).or_default();
            if line.amount < Money::ZERO {
                *credit -= line.amount;
            } else {
                *debit += line.amount;
            }
            if debit.money().is_none() || credit.money().is_none() {
                return number;
            }
        }
    }
    posted.len()
}

/// Returns the lines that a batch freezes, with the names that the chart has today; `None` if a sum does not fit, which
/// the sums of [`fitting`] entries always do.
pub fn freeze(batch: i64, sums: &[Sum], chart: &[Account]) -> Option<Vec<LedgerBatchLine>> {
    let frozen = |(line, sum): (i64, &Sum)| {
        let known = chart.iter().find(|known| known.account == sum.account);
        Some(LedgerBatchLine {
            batch,
            line,
            account: sum.account.clone(),
            name: known.map_or_else(String::new, |known| known.name.clone()),
            standing: known.map_or(AccountKind::Asset, |known| known.kind),
            rule: sum.rule.clone(),
            debit: sum.debit.money()?,
            credit: sum.credit.money()?,
            count: sum.lines,
        })
    };
    (1..).zip(sums).map(frozen).collect()
}

/// Returns the lines of the batch that negates these: what was debited is credited.
pub fn negated(batch: i64, lines: &[LedgerBatchLine]) -> Vec<LedgerBatchLine> {
    let turned = |line: &LedgerBatchLine| LedgerBatchLine {
        batch,
        debit: line.credit,
        credit: line.debit,
        ..line.clone()
    };
    lines.iter().map(turned).collect()
}

/// Returns the text that a batch's hash covers: the cells of its head without its own hashes, then those of its lines.
/// A batch that was sealed before batches cited the log covers fewer cells of its head.
pub fn sealed_text(head: &LedgerBatch, lines: &[LedgerBatchLine]) -> String {
    let bare = LedgerBatch {
        previous: String::new(),
        hash: String::new(),
        ..head.clone()
    };
    let mut head = bare.to_row();
    if bare.log.is_none() {
        head.truncate(head.len() - CITED);
    }
    let rows = std::iter::once(head).chain(lines.iter().map(Record::to_row));
    rows.map(|row| spelled(&row) + "\n").collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::code::{Channel, SiteCode};
    use crate::domain::entry::Rule;
    use crate::domain::time::Time;
    use chrono::NaiveDate;

    fn posted(entry: i64, rule: Rule, document: Option<&str>, lines: &[(&str, i64)]) -> Posted {
        let day = NaiveDate::from_ymd_opt(2026, 3, 2).unwrap();
        let head = Entry {
            entry,
            operation: entry,
            movement: entry,
            rule,
            negates: None,
            document: document.map(str::to_owned),
            site: SiteCode::from("MAIN"),
            group_number: 1,
            channel: Channel::default(),
            posting: day,
            effective: day,
            entered_at: Time(0),
        };
        let line = |(line, (account, amount)): (i64, &(&str, i64))| EntryLine {
            entry,
            line,
            account: AccountCode::from(*account),
            amount: Money(*amount),
            dimensions: Dimensions::default(),
        };
        Posted {
            entry: head,
            lines: (1..).zip(lines).map(line).collect(),
        }
    }

    #[test]
    fn debits_and_credits_of_an_account_are_not_netted() {
        let day = [
            posted(1, Rule::Receipt, None, &[("1300", 10000), ("2100", -10000)]),
            posted(2, Rule::Reversal, None, &[("1300", -4000), ("2100", 4000)]),
            posted(3, Rule::Reversal, None, &[("1300", 1000), ("2100", -1000)]),
        ];
        let sums = summarise(&day, Summary::Day);
        let inventory = |rule: &str| {
            let sum = sums
                .iter()
                .find(|sum| sum.account.as_str() == "1300" && sum.rule == rule)
                .unwrap();
            (sum.debit, sum.credit, sum.lines, sum.movements)
        };
        assert_eq!(inventory("receipt"), (Total(10000), Total(0), 1, 1));
        assert_eq!(inventory("reversal"), (Total(1000), Total(4000), 2, 2));
        let debit: Total = sums.iter().map(|sum| sum.debit).sum();
        let credit: Total = sums.iter().map(|sum| sum.credit).sum();
        assert_eq!((debit, credit), (Total(15000), Total(15000)));
    }

    #[test]
    fn a_batch_takes_as_many_entries_as_its_lines_can_hold() {
        let most = i64::MAX / 2;
        let day: Vec<Posted> = (1..=5)
            .map(|entry| posted(entry, Rule::Receipt, None, &[("1300", most), ("2100", -most)]))
            .collect();
        assert_eq!(fitting(&day, Summary::Day), 2);
        let (first, rest) = day.split_at(2);
        assert_eq!(fitting(rest, Summary::Day), 2);
        assert!(freeze(1, &summarise(first, Summary::Day), &[]).is_some());
        let whole = summarise(&day, Summary::Day);
        assert_eq!(whole[0].debit, Total::from(Money(most)).times(5));
        assert!(freeze(1, &whole, &[]).is_none(), "nothing is cut short");
    }

    #[test]
    fn by_document_each_paper_has_its_own_lines() {
        let day = [
            posted(1, Rule::Receipt, Some("PO-1"), &[("1300", 100), ("2100", -100)]),
            posted(2, Rule::Receipt, Some("PO-2"), &[("1300", 200), ("2100", -200)]),
            posted(3, Rule::Receipt, None, &[("1300", 400), ("2100", -400)]),
        ];
        let rules: Vec<String> = summarise(&day, Summary::Document)
            .into_iter()
            .map(|sum| sum.rule)
            .collect();
        assert_eq!(rules, ["PO-1", "PO-2", "receipt", "PO-1", "PO-2", "receipt"]);
    }
}
