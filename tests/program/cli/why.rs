//! Why a figure is what it is: a receipt in the file, a shipment on the floor, and the way from the ledger to the scan.

use super::workplace::Workplace;
use serde_json::Value;

/// Three pieces for 10.00: a third of it can't be told in cents.
const RECEIPT: &str = r#"{"id":"i","op":"item","date":"2026-03-02","item":"A","method":"fifo"}
{"id":"r","op":"receive","date":"2026-03-02","item":"A","qty":"3","value":"10.00"}
{"id":"s","op":"ship","date":"2026-03-03","item":"A","qty":"1","price":"5.00"}"#;

fn with_a_sale() -> Workplace {
    let place = Workplace::new();
    place.feed(&["post", "-"], RECEIPT).well();
    place
}

/// What is behind a figure, as text.
fn told(place: &Workplace, figure: &[&str]) -> String {
    place.run(&[&["why"], figure].concat()).well().out
}

#[track_caller]
fn has(text: &str, parts: &[&str]) {
    for part in parts {
        assert!(text.contains(part), "no {part:?} in {text}");
    }
}

#[test]
fn an_entry_leads_to_the_layer_its_rounding_and_the_document() {
    let place = with_a_sale();
    let text = told(&place, &["entry", "2"]);
    has(
        &text,
        &[
            "entry 2 · shipment · posted 2026-03-03 at MAIN",
            "C           3.33  1300",
            "D           3.33  5000",
            "because what left is sold",
            "layer 1 of 2026-03-02 held 3 worth 10.00 and gives 1 worth 3.33, 3.333333 before rounding",
            "id s",
            "pending",
        ],
    );
    let why = &place.rows(&["why", "entry", "2"])[0];
    assert_eq!(why["entry"], 2, "{why}");
}

#[test]
fn an_account_leads_to_its_lines_and_a_line_to_its_entry() {
    let place = with_a_sale();
    let text = told(&place, &["account", "1300"]);
    has(
        &text,
        &[
            "debit 10.00 · credit 3.33 · balance 6.67 · 2 lines",
            "entry 2 · movement 2",
        ],
    );
    let of_march_third = told(&place, &["account", "1300", "--since", "2026-03-03"]);
    has(&of_march_third, &["debit 0.00 · credit 3.33", "1 lines"]);
    place.run(&["gl", "seal", "--day", "2026-03-02"]).well();
    has(
        &told(&place, &["account", "1300", "--batch", "1"]),
        &["debit 10.00 · credit 0.00", "batch 1"],
    );
}

#[test]
fn a_ledger_batch_leads_to_its_entries_and_what_became_of_it() {
    let place = with_a_sale();
    let more = r#"{"id":"t","op":"ship","date":"2026-03-03","item":"A","qty":"1","price":"5.00"}"#;
    place.feed(&["post", "-"], more).well();
    place.run(&["gl", "seal", "--day", "2026-03-03"]).well();
    place.run(&["gl", "reverse", "1"]).well();
    let text = told(&place, &["batch", "1"]);
    has(
        &text,
        &[
            "ledger batch 1 · 2026-03-03 at MAIN · 16.67 USD",
            "negated by ledger batch 2",
            "C           6.67  1300",
            "shipment · 2 journal lines",
            "entry 2 · shipment · movement 2",
        ],
    );
    has(&told(&place, &["batch", "2"]), &["negates ledger batch 1"]);
    let why = &place.rows(&["why", "batch", "1"])[0];
    assert_eq!(
        (&why["count"], &why["reversed_by"]),
        (&2.into(), &2.into()),
        "{why}"
    );
    let last = told(&place, &["batch", "1", "--most", "1"]);
    has(&last, &["the last 1 of 2 entries:"]);
}

#[test]
fn an_order_leads_to_what_moved_and_was_billed_for_it() {
    let place = Workplace::with_samples();
    let received = r#"{"id":"r","op":"receive","date":"2026-03-02","item":"FD-1010","qty":"48","order":"PO-26028","lot":"L7","expiry":"2027-06-30"}
{"id":"b","op":"invoice","date":"2026-03-03","of":"r","amount":"550.00","tax":"38.50"}
{"id":"f","op":"landed_cost","date":"2026-03-03","of":["r"],"amount":"4.80","basis":"quantity"}
{"id":"fb","op":"invoice","date":"2026-03-04","of":"f","amount":"5.00"}
{"id":"x","op":"reverse","date":"2026-03-05","of":"fb"}"#;
    place.feed(&["post", "-"], received).well();
    let text = told(&place, &["PO-26028"]);
    has(
        &text,
        &[
            "order PO-26028 · purchase · VEN-06",
            "line 1 · 48 FD-1010 at 11.4 for 1 · done 48 · open 0",
            "receipt · 48 FD-1010 · 2026-03-02 · line 1 · value 547.20 · entry",
            "invoice · 0 FD-1010 · 2026-03-03 · billed 588.50 · value 0.00",
            "landed_cost · 0 FD-1010 · 2026-03-03 · value 4.80",
            "invoice · 0 FD-1010 · 2026-03-04 · billed 5.00 · value 0.00",
            "invoice · 0 FD-1010 · 2026-03-05 · billed -5.00 · value 0.00",
        ],
    );
    assert_eq!(text, told(&place, &["order", "PO-26028"]));
    let why = &place.rows(&["why", "SO-26102"])[0];
    assert_eq!(
        (&why["kind"], &why["steps"]),
        (&"sales".into(), &Value::Array(Vec::new())),
        "{why}"
    );
}

#[test]
fn an_order_leads_to_the_bill_that_came_before_its_goods_but_not_to_what_else_that_billed() {
    let place = Workplace::with_samples();
    let billed = r#"{"id":"b","op":"invoice","date":"2026-03-02","item":"FD-1010","qty":"60","amount":"684.00","vendor":"VEN-06","tax":"0"}
{"id":"r","op":"receive","date":"2026-03-03","item":"FD-1010","qty":"48","order":"PO-26028","lot":"L7","expiry":"2027-06-30","invoice":"b"}
{"id":"r2","op":"receive","date":"2026-03-04","item":"FD-1010","qty":"12","lot":"L7","expiry":"2027-06-30","invoice":"b"}"#;
    place.feed(&["post", "-"], billed).well();
    let steps = place.rows(&["why", "PO-26028"])[0]["steps"].clone();
    let told: Vec<(&Value, &Value)> = steps
        .as_array()
        .into_iter()
        .flatten()
        .map(|step| (&step["kind"], &step["billed"]))
        .collect();
    assert_eq!(
        told,
        [
            (&"invoice".into(), &"684.00".into()),
            (&"receipt".into(), &"0.00".into())
        ]
    );
}

#[test]
fn what_was_scanned_leads_back_to_the_scan_and_who_scanned_it() {
    let place = Workplace::with_samples();
    let picking = "SO-26102\nE-01-1\nEL-2001\nLP2-00417\nTOTE-2\n";
    place
        .feed(
            &["scan", "--badge", "EMP-103", "--pin", "9061", "--terminal", "T-9"],
            picking,
        )
        .well();
    let moves = place.rows(&["moves"]);
    let pick = moves.iter().rfind(|row| row["kind"] == "pick").expect("a pick");
    let text = told(&place, &["movement", &pick["seq"].to_string()]);
    has(
        &text,
        &["EMP-103 at T-9, scan", "at T-9 from", "TOTE-2", "applied"],
    );
}

#[test]
fn a_figure_that_is_not_there_is_refused_with_what_lists_them() {
    let place = with_a_sale();
    for figure in [
        &["entry", "99"][..],
        &["movement", "0"],
        &["account", "9999"],
        &["batch", "9"],
        &["order", "SO-9"],
        &["nothing"],
    ] {
        let said = place.run(&[&["why"], figure].concat());
        assert_eq!((said.code, said.out.as_str()), (1, ""), "{figure:?}");
        has(
            &said.err,
            &[
                "UNKNOWN_FIGURE",
                "`trial-balance`, `gl list` and `orders` list them",
            ],
        );
    }
}

#[test]
fn a_preview_shows_the_lines_that_posting_then_posts() {
    let place = Workplace::new();
    let foreseen = place.feed(&["post", "--preview", "-"], RECEIPT).well().rows();
    assert_eq!(foreseen.len(), 3);
    assert_eq!(place.rows(&["journal"]).len(), 0, "a preview applies nothing");
    place.feed(&["post", "-"], RECEIPT).well();
    let lines =
        |entries: &[Value]| -> Vec<Value> { entries.iter().map(|entry| entry["lines"].clone()).collect() };
    let shown: Vec<Value> = foreseen
        .iter()
        .flat_map(|row| row["entries"].as_array().unwrap().clone())
        .collect();
    assert_eq!(lines(&shown), lines(&place.rows(&["journal"])));
}

#[test]
fn a_preview_says_what_would_be_refused_and_where() {
    let place = Workplace::new();
    let too_many = format!(
        "{RECEIPT}\n{}\n{}",
        r#"{"id":"t","op":"ship","date":"2026-03-03","item":"A","qty":"9"}"#,
        r#"{"id":"u","op":"ship","date":"2026-03-03","item":"A","qty":"1"}"#
    );
    let said = place.feed(&["post", "--preview", "-"], &too_many);
    assert_eq!(said.code, 1, "{}", said.err);
    has(&said.err, &["line 4:", "NOT_ENOUGH"]);
    assert_eq!(said.rows().len(), 4, "it stops there, as posting would");
    let each = place.feed(&["post", "--preview", "--each", "-"], &too_many);
    assert_eq!((each.code, each.rows().len()), (1, 5));
}
