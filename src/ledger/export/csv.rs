//! A plain table (RFC 4180) that any accounting system can read: two unsigned columns of money, and the batch's hash
//! on every row.

use super::Sealed;
use std::fmt::Write;

/// The header row. It is no part of a batch's bytes.
pub const HEADER: &str = "batch,day,site,currency,account,name,rule,debit,credit,lines,hash\n";

/// The rows of one batch.
pub fn rows(batch: &Sealed) -> String {
    let Sealed { head, lines } = batch;
    let mut text = String::new();
    for line in lines {
        let (site, account) = (quoted(head.site.as_str()), quoted(line.account.as_str()));
        let (name, rule) = (quoted(&line.name), quoted(&line.rule));
        let _ = writeln!(
            text,
            "{},{},{site},{},{account},{name},{rule},{},{},{},{}",
            head.batch, head.day, head.currency, line.debit, line.credit, line.count, head.hash
        );
    }
    text
}

fn quoted(cell: &str) -> String {
    if cell.contains([',', '"', '\n', '\r']) {
        format!("\"{}\"", cell.replace('"', "\"\""))
    } else {
        cell.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::sample;
    use super::*;

    #[test]
    fn every_row_has_two_unsigned_amounts_and_the_hash() {
        let expected = "\
7,2026-03-02,MAIN,EUR,1301,Inventory: food,receipt,100.00,40.00,2,abc
7,2026-03-02,MAIN,EUR,2100,\"Goods received, not invoiced\",receipt,0.00,60.00,1,abc
";
        assert_eq!(rows(&sample()), expected);
        assert_eq!(HEADER.matches(',').count(), 10);
    }
}
