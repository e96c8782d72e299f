//! A ledger batch in parts that are no longer than a target takes, each balanced by itself.

use super::{Refused, Sealed};
use crate::domain::amount::{Money, Total};
use crate::domain::entry::{LedgerBatch, LedgerBatchLine};
use crate::ledger::batch::Share;
use std::collections::{BTreeMap, VecDeque};

/// One amount on one account: a line of a ledger batch has a debit, a credit or both.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Leg<'a> {
    /// The line.
    pub line: &'a LedgerBatchLine,
    /// Group and channel, where the line is told apart by them.
    pub share: Option<&'a Share>,
    /// Debit positive, credit negative, never zero.
    pub amount: Money,
}

/// A batch, or a part of one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chunk<'a> {
    /// The batch.
    pub head: &'a LedgerBatch,
    /// The number of the part, from 1.
    pub part: usize,
    /// The number of parts.
    pub of: usize,
    /// Its legs in the order of the lines, debits first.
    pub legs: Vec<Leg<'a>>,
}

impl Chunk<'_> {
    /// Returns `-2` for the second part of several; nothing for a whole batch.
    pub fn suffix(&self) -> String {
        if self.of > 1 {
            format!("-{}", self.part)
        } else {
            String::new()
        }
    }
}

/// Returns the batch in parts of at most `most` legs: first as whole rules (or documents), each of which balances; one
/// that is too long alone is cut between amounts, and an amount in two where it must be.
///
/// # Errors
/// [`Refused`] where the batch does not balance, or a part would need fewer than two legs.
pub fn chunks(batch: &Sealed, most: Option<usize>) -> Result<Vec<Chunk<'_>>, Refused> {
    let legs = legs(batch);
    let number = batch.head.batch;
    if !net(&legs).is_zero() {
        return Err(Refused::Unbalanced { batch: number });
    }
    let most = most.unwrap_or(usize::MAX);
    let parts = if legs.is_empty() {
        Vec::new()
    } else if legs.len() <= most {
        vec![legs]
    } else if most < 2 {
        return Err(Refused::TooShort { batch: number, most });
    } else {
        parts(&legs, most)
    };
    let of = parts.len();
    Ok((1..)
        .zip(parts)
        .map(|(part, mut legs)| {
            legs.sort_by_key(|leg| (leg.line.line, leg.share, leg.amount < Money::ZERO));
            Chunk {
                head: &batch.head,
                part,
                of,
                legs,
            }
        })
        .collect())
}

/// Returns every amount of the batch.
fn legs(batch: &Sealed) -> Vec<Leg<'_>> {
    let mut legs = Vec::new();
    for line in &batch.lines {
        let own: Vec<&Share> = batch
            .shares
            .iter()
            .filter(|share| share.line == line.line)
            .collect();
        let mut add = |share, debit: Money, credit: Money| {
            let sides = [debit, -credit].into_iter().filter(|amount| !amount.is_zero());
            legs.extend(sides.map(|amount| Leg { line, share, amount }));
        };
        if own.is_empty() {
            add(None, line.debit, line.credit);
        }
        for share in own {
            add(Some(share), share.debit, share.credit);
        }
    }
    legs
}

fn net(legs: &[Leg<'_>]) -> Total {
    legs.iter().map(|leg| leg.amount).sum()
}

fn parts<'a>(legs: &[Leg<'a>], most: usize) -> Vec<Vec<Leg<'a>>> {
    let mut rules: BTreeMap<&str, Vec<Leg<'a>>> = BTreeMap::new();
    for leg in legs {
        rules.entry(&leg.line.rule).or_default().push(*leg);
    }
    if rules.values().any(|legs| !net(legs).is_zero()) {
        return cut(legs, most);
    }
    let mut parts: Vec<Vec<Leg<'a>>> = Vec::new();
    for legs in rules.into_values() {
        match parts.last_mut() {
            Some(last) if last.len() + legs.len() <= most => last.extend(legs),
            _ if legs.len() <= most => parts.push(legs),
            _ => parts.extend(cut(&legs, most)),
        }
    }
    parts
}

/// Pairs debits with credits, oldest first, and begins a new part before one would grow too long. Needs `most` ≥ 2.
fn cut<'a>(legs: &[Leg<'a>], most: usize) -> Vec<Vec<Leg<'a>>> {
    let (mut debits, mut credits): (VecDeque<Leg<'a>>, VecDeque<Leg<'a>>) =
        legs.iter().copied().partition(|leg| Money::ZERO < leg.amount);
    let mut parts = Vec::new();
    let mut part: Vec<Leg<'a>> = Vec::new();
    while let (Some(debit), Some(credit)) = (debits.front_mut(), credits.front_mut()) {
        let new = [&*debit, &*credit]
            .into_iter()
            .filter(|leg| at(&part, leg).is_none());
        if most < part.len() + new.count() {
            parts.push(std::mem::take(&mut part));
        }
        let amount = debit.amount.min(-credit.amount);
        for (leg, amount) in [(&*debit, amount), (&*credit, -amount)] {
            match at(&part, leg) {
                Some(known) => part[known].amount += amount,
                None => part.push(Leg { amount, ..*leg }),
            }
        }
        debit.amount -= amount;
        credit.amount += amount;
        if debit.amount.is_zero() {
            debits.pop_front();
        }
        if credits.front().is_some_and(|credit| credit.amount.is_zero()) {
            credits.pop_front();
        }
    }
    parts.push(part);
    parts
}

/// Returns where the part has an amount on the same side of the same line.
fn at(part: &[Leg<'_>], leg: &Leg<'_>) -> Option<usize> {
    let same = |known: &Leg<'_>| {
        known.line.line == leg.line.line
            && known.share == leg.share
            && (known.amount < Money::ZERO) == (leg.amount < Money::ZERO)
    };
    part.iter().position(same)
}
