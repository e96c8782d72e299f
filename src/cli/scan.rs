//! `scan`: the floor without a screen. The same sessions and flows as the screen's, one read a line.

mod directive;

use self::directive::{Directive, Line};
use super::failure::Failure;
use super::import::Folder;
use super::lines;
use super::output::{Shown, Spelling};
use super::place::Place;
use crate::app::config;
use crate::app::seat::Seat;
use crate::clock;
use crate::domain::code::Terminal;
use crate::domain::command::Command;
use crate::domain::log::Outcome;
use crate::scan::framer::LONGEST;
use crate::scan::read::unescaped;
use crate::scan::{Ending, Read, Setup, Source, SourceKind};
use crate::session::Session;
use crate::session::pin::Pins;
use crate::session::reply::Reply;
use crate::store::Local;
use chrono::{DateTime, FixedOffset, TimeDelta, Utc};
use clap::Args;
use clap::builder::NonEmptyStringValueParser;
use serde::Serialize;
use std::collections::BTreeMap;
use std::io::{StdinLock, Write};
use std::path::PathBuf;
use std::rc::Rc;

/// The name of the source of a script's reads.
const SCRIPT: &str = "";

/// How far ahead of the machine the clock of a script may be: what it stamps, everything after it is stamped behind.
const AHEAD: TimeDelta = TimeDelta::days(1);

/// The arguments of `scan`.
#[derive(Debug, Args)]
pub struct Scan {
    /// The badge that signs in; a script may name it instead
    #[arg(long)]
    badge: Option<String>,
    /// Its PIN, where it has one
    #[arg(long, requires = "badge")]
    pin: Option<String>,
    /// The terminal's name
    #[arg(long, default_value = "SCRIPT", value_parser = NonEmptyStringValueParser::new())]
    terminal: String,
    /// How the scanner is set up: a profile that comes with the program, or a file
    #[arg(long, value_name = "NAME|FILE")]
    profile: Option<String>,
    /// Separators are written out as `\x1d`
    #[arg(long)]
    escaped: bool,
    /// Read labels by this GS1 syntax dictionary file
    #[arg(long, value_name = "FILE")]
    dictionary: Option<PathBuf>,
}

/// One read's row. `state` is `applied`, `refused`, `cancelled` or `duplicate`.
#[derive(Serialize)]
struct Row<'a> {
    n: u64,
    read: &'a str,
    state: &'static str,
    accepted: bool,
    message: &'a str,
    code: Option<&'a str>,
    prompt: &'a str,
    movement: Option<i64>,
    entry: Option<i64>,
}

/// The clock of a script: the machine's own, until the script sets it; then each read takes a second.
struct Clock(Option<DateTime<FixedOffset>>);

impl Clock {
    fn tick(&mut self) -> DateTime<Utc> {
        match &mut self.0 {
            None => clock::now(),
            Some(at) => {
                *at += TimeDelta::seconds(1);
                at.to_utc()
            }
        }
    }
}

impl Scan {
    /// Signs in, works on every line, and prints the outcome of each read.
    ///
    /// # Errors
    /// [`Failure::Refused`] where nobody could sign in, [`Failure::Data`] for a directive or a dictionary
    /// that can't be read.
    pub fn run(self, place: &Place) -> Result<(), Failure> {
        let mut setup = setup(place, self.profile.as_deref())?;
        setup.dictionary = place.config.dictionary(self.dictionary.as_deref())?;
        let mut store = place.open_to_post()?;
        let mut lines = std::io::stdin().lock();
        let mut floor = Floor {
            setup,
            out: Shown::new(Spelling::Json),
            escaped: self.escaped,
            store: place.store.clone(),
            pins: place.pins()?,
            n: 0,
            clock: Clock(None),
            signed_in: BTreeMap::new(),
        };
        let mut next = Some(Directive {
            badge: self.badge,
            pin: self.pin,
            terminal: Some(self.terminal),
            at: None,
        });
        while let Some(Directive {
            terminal: Some(terminal),
            ..
        }) = &next
        {
            let terminal = Terminal::from(terminal.as_str());
            next = floor.work_at(
                store.as_mut(),
                &terminal,
                next.take().unwrap_or_default(),
                &mut lines,
            )?;
        }
        Ok(())
    }
}

/// Returns the setup of this machine, with the profile of the scanner that a script was recorded with.
fn setup(place: &Place, profile: Option<&str>) -> Result<Setup, Failure> {
    let mut setup = place.config.setup().map_err(|wrong| Failure::setting(&wrong))?;
    if let Some(named) = profile {
        let profile = config::profile(named).map_err(|wrong| Failure::setting(&wrong))?;
        setup.profiles.assign(SCRIPT, profile);
    }
    Ok(setup)
}

/// Where rows go, and how many there are.
struct Floor {
    out: Shown,
    setup: Setup,
    escaped: bool,
    /// The store's file.
    store: PathBuf,
    pins: Rc<Pins>,
    n: u64,
    clock: Clock,
    /// Who signed in at each terminal in this run, by badge and PIN, so that a script may go back and forth.
    signed_in: BTreeMap<Terminal, (String, Option<String>)>,
}

impl Floor {
    /// Works at one terminal until the script goes to another one, and returns the directive that says so; `None` at
    /// the end of the script, or once a read quits the work.
    fn work_at(
        &mut self,
        store: &mut dyn Local,
        terminal: &Terminal,
        arrival: Directive,
        lines: &mut StdinLock<'static>,
    ) -> Result<Option<Directive>, Failure> {
        let seat = Seat::take(&self.store, Some(terminal.as_str()));
        let _seat = seat.map_err(|why| Failure::Usage(format!("{why:#}")))?;
        let mut session = Session::open_with(store, terminal.clone(), self.setup.clone())?;
        session.work_without_screen();
        session.read_files_by(Rc::new(Folder::beside(&self.store, Rc::clone(&self.pins))));
        session.hash_pins_by(Rc::clone(&self.pins));
        let mut arrival = arrival;
        if let (None, Some((badge, pin))) = (&arrival.badge, self.signed_in.get(terminal)) {
            (arrival.badge, arrival.pin) = (Some(badge.clone()), pin.clone());
        }
        self.direct(&mut session, arrival)?;
        // A byte may be spelt by four.
        let most = if self.escaped { 4 * LONGEST } else { LONGEST };
        while let Some(line) = lines::next(lines, most)? {
            let (line, is_cut) = match line {
                lines::Line::Whole(line) => (line, false),
                lines::Line::TooLong(line, _) => (line, true),
            };
            let line = line.strip_suffix(b"\r").unwrap_or(&line);
            match Directive::read(line)? {
                Some(Line::Comment) => {}
                Some(Line::Directive(directive)) if directive.is_for_another(terminal) => {
                    session.leave()?;
                    return Ok(Some(directive));
                }
                Some(Line::Directive(directive)) => self.direct(&mut session, directive)?,
                None if self.read(&mut session, line, is_cut)? => {}
                None => break,
            }
        }
        session.leave()?;
        Ok(None)
    }

    /// Sets the clock and signs in, as far as the directive says so.
    fn direct(&mut self, session: &mut Session<'_>, directive: Directive) -> Result<(), Failure> {
        if let Some(at) = directive.at {
            if clock::now() + AHEAD < at.to_utc() {
                let said = format!("at={}: expected no time more than a day ahead", at.to_rfc3339());
                return Err(Failure::Data(vec![said]));
            }
            self.clock = Clock(Some(at));
        }
        session.keep_time_at(self.clock.0.map(|at| *at.offset()));
        let Some(badge) = directive.badge else {
            return Ok(());
        };
        if session.operator().badge.as_str() == badge {
            return Ok(());
        }
        if session.is_signed_in() {
            self.hear(session, b"$BL.SIGNOUT")?;
        }
        let mut reply = self.hear(session, badge.as_bytes())?;
        if let (Some(pin), None, false) = (&directive.pin, &reply.code, session.is_signed_in()) {
            reply = self.hear(session, pin.as_bytes())?;
            if session.may_keep_its_pin() {
                eprintln!("{}", reply.message());
                reply = self.hear(session, b"")?;
            }
        }
        if session.is_signed_in() {
            let terminal = session.terminal().clone();
            self.signed_in.insert(terminal, (badge, directive.pin));
            return Ok(());
        }
        let why = if reply.code.is_some() {
            reply.message()
        } else if session.flow().is_secret() {
            format!("badge {badge} needs its PIN (--pin)")
        } else {
            reply.prompt
        };
        Err(Failure::Refused(why))
    }

    fn hear(&mut self, session: &mut Session<'_>, bytes: &[u8]) -> Result<Reply, Failure> {
        self.hear_all(session, bytes, false)
    }

    /// Hears a read; one that is longer than any label is refused as such.
    fn hear_all(
        &mut self,
        session: &mut Session<'_>,
        bytes: &[u8],
        overlong: bool,
    ) -> Result<Reply, Failure> {
        let at = self.clock.tick();
        Ok(session.read(&Read {
            source: Source::new(SourceKind::Script, SCRIPT),
            bytes: bytes.to_vec(),
            first_at: at,
            last_at: at,
            typed: false,
            ending: Ending::Enter,
            overlong,
        })?)
    }

    /// Reads one line of the script and writes its row; returns whether the work goes on.
    fn read(&mut self, session: &mut Session<'_>, line: &[u8], is_cut: bool) -> Result<bool, Failure> {
        let secret = session.flow().is_secret();
        let raw = if self.escaped {
            unescaped(line)
        } else {
            line.to_vec()
        };
        let overlong = is_cut || LONGEST < raw.len();
        let reply = self.hear_all(session, &raw[..raw.len().min(LONGEST)], overlong)?;
        self.n += 1;
        let secret = secret || matches!(reply.code.as_deref(), Some("PIN_NOT_KEPT" | "BADGE_FIRST"));
        let text = if secret {
            "****".into()
        } else {
            String::from_utf8_lossy(line)
        };
        let row = Row {
            n: self.n,
            read: &text,
            state: reply.outcome.word(),
            accepted: reply.outcome == Outcome::Applied,
            message: &reply.message(),
            code: reply.code.as_deref(),
            prompt: &reply.prompt,
            movement: reply.movement,
            entry: reply.entry,
        };
        serde_json::to_writer(&mut self.out, &row).map_err(std::io::Error::from)?;
        self.out.write_all(b"\n")?;
        self.out.flush()?;
        Ok(reply.terminal != Some(Command::Quit))
    }
}
