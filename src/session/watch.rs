//! Whether the operator may still work here: looked at before each read, whenever another process changed the store.

use super::Session;
use super::notes::Left;
use super::state::{Around, State};
use super::terms::Terms;
use crate::domain::log::SavedSession;
use crate::domain::record::{Fault, Range};
use crate::domain::user::{Role, User};
use crate::flows::event::{Level, Said};
use crate::flows::flow::Flow;
use crate::flows::work::Work;
use crate::flows::{home, sign_in};
use crate::operations::blindness::may_have_changed;
use crate::operations::draft::Draft;
use crate::operations::view::View;
use crate::store::{Store, StoreError};
use chrono::{DateTime, Utc};

/// When the store is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum When {
    /// Before a read whose answer waits until all that was found survives a power cut.
    BeforeARead,
    /// While nothing is read: what is found is shown at once.
    AtRest,
}

impl Session<'_> {
    /// Heeds what other processes changed: the company's policies, the operator's badge and roles, and work that went
    /// on at another terminal. Returns what the operator must know: that they are signed out here, and why.
    ///
    /// # Errors
    /// If the store fails.
    pub(super) fn look_after(&mut self, now: DateTime<Utc>, when: When) -> Result<Option<Said>, StoreError> {
        let store: &dyn Store = self.store;
        let version = store.version()?;
        if version == self.version {
            return Ok(None);
        }
        let state = &mut self.state;
        let heed = |view: &dyn View| state.heed(Draft::new(view).view(), now);
        let told = match when {
            When::BeforeARead => store.glance(heed)?,
            When::AtRest => store.read(heed)?,
        };
        self.version = version;
        Ok(told)
    }

    /// Locks the screen of an operator who was silent for longer than the policy `lock_after_minutes` allows; returns
    /// whether it was locked now. The work waits as it was saved. Without a screen there is nothing to lock.
    pub fn lock_if_idle(&mut self, now: DateTime<Utc>) -> bool {
        let state = &mut self.state;
        let idle = match (state.terms.lock_after, state.active_at) {
            (Some(after), Some(active)) => after <= now - active,
            _ => false,
        };
        if !idle || !state.is_signed_in() || state.around == Around::Script {
            return false;
        }
        let operator = std::mem::replace(&mut state.operator, super::nobody());
        state.leave();
        state.flow = Flow::of(Work::SignIn(Box::new(sign_in::State::locked_out(operator))));
        true
    }
}

/// Returns whether anybody has a badge.
pub(super) fn has_users(view: &dyn View) -> Result<bool, Fault> {
    let first: Vec<User> = view.list(&Range::of::<User>(&[]).first(1))?;
    Ok(!first.is_empty())
}

impl State {
    /// Returns whether the first administrator is being made here.
    pub(super) fn makes_the_first(&self) -> bool {
        matches!(self.flow.work(), Work::SignIn(state) if state.made().is_some())
    }

    fn heed(&mut self, view: &dyn View, now: DateTime<Utc>) -> Result<Option<Said>, Fault> {
        self.terms = Terms::read(view)?;
        if !self.is_signed_in() {
            // Another terminal, or an import, was faster than the first administrator here.
            if self.makes_the_first() && has_users(view)? {
                self.flow = Flow::default();
            }
            return Ok(None);
        }
        let badge = self.operator.badge.clone();
        let Some(user) = view.find::<User>(&[&badge])?.filter(|user| !user.locked) else {
            let text = format!("badge {badge} is locked. You are signed out; ask a supervisor");
            return Ok(Some(self.put_out("LOCKED BADGE", text)));
        };
        let lost: Vec<Role> = self.operator.roles().filter(|role| !user.has(*role)).collect();
        if let Some(role) = lost.first() {
            let text =
                format!("you are no longer {role}. You are signed out; sign in again for what you may do");
            return Ok(Some(self.put_out("ROLES CHANGED", text)));
        }
        let saved: Option<SavedSession> = view.find(&[&*self.terminal, &badge])?;
        if let Some(Left { terminal, at }) = saved.and_then(|row| Left::of(&row)) {
            let (name, at) = (&self.operator.name, self.clock(at));
            let text =
                format!("{name} went on with this work at {terminal} at {at}. You are signed out here");
            return Ok(Some(self.put_out("TAKEN OVER", text)));
        }
        let gained = user.roles != self.operator.roles;
        self.operator = user;
        if gained && matches!(self.flow.work(), Work::Home(_)) {
            self.flow = Flow::of(home::State::of(&self.operator).into());
        }
        let (has_changed, until) = may_have_changed(view, &self.operator, self.told_until)?;
        self.told_until = until;
        // What was told before a count was opened must not be shown, nor kept, any longer.
        if !has_changed && self.taken_from(view)?.is_none() {
            return Ok(None);
        }
        let context = self.context(now);
        self.look_again(view, &context)
    }

    /// Signs the operator out because of something that happened elsewhere. The work that was saved waits.
    fn put_out(&mut self, head: &str, text: String) -> Said {
        self.leave();
        Said::new(Level::Warn, head, text)
    }
}
