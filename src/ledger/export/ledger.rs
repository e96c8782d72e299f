//! Journals of ledger (<https://ledger-cli.org/doc/ledger3.html>), made to pass `--strict --pedantic`: every account,
//! tag and the commodity declared. A transaction carries its UUID, by which ledger notices a second one.

use super::chunk::Chunk;
use super::hledger::{account, plain_title};
use super::{Sealed, accounts, currencies, dimensions, id, leg_tags, tags};
use crate::domain::amount::Money;
use std::fmt::Write;

/// Every tag that a journal may carry besides dimensions.
const TAGS: &[&str] = &[
    "UUID", "batch", "site", "hash", "reverses", "part", "rule", "lines", "group", "channel",
];

/// Returns the batches as a journal, each part a transaction.
pub fn journal(batches: &[Sealed], parts: &[Chunk<'_>], bare: bool) -> String {
    let mut text = String::new();
    if !bare {
        for currency in currencies(batches) {
            let sample = Money::major(1000);
            let _ = writeln!(text, "commodity {currency}\n    format {sample} {currency}");
        }
        for tag in TAGS.iter().copied().chain(dimensions(batches)) {
            let _ = writeln!(text, "tag {tag}");
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
    let _ = writeln!(text, "{} * ({number}) {title}", head.day);
    for (name, value) in tags(part) {
        let name = if name == "id" { "UUID" } else { name };
        let _ = writeln!(text, "    ; {name}: {value}");
    }
    let width = part
        .legs
        .iter()
        .map(|leg| account(leg.line).chars().count())
        .max()
        .unwrap_or(0);
    for leg in &part.legs {
        let (account, amount, currency) = (account(leg.line), leg.amount.to_string(), &head.currency);
        let _ = writeln!(text, "    {account:width$}  {amount:>14} {currency}");
        for (name, value) in leg_tags(leg) {
            let _ = writeln!(text, "    ; {name}: {value}");
        }
    }
    text.push('\n');
}

#[cfg(test)]
mod tests {
    use super::super::chunk::chunks;
    use super::super::tests::sample;
    use super::*;

    #[test]
    fn a_part_is_a_cleared_transaction_with_its_uuid() {
        let batches = [sample()];
        let parts = chunks(&batches[0], None).unwrap();
        let text = journal(&batches, &parts, true);
        let expected = "\
2026-03-02 * (BL-7) ledger batch 7, MAIN
    ; batch: 7
    ; site: MAIN
    ; hash: abc
    ; UUID: bfcf0b9c-be9d-8208-a2cd-dd9a01c31a9a
    assets:1301 Inventory food                            100.00 EUR
    ; rule: receipt
    ; lines: 2
";
        assert!(text.starts_with(expected), "{text}");
        assert!(
            journal(&batches, &parts, false).starts_with("commodity EUR\n    format 1000.00 EUR\ntag UUID\n")
        );
    }
}
