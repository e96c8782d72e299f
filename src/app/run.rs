//! The loop: sleep until something happens, handle all that has, then draw once.

use super::config::Config;
use super::desk::Desk;
use super::guard;
use super::guard::Guard;
use super::keyboard::Keyboard;
use super::message::Message;
use super::model::Model;
use super::seat::Seat;
use super::terminal;
use super::terminal::SteadyClock;
use super::update::Heard;
use crate::domain::code::Terminal;
use crate::keys::Builtin;
use crate::keys::Keymap;
use crate::scan::source::serial::Port;
use crate::scan::source::serial::Scanner;
use crate::scan::{Profiles, Source, SourceKind};
use crate::session::Session;
use crate::store::Store;
use crate::ui::signal::{GoodBeep, Signal};
use crate::ui::theme::{Surroundings, Theme};
use anyhow::Context;
use std::path::Path;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::time::{Duration, Instant};

/// How often the loop looks whether another terminal changed the store.
const LOOK_EVERY: Duration = Duration::from_millis(500);
/// How long messages are handled before a frame is drawn in between, so that a long burst shows how far it is.
const DRAW_AFTER: Duration = Duration::from_millis(40);
/// How long a read that the store could not take waits before it is tried again.
const RETRY_AFTER: Duration = Duration::from_secs(2);

/// Opens the full-screen terminal and stays until the operator leaves it.
///
/// # Errors
/// When the store, the keymap or the terminal can't be used. What happens later is told on the screen.
pub fn run(store: &mut dyn Store, path: &Path, config: &Config) -> anyhow::Result<()> {
    let seat = Seat::take(path, config.terminal.as_deref())?;
    let keymap = keymap(config)?;
    let profiles = config.profiles()?;
    let wedge = profiles.of(&Source::new(SourceKind::Terminal, seat.name()));
    let keyboard = Keyboard::new(seat.name(), wedge)?;
    let (sender, inbox) = mpsc::channel();
    guard::watch(sender.clone()).context("signals can't be watched")?;
    let (session, replies) = Session::open(store, Terminal::from(seat.name()))?;
    let mut guard = Guard::take().context("the terminal can't be taken")?;
    terminal::listen(sender.clone()).context("the terminal can't be read")?;
    let scanners = scanners(config, &profiles, &sender)?;
    drop(sender);
    let mut model = Model::new(session, keyboard, keymap, theme(config), &replies);
    model.desk = Desk::new(seat.name(), profiles, &config.serial, &model.theme);
    model.desk.folder.clone_from(&config.folder);
    let (version, layout) = (env!("CARGO_PKG_VERSION"), crate::store::sqlite::LAYOUT);
    model.desk.station.store = format!("{}, layout {layout}, binledger {version}", path.display());
    let size = guard.terminal().size()?;
    (model.desk.station.columns, model.desk.station.rows) = (size.width, size.height);
    model.good_beep = if config.beep_when_good {
        GoodBeep::Once
    } else {
        GoodBeep::Silent
    };
    Loop {
        inbox,
        scanners,
        clock: SteadyClock::start(),
        version: 0,
        rung: Instant::now(),
        retried: Instant::now(),
    }
    .stay(&mut guard, &mut model)
}

/// What the loop holds besides the model.
struct Loop {
    inbox: Receiver<Message>,
    scanners: Vec<Scanner>,
    clock: SteadyClock,
    version: i64,
    rung: Instant,
    retried: Instant,
}

impl Loop {
    fn stay(&mut self, guard: &mut Guard, model: &mut Model<'_>) -> anyhow::Result<()> {
        self.version = model.session.store().version().unwrap_or(0);
        while model.running {
            if std::mem::take(&mut model.redraw) {
                guard.redraw()?;
            }
            guard.terminal().draw(|frame| model.draw(frame))?;
            self.ring(guard, model)?;
            match self.inbox.recv_timeout(self.patience(model)) {
                Ok(message) => self.handle(message, model),
                Err(RecvTimeoutError::Timeout) => {
                    for heard in model.silence(self.clock.now()) {
                        self.feed_back(&heard);
                    }
                    self.tick(model);
                }
                Err(RecvTimeoutError::Disconnected) => model.running = false,
            }
        }
        Ok(())
    }

    /// Handles a message and all that wait behind it, for at most as long as a frame may take.
    fn handle(&mut self, message: Message, model: &mut Model<'_>) {
        let begun = Instant::now();
        let mut next = Some(message);
        while let Some(message) = next {
            for heard in model.update(message) {
                self.feed_back(&heard);
            }
            let late = DRAW_AFTER < begun.elapsed();
            next = if late || !model.running {
                None
            } else {
                self.inbox.try_recv().ok()
            };
        }
    }

    /// Nothing happened for a while: another terminal may have changed what is shown, or the store may be back.
    fn tick(&mut self, model: &mut Model<'_>) {
        if !model.waiting.is_empty() && RETRY_AFTER < self.retried.elapsed() {
            self.retried = Instant::now();
            for heard in model.work() {
                self.feed_back(&heard);
            }
        }
        match model.session.store().version() {
            Ok(version) if version != self.version => {
                self.version = version;
                model.refresh(self.clock.now());
            }
            _ => {}
        }
    }

    fn feed_back(&self, heard: &Heard) {
        if let Some(scanner) = self
            .scanners
            .iter()
            .find(|scanner| *scanner.source() == heard.source)
        {
            if heard.applied {
                scanner.applied();
            } else {
                scanner.refused();
            }
        }
    }

    /// Rings the next of the beeps that are due; some terminals merge bells that come too close.
    fn ring(&mut self, guard: &mut Guard, model: &mut Model<'_>) -> anyhow::Result<()> {
        if 0 < model.beeps && Duration::from_millis(Signal::GAP_MS) <= self.rung.elapsed() {
            guard.ring()?;
            model.beeps -= 1;
            self.rung = Instant::now();
        }
        Ok(())
    }

    fn patience(&self, model: &Model<'_>) -> Duration {
        if let Some(left) = model.patience(self.clock.now()) {
            return left.to_std().unwrap_or_default().max(Duration::from_millis(1));
        }
        if model.beeps == 0 {
            return LOOK_EVERY;
        }
        Duration::from_millis(Signal::GAP_MS)
            .saturating_sub(self.rung.elapsed())
            .max(Duration::from_millis(1))
    }
}

/// The keymap that the configuration names: one that comes with the program, or a file.
pub(super) fn keymap(config: &Config) -> anyhow::Result<Keymap> {
    let named = config.keymap.as_deref().unwrap_or("default");
    match named {
        "default" => Ok(Keymap::builtin(Builtin::Default)?),
        "no-function-keys" => Ok(Keymap::builtin(Builtin::NoFunctionKeys)?),
        file => {
            let text =
                std::fs::read_to_string(file).with_context(|| format!("the keymap {file} can't be read"))?;
            Ok(Keymap::read(file, &text)?)
        }
    }
}

pub(super) fn theme(config: &Config) -> Theme {
    let set = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
    let (no_color, term, colorterm) = (set("NO_COLOR"), set("TERM"), set("COLORTERM"));
    let locale = set("LC_ALL").or_else(|| set("LC_CTYPE")).or_else(|| set("LANG"));
    Theme::detect(&Surroundings {
        ascii: config.ascii,
        no_color: no_color.as_deref(),
        term: term.as_deref(),
        colorterm: colorterm.as_deref(),
        locale: locale.as_deref(),
    })
}

fn scanners(config: &Config, profiles: &Profiles, inbox: &Sender<Message>) -> anyhow::Result<Vec<Scanner>> {
    let listen = |path: &std::path::PathBuf| {
        let mut port = Port::new(&path.to_string_lossy());
        port.baud = config.baud.unwrap_or(port.baud);
        port.framing = profiles
            .of(&Source::new(SourceKind::Serial, &port.path))
            .framing
            .clone();
        Scanner::listen(port, inbox.clone()).with_context(|| format!("scanner {}", path.display()))
    };
    config.serial.iter().map(listen).collect()
}
