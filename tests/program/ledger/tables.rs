//! Tables keep the limits of what reads them, and no name gets out of its cell.

use super::days::{Dice, days, mapping};
use binledger::domain::amount::Money;
use binledger::ledger::export::chunk::chunks;
use binledger::ledger::export::target::Target;
use binledger::ledger::export::{Refused, Way, csv as plain, hashes, iif, quickbooks, write, xero};
use std::collections::BTreeMap;

fn files(target: Target, most: Option<usize>) -> Vec<String> {
    let mapping = mapping();
    let way = Way {
        target,
        mapping: &mapping,
        most,
        bare: false,
        tax_rate: "Tax Exempt",
    };
    write(&days(300, 4, true), &way).unwrap()
}

/// The rows of a CSV file below its header, each as long as that.
fn rows(file: &str, header: &str) -> Vec<Vec<String>> {
    assert_eq!(file.lines().next(), Some(header));
    let mut reader = csv::Reader::from_reader(file.as_bytes());
    let rows: Vec<Vec<String>> = reader
        .records()
        .map(|row| row.unwrap().iter().map(str::to_owned).collect())
        .collect();
    assert_eq!(
        rows.len() + 1,
        file.lines().count(),
        "a cell has more than one line"
    );
    for cell in rows.iter().flatten() {
        let is_number = cell.parse::<Money>().is_ok();
        assert!(
            is_number || !cell.starts_with(['=', '+', '-', '@', '\t', '\r']),
            "{cell} would be run"
        );
        assert!(!cell.contains(char::is_control), "{cell:?}");
    }
    rows
}

fn money(cell: &str) -> Money {
    if cell.is_empty() {
        Money::ZERO
    } else {
        cell.parse().unwrap()
    }
}

#[test]
fn xero_imports_at_most_three_hundred_lines_a_file_and_each_journal_balances() {
    let files = files(Target::XeroCsv, None);
    assert!(files.len() > 3);
    let mut sums: BTreeMap<(String, String), Money> = BTreeMap::new();
    for file in &files {
        assert!(file.lines().count() <= 300);
        let mut own: BTreeMap<(String, String), Money> = BTreeMap::new();
        for row in rows(file, xero::HEADER) {
            assert_eq!(
                (row[4].as_str(), row[1].len()),
                ("Tax Exempt", "01 Jan 2024".len())
            );
            *own.entry((row[0].clone(), row[1].clone())).or_default() += money(&row[5]);
        }
        assert!(own.values().all(|sum| sum.is_zero()), "{own:?}");
        for (journal, sum) in own {
            assert_eq!(sums.insert(journal, sum), None, "a journal is in two files");
        }
    }
    assert_eq!(sums.len(), 330);
}

#[test]
fn quickbooks_online_imports_unsigned_amounts_under_short_numbers() {
    let files = files(Target::QuickbooksCsv, Some(6));
    let mut sums: BTreeMap<String, Money> = BTreeMap::new();
    for row in rows(&files[0], quickbooks::HEADER) {
        assert!(
            row[0].len() <= quickbooks::LONGEST_NUMBER && row[2].starts_with("Account 6"),
            "{row:?}"
        );
        assert!(
            row[3].is_empty() != row[4].is_empty() && !row[3].contains('-') && !row[4].contains('-'),
            "{row:?}"
        );
        *sums.entry(row[0].clone()).or_default() += money(&row[3]) - money(&row[4]);
    }
    assert!(sums.len() > 330 && sums.values().all(|sum| sum.is_zero()));
}

#[test]
fn an_iif_file_is_made_of_balanced_entries_in_plain_letters() {
    let file = &files(Target::Iif, None)[0];
    assert!(file.is_ascii() && file.ends_with("ENDTRNS\r\n"));
    assert_eq!(file.matches('\n').count(), file.matches("\r\n").count());
    let (mut sum, mut lines, mut entries) = (Money::ZERO, 0, 0);
    for line in file.split_terminator("\r\n").skip(3) {
        let cells: Vec<&str> = line.split('\t').collect();
        match cells[0] {
            "ENDTRNS" => {
                assert!(sum.is_zero() && lines >= 2, "entry {entries}");
                (lines, entries) = (0, entries + 1);
            }
            kind => {
                assert_eq!(
                    (kind, cells.len()),
                    (if lines == 0 { "TRNS" } else { "SPL" }, 9),
                    "{line}"
                );
                let (month, rest) = cells[3].split_once('/').unwrap();
                assert!(
                    month.len() == 2 && rest.len() == 7 && cells[7].len() <= iif::LONGEST_NUMBER,
                    "{line}"
                );
                sum += money(cells[6]);
                lines += 1;
            }
        }
    }
    assert_eq!(entries, 330);
}

#[test]
fn the_plain_table_has_two_unsigned_columns_and_the_hash_on_every_row() {
    let batches = days(300, 4, false);
    let file = &files(Target::Csv, None)[0];
    let mut sums: BTreeMap<String, Money> = BTreeMap::new();
    for row in rows(file, &format!("{},cost_centre,project", plain::HEADER)) {
        let batch: usize = row[0].parse().unwrap();
        assert_eq!(row[10], batches[batch - 1].head.hash);
        assert!(!row[7].contains('-') && !row[8].contains('-'), "{row:?}");
        *sums.entry(row[0].clone()).or_default() += money(&row[7]) - money(&row[8]);
    }
    assert!(sums.len() == 330 && sums.values().all(|sum| sum.is_zero()));
}

#[test]
fn parts_keep_the_limit_balance_each_and_add_up_to_their_batch() {
    let mut dice = Dice(5);
    for batch in days(300, 5, true) {
        let most = 2 + usize::try_from(dice.roll(9)).unwrap();
        let parts = chunks(&batch, Some(most)).unwrap();
        assert_eq!(parts, chunks(&batch, Some(most)).unwrap());
        let mut sides: BTreeMap<(i64, bool), Money> = BTreeMap::new();
        for part in &parts {
            assert!((2..=most).contains(&part.legs.len()) && part.of == parts.len());
            assert!(part.legs.iter().map(|leg| leg.amount).sum::<Money>().is_zero());
            for leg in &part.legs {
                assert!(!leg.amount.is_zero());
                *sides
                    .entry((leg.line.line, leg.amount < Money::ZERO))
                    .or_default() += leg.amount.abs();
            }
        }
        for line in &batch.lines {
            for (is_credit, side) in [(false, line.debit), (true, line.credit)] {
                assert_eq!(
                    sides.get(&(line.line, is_credit)).copied().unwrap_or_default(),
                    side
                );
            }
        }
        assert!(matches!(
            chunks(&batch, Some(1)),
            Err(Refused::TooShort { most: 1, .. })
        ));
    }
}

#[test]
fn every_target_gives_the_same_bytes_again_and_another_mapping_is_another_way() {
    let batches = days(20, 6, false);
    let (ours, other) = (mapping(), mapping());
    for target in Target::ALL {
        let way = Way {
            target: *target,
            mapping: &ours,
            most: None,
            bare: false,
            tax_rate: "Tax Exempt",
        };
        let again = Way {
            mapping: &other,
            ..way.clone()
        };
        assert_eq!(write(&batches, &way), write(&batches, &again));
        assert_eq!(hashes(&batches[3], &way), hashes(&batches[3], &again));
        let split = Way {
            most: Some(2),
            ..way.clone()
        };
        assert_ne!(
            hashes(&batches[3], &way).unwrap().1,
            hashes(&batches[3], &split).unwrap().1
        );
    }
}
