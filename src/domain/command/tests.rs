use super::*;
use Job::{Pack, Pick};
use std::collections::BTreeSet;

#[test]
fn names_and_cards_are_unique_and_found_again() {
    let all: Vec<Command> = Command::all().collect();
    let names: BTreeSet<_> = all.iter().map(Command::name).collect();
    let cards: BTreeSet<_> = all.iter().map(Command::card).collect();
    assert_eq!((names.len(), cards.len()), (all.len(), all.len()));
    for command in all.into_iter().chain(Command::examples()) {
        assert_eq!(
            Command::of_card(&command.card().to_lowercase()).map(|it| it.card().to_uppercase()),
            Some(command.card().to_uppercase())
        );
        if let Some(name) = command.name() {
            assert_eq!(Command::named(name), Some(command));
        }
    }
}

#[test]
fn cards_survive_code_39() {
    let plain = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit() || "$.-".contains(c);
    for command in Command::all() {
        assert!(command.card().chars().all(plain), "{}", command.card());
    }
    for command in Command::examples() {
        let card = command.card().to_uppercase();
        assert!(
            card.chars().all(plain) && Command::of_card(&card).is_some(),
            "{card}"
        );
    }
    assert_eq!(Command::Done.card(), "$BL.DONE");
    assert_eq!(Command::Start(Job::Putaway).card(), "$BL.PUTAWAY");
}

#[test]
fn labels_and_help_fit_a_hand_held() {
    for command in Command::all().chain(Command::examples()) {
        assert!(
            command.label().len() <= 9 && command.help().len() <= 43,
            "{command} is too long"
        );
    }
}

#[test]
fn a_digit_chooses_a_line() {
    assert_eq!(Command::choosing(3), Some(Command::Choose3));
    assert_eq!(Command::Choose9.choice(), Some(9));
    assert_eq!((Command::Undo.choice(), Command::choosing(0)), (None, None));
}

#[test]
fn arguments_are_exact() {
    let read = |text: &str| Command::of_card(text);
    assert_eq!(read("$BL.QTY.12"), Some(Command::Qty(Qty::units(12))));
    assert_eq!(read("$bl.qty.1.5"), Some(Command::Qty(Qty(1_500_000))));
    assert_eq!(
        read("$BL.REASON.BIN.LOW"),
        Some(Command::Reason("bin.low".into()))
    );
    assert_eq!(
        read("$BL.STATUS.QUARANTINE"),
        Some(Command::Status(Status::Quarantine))
    );
    assert_eq!(
        read("$BL.STATUS.restock"),
        Some(Command::Reason("restock".into()))
    );
    assert_eq!(read("$BL.SITE.LUEB"), Some(Command::Site("LUEB".into())));
}

#[test]
fn what_is_on_no_card_is_no_command() {
    for unknown in ["", "DANCE", "DANCE.3", ".", "\u{e9}"] {
        assert_eq!(Command::read(unknown), Err(Unread::Word), "{unknown}");
    }
    for argument in [
        "QTY",
        "QTY.",
        "QTY.-1",
        "QTY.1e3",
        "QTY.1.2.3",
        "QTY.1_0",
        "QTY..5",
        "QTY.99999999999999999999",
        "DONE.",
        "DONE.1",
        "REASON",
        "SITE.",
    ] {
        assert_eq!(Command::read(argument), Err(Unread::Argument), "{argument}");
    }
    assert_eq!(Command::of_card("BL.DONE"), None);
}

#[test]
fn every_place_has_a_section_of_its_own_and_something_to_do() {
    let sections: BTreeSet<_> = Place::all().map(Place::section).collect();
    assert_eq!(sections.len(), Place::all().count());
    for place in Place::all() {
        assert!(Command::Help.reaches(place) && Command::Quit.reaches(place));
    }
    assert!(Command::Short.reaches(Place::Work(Pick)) && !Command::Short.reaches(Place::Work(Pack)));
    assert!(!Command::Undo.reaches(Place::SignIn) && Command::Undo.reaches(Place::Work(Pack)));
    assert_eq!(Command::Short.reach().to_string(), "Pick, Transfer and Replenish");
}
