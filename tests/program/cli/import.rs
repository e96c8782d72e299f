//! Files in: all or nothing, every bad line named, the same file twice changes nothing.

use super::workplace::Workplace;

#[test]
fn the_sample_company_is_imported_and_again_changes_nothing() {
    let place = Workplace::with_samples();
    let samples = concat!(env!("CARGO_MANIFEST_DIR"), "/samples");
    let before = place.run(&["stock", "--json", "--on", "2026-03-02"]).well().out;
    let said = place.run(&["import", samples]).well();
    assert!(said.err.starts_with("0 records imported"), "{}", said.err);
    assert_eq!(
        place.run(&["stock", "--json", "--on", "2026-03-02"]).well().out,
        before
    );
    let worth: i64 = place
        .rows(&["stock"])
        .iter()
        .map(|row| cents(&row["value"]))
        .sum();
    assert_eq!(worth, 618_252);
    place.run(&["audit", "--replay"]).well();
}

fn cents(amount: &serde_json::Value) -> i64 {
    let digits = amount.as_str().expect("a text").replace('.', "");
    digits.parse().expect("a number of cents")
}

#[test]
fn expired_goods_are_on_hand_and_not_available() {
    let place = Workplace::with_samples();
    let rows = place.rows(&["stock", "--location", "A-03-2", "--on", "2026-03-02"]);
    let rye = rows
        .iter()
        .find(|row| row["expiry"] == "2026-02-27")
        .expect("the old rye bread");
    assert_eq!((&rye["on_hand"], &rye["available"]), (&"8".into(), &"0".into()));
}

#[test]
fn every_bad_line_is_named_and_nothing_is_applied() {
    let place = Workplace::new();
    let items = place.file(
        "items.csv",
        "item,name,group,method,standard_cost,tracking,uom,price\n\
         A,Apples,1,fifo,,none,EA,1.50\n\
         B,Pears,7,fifo,,none,EA,1.50\n\
         C,Plums,1,lifo,,sometimes,EA,cheap\n\
         D,Cherries,1,standard,,none,EA\n\
         A,Apples again,1,fifo,,none,EA,1.50\n",
    );
    let said = place.run(&["import", &items]);
    assert_eq!(said.code, 3);
    let expected = [
        "items.csv line 3, column group: expected group that is known, found \"7\"",
        "items.csv line 4, column method: expected one of fifo, average, standard, found \"lifo\"",
        "items.csv line 4, column tracking: expected one of none, lot, expiry, serial, found \"sometimes\"",
        "items.csv line 4, column price: expected a price with at most 6 decimals, found \"cheap\"",
        "items.csv line 5: expected 8 cells, found 7",
        "items.csv line 5, column standard_cost: expected",
        "items.csv line 6, column item: expected each item once, found \"A\" again",
        "Nothing was imported.",
    ];
    for line in expected {
        assert!(said.err.contains(line), "{line}\nis not in\n{}", said.err);
    }
    assert_eq!(said.err.lines().count(), expected.len(), "{}", said.err);
    let fixed = place.file("items.csv", "item,group\nA,1\n");
    assert!(place.run(&["import", &fixed]).well().err.starts_with("1 records"));
}

#[test]
fn one_bad_file_keeps_the_good_ones_out() {
    let place = Workplace::new();
    let sites = place.file("sites.csv", "site,name\nNORTH,The north\n");
    let locations = place.file(
        "locations.csv",
        "location,site,purpose\nN-1,NORTH,attic\nN-2,SOUTH,storage\n",
    );
    let said = place.run(&["import", &locations, &sites]);
    assert_eq!(said.code, 3);
    assert!(
        said.err.contains("locations.csv line 2, column purpose"),
        "{}",
        said.err
    );
    assert!(
        said.err
            .contains("locations.csv line 3, column site: expected site that is known"),
        "{}",
        said.err
    );
    place.file("locations.csv", "location,site,purpose\nN-1,NORTH,storage\n");
    let said = place.run(&["import", &locations, &sites]).well();
    assert!(said.err.starts_with("2 records imported, 0"), "{}", said.err);
}

#[test]
fn a_user_without_a_site_is_named_with_line_and_column() {
    let place = Workplace::new();
    for (content, expected) in [
        (
            "badge,name\nE-1,Ann\n",
            "users.csv line 1, column site: expected this column, found none",
        ),
        (
            "badge,name,site\nE-1,Ann,MAIN\nE-2,Bo,\n",
            "users.csv line 3, column site: expected something, found nothing",
        ),
    ] {
        let said = place.run(&["import", &place.file("users.csv", content)]);
        assert_eq!(said.code, 3, "{}", said.err);
        assert!(said.err.contains(expected), "{}", said.err);
    }
}

#[test]
fn another_pin_in_the_file_is_another_pin_and_the_pin_itself_is_never_kept() {
    let place = Workplace::new();
    let file = |pin: &str| {
        place.file(
            "users.csv",
            &format!("badge,name,roles,pin,site\nE-1,Ann,picker,{pin},MAIN\n"),
        )
    };
    place.run(&["import", &file("58204417")]).well();
    let again = place.run(&["import", &file("58204417")]).well();
    assert!(again.err.starts_with("0 records"), "{}", again.err);
    let said = place
        .run(&["import", "--preview", "--json", &file("58204418")])
        .well();
    assert_eq!(said.rows()[0]["how"], "changed: another PIN");
    let said = place.run(&["import", &file("58204418")]).well();
    assert!(
        said.err.starts_with("1 records imported, 1 of them changed"),
        "{}",
        said.err
    );
    let store = std::fs::read(place.store()).unwrap();
    assert!(
        !store
            .windows(8)
            .any(|bytes| bytes == b"58204417" || bytes == b"58204418"),
        "the PIN itself is never kept"
    );
}

#[test]
fn a_file_of_another_name_or_with_other_columns_is_refused() {
    let place = Workplace::new();
    let said = place.run(&["import", &place.file("fruit.csv", "fruit\napple\n")]);
    assert_eq!(said.code, 3);
    assert!(said.err.contains("found fruit.csv"), "{}", said.err);
    let said = place.run(&["import", &place.file("sites.csv", "place,name\nX,Y\n")]);
    assert!(
        said.err
            .contains("sites.csv line 1, column site: expected this column, found none"),
        "{}",
        said.err
    );
    assert!(
        said.err
            .contains("column place: expected one of site, name, entity, found place"),
        "{}",
        said.err
    );
    assert_eq!(place.run(&["import", "/nowhere/items.csv"]).code, 3);
}

#[test]
fn an_order_in_cases_is_kept_in_pieces_with_its_exact_price() {
    let place = Workplace::new();
    let uoms = place.file("uoms.csv", "uom,name\nCS,Case\n");
    let items = place.file("items.csv", "item,group\nA,1\n");
    let barcodes = place.file(
        "barcodes.csv",
        "barcode,item,qty,uom\n9521234010012,A,1,EA\n19521234010019,A,12,CS\n",
    );
    let vendors = place.file("vendors.csv", "vendor,name\nV,Vendor\n");
    let orders = place.file(
        "purchase_orders.csv",
        "order,vendor,due,item,qty,uom,price\nPO-1,V,2026-03-02,A,2,CS,10.00\n",
    );
    place
        .run(&["import", &orders, &barcodes, &vendors, &items, &uoms])
        .well();
    let rows = place.rows(&["orders"]);
    assert_eq!(
        (&rows[0]["qty"], &rows[0]["price"], &rows[0]["price_per"]),
        (&"24".into(), &"10".into(), &"12".into())
    );
    let receive = r#"{"id":"r","op":"receive","item":"A","qty":"7","order":"PO-1","date":"2026-03-02"}"#;
    place.feed(&["post", "-"], receive).well();
    assert_eq!(place.rows(&["stock"])[0]["value"], "5.83");
}

#[test]
fn a_column_named_twice_and_an_escape_sequence_are_refused() {
    let place = Workplace::new();
    let twice = place.file("items.csv", "item,group,group\nA,1,1\n");
    let said = place.run(&["import", &twice]);
    assert_eq!(said.code, 3);
    assert!(
        said.err
            .contains("line 1, column group: expected each column once, found group again"),
        "{}",
        said.err
    );
    let colours = place.file("items.csv", "item,name,group\nA,\u{1b}[31mred,1\n");
    let said = place.run(&["import", &colours]);
    assert_eq!(said.code, 3);
    let why = "line 2, column name: expected printable text on one line, found a control character";
    assert!(said.err.contains(why), "{}", said.err);
    assert!(place.rows(&["lots"]).is_empty());
}

#[test]
fn a_new_pin_has_as_many_digits_as_the_screen_takes() {
    let place = Workplace::with_samples();
    for (pin, digits) in [("12", 2), ("123456789", 9)] {
        let users = place.file(
            "users.csv",
            &format!("badge,name,roles,pin,site\nZ-1,Zed,picker,{pin},MAIN\n"),
        );
        let said = place.run(&["import", &users]);
        let expected = format!("line 2, column pin: expected 4 to 8 digits, found {digits}");
        assert!(said.code == 3 && said.err.contains(&expected), "{}", said.err);
    }
}

#[test]
fn a_table_of_more_columns_than_any_is_refused_at_once() {
    let place = Workplace::new();
    let file = place.file("items.csv", &format!("item{}\nA\n", ",colour".repeat(400_000)));
    let said = place.run(&["import", &file]);
    assert_eq!(said.code, 3, "{}", said.err);
    assert!(
        said.err
            .contains("items.csv line 1: expected at most 200 columns, found 400001"),
        "{}",
        said.err
    );
}

#[test]
fn opening_stock_of_tomorrow_is_refused() {
    let place = Workplace::new();
    let items = place.file("items.csv", "item,name\nA,Apples\n");
    let head = "item,location,qty,value,date\n";
    let stock = place.file("opening_stock.csv", &format!("{head}A,STORAGE,1,1,2999-01-01\n"));
    let said = place.run(&["import", &items, &stock]);
    let expected = "opening_stock.csv line 2, column date: expected no day after today, found 2999-01-01";
    assert!(said.code == 3 && said.err.contains(expected), "{}", said.err);
}

#[test]
fn examples_of_templates_and_files_of_no_kind_are_named() {
    let place = Workplace::new();
    let folder = place.file("masters", "");
    std::fs::remove_file(&folder).expect("a file");
    place.run(&["import", "--templates", &folder]).well();
    let path = std::path::Path::new(&folder);
    std::fs::write(path.join("item.csv"), "item\nA\n").expect("a file");
    let before = place.rows(&["policies"]);
    let said = place.run(&["import", &folder]);
    assert_eq!(said.code, 3, "{}", said.err);
    let is_not_read = "item.csv is not read: it is none of accounts.csv,";
    assert!(said.err.contains(is_not_read), "{}", said.err);
    assert!(!said.err.contains("NOTES.md"), "{}", said.err);
    let is_template = |path: &std::path::PathBuf| path.extension().is_some_and(|of| of == "csv");
    let files = std::fs::read_dir(path)
        .expect("a folder")
        .map(|entry| entry.expect("a file").path());
    let mut untouched: Vec<String> = files
        .filter(is_template)
        .map(|path| path.display().to_string())
        .collect();
    untouched.retain(|file| !file.ends_with("/item.csv"));
    assert_eq!(untouched.len(), 25, "{untouched:?}");
    for file in &untouched {
        for line in if file.ends_with("/items.csv") {
            2..=4
        } else {
            2..=2
        } {
            let expected = format!("{file} line {line}: this is the example of the template: replace it, or");
            assert!(said.err.contains(&expected), "{expected}\n{}", said.err);
        }
        let alone = place.run(&["import", file]);
        assert!(alone.err.contains("is the example"), "{file}: {}", alone.err);
    }
    assert_eq!(place.rows(&["policies"]), before);
}

#[test]
fn what_could_be_anybodys_is_an_example_in_an_untouched_file_alone() {
    let place = Workplace::new();
    let (head, example) = ("uom,name,decimals\n", "CS,Case,0\n");
    for taken in [
        format!("{head}{example}BX,Box,0\n"),
        format!("{head}CS,Case,1\n"),
        "uom,name\nCS,Case\n".to_owned(),
    ] {
        place.run(&["import", &place.file("uoms.csv", &taken)]).well();
    }
    let file = place.file("uoms.csv", "decimals,uom,name\n0,CS,Case\n");
    assert_eq!(place.run(&["import", &file]).code, 3);
}

#[test]
fn digits_of_a_file_of_people_that_may_be_a_pin_are_not_printed() {
    let place = Workplace::new();
    for users in [
        "EMP-2,Bo,picker,654321,MAIN\n",
        "badge,name,roles,pin,site\nEMP-2,Bo,picker,4711,654321\n",
    ] {
        let said = place.run(&["import", &place.file("users.csv", users)]);
        assert_eq!(said.code, 3, "{}", said.err);
        assert!(
            said.err.contains("****") && !said.err.contains("654321"),
            "{}",
            said.err
        );
    }
    let file = place.file(
        "users.csv",
        "badge,name,roles,pin,site\nEMP-2,654321,,4711,MAIN\n",
    );
    let said = place.run(&["import", &file]);
    let expected = "line 2: UNFIT: Expected a person's name, found digits that may be a PIN";
    assert!(said.err.contains(expected), "{}", said.err);
    assert!(said.code == 3 && !said.err.contains("654321"), "{}", said.err);
    let file = place.file("users.csv", "badge,name,roles,pin,site\n654321,Bo,,4711,MAIN\n");
    let said = place.run(&["import", "--preview", &file]).well();
    assert!(!said.out.contains("654321"), "{}", said.out);
}
