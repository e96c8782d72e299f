//! Goods go from the dock to the bins, and from bin to bin.

use super::bench::Bench;
use super::house::House;
use super::stock;
use binledger::domain::amount::Qty;
use binledger::domain::catalog::{Location, Purpose};
use binledger::domain::company::Method;
use binledger::domain::movement::{Movement, MovementKind};
use binledger::operations::request::{Define, Master};

/// Ten of `A` at the dock; its fixed bin `FACE` holds four.
fn at_the_dock() -> House {
    let mut house = House::new(Method::Fifo);
    stock::plain(&mut house, 10, "RECEIVING");
    let face = Location {
        location: "FACE".into(),
        site: "MAIN".into(),
        zone: String::new(),
        purpose: Purpose::Pick,
        sequence: 60,
        capacity: Some(Qty::units(4)),
        check_digits: Some("42".into()),
        fixed_item: Some("A".into()),
    };
    house.ok(Define {
        master: Master::Location(face),
    });
    house
}

#[test]
fn the_fixed_bin_is_suggested_while_it_has_room() {
    let mut house = at_the_dock();
    Bench::new(&mut house, "T-1")
        .scan(&["ANA", "$BL.PUTAWAY", "RECEIVING"])
        .asks("Scan goods at RECEIVING")
        .scan(&["A", "4"])
        .says("Bring it to FACE, its fixed bin")
        .scan(&["FACE"])
        .says("4 EA A put in FACE")
        .scan(&["A", "6"])
        .asks("Bring it to BIN-2")
        .lies(4, "A", "FACE");
    let kinds: Vec<MovementKind> = house.all::<Movement>().iter().map(|it| it.kind).collect();
    assert_eq!(kinds, [MovementKind::Receipt, MovementKind::Putaway]);
}

#[test]
fn another_bin_is_scanned_twice_and_check_digits_prove_the_suggested_one() {
    let mut house = at_the_dock();
    Bench::new(&mut house, "T-1")
        .scan(&["ANA", "$BL.PUTAWAY", "RECEIVING", "A", "2", "BIN-2"])
        .says("OTHER BIN: FACE is suggested. Scan BIN-2 again to use it")
        .scan(&["BIN-2"])
        .says("2 EA A put in BIN-2")
        .scan(&["A", "3"])
        .typed("42")
        .says("3 EA A put in FACE")
        .lies(5, "A", "RECEIVING");
}

#[test]
fn a_full_bin_gives_way_to_the_next() {
    let mut house = at_the_dock();
    Bench::new(&mut house, "T-1")
        .scan(&["ANA", "$BL.PUTAWAY", "RECEIVING", "A", "4", "$BL.FULL"])
        .asks("Bring it to BIN-2")
        .scan(&["11"])
        .refuses("NOT_ENOUGH")
        .scan(&["4", "FACE", "FACE"])
        .says("4 EA A put in FACE")
        .scan(&["LOT"])
        .refuses("NOT_ENOUGH");
}

#[test]
fn a_licence_plate_is_put_away_as_it_is() {
    let mut house = House::new(Method::Fifo);
    stock::on_plate(&mut house, 8, "RECEIVING", "PAL-1");
    Bench::new(&mut house, "T-1")
        .scan(&["ANA", "PAL-1"])
        .asks("Bring it to BIN-2")
        .scan(&["BIN-2"])
        .says("PAL-1 put in BIN-2")
        .lies(8, "A", "BIN-2")
        .scan(&["$BL.MOVE", "PAL-1", "STORAGE"])
        .says("all of PAL-1 moved to STORAGE")
        .lies(8, "A", "STORAGE");
}

#[test]
fn goods_move_from_bin_to_bin_and_undo_puts_them_back_in_hand() {
    let mut house = House::new(Method::Fifo);
    stock::lot(&mut house, 5, "L1", "2027-01-31");
    Bench::new(&mut house, "T-1")
        .scan(&["ANA", "$BL.MOVE", "STORAGE", "LOT", "3"])
        .asks("Scan where it goes")
        .scan(&["STORAGE"])
        .refuses("SAME_PLACE")
        .scan(&["QUARANTINE"])
        .says("3 EA LOT L1 moved from STORAGE to QUARANTINE")
        .scan(&["$BL.UNDO"])
        .says("move of 3 LOT L1 at QUARANTINE taken back")
        .asks("Scan where it goes")
        .lies(5, "LOT", "STORAGE")
        .scan(&["BIN-2"])
        .lies(3, "LOT", "BIN-2")
        .scan(&["$BL.DONE", "$BL.UNDO"])
        .asks("Scan the bin or plate to move from");
}

#[test]
fn the_lot_is_asked_for_where_a_bin_holds_several() {
    let mut house = House::new(Method::Fifo);
    stock::lot(&mut house, 5, "L1", "2027-01-31");
    stock::lot(&mut house, 5, "L2", "2027-02-28");
    Bench::new(&mut house, "T-1")
        .scan(&["ANA", "$BL.MOVE", "STORAGE", "LOT"])
        .asks("Scan the lot of LOT")
        .scan(&["L9"])
        .refuses("NOT_ENOUGH")
        .scan(&["L2", "BIN-2"])
        .says("1 EA LOT L2 moved from STORAGE to BIN-2");
}

#[test]
fn a_whole_bin_moves_when_its_new_place_is_scanned_twice() {
    let mut house = House::new(Method::Fifo);
    stock::plain(&mut house, 7, "STORAGE");
    stock::lot(&mut house, 5, "L1", "2027-01-31");
    Bench::new(&mut house, "T-1")
        .scan(&["ANA", "$BL.MOVE", "STORAGE", "BIN-2"])
        .says("WHOLE BIN: all of STORAGE goes to BIN-2? Scan BIN-2 again")
        .scan(&["BIN-2"])
        .says("all of STORAGE moved to BIN-2")
        .lies(7, "A", "BIN-2")
        .lies(5, "LOT", "BIN-2")
        .scan(&["$BL.UNDO"])
        .lies(7, "A", "STORAGE")
        .lies(5, "LOT", "STORAGE");
}

#[test]
fn goods_get_another_status_where_they_lie() {
    let mut house = House::new(Method::Fifo);
    stock::plain(&mut house, 7, "STORAGE");
    Bench::new(&mut house, "T-1")
        .scan(&["ANA", "$BL.MOVE", "STORAGE", "A", "2", "$BL.DAMAGED"])
        .says("2 EA A at STORAGE is damaged now")
        .scan(&["STORAGE", "A", "$BL.DONE"])
        .refuses("NOT_EXPECTED")
        .scan(&["$BL.EXIT"])
        .refuses("WRONG_STATE")
        .scan(&["$BL.EXIT"])
        .asks("Scan anything");
}
