//! What the screen knows besides the session: the line being typed, the last answer, what is scrolled.

use super::aside::Beside;
use super::desk::Desk;
use super::guide::Guide;
use super::keyboard::Keyboard;
use super::message::Heard;
use super::relay::Relay;
use crate::flows::event::Level as Said;
use crate::keys::{Keymap, Layer};
use crate::scan::Read;
use crate::scan::source::Room;
use crate::session::Session;
use crate::session::reply::Reply;
use crate::ui::face::{Level, Notice};
use crate::ui::signal::GoodBeep;
use crate::ui::theme::Theme;
use std::collections::VecDeque;

/// The terminal as it stands between two messages.
#[allow(
    clippy::struct_excessive_bools,
    reason = "four independent facts, each asked alone"
)]
pub struct Model<'s> {
    /// The operator's work.
    pub session: Session<'s>,
    /// What is being typed or scanned.
    pub keyboard: Keyboard,
    /// What the keys do.
    pub keymap: Keymap,
    /// How the screen is drawn.
    pub theme: Theme,
    /// Whether a good scan beeps.
    pub good_beep: GoodBeep,
    /// The answer to the last read.
    pub notice: Option<Notice>,
    /// Reads that wait for the store; nothing of them is lost.
    pub waiting: VecDeque<Read>,
    /// The room that reads of scanners take up; it is given back here.
    pub room: Room,
    /// Reads that found no room and are not noted yet.
    pub turned_away: usize,
    /// Whether the store failed on the first of the reads that wait.
    pub failing: bool,
    /// Whether it failed because another process holds the turn to write.
    pub is_held: bool,
    /// What scanners are to be told.
    pub(super) heard: Vec<Heard>,
    /// What is owed to the bridge of a workstation, if the session runs behind one.
    pub relay: Relay,
    /// How many lines of the help are scrolled away, while it is shown.
    pub help: Option<usize>,
    /// How many rows of the table are scrolled away.
    pub offset: usize,
    /// Milliseconds from the last byte of the last read to its result.
    pub millis: i64,
    /// How many beeps are still to be heard.
    pub beeps: u8,
    /// Whether the whole screen must be drawn anew.
    pub redraw: bool,
    /// Whether the outcome of a change is unknown, so that nothing more may be posted from here.
    pub stopped: bool,
    /// Whether the terminal stays open.
    pub running: bool,
    /// What surrounds the work.
    pub desk: Desk,
    /// The screen beside the work, while one is open.
    pub beside: Option<Box<Beside>>,
    /// What the demo tells those who have never seen it; `None` in a store of work.
    pub guide: Option<Guide>,
}

impl<'s> Model<'s> {
    /// Returns a terminal that has just been opened.
    pub fn new(session: Session<'s>, keyboard: Keyboard, keymap: Keymap, theme: Theme) -> Self {
        Self {
            session,
            keyboard,
            keymap,
            theme,
            good_beep: GoodBeep::default(),
            notice: None,
            waiting: VecDeque::new(),
            room: Room::default(),
            turned_away: 0,
            failing: false,
            is_held: false,
            heard: Vec::new(),
            relay: Relay::default(),
            help: None,
            offset: 0,
            millis: 0,
            beeps: 0,
            redraw: false,
            stopped: false,
            running: true,
            desk: Desk::default(),
            beside: None,
            guide: None,
        }
    }

    /// Returns the layers of the keymap that are open, the topmost last.
    pub fn layers(&self) -> Vec<Layer> {
        let place = self.place_beside();
        let place = place.unwrap_or_else(|| self.session.flow().work().place());
        let mut layers = vec![Layer::Global, Layer::At(place)];
        if self.help.is_some() {
            layers.push(Layer::Help);
        }
        layers
    }

    /// Shows the answer to a read, and sounds its signal.
    pub fn answer(&mut self, reply: &Reply) {
        let level = match reply.level {
            Said::Good => Level::Good,
            Said::Info => Level::Info,
            Said::Warn => Level::Warn,
            Said::Error => Level::Error,
            Said::Danger => Level::Danger,
        };
        self.notice =
            (!reply.text.is_empty()).then(|| Notice::new(level, reply.head.clone(), reply.text.clone()));
        self.sound(level);
    }

    /// Shows that the store failed, and sounds the alarm.
    pub fn trouble(&mut self, text: String) {
        self.notice = Some(Notice::new(Level::Stop, "STORE", text));
        self.sound(Level::Stop);
    }

    /// Queues the beeps of a level. A sound that warns is never dropped; any other gives way to what is still to be
    /// heard.
    pub(super) fn sound(&mut self, level: Level) {
        let signal = level.signal();
        let beeps = signal.beeps(self.good_beep);
        if self.beeps == 0 || !signal.may_be_dropped() {
            self.beeps = self.beeps.max(beeps);
        }
    }

    /// Returns the counters for the strip: the reads that were received, and what became of them.
    pub fn strip(&self) -> String {
        let tally = self.session.tally();
        let mut strip = format!(
            "scans {}  ok {}  refused {}",
            tally.received, tally.applied, tally.refused
        );
        if 0 < tally.duplicate {
            strip = format!("{strip}  again {}", tally.duplicate);
        }
        if !self.waiting.is_empty() {
            strip = format!("{strip}  WAITING {}", self.waiting.len());
        }
        if 0 < self.turned_away {
            strip = format!("{strip}  NOT TAKEN {}", self.turned_away);
        }
        strip
    }
}
