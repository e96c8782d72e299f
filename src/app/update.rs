//! What each message does to the model.

use super::keyboard::Pressed;
use super::message::{Heard, Message};
use super::model::Model;
use super::terminal::TermInput;
use crate::flows::event::Command;
use crate::keys::Action;
use crate::keys::Key;
use crate::scan::Ending;
use crate::scan::Read;
use crate::scan::Source;
use crate::scan::SourceKind;
use crate::scan::source::SourceEvent;
use crate::ui::face::{Level, Notice};
use chrono::DateTime;
use chrono::Utc;

impl Model<'_> {
    /// Takes one message; answers what serial scanners are to be told.
    pub fn update(&mut self, message: Message) -> Vec<Heard> {
        self.hear(message);
        self.heard()
    }

    /// Answers what serial scanners are to be told since it was asked last.
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
        let held = self.session.flow().work().machine().unfinished();
        match self.session.refresh(now) {
            Err(error) => self.trouble(error.to_string()),
            Ok(()) => {
                if let (Some(held), None) = (held, self.session.flow().work().machine().unfinished()) {
                    let text =
                        format!("{held}: another operator went on with this work. Put back what is in hand.");
                    self.tell(Level::Warn, "TAKEN OVER", text);
                }
            }
        }
    }

    fn key(&mut self, key: Key, at: DateTime<Utc>) {
        let layers = self.layers();
        let pressed = self.keyboard.press(key, at, &self.keymap, &layers);
        self.pressed(pressed, at);
    }

    /// Does what silence does.
    pub fn tick(&mut self, now: DateTime<Utc>) {
        self.silence(now);
        let pressed = self.keyboard.tick(now);
        if !pressed.is_empty() {
            self.pressed(pressed, now);
        }
    }

    fn pressed(&mut self, pressed: Vec<Pressed>, at: DateTime<Utc>) {
        for press in pressed {
            match press {
                Pressed::Read(read) => self.take(read),
                Pressed::Act(action) => self.act(action, at),
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

    /// A scanner went away. What it had begun to send is a read that was cut short.
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
        let at = Utc::now();
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

    /// An action by key or leader letter. What concerns the work becomes a read of its command barcode, so that it is
    /// noted and worked on like any other.
    pub(super) fn act(&mut self, action: Action, at: DateTime<Utc>) {
        if let Some(offset) = self.help {
            self.help = match action {
                Action::PageDown | Action::Down => Some(offset + 1),
                Action::PageUp | Action::Up => Some(offset.saturating_sub(1)),
                _ => None,
            };
            return;
        }
        if self.act_beside(action) {
            return;
        }
        match action {
            Action::Help => self.help = Some(0),
            Action::Clear => self.clear(),
            Action::Redraw => self.redraw = true,
            Action::Refresh => self.refresh(at),
            Action::Quit => self.running = false,
            Action::PageDown | Action::PageUp if self.turns_pages() => self.say(action.command(), at),
            Action::PageDown => self.offset += 1,
            Action::PageUp => self.offset = self.offset.saturating_sub(1),
            Action::Next => self.say("", at),
            action => match action.choice() {
                Some(line) => self.say(&line.to_string(), at),
                None => self.say(action.command(), at),
            },
        }
    }

    /// Whether the work itself has pages to turn.
    fn turns_pages(&self) -> bool {
        self.beside.is_none() && self.session.flow().legal().contains(&Command::PageDown)
    }

    /// Clears what is typed; with nothing typed, gives up the reads that wait for the store.
    fn clear(&mut self) {
        if self.keyboard.line().is_empty() && !self.waiting.is_empty() {
            let text = format!("{} reads were given up. Scan them again.", self.give_up());
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
