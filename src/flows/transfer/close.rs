//! What did not arrive: somebody says why, and a supervisor gives it up.

use super::arrive::open_of;
use super::{Missing, Posted, State};
use crate::domain::amount::Qty;
use crate::domain::code::{Badge, Key};
use crate::domain::refusal::Refusal;
use crate::domain::user::Role;
use crate::flows::event::{Context, Effect, Post};
use crate::flows::goods::{info, too_early, unexpected};
use crate::flows::machine::Machine;
use crate::flows::proof::{Compared, Vouched, vouched};
use crate::flows::question::sign_in;
use crate::flows::scanned::Scanned;
use crate::operations::answer::Answer;
use crate::operations::request::TransferClose;

impl State {
    /// Returns the reason for giving up what is missing.
    pub fn reason(&self) -> Option<&str> {
        match &self.missing {
            Missing::GivenUp(reason) | Missing::Vouched(reason, _) => Some(reason),
            Missing::Awaited | Missing::Unexplained => None,
        }
    }

    /// Tells what is missing, when less arrived than left, and asks for the reason.
    pub(super) fn short(&mut self) -> Vec<Effect> {
        if !self.carry.is_empty() {
            return vec![too_early("SHORT", Machine::prompt(self))];
        }
        let open: Vec<String> = self.open().map(open_of).collect();
        if open.is_empty() {
            return self.hint();
        }
        self.missing = Missing::Unexplained;
        let text = format!("missing: {}. {}", open.join(", "), Machine::prompt(self));
        vec![info(text)]
    }

    /// Takes the reason in the operator's words; a code with another meaning is not accepted as one.
    pub(super) fn because(&mut self, scanned: &Scanned, context: &Context) -> Vec<Effect> {
        if !scanned.meanings.is_empty() || !scanned.symbol.is_empty() {
            return vec![unexpected(
                "Type the reason why it is missing",
                scanned.is_not("a reason"),
            )];
        }
        self.give_up(scanned.text.clone(), context)
    }

    pub(super) fn give_up(&mut self, reason: String, context: &Context) -> Vec<Effect> {
        self.missing = Missing::GivenUp(reason);
        if context.operator.has(Role::Supervisor) {
            return self.close(None);
        }
        self.hint()
    }

    /// Takes the badge of a supervisor who approves at the operator's terminal, or the PIN that belongs to it.
    pub(super) fn vouch(&mut self, scanned: &Scanned, context: &Context) -> Vec<Effect> {
        let Some(user) = scanned.badge() else {
            return match &self.missing {
                Missing::Vouched(_, proof) => proof.typed(scanned),
                _ => vec![unexpected(Machine::prompt(self), scanned.is_not("a badge"))],
            };
        };
        match vouched(user, scanned.typed, context, "what is missing".to_owned()) {
            Ok(Vouched::Allowed(badge)) => self.close(Some((&badge, false))),
            Ok(Vouched::Prove(proof)) => {
                let reason = self.reason().unwrap_or_default().to_owned();
                self.missing = Missing::Vouched(reason, proof);
                self.hint()
            }
            Err(refusal) => vec![Effect::Refuse(refusal)],
        }
    }

    /// Takes what came of comparing the supervisor's PIN.
    pub(super) fn compared(&mut self, told: &sign_in::Told) -> Vec<Effect> {
        let Missing::Vouched(_, proof) = &mut self.missing else {
            return Vec::new();
        };
        match proof.told(told) {
            Some(Compared::Right) => {
                let badge = proof.badge().clone();
                self.close(Some((&badge, true)))
            }
            Some(Compared::Wrong(counted)) => vec![Effect::Post(counted)],
            Some(Compared::Never(refusal)) => vec![Effect::Refuse(refusal)],
            None => Vec::new(),
        }
    }

    /// Takes the answer to counting a supervisor's wrong PIN; `None` if none is being counted.
    pub(super) fn counted(&mut self, answer: &Answer) -> Option<Vec<Effect>> {
        let Missing::Vouched(reason, proof) = &mut self.missing else {
            return None;
        };
        if !proof.is_counting() {
            return None;
        }
        let refusal = proof.counted(answer);
        if !matches!(refusal, Refusal::WrongPin { .. }) {
            self.missing = Missing::GivenUp(std::mem::take(reason));
        }
        Some(vec![Effect::Refuse(refusal)])
    }

    /// Asks for a supervisor's badge again where one was scanned.
    pub(super) fn forget_badge(&mut self) {
        if let Missing::Vouched(reason, _) = &mut self.missing {
            self.missing = Missing::GivenUp(std::mem::take(reason));
        }
    }

    pub(super) fn hint(&self) -> Vec<Effect> {
        vec![info(Machine::prompt(self))]
    }

    /// Returns what to do while a supervisor's approval is awaited.
    pub(super) fn approval_prompt(&self) -> String {
        match &self.missing {
            Missing::Vouched(_, proof) => format!("{}: type your PIN to write it off, or BACK", proof.name()),
            _ => "Scan a supervisor's badge, or BACK".into(),
        }
    }

    /// Writes off what is still to come, document by document; says who approved it, and whether with the PIN.
    fn close(&mut self, approval: Option<(&Badge, bool)>) -> Vec<Effect> {
        let mut ids: Vec<&Key> = self.open().map(|line| &line.id).collect();
        ids.dedup();
        let parts = ids.iter().map(|_| Qty::ZERO).collect();
        let reason = self.reason().map(str::to_owned);
        let post = |id: &&Key| {
            Effect::Post(Box::new(Post {
                reason: reason.clone(),
                document: self.number.clone(),
                approved_by: approval.map(|(badge, _)| badge.clone()),
                approved_by_pin: approval.is_some_and(|(_, with_pin)| with_pin),
                ..Post::of(TransferClose { of: (*id).clone() })
            }))
        };
        let effects: Vec<Effect> = ids.iter().map(post).collect();
        let text = format!("{} is closed, what is missing is written off", self.named());
        self.posted = Some(Posted {
            text,
            parts,
            ..Posted::default()
        });
        effects
    }
}
