//! One terminal of a house, killed after every read: each read is worked on by a session that has just been opened.

use super::house::House;
use super::screen;
use binledger::domain::catalog::Barcode;
use binledger::domain::log::Outcome;
use binledger::operations::request::{Define, Master};
use binledger::scan::{Ending, Read, Setup, Source, SourceKind};
use binledger::session::Session;
use binledger::session::reply::Reply;
use binledger::ui::face::Face;
use binledger::ui::job;
use chrono::{DateTime, FixedOffset, TimeDelta, Utc};

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
    last: Option<Reply>,
    shown: Face,
}

impl<'h> Bench<'h> {
    /// A terminal; `ANA` signs in there.
    #[track_caller]
    pub fn new(house: &'h mut House, terminal: &str) -> Self {
        let now = "2026-03-02T08:00:00Z".parse().expect("a time");
        let bench = Self {
            house,
            terminal: terminal.into(),
            now,
            setup: Setup::default(),
            last: None,
            shown: Face::default(),
        };
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

    /// Sets how reads are decoded from now on.
    pub fn set_up(mut self, setup: Setup) -> Self {
        self.setup = setup;
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
            source: Source::new(SourceKind::Script, ""),
            bytes: line.as_bytes().to_vec(),
            first_at: self.now,
            last_at: self.now,
            typed,
            ending,
            overlong: false,
        };
        let terminal = self.terminal.as_str().into();
        let opened = Session::open_with(&mut self.house.store, terminal, self.setup.clone());
        let (mut session, finished) = opened.expect("the store works");
        let told_again = finished.iter().all(|reply| reply.known);
        assert!(told_again, "nothing was left to finish: {finished:?}");
        session.keep_time_at(FixedOffset::east_opt(0));
        self.last = Some(session.read(&read).expect("the store works"));
        self.shown = job::face(session.flow().work());
        screen::check(&self.shown);
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

    /// Lets seconds pass.
    pub fn wait(mut self, seconds: i64) -> Self {
        self.now += TimeDelta::seconds(seconds);
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
