//! What reading a label takes from the heap: one piece for its elements, and nothing for a plain number.

use allocation_counter::measure;
use binledger::scan::{Options, decode};
use chrono::NaiveDate;
use std::hint::black_box;
use testing::labels::LABELS;

fn allocations(read: &[u8]) -> u64 {
    let today = NaiveDate::from_ymd_opt(2026, 7, 1).expect("a day");
    let options = Options {
        strict: true,
        ..Options::default()
    };
    let counted = measure(|| {
        let decoded = black_box(decode(black_box(read), today, options));
        assert!(decoded.error().is_none(), "{:?}", decoded.error());
    });
    counted.count_total
}

#[test]
fn a_label_takes_one_allocation_and_a_number_none() {
    allocations(b"4006381333931"); // The dictionary is laid out once, at the first read.
    for label in LABELS {
        assert!(allocations(label) <= 1, "{}", String::from_utf8_lossy(label));
    }
    for number in [
        "]E04006381333931",
        "4006381333931",
        "96385074",
        "095212345000000018",
    ] {
        assert_eq!(allocations(number.as_bytes()), 0, "{number}");
    }
    assert_eq!(allocations(b"A-01-1"), 0, "a code of the store");
}

#[test]
fn a_label_of_many_elements_takes_no_more() {
    let many = "]d2010952123454321310A\x1d1126010113260101152601011626010117260101200121B\x1d22C\x1d\
                240D\x1d241E\x1d2421\x1d243F\x1d250G\x1d251H\x1d3001\x1d";
    assert_eq!(allocations(many.as_bytes()), 1);
}
