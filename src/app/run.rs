//! The loop: sleep until something happens, handle all that has, then draw once.

use super::config::{self, Config};
use super::desk::Desk;
use super::guard::Guard;
use super::guide::Guide;
use super::keyboard::Keyboard;
use super::message::Message;
use super::model::Model;
use super::scanners::Scanners;
use super::seat::Seat;
use super::{guard, queue, terminal};
use crate::clock;
use crate::domain::code::Terminal;
use crate::keys::{Builtin, Keymap};
use crate::scan::source::Room;
use crate::scan::{Source, SourceKind};
use crate::session::Session;
use crate::session::files::Files;
use crate::session::pin::Pins;
use crate::store::Local;
use crate::ui::signal::{GoodBeep, Signal};
use crate::ui::theme::{Surroundings, Theme};
use anyhow::Context;
use chrono::{DateTime, Utc};
use std::path::Path;
use std::rc::Rc;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};

/// How often the loop checks whether another terminal changed the store.
const LOOK_EVERY: Duration = Duration::from_millis(500);
/// How long messages are handled before a frame is drawn in between.
const DRAW_AFTER: Duration = Duration::from_millis(40);
/// How long a read that the store could not take waits before it is tried again.
const RETRY_AFTER: Duration = Duration::from_secs(2);
/// The same for a read that waits for its turn to write.
const RETRY_TURN_AFTER: Duration = Duration::from_millis(300);

/// What a terminal is given besides its store and its configuration.
pub struct Around {
    /// The files that may be imported there.
    pub files: Rc<dyn Files>,
    /// How PINs are hashed and compared.
    pub pins: Rc<Pins>,
    /// What the demo tells; `None` in a store of work.
    pub guide: Option<Guide>,
}

/// Opens the full-screen terminal and stays until the operator leaves it. Returns how many reads still waited for the
/// store; none of them is recorded.
///
/// # Errors
/// When the store, the keymap, the dictionary or the terminal can't be used. Later failures are shown on the screen.
pub fn run(store: &mut dyn Local, path: &Path, config: &Config, around: Around) -> anyhow::Result<usize> {
    let seat = Seat::take(path, config.terminal.as_deref())?;
    let mut keymap = keymap(config)?;
    let profiles = config.profiles()?;
    let wedge = profiles.of(&Source::new(SourceKind::Terminal, seat.name()));
    let keyboard = Keyboard::new(seat.name(), wedge)?;
    let (sender, inbox) = mpsc::channel();
    let (keys, reads) = (Room::of(queue::OF_TERMINAL), Room::of(queue::OF_SCANNERS));
    let scanners = Scanners::listen(config, &profiles, &sender, &reads)?;
    guard::watch(sender.clone()).context("signals can't be watched")?;
    let mut session = Session::open_with(store, Terminal::from(seat.name()), config.setup()?)?;
    session.read_files_by(around.files);
    session.hash_pins_by(around.pins);
    let mut guard = Guard::take().context("the terminal can't be taken")?;
    terminal::listen(sender.clone(), keys.clone()).context("the terminal can't be read")?;
    drop(sender);
    keymap.ignore(keyboard.trigger());
    let mut model = Model::new(session, keyboard, keymap, theme(config));
    model.room = reads;
    model.guide = around.guide;
    model.desk = Desk::new(seat.name(), profiles, config, &model.theme, path);
    let (version, layout) = (env!("CARGO_PKG_VERSION"), crate::store::sqlite::LAYOUT);
    model.desk.station.store = format!("{}, layout {layout}, binledger {version}", path.display());
    let size = guard.terminal().size()?;
    (model.desk.station.columns, model.desk.station.rows) = (size.width, size.height);
    model.good_beep = if config.beep_when_good {
        GoodBeep::Once
    } else {
        GoodBeep::Silent
    };
    model.look_at_clock();
    Loop {
        inbox,
        keys,
        scanners,
        version: 0,
        rung: Instant::now(),
        retried: Instant::now(),
    }
    .stay(&mut guard, &mut model)?;
    if let Err(error) = model.session.leave() {
        tracing::warn!(%error, "the last scan will be told again");
    }
    Ok(model.waiting.len())
}

/// What the loop holds besides the model.
struct Loop {
    inbox: Receiver<Message>,
    keys: Room,
    scanners: Scanners,
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
                Err(RecvTimeoutError::Timeout) => self.tick(model),
                Err(RecvTimeoutError::Disconnected) => model.running = false,
            }
            for word in model.relay.words() {
                guard.say(word)?;
            }
        }
        Ok(())
    }

    /// Handles a message and all that wait behind it, for at most as long as a frame may take.
    fn handle(&mut self, message: Message, model: &mut Model<'_>) {
        let begun = Instant::now();
        let mut next = Some(message);
        while let Some(message) = next {
            if let Message::Terminal(input) = &message {
                self.keys.free(input.weight());
            }
            for heard in model.update(message) {
                self.scanners.tell(&heard);
            }
            let late = DRAW_AFTER < begun.elapsed();
            next = if late || !model.running {
                None
            } else {
                self.inbox.try_recv().ok()
            };
        }
    }

    /// Does what is due when nothing happened for a while: reads may wait, silence may end a code, another terminal may
    /// have changed what is shown, or the store may be back. Only an empty inbox is silence, for what waits in it was
    /// heard before now.
    fn tick(&mut self, model: &mut Model<'_>) {
        model.tick(clock::now());
        model.look_at_clock();
        let after = if model.is_held {
            RETRY_TURN_AFTER
        } else {
            RETRY_AFTER
        };
        let again = !model.waiting.is_empty() && after < self.retried.elapsed();
        if model.is_behind() || again {
            self.retried = Instant::now();
            model.work();
        }
        for heard in model.heard() {
            self.scanners.tell(&heard);
        }
        match model.session.store().version() {
            Ok(version) if version != self.version => {
                self.version = version;
                model.refresh(clock::now());
            }
            _ => {}
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

    /// Returns how long the loop may sleep: until the next beep, or until silence at the keyboard means something.
    fn patience(&self, model: &Model<'_>) -> Duration {
        if model.is_behind() {
            return Duration::ZERO;
        }
        let gap = Duration::from_millis(Signal::GAP_MS);
        let beep = (0 < model.beeps).then(|| gap.saturating_sub(self.rung.elapsed()));
        let now = clock::now();
        let left = |deadline: DateTime<Utc>| (deadline - now).to_std().ok();
        let silence = model.keyboard.deadline().and_then(left);
        let symbol = model
            .patience(now)
            .map(|patience| patience.to_std().unwrap_or_default());
        let soonest = beep.into_iter().chain(silence).chain(symbol);
        soonest
            .fold(LOOK_EVERY, Duration::min)
            .max(Duration::from_millis(1))
    }
}

/// Returns the keymap that the configuration names: one that comes with the program, or a file.
pub(super) fn keymap(config: &Config) -> anyhow::Result<Keymap> {
    let named = config.keymap.as_deref().unwrap_or("default");
    match named {
        "default" => Ok(Keymap::builtin(Builtin::Default)?),
        "no-function-keys" => Ok(Keymap::builtin(Builtin::NoFunctionKeys)?),
        file => {
            let text =
                config::text(Path::new(file)).with_context(|| format!("the keymap {file} can't be read"))?;
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
