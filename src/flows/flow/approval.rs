//! What comes while something dangerous is pending: a confirmation, an approval, or another way.

use super::Flow;
use super::pending::{Accepted, Ahead, Met, Pending};
use crate::domain::refusal::Refusal;
use crate::flows::event::{Context, Effect, Event};
use crate::flows::goods::{good, info};
use crate::flows::proof::Compared;
use crate::flows::question::sign_in::Told;
use crate::flows::scanned::Scanned;
use crate::operations::answer::Answer;

impl Flow {
    /// Weighs a read against what is pending; `None` if nothing is, or the operator goes another way.
    pub(super) fn weigh_approval(&mut self, scanned: &Scanned, context: &Context) -> Option<Vec<Effect>> {
        let mut pending = self.pending.take()?;
        if let Some(proof) = pending.proof.as_ref().filter(|_| scanned.badge().is_none()) {
            let effects = proof.typed(scanned);
            self.pending = Some(pending);
            return Some(effects);
        }
        let effects = match pending.meets(scanned, context) {
            Ok(Met::Accepted(accepted)) => {
                pending.approver = approver(scanned);
                return Some(self.accept(pending, accepted));
            }
            Ok(Met::Prove(proof)) => {
                self.note_approval();
                pending.proof = Some(proof);
                vec![info(pending.prompt())]
            }
            Ok(Met::Other) => {
                self.drop_pending(pending, context);
                return None;
            }
            Err(refusal) => vec![Effect::Refuse(refusal)],
        };
        self.pending = Some(pending);
        Some(effects)
    }

    /// Takes what came of comparing a supervisor's PIN.
    pub(super) fn compared(&mut self, told: &Told) -> Vec<Effect> {
        let Some(mut pending) = self.pending.take() else {
            return Vec::new();
        };
        let compared = pending.proof.as_mut().and_then(|proof| proof.told(told));
        if let (Some(Compared::Right), Some(proof)) = (&compared, pending.proof.clone()) {
            let accepted = pending.proved(&proof);
            pending.proof = None;
            pending.approver = Some(proof.name().to_owned());
            return self.accept(pending, accepted);
        }
        self.pending = Some(pending);
        match compared {
            Some(Compared::Wrong(counted)) => self.send(*counted),
            Some(Compared::Never(refusal)) => vec![Effect::Refuse(refusal)],
            _ => Vec::new(),
        }
    }

    /// Does what was accepted: sends it, or remembers who accepted it until it is posted.
    pub(super) fn accept(&mut self, pending: Pending, accepted: Accepted) -> Vec<Effect> {
        match accepted {
            Accepted::Send(post) => {
                self.pending = Some(Pending {
                    post: Some(post.as_ref().clone()),
                    ..pending
                });
                self.send(*post)
            }
            Accepted::Ahead(ahead) => {
                self.note_approval();
                let by = ahead.name.as_ref().map(|name| format!(" by {name}"));
                let told = format!(
                    "{} approved{}",
                    pending.refusal.in_short(),
                    by.unwrap_or_default()
                );
                self.ahead = Some(ahead);
                vec![good(told)]
            }
        }
    }

    /// Keeps a refused post until it is accepted, which it is at once if a supervisor did so before it was posted.
    pub(super) fn ask_to_accept(&mut self, mut pending: Pending) -> Vec<Effect> {
        let ahead = self
            .ahead
            .as_ref()
            .filter(|ahead| ahead.accepts(&pending.refusal));
        let new = |ahead: &Ahead| pending.post.clone().filter(|post| ahead.is_new_to(post));
        if let Some((ahead, post)) = ahead.and_then(|ahead| Some((ahead, new(ahead)?))) {
            let accepted = Accepted::Send(Box::new(ahead.approved(post)));
            pending.approver.clone_from(&ahead.name);
            return self.accept(pending, accepted);
        }
        let refusal = pending.refusal.clone();
        self.pending = Some(pending);
        vec![Effect::Refuse(refusal)]
    }

    /// Refuses something in hand until a supervisor accepts it, unless one has.
    pub(super) fn vouch(&mut self, refusal: Refusal) -> Option<Effect> {
        if self.ahead.as_ref().is_some_and(|ahead| ahead.accepts(&refusal)) {
            return None;
        }
        self.pending = Some(Pending::ahead(refusal.clone()));
        Some(Effect::Refuse(refusal))
    }

    /// Takes the answer to counting a supervisor's wrong PIN; `None` if none is being counted. A badge that is locked
    /// by it approves nothing more, and the question stays.
    pub(super) fn counted(&mut self, answer: &Answer) -> Option<Vec<Effect>> {
        let pending = self.pending.as_mut()?;
        let proof = pending.proof.as_mut().filter(|proof| proof.is_counting())?;
        let refusal = proof.counted(answer);
        if !matches!(refusal, Refusal::WrongPin { .. }) {
            pending.proof = None;
        }
        Some(vec![Effect::Refuse(refusal)])
    }

    /// Takes a supervisor's badge back, whose PIN is awaited; `None` if there is none.
    pub(super) fn without_proof(&mut self) -> Option<Vec<Effect>> {
        let pending = self.pending.as_mut()?;
        pending.proof.take()?;
        let prompt = pending.prompt();
        self.note_approval();
        Some(vec![info(prompt)])
    }

    const fn note_approval(&mut self) {
        if let Some(turn) = &mut self.turn {
            turn.approves = true;
        }
    }

    pub(super) fn forget_pending(&mut self, context: &Context) {
        if let Some(pending) = self.pending.take() {
            self.drop_pending(pending, context);
        }
    }

    /// Drops a pending post because the operator goes another way; the job learns that it was refused, as it stands and
    /// as it is to stand again if this read is taken back.
    fn drop_pending(&mut self, pending: Pending, context: &Context) {
        if let Some(answer) = pending.into_answer() {
            if let Some(turn) = &mut self.turn {
                turn.learns(context);
            }
            self.work.machine_mut().step(Event::Posted(answer), context);
        }
    }
}

/// Returns who approves by a scan of the badge alone.
fn approver(scanned: &Scanned) -> Option<String> {
    scanned.badge().map(|user| user.name.clone())
}
