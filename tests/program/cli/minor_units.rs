//! Amounts in the minor unit of their currency: a company in yen and one in dinars, foreign amounts on the books of both,
//! and a store from before.

use super::older::of_layout_31;
use super::sheets::{cell, part, style_of};
use super::workplace::{Said, Workplace};
use serde_json::Value;

/// Some days of everything that rounds.
const DAYS: &str = r#"{"id":"t","op":"define","date":"2026-03-01","master":{"record":"tax","tax":"V10","name":"Ten","rate_ppm":100000}}
{"id":"iF","op":"item","date":"2026-03-01","item":"F","method":"fifo"}
{"id":"iV","op":"item","date":"2026-03-01","item":"V","method":"average"}
{"id":"iS","op":"item","date":"2026-03-01","item":"S","method":"standard","standard_cost":"33.4"}
{"id":"iK","op":"item","date":"2026-03-01","item":"KIT","method":"fifo"}
{"id":"f1","op":"receive","date":"2026-03-02","item":"F","qty":"3","cost":"33.35","vendor":"V-1"}
{"id":"f2","op":"ship","date":"2026-03-02","item":"F","qty":"1","price":"50.5","tax_type":"V10"}
{"id":"f3","op":"ship","date":"2026-03-02","item":"F","qty":"1","price":"50.4999"}
{"id":"v1","op":"receive","date":"2026-03-02","item":"V","qty":"3","value":"100","vendor":"V-1"}
{"id":"v2","op":"receive","date":"2026-03-02","item":"V","qty":"4","cost":"25.1256","vendor":"V-1"}
{"id":"v3","op":"ship","date":"2026-03-02","item":"V","qty":"2","price":"40"}
{"id":"s1","op":"receive","date":"2026-03-02","item":"S","qty":"3","cost":"30.05","vendor":"V-1"}
{"id":"l1","op":"landed_cost","date":"2026-03-03","of":["f1","v1","s1"],"amount":"100","basis":"quantity"}
{"id":"b1","op":"invoice","date":"2026-03-03","of":"v2","amount":"105","tax_type":"V10","vendor":"V-1"}
{"id":"g1","op":"receive","date":"2026-03-04","item":"F","qty":"2","cost":"0.625","currency":"EUR","rate":"161.5","vendor":"V-2"}
{"id":"g2","op":"invoice","date":"2026-03-05","of":"g1","amount":"1.27","currency":"EUR","rate":"163","vendor":"V-2"}
{"id":"w1","op":"revalue","date":"2026-03-06","item":"V","percent":"-7.5","reason":"soiled"}
{"id":"u1","op":"adjust","date":"2026-03-06","item":"V","qty":"-1","reason":"broken"}
{"id":"c1","op":"customer_return","date":"2026-03-07","of":"v3","qty":"1","disposition":"restock"}
{"id":"n1","op":"credit_note","date":"2026-03-07","side":"supplier","of":"g1","amount":"0.13","currency":"EUR","rate":"162"}
{"id":"k1","op":"build","date":"2026-03-08","item":"KIT","qty":"3","components":[{"item":"V","qty":"1"}],"labour":"1.25"}"#;

/// A workplace with an empty store in a currency.
pub fn company(currency: &str) -> Workplace {
    let place = Workplace::empty();
    place.run(&["init", "--currency", currency]).well();
    place
}

/// A workplace whose days are posted in a currency.
pub fn days_in(currency: &str) -> Workplace {
    let place = company(currency);
    place.feed(&["post", "-"], DAYS).well();
    place
}

/// Each entry with its rule, and its accounts with what is debited, below zero for credits.
fn journal(place: &Workplace) -> Vec<String> {
    journal_of(&place.rows(&["journal"]))
}

fn journal_of(rows: &[Value]) -> Vec<String> {
    let line = |line: &Value| {
        let text = |name: &str| line[name].as_str().unwrap().to_owned();
        let is_credit = text("debit").bytes().all(|byte| b"0.".contains(&byte));
        let (sign, side) = if is_credit { ("-", "credit") } else { ("", "debit") };
        format!("{} {sign}{}", text("account"), text(side))
    };
    let entry = |row: &Value| {
        let lines: Vec<String> = row["lines"].as_array().unwrap().iter().map(line).collect();
        format!("{}: {}", row["rule"].as_str().unwrap(), lines.join(", "))
    };
    rows.iter().map(entry).collect()
}

#[test]
fn days_in_yen_are_rounded_to_the_yen() {
    let place = days_in("JPY");
    let expected = [
        "receipt: 1300 100, 2100 -100",
        "shipment: 1100 56, 4000 -51, 2200 -5, 5000 33, 1300 -33",
        "shipment: 1100 50, 4000 -50, 5000 34, 1300 -34",
        "receipt: 1300 100, 2100 -100",
        "receipt: 1300 101, 2100 -101",
        "shipment: 1100 80, 4000 -80, 5000 57, 1300 -57",
        "receipt: 1300 100, 5100 -10, 2100 -90",
        // 100 is shared out by largest remainder: 34, 33, 33.
        "landed_cost: 1300 11, 5000 23, 2150 -34",
        "landed_cost: 1300 24, 5000 9, 2150 -33",
        "landed_cost: 5100 33, 2150 -33",
        "invoice: 2100 101, 5100 4, 1400 11, 2000 -116",
        // 1.25 EUR at 161.5 are 201.875.
        "receipt: 1300 202, 2100 -202",
        "invoice: 2100 202, 5100 3, 5800 2, 2000 -207",
        "revaluation: 5400 13, 1300 -13",
        "adjustment: 5300 31, 1300 -31",
        "return: 4000 40, 1100 -40, 1300 33, 5000 -33",
        "credit_note: 5100 -21, 2000 21",
        "build: 1300 98, 1300 -94, 5700 -4",
    ];
    assert_eq!(journal(&place), expected);
    place.run(&["audit", "--replay"]).well();
}

#[test]
fn days_in_dinars_are_rounded_to_the_fils() {
    let place = days_in("KWD");
    let expected = [
        "receipt: 1300 100.050, 2100 -100.050",
        "shipment: 1100 55.550, 4000 -50.500, 2200 -5.050, 5000 33.350, 1300 -33.350",
        "shipment: 1100 50.500, 4000 -50.500, 5000 33.350, 1300 -33.350",
        "receipt: 1300 100.000, 2100 -100.000",
        "receipt: 1300 100.502, 2100 -100.502",
        "shipment: 1100 80.000, 4000 -80.000, 5000 57.286, 1300 -57.286",
        "receipt: 1300 100.200, 5100 -10.050, 2100 -90.150",
        "landed_cost: 1300 11.111, 5000 22.223, 2150 -33.334",
        "landed_cost: 1300 23.809, 5000 9.524, 2150 -33.333",
        "landed_cost: 5100 33.333, 2150 -33.333",
        "invoice: 2100 100.502, 5100 4.498, 1400 10.500, 2000 -115.500",
        "receipt: 1300 201.875, 2100 -201.875",
        "invoice: 2100 201.875, 5100 3.230, 5800 1.905, 2000 -207.010",
        "revaluation: 5400 12.527, 1300 -12.527",
        "adjustment: 5300 30.900, 1300 -30.900",
        "return: 4000 40.000, 1100 -40.000, 1300 33.405, 5000 -33.405",
        "credit_note: 5100 -20.995, 5800 -0.065, 2000 21.060",
        "build: 1300 97.952, 1300 -94.202, 5700 -3.750",
    ];
    assert_eq!(journal(&place), expected);
    place.run(&["audit", "--replay"]).well();
}

#[test]
fn reports_have_the_decimals_of_the_currency() {
    for (currency, decimals) in [("JPY", 0), ("KWD", 3)] {
        let place = days_in(currency);
        let has_them = |amount: &Value| {
            let text = amount.as_str().unwrap();
            let found = text.split_once('.').map_or(0, |(_, part)| part.len());
            assert_eq!(found, decimals, "{currency}: {text}");
        };
        for (query, column) in [
            (&["trial-balance"][..], "balance"),
            (&["report", "valuation"], "value"),
            (&["report", "cost-of-sales"], "cost_of_sales"),
            (&["report", "margin"], "sales"),
            (&["grni"], "value"),
            (&["layers"], "value"),
        ] {
            let rows = place.rows(query);
            assert!(!rows.is_empty(), "{query:?}");
            for row in &rows {
                has_them(&row[column]);
            }
        }
    }
}

#[test]
fn a_spreadsheet_shows_the_decimals_of_the_currency() {
    for (currency, format, value) in [
        ("JPY", "#,##0", "100"),
        ("KWD", "#,##0.000", "100.05"),
        ("EUR", "#,##0.00", "100.05"),
    ] {
        let place = company(currency);
        let goods = r#"{"id":"i","op":"item","date":"2026-03-02","item":"F","method":"fifo"}
{"id":"r","op":"receive","date":"2026-03-02","item":"F","qty":"3","cost":"33.35"}"#;
        place.feed(&["post", "-"], goods).well();
        let file = place.path("stock.xlsx").display().to_string();
        let rows = ["report", "valuation", "--by", "item", "--xlsx", &file];
        place.run(&rows).well();
        let sheet = part(&place, "stock.xlsx", "xl/worksheets/sheet1.xml");
        assert!(
            cell(&sheet, "I2").ends_with(&format!("><v>{value}</v>")),
            "{currency}: {sheet}"
        );
        // The cell's style says which format, and that is one of those that every program knows, or is spelt out.
        let styles = part(&place, "stock.xlsx", "xl/styles.xml");
        let cells = styles.split("<cellXfs").nth(1).unwrap();
        let style: usize = style_of(&sheet, "I2").parse().unwrap();
        let form = cells.split("<xf ").nth(style + 1).unwrap();
        let number = form
            .split("numFmtId=\"")
            .nth(1)
            .unwrap()
            .split('"')
            .next()
            .unwrap();
        let own = format!("numFmtId=\"{number}\" formatCode=\"{format}\"");
        let known = [("3", "#,##0"), ("4", "#,##0.00")];
        let is_it = styles.contains(&own) || known.contains(&(number, format));
        assert!(is_it, "{currency}: {number} in {styles}");
    }
}

/// The answer to one document that is refused.
fn refused(place: &Workplace, document: &str) -> Said {
    let said = place.feed(&["post", "-"], document);
    assert_ne!(said.code, 0, "{document}: {}", said.out);
    said
}

#[test]
fn no_amount_is_finer_than_its_currency() {
    let place = company("EUR");
    let goods = r#"{"id":"i","op":"item","date":"2026-03-02","item":"A","method":"fifo"}
{"id":"r","op":"receive","date":"2026-03-02","item":"A","qty":"9","cost":"5"}
{"id":"y","op":"receive","date":"2026-03-02","item":"A","qty":"3","cost":"33.35","currency":"JPY","rate":"0.0061"}"#;
    place.feed(&["post", "-"], goods).well();
    for (document, expected) in [
        (
            r#""op":"invoice","of":"y","amount":"100.5","currency":"JPY","rate":"0.0061""#,
            "an amount in JPY without decimals, found 100.50",
        ),
        (
            r#""op":"invoice","of":"y","amount":"100","tax":"0.1","currency":"JPY","rate":"0.0061""#,
            "an amount in JPY without decimals, found 0.10",
        ),
        (
            r#""op":"invoice","of":"r","amount":"1.2345","currency":"KWD","rate":"3""#,
            "an amount in KWD with at most 3 decimals, found 1.2345",
        ),
        (
            r#""op":"invoice","of":"r","amount":"1.001","currency":"EUR","rate":"1""#,
            "an amount in EUR with at most 2 decimals, found 1.001",
        ),
        (
            r#""op":"invoice","amount":"2","currency":"KRW","rate":"1","lines":[{"of":"r","amount":"1.5"},{"of":"y","amount":"0.5"}]"#,
            "an amount in KRW without decimals, found 1.50",
        ),
        (
            r#""op":"landed_cost","of":["r"],"amount":"-0.5","basis":"quantity","currency":"VND","rate":"1""#,
            "an amount in VND without decimals, found -0.50",
        ),
        (
            r#""op":"receive","item":"A","qty":"1","value":"0.5","currency":"JPY","rate":"0.0061""#,
            "an amount in JPY without decimals, found 0.50",
        ),
        (
            r#""op":"credit_note","side":"supplier","of":"y","amount":"0.5","currency":"JPY","rate":"0.0061""#,
            "an amount in JPY without decimals, found 0.50",
        ),
        (
            r#""op":"invoice","of":"r","amount":"1.001""#,
            "field amount: expected an amount of money with at most 2 decimals, found \"1.001\"",
        ),
        (
            r#""op":"invoice","amount":"1","lines":[{"of":"r","amount":"0.999"},{"of":"y","amount":"0.001"}]"#,
            "field amount: expected an amount of money with at most 2 decimals, found \"0.999\"",
        ),
    ] {
        let document = format!("{{\"id\":\"x\",\"date\":\"2026-03-03\",{document}}}");
        let said = refused(&place, &document);
        assert!(said.err.contains(expected), "{document}: {}", said.err);
    }
    assert_eq!(place.rows(&["journal"]).len(), 2);
}

#[test]
fn a_foreign_amount_is_kept_in_its_own_minor_unit() {
    let place = company("EUR");
    let documents = r#"{"id":"t","op":"define","date":"2026-03-01","master":{"record":"tax","tax":"V10","name":"Ten","rate_ppm":100000}}
{"id":"i","op":"item","date":"2026-03-02","item":"A","method":"fifo"}
{"id":"y","op":"receive","date":"2026-03-02","item":"A","qty":"3","cost":"33.35","currency":"JPY","rate":"0.61"}
{"id":"k","op":"receive","date":"2026-03-02","item":"A","qty":"3","value":"1.234","currency":"KWD","rate":"30"}
{"id":"by","op":"invoice","date":"2026-03-03","of":"y","amount":"105","tax_type":"V10","currency":"JPY","rate":"0.62"}
{"id":"bk","op":"invoice","date":"2026-03-03","of":"k","qty":"1","amount":"0.411","currency":"KWD","rate":"30"}
{"id":"b2","op":"invoice","date":"2026-03-03","of":"k","qty":"2","amount":"0.825","currency":"KWD","rate":"30"}
{"id":"a","op":"invoice","date":"2026-03-04","item":"A","qty":"3","amount":"0.100","currency":"KWD","rate":"30"}
{"id":"a1","op":"receive","date":"2026-03-05","item":"A","qty":"1","invoice":"a"}
{"id":"a2","op":"receive","date":"2026-03-05","item":"A","qty":"2","invoice":"a"}
{"id":"c","op":"credit_note","date":"2026-03-06","side":"supplier","of":"y","amount":"11","tax":"1","prices_include_tax":true,"currency":"JPY","rate":"0.62"}"#;
    place.feed(&["post", "-"], documents).well();
    let expected = [
        // 100.05 JPY are 100.
        "receipt: 1300 61.00, 2100 -61.00",
        "receipt: 1300 37.02, 2100 -37.02",
        // 10.5 JPY of tax are 11, and 6.82 EUR.
        "invoice: 2100 61.00, 5100 3.05, 5800 1.05, 1400 6.82, 2000 -71.92",
        // A third of 1.234 KWD is 0.411, and what is left 0.823.
        "invoice: 2100 12.34, 5800 -0.01, 2000 -12.33",
        "invoice: 2100 24.68, 5100 0.06, 5800 0.01, 2000 -24.75",
        "invoice: 2100 3.00, 2000 -3.00",
        "receipt: 1300 1.00, 2100 -1.00",
        "receipt: 1300 2.00, 2100 -2.00",
        "credit_note: 5100 -6.10, 5800 -0.10, 1400 -0.62, 2000 6.82",
    ];
    assert_eq!(journal(&place), expected);
    place.run(&["audit", "--replay"]).well();
    // In the log stands what was stated.
    let log = place.path("log").display().to_string();
    place.run(&["log", "export", "-o", &log]).well();
    let log = std::fs::read_to_string(&log).unwrap();
    assert!(log.contains(r#"\"value\":\"1.234\""#) && log.contains(r#"\"amount\":\"105.00\""#));
}

#[test]
fn init_fixes_the_decimals_for_life() {
    for (currency, told, other) in [
        ("JPY", "no decimals", "KRW"),
        ("KWD", "3 decimals", "BHD"),
        ("EUR", "2 decimals", "XTS"),
    ] {
        let place = Workplace::empty();
        let said = place.run(&["init", "--currency", currency]).well();
        let expected = format!("Amounts are in {currency} and have {told}.");
        assert!(said.err.contains(&expected), "{}", said.err);
        let money = |place: &Workplace| {
            let rows = place.rows(&["status"]);
            rows.into_iter().find(|row| row["what"] == "money").unwrap()["is"].clone()
        };
        assert_eq!(money(&place), format!("{currency}, {told}"));
        // Nothing is posted: it may be another currency, but for one of other decimals.
        place.run(&["init", "--currency", other]).well();
        assert_eq!(money(&place), format!("{other}, {told}"));
        let refused = place.run(&["init", "--currency", "CLF"]);
        assert_eq!(refused.code, 1);
        let expected = format!("OTHER_DECIMALS: CLF has 4 decimals, amounts here have {told}.");
        assert!(refused.err.contains(&expected), "{}", refused.err);
        place.run(&["audit", "--replay"]).well();
        // Another program that does it all again, or takes it back, comes to the same.
        let (log, copy) = (
            place.path("log").display().to_string(),
            place.path("copy").display().to_string(),
        );
        let goods = r#"{"id":"i","op":"item","date":"2026-03-02","item":"A","method":"fifo"}
{"id":"r","op":"receive","date":"2026-03-02","item":"A","qty":"1","value":"7"}"#;
        place.feed(&["post", "-"], goods).well();
        place.run(&["log", "export", "-o", &log]).well();
        place.run(&["--store", &copy, "log", "apply", &log]).well();
        let told = |store: &str| {
            place
                .run(&["--store", store, "trial-balance", "--json"])
                .well()
                .out
        };
        assert_eq!(told(&copy), told(place.store().to_str().unwrap()));
        place.run(&["--store", &copy, "audit", "--replay"]).well();
    }
    let said = Workplace::empty().run(&["init", "--samples", "--currency", "JPY"]);
    assert_eq!(said.code, 2);
    assert!(
        said.err.contains("expected a currency with 2 decimals"),
        "{}",
        said.err
    );
}

#[test]
fn a_backup_in_one_currency_is_restored_over_a_store_in_another() {
    let (place, other) = (days_in("KWD"), days_in("JPY"));
    let backup = place.path("kept").display().to_string();
    place.run(&["backup", &backup]).well();
    other.run(&["restore", &backup, "--force"]).well();
    assert_eq!(journal(&other), journal(&place));
    other.run(&["audit", "--replay"]).well();
}

#[test]
fn a_store_from_before_keeps_two_decimals_and_what_it_noted_in_hundredths() {
    let place = Workplace::empty();
    let store = of_layout_31(&place);
    let store = store.to_str().unwrap();
    let at = |arguments: &[&str], input: &str| place.feed(&[&["--store", store], arguments].concat(), input);
    let said = at(&["status", "--json"], "").well().out;
    let expected =
        "JPY, 2 decimals for life: the store is older than the rule, by ISO 4217 there are no decimals";
    assert!(said.contains(expected), "{said}");
    let before = at(&["journal", "--json"], "").well().rows().len();
    let more = r#"{"id":"s2","op":"ship","date":"2026-03-06","item":"A","qty":"1","price":"10.505"}
{"id":"b3","op":"invoice","date":"2026-03-06","of":"r2","amount":"1.234","vendor":"V-2","currency":"KWD","rate":"490"}
{"id":"a1","op":"receive","date":"2026-03-07","item":"A","qty":"1","invoice":"b1"}
{"id":"a2","op":"receive","date":"2026-03-07","item":"A","qty":"2","invoice":"b1"}
{"id":"l2","op":"invoice","date":"2026-03-07","of":"l1","amount":"0.512","currency":"KWD","rate":"500"}
{"id":"k1","op":"receive","date":"2026-03-08","item":"A","qty":"1","value":"0.001","currency":"KWD","rate":"490"}
{"id":"c1","op":"credit_note","date":"2026-03-08","side":"supplier","of":"r2","amount":"0.005","currency":"KWD","rate":"500"}"#;
    at(&["post", "-"], more).well();
    let expected = [
        "shipment: 1100 10.51, 4000 -10.51, 5000 116.65, 1300 -116.65",
        // Received at 1.23 KWD, billed at 1.234: four thousandths at the rate of the receipt.
        "invoice: 2100 602.70, 5100 1.96, 2000 -604.66",
        "receipt: 1300 208.33, 2100 -208.33",
        "receipt: 1300 416.67, 2100 -416.67",
        "invoice: 2150 249.90, 5100 0.98, 5800 5.12, 2000 -256.00",
        "receipt: 1300 0.49, 2100 -0.49",
        "credit_note: 5100 -2.45, 5800 -0.05, 2000 2.50",
    ];
    let posted = at(&["journal", "--json"], "").well().rows();
    assert_eq!(journal_of(&posted[before..]), expected);
    for whole in [&["audit", "--replay"][..], &["audit", "--replay", "--whole"]] {
        at(whole, "").well();
    }
    // A log of it, done again by this program, is in two decimals too.
    let (log, copy) = (
        place.path("log").display().to_string(),
        place.path("copy").display().to_string(),
    );
    at(&["log", "export", "-o", &log], "").well();
    place.run(&["--store", &copy, "log", "apply", &log]).well();
    let told = |store: &str| {
        place
            .run(&["--store", store, "trial-balance", "--json"])
            .well()
            .out
    };
    assert_eq!(told(&copy), told(store));
}
