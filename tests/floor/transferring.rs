//! Goods go to another site, and arrive from one.

use super::bench::Bench;
use super::house::House;
use super::stock;
use binledger::domain::amount::{Money, Qty};
use binledger::domain::catalog::{Location, Purpose, Site};
use binledger::domain::company::Method;
use binledger::domain::movement::{Movement, MovementKind};
use binledger::domain::order::OrderKind;
use binledger::domain::record::Record;
use binledger::domain::stock::{Balance, Status};
use binledger::domain::transfer::Transfer;
use binledger::domain::user::User;
use binledger::operations::request::{Allocate, Define, Master, Receive};

/// Ten of `A`, six of lot `L1` and four of `L2` in `STORAGE`; a shop with Liv, who picks and receives there.
pub fn two_sites() -> House {
    let mut house = House::new(Method::Fifo);
    let site = Site {
        site: "SHOP".into(),
        name: "Shop".into(),
    };
    house.ok(Define {
        master: Master::Site(site),
    });
    for (code, purpose) in [
        ("SHOP-1", Purpose::Storage),
        ("SHOP-2", Purpose::Storage),
        ("SHOP-BAD", Purpose::Damaged),
    ] {
        let location = Location {
            location: code.into(),
            site: "SHOP".into(),
            zone: String::new(),
            purpose,
            sequence: 10,
            capacity: (code == "SHOP-2").then(|| Qty::units(3)),
            check_digits: None,
            fixed_item: None,
        };
        house.ok(Define {
            master: Master::Location(location),
        });
    }
    for (badge, roles) in [("LIV", "picker;receiver"), ("KAI", "supervisor")] {
        house.ok(Define {
            master: Master::User(User {
                badge: badge.into(),
                name: badge.into(),
                roles: roles.into(),
                pin_hash: None,
                site: "SHOP".into(),
                failures: 0,
                locked: false,
            }),
        });
    }
    stock::plain(&mut house, 10, "STORAGE");
    stock::lot(&mut house, 6, "L1", "2027-01-31");
    stock::lot(&mut house, 4, "L2", "2027-02-28");
    house
}

/// What lies at a location, with its status.
fn held(house: &House, location: &str) -> Vec<String> {
    let mut here = house.all::<Balance>();
    here.retain(|it| it.location.as_str() == location);
    let told = |it: Balance| format!("{} {}{} {} {}", it.item, it.lot, it.serial, it.qty, it.status);
    here.into_iter().map(told).collect()
}

/// What is on its way: quantity and value.
fn in_transit(house: &House) -> (Qty, Money) {
    let open = house.all::<Transfer>();
    open.iter().fold((Qty::ZERO, Money::ZERO), |(qty, value), it| {
        (qty + it.open_qty(), value + it.open_value())
    })
}

/// The number of the transfer that left last.
fn number(house: &House) -> String {
    let first = house
        .all::<Movement>()
        .into_iter()
        .filter(|it| it.kind == MovementKind::TransferOut && it.document.is_none())
        .map(|it| it.seq)
        .max();
    format!("TR-{}", first.expect("something left"))
}

/// Ana sends four of `A`, five of `L1` and one of `L2` to the shop.
fn sent(house: &mut House) -> String {
    Bench::new(house, "T-1")
        .scan(&["ANA", "$BL.TRANSFER"])
        .asks("Scan the site it goes to")
        .scan(&["SHOP"])
        .says("goods for SHOP, Shop. Scan the bin to send SHOP from")
        .scan(&["STORAGE", "A"])
        .says("+1 EA A")
        .asks("Type how many, or Enter to send")
        .scan(&["4", ""])
        .says("4 EA A sent to SHOP on TR-")
        .scan(&["LOT"])
        .asks("Scan the lot of LOT")
        .scan(&["L1", "$BL.QTY.5", "SHOP"])
        .says("5 EA LOT L1 sent to SHOP on TR-")
        .scan(&["LOT", "L2", "$BL.DONE"])
        .says("1 EA LOT L2 sent to SHOP on TR-")
        .lies(6, "A", "STORAGE")
        .lies(4, "LOT", "STORAGE")
        .scan(&["$BL.DONE"])
        .says("3 lines sent to SHOP. Write TR-")
        .asks("Scan anything");
    number(house)
}

#[test]
fn goods_leave_line_by_line_on_one_paper_and_arrive_in_full() {
    let mut house = two_sites();
    let paper = sent(&mut house);
    assert_eq!(in_transit(&house), (Qty::units(10), "20.00".parse().unwrap()));
    Bench::new(&mut house, "T-2")
        .scan(&["LIV", &paper])
        .says(&format!("{paper} from MAIN: 3 of 3 lines to come"))
        .asks("Scan what arrived")
        .scan(&["A", "$BL.QTY.4"])
        .asks("Scan its place, or type how many")
        .scan(&["SHOP-1"])
        .says("4 EA A in at SHOP-1")
        .scan(&["LOT"])
        .asks("Scan the lot of LOT")
        .scan(&["L1", "5", ""])
        .says("5 EA LOT L1 in at SHOP-1")
        .scan(&["LOT"])
        .says("+1 EA LOT")
        .asks("Scan its place, or Enter for SHOP-1")
        .scan(&[""])
        .says("1 EA LOT L2 in at SHOP-1")
        .asks(&format!("All of {paper} is in: DONE"))
        .scan(&["$BL.DONE"])
        .says(&format!("{paper} is in"))
        .scan(&[&paper])
        .tells(&format!("nothing of {paper} is on its way any more"));
    assert_eq!(in_transit(&house), (Qty::ZERO, Money::ZERO));
    assert_eq!(
        held(&house, "SHOP-1"),
        ["A  4 available", "LOT L1 5 available", "LOT L2 1 available"]
    );
    let arrived = house.all::<Movement>().pop().unwrap();
    assert_eq!(arrived.document, Some(paper), "the paper leads to what arrived");
}

#[test]
fn what_is_on_its_way_is_chosen_from_the_list() {
    let mut house = two_sites();
    let paper = sent(&mut house);
    Bench::new(&mut house, "T-2")
        .scan(&["LIV", "$BL.TRANSFER"])
        .asks("or choose one")
        .scan(&["$BL.DOWN"])
        .says(&format!("{paper} from MAIN to SHOP: 3 of 3 lines on the way"))
        .scan(&[""])
        .says(&format!("{paper} from MAIN"))
        .scan(&["$BL.BACK", "$BL.BACK"])
        .asks("Scan anything");
}

#[test]
fn damaged_goods_and_held_ones_arrive_as_what_they_are() {
    let mut house = two_sites();
    let paper = sent(&mut house);
    Bench::new(&mut house, "T-2")
        .scan(&["LIV", &paper, "A", "$BL.DAMAGED"])
        .says("damaged")
        .scan(&["SHOP-BAD"])
        .says("1 EA A in at SHOP-BAD, damaged")
        .scan(&["$BL.STATUS.quarantine", "A", "2", "SHOP-1"])
        .says("2 EA A in at SHOP-1, quarantine")
        .scan(&["A", "SHOP-1"])
        .says("1 EA A in at SHOP-1");
    assert_eq!(held(&house, "SHOP-BAD"), ["A  1 damaged"]);
    assert_eq!(held(&house, "SHOP-1"), ["A  1 available", "A  2 quarantine"]);
    let statuses: Vec<Status> = house
        .all::<Movement>()
        .iter()
        .rev()
        .take(3)
        .map(|it| it.to_status)
        .collect();
    assert_eq!(statuses, [Status::Available, Status::Quarantine, Status::Damaged]);
}

#[test]
fn what_is_missing_is_given_up_by_a_supervisor_alone_and_nothing_stays_in_transit() {
    let mut house = two_sites();
    let paper = sent(&mut house);
    Bench::new(&mut house, "T-2")
        .scan(&["LIV", &paper, "A", "3", "SHOP-1"])
        .scan(&["$BL.SHORT"])
        .says("missing: 1 EA A, 5 EA LOT L1, 1 EA LOT L2")
        .asks("Why is it missing?")
        .scan(&["A"])
        .refuses("NOT_EXPECTED")
        .typed("fell off the lorry")
        .asks("Scan a supervisor's badge, or BACK")
        .scan(&["LIV"])
        .refuses("ROLE_NEEDED")
        .typed("KAI")
        .refuses("SCAN_NEEDED")
        .scan(&["KAI"])
        .says(&format!("{paper} is closed, what is missing is written off"))
        .asks(&format!("All of {paper} is in"));
    assert_eq!(in_transit(&house), (Qty::ZERO, Money::ZERO));
    let closed: Vec<Movement> = house.all();
    let closed = closed.iter().filter(|it| it.kind == MovementKind::TransferClose);
    let reasons: Vec<&str> = closed.filter_map(|it| it.reason.as_deref()).collect();
    assert_eq!(reasons, ["fell off the lorry"; 3]);
    Bench::new(&mut house, "T-2")
        .scan(&["$BL.UNDO"])
        .says("taken back")
        .asks("Scan a supervisor's badge");
    assert_eq!(in_transit(&house).0, Qty::units(7));
}

#[test]
fn a_supervisor_gives_up_without_another_badge_and_a_receiver_leaves_it_open() {
    let mut house = two_sites();
    let paper = sent(&mut house);
    Bench::new(&mut house, "T-2")
        .scan(&["LIV", &paper, "A", "4", "SHOP-1", "$BL.DONE"])
        .says(&format!("{paper} stays open: 5 EA LOT L1, 1 EA LOT L2"))
        .at("T-3")
        .scan(&["KAI", &paper, "$BL.SHORT", "$BL.REASON.lost"])
        .says("is closed, what is missing is written off");
    assert_eq!(in_transit(&house), (Qty::ZERO, Money::ZERO));
}

#[test]
fn undo_puts_the_goods_back_in_hand_on_both_sides() {
    let mut house = two_sites();
    Bench::new(&mut house, "T-1")
        .scan(&["ANA", "SHOP", "STORAGE", "A", "4", "", "$BL.UNDO"])
        .says("the last scan is taken back")
        .asks("Type how many, or Enter to send")
        .lies(10, "A", "STORAGE")
        .scan(&["3", ""])
        .lies(7, "A", "STORAGE");
    let paper = number(&house);
    Bench::new(&mut house, "T-2")
        .scan(&["LIV", &paper, "A", "3", "SHOP-1", "$BL.UNDO"])
        .says("the last scan is taken back")
        .asks("Scan its place, or type how many")
        .lies(0, "A", "SHOP-1")
        .scan(&["SHOP-1"])
        .lies(3, "A", "SHOP-1")
        .at("T-1")
        .scan(&["$BL.UNDO"])
        .refuses("NOT_REVERSIBLE")
        .tells("arrived; take that back first");
}

#[test]
fn a_refusal_keeps_what_was_entered() {
    let mut house = two_sites();
    stock::quarantined(&mut house, 5, "L9");
    house.ok(Receive {
        lpn: Some("PAL-1".into()),
        to: Some("BIN-2".into()),
        ..received("A", 8)
    });
    house.order(OrderKind::Sales, "SO-1", "A", 9);
    house.ok(Allocate { order: "SO-1".into() });
    Bench::new(&mut house, "T-1")
        .scan(&["ANA", "$BL.TRANSFER", "MAIN"])
        .refuses("NOT_EXPECTED")
        .tells("MAIN, where you are")
        .scan(&["STORAGE"])
        .refuses("NOT_EXPECTED")
        .scan(&["TR-99999"])
        .refuses("NOT_EXPECTED")
        .scan(&["$BL.SITE.nowhere"])
        .refuses("UNKNOWN_SITE")
        .scan(&["$BL.SITE.shop"])
        .says("goods for SHOP")
        .scan(&["SHOP-1"])
        .refuses("NOT_EXPECTED")
        .tells("need a bin of MAIN, got SHOP-1, which is at SHOP")
        .scan(&["PAL-1"])
        .refuses("NOT_EXPECTED")
        .scan(&["QUARANTINE", "LOT"])
        .refuses("WRONG_STATE")
        .tells("is quarantine")
        .scan(&["BIN-2", "A"])
        .refuses("WRONG_STATE")
        .tells("on plate PAL-1")
        .scan(&["STORAGE", "A", "11", ""])
        .refuses("NOT_ENOUGH")
        .scan(&["2", ""])
        .refuses("PROMISED")
        .scan(&["BIN-2"])
        .refuses("NOT_EXPECTED")
        .scan(&["$BL.EXIT"])
        .refuses("WRONG_STATE")
        .asks("Type how many, or Enter to send")
        .scan(&["1", "SHOP"])
        .says("1 EA A sent to SHOP");
}

fn received(item: &str, units: i64) -> Receive {
    Receive {
        item: item.into(),
        qty: Qty::units(units),
        cost: "2".parse().ok(),
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
fn what_is_not_on_the_paper_does_not_arrive() {
    let mut house = two_sites();
    let paper = sent(&mut house);
    Bench::new(&mut house, "T-2")
        .scan(&["LIV", &paper, "SER"])
        .refuses("NOT_ON_ORDER")
        .tells(&paper)
        .scan(&["LOT", "L9"])
        .refuses("NOT_EXPECTED")
        .tells("need LOT L1 or LOT L2")
        .scan(&["L1", "6", "SHOP-1"])
        .refuses("OVER_TRANSFER")
        .tells("5 can still arrive, got 6")
        .scan(&["5", "STORAGE"])
        .refuses("NOT_EXPECTED")
        .scan(&["SHOP-2"])
        .refuses("LOCATION_FULL")
        .asks("Scan its place")
        .scan(&["$BL.SHORT"])
        .refuses("NOT_EXPECTED")
        .scan(&["SHOP-1"])
        .says("5 EA LOT L1 in at SHOP-1")
        .scan(&["LOT#L1"])
        .refused();
}

#[test]
fn the_same_goods_of_two_lines_arrive_together() {
    let mut house = two_sites();
    Bench::new(&mut house, "T-1")
        .scan(&["ANA", "SHOP", "STORAGE", "A", "2", "", "A", "3", ""])
        .says("3 EA A sent");
    let paper = number(&house);
    Bench::new(&mut house, "T-2")
        .scan(&["LIV", &paper, "A", "4", "SHOP-2"])
        .refuses("LOCATION_FULL")
        .lies(2, "A", "SHOP-2")
        .asks("Scan its place")
        .scan(&["SHOP-1"])
        .says("2 EA A in at SHOP-1")
        .scan(&["A", "SHOP-1"])
        .says("1 EA A in at SHOP-1")
        .asks("is in: DONE");
    assert_eq!(in_transit(&house).0, Qty::ZERO);
}

#[test]
fn a_transfer_goes_on_at_another_terminal_and_pieces_go_one_by_one() {
    let mut house = two_sites();
    for serial in ["S1", "S2"] {
        stock::serial(&mut house, serial);
    }
    Bench::new(&mut house, "T-1").scan(&["ANA", "SHOP", "STORAGE", "A", "", "$BL.DONE"]);
    let paper = number(&house);
    Bench::new(&mut house, "T-4")
        .scan(&["BEN", &paper])
        .says(&format!("{paper} to SHOP goes on: 1 line left"))
        .scan(&["STORAGE", "SER", "S1", "2"])
        .refuses("ONE_SERIAL")
        .scan(&[""])
        .says(&format!("1 EA SER S1 sent to SHOP on {paper}"))
        .scan(&["SER", "S1"])
        .refuses("NOT_ENOUGH")
        .scan(&["S2", "", "$BL.DONE"])
        .says("3 lines sent to SHOP")
        .at("T-2")
        .scan(&["LIV", &paper, "SER", "S2", "SHOP-1"])
        .says("1 EA SER S2 in at SHOP-1")
        .scan(&["SER", "SHOP-1"])
        .says("1 EA SER S1 in at SHOP-1");
    assert!(Transfer::TABLE.name == "transfers" && in_transit(&house).0 == Qty::ONE);
}

#[test]
fn only_those_who_may_send_or_receive() {
    let mut house = two_sites();
    let paper = sent(&mut house);
    Bench::new(&mut house, "T-5")
        .scan(&["SUE", &paper])
        .says("goes on")
        .at("T-6")
        .scan(&["BEN", "SHOP"])
        .says("goods for SHOP");
    let counter = User {
        roles: "counter".into(),
        ..house
            .all::<User>()
            .into_iter()
            .find(|it| it.badge.as_str() == "BEN")
            .unwrap()
    };
    house.ok(Define {
        master: Master::User(counter),
    });
    Bench::new(&mut house, "T-7")
        .scan(&["BEN", "$BL.TRANSFER"])
        .refuses("ROLE_NEEDED")
        .scan(&["SHOP"])
        .refused();
}

#[test]
fn sending_and_taking_in_on_a_hand_held_and_at_a_desk() {
    let mut house = two_sites();
    let bench =
        Bench::new(&mut house, "T-1").scan(&["ANA", "SHOP", "STORAGE", "A", "4", "", "LOT", "L1", "2"]);
    insta::assert_snapshot!(bench.shown(20, 16), @r"
    Transfer TR-4
    Type how many, or
    Enter to send
     LOT
    To SHOP
    Paper TR-4, 1 line
    Bin STORAGE
    Item LOT  Lot L1
    Quantity 2 EA
      Goods  On hand
      A            6
    > LOT L1       6
      LOT L2       4
    >
    ");
    insta::assert_snapshot!(bench.shown(80, 24), @r"
    Transfer TR-4
                                            |   Goods  Name On hand Sent
    Type how many, or Enter to send         |   A      A          6
                                            | > LOT L1 LOT        6
                      LOT                   |   LOT L2 LOT        4
                                            | + A      A            4 EA
                                            |
    + To        SHOP                        |
    + Paper     TR-4, 1 line                |
    + Bin       STORAGE                     |
    + Item      LOT                         |
      Name      LOT                         |
    + Lot       L1                          |
    + Quantity  2 EA                        |
      On hand   6 EA                        |
                                            |
                                            |
                                            |
                                            |
                                            |
                                            |
    >
    ");
}

#[test]
fn what_arrives_on_a_hand_held_and_at_a_desk() {
    let mut house = two_sites();
    let paper = sent(&mut house);
    let bench = Bench::new(&mut house, "T-2").scan(&["LIV", &paper, "A", "4", "SHOP-1", "LOT", "L1"]);
    insta::assert_snapshot!(bench.shown(20, 16), @r"
    Transfer TR-4
    Scan its place, or
    Enter for SHOP-1
     LOT
    From MAIN  Item LOT
    Name LOT  Lot L1
    Quantity 1 EA
    To come 5 EA
    >Place
      Goods  To come
    + A            0
    > LOT L1       5
      LOT L2       1
    >
    ");
    insta::assert_snapshot!(bench.shown(80, 24), @r"
    Transfer TR-4
                                            |   Goods  Name To come Sent
    Scan its place, or Enter for SHOP-1     | + A      A          0 4 EA
                                            | > LOT L1 LOT        5 5 EA
                      LOT                   |   LOT L2 LOT        1 1 EA
                                            |
                                            |
      From      MAIN                        |
    + Item      LOT                         |
      Name      LOT                         |
    + Lot       L1                          |
    + Quantity  1 EA                        |
      To come   5 EA                        |
    > Place                                 |
                                            |
                                            |
                                            |
                                            |
                                            |
                                            |
                                            |
    >
    ");
}
