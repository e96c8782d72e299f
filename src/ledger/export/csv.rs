//! A plain table (RFC 4180) that any accounting system can read: two unsigned columns of money, and the batch's hash
//! on every row.

use super::chunk::Chunk;
use super::sheet::Sheet;
use crate::domain::amount::Money;
use std::collections::BTreeSet;

/// The header row.
pub const HEADER: &str = "batch,day,site,currency,account,name,rule,debit,credit,lines,hash";

/// Returns the rows of all parts; debit and credit of one line stand on one row. The number of a part follows that of
/// its batch, as in `7-2`. Lines that are told apart by group and channel have them behind their rule, and what they say
/// of dimensions in a column for each behind all others.
pub fn table(parts: &[Chunk<'_>], dimensions: &BTreeSet<&str>) -> String {
    let names: Vec<&str> = std::iter::once(HEADER)
        .chain(dimensions.iter().copied())
        .collect();
    let mut sheet = Sheet::new(&names.join(","));
    for part in parts {
        for row in part
            .legs
            .chunk_by(|a, b| (a.line.line, a.share) == (b.line.line, b.share))
        {
            let side = |sign: i64| {
                row.iter()
                    .map(|leg| Money(leg.amount.0 * sign).max(Money::ZERO))
                    .sum::<Money>()
            };
            let (head, line) = (part.head, row[0].line);
            let rule = row[0].share.map_or_else(
                || line.rule.clone(),
                |share| format!("{}; group {} {}", line.rule, share.group, share.channel),
            );
            sheet.cell(&format!("{}{}", head.batch, part.suffix()));
            sheet
                .cell(&head.day)
                .text(head.site.as_str())
                .cell(&head.currency);
            sheet.text(line.account.as_str()).text(&line.name).text(&rule);
            sheet
                .cell(&side(1))
                .cell(&side(-1))
                .cell(&line.count)
                .cell(&head.hash);
            for name in dimensions {
                let value = row[0]
                    .share
                    .and_then(|share| share.dimensions.value(&(*name).into()));
                sheet.text(value.map_or("", |value| value.as_str()));
            }
            sheet.end();
        }
    }
    sheet.into_text()
}

#[cfg(test)]
mod tests {
    use super::super::chunk::chunks;
    use super::super::tests::sample;
    use super::*;

    #[test]
    fn every_row_has_two_unsigned_amounts_and_the_hash() {
        let expected = "\
7,2026-03-02,MAIN,EUR,1301,Inventory: food,receipt,100.00,40.00,2,abc
7,2026-03-02,MAIN,EUR,2100,\"Goods received, not invoiced\",receipt,0.00,60.00,1,abc
";
        let sealed = sample();
        let text = table(&chunks(&sealed, None).unwrap(), &BTreeSet::new());
        assert_eq!(text, format!("{HEADER}\n{expected}"));
        assert_eq!(HEADER.matches(',').count(), 10);
    }

    #[test]
    fn parts_are_numbered_and_each_balances() {
        let sealed = sample();
        let text = table(&chunks(&sealed, Some(2)).unwrap(), &BTreeSet::new());
        let numbers: Vec<&str> = text
            .lines()
            .skip(1)
            .map(|row| row.split(',').next().unwrap())
            .collect();
        assert_eq!(numbers, ["7-1", "7-2", "7-2"]);
    }
}
