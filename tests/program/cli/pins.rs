//! What the program keeps of PINs: hashes at the cost of this machine, and with the pepper that lies beside the
//! configuration.

use super::workplace::{Said, Workplace};
use std::collections::BTreeSet;
use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;

/// What hashes in the store say of their cost and their key.
fn parameters(place: &Workplace) -> BTreeSet<String> {
    place.run(&["audit"]).well();
    let store = fs::read(place.store()).unwrap();
    let log = fs::read(place.path("store/store.db-wal")).unwrap_or_default();
    let text = String::from_utf8_lossy(&[store, log].concat()).into_owned();
    let hashes = text.split("$argon2id$v=19$").skip(1);
    hashes
        .filter_map(|rest| rest.split('$').next().map(str::to_owned))
        .collect()
}

fn passes(parameters: &str) -> u32 {
    let passes = parameters.split(',').find_map(|one| one.strip_prefix("t="));
    passes.unwrap().parse().unwrap()
}

fn pepper(place: &Workplace, text: &str, mode: u32) -> PathBuf {
    let folder = place.path("binledger");
    fs::create_dir_all(&folder).unwrap();
    let file = folder.join("pepper");
    fs::write(&file, text).unwrap();
    fs::set_permissions(&file, Permissions::from_mode(mode)).unwrap();
    file
}

fn signs_in(place: &Workplace) -> Said {
    place.feed(&["scan", "--badge", "EMP-102", "--pin", "2308"], "")
}

#[test]
fn a_pin_is_hashed_at_the_cost_of_this_machine_and_at_no_more_memory() {
    let place = Workplace::empty();
    let mut command = place.command(&["init", "--admin", "EMP-1:Ann"]);
    let made = command
        .env_remove("BINLEDGER_PIN_MS")
        .env("BINLEDGER_PIN", "4417");
    assert!(made.output().unwrap().status.success());
    let found = parameters(&place);
    let [only] = found.iter().collect::<Vec<_>>()[..] else {
        panic!("{found:?}");
    };
    assert!(only.starts_with("m=7168,t=") && only.ends_with(",p=1"), "{only}");
    println!("a quarter of a second of one core: {only}");
    assert!(20 < passes(only), "{only}");
}

#[test]
fn a_hash_that_was_cheap_is_made_anew_when_its_owner_signs_in() {
    let place = Workplace::with_samples();
    assert_eq!(parameters(&place), BTreeSet::from(["m=7168,t=5,p=1".to_owned()]));
    let mut command = place.command(&["scan", "--badge", "EMP-102", "--pin", "2308"]);
    let signed = command
        .env("BINLEDGER_PIN_MS", "120")
        .stdin(std::process::Stdio::null());
    assert!(signed.output().unwrap().status.success());
    let found = parameters(&place);
    assert!(
        found.len() == 2 && found.iter().any(|one| 10 < passes(one)),
        "{found:?}"
    );
    place.run(&["audit", "--replay"]).well();
    signs_in(&place).well();
}

#[test]
fn a_pepper_goes_into_hashes_and_a_store_without_it_lets_nobody_in() {
    let place = Workplace::with_samples();
    let file = pepper(&place, &format!("{}\n", "a7".repeat(32)), 0o600);
    signs_in(&place).well();
    let found = parameters(&place);
    assert!(found.iter().any(|one| one.contains("keyid=")), "{found:?}");
    signs_in(&place).well();
    fs::remove_file(&file).unwrap();
    let said = signs_in(&place);
    assert_eq!(said.code, 1, "{}", said.err);
    assert!(
        said.err
            .contains("No PIN can be checked here: the pepper is missing"),
        "{}",
        said.err
    );
    // Nobody is locked out by that, and who has no such hash works on.
    for _ in 0..6 {
        signs_in(&place);
    }
    place
        .feed(&["scan", "--badge", "EMP-103", "--pin", "9061"], "")
        .well();
    let users = place.file(
        "users.csv",
        "badge,name,roles,pin,site\nEMP-102,Ana Keller,receiver,2308,MAIN\n",
    );
    pepper(
        &place,
        &format!("{}\n{}\n", "b8".repeat(32), "a7".repeat(32)),
        0o600,
    );
    signs_in(&place).well();
    place.run(&["import", &users]).well();
    place.run(&["audit", "--replay"]).well();
}

#[test]
fn a_pepper_that_is_no_secret_or_no_key_is_named_before_anything_starts() {
    let place = Workplace::with_samples();
    let key = "a7".repeat(32);
    for (text, mode, told) in [
        (
            key.as_str(),
            0o644,
            "has mode 644, so that others may read it and it is no secret",
        ),
        (key.as_str(), 0o640, "has mode 640"),
        ("", 0o600, "expected 64 hexadecimal digits"),
        ("secret", 0o600, "line 1: expected 64 hexadecimal digits"),
    ] {
        pepper(&place, text, mode);
        let said = signs_in(&place);
        assert_eq!(said.code, 3, "{}", said.err);
        assert!(said.err.contains(told), "{}", said.err);
        assert!(
            !said.err.contains("a7a7") && !said.err.contains("secret:"),
            "{}",
            said.err
        );
    }
    let config = place.file("gone.toml", "pepper = \"gone\"\n");
    let said = place.feed(
        &["--config", &config, "scan", "--badge", "EMP-102", "--pin", "2308"],
        "",
    );
    assert_eq!(said.code, 3);
    assert!(
        said.err.contains("gone is not there. Put it back"),
        "{}",
        said.err
    );
    place.run(&["stock"]).well();
}

#[test]
fn no_way_in_takes_a_pin_that_is_tried_first() {
    let place = Workplace::with_samples();
    let users = |pin: &str| {
        let row = format!("badge,name,roles,pin,site\nEMP-900,Zoe,picker,{pin},MAIN\n");
        place.file("users.csv", &row)
    };
    for (pin, why) in [
        ("1111", "WEAK_PIN"),
        ("4321", "digits in a row"),
        ("1987", "a year"),
        ("0900", "the digits of the badge"),
    ] {
        let said = place.run(&["import", &users(pin)]);
        assert_eq!(said.code, 3, "{}", said.err);
        let why = if why == "WEAK_PIN" {
            "Easy to guess: the same digits again"
        } else {
            why
        };
        assert!(
            said.err.contains("users.csv line 2, column pin: "),
            "{}",
            said.err
        );
        assert!(said.err.contains(why) && !said.err.contains(pin), "{}", said.err);
    }
    place.run(&["import", &users("7319")]).well();
    place.run(&["init", "--set", "pin_digits=6"]).well();
    // The same row again says nothing new, and its PIN goes on.
    place.run(&["import", &users("7319")]).well();
    let said = place.run(&["import", &users("7391")]);
    assert!(said.err.contains("A PIN has 6 to 8 digits here"), "{}", said.err);
    let said = place.feed(&["scan", "--badge", "EMP-900", "--pin", "7319"], "");
    let told = said.well().err.clone();
    assert!(
        told.contains("NEW PIN: A PIN has 6 to 8 digits here. Choose one."),
        "{told}"
    );
    let fresh = Workplace::empty();
    let said = fresh.feed(
        &["init", "--set", "pin_digits=6", "--admin", "EMP-1:Ann"],
        "7391\n",
    );
    assert_eq!(said.code, 2, "{}", said.err);
    assert!(
        said.err
            .contains("A PIN has 6 to 8 digits here. Choose one. Nothing was made."),
        "{}",
        said.err
    );
    assert!(!fresh.store().exists());
}
