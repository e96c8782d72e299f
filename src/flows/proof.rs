//! A badge whose PIN is awaited: somebody signs in, or a supervisor approves a step.

use super::event::{self, Context, Effect, Post};
use super::question::sign_in::{Question, Told};
use super::scanned::Scanned;
use crate::domain::code::Badge;
use crate::domain::policy::Approval;
use crate::domain::refusal::Refusal;
use crate::domain::user::{Role, User, is_like_a_pin, is_of_digits};
use crate::operations::answer::Answer;
use crate::operations::request::SignIn;
use serde::{Deserialize, Serialize};

/// A badge that was scanned and whose PIN is not proved yet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proof {
    badge: Badge,
    name: String,
    /// Tries that are left, while a wrong PIN is being counted.
    wrong: Option<i64>,
}

/// What came of comparing a PIN.
#[derive(Clone, Debug, PartialEq)]
pub enum Compared {
    /// It belongs to the badge.
    Right,
    /// It does not, which this counts.
    Wrong(Box<Post>),
    /// It could not be compared; this counts as no attempt.
    Never(Refusal),
}

/// What the badge of a supervisor is to a step that only a supervisor may allow.
#[derive(Clone, Debug, PartialEq)]
pub enum Vouched {
    /// It allows the step.
    Allowed(Badge),
    /// It does once its PIN is proved.
    Prove(Proof),
}

/// Weighs a badge that is to allow a step, which `what` names in a few words: the operator's own, or another one as the
/// company's policy wants it proved.
///
/// # Errors
/// If its owner is no supervisor; if another's badge was typed, since anybody can type it; if it is locked, or has no PIN
/// to prove it.
pub fn vouched(user: &User, typed: bool, context: &Context, what: String) -> Result<Vouched, Refusal> {
    let badge = user.badge.to_string();
    if !user.has(Role::Supervisor) {
        return Err(Refusal::MayNotApprove { badge, what });
    }
    if user.badge == context.operator.badge {
        return Ok(Vouched::Allowed(user.badge.clone()));
    }
    if typed {
        let what = "supervisor's badge".to_owned();
        return Err(Refusal::ScanNeeded { what, found: badge });
    }
    match context.approval {
        Approval::BadgePin => Proof::of(user).map(Vouched::Prove),
        Approval::Badge if user.locked => Err(Refusal::LockedBadge { badge }),
        Approval::Badge => Ok(Vouched::Allowed(user.badge.clone())),
    }
}

/// How many digits a PIN has at most that was imported before they were bounded; a trade item number has more.
const OLDEST: usize = 12;

/// Asks for the hash of a chosen PIN if its form is that of a PIN of at least `least` digits.
pub fn choose(scanned: &Scanned, least: u32, question: impl FnOnce(String) -> Question) -> Vec<Effect> {
    if !is_like_a_pin(&scanned.text) {
        return vec![Effect::Refuse(Refusal::UnfitPin { least })];
    }
    let asked = question(scanned.text.clone());
    vec![Effect::Ask(event::Question::SignIn(asked))]
}

impl Proof {
    /// Asks for the PIN of a badge.
    ///
    /// # Errors
    /// [`Refusal::LockedBadge`], or [`Refusal::PinNeeded`] if the badge has no PIN.
    pub fn of(user: &User) -> Result<Self, Refusal> {
        let (badge, name) = (user.badge.to_string(), user.name.clone());
        if user.locked {
            return Err(Refusal::LockedBadge { badge });
        }
        if user.pin_hash.is_none() {
            return Err(Refusal::PinNeeded { name });
        }
        Ok(Self {
            badge: user.badge.clone(),
            name,
            wrong: None,
        })
    }

    /// Returns the badge.
    pub const fn badge(&self) -> &Badge {
        &self.badge
    }

    /// Returns whose PIN is awaited.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Takes what was typed. What can be no PIN is no try: a scan that comes while a PIN is awaited locks nobody out.
    pub fn typed(&self, scanned: &Scanned) -> Vec<Effect> {
        let (badge, pin) = (self.badge.clone(), scanned.text.clone());
        let is_older = scanned.given && (1..=OLDEST).contains(&pin.len()) && is_of_digits(&pin);
        if !is_like_a_pin(&pin) && !is_older {
            let name = self.name.clone();
            return vec![Effect::Refuse(Refusal::PinAwaited { name })];
        }
        vec![Effect::Ask(event::Question::SignIn(Question::Pin { badge, pin }))]
    }

    /// Takes what came of comparing the PIN.
    pub fn told(&mut self, told: &Told) -> Option<Compared> {
        let (right, left) = match told {
            Told::Pin { right, left, .. } => (*right, *left),
            Told::NoKey => return Some(Compared::Never(Refusal::PepperMissing {})),
            _ => return None,
        };
        if right {
            return Some(Compared::Right);
        }
        self.wrong = Some(left);
        let badge = self.badge.clone();
        let pin_right = false;
        Some(Compared::Wrong(Box::new(Post::of(SignIn { badge, pin_right }))))
    }

    /// Takes the answer to counting a wrong PIN: says how many tries are left. With none, the badge is locked.
    pub fn counted(&mut self, answer: &Answer) -> Refusal {
        let badge = self.badge.to_string();
        match (self.wrong.take(), &answer.refusal) {
            (_, Some(refusal)) => refusal.clone(),
            (Some(left), None) if 0 < left => Refusal::WrongPin { badge, left },
            (_, None) => Refusal::LockedBadge { badge },
        }
    }

    /// Returns whether the answer to counting a wrong PIN is still to come.
    pub const fn is_counting(&self) -> bool {
        self.wrong.is_some()
    }
}
