//! Whole jobs by typing alone, on the screens that are really out there.

use super::company::Company;
use super::station::{F9, Station};
use serde_json::Value;

/// A rugged hand-held, and a terminal on a fork-lift.
const SMALL: [(u16, u16); 2] = [(20, 16), (40, 8)];

const ESC: &[u8] = b"\x1b";
const SIGN_OUT: &[u8] = b"\x0f";
const APPROVE: &[u8] = b"\x01";

/// The only row of a query that fits.
#[track_caller]
fn one(company: &Company, query: &str, fits: impl Fn(&Value) -> bool) -> Value {
    let mut rows = company.rows(query);
    rows.retain(fits);
    assert_eq!(rows.len(), 1, "{rows:?}");
    rows.remove(0)
}

/// What an entry has on one side of an account.
fn amount(entry: &Value, account: &str, side: &str) -> String {
    let lines = entry["lines"].as_array().unwrap();
    let line = lines.iter().find(|line| line["account"] == account).unwrap();
    line[side].as_str().unwrap().to_owned()
}

fn pick(station: &mut Station) {
    station.scan("SO-26102", "Go to E-01-1");
    station.scan("E-01-1", "Scan EL-2001");
    station.scan("EL-2001", "Scan a serial");
    station.scan("LP2-00417", "Scan a tote");
    station.scan("TOTE-2", "Go to P-01-1");
    station.scan("P-01-1", "Scan PK-3001");
    station.scan("PK-3001", "1 of 12 EA");
    station.scan("12", "Go to P-01-2");
    station.scan("P-01-2", "Scan PK-3003");
    station.scan("PK-3003", "1 of 33 EA");
    station.scan("33", "Press Enter for work");
    station.press(ESC, "Scan anything");
}

fn pack(station: &mut Station) {
    station.scan("2", "Scan a tote");
    station.scan("TOTE-2", "Scan a parcel");
    station.scan("", "Scan EL-2001");
    station.scan("EL-2001", "Scan PK-3001");
    station.scan("PK-3001", "1 EA PK-3001");
    station.scan("12", "Scan PK-3003");
    station.scan("PK-3003", "1 EA PK-3003");
    station.scan("33", "Scan the kind of carton");
    station.scan("CARTON-S", "Weigh");
    station.scan("11.420", "Enter to clos");
    station.scan("SO-26102-P1", "Scan a tote");
    station.press(ESC, "Scan anything");
}

fn ship(station: &mut Station) {
    station.scan("3", "Go to the dock");
    station.scan("SHIPPING", "Scan a parcel");
    station.scan("SO-26102-P1", "SO-26102-P1 shipped");
    station.press(F9, "Scan anything");
    station.press(SIGN_OUT, "signed out");
}

#[test]
fn an_order_is_picked_packed_and_shipped_on_a_small_screen() {
    for size in SMALL {
        let company = Company::open();
        let mut station = company.sized("HAND-1", size);
        station.sign_in("EMP-103", "9061");
        pick(&mut station);
        pack(&mut station);
        ship(&mut station);
        let lines = company.rows("orders");
        let shipped: Vec<&Value> = lines.iter().filter(|line| line["order"] == "SO-26102").collect();
        assert_eq!(shipped.len(), 3);
        for line in shipped {
            assert_eq!(
                (&line["state"], &line["open"]),
                (&"closed".into(), &"0".into()),
                "{line}"
            );
            assert_eq!(line["done"], line["qty"], "{line}");
        }
        assert!(
            !company
                .rows("stock")
                .iter()
                .any(|row| row["serial"] == "LP2-00417")
        );
        let left = [("PK-3001", "P-01-1"), ("PK-3003", "P-01-2")];
        assert_eq!(left.map(|(item, bin)| company.on_hand(item, bin)), ["48", "277"]);
        company.is_sound();
    }
}

/// Counts the labels' bin with six large rolls fewer than the book has.
fn count_six_short(station: &mut Station) {
    station.scan("P-01-1", "Scan all in P-01-1");
    for (item, counted) in [("PK-3001", 60), ("PK-3002", 30), ("PK-3004", 12)] {
        station.scan(item, &format!("+1 EA {item}"));
        station.scan(&counted.to_string(), &format!("+{} EA {item}", counted - 1));
        let shown = station.shown();
        assert!(!shown.contains("36"), "the book shows through: {shown}");
    }
}

#[test]
fn a_count_is_counted_again_and_approved_on_a_small_screen() {
    for size in SMALL {
        let company = Company::open();
        let mut station = company.sized("HAND-1", size);
        station.sign_in("EMP-104", "5572");
        station.scan("8", "Scan the bin to count");
        count_six_short(&mut station);
        station.press(F9, "is counted");
        station.press(SIGN_OUT, "signed out");

        station.sign_in("EMP-105", "7140");
        station.scan("7", "press Enter for work");
        station.wait_for("P-01-1 recount");
        station.scan("", "Go to P-01-1");
        count_six_short(&mut station);
        station.press(F9, "A supervisor");
        station.press(SIGN_OUT, "signed out");
        assert_eq!(company.on_hand("PK-3002", "P-01-1"), "36", "nothing moved yet");

        station.sign_in("EMP-101", "4417");
        station.scan("$BL.RECONCILE", "Choose a count");
        station.scan("P-01-1", "PK-3002");
        for text in [
            "-6 EA",
            "-37.48",
            "Credit 1303",
            "Debit 5200",
            "Inventory: packaging 37.48",
        ] {
            station.wait_for(text);
        }
        station.press(APPROVE, "approved and posted");
        assert_eq!(company.on_hand("PK-3002", "P-01-1"), "30");
        let entry = one(&company, "journal", |entry| {
            entry["lines"].to_string().contains("\"5200\"")
        });
        let sides = |side: &str| ["1303", "5200"].map(|account| amount(&entry, account, side));
        assert_eq!(sides("debit"), ["0.00", "37.48"], "{entry}");
        assert_eq!(sides("credit"), ["37.48", "0.00"], "{entry}");
        company.is_sound();
    }
}

fn receive(station: &mut Station) {
    station.scan("1", "Scan a purchase order");
    station.scan("PO-26033", "Receive PO-26033");
    station.scan("PK-3001", "1 EA PK-3001");
    station.scan("96", "96 EA PK-3001");
    station.scan("RECEIVING", "received at");
    station.press(F9, "Scan anything");
}

fn put_away(station: &mut Station) {
    station.scan("2", "Scan the dock");
    station.scan("RECEIVING", "Scan goods");
    station.scan("PK-3001", "Bring it to P-01-1");
    station.scan("96", "96 EA PK-3001");
    station.scan("P-01-1", "RECEIVING is empty");
    station.press(F9, "Scan anything");
}

fn move_goods(station: &mut Station) {
    station.scan("3", "Scan the bin");
    station.scan("P-01-1", "Scan goods");
    station.scan("PK-3004", "+1 EA PK-3004");
    station.scan("2", "2 EA PK-3004");
    station.scan("STORAGE", "moved from");
    station.press(F9, "Scan anything");
}

#[test]
fn goods_come_in_and_are_moved_on_a_small_screen() {
    for size in SMALL {
        let company = Company::open();
        let mut station = company.sized("HAND-1", size);
        station.sign_in("EMP-102", "2308");
        receive(&mut station);
        put_away(&mut station);
        move_goods(&mut station);
        station.scan("PK-3004", "12 EA");
        station.press(SIGN_OUT, "signed out");
        let lies = [
            ("PK-3001", "P-01-1"),
            ("PK-3004", "P-01-1"),
            ("PK-3004", "STORAGE"),
        ];
        assert_eq!(
            lies.map(|(item, bin)| company.on_hand(item, bin)),
            ["156", "10", "2"]
        );
        let line = one(&company, "orders", |line| {
            line["order"] == "PO-26033" && line["item"] == "PK-3001"
        });
        assert_eq!(
            (&line["done"], &line["open"]),
            (&"96".into(), &"0".into()),
            "{line}"
        );
        company.is_sound();
    }
}
