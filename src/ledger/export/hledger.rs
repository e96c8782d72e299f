//! Journals of hledger (<https://hledger.org/hledger.html>), made to pass its strict check: every account and the
//! commodity declared, every transaction balanced.

use super::Sealed;
use crate::domain::amount::Money;
use crate::domain::company::AccountKind;
use crate::domain::entry::LedgerBatchLine;
use std::collections::BTreeSet;
use std::fmt::Write;

/// The batch as a journal of one transaction. Batch number and hash stand in its tags.
pub fn journal(batch: &Sealed) -> String {
    let Sealed { head, lines } = batch;
    let mut text = format!("; ledger batch {} of binledger\n", head.batch);
    let _ = writeln!(text, "commodity 1000.00 {}", head.currency);
    let accounts: BTreeSet<String> = lines.iter().map(account).collect();
    for account in &accounts {
        let _ = writeln!(text, "account {account}");
    }
    let _ = writeln!(
        text,
        "\n{} ({}) ledger batch {}, {}\n    ; batch:{}, site:{}, hash:{}",
        head.day,
        head.batch,
        head.batch,
        plain(head.site.as_str()),
        head.batch,
        plain(head.site.as_str()),
        head.hash,
    );
    let width = accounts
        .iter()
        .map(|name| name.chars().count())
        .max()
        .unwrap_or(0);
    for line in lines {
        for amount in [line.debit, -line.credit] {
            if amount != Money::ZERO {
                let (account, amount) = (account(line), amount.to_string());
                let (currency, rule) = (&head.currency, plain(&line.rule));
                let _ = writeln!(
                    text,
                    "    {account:width$}  {amount:>14} {currency}  ; rule:{rule}, lines:{}",
                    line.count
                );
            }
        }
    }
    text.push('\n');
    text
}

/// `assets:1300 Inventory`: where it stands, then the code, then the name.
fn account(line: &LedgerBatchLine) -> String {
    let top = match line.standing {
        AccountKind::Asset => "assets",
        AccountKind::Liability => "liabilities",
        AccountKind::Equity => "equity",
        AccountKind::Income => "revenues",
        AccountKind::Expense => "expenses",
    };
    format!("{top}:{}", plain(&format!("{} {}", line.account, line.name)))
}

/// A name without what hledger reads as its own: colons part accounts, semicolons and two spaces end a name, commas
/// end a tag.
fn plain(name: &str) -> String {
    let safe: String = name
        .chars()
        .map(|c| match c {
            ':' | ';' | ',' | '|' => ' ',
            c if c.is_control() => ' ',
            c => c,
        })
        .collect();
    safe.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::super::tests::sample;
    use super::*;

    #[test]
    fn a_batch_is_one_balanced_transaction_with_everything_declared() {
        let expected = "\
; ledger batch 7 of binledger
commodity 1000.00 EUR
account assets:1301 Inventory food
account liabilities:2100 Goods received not invoiced

2026-03-02 (7) ledger batch 7, MAIN
    ; batch:7, site:MAIN, hash:abc
    assets:1301 Inventory food                            100.00 EUR  ; rule:receipt, lines:2
    assets:1301 Inventory food                            -40.00 EUR  ; rule:receipt, lines:2
    liabilities:2100 Goods received not invoiced          -60.00 EUR  ; rule:receipt, lines:1

";
        assert_eq!(journal(&sample()), expected);
    }
}
