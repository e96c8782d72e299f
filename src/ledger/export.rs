//! Ledger batches as the accounting systems take them.
//!
//! An export is made from the sealed batch alone, so that it is the same bytes for ever, whatever becomes of names and
//! policies afterwards.

pub mod csv;
pub mod hledger;

use crate::domain::entry::{LedgerBatch, LedgerBatchLine};

/// A sealed ledger batch with its lines.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sealed {
    /// The head.
    pub head: LedgerBatch,
    /// Its lines.
    pub lines: Vec<LedgerBatchLine>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::amount::Money;
    use crate::domain::code::{AccountCode, Badge, SiteCode};
    use crate::domain::company::AccountKind;
    use crate::domain::time::Time;
    use chrono::NaiveDate;

    /// A small sealed batch.
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
            },
            lines: vec![
                line(1, "1301", food, AccountKind::Asset, 10000, 4000, 2),
                line(2, "2100", grni, AccountKind::Liability, 0, 6000, 1),
            ],
        }
    }
}
