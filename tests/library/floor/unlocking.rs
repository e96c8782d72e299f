//! A badge that wrong PINs have locked is opened again on the floor.

use super::bench::Bench;
use super::house::House;
use binledger::domain::company::Method;

/// Ben's badge is locked after five wrong PINs.
fn locked() -> House {
    let mut house = House::new(Method::Fifo);
    house.change_user("BEN", |ben| {
        (ben.name, ben.failures, ben.locked) = ("Ben Brandt".into(), 5, true);
    });
    house
}

#[test]
fn a_supervisor_unlocks_a_badge_by_scanning_it_twice() {
    let mut house = locked();
    Bench::new(&mut house, "T-1")
        .scan(&["BEN"])
        .refuses("LOCKED_BADGE");
    Bench::new(&mut house, "T-2")
        .scan(&["SUE", "$BL.UNLOCK", "BEN"])
        .says("BEN of Ben Brandt: 5 wrong PINs")
        .asks("Scan BEN again to unlock it")
        .scan(&[""])
        .asks("Scan BEN again to unlock it")
        .scan(&["BEN"])
        .says("BEN of Ben Brandt is unlocked")
        .asks("No badge is locked here")
        .scan(&["BEN"])
        .refuses("WRONG_STATE")
        .scan(&["$BL.DONE"]);
    assert_eq!((house.user("BEN").locked, house.user("BEN").failures), (false, 0));
    Bench::new(&mut house, "T-1")
        .scan(&["BEN"])
        .says("signed in as Ben Brandt");
}

#[test]
fn a_choice_is_taken_back_and_an_unlocked_badge_is_not() {
    let mut house = locked();
    let bench = Bench::new(&mut house, "T-1")
        .scan(&["SUE", "$BL.UNLOCK", "BEN", "$BL.UNDO"])
        .asks("Scan the locked badge")
        .scan(&["BEN", "$BL.BACK"])
        .asks("Scan the locked badge")
        .scan(&["BEN", "$BL.CONFIRM"])
        .says("BEN of Ben Brandt is unlocked")
        .scan(&["$BL.UNDO"])
        .refuses("NOT_REVERSIBLE");
    assert!(!bench.house.user("BEN").locked);
}

#[test]
fn only_a_badge_is_taken_and_only_from_who_may() {
    let mut house = locked();
    Bench::new(&mut house, "T-1")
        .scan(&["SUE", "$BL.UNLOCK", "STORAGE"])
        .refuses("NOT_EXPECTED")
        .scan(&["$BL.CONFIRM"])
        .asks("Scan the locked badge");
    let bench = Bench::new(&mut house, "T-2")
        .scan(&["ANA", "$BL.UNLOCK"])
        .refuses("ROLE_NEEDED");
    assert!(bench.house.user("BEN").locked);
}

#[test]
fn locked_badges_on_a_hand_held_and_on_a_narrow_screen() {
    let mut house = locked();
    let bench = Bench::new(&mut house, "T-1").scan(&["SUE", "$BL.UNLOCK", "BEN"]);
    insta::assert_snapshot!(bench.shown(20, 16), @r"
    Unlock
    Scan BEN again to
    unlock it
     Ben Brandt
    + Badge   BEN
    + Locked  1
    Ben Brandt BEN






    >
    ");
    insta::assert_snapshot!(bench.shown(40, 8), @r"
    Unlock
    Scan BEN again to unlock it   Ben Brandt
    + Badge   BEN
    + Locked  1
    Ben Brandt BEN            5

    >
    ");
}
