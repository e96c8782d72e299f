//! What a line turns out to be once its terminator came: typed, scanned, both, or undecidable.
//!
//! [`super`] states the rule in words; this module is the rule and nothing else.

use super::line::Line;
use crate::domain::command::PREFIX;
use crate::scan::gtin::Gtin;
use crate::scan::profile::Framing;
use crate::scan::symbology::Symbology;
use chrono::{DateTime, TimeDelta, Utc};

/// Fingers need longer than this from key to key, except when two keys roll.
const FINGERS: TimeDelta = TimeDelta::milliseconds(80);
/// The shortest time in which somebody types a last key, picks up a scanner and hits a label.
const TAKE_UP: TimeDelta = TimeDelta::milliseconds(150);
/// The longest time for which a network is believed to have held up the rest of a code.
const HELD_UP: TimeDelta = TimeDelta::seconds(1);
/// Keys that follow each other more closely than this were delivered together.
const TOGETHER: TimeDelta = TimeDelta::microseconds(500);

/// What a line is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    /// One read.
    Whole {
        /// Whether fingers typed it.
        typed: bool,
    },
    /// A typed beginning, then a scan.
    Scan {
        /// Where the scan begins.
        from: usize,
    },
    /// Typed and scanned, or two scans, with no telling where one ends.
    Mixed,
}

/// The part in front of the last run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Head {
    /// The announced beginning of a code.
    Code,
    /// A single key.
    Key,
    /// Keys at the pace of fingers, all of them.
    Fingers,
    /// Keys in the scanner's rhythm.
    Burst,
    /// Some of either pace.
    Unclear,
}

/// A line at its end.
pub(super) struct Judge<'l> {
    /// The line.
    pub(super) line: &'l Line,
    /// What its source puts around a code.
    pub(super) framing: &'l Framing,
    /// The longest pause between two keys of its scanner.
    pub(super) gap: TimeDelta,
    /// When its terminator came.
    pub(super) at: DateTime<Utc>,
}

impl Judge<'_> {
    /// Returns the verdict on the line.
    pub(super) fn verdict(&self) -> Verdict {
        let from = self.last_beginning();
        if from == 0 {
            return self.whole();
        }
        if !self.is_long_enough(from, self.len()) {
            return if self.is_typed_on() {
                Verdict::Mixed
            } else {
                self.whole()
            };
        }
        let head = self.head(from);
        if self.is_announced(from) {
            return match head {
                Head::Key | Head::Fingers => Verdict::Scan { from },
                Head::Code | Head::Burst | Head::Unclear => Verdict::Mixed,
            };
        }
        if head == Head::Code || self.pause(from) < TAKE_UP {
            return self.whole();
        }
        self.weigh(head, from)
    }

    /// Returns the verdict that the line is one read, and whether fingers typed it: they pause at most keys, while a
    /// scanner on a busy line pauses once or twice in a whole code.
    pub(super) fn whole(&self) -> Verdict {
        let typed = !self.is_long_enough(0, self.len()) || self.is_paced_by_fingers(0, self.len());
        Verdict::Whole { typed }
    }

    /// Weighs a burst that nothing announces against what is in front of it.
    fn weigh(&self, head: Head, from: usize) -> Verdict {
        let number = self.is_number(from);
        let at_once = !self.has_pace(from, self.len());
        let held_up = self.pause(from) <= HELD_UP;
        // A code held up after its first digit looks like a digit typed before a shorter code.
        let digit_more = held_up && self.is_number(from - 1);
        match head {
            Head::Fingers if number && digit_more => Verdict::Mixed,
            Head::Fingers if number || !at_once && self.ends_in_rhythm() => Verdict::Scan { from },
            Head::Fingers | Head::Unclear => Verdict::Mixed,
            Head::Key | Head::Burst if number && self.is_number(0) => self.whole(),
            Head::Key if !at_once && (number || self.ends_in_rhythm()) => Verdict::Scan { from },
            Head::Key if number && !held_up => Verdict::Scan { from },
            Head::Burst if number && self.asks_for_number(from) => self.whole(),
            Head::Key | Head::Burst if number || !held_up => Verdict::Mixed,
            Head::Key | Head::Burst | Head::Code => self.whole(),
        }
    }

    /// Returns whether a scan whose end was lost is followed by typing, with a terminator pressed by hand.
    fn is_typed_on(&self) -> bool {
        let pace = self.pace_of_fingers();
        let (mut end, mut pause) = (self.len(), self.ended_after());
        for begin in self.line.runs(self.gap).rev() {
            if self.is_long_enough(begin, end) {
                let certain = self.has_pace(begin, end)
                    || begin == 0 && 2 * self.framing.shortest <= self.line.keys(begin, end);
                return end < self.len() && pace <= pause && certain;
            }
            if self.line.keys(begin, end) != 1 || pause < pace {
                return false;
            }
            pause = self.pause(begin);
            end = begin;
        }
        false
    }

    /// Returns where the last run begins, or the last code announced by a control character, if that is later.
    fn last_beginning(&self) -> usize {
        let run = self.line.runs(self.gap).next_back().unwrap_or(0);
        let prefix = &self.framing.prefix.0;
        let announced = if prefix.first().is_some_and(u8::is_ascii_control) {
            let mut windows = self.line.bytes().windows(prefix.len());
            windows.rposition(|window| window == prefix).unwrap_or(0)
        } else {
            0
        };
        run.max(announced)
    }

    fn head(&self, from: usize) -> Head {
        let pace = self.pace_of_fingers();
        if self.is_announced(0) {
            Head::Code
        } else if self.line.keys(0, from) <= 1 {
            Head::Key
        } else if self.line.pauses(0, from).all(|pause| pace <= pause) {
            Head::Fingers
        } else if self.is_paced_by_fingers(0, from) {
            Head::Unclear
        } else {
            Head::Burst
        }
    }

    /// Returns whether the bytes from here on announce a code themselves.
    fn is_announced(&self, from: usize) -> bool {
        let bytes = &self.line.bytes()[from..];
        self.has_prefix(from) || Symbology::split(bytes).is_some() || bytes.starts_with(PREFIX.as_bytes())
    }

    fn has_prefix(&self, from: usize) -> bool {
        let prefix = &self.framing.prefix.0;
        !prefix.is_empty() && self.line.bytes()[from..].starts_with(prefix)
    }

    /// Returns whether the line from here on is an article number whose check digit holds, long enough that this is
    /// hardly chance.
    fn is_number(&self, from: usize) -> bool {
        let bytes = &self.line.bytes()[from..];
        12 <= bytes.len() && Gtin::read(bytes).is_some()
    }

    /// Returns whether the head ends with the application identifier of an article number.
    fn asks_for_number(&self, from: usize) -> bool {
        let head = &self.line.bytes()[..from];
        self.len() - from == 14 && (head.ends_with(b"01") || head.ends_with(b"02"))
    }

    fn is_long_enough(&self, from: usize, to: usize) -> bool {
        self.framing.shortest <= self.line.keys(from, to) || self.has_prefix(from)
    }

    fn is_paced_by_fingers(&self, from: usize, to: usize) -> bool {
        let pauses = self
            .line
            .pauses(from, to)
            .filter(|pause| self.gap < *pause)
            .count();
        self.line.keys(from, to) <= pauses * 4
    }

    /// Returns whether keys came one after the other, as a scanner sends them, rather than together, as a network
    /// delivers what it held up.
    fn has_pace(&self, from: usize, to: usize) -> bool {
        let mut pauses = self.line.pauses(from, to);
        let Some(first) = pauses.next() else { return false };
        let (all, close) = pauses.fold((1, 0), |(all, close), pause| {
            (all + 1, close + usize::from(pause < TOGETHER))
        });
        TOGETHER <= first && close * 4 <= all
    }

    fn pace_of_fingers(&self) -> TimeDelta {
        FINGERS.max(self.gap * 3 / 2)
    }

    fn ends_in_rhythm(&self) -> bool {
        self.ended_after() <= self.gap
    }

    /// Returns how long after the last key the terminator came.
    fn ended_after(&self) -> TimeDelta {
        self.line
            .last_at()
            .map_or(TimeDelta::zero(), |last| self.at - last)
    }

    /// Returns the pause before a byte.
    fn pause(&self, from: usize) -> TimeDelta {
        match (
            from.checked_sub(1).and_then(|n| self.line.at(n)),
            self.line.at(from),
        ) {
            (Some(before), Some(first)) => first - before,
            _ => TimeDelta::zero(),
        }
    }

    fn len(&self) -> usize {
        self.line.bytes().len()
    }
}
