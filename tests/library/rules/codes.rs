//! What a new code may look like, and what it may not mean already; on every way in, since the rule book says so.

use super::house::House;
use super::inbound::receive;
use super::placing::place;
use binledger::domain::amount::Qty;
use binledger::domain::catalog::{Barcode, Item, Location, Lot, Purpose, Tracking};
use binledger::domain::company::{Method, Policy};
use binledger::domain::order::OrderKind;
use binledger::domain::user::User;
use binledger::operations::log::{HEEDED, PRICED, RULES, WEIGHED};
use binledger::operations::request::{Define, FirstUser, Master, Operation, Receive};
use testing::company::PIN_HASH;

fn barcode(code: &str, item: &str) -> Define {
    let (barcode, item, qty, uom) = (code.into(), item.into(), Qty::ONE, "EA".into());
    let master = Master::Barcode(Barcode {
        barcode,
        item,
        qty,
        uom,
    });
    Define { master }
}

fn user(badge: &str, change: impl Fn(&mut User)) -> Define {
    let mut user = User {
        badge: badge.into(),
        name: "Ann".into(),
        roles: "picker".into(),
        pin_hash: None,
        site: "MAIN".into(),
        failures: 0,
        locked: false,
    };
    change(&mut user);
    Define {
        master: Master::User(user),
    }
}

#[test]
fn a_code_that_looks_like_another_is_refused_whatever_it_is_of() {
    for code in [
        "B1 ",
        " b1",
        "B1\u{a0}",
        "B1\u{200b}",
        "\u{202e}B1",
        "  ",
        &"x".repeat(101),
    ] {
        let mut house = House::new(Method::Fifo);
        let lot = |lot: &str| Receive {
            lot: Some(lot.into()),
            expiry: Some("2027-01-01".parse().expect("a day")),
            ..receive("LOT", 1, "1")
        };
        let serial = Receive {
            serial: Some(code.into()),
            ..receive("SER", 1, "1")
        };
        if !code.contains('\u{200b}') && !code.contains('\u{202e}') && code.len() < 100 {
            // Blanks at the edge of a lot or a serial number are none.
            assert_eq!(
                house.another().ask(lot(code)).refusal.is_some(),
                code == "  ",
                "{code:?}"
            );
            assert_eq!(
                house.another().ask(serial).refusal.is_some(),
                code == "  ",
                "{code:?}"
            );
            assert!(!house.takes_by(HEEDED - 1, lot(code)), "{code:?}");
        } else {
            assert_eq!(house.no(lot(code)), "BAD_CODE", "{code:?}");
            assert_eq!(house.no(serial), "BAD_CODE", "{code:?}");
        }
        assert_eq!(house.no(barcode(code, "A")), "BAD_CODE", "{code:?}");
        assert_eq!(house.no(user(code, |_| ())), "BAD_CODE", "{code:?}");
        let pallet = Receive {
            lpn: Some(code.into()),
            ..receive("A", 1, "1")
        };
        assert_eq!(house.no(pallet), "BAD_CODE", "{code:?}");
        assert!(house.all::<Lot>().is_empty());
        house.ok(lot("B1"));
    }
}

#[test]
fn a_barcode_means_nothing_else() {
    let mut house = House::new(Method::Fifo);
    house.order(OrderKind::Sales, "SO-1", "A", 3);
    house.location("9521234010029", Purpose::Storage, 60);
    house.ok(Receive {
        lpn: Some("PAL-1".into()),
        ..receive("A", 1, "1")
    });
    house.ok(barcode("09521234010012", "A"));
    for code in [
        "BIN-2",
        "bin-2",
        "ANA",
        "SO-1",
        "PAL-1",
        "LOT",
        "$BL.DONE",
        "$bl.qty.3",
        "09521234010029",
        "9521234010012",
    ] {
        assert_eq!(house.no(barcode(code, "SER")), "CODE_TAKEN", "{code}");
    }
    house.ok(barcode("SER", "SER"));
    house.ok(barcode("09521234010012", "SER"));
    let of: Vec<String> = house
        .all::<Barcode>()
        .iter()
        .map(|it| it.item.to_string())
        .collect();
    assert_eq!(of, ["SER", "SER"], "a barcode may be given to another item");
}

#[test]
fn nothing_else_takes_the_code_of_a_barcode_or_a_command() {
    let mut house = House::new(Method::Fifo);
    house.ok(barcode("09521234010012", "A"));
    for code in ["9521234010012", "09521234010012", "$BL.DONE", "$BL.ANYTHING"] {
        assert_eq!(house.no(user(code, |_| ())), "CODE_TAKEN", "{code}");
        let bin = |house: &mut House| {
            let mut bin = house.all::<binledger::domain::catalog::Location>()[0].clone();
            bin.location = code.into();
            Define {
                master: Master::Location(bin),
            }
        };
        let bin = bin(&mut house);
        assert_eq!(house.no(bin), "CODE_TAKEN", "{code}");
        let mut item: Item = house.all::<Item>()[0].clone();
        item.item = code.into();
        let master = Master::Item(Box::new(item));
        assert_eq!(house.no(Define { master }), "CODE_TAKEN", "{code}");
    }
}

#[test]
fn a_name_that_may_be_a_pin_is_refused_and_one_that_is_known_stays() {
    let mut house = House::new(Method::Fifo);
    let named = |name: &str| user("E-1", |user| user.name = name.to_owned());
    for name in ["4711", "12345678", " 4711 "] {
        assert_eq!(house.no(named(name)), "UNFIT", "{name:?}");
        assert!(house.takes_by(WEIGHED, named(name)), "{name:?}");
    }
    for name in ["Ann 4711", "007", "123456789"] {
        house.ok(named(name));
    }
    house.by(WEIGHED, named("4711"));
    house.ok(user("E-1", |user| {
        (user.name, user.locked) = ("4711".into(), true);
    }));
    assert_eq!(house.no(named("4712")), "UNFIT");
}

#[test]
fn people_are_held_to_what_can_be() {
    let mut house = House::new(Method::Fifo);
    let plain = user("E-1", |user| user.pin_hash = Some("plain1234".into()));
    assert_eq!(house.no(plain), "UNFIT");
    let below = user("E-1", |user| user.failures = -99);
    assert_eq!(house.no(below), "UNFIT");
    let hash = "$argon2id$v=19$m=7168,t=5,p=1$c29tZXNhbHQ$\
                aGFzaGhhc2hoYXNoaGFzaGhhc2hoYXNoaGFzaGhhc2g";
    house.ok(user("E-1", |user| user.pin_hash = Some(hash.into())));
    for (dear, why) in [
        ("argon2id$v=19$m=4194304,t=1", "four GiB of memory"),
        ("argon2id$v=19$m=7168,t=1001", "too many passes"),
        ("argon2x$v=19$m=7168,t=5", "a kind that nobody can compare"),
    ] {
        let hash = hash.replace("argon2id$v=19$m=7168,t=5", dear);
        let planted = user("E-1", |user| user.pin_hash = Some(hash.clone()));
        assert_eq!(house.no(planted.clone()), "UNFIT", "{why}");
        assert!(house.takes_by(PRICED - 1, planted), "{why}: an older log replays");
    }
    let dearest = hash.replace("t=5", "t=1000");
    house.ok(user("E-1", |user| user.pin_hash = Some(dearest.clone())));
    let unseen = user("E-2", |user| user.name = "Ann\u{202e}".into());
    assert_eq!(house.no(unseen), "UNFIT");
}

#[test]
fn a_policy_out_of_bounds_is_refused_and_an_older_log_of_it_replays() {
    let mut house = House::new(Method::Fifo);
    let policy = |key: &str, value: &str| {
        let (key, value) = (key.into(), value.into());
        let master = Master::Policy(Policy { key, value });
        Define { master }
    };
    let wild = policy("pin_attempts", "999999999");
    assert_eq!(house.no(wild.clone()), "WRONG_POLICY");
    let received = Receive {
        lot: Some("B\u{2009}1".into()),
        expiry: Some("2027-01-01".parse().expect("a day")),
        ..receive("LOT", 1, "1")
    };
    let older: [Operation; 4] = [
        wild.into(),
        barcode("BIN-2", "A").into(),
        user("$BL.DONE", |user| user.failures = -1).into(),
        received.into(),
    ];
    for operation in older {
        let word = operation.word();
        assert!(house.takes_by(2, operation.clone()), "{word}");
        assert!(!house.takes_by(RULES, operation), "{word}");
    }
}

#[test]
fn an_item_that_was_in_stock_keeps_its_unit_and_a_change_says_what_it_was() {
    let mut house = House::new(Method::Fifo);
    house.define(Master::Uom(binledger::domain::catalog::Uom {
        uom: "KG".into(),
        name: "kilogram".into(),
        decimals: 3,
    }));
    let item = |house: &House, change: &dyn Fn(&mut Item)| {
        let mut item = house.all::<Item>()[0].clone();
        change(&mut item);
        Define {
            master: Master::Item(Box::new(item)),
        }
    };
    let other_unit = item(&house, &|item| item.uom = "KG".into());
    let answer = house.ask(other_unit);
    assert_eq!(answer.note.as_deref(), Some("changed: uom KG, was EA"));
    let back = item(&house, &|item| item.uom = "EA".into());
    house.ok(back);
    house.ok(receive("A", 1, "1"));
    let other_unit = item(&house, &|item| item.uom = "KG".into());
    assert_eq!(house.no(other_unit), "DIFFERS");
    let tracked = item(&house, &|item| item.tracking = Tracking::Lot);
    assert_eq!(house.no(tracked), "DIFFERS");
    let renamed = item(&house, &|item| item.name = "Apples".into());
    let answer = house.ask(renamed);
    assert_eq!(answer.note.as_deref(), Some("changed: name Apples, was A"));
}

#[test]
fn a_record_of_an_older_rule_book_keeps_its_code_and_can_still_be_changed() {
    let mut house = House::new(Method::Fifo);
    let bin = |house: &House, code: &str, zone: &str, sequence: i64| {
        let mut bin = house.all::<Location>()[0].clone();
        (bin.location, bin.zone, bin.sequence) = (code.into(), zone.into(), sequence);
        let master = Master::Location(bin);
        Define { master }
    };
    let made = bin(&house, "B1 ", "Z\u{200b}", 70);
    house.by(2, made);
    house.by(2, user("E 9\u{a0}", |_| ()));
    let expiry = Some("2027-01-01".parse().expect("a day"));
    let lot = Some("L1 ".into());
    let received = Receive {
        lot,
        expiry,
        ..receive("LOT", 5, "1")
    };
    house.by(2, received);
    let changed = bin(&house, "B1 ", "Z\u{200b}", 71);
    house.ok(changed);
    house.ok(user("E 9\u{a0}", |user| user.locked = true));
    let old = |user: &mut User| user.pin_hash = Some("4711".into());
    house.by(2, user("E8", old));
    house.ok(user("E8", |user| {
        (user.locked, user.pin_hash) = (true, Some("4711".into()));
    }));
    assert_eq!(
        house.no(user("E8", |user| user.pin_hash = Some("0815".into()))),
        "UNFIT"
    );
    let renamed = bin(&house, "B1 ", "Y\u{200b}", 71);
    assert_eq!(house.no(renamed), "UNFIT", "another text is held to the bounds");
    let new = bin(&house, "B2 ", "", 72);
    assert_eq!(house.no(new), "BAD_CODE");
    house.order(OrderKind::Sales, "SO1", "LOT", 1);
    let mut of_lot = place(&house, "SO1", &[(1, "LOT", 1)], &[]);
    of_lot.lines[0].lot = Some("L1 ".into());
    house.ok(of_lot.clone());
    of_lot.lines[0].lot = Some("L2\u{200b}".into());
    assert_eq!(house.no(of_lot), "BAD_CODE");
    let mut order = place(&house, "SO1", &[(1, "LOT", 2)], &[]);
    for line in &mut order.lines {
        line.order_no = "SO 2 ".into();
    }
    order.order.order_no = "SO 2 ".into();
    assert_eq!(house.no(order.clone()), "BAD_CODE");
    house.by(2, order.clone());
    order.order.priority = 1;
    house.ok(order);
}

#[test]
fn the_first_administrator_is_held_to_what_holds_for_everybody_with_a_badge() {
    let mut house = House::empty();
    let first = |name: &str, pin_hash: &str| FirstUser {
        badge: "EMP-1".into(),
        name: name.to_owned(),
        pin_hash: pin_hash.to_owned(),
    };
    for (name, pin_hash) in [
        (" ", PIN_HASH),
        ("Ida\u{200b}", PIN_HASH),
        ("x".repeat(1001).as_str(), PIN_HASH),
        ("Ida", "7391"),
        ("4711", PIN_HASH),
    ] {
        assert_eq!(house.no(first(name, pin_hash)), "UNFIT", "{name:?} {pin_hash}");
    }
    for older in [first("Ida\u{200b}", "7391"), first("4711", PIN_HASH)] {
        assert!(house.takes_by(WEIGHED, older));
    }
    house.ok(first("Ida", PIN_HASH));
}

#[test]
fn the_last_administrator_who_is_not_locked_stays_one() {
    let mut house = House::new(Method::Fifo);
    let of = |badge: &str, roles: &str, locked: bool| {
        user(badge, |user| (user.roles, user.locked) = (roles.into(), locked))
    };
    house.ok(of("ADA", "picker;administrator", false));
    let people: Vec<User> = house.all();
    for other in people.into_iter().filter(|other| other.badge.as_str() != "ADA") {
        house.ok(user(other.badge.as_str(), |_| {}));
    }
    for (roles, locked) in [("picker", false), ("", false), ("administrator", true)] {
        let asked = of("ADA", roles, locked);
        assert_eq!(house.no(asked.clone()), "LAST_ADMINISTRATOR", "{roles}");
        assert!(house.takes_by(WEIGHED, asked));
    }
    house.ok(of("ADA", "administrator;counter", false));
    // One who is locked can't follow.
    house.ok(of("BEN", "administrator", true));
    assert_eq!(house.no(of("ADA", "picker", false)), "LAST_ADMINISTRATOR");
    house.ok(of("BEN", "administrator", false));
    house.ok(of("ADA", "picker", false));
    assert_eq!(house.no(of("BEN", "picker", false)), "LAST_ADMINISTRATOR");
}

#[test]
fn a_new_item_bin_or_badge_has_no_code_of_another_and_no_number_of_a_line() {
    let mut house = House::new(Method::Fifo);
    house.ok(user("BOB", |_| {}));
    let items: Vec<Item> = house.all();
    let bins: Vec<Location> = house.all();
    let item = |code: &str| Define {
        master: Master::Item(Box::new(Item {
            item: code.into(),
            ..items[0].clone()
        })),
    };
    let bin = |code: &str| Define {
        master: Master::Location(Location {
            location: code.into(),
            ..bins[0].clone()
        }),
    };
    let known = (items[0].item.as_str(), bins[0].location.as_str());
    let taken = [
        item("BOB"),
        item(known.1),
        item("5"),
        item("05"),
        bin("BOB"),
        bin(known.0),
        bin("12"),
        user(known.0, |_| {}),
        user(known.1, |_| {}),
    ];
    for asked in taken {
        assert_eq!(house.no(asked.clone()), "CODE_TAKEN", "{asked:?}");
        assert!(house.takes_by(WEIGHED, asked));
    }
    for asked in [item("123"), item("5A"), bin("101"), user("7", |_| {})] {
        house.ok(asked);
    }
}
