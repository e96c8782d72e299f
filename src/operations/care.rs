//! What supervisors and administrators have to know of a store: that it was restored, and how old its last backup is.

use super::stamps::stamp;
use super::view::View;
use crate::domain::log::{Logged, MadeBackup, Restoration, SeenRestoration};
use crate::domain::record::{Fault, Record};
use crate::domain::time::Time;

const HOUR_MS: i64 = 3_600_000;

/// How a store stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Care {
    /// The newest restoration, until a supervisor or an administrator confirms it.
    pub restored: Option<Restoration>,
    /// The newest backup noted in the store. A store that was restored from a backup has no note of that backup.
    pub backup: Option<MadeBackup>,
    /// When the last backup was made, if that is longer ago than the company wants.
    pub unkept_since: Option<Time>,
}

impl Care {
    /// Returns how a store stands at a moment.
    ///
    /// # Errors
    /// A [`Fault`] if the store can't answer.
    pub fn of(view: &dyn View, now: Time) -> Result<Self, Fault> {
        let last: Option<Restoration> = view.find(&[&view.last(Restoration::TABLE)?])?;
        let backup: Option<MadeBackup> = view.find(&[&view.last(MadeBackup::TABLE)?])?;
        let kept = backup.as_ref().map(|made| made.at);
        // All that was in the store at that moment came from a backup.
        let kept = kept.max(last.as_ref().map(|restored| restored.at));
        let hours = i64::from(view.policies()?.backup_age_hours()?);
        let mut unkept_since = None;
        if 0 < hours {
            let since = match kept {
                Some(at) => Some(at),
                None => begun(view)?,
            };
            unkept_since = since.filter(|since| hours * HOUR_MS < now.since_ms(*since));
        }
        let is_seen = match &last {
            Some(it) => view.find::<SeenRestoration>(&[&it.restoration])?.is_some(),
            None => true,
        };
        Ok(Self {
            restored: last.filter(|_| !is_seen),
            backup,
            unkept_since,
        })
    }

    /// Returns what is to be told, each in a sentence.
    pub fn told(&self) -> Vec<String> {
        let restored = self.restored.as_ref().map(|it| {
            let (at, backup, operation) = (it.at.to_minute(), &it.backup, it.operation);
            format!(
                "The store was restored on {at} from {backup}: what was done after its operation {operation} is not in \
                 it"
            )
        });
        let unkept = self.unkept_since.map(|since| {
            let since = since.to_minute();
            match self.backup {
                Some(_) => format!("Nothing since {since} is in a backup"),
                None => format!("No backup is known since {since}"),
            }
        });
        restored.into_iter().chain(unkept).collect()
    }
}

/// Returns when the first operation of a store was asked for.
fn begun(view: &dyn View) -> Result<Option<Time>, Fault> {
    let first: Option<Logged> = view.find(&[&1i64])?;
    first.map(|first| stamp(&first)).transpose()
}
