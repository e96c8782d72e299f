//! Calibration without a store: a terminal of its own, one scanner, one profile.

mod line;

use self::line::Wire;
use super::aside::calibrating::{Asked, Calibrating, Shelf};
use super::config::Config;
use super::guard::{self, Guard, Leave};
use super::run::{keymap, theme};
use super::terminal::{self, TermInput};
use crate::clock;
use crate::domain::command::{Command, Place};
use crate::keys::{Keymap, Layer};
use crate::scan::calibration::{Carrier, Derived, Line, symbols};
use crate::scan::source::Room;
use crate::ui::barcode::{Symbol, svg};
use crate::ui::calibrate::kind;
use crate::ui::face::Level;
use crate::ui::help::{Help, entries, scrolled};
use crate::ui::signal::{GoodBeep, Signal};
use crate::ui::theme::Theme;
use anyhow::Context;
use chrono::{DateTime, Utc};
use std::fs::OpenOptions;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::thread;
use std::time::Duration;

/// How long the loop sleeps while nothing is heard.
const IDLE: Duration = Duration::from_secs(5);
/// The layers of the keymap.
const LAYERS: [Layer; 2] = [Layer::Global, Layer::At(Place::Calibrate)];

/// What is to be measured, and where the profile goes.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    /// The port of a serial scanner; `None` for one that types.
    pub serial: Option<PathBuf>,
    /// The file to save the profile in; `None` to show it only.
    pub save: Option<PathBuf>,
    /// The profile's name.
    pub name: String,
    /// Whether an existing file is replaced.
    pub force: bool,
    /// The store, which is never written over.
    pub store: PathBuf,
}

/// What was measured.
#[derive(Debug, Clone)]
pub struct Measured {
    /// What was derived; `None` if the operator left before the third symbol.
    pub derived: Option<Derived>,
    /// Where the profile was saved.
    pub saved: Option<PathBuf>,
    /// The lines of the configuration that assign it.
    pub assignment: Option<[String; 2]>,
}

/// A message to the loop.
#[derive(Debug)]
enum Message {
    Terminal(TermInput),
    Line(Vec<u8>, DateTime<Utc>),
    Gone(String),
    Leave,
}

impl From<TermInput> for Message {
    fn from(input: TermInput) -> Self {
        Self::Terminal(input)
    }
}

impl From<Leave> for Message {
    fn from(_: Leave) -> Self {
        Self::Leave
    }
}

/// Shows the symbols on this terminal and listens to the scanner until the operator leaves.
///
/// # Errors
/// When there is no terminal, the port can't be opened, or the file is in the way.
pub fn measure(config: &Config, wanted: Wanted) -> anyhow::Result<Measured> {
    let shelf = shelf(wanted.save, wanted.force)?;
    let (keymap, theme) = (keymap(config)?, theme(config));
    let (sender, inbox) = mpsc::channel();
    guard::watch(sender.clone()).context("signals can't be watched")?;
    let (line, source, wire) = match &wanted.serial {
        None => (Line::Keyboard, "terminal".to_owned(), None),
        Some(path) => {
            let wire = Wire::open(path, config.baud, sender.clone())?;
            (Line::Serial, path.to_string_lossy().into_owned(), Some(wire))
        }
    };
    let guard = Guard::take().context("the terminal can't be taken")?;
    terminal::listen(sender, Room::default()).context("the terminal can't be read")?;
    let calibrating = Calibrating::named(&wanted.name, ("calibrate", &source), line, shelf, &wanted.store);
    let mut desk = Desk {
        guard,
        inbox,
        keymap,
        theme,
        calibrating,
        wire,
        help: None,
        running: true,
    };
    desk.stay()?;
    Ok(Measured {
        derived: desk.calibrating.machine().derived().cloned(),
        saved: desk.calibrating.saved().cloned(),
        assignment: desk.calibrating.assignment(),
    })
}

/// Returns where the profile goes; an existing file is refused before anything is scanned.
fn shelf(save: Option<PathBuf>, force: bool) -> anyhow::Result<Shelf> {
    let Some(path) = save else {
        return Ok(Shelf::Nowhere);
    };
    let exists = path
        .try_exists()
        .with_context(|| format!("{} can't be looked at", path.display()))?;
    anyhow::ensure!(force || !exists, "{} exists. --force replaces it", path.display());
    Ok(Shelf::File(path, force))
}

/// A terminal that calibrates.
struct Desk {
    guard: Guard,
    inbox: Receiver<Message>,
    keymap: Keymap,
    theme: Theme,
    calibrating: Calibrating,
    wire: Option<Wire>,
    help: Option<usize>,
    running: bool,
}

impl Desk {
    fn stay(&mut self) -> anyhow::Result<()> {
        while self.running {
            self.draw()?;
            let patience = self
                .calibrating
                .patience(clock::now())
                .and_then(|left| left.to_std().ok());
            match self.inbox.recv_timeout(patience.unwrap_or(IDLE)) {
                Ok(message) => self.hear(message)?,
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => break,
            }
            let asked = self.calibrating.silence(clock::now(), &self.keymap, &LAYERS);
            self.asked(asked)?;
        }
        Ok(())
    }

    fn hear(&mut self, message: Message) -> anyhow::Result<()> {
        match message {
            Message::Terminal(TermInput::Closed { .. }) | Message::Leave => self.running = false,
            Message::Gone(why) => anyhow::bail!("the scanner is gone: {why}"),
            Message::Line(bytes, at) => self.calibrating.bytes(&bytes, at),
            Message::Terminal(input) => {
                let asked = self.calibrating.input(&input, &self.keymap, &LAYERS);
                self.asked(asked.unwrap_or_default())?;
            }
        }
        Ok(())
    }

    fn asked(&mut self, asked: Vec<Asked>) -> anyhow::Result<()> {
        for it in asked {
            match it {
                Asked::Act(command, _) => self.act(&command)?,
                Asked::Sound(level) => self.ring(level)?,
                Asked::Note(read) => {
                    if let Some(wire) = &mut self.wire {
                        wire.acknowledge();
                    }
                    if let Some(command) = Command::of_card(&read.text()) {
                        self.act(&command)?;
                    }
                }
            }
        }
        Ok(())
    }

    fn act(&mut self, command: &Command) -> anyhow::Result<()> {
        if let Some(offset) = self.help {
            self.help = scrolled(offset, command);
            return Ok(());
        }
        if self.calibrating.act(command) {
            return Ok(());
        }
        match command {
            Command::Help => self.help = Some(0),
            Command::Redraw => self.guard.redraw()?,
            Command::Back | Command::Exit | Command::Done | Command::Quit | Command::SignOut => {
                self.running = false;
            }
            _ => {}
        }
        Ok(())
    }

    fn draw(&mut self) -> anyhow::Result<()> {
        let Self {
            guard,
            keymap,
            theme,
            calibrating,
            help,
            ..
        } = self;
        guard.terminal().draw(|frame| match help {
            None => calibrating.draw(frame, theme, keymap, &LAYERS),
            Some(offset) => {
                let entries = entries(keymap, &LAYERS, &calibrating.commands());
                frame.render_widget(Help::new(&entries, theme, *offset), frame.area());
            }
        })?;
        Ok(())
    }

    /// Rings at once; nothing else waits here.
    fn ring(&mut self, level: Level) -> anyhow::Result<()> {
        for beep in 0..level.signal().beeps(GoodBeep::Once) {
            if 0 < beep {
                thread::sleep(Duration::from_millis(Signal::GAP_MS));
            }
            self.guard.ring()?;
        }
        Ok(())
    }
}

/// Writes all symbols, in every kind, on a sheet to print.
///
/// # Errors
/// When the file exists and must not be replaced, or can't be written.
pub fn sheet(path: &Path, force: bool) -> anyhow::Result<()> {
    let all = Carrier::ALL.into_iter().flat_map(|carrier| {
        (1..).zip(symbols(carrier)).filter_map(move |(number, symbol)| {
            let drawn = Symbol::of(kind(carrier), symbol.data, symbol.gs1)?;
            let name = kind(carrier).name(symbol.gs1);
            Some((drawn, format!("{number}/3 {name} {}", symbol.words())))
        })
    });
    let all: Vec<(Symbol, String)> = all.collect();
    let printed: Vec<svg::Printed<'_>> = all
        .iter()
        .map(|(symbol, words)| svg::Printed {
            symbol,
            words: words.clone(),
        })
        .collect();
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true).create_new(!force);
    let mut file = options
        .open(path)
        .with_context(|| format!("{} can't be written (--force replaces a file)", path.display()))?;
    file.write_all(svg::sheet(&printed).as_bytes())
        .with_context(|| format!("{} can't be written", path.display()))
}
