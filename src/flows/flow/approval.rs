//! What comes while something dangerous is pending: a confirmation, an approval, or another way.

use super::Flow;
use super::pending::{Met, Pending};
use crate::domain::refusal::Refusal;
use crate::flows::event::{Context, Effect, Event};
use crate::flows::goods::info;
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
            Ok(Met::Send(post)) => {
                pending.post = post.as_ref().clone();
                pending.approver = approver(scanned);
                self.pending = Some(pending);
                return Some(self.send(*post));
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
        let Some(pending) = &mut self.pending else {
            return Vec::new();
        };
        match pending.proof.as_mut().and_then(|proof| proof.told(told)) {
            Some(Compared::Right) => {
                let Some(proof) = pending.proof.take() else {
                    return Vec::new();
                };
                let post = pending.proved(&proof);
                pending.post = post.clone();
                pending.approver = Some(proof.name().to_owned());
                self.send(post)
            }
            Some(Compared::Wrong(counted)) => self.send(*counted),
            None => Vec::new(),
        }
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

    /// Drops a pending post because the operator goes another way; the job learns that it was refused.
    fn drop_pending(&mut self, pending: Pending, context: &Context) {
        self.work
            .machine_mut()
            .step(Event::Posted(pending.into_answer()), context);
    }
}

/// Returns who approves by a scan of the badge alone.
fn approver(scanned: &Scanned) -> Option<String> {
    scanned.badge().map(|user| user.name.clone())
}
