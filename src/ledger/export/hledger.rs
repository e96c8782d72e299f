//! Journals of hledger (<https://hledger.org/hledger.html>), made to pass its strict check: every account and the
//! commodity declared, every transaction balanced.

use super::chunk::Chunk;
use super::safe::{code, plain};
use super::{Sealed, accounts, currencies, id, leg_tags, tags};
use crate::domain::amount::Money;
use crate::domain::company::AccountKind;
use crate::domain::entry::LedgerBatchLine;
use std::fmt::Write;

/// Returns the batches as a journal, each part a transaction, its number as the code. What it is stands in its tags.
pub fn journal(batches: &[Sealed], parts: &[Chunk<'_>], bare: bool) -> String {
    let mut text = String::new();
    if !bare {
        for currency in currencies(batches) {
            // A directive without a decimal point is refused.
            let sample = Money::major(1000).to_string();
            let point = if sample.contains('.') { "" } else { "." };
            let _ = writeln!(text, "commodity {sample}{point} {currency}");
        }
        for account in accounts(batches, account) {
            let _ = writeln!(text, "account {account}");
        }
        text.push('\n');
    }
    for part in parts {
        transaction(&mut text, part);
    }
    text
}

fn transaction(text: &mut String, part: &Chunk<'_>) {
    let head = part.head;
    let (number, title) = (id::number(part, usize::MAX), plain_title(part));
    let _ = writeln!(text, "{} ({number}) {title}", head.day);
    let _ = writeln!(text, "    ; {}", joined(&tags(part)));
    let width = part
        .legs
        .iter()
        .map(|leg| account(leg.line).chars().count())
        .max()
        .unwrap_or(0);
    for leg in &part.legs {
        let (account, amount, currency) = (account(leg.line), leg.amount.to_string(), &head.currency);
        let tags = joined(&leg_tags(leg));
        let _ = writeln!(text, "    {account:width$}  {amount:>14} {currency}  ; {tags}");
    }
    text.push('\n');
}

/// Returns the title for people, without what journals would read as their own syntax.
pub(super) fn plain_title(part: &Chunk<'_>) -> String {
    let title = id::title(part);
    title.split(", ").map(plain).collect::<Vec<_>>().join(", ")
}

fn joined(tags: &[(&str, String)]) -> String {
    let tags: Vec<String> = tags
        .iter()
        .map(|(name, value)| format!("{name}:{value}"))
        .collect();
    tags.join(", ")
}

/// Returns an account such as `assets:1300 Inventory`: where it stands, then the code, then the name. No two codes give
/// the same.
pub fn account(line: &LedgerBatchLine) -> String {
    let top = match line.standing {
        AccountKind::Asset => "assets",
        AccountKind::Liability => "liabilities",
        AccountKind::Equity => "equity",
        AccountKind::Income => "revenues",
        AccountKind::Expense => "expenses",
    };
    let code = code(line.account.as_str(), |c| {
        c.is_alphanumeric() || ".-_".contains(c)
    });
    let name = plain(&line.name);
    let gap = if name.is_empty() { "" } else { " " };
    format!("{top}:{code}{gap}{name}")
}

#[cfg(test)]
mod tests {
    use super::super::chunk::chunks;
    use super::super::tests::sample;
    use super::*;

    #[test]
    fn a_batch_is_one_balanced_transaction_with_everything_declared() {
        let sealed = sample();
        let expected = "\
commodity 1000.00 EUR
account assets:1301 Inventory food
account liabilities:2100 Goods received not invoiced

2026-03-02 (BL-7) ledger batch 7, MAIN
    ; batch:7, site:MAIN, hash:abc, id:bfcf0b9c-be9d-8208-a2cd-dd9a01c31a9a
    assets:1301 Inventory food                            100.00 EUR  ; rule:receipt, lines:2
    assets:1301 Inventory food                            -40.00 EUR  ; rule:receipt, lines:2
    liabilities:2100 Goods received not invoiced          -60.00 EUR  ; rule:receipt, lines:1

";
        let batches = [sealed];
        let parts = chunks(&batches[0], None).unwrap();
        assert_eq!(journal(&batches, &parts, false), expected);
    }
}
