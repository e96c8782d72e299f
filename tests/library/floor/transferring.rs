//! Goods go to another site, and arrive from one.

use super::bench::Bench;
use super::sites::{held, in_transit, number, sent, two_sites};
use super::{ledger, stock};
use binledger::domain::amount::{Money, Qty};
use binledger::domain::catalog::Purpose;
use binledger::domain::movement::{Movement, MovementKind};
use binledger::domain::order::OrderKind;
use binledger::domain::stock::Status;
use binledger::operations::request::{Allocate, HoldLot, Receive};

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
        .asks("Scan its place, or type the total")
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
        .refuses("MAY_NOT_APPROVE")
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
        .scan(&["LIV", "$BL.UNDO"])
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
        .says("transfer out of 4 A at STORAGE taken back")
        .asks("Type the total, or Enter to send")
        .lies(10, "A", "STORAGE")
        .scan(&["3", ""])
        .lies(7, "A", "STORAGE");
    let paper = number(&house);
    Bench::new(&mut house, "T-2")
        .scan(&["LIV", &paper, "A", "3", "SHOP-1", "$BL.UNDO"])
        .says("transfer in of 3 A at SHOP-1 taken back")
        .asks("Scan its place, or type the total")
        .lies(0, "A", "SHOP-1")
        .scan(&["SHOP-1"])
        .lies(3, "A", "SHOP-1")
        .at("T-1")
        .scan(&["ANA", "$BL.UNDO"])
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
        .tells("You are at MAIN")
        .scan(&["STORAGE"])
        .refuses("BIN_READ")
        .scan(&["TR-99999"])
        .refuses("NOT_EXPECTED")
        .scan(&["$BL.SITE.nowhere"])
        .refuses("UNKNOWN_SITE")
        .scan(&["$BL.SITE.shop"])
        .says("goods for SHOP")
        .scan(&["SHOP-1"])
        .refuses("BIN_ELSEWHERE")
        .tells("SHOP-1 is at SHOP. Scan a bin of MAIN")
        .scan(&["PAL-1"])
        .refuses("PLATE_READ")
        .scan(&["QUARANTINE", "LOT"])
        .refuses("WRONG_STATE")
        .tells("is quarantine")
        .scan(&["BIN-2", "A"])
        .refuses("WRONG_STATE")
        .tells("on plate PAL-1")
        .scan(&["STORAGE", "A", "11"])
        .refuses("NOT_ENOUGH")
        .scan(&["2"])
        .refuses("PROMISED")
        .scan(&["BIN-2"])
        .refuses("NOT_EXPECTED")
        .scan(&["$BL.EXIT"])
        .refuses("WRONG_STATE")
        .asks("Type the total, or Enter to send")
        .scan(&["1", "SHOP"])
        .says("1 EA A sent to SHOP");
}

fn received(item: &str, units: i64) -> Receive {
    Receive {
        item: item.into(),
        ..ledger::received(units)
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
        .tells("LOT L9 is not on this transfer. Scan LOT L1 or LOT L2")
        .scan(&["L1", "6"])
        .refuses("OVER_TRANSFER")
        .tells("6 is too many: 5 of ")
        .scan(&["5", "STORAGE"])
        .refuses("BIN_ELSEWHERE")
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
    assert_eq!(in_transit(&house).0, Qty::ONE);
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
    house.change_user("BEN", |ben| ben.roles = "counter".into());
    Bench::new(&mut house, "T-7")
        .scan(&["BEN", "$BL.TRANSFER"])
        .refuses("ROLE_NEEDED")
        .scan(&["SHOP"])
        .refuses("ROLE_NEEDED")
        .scan(&[&paper])
        .refuses("ROLE_NEEDED");
}

#[test]
fn the_plain_code_of_a_site_counts_where_nothing_else_has_it() {
    let mut house = two_sites();
    house.location("SHOP", Purpose::Storage, 90);
    Bench::new(&mut house, "T-1")
        .scan(&["ANA", "SHOP"])
        .asks("Scan the next thing")
        .scan(&["$BL.TRANSFER", "SHOP"])
        .refuses("BIN_READ")
        .scan(&["$BL.SITE.SHOP"])
        .says("goods for SHOP, Shop")
        .scan(&["STORAGE", "A", "2", "SHOP"])
        .refuses("NOT_EXPECTED")
        .lies(10, "A", "STORAGE")
        .scan(&["$BL.SITE.SHOP"])
        .says("2 EA A sent to SHOP on TR-");
}

#[test]
fn a_paper_that_is_settled_shows_all_that_was_on_it() {
    let mut house = two_sites();
    let paper = sent(&mut house);
    Bench::new(&mut house, "T-2")
        .scan(&["LIV", &paper, "A", "4", "SHOP-1"])
        .scan(&["LOT", "L1", "$BL.QTY.5", "SHOP-1", "LOT", "L2", "SHOP-1"])
        .scan(&["$BL.DONE"]);
    assert_eq!(in_transit(&house).0, Qty::ZERO);
    Bench::new(&mut house, "T-9")
        .scan(&["ANA", &paper])
        .says(&format!("{paper} to SHOP goes on: 3 lines left"));
}

#[test]
fn a_lot_on_hold_leaves_only_where_its_label_is_scanned() {
    let mut house = two_sites();
    stock::lot_at(&mut house, 5, ("L9", "2030-01-31"), "BIN-2");
    house.ok(HoldLot::of_lot("LOT", "L9", "glass"));
    Bench::new(&mut house, "T-1")
        .scan(&["ANA", "$BL.TRANSFER", "SHOP", "BIN-2", "LOT"])
        .says("ON HOLD: lot L9: glass. It is sent only once its lot is scanned")
        .scan(&["2", ""])
        .refuses("ON_HOLD")
        .lies(5, "LOT", "BIN-2")
        .scan(&["L9", ""])
        .says("2 EA LOT L9 sent to SHOP");
}

#[test]
fn who_may_only_take_goods_in_is_not_asked_for_a_site() {
    let mut house = two_sites();
    let paper = sent(&mut house);
    house.change_user("BEN", |ben| ben.roles = "receiver".into());
    let bench = Bench::new(&mut house, "T-1")
        .scan(&["BEN", "$BL.TRANSFER"])
        .asks("Scan the paper of a transfer")
        .scan(&["A"])
        .tells("A is an item, not a transfer. Scan the paper of a transfer.")
        .scan(&["TR-99"])
        .tells("TR-99 is unknown. Scan the paper of a transfer.");
    assert!(!bench.shown(80, 24).contains(&paper));
}
