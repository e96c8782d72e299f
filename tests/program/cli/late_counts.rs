//! A count tells what was there on its day, whatever is entered later for a day before it.

use super::workplace::{Said, Workplace};
use std::collections::BTreeMap;

const METHODS: [&str; 3] = ["fifo", "average", "standard"];

struct Company {
    place: Workplace,
}

impl Company {
    fn new(method: &str, documents: &str) -> Self {
        let place = Workplace::new();
        let standard = if method == "standard" {
            r#","standard_cost":"2.00""#
        } else {
            ""
        };
        let company = Self { place };
        company.post(&format!(
            r#"{{"id":"a","op":"item","date":"2026-01-01","item":"A","method":"{method}"{standard}}}"#
        ));
        company.post(documents);
        company
    }

    fn post(&self, documents: &str) -> Said {
        self.place.feed(&["post", "-"], documents).well()
    }

    /// Posts one document and returns its note.
    fn note(&self, document: &str) -> String {
        let said = self.post(document);
        said.rows()[0]["note"].as_str().unwrap_or_default().to_owned()
    }

    /// What is on hand, and what it is worth.
    fn stock(&self) -> String {
        let rows = self.place.rows(&["stock"]);
        let text = |row: &serde_json::Value, field: &str| row[field].as_str().unwrap().to_owned();
        let rows: Vec<String> = rows
            .iter()
            .map(|row| format!("{} {}", text(row, "on_hand"), text(row, "value")))
            .collect();
        rows.join(", ")
    }

    /// What the journal has on an account, posting day by posting day, debit positive, in cents.
    fn account(&self, account: &str) -> String {
        let mut days: BTreeMap<String, i64> = BTreeMap::new();
        for entry in self.place.rows(&["journal"]) {
            for line in entry["lines"].as_array().unwrap() {
                let cents =
                    |side: &str| -> i64 { line[side].as_str().unwrap().replace('.', "").parse().unwrap() };
                if line["account"] == account {
                    let day = entry["posting_date"].as_str().unwrap().to_owned();
                    *days.entry(day).or_default() += cents("debit") - cents("credit");
                }
            }
        }
        days.retain(|_, cents| *cents != 0);
        let days: Vec<String> = days.iter().map(|(day, cents)| format!("{day} {cents}")).collect();
        days.join(", ")
    }

    fn is_sound(&self) {
        self.place.run(&["audit", "--replay"]).well();
    }
}

/// Received 20, shipped 14, counted 1 on the 11th.
const COUNTED: &str = r#"{"id":"r","op":"receive","date":"2026-01-02","item":"A","qty":"20","cost":"2.00"}
{"id":"s","op":"ship","date":"2026-01-09","item":"A","qty":"14","price":"5.00"}
{"id":"c","op":"count","date":"2026-01-11","item":"A","counted":"1"}"#;

const LATE: &str =
    r#"{"id":"late","op":"receive","date":"2026-01-03","item":"A","qty":"56","cost":"2.00"MORE}"#;

#[test]
fn a_count_is_compared_with_the_book_of_its_day() {
    for method in METHODS {
        let company = Company::new(
            method,
            r#"{"id":"r","op":"receive","date":"2026-01-02","item":"A","qty":"10","cost":"2.00"}
{"id":"s","op":"ship","date":"2026-01-10","item":"A","qty":"5","price":"5.00"}"#,
        );
        company.post(r#"{"id":"c","op":"count","date":"2026-01-05","item":"A","counted":"11"}"#);
        assert_eq!(company.stock(), "6 12.00", "{method}");
        assert_eq!(company.account("5200"), "2026-01-05 -200", "{method}");
        company.is_sound();
        // A day on which nothing was there yet, and one before the count: the count stands.
        let note = company.note(r#"{"id":"c0","op":"count","date":"2026-01-04","item":"A","counted":"3"}"#);
        assert_eq!(
            note,
            "counted 3, the book of 2026-01-04 says 10. The count of 2026-01-05 stands: nothing was posted"
        );
        assert_eq!(company.stock(), "6 12.00", "{method}");
        company.post(r#"{"id":"back","op":"reverse","date":"2026-01-12","of":"c"}"#);
        assert_eq!(company.stock(), "5 10.00", "{method}");
        company.is_sound();
    }
}

#[test]
fn a_late_receipt_that_a_count_saw_changes_its_difference_and_not_what_is_on_hand() {
    for method in METHODS {
        let company = Company::new(method, COUNTED);
        assert_eq!(company.stock(), "1 2.00", "{method}");
        let note = company.note(&LATE.replace("MORE", ""));
        assert!(
            note.ends_with("saw this: 56 of A go to its difference, and on hand stays as counted")
                && note.starts_with("The count of 2026-01-11 at "),
            "{note}"
        );
        assert_eq!(company.stock(), "1 2.00", "{method}");
        // Five were missing, and now 61 are.
        assert_eq!(company.account("5200"), "2026-01-11 12200", "{method}");
        assert_eq!(
            company.account("2100"),
            "2026-01-02 -4000, 2026-01-03 -11200",
            "{method}"
        );
        company.is_sound();
        // The count is not taken back while something is set off against it.
        let said = company.place.feed(
            &["post", "-"],
            r#"{"id":"x","op":"reverse","date":"2026-01-12","of":"c"}"#,
        );
        assert!(
            said.out.contains("late was entered late behind it"),
            "{}",
            said.out
        );
        company.post(r#"{"id":"back","op":"reverse","date":"2026-01-12","of":"late"}"#);
        assert_eq!(company.stock(), "1 2.00", "{method}");
        assert_eq!(
            company.account("5200"),
            "2026-01-11 12200, 2026-01-12 -11200",
            "{method}"
        );
        company.post(r#"{"id":"x","op":"reverse","date":"2026-01-12","of":"c"}"#);
        assert_eq!(company.stock(), "6 12.00", "{method}");
        // A count that was taken back saw nothing.
        company.post(&LATE.replace("MORE", "").replace("late", "late2"));
        assert_eq!(company.stock(), "62 124.00", "{method}");
        company.is_sound();
    }
}

#[test]
fn a_late_receipt_that_a_count_missed_comes_on_top() {
    for method in METHODS {
        let company = Company::new(method, COUNTED);
        let note = company.note(&LATE.replace("MORE", r#","late_behind_count":"missed""#));
        assert!(note.contains("missed this: 56 of A come on top"), "{note}");
        assert_eq!(company.stock(), "57 114.00", "{method}");
        assert_eq!(company.account("5200"), "2026-01-11 1000", "{method}");
        company.is_sound();

        let company = Company::new(method, COUNTED);
        company
            .place
            .run(&["init", "--set", "late_behind_count=missed"])
            .well();
        company.post(&LATE.replace("MORE", ""));
        assert_eq!(company.stock(), "57 114.00", "{method}");
        company.post(
            &LATE
                .replace("late", "late2")
                .replace("MORE", r#","late_behind_count":"saw""#),
        );
        assert_eq!(company.stock().split(' ').next(), Some("57"), "{method}");
        company.is_sound();
    }
    let company = Company::new("fifo", COUNTED);
    let said = company.place.feed(
        &["post", "-"],
        &LATE.replace("MORE", r#","late_behind_count":"perhaps""#),
    );
    assert_eq!(said.code, 3);
    assert!(
        said.err
            .contains("field late_behind_count: expected saw or missed, found perhaps"),
        "{}",
        said.err
    );
}

#[test]
fn what_was_sold_before_a_count_and_is_entered_behind_it_was_gone_by_then() {
    for method in METHODS {
        let company = Company::new(
            method,
            r#"{"id":"r","op":"receive","date":"2026-01-02","item":"A","qty":"10","cost":"2.00"}
{"id":"c","op":"count","date":"2026-01-11","item":"A","counted":"6"}"#,
        );
        company.post(r#"{"id":"s","op":"ship","date":"2026-01-09","item":"A","qty":"4","price":"5.00"}"#);
        assert_eq!(company.stock(), "6 12.00", "{method}");
        assert_eq!(company.account("5200"), "", "{method}: nothing was missing");
        assert_eq!(company.account("5000"), "2026-01-09 800", "{method}");
        company.is_sound();
        company.post(r#"{"id":"back","op":"reverse","date":"2026-01-12","of":"s"}"#);
        assert_eq!(company.stock(), "6 12.00", "{method}");
        company.is_sound();
    }
}

#[test]
fn a_count_that_found_what_the_book_says_is_a_count_too() {
    let company = Company::new(
        "average",
        r#"{"id":"r","op":"receive","date":"2026-01-02","item":"A","qty":"10","cost":"2.00"}
{"id":"c","op":"count","date":"2026-01-11","item":"A","counted":"10"}
{"id":"on","op":"receive","date":"2026-01-11","item":"A","qty":"3","cost":"2.00"}"#,
    );
    // What is entered for the day of the count itself came after it, in the order of entry.
    assert_eq!(company.stock(), "13 26.00");
    company.post(&LATE.replace("MORE", ""));
    assert_eq!(company.stock(), "13 26.00");
    company.is_sound();
}

#[test]
fn at_average_and_fifo_the_difference_is_worth_what_the_goods_of_its_day_were() {
    // Counted 1, received 4 at 5.00, sold 1; then 56 at 3.00 of the 3rd are entered.
    for (method, stock, lost, sold) in [
        // What was sold stays sold, and what the count saw of the late receipt leaves from its own layer.
        ("fifo", "4 20.00", 17800, 3000),
        // As if all had been entered by its day: 14 of 76 worth 208.00 sold, 5 and 56 lost of what was left, one of 2.74
        // and four of 20.00 there, and a fifth of them sold.
        ("average", "4 18.19", 16694, 4287),
    ] {
        let company = Company::new(method, COUNTED);
        company.post(
            r#"{"id":"r5","op":"receive","date":"2026-01-12","item":"A","qty":"4","cost":"5.00"}
{"id":"s1","op":"ship","date":"2026-01-13","item":"A","qty":"1","price":"9.00"}"#,
        );
        company.post(&LATE.replace("2.00", "3.00").replace("MORE", ""));
        let total = |account: &str| -> i64 {
            let days = company.account(account);
            days.split(", ")
                .map(|day| day.split(' ').nth(1).unwrap().parse::<i64>().unwrap())
                .sum()
        };
        assert_eq!(
            (company.stock().as_str(), total("5200"), total("5000")),
            (stock, lost, sold),
            "{method}"
        );
        company.is_sound();
    }
}

#[test]
fn what_a_count_found_is_worth_the_average_of_its_day_or_of_the_layers_that_there_are() {
    for (method, stock, found) in [
        ("fifo", "15 72.86", -486),
        ("average", "15 70.00", -200),
        ("standard", "15 30.00", -200),
    ] {
        let company = Company::new(
            method,
            r#"{"id":"r","op":"receive","date":"2026-01-02","item":"A","qty":"4","cost":"2.00"}
{"id":"r2","op":"receive","date":"2026-01-12","item":"A","qty":"10","cost":"6.00"}"#,
        );
        company.post(r#"{"id":"c","op":"count","date":"2026-01-05","item":"A","counted":"5"}"#);
        assert_eq!(company.stock(), stock, "{method}");
        assert_eq!(company.account("5200"), format!("2026-01-05 {found}"), "{method}");
        company.is_sound();
    }
}

#[test]
fn what_was_gone_by_a_count_comes_back_into_its_difference_at_what_it_was_worth_then() {
    // Five at 2.00 and five at 4.00, six counted, ten more at 9.00; then the four that were sold before are entered.
    for (method, stock, sold, lost) in [
        ("fifo", "16 112.00", 1400, -600),
        ("average", "16 108.00", 1200, 0),
    ] {
        let company = Company::new(
            method,
            r#"{"id":"r","op":"receive","date":"2026-01-02","item":"A","qty":"5","cost":"2.00"}
{"id":"r2","op":"receive","date":"2026-01-03","item":"A","qty":"5","cost":"4.00"}
{"id":"c","op":"count","date":"2026-01-11","item":"A","counted":"6"}
{"id":"r3","op":"receive","date":"2026-01-12","item":"A","qty":"10","cost":"9.00"}"#,
        );
        company.post(r#"{"id":"s","op":"ship","date":"2026-01-09","item":"A","qty":"4","price":"5.00"}"#);
        let total = |account: &str| -> i64 {
            let days = company.account(account);
            let cents = days.split(", ").filter_map(|day| day.split(' ').nth(1));
            cents.map(|cents| cents.parse::<i64>().unwrap()).sum()
        };
        assert_eq!(
            (company.stock().as_str(), total("5000"), total("5200")),
            (stock, sold, lost),
            "{method}"
        );
        company.is_sound();
    }
}

#[test]
fn what_comes_late_behind_a_count_would_have_been_in_the_months_of_the_goods_and_of_the_count() {
    let company = Company::new("average", &COUNTED.replace("2026-01-11", "2026-02-11"));
    company.place.run(&["gl", "seal"]).well();
    company.place.run(&["gl", "close", "2026-03"]).well();
    company.post(&LATE.replace("MORE", ""));
    let rows = company.place.rows(&["report", "would-have-been"]);
    let late: Vec<String> = rows
        .iter()
        .filter(|row| row["late"] != "0.00")
        .map(|row| format!("{} {} {}", row["period"], row["account"], row["late"]).replace('"', ""))
        .collect();
    assert_eq!(
        late,
        [
            "2026-01 1300 112.00",
            "2026-01 2100 -112.00",
            "2026-02 1300 -112.00",
            "2026-02 5200 112.00"
        ]
    );
    assert_eq!(company.account("5200"), "2026-02-11 1000, 2026-04-01 11200");
    company.is_sound();
}
