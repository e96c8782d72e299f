//! A post that a rule refused as dangerous, kept until the operator confirms it, a supervisor approves it, or the
//! operator goes another way.

use crate::domain::code::{Badge, Key};
use crate::domain::refusal::Refusal;
use crate::domain::user::{Role, User};
use crate::flows::event::{Context, Post};
use crate::flows::proof::{Proof, Vouched, vouched};
use crate::flows::scanned::Scanned;
use crate::operations::answer::Answer;
use serde::{Deserialize, Serialize};

/// A dangerous refusal that waits for a confirmation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Pending {
    /// The post as it was refused.
    pub(super) post: Post,
    /// Why.
    pub(super) refusal: Refusal,
    /// The key under which it was refused.
    pub(super) key: Key,
    /// The code whose scan led to the post; the same code again confirms.
    pub(super) code: String,
    /// The supervisor whose badge was scanned and whose PIN is awaited.
    #[serde(default)]
    pub(super) proof: Option<Proof>,
    /// Who approved it, once it was sent so.
    #[serde(default)]
    pub(super) approver: Option<String>,
}

/// What a read is to something pending.
pub(super) enum Met {
    /// It is confirmed: this is to be sent.
    Send(Box<Post>),
    /// A supervisor's badge whose PIN is needed.
    Prove(Proof),
    /// Something else: the operator goes another way.
    Other,
}

impl Pending {
    /// Returns a post that was refused as dangerous.
    pub(super) const fn new(post: Post, refusal: Refusal, key: Key, code: String) -> Self {
        Self {
            post,
            refusal,
            key,
            code,
            proof: None,
            approver: None,
        }
    }

    /// Returns what to do now.
    pub(super) fn prompt(&self) -> String {
        // What to do stands first: a hand-held may have room for no more.
        match &self.proof {
            Some(proof) => format!(
                "{}, type your PIN, or BACK: {}",
                proof.name(),
                self.refusal.in_short()
            ),
            None if self.refusal.needs_supervisor() => {
                format!("Scan a supervisor's badge, or BACK: {}", self.refusal.in_short())
            }
            None => "Confirm, or scan the same again".into(),
        }
    }

    /// Returns what the job learns when the operator goes another way.
    pub(super) fn into_answer(self) -> Answer {
        Answer::refused(self.key, self.refusal)
    }

    /// Returns the same post, confirmed by the operator.
    ///
    /// # Errors
    /// If only a supervisor may accept it and the operator is not one.
    pub(super) fn confirmed(&self, operator: &User) -> Result<Post, Refusal> {
        if self.refusal.needs_supervisor() {
            return if operator.has(Role::Supervisor) {
                Ok(self.approved(&operator.badge, false))
            } else {
                Err(self.may_not(operator))
            };
        }
        let reason = self.post.reason.clone();
        let reason = reason.or_else(|| Some(format!("confirmed {}", self.refusal.code())));
        Ok(Post {
            reason,
            ..self.post.clone()
        })
    }

    /// Returns what a read is to it: the same code again or the operator's own badge confirm, and another supervisor's
    /// badge approves, alone or with its PIN as the company wants it.
    ///
    /// # Errors
    /// If a supervisor's badge was typed, since anybody can type it; if it is the badge of somebody who may not approve,
    /// or has no PIN to prove it; or if the operator may not confirm the post.
    pub(super) fn meets(&self, scanned: &Scanned, context: &Context) -> Result<Met, Refusal> {
        let operator = &context.operator;
        if let Some(user) = scanned.badge().filter(|_| self.refusal.needs_supervisor()) {
            return self.met_by(user, scanned.typed, context);
        }
        if !self.code.is_empty() && scanned.text == self.code {
            return self.confirmed(operator).map(|post| Met::Send(Box::new(post)));
        }
        Ok(Met::Other)
    }

    fn met_by(&self, user: &User, typed: bool, context: &Context) -> Result<Met, Refusal> {
        Ok(match vouched(user, typed, context, self.refusal.in_short())? {
            Vouched::Allowed(badge) => Met::Send(Box::new(self.approved(&badge, false))),
            Vouched::Prove(proof) => Met::Prove(proof),
        })
    }

    fn may_not(&self, user: &User) -> Refusal {
        let (badge, what) = (user.badge.to_string(), self.refusal.in_short());
        Refusal::MayNotApprove { badge, what }
    }

    /// Returns the same post, approved by the supervisor whose PIN was proved.
    pub(super) fn proved(&self, proof: &Proof) -> Post {
        self.approved(proof.badge(), true)
    }

    fn approved(&self, badge: &Badge, with_pin: bool) -> Post {
        let reason = self.post.reason.clone();
        let reason = reason.or_else(|| Some(format!("approved {}", self.refusal.code())));
        Post {
            reason,
            approved_by: Some(badge.clone()),
            approved_by_pin: with_pin,
            ..self.post.clone()
        }
    }
}
