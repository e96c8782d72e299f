//! Sign in: a badge and its PIN. Who has no PIN yet chooses one beside a supervisor; where nobody has a badge yet, the
//! first administrator gets one.

mod another;
mod first;
mod step;

pub use self::first::First;
use self::step::Step;
use super::event::{self, Command, Context, Effect, Event, Post};
use super::goods::{good, info, post, unexpected};
use super::machine::Machine;
use super::proof::{Compared, Proof, choose};
pub use super::question::sign_in::{Question, Told};
use super::scanned::Scanned;
use crate::domain::code::Badge;
use crate::domain::refusal::Refusal;
use crate::domain::user::{PIN_DIGITS, Role, User};
use crate::operations::answer::Answer;
use crate::operations::pins::length_of;
use crate::operations::request::{SetPin, SignIn};
use serde::{Deserialize, Serialize};

/// Signing in, as far as it has come.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct State {
    user: Option<Box<User>>,
    #[serde(default)]
    step: Step,
    /// Whether the operator was at work here and is locked out.
    #[serde(default)]
    locked_out: bool,
    /// How many digits a PIN has at least, as it was told last.
    #[serde(default = "least")]
    least: u32,
}

/// Returns the default minimum number of digits of a PIN.
fn least() -> u32 {
    u32::try_from(*PIN_DIGITS.start()).unwrap_or_default()
}

impl Default for State {
    fn default() -> Self {
        Self {
            user: None,
            step: Step::default(),
            locked_out: false,
            least: least(),
        }
    }
}

impl State {
    /// Returns the screen of an operator who was silent for too long: only the PIN goes on, or another badge.
    pub fn locked_out(user: User) -> Self {
        let step = Proof::of(&user).map(Step::Pin).unwrap_or_default();
        Self {
            user: Some(Box::new(user)),
            step,
            locked_out: true,
            ..Self::default()
        }
    }

    /// Returns the screen of a store where nobody has a badge yet: it makes the first administrator.
    pub fn first() -> Self {
        Self {
            step: Step::First(First::default()),
            ..Self::default()
        }
    }

    /// Returns the first administrator, as far as is known; `None` where somebody has a badge.
    pub const fn made(&self) -> Option<&First> {
        match &self.step {
            Step::First(first) => Some(first),
            _ => None,
        }
    }

    /// Returns whose badge was scanned.
    pub fn user(&self) -> Option<&User> {
        self.user.as_deref()
    }

    /// Returns whether the operator was at work here and is locked out.
    pub const fn is_locked_out(&self) -> bool {
        self.locked_out
    }

    /// Returns whether the operator is asked to change the PIN, which can be put off.
    pub const fn may_keep_its_pin(&self) -> bool {
        matches!(self.step, Step::Renew { .. })
    }

    fn name(&self) -> &str {
        self.user.as_ref().map_or("", |user| &user.name)
    }

    fn scanned(&mut self, scanned: &Scanned) -> Vec<Effect> {
        let (least, own) = (self.least, self.user.as_ref().map(|user| user.badge.clone()));
        let hash = |pin| Question::Hash {
            badge: own.unwrap_or_default(),
            pin,
        };
        match (&mut self.step, scanned.badge()) {
            (Step::First(first), _) => first.read(scanned, least),
            (Step::Beside | Step::BesidePin(_), Some(user)) if user.has(Role::Supervisor) => {
                self.beside(user, scanned.typed)
            }
            (_, Some(user)) => self.badge(user.clone()),
            (Step::Badge, None) => vec![Effect::Refuse(Refusal::UnknownBadge {
                badge: scanned.text.clone(),
            })],
            (Step::Beside, None) => vec![unexpected(
                "Scan a supervisor's badge",
                scanned.is_not("a supervisor's badge"),
            )],
            (Step::Pin(proof) | Step::BesidePin(proof), None) => proof.typed(scanned),
            (Step::Choose(_) | Step::Renew { .. }, None) => choose(scanned, least, hash),
            (Step::Again(_, hash) | Step::RenewAgain { hash, .. }, None) => {
                let hash = hash.clone();
                choose(scanned, least, |pin| Question::Again { hash, pin })
            }
            (Step::Kept, None) => Vec::new(),
        }
    }

    /// Begins anew: with a badge, or with the first one.
    fn back(&mut self) -> Vec<Effect> {
        *self = match self.step {
            Step::First(_) => Self::first(),
            _ => Self::default(),
        };
        vec![info(self.prompt())]
    }

    /// Takes the badge of who signs in.
    fn badge(&mut self, user: User) -> Vec<Effect> {
        self.locked_out = false;
        self.step = match Proof::of(&user) {
            Ok(proof) => Step::Pin(proof),
            Err(Refusal::PinNeeded { .. }) => Step::Beside,
            Err(refusal) => {
                *self = Self::default();
                return vec![Effect::Refuse(refusal)];
            }
        };
        self.user = Some(Box::new(user));
        vec![info(self.prompt())]
    }

    /// Takes the badge of a supervisor who stands beside somebody without a PIN.
    fn beside(&mut self, supervisor: &User, typed: bool) -> Vec<Effect> {
        if typed {
            let (what, found) = ("supervisor's badge".into(), supervisor.badge.to_string());
            return vec![Effect::Refuse(Refusal::ScanNeeded { what, found })];
        }
        match Proof::of(supervisor) {
            Ok(proof) => {
                self.step = Step::BesidePin(proof);
                vec![info(self.prompt())]
            }
            Err(refusal) => vec![Effect::Refuse(refusal)],
        }
    }

    fn told(&mut self, told: &Told) -> Vec<Effect> {
        let beside = matches!(self.step, Step::BesidePin(_));
        match (&mut self.step, told) {
            (Step::First(first), _) => first.told(told, self.least),
            (_, Told::Hash(Err(refusal))) => vec![Effect::Refuse(refusal.clone())],
            (Step::Pin(proof) | Step::BesidePin(proof), Told::Pin { .. } | Told::NoKey) => {
                match proof.told(told) {
                    Some(Compared::Wrong(counted)) => vec![Effect::Post(counted)],
                    Some(Compared::Never(refusal)) => vec![Effect::Refuse(refusal)],
                    Some(Compared::Right) if beside => {
                        self.step = Step::Choose(proof.badge().clone());
                        vec![info(self.prompt())]
                    }
                    Some(Compared::Right) => self.proved(told),
                    None => Vec::new(),
                }
            }
            (Step::Renew { renewed }, Told::Hash(Ok(hash))) => {
                let (hash, renewed) = (hash.clone(), renewed.clone());
                self.step = Step::RenewAgain { hash, renewed };
                vec![info(self.prompt())]
            }
            (Step::RenewAgain { renewed, .. }, Told::Again(false)) => {
                let renewed = renewed.take();
                self.step = Step::Renew { renewed };
                vec![Effect::Refuse(Refusal::PinDiffers {})]
            }
            (Step::RenewAgain { hash, .. }, Told::Again(true)) => {
                let hash = hash.clone();
                self.keep(hash)
            }
            (Step::Choose(supervisor), Told::Hash(Ok(hash))) => {
                self.step = Step::Again(supervisor.clone(), hash.clone());
                vec![info(self.prompt())]
            }
            (Step::Again(supervisor, _), Told::Again(false)) => {
                self.step = Step::Choose(supervisor.clone());
                vec![Effect::Refuse(Refusal::PinDiffers {})]
            }
            (Step::Again(supervisor, hash), Told::Again(true)) => {
                let (supervisor, hash) = (supervisor.clone(), hash.clone());
                self.set_pin(supervisor, hash)
            }
            _ => Vec::new(),
        }
    }

    fn set_pin(&mut self, supervisor: Badge, pin_hash: String) -> Vec<Effect> {
        let Some(user) = &mut self.user else {
            return Vec::new();
        };
        user.pin_hash = Some(pin_hash.clone());
        let badge = user.badge.clone();
        vec![Effect::Post(Box::new(Post {
            approved_by: Some(supervisor),
            approved_by_pin: true,
            ..Post::of(SetPin {
                badge,
                pin_hash,
                proved: None,
            })
        }))]
    }

    fn sign_in(&self) -> Vec<Effect> {
        let badge = self.user.as_ref().map(|user| user.badge.clone());
        let signed = |badge| {
            post(SignIn {
                badge,
                pin_right: true,
            })
        };
        badge.map(signed).into_iter().collect()
    }

    fn answered(&mut self, answer: &Answer, context: &Context) -> Vec<Effect> {
        match &mut self.step {
            Step::Pin(proof) | Step::BesidePin(proof) if proof.is_counting() => {
                let refusal = proof.counted(answer);
                if matches!(refusal, Refusal::LockedBadge { .. }) {
                    *self = Self::default();
                }
                vec![Effect::Refuse(refusal)]
            }
            // Where somebody is the first meanwhile, any badge signs in; else the first one is made anew.
            step if answer.refusal.is_some() => {
                let is_known = matches!(answer.refusal, Some(Refusal::WrongState { .. }));
                *self = match step {
                    Step::First(_) if !is_known => Self::first(),
                    _ => Self::default(),
                };
                Vec::new()
            }
            Step::First(first) => {
                self.user = first.user(&context.site).map(Box::new);
                self.step = Step::Badge;
                self.sign_in()
            }
            // The new PIN is kept; its owner has just proved to know it.
            Step::Again(..) | Step::Kept => {
                self.step = Step::Badge;
                self.sign_in()
            }
            _ => match std::mem::take(self).user {
                Some(user) => {
                    let welcome = good(format!("signed in as {}", user.name));
                    vec![Effect::SignedIn(user), welcome]
                }
                None => Vec::new(),
            },
        }
    }
}

impl Machine for State {
    fn step(&mut self, event: Event, context: &Context) -> Vec<Effect> {
        self.least = context.pin_digits;
        match event {
            Event::Scanned(scanned) => self.scanned(&scanned),
            Event::Told(event::Told::SignIn(told)) => self.told(&told),
            Event::Posted(answer) => self.answered(&answer, context),
            Event::Command(Command::Back) => self.back(),
            Event::Command(_) if self.made().is_some() => {
                vec![unexpected(self.prompt(), "Nobody is signed in")]
            }
            Event::Command(_) => vec![unexpected("Scan your badge", "Nobody is signed in")],
            Event::Enter => self.later(),
            Event::Told(_) => Vec::new(),
        }
    }

    fn prompt(&self) -> String {
        match &self.step {
            Step::Badge => "Scan your badge".into(),
            Step::Pin(_) if self.locked_out => {
                format!("{}: type your PIN, or scan another badge", self.name())
            }
            Step::Pin(_) => "Type your PIN".into(),
            Step::Beside => format!("{} has no PIN. Scan a supervisor's badge", self.name()),
            Step::BesidePin(proof) => format!("{}, type your PIN", proof.name()),
            Step::Choose(_) => format!("{}, choose a PIN of {}", self.name(), length_of(self.least)),
            Step::Renew { .. } => format!(
                "Choose a new PIN of {}, or Enter to do so next time",
                length_of(self.least)
            ),
            Step::Again(..) | Step::RenewAgain { .. } => "Type the new PIN again".into(),
            Step::Kept => "The PIN is being kept".into(),
            Step::First(first) => first.prompt(self.least),
        }
    }

    fn commands(&self) -> Vec<Command> {
        if self.user.is_some() || self.made().is_some_and(First::has_begun) {
            vec![Command::Back, Command::Help]
        } else {
            vec![Command::Help]
        }
    }

    fn is_secret(&self) -> bool {
        self.step.is_secret()
    }

    fn unvouch(&mut self) {
        self.step = match (std::mem::take(&mut self.step), self.user()) {
            (Step::First(first), _) => Step::First(first),
            (Step::Pin(_) | Step::Renew { .. } | Step::RenewAgain { .. } | Step::Kept, Some(user)) => {
                Proof::of(user).map(Step::Pin).unwrap_or_default()
            }
            (Step::Badge, _) | (_, None) => Step::Badge,
            (Step::Beside | Step::BesidePin(_) | Step::Choose(_) | Step::Again(..), Some(_)) => Step::Beside,
        };
    }
}
