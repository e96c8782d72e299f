//! Dates that cannot be: the window of days, a controller's override, and a month whose inventory would be below zero.

use super::workplace::{Said, Workplace};
use chrono::{Days, Local, NaiveDate};

const ITEM: &str = r#"{"id":"a","op":"item","item":"A","method":"fifo"}"#;

fn ahead(days: u64) -> NaiveDate {
    let today = Local::now().date_naive();
    today.checked_add_days(Days::new(days)).unwrap()
}

fn receive(id: &str, day: impl std::fmt::Display, more: &str) -> String {
    format!(r#"{{"id":"{id}","op":"receive","date":"{day}","item":"A","qty":"10","cost":"4.00"{more}}}"#)
}

/// The code and the sentence of the first refusal.
fn refusal(said: &Said) -> String {
    let rows = said.rows();
    let refusal = &rows.iter().find(|row| row["status"] == "refused").unwrap()["refusal"];
    let text = |field: &str| refusal[field].as_str().unwrap().to_owned();
    format!("{}: {}", text("code"), text("message"))
}

#[test]
fn a_document_is_dated_no_further_ahead_than_the_policy_says() {
    let place = Workplace::new();
    place.feed(&["post", "-"], ITEM).well();
    let last = ahead(1);
    for found in [
        "2062-03-02".parse().unwrap(),
        "2099-12-31".parse().unwrap(),
        ahead(2),
    ] {
        let said = place.feed(&["post", "-"], &receive("r", found, ""));
        assert_eq!(said.code, 1);
        assert_eq!(
            refusal(&said),
            format!(
                "DATE_OUT_OF_RANGE: {found} can't be: expected a day up to {last}. Correct the date, or let a \
                 controller approve it with PIN."
            )
        );
    }
    assert!(place.rows(&["journal"]).is_empty());
    place.feed(&["post", "-"], &receive("tomorrow", last, "")).well();
    place.run(&["init", "--set", "date_window_future=2"]).well();
    place.feed(&["post", "-"], &receive("r", ahead(2), "")).well();
    place.run(&["audit", "--replay"]).well();
}

#[test]
fn a_document_goes_back_as_far_as_the_books_are_open_and_a_year_before() {
    let place = Workplace::new();
    place
        .feed(
            &["post", "-"],
            &format!("{ITEM}\n{}", receive("old", "2001-03-02", "")),
        )
        .well();
    place.run(&["gl", "seal"]).well();
    place.run(&["gl", "close", "2026-03"]).well();
    let said = place.feed(&["post", "-"], &receive("r", "2025-03-31", ""));
    assert!(
        refusal(&said)
            .starts_with("DATE_OUT_OF_RANGE: 2025-03-31 can't be: expected a day from 2025-04-01 to "),
        "{}",
        said.out
    );
    place.feed(&["post", "-"], &receive("r", "2025-04-01", "")).well();
    let entries = place.rows(&["journal"]);
    let late = entries.last().unwrap();
    assert_eq!(
        (&late["effective_date"], &late["posting_date"]),
        (&"2025-04-01".into(), &"2026-04-01".into())
    );
}

#[test]
fn a_controller_overrides_a_date_by_name_with_the_pin() {
    let place = Workplace::with_samples();
    place.feed(&["post", "-"], ITEM).well();
    let dated = |id: &str, badge: &str| receive(id, "2062-03-02", &format!(r#","approved_by":"{badge}""#));
    // A badge that is only named proves nothing, whoever's it is.
    let said = place.feed(&["post", "-"], &dated("r", "EMP-107"));
    assert!(refusal(&said).starts_with("DATE_OUT_OF_RANGE"), "{}", said.out);
    let said = place.feed(
        &["post", "-", "--badge", "EMP-107", "--pin", "6094"],
        &dated("r", "EMP-107"),
    );
    assert_eq!(said.code, 1);
    assert!(
        said.err
            .contains("Not the PIN of badge EMP-107. Type it again; tries left: 4."),
        "{}",
        said.err
    );
    assert!(!said.err.contains("6094") && !said.out.contains("6094"));
    // Approving takes the role, and the document's word.
    for (badge, pin, named) in [("EMP-100", "8254", "EMP-100"), ("EMP-107", "6093", "EMP-101")] {
        let said = place.feed(&["post", "-", "--badge", badge, "--pin", pin], &dated("r", named));
        assert!(
            refusal(&said).starts_with("DATE_OUT_OF_RANGE"),
            "{badge}: {}",
            said.out
        );
    }
    let said = place.feed(
        &["post", "-", "--badge", "EMP-107", "--pin", "6093"],
        &receive("r", "2062-03-02", ""),
    );
    assert!(refusal(&said).starts_with("DATE_OUT_OF_RANGE"), "{}", said.out);
    place
        .feed(
            &["post", "-", "--badge", "EMP-107", "--pin", "6093"],
            &dated("r", "EMP-107"),
        )
        .well();
    place
        .feed(
            &["post", "-", "--each", "--badge", "EMP-107", "--pin", "6093"],
            &dated("r2", "EMP-107"),
        )
        .well();
    // What was applied is known again without the proof.
    let said = place.feed(&["post", "-"], &dated("r", "EMP-107")).well();
    assert_eq!(said.rows()[0]["status"], "duplicate");
    place.run(&["audit", "--replay"]).well();
}

#[test]
fn a_terminal_by_the_clock_of_years_ago_or_to_come_is_refused() {
    let place = Workplace::with_samples();
    place.run(&["init", "--set", "date_window_past=365"]).well();
    let script =
        "#! badge=EMP-100 pin=8254 at=2020-03-02T07:05:00Z\n$BL.MOVE\nA-01-1\nFD-1001\n1\nA-01-2\nA-01-2\n";
    let said = place.feed(&["scan", "--escaped"], script);
    assert_eq!((said.code, said.out.as_str()), (1, ""));
    assert!(
        said.err.contains("2020-03-02 can't be: expected a day from ")
            && said.err.contains("Set the clock of this terminal."),
        "{}",
        said.err
    );
    let said = place.feed(
        &["scan"],
        "#! badge=EMP-100 pin=8254 at=2062-03-02T07:05:00Z\n$BL.MOVE\n",
    );
    assert_eq!(said.code, 3, "{}", said.out);
    assert!(
        said.err
            .contains("at=2062-03-02T07:05:00+00:00: expected no time more than a day ahead"),
        "{}",
        said.err
    );
}

#[test]
fn a_month_with_inventory_below_zero_is_closed_for_a_reason_only_and_named() {
    let place = Workplace::new();
    let ship = r#"{"id":"s","op":"ship","date":"2026-02-20","item":"A","qty":"10","price":"9.00"}"#;
    let day = format!("{ITEM}\n{}\n{ship}", receive("r", "2026-03-05", ""));
    place.feed(&["post", "-"], &day).well();
    place.run(&["gl", "seal"]).well();
    let said = place.run(&["gl", "close", "2026-02"]);
    assert_eq!(said.code, 1);
    let named = "INVENTORY_BELOW_ZERO: Period 2026-02 can't be closed: inventory is below zero at its end, group 1 at \
                 MAIN: -40.00 on account 1300.";
    assert!(said.err.contains(named), "{}", said.err);
    let said = place.run(&["gl", "close", "2026-02", "--check", "--json"]);
    let open: Vec<String> = said
        .rows()
        .iter()
        .filter(|row| row["ok"] == false)
        .map(|row| format!("{} {} {}", row["what"], row["blocks"], row["detail"]))
        .collect();
    assert_eq!(
        open,
        [
            r#""no inventory is below zero at its end" true "group 1 at MAIN: -40.00 on account 1300""#,
            r#""every ledger batch up to its end is exported" false "1 of 2026-02-20 at MAIN""#,
        ]
    );
    place
        .run(&["gl", "export", "--target", "csv", "--batch", "1"])
        .well();
    let said = place
        .run(&[
            "gl",
            "close",
            "2026-02",
            "--reason",
            "the delivery note came in March",
        ])
        .well();
    for named in [
        "Expected that no inventory is below zero at its end, found group 1 at MAIN: -40.00 on account 1300.",
        "Expected that every exported ledger batch is acknowledged, found 1 of 2026-02-20 at MAIN.",
    ] {
        assert!(said.err.contains(named), "{}", said.err);
    }
    // At the end of March there is nothing below zero, and nothing to give a reason for.
    place.run(&["gl", "acknowledge", "1", "MJ-1"]).well();
    let said = place.run(&["gl", "close", "2026-03"]).well();
    assert!(
        !said.err.contains("inventory") && !said.err.contains("acknowledged"),
        "{}",
        said.err
    );
    place.run(&["audit", "--replay"]).well();
}
