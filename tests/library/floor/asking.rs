//! What is asked about or warned of when it is scanned, and may be done all the same: a date far ahead, a lot that may not
//! leave, a bin that is not meant for the goods.

use super::bench::{Bench, LOT_CASE, LOT_EACH, SER_EACH};
use super::house::House;
use super::judging::bin;
use super::picking::two_lots;
use super::stock::{self, ordered};
use binledger::domain::catalog::Lot;
use binledger::domain::company::Method;
use binledger::operations::request::HoldLot;

#[test]
fn an_expiry_beyond_ten_years_is_asked_about() {
    let mut house = ordered("LOT", 60);
    let far = format!("]C101{LOT_EACH}1745073110L7");
    Bench::new(&mut house, "T-1")
        .scan(&["ANA", "PO-1", &far])
        .refuses("FAR_EXPIRY")
        .tells(
            "Lot L7 would keep until 2045-07-31, 7091 days: more than ten years. Confirm, or type the date",
        )
        .asks("Confirm 2045-07-31, or type the right date")
        .scan(&["RECEIVING"])
        .refused()
        .lies(0, "LOT", "RECEIVING")
        .scan(&[&far])
        .refuses("FAR_EXPIRY")
        .typed("31.07.2027")
        .says("lot L7 expires 2027-07-31")
        .scan(&["RECEIVING"])
        .lies(1, "LOT", "RECEIVING");
    for answer in ["$BL.CONFIRM", &far.replace("L7", "L8")] {
        let mut house = ordered("LOT", 60);
        let label = far.replace("L7", "L8");
        Bench::new(&mut house, "T-1")
            .scan(&["ANA", "PO-1", &label])
            .refuses("FAR_EXPIRY")
            .scan(&[answer])
            .says("lot L8 expires 2045-07-31")
            .scan(&[&label])
            .says("+1 EA")
            .scan(&["RECEIVING"])
            .lies(2, "LOT", "RECEIVING")
            .scan(&["$BL.UNDO"])
            .lies(0, "LOT", "RECEIVING");
    }
    let mut house = ordered("LOT", 60);
    Bench::new(&mut house, "T-1")
        .scan(&["ANA", "PO-1", LOT_EACH, "L9"])
        .typed("0445")
        .refuses("FAR_EXPIRY")
        .scan(&["$BL.BACK"])
        .asks("Scan the expiry, or type it like 0727")
        .typed("0727")
        .says("lot L9 expires 2027-07-31");
}

#[test]
fn a_date_far_ahead_is_asked_about_before_a_supervisor_is() {
    let far = format!("]C101{LOT_CASE}1745073110L7");
    for (answer, day) in [("$BL.CONFIRM", "2045-07-31"), ("31.07.2027", "2027-07-31")] {
        let mut house = ordered("LOT", 1);
        Bench::new(&mut house, "T-1")
            .scan(&["ANA", "PO-1", &far])
            .refuses("FAR_EXPIRY")
            .asks("Confirm 2045-07-31, or type the right date")
            .scan(&[answer])
            .refuses("OVER_RECEIPT")
            .asks("Scan a supervisor's badge, or BACK")
            .scan(&["SUE"])
            .says("approved by SUE")
            .scan(&["RECEIVING"])
            .says("12 EA LOT L7 received")
            .lies(12, "LOT", "RECEIVING");
        let expiry = house.all::<Lot>()[0].expiry;
        assert_eq!(expiry.map(|it| it.to_string()).as_deref(), Some(day));
    }
    let mut house = ordered("LOT", 1);
    Bench::new(&mut house, "T-1")
        .scan(&["ANA", "PO-1", &far, "$BL.BACK"])
        .asks("Scan an item")
        .scan(&["$BL.CONFIRM"])
        .asks("Scan an item");
}

#[test]
fn a_piece_in_stock_needs_no_supervisor_to_be_refused() {
    let mut house = ordered("SER", 1);
    let piece = format!("]C101{SER_EACH}21S1");
    Bench::new(&mut house, "T-1")
        .scan(&["ANA", "PO-1", &piece, "RECEIVING"])
        .lies(1, "SER", "RECEIVING")
        .scan(&[&piece])
        .refuses("SERIAL_IN_STOCK")
        .asks("All is received")
        .scan(&[&piece.replace("S1", "S2")])
        .refuses("OVER_RECEIPT")
        .asks("Scan a supervisor's badge");
}

#[test]
fn a_lot_that_may_not_leave_is_named_when_it_is_scanned() {
    let mut house = House::new(Method::Fifo);
    stock::lot(&mut house, 5, "L1", "2027-01-31");
    stock::lot(&mut house, 5, "L2", "2026-03-02");
    stock::lot_at(&mut house, 5, ("L3", "2027-01-31"), "RECEIVING");
    house.policy("usable_through_expiry", "no");
    for lot in ["L1", "L3"] {
        house.ok(HoldLot::of_lot("LOT", lot, "glass"));
    }
    let may = "It may be moved, and is not picked or shipped; quarantine needs no supervisor";
    Bench::new(&mut house, "T-1")
        .scan(&["ANA", "$BL.MOVE", "STORAGE", LOT_EACH, "L1"])
        .says(&format!("ON HOLD: lot L1: glass. {may}"))
        .scan(&["QUARANTINE"])
        .lies(1, "LOT", "QUARANTINE")
        .scan(&["STORAGE", LOT_EACH, "L2"])
        .says(&format!("EXPIRED: lot L2 expired 2026-03-02. {may}"))
        .scan(&["QUARANTINE", "$BL.DONE", "$BL.PUTAWAY", "RECEIVING", LOT_EACH])
        .says(&format!("ON HOLD: lot L3: glass. {may}"))
        .scan(&["2"])
        .tells("2 EA LOT. Bring it to BIN-2");
}

#[test]
fn a_bin_not_meant_for_the_goods_is_asked_about_by_every_job() {
    let mut house = ordered("A", 20);
    stock::plain(&mut house, 9, "STORAGE");
    house.ok(bin("KEPT", "MAIN", None, Some("LOT")));
    let kept = "OTHER ITEM: KEPT is kept for LOT. Scan KEPT again to use it";
    let dock = "OTHER PURPOSE: SHIPPING is for shipping, nothing is promised or picked there";
    Bench::new(&mut house, "T-1")
        .scan(&["ANA", "PO-1", "A", "4", "SHIPPING"])
        .tells(dock)
        .asks("Scan SHIPPING again to use it")
        .scan(&["KEPT"])
        .tells(kept)
        .scan(&["RECEIVING"])
        .says("4 EA A received at RECEIVING")
        .scan(&["A", "2", "KEPT", "KEPT"])
        .lies(2, "A", "KEPT")
        .scan(&["A", ""])
        .tells(kept)
        .scan(&[""])
        .tells(kept)
        .scan(&["KEPT"])
        .lies(3, "A", "KEPT")
        .scan(&["$BL.DONE", "$BL.MOVE", "STORAGE", "A", "2", "SHIPPING"])
        .tells(dock)
        .scan(&["SHIPPING"])
        .lies(2, "A", "SHIPPING")
        .scan(&["$BL.DONE", "$BL.PUTAWAY", "RECEIVING", "A", "2", "PACKING"])
        .tells("PACKING is for packing")
        .scan(&["PACKING"])
        .lies(2, "A", "PACKING");
}

#[test]
fn a_code_typed_in_another_case_is_found_and_never_becomes_data() {
    let mut house = ordered("LOT", 30);
    stock::lot(&mut house, 5, "L1", "2027-01-31");
    house.ok(bin("dock-b", "MAIN", None, None));
    let bench = Bench::new(&mut house, "T-1").scan(&["ANA", "PO-1", LOT_EACH]);
    let bench = bench.asks("Scan the lot of LOT");
    let bench = bench
        .typed("storage")
        .refuses("BIN_READ")
        .tells("STORAGE is a bin, not a lot");
    let bench = bench.typed("Dock-B").refuses("BIN_READ");
    let bench = bench.typed("sue").refuses("BADGE_READ");
    let bench = bench.typed("l1").says("LOT L1").typed("receiving");
    bench.says("1 EA LOT L1 received at RECEIVING");
    let lots = house.all::<Lot>();
    assert_eq!(lots.len(), 1, "{lots:?}");
    let mut house = two_lots(2);
    let bench = Bench::new(&mut house, "T-1").scan(&["ANA", "SO-1"]);
    let bench = bench.typed("storage").says("at STORAGE").scan(&[LOT_EACH]);
    bench.typed("l1").says("1 of 2 EA");
}
