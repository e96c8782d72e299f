//! PINs: none that is tried first, as long as the company asks for, dearer and with a key at the next sign-in.

use super::bench::Bench;
use super::house::House;
use super::identity::kept;
use argon2::password_hash::{PasswordHasher, SaltString};
use argon2::{Algorithm, Argon2, Params, Version};
use binledger::domain::company::Method;
use binledger::domain::log::Logged;
use binledger::session::pin::Pins;
use binledger::session::pin::key::Key;
use std::time::Duration;
use testing::company::PIN;

/// The cheapest hash that a PIN can have, whatever it is, as older programs let it be chosen.
pub fn hash_of(pin: &str) -> String {
    let params = Params::new(8, 1, 1, None).expect("parameters");
    let salt = SaltString::encode_b64(b"binledger").expect("a salt");
    let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
    let hash = argon2.hash_password(pin.as_bytes(), &salt);
    hash.expect("a hash").to_string()
}

fn with_pin(pin: &str) -> House {
    let mut house = House::new(Method::Fifo);
    house.change_user("ANA", |ana| ana.pin_hash = Some(hash_of(pin)));
    house
}

/// ANA with the PIN 1111 from before, which she has typed at the terminal.
fn with_an_old_pin(house: &mut House) -> Bench<'_> {
    Bench::new(house, "T-1").by_hand().scan(&["ANA"]).typed("1111")
}

/// How often a hash was kept at a terminal.
fn kept_hashes(house: &House) -> usize {
    let logged: Vec<Logged> = house.all();
    logged.iter().filter(|it| it.op == "set_pin").count()
}

fn key(fill: &str) -> Key {
    Key::read(&fill.repeat(32)).expect("a key")
}

#[test]
fn who_has_a_pin_that_is_tried_first_signs_in_with_it_and_is_asked_for_another_each_time() {
    let mut house = with_pin("1111");
    with_an_old_pin(&mut house)
        .says("Easy to guess: the same digits again. Choose another PIN.")
        .typed("")
        .says("signed in as ANA")
        .scan(&["$BL.SIGNOUT", "ANA"])
        .typed("1111")
        .asks("Choose a new PIN of 4 to 8 digits, or Enter to do so next time")
        .typed("4321")
        .refuses("WEAK_PIN")
        .typed("1987")
        .refuses("WEAK_PIN")
        .typed("731")
        .refuses("UNFIT_PIN")
        .chooses("7319", "7318")
        .says("signed in as ANA")
        .scan(&["$BL.SIGNOUT", "ANA"])
        .typed("1111")
        .refuses("WRONG_PIN")
        .typed("7319")
        .says("signed in as ANA");
    assert_eq!(kept_hashes(&house), 1);
    let kept = kept(&house);
    assert!(!kept.contains("7319") && !kept.contains("7318") && !kept.contains("4321"));
}

#[test]
fn another_pin_is_not_kept_where_the_terminal_stops_before_it_was_typed_twice() {
    let mut house = with_pin("1111");
    with_an_old_pin(&mut house)
        .typed("7319")
        .asks("Type the new PIN again")
        .killed()
        .typed("7319")
        .refuses("PIN_NOT_KEPT")
        .scan(&["ANA"])
        .typed("7319")
        .refuses("WRONG_PIN");
    assert_eq!(kept_hashes(&house), 0);
}

#[test]
fn pins_are_as_long_as_the_company_asks_for() {
    let mut house = with_pin("7319");
    house.change_user("SUE", |sue| sue.pin_hash = Some(hash_of("731940")));
    house.change_user("BEN", |ben| ben.pin_hash = None);
    house.policy("pin_digits", "6");
    Bench::new(&mut house, "T-1")
        .by_hand()
        .scan(&["ANA"])
        .typed("7319")
        .says("A PIN has 6 to 8 digits here. Choose one.")
        .typed("8264")
        .refuses("UNFIT_PIN")
        .typed("826491")
        .typed("826491")
        .says("signed in as ANA")
        .scan(&["$BL.SIGNOUT", "BEN", "SUE"])
        .typed("731940")
        .asks("BEN, choose a PIN of 6 to 8 digits")
        .typed("8264")
        .refuses("UNFIT_PIN")
        .typed("826492")
        .typed("826492")
        .says("signed in as BEN");
}

#[test]
fn a_cheap_hash_becomes_a_dear_one_at_the_next_sign_in_and_the_pin_stays() {
    let mut house = with_pin("7319");
    let before = house.user("ANA").pin_hash;
    let pins = || Pins::with(Vec::new(), Some(Duration::from_millis(100)));
    Bench::new(&mut house, "T-1")
        .hashing(pins())
        .by_hand()
        .scan(&["ANA"])
        .typed("7318")
        .refuses("WRONG_PIN")
        .typed("7319")
        .says("signed in as ANA")
        .scan(&["$BL.SIGNOUT", "ANA"])
        .typed("7319")
        .says("signed in as ANA");
    assert_eq!(kept_hashes(&house), 1, "a dear hash stays");
    let after = house.user("ANA").pin_hash.expect("a hash");
    assert!(
        before.as_ref() != Some(&after) && after.contains("m=7168,t="),
        "{after}"
    );
}

#[test]
fn a_hash_has_the_pepper_from_the_next_sign_in_on_and_without_it_nobody_is_let_in_or_locked_out() {
    let mut house = with_pin("7319");
    let story = Bench::new(&mut house, "T-1")
        .hashing(Pins::with(vec![key("a7")], None))
        .by_hand()
        .scan(&["ANA"])
        .typed("7319")
        .says("signed in as ANA")
        .hashing(Pins::default())
        .scan(&["ANA"]);
    let mut story = story;
    for pin in ["7319", "7318", "7319", "7319", "7319", "7319", "7319"] {
        story = story.typed(pin).refuses("PEPPER_MISSING");
    }
    story
        .hashing(Pins::with(vec![key("b8"), key("a7")], None))
        .scan(&["ANA"])
        .typed("7319")
        .says("signed in as ANA");
    assert_eq!(house.user("ANA").failures, 0);
    assert_eq!(
        kept_hashes(&house),
        2,
        "the newer key is taken at the next sign-in"
    );
}

#[test]
fn a_supervisor_whose_pin_has_another_pepper_approves_nothing_and_is_not_locked() {
    let mut house = with_pin("7319");
    house.change_user("BEN", |ben| ben.pin_hash = None);
    let keyed = Pins::with(vec![key("a7")], None);
    Bench::new(&mut house, "T-1")
        .hashing(keyed)
        .by_hand()
        .scan(&["SUE"])
        .typed(PIN)
        .says("signed in as")
        .hashing(Pins::default())
        .scan(&["BEN", "SUE"])
        .typed(PIN)
        .refuses("PEPPER_MISSING")
        .asks("SUE, type your PIN");
    assert_eq!(house.user("SUE").failures, 0);
}
