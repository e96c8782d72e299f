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
use crate::flows::scanned::Scanned;
use crate::operations::request::TransferClose;

impl State {
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

    /// Takes a supervisor's badge that is scanned at the operator's terminal.
    pub(super) fn approved(&mut self, scanned: &Scanned) -> Vec<Effect> {
        let Some(user) = scanned.badge() else {
            return vec![unexpected(Machine::prompt(self), scanned.is_not("a badge"))];
        };
        if !user.has(Role::Supervisor) {
            let (need, badge) = ("supervisor".into(), user.badge.to_string());
            return vec![Effect::Refuse(Refusal::RoleNeeded { need, badge })];
        }
        if scanned.typed {
            let (what, found) = ("supervisor's badge".into(), user.badge.to_string());
            return vec![Effect::Refuse(Refusal::ScanNeeded { what, found })];
        }
        self.close(Some(&user.badge))
    }

    /// Writes off what is still to come, document by document.
    fn close(&mut self, approved_by: Option<&Badge>) -> Vec<Effect> {
        let mut ids: Vec<&Key> = self.open().map(|line| &line.id).collect();
        ids.dedup();
        let parts = ids.iter().map(|_| Qty::ZERO).collect();
        let reason = self.reason().map(str::to_owned);
        let post = |id: &&Key| {
            Effect::Post(Box::new(Post {
                operation: TransferClose { of: (*id).clone() }.into(),
                reason: reason.clone(),
                document: self.number.clone(),
                approved_by: approved_by.cloned(),
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
