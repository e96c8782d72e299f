//! Late cost on a component of a work order: what of it is in process still, and what became of the rest.

use super::carry::step_of;
use super::follow::Follow;
use super::found::Key;
use super::track::Moved;
use crate::domain::code::{AccountCode, ItemCode};
use crate::domain::company::Method;
use crate::domain::movement::{Movement, MovementKind};
use crate::domain::policy::CompanyAccount;
use crate::domain::record::{Fault, Range};
use crate::domain::work_order::{WorkOrder, WorkStep};
use crate::operations::change::Halt;
use crate::valuation::late::fixed::Fixed;

impl Follow<'_, '_, '_> {
    /// Lets late cost go into process with a component, and on with whatever left the process since: each time so much of it
    /// as of all that was there.
    pub(super) fn worked(
        &mut self,
        track: usize,
        place: usize,
        moved: &Moved,
        value: Fixed,
    ) -> Result<(), Halt> {
        let lost = || Fault::new(format!("movement {} went into no work order", moved.seq));
        let issue = step_of(self.books, moved.seq)?.ok_or_else(lost)?;
        let order: Option<WorkOrder> = self.books.view().find(&[&issue.order_no])?;
        let order = order.ok_or_else(lost)?;
        let since = Range::by(WorkStep::BY_ORDER, &[&issue.order_no]).after(&moved.seq);
        let mut since: Vec<WorkStep> = self.books.view().list(&since)?;
        since.retain(|step| step.line == issue.line && !step.whole.is_zero());
        let mut rest = value;
        for step in since {
            let part = rest.ratio(-step.qty, step.whole);
            rest -= part;
            self.left_process(track, place, (moved.seq, &order), &step, part)?;
        }
        if !rest.is_zero() {
            let key = Key::of(place, track, moved.seq, order.account).on_the_way();
            self.found.end(key, rest);
        }
        Ok(())
    }

    /// Lets late cost leave the process: into stock, or to the account of what is spoilt or left over.
    fn left_process(
        &mut self,
        track: usize,
        place: usize,
        (issue, order): (i64, &WorkOrder),
        step: &WorkStep,
        value: Fixed,
    ) -> Result<(), Halt> {
        let ended = |company: CompanyAccount| self.books.account(company);
        match step.kind {
            MovementKind::WorkReport | MovementKind::WorkReturn => {
                let came = self.books.moved(step.movement)?;
                self.stocked(track, place, (issue, &order.account), &came, value)
            }
            MovementKind::WorkScrap => {
                let scrap = ended(CompanyAccount::AssemblyScrap)?;
                let key = Key::of(place, track, issue, scrap);
                self.found
                    .end(key.via(step.movement, order.account.clone()), value);
                Ok(())
            }
            _ => {
                let variance = ended(CompanyAccount::AssemblyVariance)?;
                let key = Key::of(place, track, issue, variance);
                self.found
                    .end(key.via(step.movement, order.account.clone()), value);
                Ok(())
            }
        }
    }

    /// Lets late cost reach what came into stock from process; at standard cost it is a difference.
    fn stocked(
        &mut self,
        track: usize,
        place: usize,
        (issue, in_process): (i64, &AccountCode),
        came: &Movement,
        value: Fixed,
    ) -> Result<(), Halt> {
        let (code, site): (&ItemCode, _) = (&came.item, &came.site);
        let item = self.books.item(code)?;
        let pool = self.books.pool(code, site)?;
        if item.method == Method::Standard || came.seq < pool.valued_from {
            let difference = match came.kind {
                MovementKind::WorkReturn => CompanyAccount::Revaluation,
                _ => CompanyAccount::AssemblyVariance,
            };
            let difference = self.books.account(difference)?;
            let key = Key::of(place, track, issue, difference);
            self.found.end(key.via(came.seq, in_process.clone()), value);
            return Ok(());
        }
        let there = self.track(&item, site)?;
        let to = self.reach(there, came.seq, value)?;
        let from = (place, issue, in_process.clone());
        self.found.flow(from, (to, came.seq, in_process.clone()), value);
        Ok(())
    }
}
