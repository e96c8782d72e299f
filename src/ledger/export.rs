//! Ledger batches as the accounting systems take them.
//!
//! An export is made from the sealed batch and the mapping of its accounts alone, so that it is the same bytes for
//! ever, whatever becomes of names and policies afterwards. Nothing in a name can break out of its place: see [`safe`].

pub mod beancount;
pub mod chunk;
pub mod csv;
pub mod hledger;
pub mod id;
pub mod iif;
pub mod ledger;
pub mod mapping;
pub mod quickbooks;
pub mod safe;
mod sheet;
pub mod target;
pub mod xero;

use self::chunk::{Chunk, chunks};
use self::mapping::{Mapped, Mapping};
use self::target::Target;
use super::batch::Share;
use crate::domain::entry::{LedgerBatch, LedgerBatchLine};
use std::collections::BTreeSet;
use std::fmt::Write;

/// A sealed ledger batch with its lines.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sealed {
    /// The head.
    pub head: LedgerBatch,
    /// Its lines.
    pub lines: Vec<LedgerBatchLine>,
    /// Its lines by group, channel and dimensions, where they are to be told apart; else empty.
    pub shares: Vec<Share>,
}

/// How an export is made.
#[derive(Clone, Debug)]
pub struct Way<'a> {
    /// The target.
    pub target: Target,
    /// What our accounts are called there.
    pub mapping: &'a Mapping,
    /// The most lines a part may have; `None` for the target's own limit.
    pub most: Option<usize>,
    /// Whether declarations are left out, for files that are included beside others.
    pub bare: bool,
    /// The tax rate of Xero's import, by its name there.
    pub tax_rate: &'a str,
}

/// Why an export can't be made.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// Accounts without a name at the target.
    #[error("ACCOUNT_NOT_MAPPED: {target} has no name for {}. Add each to the mapping (--map FILE, or [accounts.{}] in the configuration).", .accounts.join(", "), .target.system().unwrap_or("-"))]
    Unmapped {
        /// The target.
        target: Target,
        /// The accounts, with their names.
        accounts: Vec<String>,
    },
    /// An account whose name the target can't take.
    #[error(
        "BAD_MAPPING: {target} takes {expected}, found {found:?} for account {account}. Correct the mapping."
    )]
    BadMapping {
        /// The target.
        target: Target,
        /// Our account.
        account: String,
        /// What is expected.
        expected: &'static str,
        /// What the mapping says.
        found: String,
    },
    /// The limit is too small for any balanced part.
    #[error(
        "CANT_SPLIT: ledger batch {batch} can't be split into parts of {most} lines: the smallest balanced part has two."
    )]
    TooShort {
        /// The batch.
        batch: i64,
        /// The limit.
        most: usize,
    },
    /// The batch is damaged.
    #[error("UNBALANCED: ledger batch {batch} does not balance, so it can't be exported. Run `audit`.")]
    Unbalanced {
        /// The batch.
        batch: i64,
    },
}

/// Returns the files of these batches: one, or several if the target limits the length of a file.
///
/// # Errors
/// [`Refused`] with what is missing or wrong; nothing is written in part.
pub fn write(batches: &[Sealed], way: &Way<'_>) -> Result<Vec<String>, Refused> {
    check_mapping(batches, way)?;
    let most = way.most.into_iter().chain(way.target.most_rows()).min();
    let mut parts = Vec::new();
    for batch in batches {
        parts.extend(chunks(batch, most)?);
    }
    Ok(match way.target {
        Target::Hledger => vec![hledger::journal(batches, &parts, way.bare)],
        Target::Ledger => vec![ledger::journal(batches, &parts, way.bare)],
        Target::Beancount => vec![beancount::journal(batches, &parts, way.bare)],
        Target::XeroJson => vec![xero::requests(&parts, way.mapping)],
        Target::XeroCsv => xero::tables(&parts, way),
        Target::QuickbooksJson => vec![quickbooks::requests(&parts, way.mapping)],
        Target::QuickbooksCsv => vec![quickbooks::table(&parts, way.mapping)],
        Target::Iif => vec![iif::file(&parts, way.mapping)],
        Target::Csv => vec![csv::table(&parts, &dimensions(batches))],
    })
}

/// Returns the hash of what a batch is exported as, alone and with its declarations; and the hash of how it was made,
/// which tells another mapping or limit from another program.
///
/// # Errors
/// Those of [`write()`].
pub fn hashes(batch: &Sealed, way: &Way<'_>) -> Result<(String, String), Refused> {
    let alone = Way {
        bare: false,
        ..way.clone()
    };
    let bytes = write(std::slice::from_ref(batch), &alone)?.concat();
    let most = way.most.map_or_else(String::new, |most| most.to_string());
    let rate = if way.target == Target::XeroCsv {
        way.tax_rate
    } else {
        ""
    };
    let mut made = format!("{most}\n{}\n{rate}\n", !batch.shares.is_empty());
    let accounts: BTreeSet<_> = batch.lines.iter().map(|line| &line.account).collect();
    for account in accounts {
        if let (
            Some(_),
            Some(Mapped {
                account: theirs,
                name,
            }),
        ) = (way.target.system(), way.mapping.get(account))
        {
            let _ = writeln!(made, "{account}\t{theirs}\t{name}");
        }
    }
    Ok((id::digest(&bytes), id::digest(&made)))
}

/// Refuses accounts that are not mapped, all of them at once, and names that the target can't take.
fn check_mapping(batches: &[Sealed], way: &Way<'_>) -> Result<(), Refused> {
    let target = way.target;
    if target.system().is_none() {
        return Ok(());
    }
    let mut missing = BTreeSet::new();
    for line in batches.iter().flat_map(|batch| &batch.lines) {
        let Some(mapped) = way.mapping.get(&line.account) else {
            missing.insert(format!("{} ({})", line.account, safe::one_line(&line.name)));
            continue;
        };
        let (fits, expected) = match target {
            Target::XeroJson | Target::XeroCsv => (
                mapped.account.chars().count() <= 10,
                "an account code of at most 10 characters",
            ),
            Target::Iif => (
                mapped.account.is_ascii() && mapped.account.len() <= 159 && !mapped.account.contains('"'),
                "the name of an account in at most 159 plain letters without quotes",
            ),
            _ => (true, ""),
        };
        if !fits {
            return Err(Refused::BadMapping {
                target,
                account: line.account.to_string(),
                expected,
                found: mapped.account.clone(),
            });
        }
    }
    if missing.is_empty() {
        return Ok(());
    }
    let accounts = missing.into_iter().collect();
    Err(Refused::Unmapped { target, accounts })
}

/// Returns a description of a line for people: our account, what it sums up, and how many journal lines are behind it.
fn described(leg: &chunk::Leg<'_>) -> String {
    let line = leg.line;
    let said = leg
        .share
        .map(|share| share.dimensions.to_string())
        .unwrap_or_default();
    let comma = if said.is_empty() { "" } else { ", " };
    let text = format!(
        "{} {}: {}, lines {}{comma}{said}",
        line.account, line.name, line.rule, line.count
    );
    safe::cut(&safe::one_line(&text), 1000)
}

/// Returns the dimensions of which any line of some batches says something.
fn dimensions(batches: &[Sealed]) -> BTreeSet<&str> {
    let shares = batches.iter().flat_map(|batch| &batch.shares);
    shares
        .flat_map(|share| share.dimensions.iter().map(|(name, _)| name.as_str()))
        .collect()
}

/// Returns the currencies of some batches.
fn currencies(batches: &[Sealed]) -> BTreeSet<&str> {
    batches.iter().map(|batch| batch.head.currency.as_str()).collect()
}

/// Returns every account of some batches, by the name that `name` gives it.
fn accounts(batches: &[Sealed], name: impl Fn(&LedgerBatchLine) -> String) -> BTreeSet<String> {
    let lines = batches.iter().flat_map(|batch| &batch.lines);
    lines.map(name).collect()
}

/// Returns what the mapping calls a line's account; empty where it is not mapped, which [`write()`] refuses.
fn mapped<'a>(mapping: &'a Mapping, line: &LedgerBatchLine) -> (&'a str, &'a str) {
    mapping
        .get(&line.account)
        .map_or(("", ""), |known| (known.account.as_str(), known.name.as_str()))
}

/// Returns what tags and metadata say about a part: name and value of each.
fn tags(part: &Chunk<'_>) -> Vec<(&'static str, String)> {
    let head = part.head;
    let mut tags = vec![
        ("batch", head.batch.to_string()),
        ("site", safe::plain(head.site.as_str())),
        ("hash", head.hash.clone()),
        ("id", id::uuid(part)),
    ];
    if let Some(of) = head.reverses {
        tags.push(("reverses", of.to_string()));
    }
    if part.of > 1 {
        tags.push(("part", format!("{} of {}", part.part, part.of)));
    }
    tags
}

/// Returns what tags and metadata say about a leg: name and value of each.
fn leg_tags<'a>(leg: &chunk::Leg<'a>) -> Vec<(&'a str, String)> {
    let mut tags: Vec<(&str, String)> = vec![
        ("rule", safe::plain(&leg.line.rule)),
        ("lines", leg.line.count.to_string()),
    ];
    if let Some(share) = leg.share {
        tags.push(("group", share.group.to_string()));
        if !share.channel.is_empty() {
            tags.push(("channel", safe::plain(&share.channel)));
        }
        let said = share.dimensions.iter();
        tags.extend(said.map(|(name, value)| (name.as_str(), safe::plain(value.as_str()))));
    }
    tags
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::amount::Money;
    use crate::domain::code::{AccountCode, Badge, SiteCode};
    use crate::domain::company::AccountKind;
    use crate::domain::time::Time;
    use chrono::NaiveDate;

    /// Returns a small sealed batch.
    pub(super) fn sample() -> Sealed {
        let line = |line, account: &str, name: &str, standing, debit, credit, count| LedgerBatchLine {
            batch: 7,
            line,
            account: AccountCode::from(account),
            name: name.to_owned(),
            standing,
            rule: "receipt".to_owned(),
            debit: Money(debit),
            credit: Money(credit),
            count,
        };
        let (food, grni) = ("Inventory: food", "Goods received, not invoiced");
        Sealed {
            head: LedgerBatch {
                batch: 7,
                day: NaiveDate::from_ymd_opt(2026, 3, 2).unwrap(),
                site: SiteCode::from("MAIN"),
                reverses: None,
                sealed_at: Time(0),
                sealed_by: Badge::default(),
                currency: "EUR".to_owned(),
                entries: 2,
                previous: String::new(),
                hash: "abc".to_owned(),
                operation: None,
                log: None,
            },
            lines: vec![
                line(1, "1301", food, AccountKind::Asset, 10000, 4000, 2),
                line(2, "2100", grni, AccountKind::Liability, 0, 6000, 1),
            ],
            shares: Vec::new(),
        }
    }
}
