//! Sign in: a badge, and the PIN if the badge has one.

use super::event::{self, Command, Context, Effect, Event};
use super::goods::{good, info, post, unexpected};
use super::machine::Machine;
pub use super::question::sign_in::{Question, Told};
use super::scanned::Scanned;
use crate::domain::code::Badge;
use crate::domain::refusal::Refusal;
use crate::domain::user::User;
use crate::operations::answer::Answer;
use crate::operations::request;
use serde::{Deserialize, Serialize};

/// Signing in, as far as it has come.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct State {
    user: Option<Box<User>>,
    wrong: Option<i64>,
}

impl State {
    /// Returns whose PIN is awaited.
    pub fn user(&self) -> Option<&User> {
        self.user.as_deref()
    }

    fn scanned(&mut self, scanned: &Scanned) -> Vec<Effect> {
        if let Some(user) = scanned.badge() {
            return self.badge(user.clone());
        }
        match &self.user {
            Some(user) => {
                let (badge, pin) = (user.badge.clone(), scanned.text.clone());
                vec![Effect::Ask(event::Question::SignIn(Question::Pin { badge, pin }))]
            }
            None => vec![Effect::Refuse(Refusal::UnknownBadge {
                badge: scanned.text.clone(),
            })],
        }
    }

    fn badge(&mut self, user: User) -> Vec<Effect> {
        if user.locked {
            self.user = None;
            return vec![Effect::Refuse(Refusal::LockedBadge {
                badge: user.badge.to_string(),
            })];
        }
        let needs_pin = user.pin_hash.is_some();
        let badge = user.badge.clone();
        self.user = Some(Box::new(user));
        if needs_pin {
            vec![info(self.prompt())]
        } else {
            Self::sign_in(badge, true)
        }
    }

    fn sign_in(badge: Badge, pin_right: bool) -> Vec<Effect> {
        vec![post(request::SignIn { badge, pin_right })]
    }

    fn told(&mut self, told: &Told) -> Vec<Effect> {
        let Told::Pin { right, left } = *told;
        self.wrong = (!right).then_some(left);
        let badge = self.user.as_ref().map(|user| user.badge.clone());
        badge.map_or_else(Vec::new, |badge| Self::sign_in(badge, right))
    }

    fn answered(&mut self, answer: &Answer) -> Vec<Effect> {
        let Some(user) = self.user.take() else {
            return Vec::new();
        };
        if answer.refusal.is_some() {
            return Vec::new();
        }
        let Some(left) = self.wrong.take() else {
            let welcome = good(format!("signed in as {}", user.name));
            return vec![Effect::SignedIn(user), welcome];
        };
        let badge = user.badge.to_string();
        if left <= 0 {
            return vec![Effect::Refuse(Refusal::LockedBadge { badge })];
        }
        self.user = Some(user);
        vec![Effect::Refuse(Refusal::WrongPin { badge, left })]
    }
}

impl Machine for State {
    fn step(&mut self, event: Event, _context: &Context) -> Vec<Effect> {
        match event {
            Event::Scanned(scanned) => self.scanned(&scanned),
            Event::Told(event::Told::SignIn(told)) => self.told(&told),
            Event::Posted(answer) => self.answered(&answer),
            Event::Command(Command::Back) => {
                *self = Self::default();
                vec![info(self.prompt())]
            }
            Event::Command(_) => vec![unexpected("Scan your badge", "Nobody is signed in")],
            Event::Enter => vec![info(self.prompt())],
            Event::Told(_) => Vec::new(),
        }
    }

    fn prompt(&self) -> String {
        match &self.user {
            Some(_) => "Type your PIN".into(),
            None => "Scan your badge".into(),
        }
    }

    fn commands(&self) -> Vec<Command> {
        if self.user.is_some() {
            vec![Command::Back, Command::Help]
        } else {
            vec![Command::Help]
        }
    }

    fn is_secret(&self) -> bool {
        self.user.is_some()
    }
}
