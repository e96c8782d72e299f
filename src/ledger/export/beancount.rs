//! Journals of beancount (<https://beancount.github.io/docs/beancount_language_syntax.html>), made to pass
//! `bean-check`. Accounts are opened on the first day that a document may have; the link of a transaction is the id of
//! its part.

use super::chunk::Chunk;
use super::safe::{code, one_line};
use super::{Sealed, accounts, currencies, id, leg_tags, tags};
use crate::domain::company::AccountKind;
use crate::domain::entry::LedgerBatchLine;
use std::fmt::Write;

/// The first day that anything can be posted to.
const FIRST: &str = "1970-01-01";

/// Returns the batches as a journal, each part a transaction.
pub fn journal(batches: &[Sealed], parts: &[Chunk<'_>], bare: bool) -> String {
    let mut text = String::new();
    if !bare {
        for currency in currencies(batches) {
            let _ = writeln!(text, "{FIRST} commodity {currency}");
        }
        for account in accounts(batches, account) {
            let _ = writeln!(text, "{FIRST} open {account}");
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
    let title = quoted(&id::title(part));
    let _ = writeln!(text, "{} * {title} #binledger ^{}", head.day, id::uuid(part));
    for (name, value) in tags(part) {
        let _ = writeln!(text, "  {name}: {}", quoted(&value));
    }
    let width = part
        .legs
        .iter()
        .map(|leg| account(leg.line).len())
        .max()
        .unwrap_or(0);
    for leg in &part.legs {
        let (account, amount, currency) = (account(leg.line), leg.amount.to_string(), &head.currency);
        let _ = writeln!(text, "  {account:width$}  {amount:>14} {currency}");
        let _ = writeln!(text, "    name: {}", quoted(&leg.line.name));
        for (name, value) in leg_tags(leg) {
            let _ = writeln!(text, "    {name}: {}", quoted(&value));
        }
    }
    text.push('\n');
}

/// Returns a string of the language, on one line.
fn quoted(text: &str) -> String {
    format!(
        "\"{}\"",
        one_line(text).replace('\\', "\\\\").replace('"', "\\\"")
    )
}

/// Returns an account such as `Assets:1300`: where it stands and the code; the name, which may change, stands in the
/// metadata.
pub fn account(line: &LedgerBatchLine) -> String {
    let top = match line.standing {
        AccountKind::Asset => "Assets",
        AccountKind::Liability => "Liabilities",
        AccountKind::Equity => "Equity",
        AccountKind::Income => "Income",
        AccountKind::Expense => "Expenses",
    };
    let code = code(line.account.as_str(), |c| c.is_ascii_alphanumeric() || c == '-');
    let begins = code.starts_with(|c: char| c.is_ascii_digit() || c.is_ascii_uppercase());
    let first = if begins { "" } else { "X-" };
    format!("{top}:{first}{code}")
}

#[cfg(test)]
mod tests {
    use super::super::chunk::chunks;
    use super::super::tests::sample;
    use super::*;

    #[test]
    fn a_part_is_a_transaction_with_its_link() {
        let mut sealed = sample();
        sealed.lines[0].name = "In \"stock\" \\ \n; food".to_owned();
        sealed.lines[1].account = "grni".into();
        let batches = [sealed];
        let parts = chunks(&batches[0], None).unwrap();
        let expected = "\
1970-01-01 commodity EUR
1970-01-01 open Assets:1301
1970-01-01 open Liabilities:X-grni

2026-03-02 * \"ledger batch 7, MAIN\" #binledger ^bfcf0b9c-be9d-8208-a2cd-dd9a01c31a9a
  batch: \"7\"
  site: \"MAIN\"
  hash: \"abc\"
  id: \"bfcf0b9c-be9d-8208-a2cd-dd9a01c31a9a\"
  Assets:1301                 100.00 EUR
    name: \"In \\\"stock\\\" \\\\ ; food\"
    rule: \"receipt\"
";
        let text = journal(&batches, &parts, false);
        assert!(text.starts_with(expected), "{text}");
    }
}
