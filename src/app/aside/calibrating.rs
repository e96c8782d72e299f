//! Calibration at a terminal: keys and serial reads in, a profile out. The same beside the work and without a store.

mod keep;

use super::signs;
use crate::app::terminal::TermInput;
use crate::domain::command::Command;
use crate::flows::calibrate::{Calibration, Verdict};
use crate::keys::{Hint, Key, Keymap, Layer};
use crate::scan::Profile;
use crate::scan::calibration::{Beat, Line, Sign};
use crate::scan::read::{Ending, Read, Source, SourceKind};
use crate::store::sqlite::why_not;
use crate::ui::calibrate::{self, Calibrate};
use crate::ui::face::{Level, Notice};
use crate::ui::theme::Theme;
use chrono::{DateTime, TimeDelta, Utc};
use crossterm::event::KeyCode;
use ratatui::Frame;
use std::path::{Path, PathBuf};

/// What calibration asks of the loop around it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Asked {
    /// Write down what was heard.
    Note(Read),
    /// Do what a key or a letter behind the leader asks for.
    Act(Command, DateTime<Utc>),
    /// Make the sound of this level.
    Sound(Level),
}

/// The name in a configuration of the scanner that types as a keyboard.
pub const KEYBOARD: &str = "terminal";

/// Where profiles are kept.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Shelf {
    /// A named file, and whether it may be replaced.
    File(PathBuf, bool),
    /// A file in this folder, named after the profile.
    Folder(PathBuf),
    /// Nowhere: the profile is only shown.
    #[default]
    Nowhere,
}

/// Calibration at a terminal.
#[derive(Debug)]
pub struct Calibrating {
    machine: Calibration,
    /// The terminal's name, under which reads are written down.
    terminal: String,
    /// The source's name in a configuration: `terminal`, or the path of a port.
    source: String,
    shelf: Shelf,
    /// The store, which is never written over.
    store: PathBuf,
    saved: Option<PathBuf>,
    /// Whether the profile that was saved is in use.
    in_use: bool,
    /// Whether replacing an existing file awaits confirmation.
    in_the_way: bool,
    notice: Option<Notice>,
    turned: bool,
    offset: usize,
}

impl Calibrating {
    /// Begins at a terminal of a store; profiles are saved in the folder `scanners` below the configuration's.
    pub fn new(terminal: &str, line: Line, configuration: Option<PathBuf>, store: &Path) -> Self {
        let shelf = configuration.map_or(Shelf::Nowhere, |folder| Shelf::Folder(folder.join("scanners")));
        Self::named(&keep::plain(terminal), (terminal, KEYBOARD), line, shelf, store)
    }

    /// Begins with a name for the profile, at a terminal and for a source of the configuration.
    pub fn named(
        name: &str,
        (terminal, source): (&str, &str),
        line: Line,
        shelf: Shelf,
        store: &Path,
    ) -> Self {
        Self {
            machine: Calibration::new(name, line),
            terminal: terminal.to_owned(),
            source: source.to_owned(),
            shelf,
            store: store.to_owned(),
            saved: None,
            in_use: false,
            in_the_way: false,
            notice: None,
            turned: false,
            offset: 0,
        }
    }

    /// Returns the state of the calibration.
    pub const fn machine(&self) -> &Calibration {
        &self.machine
    }

    /// Returns where the profile was saved, if it was.
    pub const fn saved(&self) -> Option<&PathBuf> {
        self.saved.as_ref()
    }

    /// Returns the saved profile of the scanner that types, if it is not in use yet. Other scanners are opened with
    /// theirs when the terminal opens.
    pub fn unused(&self) -> Option<&Profile> {
        let ready = self.saved.is_some() && !self.in_use && self.source == KEYBOARD;
        let derived = self.machine.derived().filter(|_| ready)?;
        Some(&derived.profile)
    }

    /// Notes that the saved profile is in use.
    pub const fn used(&mut self) {
        self.in_use = true;
    }

    /// Hears an input of the terminal; returns `None` if no scanner sends such an input. While nothing is being heard,
    /// a key is the operator's; inside a burst it is data. A function key is whose it is once a code has followed or not.
    pub fn input(&mut self, input: &TermInput, keymap: &Keymap, layers: &[Layer]) -> Option<Vec<Asked>> {
        let (signs, at) = signs::of(input)?;
        if let (TermInput::Key { key, .. }, true) = (input, self.machine.is_quiet())
            && key.character().is_none()
            && !self.may_be_trigger(*key)
            && let Some(action) = keymap.resolve(*key, layers)
        {
            return Some(vec![Asked::Act(action, at)]);
        }
        self.machine.hear(signs, at);
        Some(Vec::new())
    }

    /// Returns whether a hand-held may have pressed this key before a code.
    fn may_be_trigger(&self, key: Key) -> bool {
        self.machine.symbol().is_some() && matches!(key.code(), KeyCode::F(_))
    }

    /// Hears bytes of a serial line.
    pub fn bytes(&mut self, bytes: &[u8], at: DateTime<Utc>) {
        self.machine.hear(signs::all(bytes), at);
    }

    /// Hears a complete read of a scanner that does not act as a keyboard here.
    pub fn serial(&mut self, read: &Read) -> Vec<Asked> {
        match read.source.kind {
            SourceKind::Serial => {
                self.machine.turn_to(Line::Serial);
                self.source = read.source.name.to_string();
            }
            SourceKind::Evdev => self.source = read.source.name.to_string(),
            SourceKind::Terminal | SourceKind::Paste | SourceKind::Script => {}
        }
        self.machine.hear(signs::all(&read.bytes), read.first_at);
        let end: &[u8] = match read.ending {
            Ending::Enter => b"\r",
            Ending::Tab => b"\t",
            _ => b"",
        };
        self.machine.hear(signs::all(end), read.last_at);
        let told = self.judge();
        vec![Asked::Note(read.clone()), Asked::Sound(told)]
    }

    /// Returns how much longer the silence has to last until what is being heard is over; `None` while nothing is
    /// heard.
    pub fn patience(&self, now: DateTime<Utc>) -> Option<TimeDelta> {
        self.machine.patience(now)
    }

    /// Ends what is being heard, once the silence has lasted long enough.
    pub fn silence(&mut self, now: DateTime<Utc>, keymap: &Keymap, layers: &[Layer]) -> Vec<Asked> {
        if self
            .machine
            .patience(now)
            .is_none_or(|left| TimeDelta::zero() < left)
        {
            return Vec::new();
        }
        if let Some(letter) = self.machine.letter_behind(keymap.leader()) {
            self.machine.forget();
            let action = keymap.resolve_led(letter, layers);
            return action.into_iter().map(|action| Asked::Act(action, now)).collect();
        }
        if let Some(key) = self.machine.key_alone().and_then(|key| key.parse().ok()) {
            self.machine.forget();
            let action = keymap.resolve(key, layers);
            return action.into_iter().map(|action| Asked::Act(action, now)).collect();
        }
        let heard = self.machine.forget();
        let read = self.read_of(&heard);
        if read.bytes.is_empty() {
            return Vec::new();
        }
        for beat in heard {
            self.machine.hear([beat.sign], beat.at);
        }
        if Command::of_card(&read.text()).is_some() {
            self.machine.forget();
            return vec![Asked::Note(read)];
        }
        let told = self.judge();
        vec![Asked::Note(read), Asked::Sound(told)]
    }

    /// Judges what was heard, and shows the verdict as the notice.
    fn judge(&mut self) -> Level {
        let notice = match self.machine.judge() {
            None => return Level::Info,
            Some((_, Verdict::Taken)) if self.machine.derived().is_some() => {
                self.offset = 0;
                Notice::new(Level::Good, "", "all three are read")
            }
            Some((_, Verdict::Taken)) => Notice::new(Level::Good, "", "read. Scan the next one"),
            Some((_, Verdict::Again)) => {
                Notice::new(Level::Warn, "AGAIN", "that was the symbol before, once more")
            }
            Some((_, Verdict::Other(heard))) => {
                let text =
                    format!("heard {heard}: not the symbol shown. Scan it again, or say what it can't read");
                Notice::new(Level::Error, "OTHER CODE", text)
            }
        };
        let level = notice.level;
        self.notice = Some(notice);
        level
    }

    /// Returns what was heard as a read, to be noted.
    fn read_of(&self, heard: &[Beat]) -> Read {
        let mut bytes: Vec<u8> = heard
            .iter()
            .filter_map(|beat| match beat.sign {
                Sign::Byte(byte) => Some(byte),
                Sign::Key(_) => None,
            })
            .collect();
        let mut ending = Ending::Idle;
        while let Some(end @ (b'\r' | b'\n' | b'\t')) = bytes.last() {
            ending = if *end == b'\t' { Ending::Tab } else { Ending::Enter };
            bytes.pop();
        }
        let at = |beat: Option<&Beat>| beat.map_or(DateTime::UNIX_EPOCH, |beat| beat.at);
        Read {
            source: Source::new(SourceKind::Terminal, &self.terminal),
            bytes,
            first_at: at(heard.first()),
            last_at: at(heard.last()),
            typed: false,
            ending,
            overlong: false,
        }
    }

    /// Does what a command asks of the calibration; returns whether the command was meant for it.
    pub fn act(&mut self, command: &Command) -> bool {
        let showing = self.machine.symbol().is_some();
        match command {
            Command::Back if self.saved.is_some() || !self.machine.back() => return false,
            Command::Done if self.saved.is_some() => return false,
            Command::Undo => {
                self.machine.back();
                (self.saved, self.in_use) = (None, false);
            }
            Command::Skip => self.machine.skip(),
            Command::Clear => {
                self.machine.restart();
                (self.saved, self.in_use) = (None, false);
            }
            Command::Down if showing => self.machine.other_kind(),
            Command::Up if showing => self.turned = !self.turned,
            Command::Down => self.offset += 1,
            Command::Up => self.offset = self.offset.saturating_sub(1),
            Command::PageDown => self.offset += 5,
            Command::PageUp => self.offset = self.offset.saturating_sub(5),
            Command::Done if showing => {
                let text = "scan the symbol shown, or say that the scanner can't read it";
                self.notice = Some(Notice::new(Level::Info, "", text));
                return true;
            }
            Command::Done => return self.save(false),
            Command::Confirm if self.in_the_way => return self.save(true),
            Command::Next => return true,
            _ => return false,
        }
        self.notice = None;
        true
    }

    /// Saves the profile; replaces an existing file only if that was confirmed, or allowed from the start.
    fn save(&mut self, confirmed: bool) -> bool {
        let Some(derived) = self.machine.derived() else {
            return true;
        };
        let (path, replace) = match &self.shelf {
            Shelf::File(path, replace) => (path.clone(), *replace || confirmed),
            Shelf::Folder(folder) => (
                folder.join(format!("{}.toml", keep::plain(&derived.profile.name))),
                confirmed,
            ),
            Shelf::Nowhere => {
                self.notice = Some(Notice::new(
                    Level::Warn,
                    "NOT SAVED",
                    "this terminal has no folder to save it in",
                ));
                return true;
            }
        };
        self.in_the_way = false;
        self.notice = Some(
            match keep::save(&path, &derived.profile.write(), replace, &self.store) {
                Ok(()) => {
                    let text = format!("saved as {}", path.display());
                    self.saved = Some(path);
                    self.offset = usize::MAX / 2;
                    Notice::new(Level::Good, "", text)
                }
                Err(keep::Unsaved::Exists) => {
                    self.in_the_way = true;
                    let text = format!(
                        "{} exists. Confirm to replace it; Enter never does",
                        path.display()
                    );
                    Notice::new(Level::Danger, "EXISTS", text)
                }
                Err(keep::Unsaved::OfStore) => {
                    let text = format!("{} is a file of a store. Nothing was written", path.display());
                    Notice::new(Level::Error, "NOT SAVED", text)
                }
                Err(keep::Unsaved::Failed(why)) => {
                    let text = format!("{} can't be written: {}", path.display(), why_not(&path, &why));
                    Notice::new(Level::Error, "NOT SAVED", text)
                }
            },
        );
        true
    }

    /// Returns the lines of the configuration that give the source its profile; `None` before it is saved.
    pub fn assignment(&self) -> Option<[String; 2]> {
        let path = self.saved.as_ref()?;
        let path = std::path::absolute(path).unwrap_or_else(|_| path.clone());
        let source = if self.source == KEYBOARD {
            self.source.clone()
        } else {
            format!("{:?}", self.source)
        };
        Some([
            "[profiles]".to_owned(),
            format!("{source} = {:?}", path.display().to_string()),
        ])
    }

    /// Returns the commands that do something now.
    pub fn commands(&self) -> Vec<Command> {
        let mut commands = calibrate::commands(&self.machine);
        if self.in_the_way {
            commands.insert(0, Command::Confirm);
        }
        commands
    }

    /// Draws the calibration.
    pub fn draw(&self, frame: &mut Frame<'_>, theme: &Theme, keymap: &Keymap, layers: &[Layer]) {
        let showing = self.machine.symbol().is_some();
        let mut hints: Vec<Hint> = keymap.hints(layers, &self.commands());
        for hint in &mut hints {
            hint.label = calibrate::label(&hint.command, showing);
        }
        let below: Vec<String> = self.assignment().map_or_else(Vec::new, |lines| {
            let when = if self.in_use {
                "In use here from now on. To keep it, in the configuration:"
            } else {
                "In use from the next start on, with this in the configuration:"
            };
            std::iter::once(when.to_owned()).chain(lines).collect()
        });
        let area = frame.area();
        let screen = Calibrate {
            calibration: &self.machine,
            theme,
            notice: self.notice.as_ref(),
            hints: &hints,
            turned: self.turned,
            offset: self.offset,
            below: &below,
        };
        frame.render_widget(screen, area);
    }
}

#[cfg(test)]
mod tests;
