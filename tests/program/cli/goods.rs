//! Kits from a file, and goods on their way between sites, as they are asked for from outside.

use super::workplace::Workplace;

const ITEMS: &str = "item,group,method\nA,1,fifo\nB,1,fifo\nKIT,1,fifo\n";

#[test]
fn kits_are_imported_line_by_line_and_again_change_nothing() {
    let place = Workplace::new();
    let items = place.file("items.csv", ITEMS);
    let kits = place.file("kits.csv", "kit,component,qty\nKIT,A,2\nKIT,B,1\n");
    place.run(&["import", &kits, &items]).well();
    let again = place.run(&["import", &kits]).well();
    assert!(again.err.starts_with("0 records imported"), "{}", again.err);
    let bad = place.file(
        "kits.csv",
        "kit,component,qty\nKIT,A,2\nKIT,A,3\nKIT,MISSING,1\nKIT,B,0\nBOX,A,1\n",
    );
    let said = place.run(&["import", &bad]);
    assert_eq!(said.code, 3);
    for word in [
        "line 3, column component: expected each component once",
        "line 4, column component: expected item that is known",
        "line 5, column qty: expected a quantity above zero",
        "line 6, column kit: expected item that is known",
    ] {
        assert!(said.err.contains(word), "{word}: {}", said.err);
    }
    let nested = place.file("kits.csv", "kit,component,qty\nA,KIT,1\n");
    let said = place.run(&["import", &nested]);
    assert_eq!(said.code, 3);
    assert!(said.err.contains("line 2: KIT_ITEM"), "{}", said.err);
    let days = r#"{"id":"r1","op":"receive","date":"2026-03-02","item":"A","qty":"4","cost":"1"}
{"id":"r2","op":"receive","date":"2026-03-02","item":"B","qty":"2","cost":"3"}
{"id":"s1","op":"ship","date":"2026-03-02","item":"KIT","qty":"2","price":"9"}"#;
    place.feed(&["post", "-"], days).well();
    assert!(place.rows(&["stock"]).is_empty(), "both kits took all there was");
    place.run(&["audit", "--replay"]).well();
}

#[test]
fn what_is_on_its_way_is_open_with_its_value_and_its_freight() {
    let place = Workplace::new();
    let days = r#"{"id":"i","op":"item","date":"2026-03-02","item":"A","method":"average"}
{"id":"r","op":"receive","date":"2026-03-02","item":"A","qty":"10","cost":"10.00"}
{"id":"t","op":"transfer_out","date":"2026-03-03","item":"A","qty":"5","from_site":"MAIN","to_site":"SHOP","freight":"8.00"}
{"id":"a","op":"transfer_in","date":"2026-03-04","of":"t","qty":"4"}"#;
    place.feed(&["post", "-", "--create-locations"], days).well();
    let rows = place.rows(&["open-items", "--date", "2026-03-31"]);
    let told: Vec<String> = rows
        .iter()
        .map(|row| format!("{} {} {} {}", row["kind"], row["id"], row["qty"], row["value"]).replace('"', ""))
        .collect();
    assert_eq!(
        told,
        ["grni r 10 100.00", "in_transit t 1 11.60", "landed_cost t 0 8.00"]
    );
    for row in place.rows(&["open-items", "--summary", "--date", "2026-03-31"]) {
        assert_eq!(row["difference"], "0.00", "{row}");
    }
    let lost = r#"{"id":"c","op":"transfer_close","date":"2026-03-05","of":"t","reason":"stolen"}"#;
    place.feed(&["post", "-"], lost).well();
    assert!(place.rows(&["open-items", "--kind", "in_transit"]).is_empty());
    let shop = place.rows(&["stock", "--site", "SHOP"]);
    assert_eq!(
        (&shop[0]["on_hand"], &shop[0]["value"]),
        (&"4".into(), &"46.40".into())
    );
    place.run(&["audit", "--replay"]).well();
}

#[test]
fn what_a_document_names_is_said_as_it_is() {
    let place = Workplace::new();
    let day = r#"{"id":"i","op":"item","date":"2026-03-02","item":"A","method":"standard","standard_cost":"3"}
{"id":"r","op":"receive","date":"2026-03-02","item":"A","qty":"10","cost":"3.00"}"#;
    place.feed(&["post", "-"], day).well();
    let back =
        r#"{"id":"b","op":"customer_return","date":"2026-03-02","of":"r","qty":"1","disposition":"restock"}"#;
    let said = place.feed(&["post", "-"], back);
    assert_eq!(said.code, 1);
    let needed = "Expected the id of a shipment of these goods, found receipt r";
    assert!(said.out.contains(needed), "{}", said.out);
    for (cost, note) in [("1", "worth 20.00 less"), ("2", "worth 10.00 more")] {
        let change = format!(
            r#"{{"id":"c{cost}","op":"standard_cost","date":"2026-03-02","item":"A","cost":"{cost}"}}"#
        );
        let said = place.feed(&["post", "-"], &change).well();
        assert!(said.out.contains(note), "{}", said.out);
    }
}

#[test]
fn what_cant_be_taken_back_is_named_by_its_id() {
    let place = Workplace::new();
    let day = r#"{"id":"i","op":"item","date":"2026-03-02","item":"A","method":"average"}
{"id":"r","op":"receive","date":"2026-03-02","item":"A","qty":"10","cost":"3.00"}
{"id":"s","op":"ship","date":"2026-03-02","item":"A","qty":"4","price":"5.00"}
{"id":"freight","op":"landed_cost","date":"2026-03-02","of":["r"],"amount":"5.00","basis":"quantity"}
{"id":"b","op":"customer_return","date":"2026-03-02","of":"s","qty":"1","disposition":"restock"}"#;
    place.feed(&["post", "-"], day).well();
    let said = place.feed(
        &["post", "-"],
        r#"{"id":"u","op":"reverse","date":"2026-03-02","of":"freight"}"#,
    );
    assert_eq!(said.code, 1);
    assert!(
        said.out.contains("Operation freight can't be taken back"),
        "{}",
        said.out
    );
}

#[test]
fn pick_faces_are_imported_with_their_minimum_and_maximum() {
    let place = Workplace::new();
    let items = place.file("items.csv", ITEMS);
    let bins = place.file(
        "locations.csv",
        "location,site,purpose,capacity\nF-1,MAIN,pick,50\nF-2,MAIN,pick,50\nS-1,MAIN,storage,\n",
    );
    let faces = place.file(
        "pick_faces.csv",
        "location,item,min,max\nF-1,A,5,20\nF-1,B,0,30\n",
    );
    place.run(&["import", &faces, &bins, &items]).well();
    let again = place.run(&["import", &faces]).well();
    assert!(again.err.starts_with("0 records imported"), "{}", again.err);
    let bad = place.file(
        "pick_faces.csv",
        "location,item,min,max\nF-1,A,5,20\nF-1,A,5,20\nF-9,A,1,2\nF-1,MISSING,1,2\nF-1,B,9,3\n",
    );
    let said = place.run(&["import", &bad]);
    assert_eq!(said.code, 3);
    for word in [
        "line 3, column item: expected each item once",
        "line 4, column location: expected location that is known",
        "line 5, column item: expected item that is known",
        "line 6, column max: expected at least min, above zero",
    ] {
        assert!(said.err.contains(word), "{word}: {}", said.err);
    }
    let changed = r#"{"id":"f1","op":"define","date":"2026-03-02","master":{"record":"pick_face","location":"F-1","item":"A","min":"6","max":"24"}}"#;
    place.feed(&["post", "-"], changed).well();
    for (row, code) in [("S-1,A,1,2", "UNFIT"), ("F-2,B,1,51", "LOCATION_FULL")] {
        let wrong = place.file("pick_faces.csv", &format!("location,item,min,max\n{row}\n"));
        let said = place.run(&["import", &wrong]);
        assert!(said.code == 3 && said.err.contains(code), "{row}: {}", said.err);
    }
    place.run(&["audit", "--replay"]).well();
}
