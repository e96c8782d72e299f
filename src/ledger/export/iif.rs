//! Files of QuickBooks on the desktop (IIF,
//! <https://quickbooks.intuit.com/learn-support/en-us/help-article/list-management/iif-overview-import-kit-sample-files-headers/L5CZIpJne_US_en_US>):
//! tab separated, CRLF, MM/DD/YYYY, debit positive and credit negative, each entry a TRNS with its SPLs.

use super::chunk::{Chunk, Leg};
use super::mapping::Mapping;
use super::safe::{cut, one_line};
use super::{described, id, mapped};
use std::fmt::Write;

/// The longest number of an entry.
pub const LONGEST_NUMBER: usize = 11;

const HEADER: &str = "\
!TRNS\tTRNSID\tTRNSTYPE\tDATE\tACCNT\tNAME\tAMOUNT\tDOCNUM\tMEMO\r
!SPL\tSPLID\tTRNSTYPE\tDATE\tACCNT\tNAME\tAMOUNT\tDOCNUM\tMEMO\r
!ENDTRNS\r
";

/// Returns the file.
pub fn file(parts: &[Chunk<'_>], mapping: &Mapping) -> String {
    let mut text = HEADER.to_owned();
    for part in parts {
        let (number, day) = (id::number(part, LONGEST_NUMBER), part.head.day.format("%m/%d/%Y"));
        for (at, leg) in part.legs.iter().enumerate() {
            let kind = if at == 0 { "TRNS" } else { "SPL" };
            let (account, amount) = (mapped(mapping, leg.line).0, leg.amount);
            let memo = memo(part, leg);
            let _ = write!(
                text,
                "{kind}\t\tGENERAL JOURNAL\t{day}\t{account}\t\t{amount}\t{number}\t{memo}\r\n"
            );
        }
        if !part.legs.is_empty() {
            text += "ENDTRNS\r\n";
        }
    }
    text
}

/// Returns the description of a leg, in the letters that such a file knows.
fn memo(part: &Chunk<'_>, leg: &Leg<'_>) -> String {
    let memo = one_line(&format!("{}: {}", id::title(part), described(leg)));
    let known = |c: char| match c {
        '"' => '\'',
        c if c.is_ascii() => c,
        _ => '?',
    };
    cut(&memo.chars().map(known).collect::<String>(), 1000)
}
