//! The rhythm of one source's scanner, learnt from the codes it sent.

use chrono::TimeDelta;
use std::collections::VecDeque;

/// How many keys a code must have, its terminator not counted, to teach anything.
const TEACHING: usize = 8;
/// The slowest rhythm that is taken for a scanner's: nobody types eight characters and Enter at 65 ms each.
const SLOWEST: TimeDelta = TimeDelta::milliseconds(65);
/// The longest gap that is ever learnt; beyond it, fingers could not be told from a scanner.
const LONGEST_GAP: TimeDelta = TimeDelta::milliseconds(80);
/// How many codes the rhythm is taken from.
const REMEMBERED: usize = 8;
/// How many codes must agree before the rhythm is known.
const ENOUGH: usize = 3;

/// What is known of a scanner's rhythm: the longest pause between two of its keys.
#[derive(Debug)]
pub(super) struct Rhythm {
    configured: TimeDelta,
    gap: TimeDelta,
    /// The 95th percentile of the pauses in each of the last codes.
    slowest: VecDeque<TimeDelta>,
}

impl Rhythm {
    /// Returns a rhythm of which only the profile's gap is known; it never gets shorter than that.
    pub(super) fn new(configured: TimeDelta) -> Self {
        Self {
            configured,
            gap: configured,
            slowest: VecDeque::with_capacity(REMEMBERED),
        }
    }

    /// Returns the longest pause between two keys of the scanner.
    pub(super) fn gap(&self) -> TimeDelta {
        self.gap
    }

    /// Learns from the pauses of one complete line, the one before its terminator included. A line that fingers could
    /// have typed teaches nothing.
    pub(super) fn learn(&mut self, pauses: impl Iterator<Item = TimeDelta>) {
        let mut pauses: Vec<_> = pauses.collect();
        if pauses.len() < TEACHING || pauses.last().is_none_or(|terminator| SLOWEST < *terminator) {
            return;
        }
        pauses.sort_unstable();
        let slowest = pauses[(pauses.len() * 95).div_ceil(100) - 1];
        if SLOWEST < slowest {
            return;
        }
        if self.slowest.len() == REMEMBERED {
            self.slowest.pop_front();
        }
        self.slowest.push_back(slowest);
        self.gap = self.learnt().unwrap_or(self.configured);
    }

    /// Returns a quarter above the median of what the last codes showed, within its bounds.
    fn learnt(&self) -> Option<TimeDelta> {
        if self.slowest.len() < ENOUGH {
            return None;
        }
        let mut sorted: Vec<_> = self.slowest.iter().copied().collect();
        sorted.sort_unstable();
        let median = sorted[sorted.len() / 2];
        Some((median * 5 / 4).min(LONGEST_GAP).max(self.configured))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CONFIGURED: TimeDelta = TimeDelta::milliseconds(30);

    fn gap_after(codes: &[&[i64]]) -> i64 {
        let mut rhythm = Rhythm::new(CONFIGURED);
        for code in codes {
            rhythm.learn(code.iter().copied().map(TimeDelta::milliseconds));
        }
        rhythm.gap().num_milliseconds()
    }

    #[test]
    fn three_codes_of_a_slow_scanner_make_its_rhythm_known() {
        let slow: &[i64] = &[55, 50, 60, 54, 56, 51, 59, 55, 55];
        assert_eq!(gap_after(&[slow, slow]), 30, "two may be chance");
        assert_eq!(gap_after(&[slow, slow, slow]), 75, "a quarter above 60");
        let slowest: &[i64] = &[65; 12];
        assert_eq!(gap_after(&[slowest; 20]), 80, "never longer");
        assert_eq!(
            gap_after(&[&[2; 13][..]; 20]),
            30,
            "never shorter than the profile says"
        );
    }

    #[test]
    fn one_odd_code_changes_nothing() {
        let (fast, odd): (&[i64], &[i64]) = (&[3; 13], &[64; 13]);
        assert_eq!(gap_after(&[fast, fast, fast, odd, fast]), 30);
        let slow: &[i64] = &[56; 13];
        assert_eq!(gap_after(&[slow, slow, slow, fast, slow]), 70);
    }

    #[test]
    fn a_new_scanner_replaces_the_old_one() {
        let (slow, fast): (&[i64], &[i64]) = (&[56; 13], &[3; 13]);
        let mut codes = vec![slow; 8];
        codes.extend([fast; 5]);
        assert_eq!(gap_after(&codes), 30);
    }

    #[test]
    fn fingers_teach_nothing() {
        let typed: &[i64] = &[60, 62, 61, 70, 60, 63, 62, 61, 60];
        assert_eq!(gap_after(&[typed; 20]), 30, "one slow key is enough");
        assert_eq!(gap_after(&[&[50; 7][..]; 20]), 30, "a short line proves nothing");
        let mut enter_by_hand = vec![33; 30];
        enter_by_hand.push(400);
        assert_eq!(
            gap_after(&[&enter_by_hand[..]; 20]),
            30,
            "a key that was held down"
        );
    }

    #[test]
    fn a_site_may_allow_more_than_is_ever_learnt() {
        let mut rhythm = Rhythm::new(TimeDelta::milliseconds(120));
        for _ in 0..20 {
            rhythm.learn([TimeDelta::milliseconds(50); 12].into_iter());
        }
        assert_eq!(rhythm.gap().num_milliseconds(), 120);
    }
}
