//! A post that a rule refused as dangerous, kept until the operator confirms it, a supervisor approves it, or the
//! operator goes another way.

use crate::domain::code::{Badge, Key};
use crate::domain::concession::Concession;
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
    /// The post as it was refused; `None` while what is asked about is still in hand.
    pub(super) post: Option<Post>,
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

/// A supervisor's word for something in hand, which holds when it is posted just as it was then.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Ahead {
    refusal: Refusal,
    badge: Badge,
    with_pin: bool,
    /// The supervisor's name, if it is not the operator.
    pub(super) name: Option<String>,
}

impl Ahead {
    /// Returns whether this refusal is accepted.
    pub(super) fn accepts(&self, refusal: &Refusal) -> bool {
        self.refusal == *refusal
    }

    /// Returns whether a post still lacks this approval, and nobody else has approved anything of it.
    pub(super) fn is_new_to(&self, post: &Post) -> bool {
        let is_same = post.approved_by.as_ref().is_none_or(|badge| *badge == self.badge);
        is_same && !post.accepted.contains(&Concession::of(&self.refusal))
    }

    /// Returns the post with the supervisor's approval.
    pub(super) fn approved(&self, post: Post) -> Post {
        approved(post, &self.refusal, &self.badge, self.with_pin)
    }
}

/// What comes of accepting something pending.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Accepted {
    /// This is to be sent.
    Send(Box<Post>),
    /// It is remembered until it is posted.
    Ahead(Box<Ahead>),
}

/// What a read is to something pending.
pub(super) enum Met {
    /// It is accepted.
    Accepted(Accepted),
    /// A supervisor's badge whose PIN is needed.
    Prove(Proof),
    /// Something else: the operator goes another way.
    Other,
}

impl Pending {
    /// Returns a post that was refused as dangerous.
    pub(super) const fn new(post: Post, refusal: Refusal, key: Key, code: String) -> Self {
        Self {
            post: Some(post),
            refusal,
            key,
            code,
            proof: None,
            approver: None,
        }
    }

    /// Returns what a supervisor is to accept before it is posted.
    pub(super) fn ahead(refusal: Refusal) -> Self {
        Self {
            post: None,
            refusal,
            key: Key::default(),
            code: String::new(),
            proof: None,
            approver: None,
        }
    }

    /// Returns it as it was before any supervisor's badge.
    pub(super) fn unvouched(self) -> Self {
        let post = self.post.map(|post| Post {
            approved_by: None,
            approved_by_pin: false,
            accepted: Vec::new(),
            ..post
        });
        Self {
            post,
            proof: None,
            approver: None,
            ..self
        }
    }

    /// Returns what is asked about something in hand, as it was before any badge; `None` if it is about a post.
    pub(super) fn of_hand(&self) -> Option<Self> {
        let is_of_hand = self.post.is_none();
        is_of_hand.then(|| Self::ahead(self.refusal.clone()))
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

    /// Returns what the job learns when the operator goes another way; `None` if nothing was posted.
    pub(super) fn into_answer(self) -> Option<Answer> {
        self.post.as_ref()?;
        Some(Answer::refused(self.key, self.refusal))
    }

    /// Accepts it by the operator's own word.
    ///
    /// # Errors
    /// If only a supervisor may accept it and the operator is not one.
    pub(super) fn confirmed(&self, operator: &User) -> Result<Accepted, Refusal> {
        if let (Some(post), false) = (&self.post, self.refusal.needs_supervisor()) {
            let reason = post.reason.clone();
            let reason = reason.or_else(|| Some(format!("confirmed {}", self.refusal.code())));
            let accepted = also(&post.accepted, Concession::of(&self.refusal));
            let post = Post {
                reason,
                accepted,
                ..post.clone()
            };
            return Ok(Accepted::Send(Box::new(post)));
        }
        if operator.has(Role::Supervisor) {
            return Ok(self.approved(&operator.badge, false, None));
        }
        let (badge, what) = (operator.badge.to_string(), self.refusal.in_short());
        Err(Refusal::MayNotApprove { badge, what })
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
            return self.confirmed(operator).map(Met::Accepted);
        }
        Ok(Met::Other)
    }

    fn met_by(&self, user: &User, typed: bool, context: &Context) -> Result<Met, Refusal> {
        Ok(match vouched(user, typed, context, self.refusal.in_short())? {
            Vouched::Allowed(badge) => {
                let name = Some(user.name.clone());
                Met::Accepted(self.approved(&badge, false, name))
            }
            Vouched::Prove(proof) => Met::Prove(proof),
        })
    }

    /// Accepts it by the word of the supervisor whose PIN was proved.
    pub(super) fn proved(&self, proof: &Proof) -> Accepted {
        self.approved(proof.badge(), true, Some(proof.name().to_owned()))
    }

    fn approved(&self, badge: &Badge, with_pin: bool, name: Option<String>) -> Accepted {
        match self.post.clone() {
            Some(post) => Accepted::Send(Box::new(approved(post, &self.refusal, badge, with_pin))),
            None => Accepted::Ahead(Box::new(Ahead {
                refusal: self.refusal.clone(),
                badge: badge.clone(),
                with_pin,
                name,
            })),
        }
    }
}

/// Returns the post with what a supervisor accepts of it. Another supervisor answers for all that needs one, and is asked
/// about what the one before accepted.
fn approved(post: Post, refusal: &Refusal, badge: &Badge, with_pin: bool) -> Post {
    let now = Concession::of(refusal);
    let is_same = post.approved_by.as_ref().is_none_or(|before| before == badge);
    let before = if is_same { &post.accepted[..] } else { &[] };
    let accepted = also(before, now.clone());
    let reason = post.reason.or_else(|| Some(now.reason()));
    Post {
        reason,
        approved_by: Some(badge.clone()),
        approved_by_pin: with_pin,
        accepted,
        ..post
    }
}

/// Returns what was accepted before with what is accepted now.
fn also(before: &[Concession], now: Concession) -> Vec<Concession> {
    let mut accepted = before.to_vec();
    if !accepted.contains(&now) {
        accepted.push(now);
    }
    accepted
}
