//! Channel fees in `report margin`, and sales by tax type and region, as a controller sees them.

use super::credits::post;
use super::workplace::Workplace;
use serde_json::Value;

/// A workplace with 100 of A and of B, bought at 0.10 and taxed at 19 %, with customers of two regions and channels that
/// charge: `web` 12 % and 0.35 an order, 10 % from the tenth; `market` 10 % of sales with tax.
fn selling() -> Workplace {
    let place = Workplace::new();
    let files = [
        ("taxes.csv", "tax,name,rate\nV19,Standard,19\n"),
        (
            "customers.csv",
            "customer,name,region\nC-DE,Berlin shop,DE\nC-FR,Paris shop,FR\n",
        ),
        (
            "channel_fees.csv",
            "channel,since,percent,basis,fixed\nweb,2026-03-01,12,net,0.35\nweb,2026-03-10,10,,0.35\n\
             market,2026-03-01,10,gross,\n",
        ),
    ];
    for (name, text) in files {
        let file = place.file(name, text);
        place.run(&["import", &file]).well();
    }
    let group = r#""id":"g","op":"define","master":{"record":"group","number":1,"name":"Goods","sales":"4000",
        "inventory":"1300","cost_of_sales":"5000","count_variance":"5200","adjustment":"5300",
        "purchase_variance":"5100","sales_tax":"V19","purchase_tax":"V19","method":"fifo"}"#;
    let mut documents = vec![group.replace('\n', " ")];
    for item in ["A", "B"] {
        documents.push(format!(
            r#""id":"i-{item}","op":"item","item":"{item}","method":"fifo""#
        ));
        documents.push(format!(
            r#""id":"r-{item}","op":"receive","item":"{item}","qty":"100","cost":"0.10""#
        ));
    }
    let documents: Vec<&str> = documents.iter().map(String::as_str).collect();
    post(&place, &documents);
    place
}

/// The rows of a report, each with some of its columns.
fn rows(place: &Workplace, report: &[&str], columns: &[&str]) -> Vec<String> {
    let said = place.run(&[&["report"], report, &["--json"]].concat());
    assert_eq!(said.code, 0, "{}", said.err);
    let told = |row: &Value| {
        let cells = columns.iter().map(|column| match &row[*column] {
            Value::String(text) => text.clone(),
            other => other.to_string(),
        });
        cells.collect::<Vec<_>>().join(" ")
    };
    let lines = said.out.lines().map(|line| serde_json::from_str(line).unwrap());
    lines.map(|row: Value| told(&row)).collect()
}

const MARGIN: [&str; 6] = ["document", "channel", "sales", "cost", "fees", "margin"];

#[test]
fn what_a_channel_charges_comes_off_the_margin_of_what_was_sold_through_it() {
    let place = selling();
    let sold = r#""id":"s1","op":"ship","document":"W-1","channel":"web","lines":[{"item":"A","qty":"1","price":"10.00"},
        {"item":"B","qty":"1","price":"5.00"}]"#;
    post(
        &place,
        &[
            &sold.replace('\n', " "),
            r#""id":"s2","op":"ship","document":"M-1","channel":"market","item":"A","qty":"1","price":"20.00""#,
            r#""id":"s3","op":"ship","document":"T-1","channel":"till","item":"A","qty":"1","price":"1.00""#,
        ],
    );
    // 12 % of 15.00 and 0.35; 10 % of 20.00 and its tax of 3.80; nothing.
    assert_eq!(
        rows(&place, &["margin"], &MARGIN),
        [
            "M-1 null 20.00 0.10 2.38 17.52",
            "T-1 null 1.00 0.10 0.00 0.90",
            "W-1 null 15.00 0.20 2.15 12.65",
            "null null 36.00 0.40 4.53 31.07",
        ]
    );
    assert_eq!(
        rows(&place, &["margin", "--by", "channel"], &MARGIN[1..]),
        [
            "market 20.00 0.10 2.38 17.52",
            "till 1.00 0.10 0.00 0.90",
            "web 15.00 0.20 2.15 12.65",
            "null 36.00 0.40 4.53 31.07",
        ]
    );
    // Of 2.15, two thirds are of A: what is told apart makes up the whole.
    assert_eq!(
        rows(&place, &["margin", "--item", "A"], &MARGIN[2..])[2],
        "10.00 0.10 1.43 8.47"
    );
    assert_eq!(
        rows(&place, &["margin", "--item", "B"], &MARGIN[2..])[0],
        "5.00 0.10 0.72 4.18"
    );
    place.run(&["audit"]).well();
}

#[test]
fn what_came_back_is_not_charged_but_the_order_is_and_each_day_has_its_fee() {
    let place = selling();
    post(
        &place,
        &[
            r#""id":"s1","op":"ship","document":"W-1","channel":"web","item":"A","qty":"2","price":"10.00""#,
            r#""id":"b","op":"customer_return","of":"s1","qty":"1","disposition":"restock""#,
        ],
    );
    // 12 % of 10.00 that are left, and 0.35.
    assert_eq!(rows(&place, &["margin"], &["fees"])[0], "1.55");
    post(
        &place,
        &[r#""id":"b2","op":"customer_return","of":"s1","qty":"1","disposition":"restock""#],
    );
    assert_eq!(rows(&place, &["margin"], &["fees"])[0], "0.35");
    let later = r#"{"id":"s2","date":"2026-03-10","op":"ship","document":"W-2","channel":"web","item":"A","qty":"1","price":"10.00"}"#;
    place.feed(&["post", "-"], later).well();
    assert_eq!(rows(&place, &["margin"], &["fees"])[1], "1.35");
    post(&place, &[r#""id":"x","op":"reverse","of":"s2""#]);
    assert_eq!(rows(&place, &["margin"], &["fees"]), ["0.35", "0.35"]);
}

#[test]
fn sales_are_told_apart_by_tax_type_and_region_whatever_became_of_them() {
    let place = selling();
    let order = place.file(
        "sales_orders.csv",
        "order,customer,due,item,qty,price,region\nSO-1,C-DE,2026-03-02,A,1,8.00,AT\n",
    );
    place.run(&["import", &order]).well();
    post(
        &place,
        &[
            r#""id":"de","op":"ship","customer":"C-DE","item":"A","qty":"2","price":"10.00""#,
            r#""id":"fr","op":"ship","customer":"C-FR","item":"A","qty":"1","price":"30.00""#,
            r#""id":"till","op":"ship","item":"B","qty":"1","price":"1.00""#,
            r#""id":"b","op":"customer_return","of":"de","qty":"1","disposition":"restock""#,
            r#""id":"c","op":"credit_note","side":"customer","of":"fr","amount":"10.00""#,
            r#""id":"t2","op":"ship","customer":"C-FR","item":"A","qty":"1","price":"7.00""#,
            r#""id":"x","op":"reverse","of":"t2""#,
            r#""id":"al","op":"allocate","order":"SO-1""#,
            r#""id":"pi","op":"pick","order":"SO-1","tote":"TOTE-1""#,
            r#""id":"pa","op":"pack","tote":"TOTE-1","parcel":"SO-1-P1""#,
            r#""id":"cl","op":"close_parcel","parcel":"SO-1-P1""#,
            r#""id":"s","op":"ship","parcel":"SO-1-P1""#,
        ],
    );
    let columns = [
        "side",
        "tax_type",
        "rate_percent",
        "region",
        "net",
        "tax",
        "gross",
    ];
    assert_eq!(
        rows(&place, &["taxes", "--by", "region"], &columns)[..5],
        [
            "sales V19 19 null 1.00 0.19 1.19",
            "sales V19 19 AT 8.00 1.52 9.52",
            "sales V19 19 DE 10.00 1.90 11.90",
            "sales V19 19 FR 20.00 3.80 23.80",
            "sales null null null 39.00 7.41 46.41",
        ]
    );
    assert_eq!(
        rows(&place, &["taxes"], &columns)[0],
        "sales V19 19 null 39.00 7.41 46.41"
    );
}

#[test]
fn a_fee_that_cannot_be_is_refused() {
    let place = selling();
    for (percent, fixed) in [("100.01", "0"), ("-1", "0"), ("1", "-0.01")] {
        let text = format!("channel,since,percent,fixed\nweb,2026-04-01,{percent},{fixed}\n");
        let file = place.file("channel_fees.csv", &text);
        let said = place.run(&["import", &file]);
        assert_ne!(said.code, 0, "{percent} {fixed}: {}{}", said.out, said.err);
    }
    for (rate, fixed) in [("1000001", "0.00"), ("-1", "0.00"), ("1", "-0.01")] {
        let define = format!(
            r#"{{"id":"f","op":"define","master":{{"record":"channel_fee","channel":"web","since":"2026-04-01",
            "rate_ppm":{rate},"basis":"net","fixed":"{fixed}"}}}}"#
        );
        let said = place.feed(&["post", "-"], &define.replace('\n', " "));
        let answer: Value = serde_json::from_str(&said.out).unwrap();
        assert_eq!(answer["refusal"]["code"], "WRONG_WORD", "{rate} {fixed}");
    }
}
