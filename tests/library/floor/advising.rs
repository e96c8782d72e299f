//! What a sentence tells to do can be done from there. Each story was found by reads at random.

use super::bench::Bench;
use super::house::House;
use super::picking::two_of_a;
use super::replenishing::faces;
use super::stock;
use binledger::domain::company::Method;
use binledger::domain::order::OrderKind;

#[test]
fn a_piece_that_is_not_in_the_bin_is_refused_at_its_scan_and_not_at_the_tote() {
    let mut house = House::new(Method::Fifo);
    stock::serial(&mut house, "S1");
    stock::lot(&mut house, 2, "L1", "2027-08-31");
    house.order(OrderKind::Sales, "SO-1", "SER", 1);
    Bench::new(&mut house, "T-1")
        .scan(&["ANA", "SO-1", "STORAGE", "SER", "L1"])
        .refuses("NOT_EXPECTED")
        .tells("L1 is not free in STORAGE. Scan SER S1, or say SHORT.")
        .scan(&["S1", "T1"])
        .says("1 EA SER S1 put in T1");
}

#[test]
fn where_the_lot_is_missing_the_lot_is_asked_for_and_not_the_goods_again() {
    let mut house = House::new(Method::Fifo);
    stock::lot(&mut house, 5, "L1", "2027-08-31");
    house.order(OrderKind::Sales, "SO-1", "LOT", 1);
    Bench::new(&mut house, "T-1")
        .scan(&["ANA", "SO-1", "STORAGE", "LOT", "L7"])
        .refuses("NOT_EXPECTED")
        .tells("Scan lot L1, or say SHORT")
        .scan(&["L1"])
        .asks("Scan a tote for 1 EA");
}

#[test]
fn what_the_books_know_is_never_called_unknown() {
    let mut house = House::new(Method::Fifo);
    stock::lot(&mut house, 5, "L1", "2027-08-31");
    Bench::new(&mut house, "T-1")
        .scan(&["ANA", "$BL.INQUIRE", "A", "BEN"])
        .refuses("BADGE_READ")
        .tells("BEN is a badge, not an item, lot, place or order")
        .scan(&["$BL.EXIT", "$BL.PACK", "L1"])
        .refuses("NOT_EXPECTED")
        .tells("L1 is a lot of LOT. Scan a tote or an order.");
}

#[test]
fn enter_is_named_only_where_there_is_work() {
    let mut house = faces();
    Bench::new(&mut house, "T-1")
        .scan(&["ANA", "$BL.REPLENISH"])
        .asks("Press Enter for work, or scan a face")
        .scan(&[
            "F-1",
            "BIN-2",
            "$BL.EMPTY",
            "$BL.DONE",
            "F-2",
            "STORAGE",
            "$BL.EMPTY",
            "$BL.DONE",
        ])
        .asks("No reserve for what is due: scan a face, or DONE")
        .scan(&["LOT"])
        .tells("Scan a pick face, or say DONE");
}

#[test]
fn a_lot_that_was_kept_goes_before_another_one_is_scanned() {
    let mut house = faces();
    stock::lot_at(&mut house, 1, ("L9", "2027-01-01"), "QUARANTINE");
    Bench::new(&mut house, "T-1")
        .scan(&["ANA", "$BL.REPLENISH", "F-2", "STORAGE", "]C110L9", "LOT"])
        .refuses("NOT_EXPECTED")
        .tells("BACK first, then scan LOT L1")
        .scan(&["$BL.BACK", "LOT"])
        .says("LOT");
}

#[test]
fn an_empty_parcel_is_left_by_done_as_the_prompt_says() {
    let mut house = two_of_a();
    Bench::new(&mut house, "T-1")
        .scan(&["ANA", "SO-1", "STORAGE", "A", "", "T1", "$BL.FULL", "A", "T2"])
        .scan(&["$BL.EXIT", "$BL.PACK", "T1", "12,5"])
        .refuses("NOT_EXPECTED")
        .tells("12,5 is a quantity. Scan a parcel label.")
        .scan(&["P1", "A", "$BL.DONE", "", "", "P1", "P2"])
        .asks("Scan the next tote, or DONE")
        .scan(&["$BL.DONE"])
        .says("P2 stays empty. Scan a tote or an order");
}

#[test]
fn a_number_typed_in_packing_is_a_quantity_and_names_neither_parcel_nor_carton() {
    let mut house = two_of_a();
    Bench::new(&mut house, "T-1")
        .scan(&["ANA", "SO-1", "STORAGE", "A", "2", "T1", "T1"])
        .typed("3")
        .refuses("NOT_EXPECTED")
        .tells("3 is a quantity. Scan a parcel label.")
        .scan(&["P1", "A", "2"])
        .asks("Scan the kind of carton, or press Enter")
        .typed("3")
        .refuses("NOT_EXPECTED")
        .tells("3 is a quantity. Scan the kind of carton, or press Enter.")
        .scan(&["BOX-M"])
        .asks("type kg")
        .typed("3")
        .asks("Scan P1 to close it");
}

#[test]
fn a_tote_picked_and_a_parcel_packed_go_on_where_the_last_word_says() {
    let mut house = two_of_a();
    Bench::new(&mut house, "T-1")
        .scan(&["ANA", "SO-1", "STORAGE", "A", "2", "T1"])
        .says("SO-1 is picked. Bring T1 to packing")
        .scan(&["SO-1"])
        .tells("Bring its totes to packing")
        .scan(&["T1"])
        .asks("Scan a parcel, or Enter for SO-1-P1")
        .scan(&["", "A", "2", "", "", ""])
        .says("SO-1 is packed: SO-1-P1. Bring it to the dock")
        .scan(&["SO-1-P1"])
        .asks("Scan the dock for SO-1-P1")
        .scan(&["$BL.EXIT", "$BL.PICK", "SO-1"])
        .tells("Bring its parcels to a dock")
        .scan(&["SO-1-P1", "SHIPPING"])
        .says("SO-1-P1 shipped");
}

#[test]
fn an_order_that_can_not_be_packed_says_what_can_be_done_with_it() {
    let mut house = two_of_a();
    Bench::new(&mut house, "T-1")
        .scan(&["ANA", "$BL.PACK", "SO-1"])
        .says("SO-1 has nothing in a tote. Say BACK, then scan it to pick it")
        .typed("BACK")
        .scan(&["SO-1"])
        .asks("Go to STORAGE, scan it")
        .scan(&["STORAGE", "A", "2", "T1", "T1", "", "A", "2", "", "", ""])
        .says("SO-1 is packed")
        .scan(&["SO-1"])
        .says("SO-1 has nothing in a tote, and nothing left to pick");
}

#[test]
fn a_parcel_left_open_is_packed_on_from_picking() {
    let mut house = two_of_a();
    Bench::new(&mut house, "T-1")
        .scan(&[
            "ANA", "SO-1", "STORAGE", "A", "2", "T1", "T1", "P1", "A", "$BL.EXIT",
        ])
        .scan(&["$BL.EXIT", "$BL.PICK", "P1"])
        .asks("Scan A");
}

#[test]
fn the_first_prompt_shows_a_tote_and_a_dock_that_can_be_scanned() {
    let mut house = House::new(Method::Fifo);
    house.order(OrderKind::Purchase, "PO-1", "A", 2);
    let bench = Bench::new(&mut house, "T-1")
        .scan(&["ANA", "$BL.PUTAWAY"])
        .asks("Scan the dock or a licence plate")
        .scan(&[
            "$BL.EXIT",
            "PO-1",
            "A",
            "2",
            "RECEIVING",
            "$BL.EXIT",
            "$BL.PUTAWAY",
        ])
        .asks("Scan the dock, such as RECEIVING, or a licence plate")
        .scan(&["RECEIVING", "A", "2", "STORAGE", "STORAGE", "$BL.BACK"])
        .asks("Scan the dock or a licence plate")
        .scan(&["$BL.EXIT"]);
    bench.house.order(OrderKind::Sales, "SO-1", "A", 1);
    bench.house.order(OrderKind::Sales, "SO-2", "A", 1);
    bench
        .scan(&["$BL.PACK"])
        .asks("Scan a tote or an order")
        .scan(&["$BL.EXIT", "SO-1", "STORAGE", "A"])
        .asks("Scan a tote for 1 EA, such as TOTE-1")
        .typed("TOTE-1")
        .says("SO-1 is picked")
        .scan(&["SO-2", "STORAGE", "A"])
        .asks("Scan a tote for 1 EA, such as TOTE-2")
        .scan(&["TOTE-2", "$BL.UNDO"])
        .asks("such as TOTE-2")
        .scan(&["$BL.BACK", "$BL.EXIT", "$BL.PACK"])
        .asks("Scan a tote or an order, such as TOTE-1")
        .typed("TOTE-1")
        .asks("Scan a parcel, or Enter for SO-1-P1")
        .scan(&["$BL.BACK"])
        .asks("Scan a tote or an order, such as TOTE-1")
        .scan(&["TOTE-1", "", "A", "", "", ""])
        .says("SO-1 is packed")
        .asks("Scan a tote or an order")
        .scan(&["$BL.EXIT", "$BL.SHIP"])
        .asks("Go to the dock, such as SHIPPING, scan it")
        .scan(&["SO-1-P1"])
        .asks("Scan the dock for SO-1-P1, such as SHIPPING")
        .typed("SHIPPING")
        .says("SO-1-P1 shipped");
}

#[test]
fn the_tote_that_is_shown_is_of_the_kind_that_the_company_uses() {
    for (pattern, tote) in [
        ("BIN## CRATE*", Some("BIN11")),
        ("KORB-*", Some("KORB-1")),
        ("T#*", Some("T1")),
        ("*", None),
    ] {
        let mut house = House::new(Method::Fifo);
        stock::plain(&mut house, 2, "STORAGE");
        house.policy("tote_pattern", pattern);
        house.order(OrderKind::Sales, "SO-1", "A", 1);
        let bench = Bench::new(&mut house, "T-1")
            .scan(&["ANA", "SO-1", "STORAGE", "A"])
            .asks("Scan a tote for 1 EA");
        let prompt = bench.prompt();
        let shown = prompt.split_once("such as ").map(|(_, tote)| tote);
        assert_eq!(shown, tote, "{pattern}: {prompt}");
        bench.typed(tote.unwrap_or("X")).says("SO-1 is picked");
    }
}

#[test]
fn the_words_of_a_prompt_are_typed_as_it_writes_them() {
    let stocked = || {
        let mut house = House::new(Method::Fifo);
        stock::plain(&mut house, 9, "STORAGE");
        house
    };
    for (order, tote, word) in [("SO-1", "T1", "EMPTY"), ("SO-2", "T2", "DAMAGED")] {
        let mut house = stocked();
        house.order(OrderKind::Sales, order, "A", 2);
        Bench::new(&mut house, "T-1")
            .scan(&["ANA", order, "STORAGE", "A", tote])
            .typed("SHORT")
            .asks("Say EMPTY, DAMAGED or SHORT")
            .typed(word)
            .tells("1 EA missing");
    }
    let mut house = stocked();
    house.order(OrderKind::Sales, "SO-3", "A", 2);
    Bench::new(&mut house, "T-1")
        .scan(&["ANA", "SO-3", "STORAGE", "A", "T3"])
        .typed("EMPTY")
        .tells("1 EA missing")
        .typed("EXIT")
        .asks("choose a job")
        .typed("SIGNOUT")
        .asks("Scan your badge");
}

#[test]
fn nobody_is_sent_to_a_bin_that_somebody_else_counts() {
    let mut house = faces();
    Bench::new(&mut house, "T-1")
        .scan(&[
            "ANA",
            "$BL.REPLENISH",
            "F-1",
            "BIN-2",
            "$BL.EMPTY",
            "$BL.DONE",
            "$BL.EXIT",
        ])
        .scan(&["$BL.COUNT", "BIN-2"])
        .asks("Scan all in BIN-2, then DONE")
        .at("T-2")
        .scan(&["SUE", "$BL.COUNT"])
        .asks("Scan the bin to count")
        .scan(&[""])
        .refuses("NO_WORK");
}

#[test]
fn a_lot_that_was_kept_in_packing_goes_before_the_goods_are_scanned() {
    let mut house = House::new(Method::Fifo);
    stock::lot(&mut house, 1, "L1", "2027-08-31");
    house.order(OrderKind::Sales, "SO-1", "LOT", 1);
    Bench::new(&mut house, "T-1")
        .scan(&["ANA", "SO-1", "STORAGE", "LOT", "L1", "T1", "$BL.EXIT"])
        .scan(&["$BL.PACK", "T1", "P1", "]C110L9", "LOT"])
        .refuses("NOT_EXPECTED")
        .tells("BACK first, then scan LOT L1")
        .scan(&["$BL.BACK", "LOT"])
        .says("LOT");
}
