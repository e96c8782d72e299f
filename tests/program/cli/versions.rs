//! Rows that were imported before: the same does nothing, another one changes the record, and it is shown first.

use super::workplace::{Said, Workplace};

fn import(place: &Workplace, name: &str, content: &str) -> Said {
    place.run(&["import", &place.file(name, content)])
}

fn preview(place: &Workplace, name: &str, content: &str) -> Said {
    place.run(&["import", "--preview", "--json", &place.file(name, content)])
}

/// What became of the rows of a preview: record, what it becomes, how.
fn told(said: &Said) -> Vec<String> {
    let text = |cell: &serde_json::Value| cell.as_str().unwrap_or_default().to_owned();
    let row = |row: &serde_json::Value| {
        let told = format!(
            "{} {} {}",
            text(&row["record"]),
            text(&row["becomes"]),
            text(&row["how"])
        );
        told.trim().to_owned()
    };
    said.rows().iter().map(row).collect()
}

const ITEMS: &str = "item,name,price\nA,Apples,1.50\nB,Pears,2\n";

#[test]
fn a_changed_row_is_shown_and_then_changes_its_record_as_a_new_version() {
    let place = Workplace::new();
    import(&place, "items.csv", ITEMS).well();
    let changed = "item,name,price\nA,Red apples,1.75\nB,Pears,2\nC,Plums,3\n";
    let said = preview(&place, "items.csv", changed).well();
    assert_eq!(
        told(&said),
        [
            "A changed changed: name Red apples, was Apples; price 1.75, was 1.5",
            "C new"
        ]
    );
    assert!(
        said.err
            .contains("1 new, 1 changed, 1 known, 0 refused. Nothing was imported."),
        "{}",
        said.err
    );
    let said = import(&place, "items.csv", changed).well();
    assert!(
        said.err
            .starts_with("2 records imported, 1 of them changed, 1 were known already."),
        "{}",
        said.err
    );
    assert!(
        import(&place, "items.csv", changed)
            .well()
            .err
            .starts_with("0 records")
    );
    let back = import(&place, "items.csv", ITEMS).well();
    assert!(
        back.err.starts_with("1 records imported, 1 of them changed"),
        "{}",
        back.err
    );
    let why = place.run(&["why", "id", "import:2:items:A"]).well();
    for part in [
        "define",
        "changed: name Red apples, was Apples; price 1.75, was 1.5",
        "items.csv line 2",
    ] {
        assert!(why.out.contains(part), "{part} is not in {}", why.out);
    }
    let rows = place
        .run(&["why", "id", "import:3:items:A", "--json"])
        .well()
        .rows();
    assert_eq!(
        rows[0]["note"],
        "changed: name Apples, was Red apples; price 1.5, was 1.75"
    );
    let versions = place.run(&["why", "changes", "A", "--json"]).well().rows();
    let ids: Vec<&str> = versions.iter().filter_map(|row| row["id"].as_str()).collect();
    assert_eq!(ids, ["import:items:A", "import:2:items:A", "import:3:items:A"]);
    place.run(&["audit", "--replay"]).well();
}

#[test]
fn a_row_equal_to_its_last_import_leaves_what_was_changed_by_hand() {
    let place = Workplace::new();
    import(&place, "uoms.csv", "uom\nKG\n").well();
    import(&place, "items.csv", ITEMS).well();
    let by_hand = r#"{"id":"h","op":"define","date":"2026-03-02","master":{"record":"item","item":"A","name":"Äpfel",
        "group_number":1,"method":"average","standard_cost":null,"tracking":"lot","uom":"KG","price":"1.5",
        "min_life_days":null,"abc":"C","weight":null,"service":false,"supplier_code":null}}"#;
    let said = place.feed(&["post", "-"], &by_hand.replace('\n', " ")).well();
    assert_eq!(
        said.rows()[0]["note"],
        "changed: name Äpfel, was Apples; tracking lot, was none; uom KG, was EA"
    );
    let said = import(&place, "items.csv", ITEMS).well();
    assert!(said.err.starts_with("0 records"), "{}", said.err);
    // Only what the row says otherwise than at its last import changes, and columns that are not there say nothing.
    let said = preview(&place, "items.csv", "item,price\nA,1.80\n").well();
    assert_eq!(told(&said), ["A changed changed: price 1.8, was 1.5"]);
    import(&place, "items.csv", "item,price\nA,1.80\n").well();
    let why = place.run(&["why", "id", "import:2:items:A"]).well();
    assert!(why.out.contains("changed: price 1.8, was 1.5"), "{}", why.out);
}

#[test]
fn every_kind_of_record_changes_and_says_what_it_was() {
    let place = Workplace::with_samples();
    for (file, content, how) in [
        ("customers.csv", "customer,name\nC-NEW,New\n", "C-NEW new"),
        (
            "users.csv",
            "badge,name,site\nEMP-103,Björn Å.,MAIN\n",
            "EMP-103 changed changed: name Björn Å., was Björn Åkesson",
        ),
        (
            "locations.csv",
            "location,site,purpose,capacity\nA-01-1,MAIN,pick,300\n",
            "A-01-1 changed changed: capacity 300, was 240",
        ),
        (
            "policies.csv",
            "key,value\nfefo,force\n",
            "fefo changed changed: value force, was warn",
        ),
        (
            "barcodes.csv",
            "barcode,item,qty\n19521234010019,FD-1001,10\n",
            "19521234010019 changed changed: qty 10, was 12",
        ),
        (
            "barcodes.csv",
            "barcode,item\n9521234010012,FD-1002\n",
            "9521234010012 changed changed: item FD-1002, was FD-1001",
        ),
    ] {
        let said = preview(&place, file, content).well();
        assert_eq!(told(&said), [how], "{content}");
        import(&place, file, content).well();
        assert!(
            told(&preview(&place, file, content).well()).is_empty(),
            "{content}"
        );
    }
    place.run(&["audit", "--replay"]).well();
}

#[test]
fn what_stock_forbids_is_refused_by_line_and_shown_before() {
    let place = Workplace::with_samples();
    let items = "item,tracking,uom\nFD-1001,none,KG\n";
    let locations = "location,site,purpose\nA-01-1,LUEB,pick\n";
    for (file, content, why) in [
        ("items.csv", items, "tracking"),
        ("items.csv", "item,uom\nFD-1001,KG\n", "uom"),
        ("items.csv", "item,group\nFD-1001,2\n", "group"),
        ("locations.csv", locations, "site"),
    ] {
        let said = preview(&place, file, content);
        assert_eq!(said.code, 3, "{content}");
        assert_eq!(said.rows()[0]["becomes"], "refused");
        let said = import(&place, file, content);
        assert_eq!(said.code, 3, "{content}");
        assert!(
            said.err.contains(&format!("{file} line 2: DIFFERS")) && said.err.contains(why),
            "{}",
            said.err
        );
    }
    let opening =
        "item,lot,expiry,location,qty,value,date\nFD-1001,L-9,2027-01-01,A-01-1,5,9.00,2026-02-28\n";
    import(&place, "opening_stock.csv", opening).well();
    let said = import(&place, "opening_stock.csv", &opening.replace(",5,", ",6,"));
    assert!(
        said.code == 3
            && said
                .err
                .contains("OTHER_CONTENT: this opening stock was imported"),
        "{}",
        said.err
    );
}

#[test]
fn an_order_changes_as_far_as_nothing_was_done_for_it() {
    let place = Workplace::new();
    import(&place, "items.csv", ITEMS).well();
    import(&place, "vendors.csv", "vendor\nV\n").well();
    let order = |lines: &str| format!("order,vendor,due,line,item,qty,price\n{lines}");
    let first = order("P,V,2026-03-02,1,A,10,1\nP,V,2026-03-02,2,B,5,2\n");
    import(&place, "purchase_orders.csv", &first).well();
    assert!(
        import(&place, "purchase_orders.csv", &first)
            .well()
            .err
            .starts_with("0 records")
    );
    let receive = r#"{"id":"r","op":"receive","item":"A","qty":"4","order":"P","date":"2026-03-02"}"#;
    place.feed(&["post", "-"], receive).well();
    let fewer = order("P,V,2026-03-02,1,A,3,1\nP,V,2026-03-02,2,B,5,2\n");
    let said = import(&place, "purchase_orders.csv", &fewer);
    assert!(
        said.code == 3 && said.err.contains("purchase_orders.csv line 2: BELOW_DONE"),
        "{}",
        said.err
    );
    let other = order("P,V,2026-03-09,1,A,12,1\n");
    let said = preview(&place, "purchase_orders.csv", &other).well();
    assert_eq!(
        told(&said),
        [
            "P changed changed: due 2026-03-09, was 2026-03-02; line 1: qty 12, was 10; line 2 is gone: it was 5 B"
        ]
    );
    import(&place, "purchase_orders.csv", &other).well();
    let rows = place.rows(&["orders"]);
    assert_eq!(rows.len(), 1);
    assert_eq!((&rows[0]["qty"], &rows[0]["done"]), (&"12".into(), &"4".into()));
    // What has come is all that is wanted: the order is closed, and open again when more is.
    import(&place, "purchase_orders.csv", &order("P,V,2026-03-09,1,A,4,1\n")).well();
    assert_eq!(place.rows(&["orders"])[0]["state"], "closed");
    let six = "P,V,2026-03-09,1,A,6,1\n";
    import(&place, "purchase_orders.csv", &order(six)).well();
    assert_eq!(place.rows(&["orders"])[0]["state"], "open");
    // A line that was taken off by hand is not taken off again.
    let two = format!("{six}P,V,2026-03-09,2,B,1,1\n");
    import(&place, "purchase_orders.csv", &order(&two)).well();
    let by_hand = r#"{"id":"h","op":"place_order","date":"2026-03-02","order":{"kind":"purchase","order_no":"P","party":"V",
        "site":"MAIN","due":"2026-03-09","priority":5,"state":"open","channel":""},"lines":[],"without":[2]}"#;
    place.feed(&["post", "-"], &by_hand.replace('\n', " ")).well();
    let said = import(&place, "purchase_orders.csv", &order("P,V,2026-03-09,1,A,7,1\n")).well();
    assert!(
        said.err.starts_with("1 records imported, 1 of them changed"),
        "{}",
        said.err
    );
    place.run(&["audit", "--replay"]).well();
}

#[test]
fn who_imports_is_noted_with_what_is_new() {
    let place = Workplace::with_samples();
    let items = place.file("items.csv", "item,name\nFD-1001,Nice cream\n");
    let said = place.run(&["import", &items, "--operator", "EMP-999"]);
    assert!(
        said.code == 1 && said.err.contains("UNKNOWN_BADGE"),
        "{}",
        said.err
    );
    place.run(&["import", &items, "--operator", "EMP-100"]).well();
    let rows = place
        .run(&["why", "id", "import:2:items:FD-1001", "--json"])
        .well()
        .rows();
    assert_eq!(rows[0]["operator"], "EMP-100");
    assert_eq!(rows[0]["document"], format!("{items} line 2"));
}

#[test]
fn templates_that_are_filled_in_import() {
    let place = Workplace::new();
    let folder = place.path("templates").display().to_string();
    place.run(&["import", "--templates", &folder]).well();
    for entry in std::fs::read_dir(&folder).expect("a folder") {
        let path = entry.expect("a file").path();
        let text = std::fs::read_to_string(&path).expect("a text");
        let own = text.replace("EXAMPLE", "OWN").replace("Example", "Own");
        let own = own
            .replace("Goods given away", "Gifts")
            .replace("VAT 19", "Tax 19");
        let own = own.replace("percent,5", "percent,7").replace("Food", "Drinks");
        let own = own.replace("Case", "Crate").replace("The shop", "The store");
        let own = own
            .replace("12,net", "11,net")
            .replace("4000,,5000", "4000,,")
            .replace("3.20", "3.10");
        let own = own.replace("Tinned", "Canned").replace("Building", "Housing");
        std::fs::write(&path, own).expect("a file");
    }
    let said = place.run(&["import", "--preview", "--json", &folder]).well();
    assert_eq!(said.rows().len(), 27, "{}", said.out);
    assert!(
        said.rows()
            .iter()
            .all(|row| row["becomes"] == "new" || row["record"] == "over_receipt_percent"),
        "{}",
        said.out
    );
    assert!(said.err.contains("0 known, 0 refused"), "{}", said.err);
    let again = place.run(&["import", "--templates", &folder]);
    assert!(
        again.code == 2 && again.err.contains("accounts.csv"),
        "{}",
        again.err
    );
    place.run(&["import", &folder]).well();
    assert_eq!(place.rows(&["stock"]).len(), 1);
    let notes = std::fs::read_to_string(place.path("templates/NOTES.md")).expect("notes");
    assert!(notes.contains("| `barcode` ! |"), "{notes}");
}
