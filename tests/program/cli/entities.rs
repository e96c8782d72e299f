//! Books of several legal entities, as a controller works with them.

use super::credits::post;
use super::workplace::Workplace;
use serde_json::Value;
use std::process::Command;

/// A maker with a factory, and a retailer with a shop that bought 100 apples of it at 110 % of 1.70 and sold 30.
fn traded() -> Workplace {
    let place = Workplace::new();
    let files = [
        (
            "entities.csv",
            "entity,name\nMAKER,Maker Ltd\nRETAIL,Retail Ltd\n",
        ),
        (
            "sites.csv",
            "site,name,entity\nFAB,Factory,MAKER\nSHOP,Shop,RETAIL\n",
        ),
        (
            "locations.csv",
            "location,site,purpose,sequence\nF-1,FAB,storage,1\nS-1,SHOP,storage,1\n",
        ),
        (
            "transfer_prices.csv",
            "seller,buyer,item,since,price,percent\nMAKER,RETAIL,,2026-01-01,,110\n",
        ),
    ];
    for (name, text) in files {
        let file = place.file(name, text);
        place.run(&["import", &file]).well();
    }
    let documents = [
        r#""id":"i","op":"item","item":"APPLE","method":"fifo""#,
        r#""id":"r","op":"receive","item":"APPLE","qty":"100","cost":"1.70","site":"FAB""#,
        r#""id":"t","op":"transfer_out","item":"APPLE","qty":"100","from_site":"FAB","to_site":"SHOP""#,
        r#""id":"a","op":"transfer_in","of":"t","qty":"80""#,
        r#""id":"s","op":"ship","item":"APPLE","qty":"30","price":"5.00","site":"SHOP""#,
    ];
    post(&place, &documents);
    place
}

/// Each row of a query, some of its columns.
fn told(place: &Workplace, query: &[&str], columns: &[&str]) -> Vec<String> {
    let row = |row: &Value| {
        let cells = columns.iter().map(|column| match &row[*column] {
            Value::String(text) => text.clone(),
            other => other.to_string(),
        });
        cells.collect::<Vec<_>>().join(" ")
    };
    place.rows(query).iter().map(row).collect()
}

#[test]
fn each_legal_entity_has_a_trial_balance_and_the_group_what_it_eliminates() {
    let place = traded();
    let balance = |entity: &str| {
        told(
            &place,
            &["trial-balance", "--entity", entity],
            &["account", "balance"],
        )
    };
    assert_eq!(
        balance("MAKER"),
        [
            "1150 187.00",
            "1300 0.00",
            "2100 -170.00",
            "4900 -187.00",
            "5900 170.00"
        ]
    );
    assert_eq!(
        balance("RETAIL"),
        [
            "1100 150.00",
            "1300 93.50",
            "1310 37.40",
            "2050 -187.00",
            "4000 -150.00",
            "5000 56.10"
        ]
    );
    assert!(balance("-").is_empty(), "the company itself did nothing");
    let said = place.run(&["trial-balance", "--entity", "NOBODY"]);
    assert!(
        said.code != 0 && said.err.contains("UNKNOWN_ENTITY"),
        "{}",
        said.err
    );
    let columns = [
        "kind",
        "seller",
        "buyer",
        "sales",
        "cost",
        "profit",
        "unrealised",
        "owed",
    ];
    assert_eq!(
        told(&place, &["report", "eliminations"], &columns),
        [
            "row MAKER RETAIL 187.00 170.00 17.00 11.90 187.00",
            "sum null null 187.00 170.00 17.00 11.90 187.00",
        ],
        "70 of 100 apples are there"
    );
    let before = ["report", "eliminations", "--until", "2026-03-01"];
    assert_eq!(
        told(&place, &before, &columns)[1],
        "sum null null 0.00 0.00 0.00 11.90 0.00"
    );
}

#[test]
fn what_was_sold_is_on_its_way_in_the_books_of_who_bought_it() {
    let place = traded();
    let columns = ["site", "item", "qty", "value"];
    for day in [&[][..], &["--date", "2026-03-02"]] {
        let asked = [&["open-items", "--kind", "in_transit"], day].concat();
        let open = told(&place, &asked, &columns);
        assert_eq!(open[0], "SHOP APPLE 20 37.40", "{day:?}");
    }
    let written_off = r#""id":"c","op":"transfer_close","of":"t","reason":"broken""#;
    post(&place, &[written_off]);
    let lost = ["journal", "--site", "SHOP"];
    assert_eq!(told(&place, &lost, &["rule"]).last().unwrap(), "transfer_close");
}

#[test]
fn ledger_batches_are_sealed_listed_exported_and_closed_for_one_legal_entity() {
    let place = traded();
    let sites = |query: &[&str]| {
        let mut sites = told(&place, query, &["site"]);
        sites.dedup();
        sites
    };
    assert_eq!(sites(&["gl", "preview", "--entity", "RETAIL"]), ["SHOP"]);
    let close = ["gl", "close", "2026-03", "--entity", "RETAIL"];
    let said = place.run(&close);
    assert!(said.code != 0 && said.err.contains("UNSEALED"), "{}", said.err);
    let check = place.run(&[&close[..], &["--check"]].concat());
    assert!(
        check.out.contains("2026-03-02 at SHOP") && !check.out.contains("FAB"),
        "{}",
        check.out
    );
    place.run(&["gl", "seal", "--entity", "RETAIL"]).well();
    place.run(&["gl", "seal", "--entity", "MAKER"]).well();
    assert_eq!(
        told(&place, &["gl", "list"], &["site", "amount"]),
        ["SHOP 542.70", "FAB 527.00"]
    );
    assert_eq!(sites(&["gl", "list", "--entity", "MAKER"]), ["FAB"]);
    let file = place.path("retail.journal");
    let path = file.to_str().unwrap();
    place
        .run(&["gl", "export", "--entity", "RETAIL", "-o", path])
        .well();
    let journal = std::fs::read_to_string(&file).unwrap();
    assert!(journal.contains("SHOP") && !journal.contains("FAB"), "{journal}");
    match Command::new("hledger").args(["-f", path, "check", "-s"]).output() {
        Ok(checked) => assert!(
            checked.status.success(),
            "{}",
            String::from_utf8_lossy(&checked.stderr)
        ),
        Err(_) => println!("skipped: hledger is not installed here"),
    }
    let said = place.run(&["gl", "export", "--entity", "-"]);
    assert!(
        said.err.contains("in the books of the company itself"),
        "{}",
        said.err
    );
    let said = place.run(&close).well();
    assert_eq!(
        said.err.lines().next(),
        Some("Period 2026-03 is closed for RETAIL.")
    );
    let again = r#""id":"t2","op":"receive","item":"APPLE","qty":"1","cost":"1.70""#;
    post(
        &place,
        &[
            &format!(r#"{again},"site":"SHOP""#),
            &format!(r#"{again},"site":"FAB""#).replace("t2", "t3"),
        ],
    );
    let posted = told(
        &place,
        &["journal", "--since", "2026-03-02"],
        &["site", "posting_date"],
    );
    assert_eq!(posted[posted.len() - 2..], ["SHOP 2026-04-01", "FAB 2026-03-02"]);
    place.run(&["audit", "--replay"]).well();
}

#[test]
fn a_site_keeps_its_legal_entity_and_a_price_says_one_thing() {
    let place = traded();
    let refused = |name: &str, text: &str, code: &str| {
        let file = place.file(name, text);
        let said = place.run(&["import", &file]);
        assert!(said.code != 0 && said.err.contains(code), "{text}: {}", said.err);
    };
    refused(
        "sites.csv",
        "site,name,entity\nFAB,Factory,RETAIL\n",
        "ENTITY_STAYS",
    );
    refused(
        "sites.csv",
        "site,name,entity\nNEW,New,NOBODY\n",
        "legal entity that is known",
    );
    let prices = "seller,buyer,item,since,price,percent\n";
    let both = format!("{prices}MAKER,RETAIL,APPLE,2026-01-01,1.00,110\n");
    refused("transfer_prices.csv", &both, "WRONG_WORD");
    let renamed = place.file("sites.csv", "site,name\nFAB,The factory\n");
    place.run(&["import", &renamed]).well();
    let still = told(&place, &["trial-balance", "--entity", "MAKER"], &["account"]);
    assert_eq!(still.len(), 5, "a file without the column changes nothing of it");
}

#[test]
fn stock_enters_the_ledger_in_the_books_of_who_bought_what_is_on_its_way() {
    let place = traded();
    let switch = |id: &str, day: &str, mode: &str| {
        let document = format!(r#"{{"id":"{id}","op":"integration","date":"{day}","mode":"{mode}"}}"#);
        place.feed(&["post", "-"], &document).well();
    };
    switch("out", "2026-04-01", "none");
    switch("in", "2026-05-01", "full");
    let transit = |entity: &str| {
        let rows = told(
            &place,
            &["trial-balance", "--entity", entity],
            &["account", "balance"],
        );
        rows.into_iter().find(|row| row.starts_with("1310"))
    };
    assert_eq!(transit("RETAIL").as_deref(), Some("1310 37.40"));
    assert_eq!(transit("MAKER"), None);
    place.run(&["audit", "--replay"]).well();
}
