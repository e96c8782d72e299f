//! What the demo tells at sign-in: every code can be read on the smallest screen, and the list scrolls.

use super::house::House;
use binledger::app::guide::{Example, Guide, Person};
use binledger::app::keyboard::Keyboard;
use binledger::app::message::Message;
use binledger::app::model::Model;
use binledger::app::terminal::TermInput;
use binledger::domain::company::Method;
use binledger::keys::{Builtin, Keymap};
use binledger::scan::Profile;
use binledger::session::Session;
use binledger::ui::theme::{Palette, Theme};
use chrono::DateTime;
use ratatui::Terminal;
use ratatui::backend::TestBackend;

const SCANS: [Example; 3] = [
    Example::plain("EMP-103", "Ida's badge, then PIN 9061"),
    Example {
        shown: "(01)19521234010019(10)NC-2511",
        data: "011952123401001910NC-2511",
        gs1: true,
        words: "a case of twelve jars",
    },
    Example::plain("TOTE-1", "the tote that the goods go into"),
];

/// A terminal of the demo, of a size.
struct Demo<'s> {
    model: Model<'s>,
    screen: Terminal<TestBackend>,
}

impl<'s> Demo<'s> {
    fn new(house: &'s mut House, (columns, rows): (u16, u16)) -> Self {
        let session = Session::open(&mut house.store, "T-1".into()).unwrap();
        let keyboard = Keyboard::new("T-1", &Profile::default()).unwrap();
        let keymap = Keymap::builtin(Builtin::Default).unwrap();
        let mut model = Model::new(session, keyboard, keymap, Theme::new(Palette::Mono, true));
        let person = |number: i32| Person {
            badge: format!("EMP-10{number}"),
            pin: format!("906{number}"),
            name: "Ida Brandt".into(),
            roles: "picker, counter".into(),
        };
        model.guide = Some(Guide::new((1..=6).map(person).collect(), &SCANS));
        model.update(Message::Terminal(TermInput::Resize { columns, rows }));
        let screen = Terminal::new(TestBackend::new(columns, rows)).unwrap();
        Self { model, screen }
    }

    fn press(&mut self, key: &str) -> String {
        let at = DateTime::UNIX_EPOCH;
        let key = key.parse().unwrap();
        self.model.update(Message::Terminal(TermInput::Key { key, at }));
        self.shown()
    }

    fn shown(&mut self) -> String {
        self.screen.draw(|frame| self.model.draw(frame)).unwrap();
        self.screen.backend().to_string()
    }
}

#[test]
fn every_code_can_be_read_on_the_smallest_screen() {
    let mut house = House::new(Method::Fifo);
    let mut demo = Demo::new(&mut house, (20, 16));
    let first = demo.shown();
    assert!(first.contains("EMP-103 9063"), "{first}");
    assert!(!first.contains("TOTE-1"), "{first}");
    let mut seen = first.clone();
    for _ in 0..3 {
        seen.push_str(&demo.press("pagedown"));
    }
    for code in [
        "EMP-106 9066",
        "EMP-103 ",
        "(01)19521234010019",
        "(10)NC-2511",
        "TOTE-1",
    ] {
        assert!(seen.contains(code), "{code} in\n{seen}");
    }
    let last = demo.shown();
    assert!(last.contains("TOTE-1"), "{last}");
    let before = demo.press("up");
    assert!(!before.contains("TOTE-1"), "{before}");
    assert_eq!(demo.press("down"), last);
    assert_eq!(demo.press("down"), last);
    for _ in 0..3 {
        demo.press("pageup");
    }
    assert_eq!(demo.shown(), first);
}

#[test]
fn a_wide_screen_has_all_of_it() {
    let mut house = House::new(Method::Fifo);
    let mut demo = Demo::new(&mut house, (80, 24));
    let shown = demo.shown();
    for text in [
        "Ida Brandt",
        "picker, counter",
        "TOTE-1",
        "the tote that the goods",
    ] {
        assert!(shown.contains(text), "{text} in\n{shown}");
    }
    assert_eq!(demo.press("down"), shown);
}
