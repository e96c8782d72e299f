//! Stores that exist, stores that are missing, and what a new one holds.

use super::workplace::Workplace;

#[test]
fn a_new_store_has_a_site_a_bin_for_each_purpose_and_policies() {
    let place = Workplace::new();
    let documents = r#"{"id":"i","op":"item","item":"A","method":"fifo","date":"2026-03-02"}
{"id":"r","op":"receive","item":"A","qty":"4","cost":"2.50","date":"2026-03-02"}"#;
    place.feed(&["post", "-"], documents).well();
    let stock = place.rows(&["stock"]);
    assert_eq!(stock.len(), 1);
    assert_eq!(
        (&stock[0]["site"], &stock[0]["location"]),
        (&"MAIN".into(), &"STORAGE".into())
    );
    let policies = place.rows(&["policies"]);
    assert!(
        policies
            .iter()
            .any(|row| row["policy"] == "currency" && row["value"] == "USD")
    );
    assert!(
        policies
            .iter()
            .any(|row| row["policy"] == "account.grni" && row["value"] == "2100")
    );
}

#[test]
fn policies_are_set_when_the_store_is_made_and_afterwards() {
    let place = Workplace::empty();
    place
        .run(&["init", "--currency", "EUR", "--set", "fefo=force"])
        .well();
    let value = |key: &str| {
        place
            .rows(&["policies"])
            .into_iter()
            .find(|row| row["policy"] == key)
            .unwrap()["value"]
            .clone()
    };
    assert_eq!((value("currency"), value("fefo")), ("EUR".into(), "force".into()));
    place.run(&["init", "--set", "fefo=none"]).well();
    place.run(&["init", "--set", "fefo=force"]).well();
    assert_eq!(value("fefo"), "force");
}

#[test]
fn a_policy_nobody_knows_makes_no_store() {
    let place = Workplace::empty();
    let said = place.run(&["init", "--set", "fefo=sometimes"]);
    assert_eq!(said.code, 2);
    assert!(
        said.err
            .contains("fefo takes none or warn or force, found sometimes"),
        "{}",
        said.err
    );
    assert!(!place.store().exists());
}

#[test]
fn a_second_init_changes_nothing() {
    let place = Workplace::new();
    let said = place.run(&["init"]);
    assert!(said.code != 0 && said.err.contains("store.db"), "{}", said.err);
    assert_eq!(place.run(&["audit"]).code, 0);
}

#[test]
fn where_no_store_is_the_answer_says_how_to_make_one() {
    let place = Workplace::empty();
    for command in [&["stock"][..], &["audit"], &["policies"], &["gl", "preview"]] {
        let said = place.run(command);
        assert_eq!(said.code, 4, "{command:?}: {}", said.err);
        assert!(said.err.contains("binledger init"), "{}", said.err);
    }
}

#[test]
fn a_file_that_is_no_store_is_refused() {
    let place = Workplace::empty();
    std::fs::create_dir(place.path("store")).expect("a folder");
    place.file(
        "store/store.db",
        "this is a letter, not a store; it is long enough to have a header of its own, though",
    );
    let said = place.run(&["stock"]);
    assert_eq!(said.code, 4, "{}", said.err);
    assert!(!said.err.is_empty());
}

#[test]
fn wrong_usage_is_two() {
    let place = Workplace::new();
    for command in [
        &["stick"][..],
        &["stock", "--since", "yesterday"],
        &["post"],
        &["trace"],
        &["gl", "export", "--target", "abacus"],
    ] {
        assert_eq!(place.run(command).code, 2, "{command:?}");
    }
}

#[test]
fn what_is_set_for_the_sample_company_is_heeded() {
    let place = Workplace::empty();
    let set = [
        "--set",
        "over_receipt_percent=2",
        "--set",
        "account.opening=3900",
        "--currency",
        "USD",
    ];
    place.run(&[&["init", "--samples"][..], &set].concat()).well();
    let value = |key: &str| {
        let rows = place.rows(&["policies"]);
        let row = rows.iter().find(|row| row["policy"] == key).expect("a policy");
        row["value"].as_str().unwrap_or_default().to_owned()
    };
    assert_eq!(
        (value("over_receipt_percent"), value("currency")),
        ("2".to_owned(), "USD".to_owned())
    );
    let samples = concat!(env!("CARGO_MANIFEST_DIR"), "/samples");
    let again = place.run(&["import", samples]).well();
    assert!(again.err.starts_with("0 records imported"), "{}", again.err);
    assert_eq!(value("over_receipt_percent"), "2");
    let said = place.run(&["init", "--set", "pin_attempts=999999999"]);
    assert!(
        said.code == 2
            && said
                .err
                .contains("pin_attempts takes a whole number from 1 to 20, found 999999999"),
        "{}",
        said.err
    );
    place.run(&["audit", "--replay"]).well();
}
