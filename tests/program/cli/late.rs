//! Late cost as a controller sees it: documents posted, and the journal, the stock and the reports behind them.

use super::workplace::Workplace;
use std::collections::BTreeMap;

/// A second site, and what is built.
const COMPANY: &str = r#"{"id":"site","op":"define","date":"2026-01-01","master":{"record":"site","site":"SHOP","name":"Shop"}}
{"id":"bin","op":"define","date":"2026-01-01","master":{"record":"location","location":"SHOP-1","site":"SHOP","zone":"","purpose":"storage","sequence":1}}
{"id":"a","op":"item","date":"2026-01-01","item":"A","method":"METHOD"}
{"id":"fg","op":"item","date":"2026-01-01","item":"P","method":"METHOD"}
"#;

struct Company {
    place: Workplace,
}

impl Company {
    fn new(method: &str) -> Self {
        let place = Workplace::empty();
        let policies = [
            "--set",
            "invoice_variance=capitalise",
            "--set",
            "negative_stock=provisional",
        ];
        place.run(&[&["init"], &policies[..]].concat()).well();
        let company = Self { place };
        company.post(&COMPANY.replace("METHOD", method));
        company
    }

    fn post(&self, documents: &str) {
        self.place.feed(&["post", "-"], documents).well();
    }

    /// What the journal posted by a rule, account by account at each site.
    fn journal(&self, rule: &str) -> String {
        let mut sums: BTreeMap<(String, String), i64> = BTreeMap::new();
        for entry in self.place.rows(&["journal"]) {
            for line in entry["lines"].as_array().unwrap() {
                let cents = |side: &str| {
                    line[side]
                        .as_str()
                        .unwrap()
                        .replace('.', "")
                        .parse::<i64>()
                        .unwrap()
                };
                let key = (entry["site"].as_str().unwrap(), line["account"].as_str().unwrap());
                if entry["rule"] == rule {
                    *sums.entry((key.0.to_owned(), key.1.to_owned())).or_default() +=
                        cents("debit") - cents("credit");
                }
            }
        }
        let shown = |((site, account), cents): ((String, String), i64)| {
            let sign = if cents < 0 { "-" } else { "" };
            format!(
                "{site} {account} {sign}{}.{:02}",
                cents.abs() / 100,
                cents.abs() % 100
            )
        };
        let sums = sums.into_iter().filter(|(_, cents)| *cents != 0);
        sums.map(shown).collect::<Vec<_>>().join(", ")
    }

    fn stock(&self) -> String {
        let rows = self.place.rows(&["report", "valuation", "--by", "item"]);
        let rows = rows
            .iter()
            .filter(|row| row["kind"] == "row" && row["qty"] != "0");
        let told = |row: &serde_json::Value| {
            format!("{} {} {}", row["item"], row["qty"], row["value"]).replace('"', "")
        };
        rows.map(told).collect::<Vec<_>>().join(", ")
    }

    /// The sum of a column of a report.
    fn sum(&self, report: &str, column: &str) -> String {
        let rows = self.place.rows(&["report", report]);
        rows.last().unwrap()[column].as_str().unwrap().to_owned()
    }

    fn holds(&self) {
        self.place.run(&["audit", "--replay"]).well();
    }
}

#[test]
fn freight_on_goods_that_are_at_another_site_is_no_cost_of_sales_before_they_are_sold() {
    for method in ["fifo", "average"] {
        let company = Company::new(method);
        company.post(
            r#"{"id":"r","op":"receive","date":"2026-01-05","item":"A","qty":"100","cost":"1.70"}
{"id":"t","op":"transfer_out","date":"2026-01-06","item":"A","qty":"100","from_site":"MAIN","to_site":"SHOP"}
{"id":"i","op":"transfer_in","date":"2026-01-07","of":"t","qty":"100"}
{"id":"f","op":"landed_cost","date":"2026-01-08","of":["r"],"amount":"30.00","basis":"quantity"}"#,
        );
        let lines = "MAIN 1310 30.00, MAIN 2150 -30.00, SHOP 1300 30.00, SHOP 1310 -30.00";
        assert_eq!(company.journal("landed_cost"), lines, "{method}");
        assert_eq!(company.stock(), "A 100 200.00", "{method}");
        company.post(r#"{"id":"s","op":"ship","date":"2026-01-09","item":"A","qty":"100","price":"3.00","site":"SHOP"}"#);
        let costs = (
            company.sum("margin", "cost"),
            company.sum("cost-of-sales", "cost_of_sales"),
        );
        assert_eq!(costs, ("200.00".to_owned(), "200.00".to_owned()), "{method}");
        let told = company.place.run(&["why", "movement", "4"]).well().out;
        let laid = "late cost 30.00 left with movement 2, to 1310\n";
        assert!(told.contains(laid), "{told}");
        assert!(
            told.contains("late cost 30.00 of it in stock of A at SHOP, movement 5\n"),
            "{told}"
        );
        company.holds();
    }
}

#[test]
fn a_bill_for_what_was_built_sold_back_and_sent_back_stays_with_it() {
    for method in ["fifo", "average"] {
        let company = Company::new(method);
        company.post(
            r#"{"id":"r","op":"receive","date":"2026-01-05","item":"A","qty":"10","cost":"10.00"}
{"id":"b","op":"build","date":"2026-01-06","item":"P","qty":"2","components":[{"item":"A","qty":"2"}]}
{"id":"v","op":"invoice","date":"2026-01-08","of":"r","amount":"120.00"}"#,
        );
        let bill = "MAIN 1300 20.00, MAIN 2000 -120.00, MAIN 2100 100.00";
        assert_eq!(company.journal("invoice"), bill, "{method}");
        assert_eq!(company.stock(), "A 6 72.00, P 2 48.00", "{method}");
        company.holds();
        let company = Company::new(method);
        company.post(
            r#"{"id":"r","op":"receive","date":"2026-01-05","item":"A","qty":"10","cost":"10.00"}
{"id":"s","op":"ship","date":"2026-01-06","item":"A","qty":"4"}
{"id":"c","op":"customer_return","date":"2026-01-07","of":"s","qty":"4","disposition":"restock"}
{"id":"v","op":"invoice","date":"2026-01-08","of":"r","amount":"120.00"}"#,
        );
        assert_eq!(company.journal("invoice"), bill, "{method}");
        assert_eq!(company.stock(), "A 10 120.00", "{method}");
        company.holds();
        let company = Company::new(method);
        company.post(
            r#"{"id":"r","op":"receive","date":"2026-01-05","item":"A","qty":"100","cost":"1000.00"}
{"id":"x","op":"supplier_return","date":"2026-01-06","of":"r","qty":"20"}
{"id":"v","op":"invoice","date":"2026-01-08","of":"r","amount":"88000.00"}"#,
        );
        let bill = "MAIN 1300 8000.00, MAIN 2000 -88000.00, MAIN 2100 80000.00";
        assert_eq!(company.journal("invoice"), bill, "{method}");
        assert_eq!(company.stock(), "A 80 88000.00", "{method}");
        company.holds();
    }
}

#[test]
fn a_shortage_that_a_receipt_entered_late_covers_is_corrected_once() {
    let company = Company::new("average");
    company.post(
        r#"{"id":"r","op":"receive","date":"2026-03-01","item":"A","qty":"1","cost":"40.00"}
{"id":"s1","op":"ship","date":"2026-03-01","item":"A","qty":"1"}
{"id":"s2","op":"ship","date":"2026-03-02","item":"A","qty":"10"}
{"id":"late","op":"receive","date":"2026-03-01","item":"A","qty":"16","cost":"20.00"}"#,
    );
    assert_eq!(company.stock(), "A 6 120.00");
    assert_eq!(company.journal("cover"), "MAIN 1300 200.00, MAIN 5000 -200.00");
    assert_eq!(company.journal("backdated"), "");
    company.holds();
}

#[test]
fn late_cost_would_have_been_in_the_months_in_which_its_goods_came_and_were_sold() {
    let company = Company::new("average");
    company.post(
        r#"{"id":"r","op":"receive","date":"2026-01-05","item":"A","qty":"10","cost":"10.00"}
{"id":"s1","op":"ship","date":"2026-02-06","item":"A","qty":"4"}
{"id":"s2","op":"ship","date":"2026-03-06","item":"A","qty":"1"}"#,
    );
    company.place.run(&["gl", "seal"]).well();
    company.place.run(&["gl", "close", "2026-03"]).well();
    company.post(
        r#"{"id":"f","op":"landed_cost","date":"2026-04-08","of":["r"],"amount":"30.00","basis":"quantity"}"#,
    );
    let months = |company: &Company| -> Vec<String> {
        let rows = company.place.rows(&["report", "would-have-been"]);
        let late = rows.iter().filter(|row| row["late"] != "0.00");
        let told = |row: &serde_json::Value| {
            format!("{} {} {}", row["period"], row["account"], row["late"]).replace('"', "")
        };
        late.map(told).collect()
    };
    let expected = [
        "2026-01 1300 30.00",
        "2026-01 2150 -30.00",
        "2026-02 1300 -12.00",
        "2026-02 5000 12.00",
        "2026-03 1300 -3.00",
        "2026-03 5000 3.00",
    ];
    assert_eq!(months(&company), expected);
    company.post(r#"{"id":"u","op":"reverse","date":"2026-04-09","of":"f"}"#);
    assert!(months(&company).is_empty(), "what is taken back was never late");
    company.holds();
}

#[test]
fn a_shortage_is_corrected_once_also_where_something_is_entered_between_what_covered_it_and_the_sale() {
    let company = Company::new("average");
    company.post(
        r#"{"id":"r1","op":"receive","date":"2026-03-01","item":"A","qty":"4","cost":"70.00"}
{"id":"s1","op":"ship","date":"2026-03-01","item":"A","qty":"2"}
{"id":"s2","op":"ship","date":"2026-03-04","item":"A","qty":"3"}
{"id":"r2","op":"receive","date":"2026-03-01","item":"A","qty":"9","cost":"15.00"}
{"id":"b","op":"customer_return","date":"2026-03-03","of":"s1","qty":"1","disposition":"restock"}"#,
    );
    assert_eq!(company.stock(), "A 9 258.75");
    assert_eq!(company.journal("cover"), "MAIN 1300 55.00, MAIN 5000 -55.00");
    assert_eq!(company.journal("backdated"), "MAIN 1300 68.75, MAIN 5000 -68.75");
    company.holds();
}

#[test]
fn a_wrong_receipt_that_is_taken_back_after_goods_left_never_happened() {
    let company = Company::new("average");
    company.post(
        r#"{"id":"r","op":"receive","date":"2026-03-01","item":"A","qty":"10","cost":"10.00"}
{"id":"wrong","op":"receive","date":"2026-03-02","item":"A","qty":"10","cost":"20.00"}
{"id":"s","op":"ship","date":"2026-03-05","item":"A","qty":"5"}
{"id":"back","op":"reverse","date":"2026-03-06","of":"wrong"}"#,
    );
    assert_eq!(company.stock(), "A 5 50.00");
    assert_eq!(company.journal("backdated"), "MAIN 1300 25.00, MAIN 5000 -25.00");
    company.holds();
}
