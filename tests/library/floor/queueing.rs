//! More reads than the store can take: none is dropped in silence, scanners wait, and the operator hears it.

use super::house::House;
use super::shaky::{Fail, Shaky};
use binledger::app::keyboard::Keyboard;
use binledger::app::message::{Heard, Message};
use binledger::app::model::Model;
use binledger::app::queue::{MOST, OF_SCANNERS};
use binledger::app::terminal::TermInput;
use binledger::domain::company::Method;
use binledger::domain::log::{NotedRead, ReadResult};
use binledger::keys::{Builtin, Keymap};
use binledger::scan::source::Room;
use binledger::scan::{Ending, Profile, Read, Source, SourceEvent, SourceKind};
use binledger::session::Session;
use binledger::ui::theme::{Palette, Theme};
use chrono::{DateTime, TimeDelta, Utc};
use std::cell::Cell;
use std::rc::Rc;

/// A store that can be taken away, and given back.
fn shaky(house: &House) -> (Shaky, Rc<Cell<Fail>>) {
    let fail = Rc::new(Cell::new(Fail::Never));
    let store = house.store.clone();
    (
        Shaky {
            store,
            fail: fail.clone(),
        },
        fail,
    )
}

fn model(shaky: &mut Shaky) -> Model<'_> {
    let session = Session::open(shaky, "T-1".into()).unwrap();
    let keyboard = Keyboard::new("T-1", &Profile::default()).unwrap();
    let keymap = Keymap::builtin(Builtin::Default).unwrap();
    let mut model = Model::new(session, keyboard, keymap, Theme::new(Palette::Mono, true));
    model.room = Room::of(OF_SCANNERS);
    model
}

fn now(n: usize) -> DateTime<Utc> {
    DateTime::UNIX_EPOCH + TimeDelta::seconds(i64::try_from(n).unwrap())
}

/// A line that comes over the terminal, as a paste.
fn line(n: usize) -> Message {
    Message::Terminal(TermInput::Paste {
        bytes: format!("CODE-{n}\r").into_bytes(),
        cut: false,
        at: now(n),
    })
}

/// A read of a serial scanner, which took room for it.
fn scan(room: &Room, n: usize) -> Message {
    room.take(1);
    Message::Scanner(SourceEvent::Read(Read {
        source: Source::new(SourceKind::Serial, "dock"),
        bytes: format!("SCAN-{n}").into_bytes(),
        first_at: now(n),
        last_at: now(n),
        typed: false,
        ending: Ending::Enter,
        overlong: false,
    }))
}

fn said(model: &Model<'_>) -> String {
    let notice = model.notice.as_ref().unwrap();
    format!("{}: {}", notice.head, notice.text)
}

/// Works until nothing waits; returns what the scanners are told.
fn works_off(model: &mut Model<'_>) -> Vec<Heard> {
    model.work();
    while model.is_behind() {
        model.work();
    }
    model.heard()
}

#[test]
fn what_waits_is_shown_and_worked_off_in_its_order() {
    let house = House::new(Method::Fifo);
    let (mut store, fail) = shaky(&house);
    let mut model = model(&mut store);
    fail.set(Fail::Always);
    for n in 0..300 {
        model.update(line(n));
    }
    assert!(model.strip().contains("WAITING 300"), "{}", model.strip());
    fail.set(Fail::Never);
    works_off(&mut model);
    assert!(!model.strip().contains("WAITING"), "{}", model.strip());
    let raw: Vec<String> = house
        .all::<NotedRead>()
        .into_iter()
        .map(|read| read.raw)
        .collect();
    assert_eq!(raw, (0..300).map(|n| format!("CODE-{n}")).collect::<Vec<_>>());
}

#[test]
fn it_is_told_before_it_is_too_late() {
    let house = House::new(Method::Fifo);
    let (mut store, fail) = shaky(&house);
    let mut model = model(&mut store);
    fail.set(Fail::Always);
    let told = (0..MOST).find(|n| {
        model.update(line(*n));
        said(&model).contains("Scan no more until it is back: ")
    });
    assert_eq!(told, Some(MOST / 16 - 1));
    assert!(said(&model).starts_with("STORE: the disk"), "{}", said(&model));
}

#[test]
fn a_read_without_room_is_refused_heard_and_noted() {
    let house = House::new(Method::Fifo);
    let (mut store, fail) = shaky(&house);
    let mut model = model(&mut store);
    fail.set(Fail::Always);
    for n in 0..MOST {
        model.update(line(n));
    }
    model.beeps = 0;
    model.update(line(MOST));
    assert_eq!(model.waiting.len(), MOST, "bounded");
    model.update(line(MOST + 1));
    assert!(
        model.strip().contains("WAITING 4096  NOT TAKEN 2"),
        "{}",
        model.strip()
    );
    assert!(3 <= model.beeps, "an error is heard");
    assert!(
        said(&model).starts_with("QUEUE FULL: stop, 4096 scans waiting, 2 not taken"),
        "{}",
        said(&model)
    );
    fail.set(Fail::Never);
    works_off(&mut model);
    let (reads, results): (Vec<NotedRead>, Vec<ReadResult>) = (house.all(), house.all());
    assert_eq!((reads.len(), results.len()), (MOST + 1, MOST + 1));
    let last = results.last().unwrap();
    assert_eq!(last.code.as_deref(), Some("QUEUE_FULL"));
    assert!(
        last.message
            .starts_with("Scans came faster than the store could take them; not taken: 2."),
        "{}",
        last.message
    );
    assert!(
        said(&model).contains("Scans came faster than the store could take them; not taken: 2."),
        "{}",
        said(&model)
    );
    assert!(!model.strip().contains("NOT TAKEN"), "{}", model.strip());
    assert!(model.session.tally().is_proved());
}

#[test]
fn scanners_wait_for_room_and_are_told_of_each_read_once() {
    let house = House::new(Method::Fifo);
    let (mut store, fail) = shaky(&house);
    let mut model = model(&mut store);
    let room = model.room.clone();
    fail.set(Fail::Always);
    let sent = (0..).take_while(|n| {
        let has_room = !room.is_full();
        if has_room {
            model.update(scan(&room, *n));
        }
        has_room
    });
    assert_eq!(sent.count(), OF_SCANNERS, "then their bytes stay on the line");
    assert_eq!(model.waiting.len(), OF_SCANNERS);
    model.update(line(0));
    assert_eq!(
        model.waiting.len(),
        OF_SCANNERS + 1,
        "the terminal is heard all the same"
    );
    fail.set(Fail::Never);
    let told = works_off(&mut model);
    let serial = told
        .iter()
        .filter(|heard| heard.source.kind == SourceKind::Serial);
    assert_eq!(serial.count(), OF_SCANNERS);
    assert!(!room.is_full());
    fail.set(Fail::Always);
    model.update(scan(&room, 1));
    model.update(Message::Terminal(TermInput::Key {
        key: "ctrl-u".parse().unwrap(),
        at: now(9),
    }));
    assert!(said(&model).contains("1 scan given up"), "{}", said(&model));
    room.take(OF_SCANNERS - 1);
    assert!(!room.is_full(), "what was given up makes room too");
}

#[test]
fn a_scan_closes_help_and_shows_its_result() {
    let house = House::new(Method::Fifo);
    let (mut shaky, _) = shaky(&house);
    let mut model = model(&mut shaky);
    model.help = Some(0);
    model.update(line(2));
    assert!(model.help.is_none());
    assert!(model.notice.is_some(), "what became of the scan is shown");
}
