//! Rows out: the names that programs rely on, in every format.

use super::workplace::Workplace;
use serde_json::Value;

const DAY: &str = r#"{"id":"i","op":"item","date":"2026-03-02","item":"A","method":"fifo","tracking":"lot"}
{"id":"r","op":"receive","date":"2026-03-02","item":"A","qty":"10","cost":"2.00","lot":"L1","operator":"E-1","document":"DN-7"}
{"id":"s","op":"ship","date":"2026-03-03","item":"A","qty":"4","price":"5.00","lot":"L1","customer":"C-1","reason":"walk-in"}"#;

fn names(row: &Value) -> Vec<String> {
    let mut names: Vec<String> = row.as_object().expect("an object").keys().cloned().collect();
    names.sort();
    names
}

fn sorted(list: &str) -> Vec<String> {
    let mut names: Vec<String> = list.split(", ").map(str::to_owned).collect();
    names.sort();
    names
}

#[test]
fn rows_have_the_fields_of_the_contract() {
    let place = Workplace::new();
    place.feed(&["post", "-"], DAY).well();
    let cases = [
        (
            "stock",
            "item, lot, expiry, serial, site, location, status, lpn, uom, on_hand, allocated, available, value",
        ),
        (
            "moves",
            "seq, op, id, kind, item, lot, expiry, serial, qty, from, to, site, value, operator, terminal, source, \
             document, reason, effective_date, posting_date, entered_at, reverses, scan",
        ),
        (
            "journal",
            "entry, effective_date, posting_date, entered_at, kind, movement, rule, document, site, group, channel, \
             batch, lines",
        ),
        ("trial-balance", "account, name, debit, credit, balance"),
        ("layers", "item, site, lot, seq, qty, value, received, source"),
        ("audit", "invariant, checked, broken, detail"),
    ];
    for (query, fields) in cases {
        assert_eq!(names(&place.rows(&[query])[0]), sorted(fields), "{query}");
    }
    let trace = &place.rows(&["trace", "--lot", "L1"])[0];
    for field in ["lot", "item", "receipts", "stock", "shipments", "holds"] {
        assert!(!trace[field].is_null(), "{field}: {trace}");
    }
    assert_eq!(
        (&trace["shipments"][0]["customer"], &trace["shipments"][0]["qty"]),
        (&"C-1".into(), &"4".into())
    );
    assert_eq!(
        names(&place.rows(&["journal"])[0]["lines"][0]),
        sorted("account, name, debit, credit")
    );
}

#[test]
fn a_movement_leads_back_to_its_document() {
    let place = Workplace::new();
    place.feed(&["post", "-"], DAY).well();
    let moves = place.rows(&["moves"]);
    assert_eq!(
        (&moves[0]["op"], &moves[0]["id"], &moves[0]["document"]),
        (&"receive".into(), &"r".into(), &"DN-7".into())
    );
    assert_eq!(
        (&moves[1]["source"], &moves[1]["reason"]),
        (&"import".into(), &"walk-in".into())
    );
    let journal = place.rows(&["journal"]);
    assert_eq!(
        (&journal[1]["movement"], &journal[1]["rule"]),
        (&moves[1]["seq"], &"shipment".into())
    );
}

#[test]
fn filters_narrow_and_formats_agree() {
    let place = Workplace::new();
    place.feed(&["post", "-"], DAY).well();
    assert_eq!(place.rows(&["moves", "--since", "2026-03-03"]).len(), 1);
    assert_eq!(place.rows(&["moves", "--until", "2026-03-02"]).len(), 1);
    assert!(place.rows(&["moves", "--item", "B"]).is_empty());
    assert!(place.rows(&["stock", "--location", "RETURNS"]).is_empty());
    assert_eq!(place.rows(&["journal", "--lot", "L1"]).len(), 2);
    let csv = place.run(&["trial-balance", "--csv"]).well().out;
    assert!(
        csv.starts_with("account,name,debit,credit,balance\n1100,Customer control,20.00,0.00,20.00\n"),
        "{csv}"
    );
    let table = place.run(&["stock"]).well().out;
    assert!(
        table
            .lines()
            .nth(1)
            .is_some_and(|line| line.contains("STORAGE") && line.ends_with("12.00")),
        "{table}"
    );
}

#[test]
fn scans_are_decoded_line_by_line() {
    let place = Workplace::empty();
    let said = place
        .feed(
            &["decode", "--escaped"],
            "]C10109521234010012\\x1d10AB\n$BL.DONE\nA-01-1\n",
        )
        .well();
    let rows = said.rows();
    assert_eq!(rows.len(), 3);
    assert_eq!(
        (&rows[1]["kind"], &rows[2]["kind"]),
        (&"command".into(), &"text".into())
    );
}

#[test]
fn labels_are_verified_without_repair() {
    let place = Workplace::empty();
    let short = "]E0614141000036\n";
    let forgiven = place.feed(&["decode"], short).well();
    assert_eq!(forgiven.rows()[0]["gtin"], "00614141000036");
    let exact = place.feed(&["decode", "--exact"], short).well();
    assert_eq!(exact.rows()[0]["error"]["code"], "retail-digits");
    let link = "https://id.gs1.org/01/09521234543213/10/A?17=261231&lang=en\n";
    let said = place.feed(&["decode", "--exact", "--strict"], link).well();
    assert_eq!(
        (&said.rows()[0]["lot"], &said.rows()[0]["expiry"]),
        (&"A".into(), &"2026-12-31".into())
    );
    assert_eq!(said.rows()[0]["warnings"][0]["code"], "link-ignored");
    let bare = place
        .feed(&["decode", "--exact=scan"], "0109521234543213\n")
        .well();
    assert_eq!(bare.rows()[0]["error"]["code"], "no-symbology");
}
