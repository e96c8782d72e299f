//! A controller at the books: what is shown is what is sealed, and every figure leads to what made it.

use super::hand::Hand;
use super::house::House;
use super::stock;
use binledger::domain::amount::Qty;
use binledger::domain::company::{ClosedPeriod, Integration, Method};
use binledger::domain::entry::LedgerBatch;
use binledger::domain::user::User;
use binledger::flows::event::{Command, Job};
use binledger::operations::request::{Define, Integrate, Master, Receive, Ship};
use binledger::ui::face::Face;

/// A house with goods, a sale and a controller.
pub fn books() -> House {
    let mut house = House::new(Method::Fifo);
    stock::plain(&mut house, 10, "STORAGE");
    house.ok(Ship {
        item: Some("A".into()),
        qty: Some(Qty::units(3)),
        price: Some("5".parse().unwrap()),
        ..Ship::default()
    });
    house.ok(Define {
        master: Master::User(User {
            badge: "CAT".into(),
            name: "Cat".into(),
            roles: "controller".into(),
            pin_hash: Some(testing::company::PIN_HASH.into()),
            site: "MAIN".into(),
            failures: 0,
            locked: false,
        }),
    });
    house
}

/// The cells of the rows, as lines.
fn rows(face: &Face) -> Vec<String> {
    let table = face.table.as_ref().expect("a page with rows");
    table.rows.iter().map(|row| row.cells.join(" | ")).collect()
}

fn receive_more(house: &mut House) {
    stock::plain(house, 1, "STORAGE");
}

#[test]
fn a_day_is_sealed_as_it_was_shown() {
    let mut house = books();
    let mut cat = Hand::new(&mut house, "CAT", Job::Ledger);
    assert!(
        rows(&cat.face())[0].contains("1 day to seal"),
        "{:?}",
        rows(&cat.face())
    );
    cat.read(&mut house, "1");
    assert!(
        rows(&cat.face())[0].ends_with("to seal"),
        "{:?}",
        rows(&cat.face())
    );
    cat.read(&mut house, "");
    let shown = rows(&cat.face());
    assert_eq!(cat.prompt(), "Approve to seal 2026-03-02 at MAIN");
    assert!(
        shown
            .iter()
            .any(|row| row == "1300 | 1300 | shipment |  | 6.00 | 1"),
        "{shown:?}"
    );

    cat.read(&mut house, "").say(&mut house, Command::Back);
    cat.say(&mut house, Command::Approve);
    assert_eq!(cat.prompt(), "Confirm to seal 2026-03-02 at MAIN");
    cat.read(&mut house, "");
    assert!(house.all::<LedgerBatch>().is_empty(), "Enter never confirms");
    receive_more(&mut house);
    cat.say(&mut house, Command::Confirm);
    assert!(cat.last().contains("look again"), "{:?}", cat.said);
    assert!(
        house.all::<LedgerBatch>().is_empty(),
        "something else than was shown"
    );

    cat.say(&mut house, Command::Approve)
        .say(&mut house, Command::Confirm);
    assert_eq!(cat.said[0], "good ledger batch 1 is made");
    assert_eq!(house.all::<LedgerBatch>()[0].entries, 3);
    assert!(
        rows(&cat.face())[0].ends_with("sealed 1"),
        "{:?}",
        rows(&cat.face())
    );
    cat.read(&mut house, "");
    assert!(
        rows(&cat.face()).iter().any(|row| row.starts_with("all")),
        "{:?}",
        rows(&cat.face())
    );
}

#[test]
fn a_supervisor_looks_and_a_picker_does_not() {
    let mut house = books();
    let mut sue = Hand::new(&mut house, "SUE", Job::Ledger);
    sue.reads(&mut house, &["1", ""]);
    assert!(!sue.legal().contains(&Command::Approve));
    sue.say(&mut house, Command::Approve)
        .say(&mut house, Command::Confirm);
    assert!(house.all::<LedgerBatch>().is_empty());
    sue.say(&mut house, Command::Approve);
    assert!(sue.last().starts_with("ROLE_NEEDED"), "{:?}", sue.said);
    let ben = Hand::new(&mut house, "BEN", Job::Ledger);
    assert!(ben.last().starts_with("ROLE_NEEDED"), "{:?}", ben.said);
}

#[test]
fn a_balance_leads_to_the_layer_that_made_it_and_back() {
    let mut house = books();
    let mut cat = Hand::new(&mut house, "CAT", Job::Ledger);
    cat.reads(&mut house, &["2", "1300"]);
    let face = cat.face();
    assert_eq!(face.big.as_deref(), Some("1300  14.00"));
    assert!(
        rows(&face)[0].starts_with("E2 | 2026-03-02 | shipment |  | 6.00"),
        "{:?}",
        rows(&face)
    );
    cat.read(&mut house, "e2");
    let behind = rows(&cat.face());
    let layer = "Layer | layer 1 of 2026-03-02 held 10 worth 20.00 and gives 3 worth 6.00";
    for expected in ["C 1300 | 6.00 1300", layer, "Batch | pending, not sealed yet"] {
        assert!(
            behind.iter().any(|row| row == expected),
            "no {expected:?} in {behind:?}"
        );
    }
    cat.read(&mut house, "Layer");
    assert_eq!(cat.face().title, "Ledger movement 1");
    for title in ["Ledger entry 2", "Ledger 1300", "Ledger trial balance", "Ledger"] {
        cat.say(&mut house, Command::Back);
        assert_eq!(cat.face().title, title);
    }
    cat.read(&mut house, "E99");
    assert!(cat.said[0].contains("entry 99"), "{:?}", cat.said);
}

#[test]
fn what_is_received_and_not_billed_explains_its_account() {
    let mut house = books();
    let mut cat = Hand::new(&mut house, "CAT", Job::Ledger);
    cat.read(&mut house, "4");
    let grni = rows(&cat.face()).remove(0);
    assert!(grni.starts_with("2100 ") && grni.ends_with("explained"), "{grni}");
    cat.read(&mut house, "");
    assert_eq!(rows(&cat.face()), ["0 | 2026-03-02 | A | 10 | -20.00"]);
    cat.read(&mut house, "");
    assert_eq!(cat.face().title, "Ledger movement 1");
}

#[test]
fn stock_value_is_drawn_day_by_day_and_ends_at_what_the_pools_say() {
    let mut house = books();
    let mut request = house.request(received(4));
    request.date = "2026-03-03".parse().unwrap();
    house.send(&request);
    let mut cat = Hand::new(&mut house, "CAT", Job::Ledger);
    cat.reads(&mut house, &["5", "all"]);
    let face = cat.face();
    let trend = face.trend.as_ref().expect("a chart");
    assert_eq!(trend.points, [1400, 2200]);
    assert_eq!(face.big.as_deref(), Some(house.worth("A").1.to_string().as_str()));
    assert_eq!(
        rows(&face),
        ["2026-03-03 | 8.00 | 22.00", "2026-03-02 | 14.00 | 14.00"]
    );
}

/// Receives pieces of `A` at 2.00 each.
pub fn received(units: i64) -> Receive {
    Receive {
        item: "A".into(),
        qty: Qty::units(units),
        cost: Some("2".parse().unwrap()),
        value: None,
        to: None,
        lot: None,
        expiry: None,
        serial: None,
        vendor: None,
        status: None,
        order: None,
        line: None,
        lpn: None,
        invoice: None,
        currency: None,
        rate: None,
    }
}

#[test]
fn a_period_is_closed_when_every_line_of_the_list_is_ok() {
    let mut house = books();
    let mut cat = Hand::new(&mut house, "CAT", Job::Ledger);
    cat.reads(&mut house, &["6", "2026-03"]);
    let not_ok: Vec<String> = rows(&cat.face())
        .into_iter()
        .filter(|row| !row.starts_with("ok"))
        .collect();
    assert_eq!(
        not_ok,
        ["not ok | every day up to its end is sealed | 2026-03-02 at MAIN"]
    );
    assert!(!cat.legal().contains(&Command::Approve));

    cat.say(&mut house, Command::Back).say(&mut house, Command::Back);
    cat.reads(&mut house, &["1", ""]);
    cat.say(&mut house, Command::Approve)
        .say(&mut house, Command::Confirm);
    cat.say(&mut house, Command::Back);
    cat.reads(&mut house, &["6", "2026-03"]);
    assert_eq!(cat.prompt(), "Approve to close 2026-03");
    cat.say(&mut house, Command::Approve)
        .say(&mut house, Command::Confirm);
    assert_eq!(house.all::<ClosedPeriod>()[0].period, "2026-03");
    assert_eq!(rows(&cat.face()), ["2026-03 | closed | "]);
}

#[test]
fn stock_that_is_kept_out_of_the_ledger_is_no_difference() {
    let mut house = books();
    let mut switch = house.request(Integrate {
        mode: Integration::None,
    });
    switch.date = "2026-04-01".parse().unwrap();
    let answer = house.send(&switch);
    assert_eq!(answer.refusal, None);
    let mut cat = Hand::new(&mut house, "CAT", Job::Ledger);
    cat.reads(&mut house, &["6", "2026-04"]);
    let list = rows(&cat.face());
    let stock = list.iter().find(|row| row.contains("stock = ledger on 1300"));
    assert!(stock.is_some_and(|row| row.starts_with("ok")), "{list:?}");
    cat.say(&mut house, Command::Back).say(&mut house, Command::Back);
    cat.reads(&mut house, &["5"]);
    assert!(cat.face().fields.is_empty(), "{:?}", cat.face().fields);
}
