//! What the company's policies say about working at a terminal.

use crate::domain::code::SiteCode;
use crate::domain::policy::{Approval, Patterns, RequireScan};
use crate::domain::record::Fault;
use crate::operations::site::default_site;
use crate::operations::view::View;
use chrono::TimeDelta;

/// The policies that a terminal heeds, as they were read last.
#[derive(Clone, Debug)]
pub(super) struct Terms {
    /// The site of an operator who has none.
    pub(super) home_site: SiteCode,
    pub(super) require_scan: RequireScan,
    pub(super) approval: Approval,
    pub(super) tote_pattern: Patterns,
    pub(super) over_receipt_percent: u32,
    /// How many digits a PIN has at least.
    pub(super) pin_digits: u32,
    /// How long a screen stays open without a read; `None` for ever.
    pub(super) lock_after: Option<TimeDelta>,
}

impl Terms {
    /// Reads the policies.
    ///
    /// # Errors
    /// A [`Fault`] if the store can't be read, or holds a value that a policy does not take.
    pub(super) fn read(view: &dyn View) -> Result<Self, Fault> {
        let policies = view.policies()?;
        let minutes = policies.lock_after_minutes()?;
        Ok(Self {
            home_site: default_site(view, &policies)?,
            require_scan: policies.require_scan()?,
            approval: policies.approval()?,
            tote_pattern: policies.tote_pattern()?,
            over_receipt_percent: policies.over_receipt_percent()?,
            pin_digits: policies.pin_digits()?,
            lock_after: (minutes != 0).then(|| TimeDelta::minutes(i64::from(minutes))),
        })
    }
}
