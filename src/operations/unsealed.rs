//! What a posting day of a site has pending, and what keeps it from being sealed.

use super::pending::{self, net};
use super::view::View;
use crate::domain::amount::Total;
use crate::domain::code::SiteCode;
use crate::domain::company::Account;
use crate::domain::record::Fault;
use crate::ledger::batch::{Posted, Sum, fitting, summarise};
use chrono::NaiveDate;

/// What a ledger batch of a posting day and site would hold now.
#[derive(Clone, Debug)]
pub struct Unsealed {
    /// The entries.
    pub posted: Vec<Posted>,
    /// The lines of the batch.
    pub sums: Vec<Sum>,
    /// What keeps it from being sealed.
    pub blocked: Vec<String>,
}

impl Unsealed {
    /// Returns what is pending on a posting day at a site.
    ///
    /// # Errors
    /// Fails if the store can't be read.
    pub fn of(view: &dyn View, day: NaiveDate, site: &SiteCode) -> Result<Self, Fault> {
        let mut posted = pending::pending_of(view, day, site)?;
        let summary = view.policies()?.summary()?;
        posted.truncate(fitting(&posted, summary));
        let sums = summarise(&posted, summary);
        let uneven = posted.iter().filter(|posted| !net(&posted.lines).is_zero());
        let mut blocked: Vec<String> = uneven
            .map(|posted| format!("entry {} does not balance; run `audit`", posted.entry.entry))
            .collect();
        for sum in &sums {
            if view.find::<Account>(&[&sum.account])?.is_none() {
                blocked.push(format!("account {} is not in the chart; import it", sum.account));
            }
        }
        Ok(Self {
            posted,
            sums,
            blocked,
        })
    }

    /// Returns the sums of its debits and credits.
    pub fn sides(&self) -> (Total, Total) {
        let debit = self.sums.iter().map(|sum| sum.debit).sum();
        (debit, self.sums.iter().map(|sum| sum.credit).sum())
    }
}
