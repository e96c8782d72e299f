//! Documents in: a file is applied whole or not at all, and the same one twice changes nothing.

use super::workplace::Workplace;
use binledger::operations::request::Request;
use binledger::store::Store;
use binledger::store::sqlite::Sqlite;
use serde_json::{Value, json};

const ITEM: &str = r#"{"id":"i","op":"item","date":"2026-03-02","item":"A","method":"fifo"}"#;
const RECEIPT: &str = r#"{"id":"r","op":"receive","date":"2026-03-02","item":"A","qty":"10","cost":"2.00"}"#;
const SALE: &str = r#"{"id":"s","op":"ship","date":"2026-03-02","item":"A","qty":"4","price":"5.00"}"#;
const TOO_MUCH: &str = r#"{"id":"x","op":"ship","date":"2026-03-02","item":"A","qty":"40","price":"5.00"}"#;

#[test]
fn documents_are_answered_one_line_each_and_again_as_duplicates() {
    let place = Workplace::new();
    let file = place.file("day.jsonl", &format!("{ITEM}\n{RECEIPT}\n\n{SALE}\n"));
    let first = place.run(&["post", &file]).well().rows();
    let status: Vec<_> = first
        .iter()
        .map(|row| (row["id"].clone(), row["status"].clone()))
        .collect();
    assert_eq!(
        status,
        [
            ("i".into(), "applied".into()),
            ("r".into(), "applied".into()),
            ("s".into(), "applied".into())
        ]
    );
    assert_eq!(
        (&first[1]["movement"], &first[1]["entry"]),
        (&1.into(), &1.into())
    );
    let again = place.run(&["post", &file]).well().rows();
    assert!(again.iter().all(|row| row["status"] == "duplicate"));
    assert_eq!(again[2]["movement"], first[2]["movement"]);
    assert_eq!(place.rows(&["moves"]).len(), 2);
}

#[test]
fn one_refusal_keeps_the_whole_file_out() {
    let place = Workplace::new();
    let said = place.feed(
        &["post", "-"],
        &format!("{ITEM}\n{RECEIPT}\n{TOO_MUCH}\n{SALE}\n"),
    );
    assert_eq!(said.code, 1);
    assert!(
        said.err
            .contains("line 3: NOT_ENOUGH: Only 10 of A at MAIN, not 40"),
        "{}",
        said.err
    );
    assert_eq!(said.rows()[0]["refusal"]["code"], "NOT_ENOUGH");
    assert!(place.rows(&["moves"]).is_empty());
}

#[test]
fn each_by_itself_the_others_are_applied() {
    let place = Workplace::new();
    let said = place.feed(
        &["post", "-", "--each"],
        &format!("{ITEM}\n{RECEIPT}\n{TOO_MUCH}\n{SALE}\n"),
    );
    assert_eq!(said.code, 1);
    let status: Vec<_> = said.rows().into_iter().map(|row| row["status"].clone()).collect();
    assert_eq!(status, ["applied", "applied", "refused", "applied"]);
    assert_eq!(place.rows(&["stock"])[0]["on_hand"], "6");
}

#[test]
fn malformed_documents_are_named_by_line_and_field() {
    let place = Workplace::new();
    let bad = r#"{"id":"b","op":"receive","date":"2026-03-02","item":"A","qty":"a lot","cost":"2.00"}"#;
    let unknown = r#"{"id":"c","op":"ship","date":"2026-03-02","item":"A","qty":"1","colour":"red"}"#;
    let said = place.feed(
        &["post", "-"],
        &format!("{ITEM}\n{bad}\nnonsense\n{unknown}\n{{\"id\":\"d\",\"op\":\"fly\"}}\n"),
    );
    assert_eq!(said.code, 3);
    for line in [
        "line 2: field qty: expected a quantity",
        "line 3: expected a JSON object",
        "line 4: field colour: expected",
        "line 5: field op: expected one of",
    ] {
        assert!(said.err.contains(line), "{line}\nis not in\n{}", said.err);
    }
    assert!(said.out.is_empty() && place.rows(&["moves"]).is_empty());
    assert_eq!(
        place
            .feed(
                &["post", "-", "--each"],
                &format!("{ITEM}\nnonsense\n{RECEIPT}\n")
            )
            .code,
        3
    );
    assert_eq!(place.rows(&["moves"]).len(), 1);
}

#[test]
fn the_same_id_with_other_content_is_bad_data() {
    let place = Workplace::new();
    place.feed(&["post", "-"], &format!("{ITEM}\n{RECEIPT}")).well();
    let said = place.feed(&["post", "-"], &RECEIPT.replace("10", "11"));
    assert_eq!(said.code, 3);
    assert_eq!(said.rows()[0]["refusal"]["code"], "OTHER_CONTENT");
    assert_eq!(place.rows(&["stock"])[0]["on_hand"], "10");
}

#[test]
fn unknown_places_are_created_only_when_asked() {
    let place = Workplace::new();
    let away = r#"{"id":"r","op":"receive","date":"2026-03-02","item":"A","qty":"1","cost":"2","to":"ATTIC","site":"NORTH"}"#;
    let said = place.feed(&["post", "-"], &format!("{ITEM}\n{away}"));
    assert_eq!(said.code, 1);
    assert!(
        said.err.contains("NORTH") && place.rows(&["moves"]).is_empty(),
        "{}",
        said.err
    );
    let said = place
        .feed(&["post", "-", "--create-locations"], &format!("{ITEM}\n{away}"))
        .well();
    assert_eq!(said.rows().len(), 2);
    let stock = place.rows(&["stock"]);
    assert_eq!(
        (&stock[0]["site"], &stock[0]["location"]),
        (&"NORTH".into(), &"ATTIC".into())
    );
    let again = place
        .feed(&["post", "-", "--create-locations"], &format!("{ITEM}\n{away}"))
        .well();
    assert!(again.rows().iter().all(|row| row["status"] == "duplicate"));
}

#[test]
fn the_line_of_a_refusal_is_named_also_where_places_are_created_before_it() {
    let place = Workplace::new();
    let away = r#"{"id":"r","op":"receive","date":"2026-03-02","item":"A","qty":"1","cost":"2","to":"ATTIC","site":"NORTH"}"#;
    let none =
        r#"{"id":"s","op":"ship","date":"2026-03-02","item":"A","qty":"9","from":"CELLAR","site":"NORTH"}"#;
    let said = place.feed(
        &["post", "-", "--create-locations"],
        &format!("{ITEM}\n\n{away}\n{none}"),
    );
    assert_eq!(said.code, 1);
    assert!(said.err.contains("line 4: "), "{}", said.err);
    assert_eq!(said.rows().len(), 1);
    assert!(place.rows(&["moves"]).is_empty() && place.rows(&["stock"]).is_empty());
}

#[test]
fn what_is_no_file_of_documents_is_told_and_applies_nothing() {
    let place = Workplace::new();
    let folder = place.path("inbox");
    std::fs::create_dir(&folder).expect("a folder");
    let said = place.run(&["post", &folder.display().to_string()]);
    assert_eq!(said.code, 3);
    assert!(
        said.err.contains("it is a folder; name a file of documents"),
        "{}",
        said.err
    );
    let colours = "{\"id\":\"r\",\"op\":\"receive\",\"\\u001b[31m\":1}";
    let said = place.feed(&["post", "-"], colours);
    assert_eq!(said.code, 3);
    assert!(
        !said.err.contains('\u{1b}') && said.err.contains("\\u{1b}[31m"),
        "{}",
        said.err
    );
    assert!(place.rows(&["moves"]).is_empty());
}

#[test]
fn a_file_saved_by_an_office_program_is_read_all_the_same() {
    let place = Workplace::new();
    let said = place
        .feed(&["post", "-"], &format!("\u{feff}{ITEM}\r\n{RECEIPT}\r\n"))
        .well();
    assert_eq!(said.rows().len(), 2);
}

#[test]
fn an_id_of_a_read_to_come_and_one_without_end_are_refused() {
    let place = Workplace::new();
    place.feed(&["post", "-"], ITEM).well();
    let long = "x".repeat(5_000_000);
    for (id, why) in [
        (
            "DOCK-1:7",
            "line 1: field id: expected an id that no read of a terminal gets",
        ),
        (
            "DOCK-1:7:2",
            "field id: expected an id that no read of a terminal gets",
        ),
        (
            "import:items:A",
            "field id: expected an id that the program doesn't give itself, found import:",
        ),
        (&long, "field id: expected at most 200 bytes, found 5000000"),
    ] {
        let document = RECEIPT.replacen("\"r\"", &format!("{id:?}"), 1);
        for way in [
            &["post", "-"][..],
            &["post", "-", "--each"],
            &["post", "-", "--preview"],
        ] {
            let said = place.feed(way, &document);
            assert_eq!(said.code, 3, "{way:?}");
            assert!(said.err.contains(why), "{why}\nis not in\n{}", said.err);
        }
    }
    assert!(place.rows(&["moves"]).is_empty());
}

#[test]
fn a_field_that_a_record_does_not_have_is_named_and_not_dropped() {
    let place = Workplace::new();
    let site =
        r#"{"id":"s","op":"define","master":{"record":"site","site":"S","name":"Shop","town":"Lübeck"}}"#;
    let said = place.feed(&["post", "-"], site);
    assert_eq!(said.code, 3);
    assert!(
        said.err
            .contains("line 1: field master.town: expected one of name, record, site, found this"),
        "{}",
        said.err
    );
}

#[test]
fn codes_that_look_alike_do_not_become_two() {
    let place = Workplace::new();
    let item = r#"{"id":"i","op":"item","date":"2026-03-02","item":"L","method":"fifo","tracking":"lot"}"#;
    place.feed(&["post", "-"], item).well();
    let receive = |id: &str, item: &str, lot: &str| {
        format!(
            r#"{{"id":"{id}","op":"receive","date":"2026-03-02","item":"{item}","lot":"{lot}","qty":"1","cost":"1"}}"#
        )
    };
    place.feed(&["post", "-"], &receive("good", "L", "B1")).well();
    for (id, lot) in ["B1 ", " B1", "B1\\u00a0"].into_iter().enumerate() {
        place
            .feed(&["post", "-"], &receive(&format!("edge{id}"), "L", lot))
            .well();
    }
    for (id, (lot, code)) in [
        ("B1\\u200b", "BAD_CODE"),
        ("\\u202eB1", "BAD_CODE"),
        ("B\\u20091", "BAD_CODE"),
        ("  ", "LOT_NEEDED"),
        ("b1", "LOOKS_ALIKE"),
        (" b1 ", "LOOKS_ALIKE"),
    ]
    .into_iter()
    .enumerate()
    {
        let said = place.feed(&["post", "-"], &receive(&format!("bad{id}"), "L", lot));
        assert_eq!(said.code, 1, "{lot}: {}", said.err);
        assert_eq!(said.rows()[0]["refusal"]["code"], code, "{lot}");
    }
    let tabbed = place.feed(&["post", "-"], &receive("tab", "L", "B1\\t"));
    assert_eq!(tabbed.code, 3, "{}", tabbed.err);
    let said = place.feed(
        &["post", "-"],
        &item.replace("\"L\"", "\"L \"").replace("\"i\"", "\"i2\""),
    );
    assert_eq!(said.rows()[0]["refusal"]["code"], "BAD_CODE");
    let [stock] = &place.rows(&["stock"])[..] else {
        panic!("expected one lot")
    };
    assert_eq!((&stock["lot"], &stock["on_hand"]), (&json!("B1"), &json!("4")));
}

#[test]
fn what_people_write_is_bounded_and_can_be_seen() {
    let place = Workplace::with_samples();
    let long = "x".repeat(5_000_000);
    let adjust = json!({ "id": "a", "op": "adjust", "date": "2026-03-04", "item": "PK-3001", "qty": "-1", "at": "P-01-1" });
    let told = |field: &str, text: &str| {
        let mut document = adjust.clone();
        document[field] = text.into();
        let said = place.feed(&["post", "-"], &document.to_string());
        assert_eq!(said.code, 3, "{}", said.err);
        said.err
    };
    for field in ["reason", "document", "operator", "approved_by"] {
        let expected = format!("line 1: field {field}: expected at most 1000 bytes, found 5000000");
        assert!(told(field, &long).contains(&expected));
        for (unseen, number) in [("a\u{202e}b", "U+202E"), ("a\u{200b}b", "U+200B")] {
            let expected =
                format!("line 1: field {field}: expected text that can be seen, found {number} in it");
            assert!(told(field, unseen).contains(&expected));
        }
    }
    assert!(told("id", "a\u{202e}").contains("field id: expected text that can be seen, found U+202E"));
    assert!(told("id", "  ").contains("field id: expected a unique name, found nothing"));
    let heading = "order,customer,site,due,line,item,qty,uom,price,channel";
    let row = format!(
        "SO-Z,CUS-01,MAIN,2026-03-02,1,PK-3001,1,EA,1,{}",
        "x".repeat(50_000)
    );
    let orders = place.file("sales_orders.csv", &format!("{heading}\n{row}\n"));
    let said = place.run(&["import", &orders]);
    let expected = "line 2, column channel: expected at most 1000 bytes, found 50000";
    assert!(said.code == 3 && said.err.contains(expected), "{}", said.err);
}

#[test]
fn a_document_of_an_older_version_is_known_whatever_its_texts_say() {
    let place = Workplace::with_samples();
    let document = |id: &str, reason: &str| json!({ "id": id, "op": "adjust", "date": "2026-03-04", "item": "PK-3001", "qty": "-1", "at": "P-01-1", "reason": reason });
    let long = "x".repeat(1001);
    let texts = ["bro\u{200b}ken", "torn\u{a0}"];
    let ids = ["old\u{202e}", "close:2026-03", "import:items:A", "seal:x"];
    let documents = ids.iter().map(|id| document(id, "broken"));
    let documents: Vec<Value> = documents
        .chain(
            (0..)
                .zip(texts)
                .map(|(at, text)| document(&format!("text-{at}"), text)),
        )
        .collect();
    let mut store = Sqlite::open(&place.store()).expect("a store");
    for document in &documents {
        let mut asked = document.clone();
        let fields = asked.as_object_mut().expect("an object");
        let (id, date) = (fields.remove("id"), fields.remove("date"));
        let reason = fields.remove("reason");
        let request = json!({ "key": id, "operator": "", "terminal": "", "source": "import", "at": 1_772_600_000_000_i64,
            "date": date, "reason": reason, "operation": asked });
        let request: Request = serde_json::from_value(request).expect("a request");
        let answer = store.transact(&request).expect("the store works");
        assert_eq!(answer.refusal, None);
    }
    drop(store);
    for document in &documents {
        for way in [&["post", "-"][..], &["post", "--each", "-"]] {
            let said = place.feed(way, &document.to_string()).well();
            assert_eq!(said.rows()[0]["status"], "duplicate", "{document}");
            let mut other = document.clone();
            other["reason"] = long.clone().into();
            let said = place.feed(way, &other.to_string());
            assert_eq!(said.code, 3, "{document}: {}", said.out);
        }
    }
}

#[test]
fn the_approver_of_a_document_is_a_supervisor() {
    let place = Workplace::with_samples();
    let adjust = json!({ "id": "a", "op": "adjust", "date": "2026-03-04", "item": "PK-3001", "qty": "-1", "at": "P-01-1" });
    for badge in ["NOBODY", "EMP-103"] {
        let mut document = adjust.clone();
        document["approved_by"] = badge.into();
        let said = place.feed(&["post", "-"], &document.to_string());
        assert_eq!(said.code, 1, "{}", said.err);
        assert_eq!(said.rows()[0]["refusal"]["code"], "ROLE_NEEDED", "{}", said.out);
    }
    let mut document = adjust;
    (document["operator"], document["approved_by"]) = ("EMP-102".into(), "EMP-101".into());
    place.feed(&["post", "-"], &document.to_string()).well();
    place.run(&["audit", "--replay"]).well();
}
