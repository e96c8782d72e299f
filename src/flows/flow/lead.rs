//! A job that leads to another one, and goes on by itself afterwards.

use super::Flow;
use super::trail::Trail;
use crate::flows::event::{Context, Effect, Job};
use crate::flows::home;
use crate::flows::scanned::Scanned;
use crate::flows::work::Work;

impl Flow {
    /// Starts another job on a read, and keeps the one at hand, to which it leads back.
    pub(super) fn lead(&mut self, job: Job, scanned: Box<Scanned>, context: &Context) -> Vec<Effect> {
        let leader = Box::new(self.work.clone());
        let effects = self.start(job, Some(scanned), context);
        self.leader = Some(leader).filter(|_| self.work.job() == Some(job));
        effects
    }

    /// Leaves the job by its own way: for the one that led to it, else for home.
    pub(super) fn leave(&mut self, context: &Context) -> Vec<Effect> {
        if let Some(leader) = self.other_job() {
            self.work = leader;
            return self.refresh();
        }
        self.leader = None;
        self.work = home::State::of(&context.operator).into();
        self.refresh()
    }

    /// Returns to the job that led here once everything posted here is taken back; reads before that stand.
    pub(super) fn led_back_by_undo(&mut self) -> Option<Vec<Effect>> {
        let leader = self.other_job()?;
        if self.trail.has_moved_in(self.work.job()) {
            return None;
        }
        let mut effects = self.give_back();
        (self.work, self.trail) = (leader, Trail::default());
        effects.extend(self.refresh());
        Some(effects)
    }

    /// Returns the job that led to the one at hand.
    fn other_job(&self) -> Option<Work> {
        let leader = self.leader.as_deref()?;
        (leader.job() != self.work.job()).then(|| leader.clone())
    }
}
