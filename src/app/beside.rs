//! What happens while a screen stands beside the work. The work waits as it is, with what was typed; reads that come
//! meanwhile are noted and applied to nothing.

use super::aside::calibrating::{Asked, Calibrating, KEYBOARD};
use super::aside::testing::{self, Testing};
use super::aside::{Aside, Beside};
use super::keyboard::Keyboard;
use super::message::Message;
use super::model::Model;
use super::terminal::TermInput;
use crate::domain::command::{Command, Place};
use crate::domain::refusal::Refusal;
use crate::scan::calibration::Line;
use crate::scan::read::{Ending, Read};
use crate::scan::source::SourceEvent;
use crate::store::StoreError;
use crate::ui::diagnostics;
use crate::ui::face::{Face, Level, Notice};
use chrono::{DateTime, TimeDelta, Utc};

/// The step under which reads that test a scanner are noted.
const STEP_TEST: &str = "scanner test";
/// The step under which reads of calibration symbols are noted.
const STEP_CALIBRATION: &str = "calibration";

impl Model<'_> {
    /// Opens a screen beside the work, or replaces the one that is open.
    pub(super) fn open(&mut self, aside: Aside, at: DateTime<Utc>) {
        let terminal = self.session.terminal().to_string();
        if let Some(beside) = &mut self.beside {
            beside.aside = aside;
        } else {
            let fresh = match Keyboard::new(&terminal, &self.desk.wedge(&terminal)) {
                Ok(fresh) => fresh,
                Err(error) => return self.trouble(error.to_string()),
            };
            let keyboard = std::mem::replace(&mut self.keyboard, fresh);
            self.beside = Some(Box::new(Beside { aside, keyboard }));
        }
        (self.notice, self.offset, self.help) = (None, 0, None);
        self.look_at_reads(at);
    }

    /// Returns the test of scanners, window and bell, from its beginning.
    pub(super) fn testing() -> Aside {
        Aside::Testing(Testing::default())
    }

    /// Returns the calibration of the scanner that types, from its beginning.
    pub(super) fn calibration(&self) -> Aside {
        let (terminal, folder) = (self.session.terminal().to_string(), self.desk.folder.clone());
        Aside::Calibrating(Box::new(Calibrating::new(
            &terminal,
            Line::Keyboard,
            folder,
            &self.desk.store,
        )))
    }

    /// Goes back to the work, which stands where it stood.
    fn close(&mut self) {
        if let Some(beside) = self.beside.take() {
            self.keyboard = beside.keyboard;
            self.offset = 0;
            let text = format!("back at the work. {}", self.session.flow().prompt());
            self.notice = Some(Notice::new(Level::Info, "", text));
        }
    }

    /// Returns the place of the screen beside the work, if one is open.
    pub(super) fn place_beside(&self) -> Option<Place> {
        self.beside.as_ref().map(|beside| match beside.aside {
            Aside::Testing(_) => Place::Diagnostics,
            Aside::Calibrating(_) => Place::Calibrate,
        })
    }

    /// Returns what diagnostics says, if it is shown.
    pub(super) fn face_beside(&self) -> Option<Face> {
        let Aside::Testing(testing) = &self.beside.as_ref()?.aside else {
            return None;
        };
        let mut face = diagnostics::face(&self.desk.station, &testing.reads, testing.marked, testing.away);
        face.commands = vec![
            Command::Back,
            Command::Bell,
            Command::Down,
            Command::Up,
            Command::PageDown,
            Command::Calibrate,
            Command::Help,
            Command::Quit,
            Command::Redraw,
        ];
        Some(face)
    }

    pub(super) fn calibrating(&self) -> Option<&Calibrating> {
        match &self.beside.as_ref()?.aside {
            Aside::Calibrating(calibrating) => Some(calibrating),
            Aside::Testing(_) => None,
        }
    }

    fn calibrating_mut(&mut self) -> Option<&mut Calibrating> {
        match &mut self.beside.as_mut()?.aside {
            Aside::Calibrating(calibrating) => Some(calibrating),
            Aside::Testing(_) => None,
        }
    }

    fn testing_mut(&mut self) -> Option<&mut Testing> {
        match &mut self.beside.as_mut()?.aside {
            Aside::Testing(testing) => Some(testing),
            Aside::Calibrating(_) => None,
        }
    }

    /// Lets the screen beside the work hear a message first; returns whether the message was meant for it.
    pub(super) fn beside_hears(&mut self, message: &Message) -> bool {
        let asked = self.asked_by(message);
        let hears = asked.is_some();
        self.asked(asked.unwrap_or_default());
        hears
    }

    /// Returns what the screen beside the work asks for on hearing a message; `None` if the message is not meant for
    /// it.
    fn asked_by(&mut self, message: &Message) -> Option<Vec<Asked>> {
        self.calibrating()?;
        if let Message::Terminal(TermInput::Paste { bytes, cut, at }) = message
            && let Some(read) = self.relay.hear(bytes, *cut, *at)
        {
            return self
                .calibrating_mut()
                .map(|calibrating| calibrating.serial(&read));
        }
        let (layers, keymap, help) = (self.layers(), self.keymap.clone(), self.help.is_some());
        let calibrating = self.calibrating_mut()?;
        match message {
            Message::Terminal(input) if !help => calibrating.input(input, &keymap, &layers),
            Message::Scanner(SourceEvent::Read(read)) => Some(calibrating.serial(read)),
            _ => None,
        }
    }

    /// Ends what is being heard, once the silence has lasted long enough.
    pub(super) fn silence(&mut self, now: DateTime<Utc>) {
        if self.calibrating().is_none() {
            return;
        }
        let (layers, keymap) = (self.layers(), self.keymap.clone());
        let Some(calibrating) = self.calibrating_mut() else {
            return;
        };
        let asked = calibrating.silence(now, &keymap, &layers);
        self.asked(asked);
    }

    /// Returns how long the loop may sleep before [`Self::silence`] has something to do.
    pub(super) fn patience(&self, now: DateTime<Utc>) -> Option<TimeDelta> {
        self.calibrating()?.patience(now)
    }

    fn asked(&mut self, asked: Vec<Asked>) {
        if asked.is_empty() {
            return;
        }
        for it in asked {
            match it {
                Asked::Note(read) => self.take(read),
                Asked::Act(command, at) => self.act(&command, at),
                Asked::Sound(level) => self.sound(level),
            }
        }
        self.work();
    }

    /// Does what a command asks of the screen beside the work; returns whether the command was meant for it.
    pub(super) fn act_beside(&mut self, command: &Command) -> bool {
        if let Some(calibrating) = self.calibrating_mut() {
            let done = calibrating.act(command);
            self.use_saved();
            return done;
        }
        let reads = self.testing_mut().map_or(0, |testing| testing.reads.len());
        let lines = 1 + self.desk.station.sources.len() + reads;
        let good_beep = self.good_beep;
        let Some(testing) = self.testing_mut() else {
            return false;
        };
        if *command == Command::Bell {
            let (beeps, text) = testing.ring(good_beep);
            self.beeps = beeps;
            self.notice = Some(Notice::new(Level::Warn, "BELL", text));
            return true;
        }
        testing.scroll(command, lines)
    }

    /// Uses a profile that was saved for the scanner that types: here, at the work, and where its reads are decoded.
    fn use_saved(&mut self) {
        let Some(profile) = self.calibrating().and_then(Calibrating::unused).cloned() else {
            return;
        };
        let work = self
            .beside
            .as_mut()
            .map(|beside| beside.keyboard.turn_to(&profile));
        if let Err(error) = work
            .unwrap_or(Ok(()))
            .and_then(|()| self.keyboard.turn_to(&profile))
        {
            return self.trouble(error.to_string());
        }
        self.keymap.ignore(self.keyboard.trigger());
        let terminal = self.session.terminal().to_string();
        self.desk.turn_to(&terminal, profile.clone());
        self.session.turn_to(KEYBOARD, profile);
        if let Some(calibrating) = self.calibrating_mut() {
            calibrating.used();
        }
    }

    /// Handles a read while a screen stands beside the work.
    pub(super) fn observe(&mut self, read: &Read) -> Result<(), StoreError> {
        let testing = self.calibrating().is_none();
        let step = if testing { STEP_TEST } else { STEP_CALIBRATION };
        self.session.observe(read, step)?;
        self.millis = (crate::clock::now() - read.last_at).num_milliseconds();
        if let Some(command) = Command::of_card(&read.text()).filter(|_| read.ending != Ending::Cut) {
            self.command_beside(&command, read.last_at);
        }
        self.look_at_reads(read.last_at);
        Ok(())
    }

    /// Does what a card scanned beside the work asks for, or says why it can't be done here.
    fn command_beside(&mut self, command: &Command, at: DateTime<Utc>) {
        if self.act_beside(command) {
            return;
        }
        match command {
            Command::Back | Command::Exit | Command::Done => self.close(),
            Command::Next => {}
            command if self.act_around(command, at) => {}
            command => {
                let (command, places) = (command.label().to_owned(), command.reach().to_string());
                let need = "Go back to the work for it".to_owned();
                let refusal = Refusal::NotHere {
                    command,
                    places,
                    need,
                };
                self.tell(Level::Info, "", refusal.to_string());
            }
        }
    }

    /// Loads the last reads again, and marks the newest one.
    fn look_at_reads(&mut self, now: DateTime<Utc>) {
        if self.testing_mut().is_none() {
            return;
        }
        match self.session.last_reads(testing::MOST, now) {
            Ok(reads) => {
                let newest = diagnostics::newest(&self.desk.station, &reads);
                if let Some(testing) = self.testing_mut() {
                    testing.reads = reads;
                    testing.mark(newest);
                }
            }
            Err(error) => self.trouble(error.to_string()),
        }
    }
}
