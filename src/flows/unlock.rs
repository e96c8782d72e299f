//! Unlock: a badge that too many wrong PINs have locked is opened again by a supervisor or an administrator.

use super::event::{self, Command, Context, Effect, Event};
use super::goods::{good, info, post, unexpected};
use super::machine::Machine;
pub use super::question::unlock::{Locked, Question, Told};
use super::scanned::Scanned;
use crate::domain::refusal::Refusal;
use crate::operations::answer::Answer;
use crate::operations::request::Unlock;
use serde::{Deserialize, Serialize};

/// Unlocking, as far as it has come.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct State {
    #[serde(skip)]
    locked: Vec<Locked>,
    /// The badge that was scanned, until it is scanned again or confirmed.
    chosen: Option<Locked>,
    /// The badge that is being unlocked.
    posted: Option<Locked>,
    /// The badge that was unlocked last.
    opened: Option<Locked>,
}

impl State {
    /// Returns the locked badges of the site.
    pub fn locked(&self) -> &[Locked] {
        &self.locked
    }

    /// Returns the badge that waits to be confirmed.
    pub const fn chosen(&self) -> Option<&Locked> {
        self.chosen.as_ref()
    }

    const fn ask() -> Effect {
        Effect::Ask(event::Question::Unlock(Question::Locked))
    }

    fn scanned(&mut self, scanned: &Scanned) -> Vec<Effect> {
        let Some(user) = scanned.badge() else {
            return vec![unexpected(self.prompt(), scanned.is_not("a badge"))];
        };
        if self
            .chosen
            .as_ref()
            .is_some_and(|chosen| chosen.badge == user.badge)
        {
            return self.unlock();
        }
        if !user.locked {
            let (what, state) = (format!("badge {}", user.badge), "not locked".to_owned());
            let need = "Scan a locked badge".to_owned();
            return vec![Effect::Refuse(Refusal::WrongState { what, state, need })];
        }
        self.chosen = Some(Locked::of(user));
        let text = format!("{} of {}: {} wrong PINs", user.badge, user.name, user.failures);
        vec![info(text)]
    }

    fn unlock(&mut self) -> Vec<Effect> {
        let Some(chosen) = self.chosen.take() else {
            return vec![info(self.prompt())];
        };
        let badge = chosen.badge.clone();
        self.posted = Some(chosen);
        vec![post(Unlock { badge })]
    }

    fn answered(&mut self, answer: &Answer) -> Vec<Effect> {
        let Some(posted) = self.posted.take() else {
            return vec![Self::ask()];
        };
        if answer.refusal.is_some() {
            self.chosen = Some(posted);
            return Vec::new();
        }
        let text = format!("{} of {} is unlocked", posted.badge, posted.name);
        self.opened = Some(posted);
        vec![good(text), Self::ask()]
    }

    fn back(&mut self) -> Vec<Effect> {
        match self.chosen.take() {
            Some(_) => vec![info(self.prompt())],
            None => vec![Effect::Leave],
        }
    }
}

impl Machine for State {
    fn step(&mut self, event: Event, _context: &Context) -> Vec<Effect> {
        match event {
            Event::Scanned(scanned) => self.scanned(&scanned),
            Event::Command(Command::Confirm) => self.unlock(),
            Event::Command(Command::Back) => self.back(),
            Event::Command(Command::Done) => vec![Effect::Leave],
            Event::Command(_) | Event::Enter => vec![info(self.prompt())],
            Event::Told(event::Told::Unlock(Told::Locked(locked))) => {
                self.locked = locked;
                Vec::new()
            }
            Event::Told(_) => Vec::new(),
            Event::Posted(answer) => self.answered(&answer),
        }
    }

    fn prompt(&self) -> String {
        match &self.chosen {
            Some(chosen) => format!("Scan {} again to unlock it", chosen.badge),
            None if self.locked.is_empty() => "No badge is locked here: DONE".into(),
            None => "Scan the locked badge".into(),
        }
    }

    fn commands(&self) -> Vec<Command> {
        if self.chosen.is_some() {
            vec![Command::Confirm, Command::Back, Command::Help]
        } else {
            vec![Command::Done, Command::Back, Command::Help]
        }
    }

    fn refresh(&self) -> Vec<Effect> {
        vec![Self::ask()]
    }

    /// A badge is locked by wrong PINs alone, so an unlocked one stays so.
    fn undo(&mut self) -> Option<Vec<Effect>> {
        if self.chosen.take().is_some() {
            return Some(vec![good("the last scan is taken back")]);
        }
        let id = format!("unlock {}", self.opened.as_ref()?.badge);
        let why = "only wrong PINs lock a badge".to_owned();
        Some(vec![Effect::Refuse(Refusal::NotReversible { id, why })])
    }
}
