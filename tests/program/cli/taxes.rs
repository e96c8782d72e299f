//! Tax on documents, as journals of the program: worked out over the whole document, spread over its lines, given back.

mod billed;

use super::credits::{balance, post, posted};
use super::workplace::Workplace;
use serde_json::Value;

const MARCH: &str = "2026-03-02";

/// An item of group 1, which is taxed at 19 %, by its code and its own tax type.
fn item(code: &str, sales_tax: &str, service: bool) -> String {
    format!(
        r#""id":"i-{code}","op":"define","master":{{"record":"item","item":"{code}","name":"{code}","group_number":1,
        "method":"fifo","standard_cost":null,"tracking":"none","uom":"EA","price":null,"min_life_days":null,"abc":"C",
        "weight":null,"service":{service},"supplier_code":null,"sales_tax":{sales_tax},"purchase_tax":{sales_tax}}}"#
    )
    .replace('\n', " ")
}

/// A workplace whose group 1 is taxed at 19 %, with items: A like its group, F at 7 %, X exempt, and the service OFF. There
/// are 100 of each of the goods, bought untaxed at 0.10.
fn taxed(policies: &str) -> Workplace {
    let place = Workplace::new();
    let policies = place.file("policies.csv", &format!("key,value\n{policies}"));
    let taxes = place.file(
        "taxes.csv",
        "tax,name,rate\nV19,Standard,19\nV7,Reduced,7\nV0,Exempt,0\n",
    );
    place.run(&["import", &policies, &taxes]).well();
    let group = r#""id":"g","op":"define","master":{"record":"group","number":1,"name":"Goods","sales":"4000",
        "inventory":"1300","cost_of_sales":"5000","count_variance":"5200","adjustment":"5300",
        "purchase_variance":"5100","sales_tax":"V19","purchase_tax":"V19","method":"fifo"}"#;
    let mut documents = vec![
        group.replace('\n', " "),
        item("A", "null", false),
        item("F", "\"V7\"", false),
        item("X", "\"V0\"", false),
        item("OFF", "null", true),
    ];
    for code in ["A", "F", "X"] {
        documents.push(format!(
            r#""id":"r-{code}","op":"receive","item":"{code}","qty":"100","cost":"0.10""#
        ));
    }
    let documents: Vec<&str> = documents.iter().map(String::as_str).collect();
    post(&place, &documents);
    place
}

/// Lines of a shipment: item, quantity, price.
fn ship(id: &str, more: &str, lines: &[(&str, &str, &str)]) -> String {
    let line = |(item, qty, price): &(&str, &str, &str)| {
        format!(r#"{{"item":"{item}","qty":"{qty}","price":"{price}"}}"#)
    };
    let lines: Vec<String> = lines.iter().map(line).collect();
    format!(r#""id":"{id}","op":"ship"{more},"lines":[{}]"#, lines.join(","))
}

/// Asserts that the books hold.
fn sound(place: &Workplace) {
    place.run(&["audit"]).well();
    place.run(&["audit", "--replay"]).well();
}

/// Returns the message of a document that is refused.
fn refused(place: &Workplace, fields: &str) -> String {
    let said = place.feed(&["post", "-"], &format!("{{\"date\":\"{MARCH}\",{fields}}}"));
    assert_eq!(said.code, 1, "{}{}", said.out, said.err);
    let answer: Value = serde_json::from_str(&said.out).unwrap();
    answer["refusal"]["message"].as_str().unwrap().to_owned()
}

/// Returns the rows of `report taxes`, each as a line.
fn taxes(place: &Workplace, more: &[&str]) -> Vec<String> {
    let shown = |row: &Value| {
        let text = |name: &str| row[name].as_str().unwrap_or("-").to_owned();
        let head = ["side", "tax_type", "rate_percent", "net", "tax"]
            .map(text)
            .join(" ");
        match (row["ledger"].as_str(), row["other"].as_str()) {
            (Some(ledger), Some(other)) => format!("{head} ledger {ledger} other {other}"),
            _ => head,
        }
    };
    let rows = place.rows(&[&["report", "taxes"], more].concat());
    rows.iter().map(shown).collect()
}

#[test]
fn ten_lines_of_thirty_three_cents_are_taxed_as_one_sum_and_come_back_line_by_line() {
    let place = taxed("");
    post(&place, &[&ship("s", "", &[("A", "1", "0.33"); 10])]);
    assert_eq!(
        posted(&place, "s"),
        "1100 3.93, 1300 -1.00, 2200 -0.63, 4000 -3.30, 5000 1.00"
    );
    for nth in 1..=10 {
        let back =
            format!(r#""id":"b{nth}","op":"customer_return","of":"s","qty":"1","disposition":"restock""#);
        post(&place, &[&back]);
        sound(&place);
    }
    for account in ["1100", "2200", "4000", "5000"] {
        assert_eq!(balance(&place, account), "0.00", "{account}");
    }
    post(
        &place,
        &[
            &ship("t", "", &[("A", "1", "0.33"); 10]),
            r#""id":"u","op":"reverse","of":"t""#,
        ],
    );
    assert_eq!(
        (balance(&place, "1100"), balance(&place, "2200")),
        ("0.00".into(), "0.00".into())
    );
    sound(&place);
}

#[test]
fn a_parcel_is_one_document_whatever_lines_of_the_order_it_holds() {
    let place = taxed("");
    let customers = place.file("customers.csv", "customer,name\nC-1,Somebody\n");
    place.run(&["import", &customers]).well();
    let row = |nth: usize| format!("SO-1,C-1,{MARCH},{nth},A,1,0.33\n");
    let lines: String = (1..=10).map(row).collect();
    let head = "order,customer,due,line,item,qty,price\n";
    let orders = place.file("sales_orders.csv", &format!("{head}{lines}"));
    place.run(&["import", &orders]).well();
    post(
        &place,
        &[
            r#""id":"al","op":"allocate","order":"SO-1""#,
            r#""id":"pi","op":"pick","order":"SO-1","tote":"TOTE-1""#,
            r#""id":"pa","op":"pack","tote":"TOTE-1","parcel":"SO-1-P1""#,
            r#""id":"cl","op":"close_parcel","parcel":"SO-1-P1""#,
            r#""id":"s","op":"ship","parcel":"SO-1-P1""#,
        ],
    );
    assert_eq!(
        posted(&place, "s"),
        "1100 3.93, 1300 -1.00, 2200 -0.63, 4000 -3.30, 5000 1.00"
    );
    sound(&place);
    let u = r#""id":"u","op":"reverse","of":"s""#;
    post(&place, &[u]);
    assert_eq!(balance(&place, "2200"), "0.00");
    let included = place.file(
        "sales_orders.csv",
        "order,customer,due,line,item,qty,price,prices_include_tax,tax_type\nSO-2,C-1,2026-03-02,1,A,3,1.07,true,V7\n",
    );
    place.run(&["import", &included]).well();
    post(
        &place,
        &[
            r#""id":"al2","op":"allocate","order":"SO-2""#,
            r#""id":"pi2","op":"pick","order":"SO-2","tote":"TOTE-2""#,
            r#""id":"pa2","op":"pack","tote":"TOTE-2","parcel":"SO-2-P1""#,
            r#""id":"cl2","op":"close_parcel","parcel":"SO-2-P1""#,
            r#""id":"s2","op":"ship","parcel":"SO-2-P1""#,
        ],
    );
    assert_eq!(
        posted(&place, "s2"),
        "1100 3.21, 1300 -0.30, 2200 -0.21, 4000 -3.00, 5000 0.30"
    );
    sound(&place);
}

#[test]
fn prices_with_tax_stay_to_the_cent_whatever_types_are_mixed() {
    let place = taxed("sales_prices_include_tax,yes\n");
    // 19 %: 12.89 less 1.00 is 11.89, of which 1.90 is tax; 7 %: 0.99, of which 0.06; exempt: 2.50.
    let lines = [
        ("A", "1", "11.90"),
        ("A", "1", "0.99"),
        ("F", "1", "0.99"),
        ("X", "1", "2.50"),
        ("OFF", "1", "-1.00"),
    ];
    post(&place, &[&ship("s", "", &lines)]);
    assert_eq!(
        posted(&place, "s"),
        "1100 15.38, 1300 -0.40, 2200 -1.96, 4000 -13.42, 5000 0.40"
    );
    let without = ship("t", r#","prices_include_tax":false"#, &lines);
    post(&place, &[&without]);
    // 19 % on 11.89 is 2.26, 7 % on 0.99 is 0.07.
    assert_eq!(
        posted(&place, "t"),
        "1100 17.71, 1300 -0.40, 2200 -2.33, 4000 -15.38, 5000 0.40"
    );
    let told = [
        "sales V0 0 5.00 0.00",
        "sales V19 19 21.88 4.16",
        "sales V7 7 1.92 0.13",
        "sales - - 28.80 4.29 ledger 4.29 other 0.00",
        "purchases - - 0.00 0.00 ledger 0.00 other 0.00",
    ];
    assert_eq!(taxes(&place, &[]), told);
    assert_eq!(taxes(&place, &["--until", "2026-03-01"]).len(), 2, "sums alone");
    let back = |nth: usize, item: &str, qty: &str| {
        format!(
            r#""id":"b{nth}","op":"customer_return","of":"s","item":"{item}","qty":"{qty}","disposition":"restock""#
        )
    };
    for (nth, (item, qty)) in [("OFF", "1"), ("A", "2"), ("X", "1"), ("F", "1")]
        .into_iter()
        .enumerate()
    {
        post(&place, &[&back(nth, item, qty)]);
        sound(&place);
    }
    post(&place, &[r#""id":"u","op":"reverse","of":"t""#]);
    for account in ["1100", "2200", "4000", "5000"] {
        assert_eq!(balance(&place, account), "0.00", "{account}");
    }
}

#[test]
fn the_line_the_document_the_item_and_the_group_say_the_tax_type_in_this_order() {
    let place = taxed("");
    let one = |id: &str, item: &str, more: &str| {
        format!(r#""id":"{id}","op":"ship","item":"{item}","qty":"1","price":"100.00"{more}"#)
    };
    for (id, item, more, tax) in [
        ("s1", "A", "", "-19.00"),
        ("s2", "F", "", "-7.00"),
        ("s3", "F", r#","tax_type":"V19""#, "-19.00"),
        ("s4", "A", r#","tax":"5.50""#, "-5.50"),
        ("s5", "A", r#","tax":"5.50","prices_include_tax":true"#, "-5.50"),
    ] {
        let before = balance(&place, "2200");
        post(&place, &[&one(id, item, more)]);
        assert!(
            posted(&place, id).contains(&format!("2200 {tax},")),
            "{id} after {before}: {}",
            posted(&place, id)
        );
    }
    assert!(posted(&place, "s5").contains("1100 100.00"), "the price stays");
    let line = r#""id":"s6","op":"ship","tax_type":"V0","lines":[{"item":"A","qty":"1","price":"100.00"},
        {"item":"A","qty":"1","price":"100.00","tax_type":"V7"}]"#;
    post(&place, &[&line.replace('\n', " ")]);
    assert!(
        posted(&place, "s6").contains("2200 -7.00,"),
        "{}",
        posted(&place, "s6")
    );
    sound(&place);
    for (fields, why) in [
        (one("n1", "A", r#","tax":"100.01""#), "a tax of at most 100.00"),
        (one("n2", "A", r#","tax":"-1""#), "a tax from zero"),
        (one("n3", "A", r#","tax_type":"V20""#), "V20"),
        (
            ship("n4", r#","item":"A""#, &[("A", "1", "1")]),
            "item beside the lines",
        ),
        (ship("n5", "", &[]), "at least one line"),
        (
            ship("n6", "", &[("A", "1", "1"), ("A", "1", "-1")]),
            "only a service among other lines",
        ),
        (
            ship("n7", "", &[("A", "1", "1"), ("OFF", "1", "-2")]),
            "zero or more",
        ),
    ] {
        let said = refused(&place, &fields);
        assert!(said.contains(why), "{fields}: {said}");
    }
}
