//! The pauses between the keys of a scanner.

use super::{Sign, Trial};
use chrono::TimeDelta;

/// The pauses between the keys of a scanner, inside its codes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Rhythm {
    /// The longest, in milliseconds.
    pub longest: i64,
    /// The mean, in tenths of a millisecond.
    pub mean_tenths: i64,
}

impl Rhythm {
    /// Measures what was heard of all symbols; the pause after a terminator belongs to no code, nor does the one after a
    /// key that a hand-held presses before it.
    pub(super) fn of(trials: &[Trial<'_>]) -> Self {
        let inside = trials
            .iter()
            .flat_map(|trial| {
                let keys = trial
                    .heard
                    .iter()
                    .take_while(|beat| matches!(beat.sign, Sign::Key(_)));
                trial.heard[keys.count()..].windows(2)
            })
            .filter_map(|pair| {
                let ended = matches!(pair[0].sign, Sign::Byte(b'\r' | b'\n' | b'\t'));
                (!ended).then(|| pair[1].at - pair[0].at)
            });
        let pauses: Vec<TimeDelta> = inside.collect();
        let total: i64 = pauses.iter().filter_map(TimeDelta::num_microseconds).sum();
        let count = i64::try_from(pauses.len()).unwrap_or(i64::MAX).max(1);
        Self {
            longest: pauses.iter().map(TimeDelta::num_milliseconds).max().unwrap_or(0),
            mean_tenths: total / 100 / count,
        }
    }

    /// Returns the pause that a profile allows, in milliseconds: one and a half times the longest, but at least the
    /// standard.
    pub(super) fn granted(self, standard: u32) -> u32 {
        let longest = u32::try_from(self.longest.clamp(0, 1000)).unwrap_or(standard);
        standard.max((longest + longest / 2).next_multiple_of(5))
    }

    /// Returns the silence after which nothing more of a code comes, in milliseconds.
    pub(super) fn silence(self) -> u32 {
        u32::try_from(self.longest.clamp(0, 250))
            .unwrap_or(250)
            .saturating_mul(4)
            .max(60)
    }
}

impl std::fmt::Display for Rhythm {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (whole, tenth) = (self.mean_tenths / 10, self.mean_tenths % 10);
        write!(f, "{whole}.{tenth} ms, longest {} ms", self.longest)
    }
}
