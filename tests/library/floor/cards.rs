//! Cards: whatever is printed somewhere does something when it is scanned, or is refused with the reason why not here.

use super::house::House;
use binledger::domain::command::{Command, PREFIX, Place};
use binledger::domain::company::Method;
use binledger::domain::job::Job;
use binledger::domain::log::Outcome;
use binledger::scan::{Ending, Read, Source, SourceKind};
use binledger::session::Session;
use binledger::session::reply::Reply;
use chrono::{DateTime, Utc};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use testing::company::PIN;

/// Pages, keymaps and samples: everything in the repository that people read or print.
fn printed() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut found = Vec::new();
    for entry in fs::read_dir(root).unwrap() {
        let path = entry.unwrap().path();
        match path.file_name().and_then(|name| name.to_str()) {
            Some("docs" | "keymaps" | "samples" | "examples" | ".github") => below(&path, &mut found),
            Some(_) if path.extension().is_some_and(|ending| ending == "md") => found.push(path),
            _ => {}
        }
    }
    found
}

fn below(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            below(&path, found);
        } else {
            found.push(path);
        }
    }
}

/// The cards in a text, each with its argument.
fn cards(text: &str) -> impl Iterator<Item = String> {
    text.split(PREFIX).skip(1).filter_map(|rest| {
        let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '.' && c != '-');
        let word = rest[..end.unwrap_or(rest.len())].trim_end_matches('.');
        (!word.is_empty()).then(|| format!("{PREFIX}{word}"))
    })
}

fn all_cards() -> BTreeSet<String> {
    let table = Command::all().chain(Command::examples());
    let mut all: BTreeSet<String> = table.map(|command| command.card().into_owned()).collect();
    for path in printed() {
        // A picture has no cards in it.
        let text = String::from_utf8_lossy(&fs::read(&path).unwrap()).into_owned();
        for card in cards(&text) {
            let known = Command::of_card(&card).is_some();
            assert!(known, "{} has {card}, which is no command", path.display());
            all.insert(card);
        }
    }
    all
}

fn read(session: &mut Session<'_>, code: &str) -> Reply {
    let at: DateTime<Utc> = "2026-03-02T08:00:00Z".parse().unwrap();
    let heard = Read {
        source: Source::new(SourceKind::Script, ""),
        bytes: code.as_bytes().to_vec(),
        first_at: at,
        last_at: at,
        typed: false,
        ending: Ending::Enter,
        overlong: false,
    };
    session.read(&heard).unwrap()
}

/// A house where Sue may do everything.
fn house_of_sue() -> House {
    let mut house = House::new(Method::Fifo);
    house.change_user("SUE", |sue| sue.roles = "supervisor;counter;administrator".into());
    house
}

/// A terminal where Sue, who may do everything, stands at a place of the work.
fn standing<'h>(house: &'h mut House, place: Place, terminal: &str) -> Session<'h> {
    let mut session = Session::open(&mut house.store, terminal.into()).unwrap();
    if place != Place::SignIn {
        read(&mut session, "SUE");
        read(&mut session, PIN);
    }
    if let Place::Work(job) = place {
        let began = read(&mut session, &Command::Start(job).card());
        assert_eq!(began.code, None, "{}", began.message());
    }
    assert_eq!(session.flow().work().place(), place);
    session
}

#[test]
fn every_card_does_something_or_is_refused_with_the_reason() {
    let cards = all_cards();
    assert!(60 <= cards.len(), "{cards:?}");
    let places = Place::all().filter(|place| !matches!(place, Place::Diagnostics | Place::Calibrate));
    for place in places {
        // Every terminal looks through what was left at the others: few share a house.
        let mut house = house_of_sue();
        for card in &cards {
            let terminal = format!("{}-{card}", place.section());
            let mut session = standing(&mut house, place, &terminal);
            let legal = session.flow().legal();
            let command = Command::of_card(card).unwrap();
            let reply = read(&mut session, card);
            let (code, told) = (reply.code.as_deref(), reply.message());
            assert_ne!(code, Some("BAD_LABEL"), "{card} at {place:?}: {told}");
            let site = matches!(command, Command::Site(_));
            if !site && !command.reaches(place) {
                assert_eq!(code, Some("NOT_HERE"), "{card} at {place:?}: {told}");
                assert!(told.contains(&command.reach().to_string()), "{told}");
            } else {
                assert_ne!(code, Some("NOT_HERE"), "{card} at {place:?}: {told}");
            }
            assert!(
                reply.outcome == Outcome::Applied || !told.is_empty() || legal.contains(&command),
                "{card} at {place:?} says and does nothing"
            );
        }
    }
}

#[test]
fn what_is_legal_is_what_the_table_says() {
    let mut house = house_of_sue();
    for place in Place::all().filter(|place| !matches!(place, Place::Diagnostics | Place::Calibrate)) {
        let session = standing(&mut house, place, place.section());
        for command in session.flow().legal() {
            assert!(command.reaches(place), "{command} is legal at {place:?}");
        }
    }
}

#[test]
fn a_card_chooses_a_line_only_where_lines_are_listed() {
    let mut house = house_of_sue();
    let mut session = standing(&mut house, Place::Home, "T-1");
    read(&mut session, "$BL.3");
    assert_eq!(session.flow().work().place(), Place::Work(Job::Pick));
    let refused = read(&mut session, "$BL.3");
    assert_eq!(refused.code.as_deref(), Some("NOT_HERE"));
    assert!(
        refused
            .text
            .starts_with("Line 3 does nothing here: it is for Transfer,"),
        "{}",
        refused.text
    );
    read(&mut session, "$BL.LEDGER");
    let menu = session.flow().prompt();
    let opened = read(&mut session, "$BL.2");
    assert_eq!(opened.code, None, "{}", opened.message());
    assert_ne!(session.flow().prompt(), menu, "the second page is open");
    read(&mut session, "$BL.BACK");
    let refused = read(&mut session, "$BL.9");
    assert_eq!(refused.code.as_deref(), Some("NOT_NOW"), "{}", refused.message());
}

#[test]
fn without_a_screen_a_card_that_needs_one_says_so() {
    let mut house = house_of_sue();
    for (card, code) in [
        ("$BL.CLEAR", Some("NO_SCREEN")),
        ("$BL.REDRAW", Some("NO_SCREEN")),
        ("$BL.DIAGNOSTICS", Some("NO_SCREEN")),
        ("$BL.CALIBRATE", Some("NO_SCREEN")),
        ("$BL.PAGEDOWN", Some("NO_SCREEN")),
        ("$BL.BELL", Some("NOT_HERE")),
        ("$BL.REFRESH", None),
        ("$BL.HELP", None),
        ("$BL.QUIT", None),
    ] {
        let mut session = standing(&mut house, Place::Home, card);
        session.work_without_screen();
        let reply = read(&mut session, card);
        assert_eq!(reply.code.as_deref(), code, "{card}: {}", reply.message());
    }
}
