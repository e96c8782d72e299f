//! Input is taken as it was meant, or refused; output is harmless to the program that opens it.

use super::workplace::Workplace;
use serde_json::json;

const ITEM: &str = r#"{"id":"i","op":"item","date":"2026-03-02","item":"A","method":"fifo"}"#;

#[test]
fn a_number_is_digits_with_at_most_one_point_wherever_it_is_entered() {
    let place = Workplace::new();
    place.feed(&["post", "-"], ITEM).well();
    for text in ["1_000", "+5", "1e3", "1,000", "1 000", ""] {
        let document = json!({ "id": "r", "op": "receive", "date": "2026-03-02", "item": "A", "qty": text, "cost": "1" });
        let said = place.feed(&["post", "-"], &document.to_string());
        assert_eq!(said.code, 3, "{text}: {}", said.err);
        assert!(
            said.err.contains("expected a quantity") && said.err.contains(text),
            "{}",
            said.err
        );
        let items = place.file(
            "items.csv",
            &format!("item,group,method,standard_cost\nB,1,standard,\"{text}\"\n"),
        );
        let said = place.run(&["import", &items]);
        assert_eq!(said.code, 3, "{text}: {}", said.err);
    }
    assert!(place.rows(&["stock"]).is_empty());
}

#[test]
fn a_tax_rate_is_a_percentage() {
    let place = Workplace::new();
    for rate in ["100000000000", "100.0001", "-1", "7.00001"] {
        let taxes = place.file("taxes.csv", &format!("tax,rate\nVAT,{rate}\n"));
        let said = place.run(&["import", &taxes]);
        assert_eq!(said.code, 3, "{rate}");
        let expected = "taxes.csv line 2, column rate: expected percent from 0 to 100 with at most four decimals, found ";
        assert!(said.err.contains(expected), "{}", said.err);
    }
    let taxes = place.file("taxes.csv", "tax,rate\nVAT,19\nALL,100\nNONE,0\n");
    place.run(&["import", &taxes]).well();
    let sent = json!({ "id": "t", "op": "define", "date": "2026-03-02",
        "master": { "record": "tax", "tax": "HUGE", "name": "Huge", "rate_ppm": 1_000_001 } });
    let said = place.feed(&["post", "-"], &sent.to_string());
    assert_eq!(said.code, 1, "{}", said.err);
    assert!(
        said.err
            .contains("Expected a tax rate from 0 to 100 percent, found 100.0001"),
        "{}",
        said.err
    );
}

#[test]
fn no_cell_of_a_table_for_spreadsheets_is_run_as_a_formula() {
    let place = Workplace::new();
    let day = json!({ "id": "r", "op": "receive", "date": "2026-03-02", "item": "A", "qty": "10", "cost": "1.00",
        "document": "=cmd()", "reason": "@SUM(A1)" });
    let loss = json!({ "id": "a", "op": "adjust", "date": "2026-03-02", "item": "A", "qty": "-2", "document": "-2+3" });
    place
        .feed(&["post", "-"], &format!("{ITEM}\n{day}\n{loss}"))
        .well();
    let journal = place.run(&["journal", "--csv"]).well().out;
    assert!(journal.contains(",'=cmd(),"), "{journal}");
    let moves = place.run(&["moves", "--csv"]).well().out;
    assert!(
        moves.contains(",'@SUM(A1),") && moves.contains(",'-2+3,"),
        "{moves}"
    );
    assert!(moves.contains(",-2.00,"), "a number stays one: {moves}");
    assert_eq!(place.rows(&["journal"])[0]["document"], "=cmd()", "JSON is exact");
}

#[test]
fn what_a_document_names_wrongly_is_said_in_words_for_documents() {
    let place = Workplace::new();
    let day = r#"{"id":"r","op":"receive","date":"2026-03-02","item":"A","qty":"10","cost":"1.00"}
{"id":"b","op":"invoice","date":"2026-03-02","of":"r","amount":"10.00"}
{"id":"a","op":"adjust","date":"2026-03-02","item":"A","qty":"-2"}"#;
    place.feed(&["post", "-"], &format!("{ITEM}\n{day}")).well();
    let refused = |of: &[&str]| {
        let freight = json!({ "id": "f", "op": "landed_cost", "date": "2026-03-02", "of": of, "amount": "1.00",
            "basis": "value" });
        place.feed(&["post", "-"], &freight.to_string()).err
    };
    for (of, found) in [
        (
            &["b"][..],
            "UNFIT: Expected receipts, each of them once, found b, an invoice. Correct it",
        ),
        (&["a"], "found a, an adjustment."),
        (&["r", "r"], "found r, a receipt, again."),
    ] {
        let said = refused(of);
        assert!(said.contains(found), "{said}");
        assert!(!said.contains("Scan"), "{said}");
    }
}

#[test]
fn the_demo_says_that_it_has_a_store_of_its_own() {
    let place = Workplace::empty();
    let own = place.path("mine.db").display().to_string();
    let said = place.run(&["--store", &own, "demo"]);
    assert_eq!(said.code, 2, "{}", said.err);
    assert!(
        said.err.contains("expected demo without --store, found"),
        "{}",
        said.err
    );
    assert!(
        said.err.contains("demo/store.db") && said.err.contains("init --samples"),
        "{}",
        said.err
    );
    assert!(!place.path("mine.db").exists());
}

#[test]
fn stock_below_zero_is_a_warning_before_a_month_is_closed() {
    let place = Workplace::empty();
    place.run(&["init", "--set", "negative_stock=provisional"]).well();
    let day = r#"{"id":"r","op":"receive","date":"2026-03-02","item":"A","qty":"1","cost":"1.00"}
{"id":"s","op":"ship","date":"2026-03-02","item":"A","qty":"4","price":"2.00"}
{"id":"ib","op":"item","date":"2026-03-02","item":"B","method":"average"}
{"id":"rb","op":"receive","date":"2026-03-02","item":"B","qty":"1","cost":"1.00"}
{"id":"sb","op":"ship","date":"2026-04-01","item":"B","qty":"2","price":"2.00"}"#;
    place.feed(&["post", "-"], &format!("{ITEM}\n{day}")).well();
    place.run(&["gl", "seal"]).well();
    // What is missing of B is missing since the month after.
    let said = place.run(&["gl", "close", "2026-03", "--check", "--json"]).well();
    let open =
        |what: &str, detail: &str| json!({ "what": what, "ok": false, "blocks": false, "detail": detail });
    let warned: Vec<_> = said.rows().into_iter().filter(|row| row["ok"] == false).collect();
    assert_eq!(
        warned,
        [
            open(
                "no inventory is below zero at its end",
                "group 1 at MAIN: -2.00 on account 1300"
            ),
            open("no stock is below zero", "A at MAIN: -3"),
            open("no shortage waits for its cost", "A at MAIN: -3 at -3.00"),
            open(
                "every ledger batch up to its end is exported",
                "1 of 2026-03-02 at MAIN"
            ),
        ]
    );
    let said = place.run(&["gl", "close", "2026-03"]).well();
    let named = "Expected that no stock is below zero, found A at MAIN: -3.";
    assert!(said.err.contains(named), "{}", said.err);
}
