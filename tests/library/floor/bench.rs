//! Terminals of a house, with what came of the last read. Whoever is asked for a PIN types it, unless a story does.

use super::house::House;
use super::screen;
use binledger::domain::catalog::Barcode;
use binledger::domain::log::Outcome;
use binledger::operations::request::{Define, Master};
use binledger::scan::{Ending, Read, Setup, Source, SourceKind};
use binledger::session::Session;
use binledger::session::files::Files;
use binledger::session::pin::Pins;
use binledger::session::reply::Reply;
use binledger::ui::face::Face;
use binledger::ui::job;
use chrono::{DateTime, FixedOffset, TimeDelta, Utc};
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::rc::Rc;
use testing::company::PIN;

/// Item `LOT` as a single piece, a case of twelve of it, item `SER`.
pub const LOT_EACH: &str = "09521234010012";
pub const LOT_CASE: &str = "19521234010019";
pub const SER_EACH: &str = "09521234020011";

/// A terminal in a house, with the answer to its last read.
pub struct Bench<'h> {
    pub house: &'h mut House,
    terminal: String,
    now: DateTime<Utc>,
    setup: Setup,
    files: Option<Rc<dyn Files>>,
    pins: Rc<Pins>,
    /// Where reads come from.
    kind: SourceKind,
    sessions: BTreeMap<String, Session<'static>>,
    by_hand: bool,
    last: Option<Reply>,
    shown: Face,
}

impl<'h> Bench<'h> {
    /// A terminal of a store that `init` has just made.
    pub fn of_nobody(house: &'h mut House, terminal: &str) -> Self {
        let now = "2026-03-02T08:00:00Z".parse().expect("a time");
        Self {
            house,
            terminal: terminal.into(),
            now,
            setup: Setup::default(),
            files: None,
            pins: Rc::default(),
            kind: SourceKind::Script,
            sessions: BTreeMap::new(),
            by_hand: false,
            last: None,
            shown: Face::default(),
        }
    }

    /// A terminal; `ANA` signs in there.
    #[track_caller]
    pub fn new(house: &'h mut House, terminal: &str) -> Self {
        let bench = Self::of_nobody(house, terminal);
        for (barcode, item, units, uom) in [
            (LOT_EACH, "LOT", 1, "EA"),
            (LOT_CASE, "LOT", 12, "CS"),
            (SER_EACH, "SER", 1, "EA"),
        ] {
            let qty = binledger::domain::amount::Qty::units(units);
            let (barcode, item, uom) = (barcode.into(), item.into(), uom.into());
            bench.house.ok(Define {
                master: Master::Barcode(Barcode {
                    barcode,
                    item,
                    qty,
                    uom,
                }),
            });
        }
        bench
    }

    /// Signs another operator in, or the same one at another terminal.
    pub fn at(mut self, terminal: &str) -> Self {
        self.terminal = terminal.into();
        self
    }

    /// Opens the terminals again, with reads decoded so from then on.
    pub fn set_up(mut self, setup: Setup) -> Self {
        self.sessions.clear();
        self.setup = setup;
        self
    }

    /// Opens the terminals again, with files that may be imported there.
    pub fn with_files(mut self, files: impl Files + 'static) -> Self {
        self.sessions.clear();
        self.files = Some(Rc::new(files));
        self
    }

    /// Opens the terminals again, where PINs are hashed and compared like this.
    pub fn hashing(mut self, pins: Pins) -> Self {
        self.sessions.clear();
        self.pins = Rc::new(pins);
        self
    }

    /// The story types every PIN itself.
    pub fn by_hand(mut self) -> Self {
        self.by_hand = true;
        self
    }

    /// The program at this terminal is killed; it is opened again with the next read.
    pub fn killed(mut self) -> Self {
        self.sessions.remove(&self.terminal);
        self
    }

    /// Scans codes one after the other; an empty one is Enter.
    #[track_caller]
    pub fn scan(mut self, codes: &[&str]) -> Self {
        for code in codes {
            self.read(code, false, Ending::Enter);
        }
        self
    }

    /// Types a line.
    #[track_caller]
    pub fn typed(mut self, line: &str) -> Self {
        self.read(line, true, Ending::Enter);
        self
    }

    /// Types a new PIN, mistypes it the second time, and then types it twice.
    #[track_caller]
    pub fn chooses(self, pin: &str, mistyped: &str) -> Self {
        self.typed(pin)
            .asks("Type the new PIN again")
            .typed(mistyped)
            .refuses("PIN_DIFFERS")
            .typed(pin)
            .typed(pin)
    }

    /// Types a line as fast as a scanner does.
    #[track_caller]
    pub fn played(mut self, line: &str) -> Self {
        self.kind = SourceKind::Terminal;
        self.read(line, false, Ending::Enter);
        self.kind = SourceKind::Script;
        self
    }

    /// Scans a code whose end never comes.
    #[track_caller]
    pub fn cut(mut self, beginning: &str) -> Self {
        self.read(beginning, false, Ending::Cut);
        self
    }

    #[track_caller]
    fn read(&mut self, line: &str, typed: bool, ending: Ending) {
        self.now += TimeDelta::seconds(1);
        let read = Read {
            source: Source::new(self.kind, ""),
            bytes: line.as_bytes().to_vec(),
            first_at: self.now,
            last_at: self.now,
            typed,
            ending,
            overlong: false,
        };
        let session = match self.sessions.entry(self.terminal.clone()) {
            Entry::Occupied(open) => open.into_mut(),
            Entry::Vacant(place) => {
                // A session borrows its store; each process has a handle of its own for as long as it lives.
                let store = Box::leak(Box::new(self.house.store.clone()));
                let terminal = self.terminal.as_str().into();
                let opened = Session::open_with(store, terminal, self.setup.clone());
                let mut session = opened.expect("the store works");
                if let Some(files) = &self.files {
                    session.read_files_by(Rc::clone(files));
                }
                session.hash_pins_by(Rc::clone(&self.pins));
                place.insert(session)
            }
        };
        session.keep_time_at(FixedOffset::east_opt(0));
        self.last = Some(session.read(&read).expect("the store works"));
        self.shown = job::face(session.flow().work());
        screen::check(&self.shown);
        if !self.by_hand && self.prompt().contains("ype your PIN") && line != PIN {
            self.read(PIN, true, Ending::Enter);
        }
    }

    /// What the terminal told about the last read.
    pub fn told(&self) -> String {
        self.reply().message()
    }

    /// What the terminal wants after the last read.
    pub fn prompt(&self) -> String {
        self.reply().prompt.clone()
    }

    /// The screen after the last read, in monochrome ASCII.
    pub fn shown(&self, columns: u16, rows: u16) -> String {
        screen::shown(&self.shown, (columns, rows))
    }

    /// Asserts that the last read was applied, and what was told.
    #[track_caller]
    pub fn says(self, text: &str) -> Self {
        let reply = self.reply();
        assert!(reply.code.is_none(), "refused: {}", reply.message());
        assert!(
            reply.message().contains(text),
            "{:?} does not say {text:?}",
            reply.message()
        );
        self
    }

    /// Asserts that the last read was refused with this code.
    #[track_caller]
    pub fn refuses(self, code: &str) -> Self {
        let reply = self.reply();
        assert_eq!(reply.code.as_deref(), Some(code), "{}", reply.message());
        assert_eq!(reply.outcome, Outcome::Refused);
        self
    }

    /// The code with which the last read was refused.
    pub fn code(&self) -> Option<&str> {
        self.reply().code.as_deref()
    }

    /// Asserts that the last read was refused, whatever the code.
    #[track_caller]
    pub fn refused(self) -> Self {
        assert_eq!(
            self.reply().outcome,
            Outcome::Refused,
            "{}",
            self.reply().message()
        );
        self
    }

    /// Asserts that the answer to the last read contains a text.
    #[track_caller]
    pub fn tells(self, text: &str) -> Self {
        let told = self.reply().message();
        assert!(told.contains(text), "{told:?} does not tell {text:?}");
        self
    }

    /// Lets seconds pass. Whoever is locked out by then types the PIN.
    #[track_caller]
    pub fn wait(mut self, seconds: i64) -> Self {
        self.now += TimeDelta::seconds(seconds);
        if 600 <= seconds && !self.by_hand {
            self.read(PIN, true, Ending::Enter);
        }
        self
    }

    /// What the terminal wants now.
    #[track_caller]
    pub fn asks(self, text: &str) -> Self {
        let prompt = &self.reply().prompt;
        assert!(prompt.contains(text), "{prompt:?} does not ask {text:?}");
        self
    }

    /// Asserts how many pieces of an item lie at a location.
    #[track_caller]
    pub fn lies(self, units: i64, item: &str, location: &str) -> Self {
        let (there, _) = self.house.at(item, location);
        assert_eq!(
            there,
            binledger::domain::amount::Qty::units(units),
            "{item} at {location}"
        );
        self
    }

    fn reply(&self) -> &Reply {
        self.last.as_ref().expect("something was read")
    }
}
