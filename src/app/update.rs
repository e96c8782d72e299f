//! What each message does to the model.

use super::keyboard::Pressed;
use super::message::Message;
use super::model::Model;
use super::terminal::TermInput;
use crate::keys::Action;
use crate::keys::Key;
use crate::scan::Ending;
use crate::scan::Read;
use crate::scan::Source;
use crate::scan::SourceKind;
use crate::scan::source::SourceEvent;
use crate::session::reply::Reply;
use crate::store::StoreError;
use crate::ui::face::{Level, Notice};
use chrono::DateTime;
use chrono::Utc;

/// What became of the read of a serial scanner, for its own beep.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heard {
    /// The scanner.
    pub source: Source,
    /// Whether its read was applied.
    pub applied: bool,
}

impl Model<'_> {
    /// Takes one message; answers what serial scanners are to be told.
    pub fn update(&mut self, message: Message) -> Vec<Heard> {
        if let Some(heard) = self.beside_hears(&message) {
            return heard;
        }
        match message {
            Message::Terminal(TermInput::Key { key, at }) => self.key(key, at),
            Message::Terminal(TermInput::Bytes { bytes, at }) => {
                let pressed = self.keyboard.bytes(&bytes, at);
                self.pressed(pressed, at)
            }
            Message::Terminal(TermInput::Sequence { bytes, cut, at }) => {
                let pressed = self.keyboard.sequence(&bytes, cut, at);
                self.pressed(pressed, at)
            }
            Message::Terminal(TermInput::Paste { bytes, cut, at }) => {
                let pressed = match self.relay.hear(&bytes, cut, at) {
                    Some(read) => vec![Pressed::Read(read)],
                    None => self.keyboard.paste(&bytes, cut, at),
                };
                self.pressed(pressed, at)
            }
            Message::Terminal(TermInput::Resize { columns, rows }) => {
                (self.desk.station.columns, self.desk.station.rows) = (columns, rows);
                Vec::new()
            }
            Message::Terminal(TermInput::Closed { why }) => {
                tracing::warn!(why, "the terminal is gone");
                self.running = false;
                Vec::new()
            }
            Message::Scanner(event) => self.scanner(event),
            Message::Leave(leave) => {
                tracing::info!(?leave, "asked to leave");
                self.running = false;
                Vec::new()
            }
        }
    }

    /// Works on the reads that wait; one that the store can't take stays, with all behind it.
    pub fn work(&mut self) -> Vec<Heard> {
        let mut heard = Vec::new();
        while let Some(read) = self.waiting.front().cloned() {
            if self.stopped {
                break;
            }
            let answered = if self.beside.is_some() {
                self.observe(&read).map(|()| None)
            } else {
                self.session.read(&read).map(Some)
            };
            match answered {
                Ok(reply) => {
                    self.waiting.pop_front();
                    let applied = reply.is_none_or(|reply| self.settle(&read, &reply));
                    self.relay.settle(&read.source, applied);
                    if read.ending != Ending::Cut {
                        heard.push(Heard {
                            source: read.source,
                            applied,
                        });
                    }
                }
                Err(error) => {
                    self.stopped = matches!(error, StoreError::Unknown { .. });
                    tracing::error!(%error, "a read could not be worked on");
                    self.trouble(error.to_string());
                    break;
                }
            }
        }
        heard
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

    /// Shows what came of a read; whether it was taken.
    fn settle(&mut self, read: &Read, reply: &Reply) -> bool {
        self.millis = (Utc::now() - read.last_at).num_milliseconds();
        self.offset = 0;
        self.answer(reply);
        if let Some(screen) = reply.shows {
            self.open(screen, read.last_at);
        }
        reply.code.is_none()
    }

    fn key(&mut self, key: Key, at: DateTime<Utc>) -> Vec<Heard> {
        let layers = self.layers();
        let pressed = self.keyboard.press(key, at, &self.keymap, &layers);
        self.pressed(pressed, at)
    }

    /// Does what silence at the keyboard does.
    pub fn tick(&mut self, now: DateTime<Utc>) -> Vec<Heard> {
        match self.keyboard.tick(now) {
            nothing if nothing.is_empty() => Vec::new(),
            pressed => self.pressed(pressed, now),
        }
    }

    fn pressed(&mut self, pressed: Vec<Pressed>, at: DateTime<Utc>) -> Vec<Heard> {
        for press in pressed {
            match press {
                Pressed::Read(read) => self.waiting.push_back(read),
                Pressed::Act(action) => self.act(action, at),
                Pressed::Line | Pressed::Unbound(_) => {}
            }
        }
        self.work()
    }

    fn scanner(&mut self, event: SourceEvent) -> Vec<Heard> {
        match event {
            SourceEvent::Read(read) => {
                self.waiting.push_back(read);
                self.work()
            }
            SourceEvent::Connected(source) => {
                self.desk.note(&source, None);
                self.tell(Level::Info, "SCANNER", format!("{} is connected", source.name));
                Vec::new()
            }
            SourceEvent::Disconnected { source, why, cut } => self.disconnected(source, &why, cut),
        }
    }

    /// A scanner went away. What it had begun to send is a read that was cut short.
    fn disconnected(&mut self, source: Source, why: &str, cut: Vec<u8>) -> Vec<Heard> {
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
        let heard = if cut.is_empty() {
            Vec::new()
        } else {
            self.waiting.push_back(Read {
                source,
                bytes: cut,
                first_at: at,
                last_at: at,
                typed: false,
                ending: Ending::Cut,
                overlong: false,
            });
            self.work()
        };
        self.tell(Level::Warn, "SCANNER", text);
        heard
    }

    fn tell(&mut self, level: Level, head: &str, text: String) {
        self.notice = Some(Notice::new(level, head, text));
    }

    /// An action by key or leader letter. What concerns the work becomes a read of its command barcode, so that it is
    /// journalled and worked on like any other.
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
            Action::PageDown => self.offset += 1,
            Action::PageUp => self.offset = self.offset.saturating_sub(1),
            Action::Next => self.say("", at),
            action => match action.choice() {
                Some(line) => self.say(&line.to_string(), at),
                None => self.say(action.command(), at),
            },
        }
    }

    /// Clears what is typed; with nothing typed, gives up the reads that wait for the store.
    fn clear(&mut self) {
        if self.keyboard.line().is_empty() && !self.waiting.is_empty() {
            let text = format!("{} reads were given up. Scan them again.", self.waiting.len());
            self.waiting.clear();
            self.relay.give_up();
            self.tell(Level::Warn, "GIVEN UP", text);
        }
        self.keyboard.clear();
    }

    fn say(&mut self, words: &str, at: DateTime<Utc>) {
        self.waiting.push_back(Read {
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
