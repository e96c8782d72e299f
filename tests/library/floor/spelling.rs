//! Codes as scanners, printers and suppliers really spell them: what characters can't tell, the store can.

use super::bench::Bench;
use super::stock::ordered;
use binledger::domain::catalog::Purpose;
use binledger::scan::{Profile, Profiles, Setup};

/// How a site scans whose scanner has this profile.
fn set_up(profile: &str) -> Setup {
    let mut profiles = Profiles::standard().unwrap();
    let profile: Profile = profile.parse().unwrap();
    profiles.assign("", profile);
    Setup {
        profiles,
        ..Setup::default()
    }
}

#[test]
fn an_add_on_beside_a_number_is_neither_a_lot_nor_a_plate() {
    for beside in ["54498", "54492", "12"] {
        let mut house = ordered("LOT", 60);
        let code = format!("9521234010012{beside}");
        Bench::new(&mut house, "T-1")
            .scan(&["ANA", "PO-1", "9521234010012"])
            .asks("lot")
            .scan(&[&code])
            .says("2 EA")
            .tells(&format!("{beside} behind the number seems an add-on"))
            .asks("lot");
    }
}

#[test]
fn digits_with_an_unknown_number_in_front_are_what_they_were() {
    let mut house = ordered("LOT", 60);
    Bench::new(&mut house, "T-1")
        .scan(&["ANA", "PO-1", "9521234010012", "400638133393112345"])
        .says("LOT 400638133393112345");
}

#[test]
fn a_number_without_its_check_digit_is_offered_as_the_item_it_may_be() {
    let mut house = ordered("LOT", 60);
    Bench::new(&mut house, "T-1")
        .scan(&["ANA", "PO-1", "952123401001"])
        .refuses("NO_CHECK_DIGIT")
        .tells(
            "952123401001 lacks the check digit of 9521234010012 LOT: set the scanner to send check digits",
        )
        .asks("Confirm the number, or reject it")
        .scan(&[""])
        .refuses("NO_CHECK_DIGIT")
        .scan(&["$BL.CONFIRM"])
        .says("LOT")
        .asks("lot")
        .scan(&["952123401001"])
        .says("2 EA");
    let mut house = ordered("LOT", 60);
    Bench::new(&mut house, "T-1")
        .scan(&["ANA", "PO-1", "952123401001", "$BL.REJECT"])
        .refuses("UNKNOWN_CODE")
        .scan(&["01234567891"])
        .refuses("UNKNOWN_CODE")
        .tells("Check digit missing?");
}

#[test]
fn a_number_is_typed_as_it_is_printed() {
    let mut house = ordered("LOT", 60);
    Bench::new(&mut house, "T-1")
        .scan(&["ANA", "PO-1"])
        .typed("9 521234 010012")
        .says("LOT")
        .asks("lot");
}

#[test]
fn a_code_that_the_store_knows_is_that_code_whatever_it_looks_like() {
    let mut house = ordered("LOT", 60);
    house.location("1726123110LOT42A", Purpose::Storage, 90);
    Bench::new(&mut house, "T-1")
        .scan(&["ANA", "$BL.INQUIRE", "1726123110LOT42A"])
        .tells("1726123110LOT42A");
}

#[test]
fn a_supplier_s_text_code_says_item_and_quantity_where_the_profile_describes_it() {
    let text = "{pbn:PICK1,on:SO1,pc:LOT,pm:X,qty:24,mc:,cc:1,pdi:1}";
    let mut house = ordered("LOT", 60);
    Bench::new(&mut house, "T-1")
        .scan(&["ANA", "PO-1", text])
        .refuses("UNKNOWN_CODE");
    for (described, code) in [
        ("pattern = '{pbn:…,pc:<item>,…,qty:<qty>,…}'", text),
        (
            "json = { item = '/part', qty = '/qty' }",
            r#"{"part": "LOT", "qty": 24}"#,
        ),
        ("separator = ';'\nfields = ['item', '', 'qty']", "LOT;x;24"),
    ] {
        let mut house = ordered("LOT", 60);
        Bench::new(&mut house, "T-1")
            .set_up(set_up(&format!("[[data.code]]\n{described}\n")))
            .scan(&["ANA", "PO-1", code])
            .says("24 EA")
            .asks("lot");
    }
}

#[test]
fn the_end_of_an_envelope_may_come_changed() {
    let mut house = ordered("LOT", 60);
    Bench::new(&mut house, "T-1")
        .scan(&["ANA", "PO-1", "[)>06\x1dPLOT\x1dQ24\x1d1TNC-2602\x1eV"])
        .tells("24 EA");
}
