//! What each message does to the model.

use super::keyboard::Pressed;
use super::message::{Heard, Message};
use super::model::Model;
use super::terminal::TermInput;
use crate::clock;
use crate::domain::command::Command;
use crate::flows::naming::counted;
use crate::keys::Key;
use crate::scan::source::SourceEvent;
use crate::scan::{Ending, Read, Source, SourceKind};
use crate::ui::face::{Level, Notice};
use crate::ui::help::scrolled;
use chrono::{DateTime, Utc};

impl Model<'_> {
    /// Takes one message; returns what serial scanners are to be told.
    pub fn update(&mut self, message: Message) -> Vec<Heard> {
        self.hear(message);
        self.heard()
    }

    /// Returns what serial scanners are to be told, as gathered since the last call.
    pub fn heard(&mut self) -> Vec<Heard> {
        std::mem::take(&mut self.heard)
    }

    fn hear(&mut self, message: Message) {
        if self.beside_hears(&message) {
            return;
        }
        match message {
            Message::Terminal(TermInput::Key { key, at }) => self.key(key, at),
            Message::Terminal(TermInput::Bytes { bytes, at }) => {
                let pressed = self.keyboard.bytes(&bytes, at);
                self.pressed(pressed, at);
            }
            Message::Terminal(TermInput::Sequence { bytes, cut, at }) => {
                let pressed = self.keyboard.sequence(&bytes, cut, at);
                self.pressed(pressed, at);
            }
            Message::Terminal(TermInput::Paste { bytes, cut, at }) => {
                let pressed = match self.relay.hear(&bytes, cut, at) {
                    Some(read) => vec![Pressed::Read(read)],
                    None => self.keyboard.paste(&bytes, cut, at),
                };
                self.pressed(pressed, at);
            }
            Message::Terminal(TermInput::Resize { columns, rows }) => {
                (self.desk.station.columns, self.desk.station.rows) = (columns, rows);
            }
            Message::Terminal(TermInput::Closed { why }) => {
                tracing::warn!(why, "the terminal is gone");
                self.running = false;
            }
            Message::Scanner(event) => self.scanner(event),
            Message::Leave(leave) => {
                tracing::info!(?leave, "asked to leave");
                self.running = false;
            }
        }
    }

    /// Looks again at what is shown, because another terminal changed the store.
    pub fn refresh(&mut self, now: DateTime<Utc>) {
        match self.session.refresh(now) {
            Err(error) => self.trouble(error.to_string()),
            Ok(None) => {}
            Ok(Some(told)) => self.tell(Level::Warn, &told.head, told.text),
        }
    }

    fn key(&mut self, key: Key, at: DateTime<Utc>) {
        let layers = self.layers();
        let pressed = self.keyboard.press(key, at, &self.keymap, &layers);
        self.pressed(pressed, at);
    }

    /// Does what is due after a silence.
    pub fn tick(&mut self, now: DateTime<Utc>) {
        if self.session.lock_if_idle(now) {
            self.show_nothing();
        }
        self.silence(now);
        let pressed = self.keyboard.tick(now);
        if !pressed.is_empty() {
            self.pressed(pressed, now);
        }
    }

    /// Tells the operator what is wrong with the machine's clock: at once when it is new, and again at every sign-in.
    pub fn look_at_clock(&mut self) {
        if let Some(text) = clock::set_forward() {
            self.tell(Level::Warn, "CLOCK", text);
            self.sound(Level::Warn);
        }
        let wrong = clock::behind();
        if let (Some(text), None) = (&wrong, self.session.wrong_clock()) {
            self.tell(Level::Warn, "CLOCK", text.clone());
            self.sound(Level::Warn);
        }
        self.session.tell_of_clock(wrong);
    }

    /// Closes everything that covers the work, and forgets what was typed and told.
    fn show_nothing(&mut self) {
        self.beside = None;
        self.help = None;
        self.offset = 0;
        self.notice = None;
        self.keyboard.clear();
    }

    fn pressed(&mut self, pressed: Vec<Pressed>, at: DateTime<Utc>) {
        for press in pressed {
            match press {
                Pressed::Read(read) => self.take(read),
                Pressed::Act(command) => self.act(&command, at),
                Pressed::Trigger(key) => self.desk.station.ignored(&key.label()),
                Pressed::Line | Pressed::Unbound(_) => {}
            }
        }
        self.work();
    }

    fn scanner(&mut self, event: SourceEvent) {
        match event {
            SourceEvent::Read(read) => {
                self.take(read);
                self.work();
            }
            SourceEvent::Connected(source) => {
                self.desk.note(&source, None);
                self.tell(Level::Info, "SCANNER", format!("{} is connected", source.name));
            }
            SourceEvent::Disconnected { source, why, cut } => self.disconnected(source, &why, cut),
        }
    }

    /// Notes that a scanner went away. What it had begun to send is a read that was cut short.
    fn disconnected(&mut self, source: Source, why: &str, cut: Vec<u8>) {
        self.desk.note(&source, Some(why));
        let missing = if cut.is_empty() {
            ""
        } else {
            " Its last scan was cut short: scan it again."
        };
        let text = format!(
            "{} is gone ({why}).{missing} Plug it in again; typing works meanwhile.",
            source.name
        );
        let at = clock::now();
        if !cut.is_empty() {
            self.room.take(1);
            self.take(Read {
                source,
                bytes: cut,
                first_at: at,
                last_at: at,
                typed: false,
                ending: Ending::Cut,
                overlong: false,
            });
            self.work();
        }
        self.tell(Level::Warn, "SCANNER", text);
    }

    pub(super) fn tell(&mut self, level: Level, head: &str, text: String) {
        self.notice = Some(Notice::new(level, head, text));
    }

    /// Carries out a command given by key or leader letter. One that concerns the work becomes a read of its card, so
    /// that it is noted and worked on like any other.
    pub(super) fn act(&mut self, command: &Command, at: DateTime<Utc>) {
        if let Some(offset) = self.help {
            self.help = scrolled(offset, command);
            return;
        }
        if self.guide.as_mut().is_some_and(|guide| guide.act(command)) || self.act_beside(command) {
            return;
        }
        match command {
            Command::Clear => self.clear(),
            Command::Refresh => self.refresh(at),
            Command::Diagnostics | Command::Calibrate => self.say(&command.card(), at),
            Command::PageDown | Command::PageUp if self.turns_pages() => self.say(&command.card(), at),
            Command::Down | Command::Up if self.scrolls_by_line() => self.scroll(command),
            Command::Next => self.say("", at),
            command if self.act_around(command, at) => {}
            command => self.say(&command.card(), at),
        }
    }

    /// Does what a command asks of the terminal around the work; returns whether the command was meant for it.
    pub(super) fn act_around(&mut self, command: &Command, at: DateTime<Utc>) -> bool {
        match command {
            Command::Help => self.help = Some(0),
            Command::Examples => match &mut self.guide {
                Some(guide) => guide.open(),
                None => self.tell(Level::Info, "", "only the demo has barcodes to try".into()),
            },
            Command::Clear => self.keyboard.clear(),
            Command::Redraw => self.redraw = true,
            Command::Refresh => {}
            Command::Quit => self.running = false,
            Command::PageDown | Command::PageUp => self.scroll(command),
            Command::Diagnostics => self.open(Self::testing(), at),
            Command::Calibrate => self.open(self.calibration(), at),
            _ => return false,
        }
        true
    }

    /// Returns whether the work itself has pages to turn.
    fn turns_pages(&self) -> bool {
        self.beside.is_none() && self.session.flow().legal().contains(&Command::PageDown)
    }

    /// Clears what is typed; with nothing typed, gives up the reads that wait for the store.
    fn clear(&mut self) {
        if self.keyboard.line().is_empty() && !self.waiting.is_empty() {
            let text = format!("{} given up. Scan again.", counted(self.give_up(), "scan"));
            self.tell(Level::Warn, "GIVEN UP", text);
        }
        self.keyboard.clear();
    }

    fn say(&mut self, words: &str, at: DateTime<Utc>) {
        self.take(Read {
            source: Source::new(SourceKind::Terminal, "key"),
            bytes: words.as_bytes().to_vec(),
            first_at: at,
            last_at: at,
            typed: true,
            ending: Ending::Enter,
            overlong: false,
        });
    }
}
