//! From bytes and keys to reads, by terminator; any chunking of the same bytes gives the same reads.
//!
//! # Where a read ends
//!
//! CR, LF and TAB end a read, and so does the suffix of the profile. Several different ones in a row are one
//! terminator: CR LF, TAB CR, ETX CR. Where the profile names a silence that ends a read, a terminator that comes after
//! all is part of that end. The prefix of the profile begins a code; it and the suffix are not part of a scanned read.
//! A prefix that is a control character begins a code even where the one before it never ended: the unfinished one is
//! handed over as [`Ending::Cut`]. NUL, XON and XOFF on a serial line are noise, unless the profile has them as prefix
//! or suffix.
//!
//! # Typed or scanned
//!
//! Only at a terminal, where fingers and a scanner share one line, does time mean anything. Keys follow each other in
//! the scanner's *rhythm* while no pause is longer than the *gap*; a *run* is what lies between two longer pauses. The
//! gap is the profile's; where the median of the last eight scans (three at least) shows a slower scanner, it is a
//! quarter above their 95th percentile, and 80 ms at most. A line teaches only if it has eight keys or more, and all
//! but five percent of them, and its terminator, came within 65 ms each: Bluetooth wedges need 50 to 60 ms a key, and
//! nobody's fingers keep up that pace for so long. A line is *typed* if a quarter of its keys or more come after a
//! longer pause, or if it is shorter than any code and no prefix announces it. Within the gap, control keys are data;
//! otherwise they are the operator's.
//!
//! # Typed and scanned
//!
//! A line may hold what somebody began to type, and after it a scan. Its last run, the *tail*, is held against what is
//! in front of it, the *head*:
//!
//! - The tail is *announced* if it begins with the profile's prefix, a symbology identifier or `$BL.`. It is a
//!   *number* if it is an article number of 12 to 14 digits whose check digit holds. It has *pace* if its keys came one
//!   after the other; a network that held keys up delivers them together, within half a millisecond a key, so that
//!   fingers look like a scanner and a scan looks broken in two.
//! - The head is *a code* if it is announced, *fingers* if every pause in it is at least 80 ms (and half as long again
//!   as the gap), a single *key*, a *burst* if it would not count as typed, else *unclear*.
//!
//! The tail is a read of its own, and the head stays on the line, if
//!
//! 1. the tail is announced and the head is fingers or a key; or the pause between them is at least 150 ms, and
//! 2. the head is fingers and the tail a number;
//! 3. the head is fingers, the tail has pace and its terminator came in rhythm;
//! 4. the head is a key and the tail has pace and is a number or ended in rhythm;
//! 5. the head is a key, the tail a number, and the pause longer than the second for which a hold-up is believed.
//!
//! The line is one read if it is a single run; if the tail is shorter than a code; if the head is a code and the tail
//! is not announced; if the pause is shorter than 150 ms; if the head is a key or a burst and a hold-up of a second at
//! most explains the pause, unless the tail is a number that the whole line is not.
//!
//! Everything else is [`Ending::Mixed`], and so is a scan after which somebody went on typing: both are refused,
//! because whatever was made of them could be another code.
//!
//! Limits of the rule: a whole line typed during one hold-up looks scanned, and typing that was held up together with
//! the whole scan after it becomes part of that scan, giving a code that no label carries.

mod judge;
mod line;
mod rhythm;
mod stroke;

use self::judge::{Judge, Verdict};
use self::line::Line;
use self::rhythm::Rhythm;
use super::profile::Framing;
use super::read::{Ending, Read, Source, SourceKind};
use chrono::{DateTime, TimeDelta, Utc};

pub(crate) use stroke::control;
pub use stroke::{Heard, Stroke};

/// The longest read, in bytes; more than any label holds.
pub const LONGEST: usize = 4096;

/// Cuts what one source sends into reads. It owns no clock and no thread: bytes and their times go in, reads come out.
#[derive(Debug)]
pub struct Framer {
    source: Source,
    framing: Framing,
    rhythm: Rhythm,
    line: Line,
    ended: Option<Ended>,
    overlong: bool,
}

/// The end of the last read, as long as nothing else has come since.
#[derive(Debug, Clone, Copy)]
struct Ended {
    /// When the last of it came.
    at: DateTime<Utc>,
    cr: bool,
    lf: bool,
    tab: bool,
}

impl Ended {
    const fn at(at: DateTime<Utc>) -> Self {
        let (cr, lf, tab) = (false, false, false);
        Self { at, cr, lf, tab }
    }

    /// Returns whether this character is already part of the end.
    const fn has(self, byte: u8) -> bool {
        match byte {
            b'\r' => self.cr,
            b'\n' => self.lf,
            _ => self.tab,
        }
    }

    const fn and(self, byte: u8, at: DateTime<Utc>) -> Self {
        Self {
            at,
            cr: self.cr || byte == b'\r',
            lf: self.lf || byte == b'\n',
            tab: self.tab || byte == b'\t',
        }
    }
}

impl Framer {
    /// Returns a framer for `source`, whose profile says what is around a code.
    pub fn new(source: Source, framing: &Framing) -> Self {
        Self {
            source,
            rhythm: Rhythm::new(framing.gap()),
            framing: framing.clone(),
            line: Line::default(),
            ended: None,
            overlong: false,
        }
    }

    /// Switches to another profile from here on; what was heard since the last terminator stays.
    pub fn turn_to(&mut self, framing: &Framing) {
        self.rhythm = Rhythm::new(framing.gap());
        self.framing = framing.clone();
    }

    /// Returns the source this framer listens to.
    pub fn source(&self) -> &Source {
        &self.source
    }

    /// Returns what has been heard since the last terminator.
    pub fn pending(&self) -> &[u8] {
        self.line.bytes()
    }

    /// Returns the longest pause between two keys of the scanner: the profile's, or what its scans showed.
    pub fn gap(&self) -> TimeDelta {
        self.rhythm.gap()
    }

    /// Hears bytes that arrived together; returns the reads they complete, after the one that the silence before them
    /// ended.
    pub fn feed(&mut self, bytes: &[u8], at: DateTime<Utc>) -> Vec<Read> {
        let silent = self.tick(at);
        silent
            .into_iter()
            .chain(bytes.iter().filter_map(|&byte| self.push(byte, at)))
            .collect()
    }

    /// Ends a read by silence, on a source whose profile says so. Typed text still waits for its Enter.
    pub fn tick(&mut self, now: DateTime<Utc>) -> Option<Read> {
        let idle = self.framing.idle()?;
        let last_at = self.line.last_at().filter(|last_at| idle <= now - *last_at)?;
        let verdict = self.verdict(last_at);
        if verdict == (Verdict::Whole { typed: true }) {
            return None;
        }
        self.ended = Some(Ended::at(last_at + idle));
        Some(self.close(verdict, Ending::Idle, last_at + idle))
    }

    /// Returns when [`Framer::tick`] will end what is pending, if nothing comes before.
    pub fn deadline(&self) -> Option<DateTime<Utc>> {
        Some(self.line.last_at()? + self.framing.idle()?)
    }

    /// Ends the last read at the end of its source; what is pending is not lost.
    pub fn finish(&mut self, at: DateTime<Utc>) -> Option<Read> {
        (!self.line.is_empty()).then(|| self.close(self.verdict(at), Ending::Close, at))
    }

    /// Drops what is pending and returns it: the operator cleared the line.
    pub fn clear(&mut self) -> Vec<u8> {
        self.line.take(0)
    }

    /// Hears one byte; at most one read comes of it.
    fn push(&mut self, byte: u8, at: DateTime<Utc>) -> Option<Read> {
        let noise = self.source.kind == SourceKind::Serial && matches!(byte, 0x00 | 0x11 | 0x13);
        if noise && !self.framing.prefix.0.contains(&byte) && !self.framing.suffix.0.contains(&byte) {
            return None;
        }
        let ended = self.ended.take();
        let ending = match byte {
            b'\r' | b'\n' => Ending::Enter,
            b'\t' => Ending::Tab,
            _ => return self.keep(byte, at).or_else(|| self.end_by_suffix(at)),
        };
        if let Some(ended) = ended
            && self.is_part_of(ended, byte, at)
        {
            self.ended = Some(ended.and(byte, at));
            return None;
        }
        self.ended = Some(Ended::at(at).and(byte, at));
        Some(self.end(ending, at))
    }

    /// Returns whether a terminator belongs to the end of the read before it. Fingers may press Enter right after a
    /// scan, but not in its rhythm, and not for a line begun before the scan.
    fn is_part_of(&self, ended: Ended, byte: u8, at: DateTime<Utc>) -> bool {
        let in_rhythm = !self.has_fingers() || at - ended.at <= self.rhythm.gap();
        match byte {
            b'\n' if ended.cr && !ended.lf => true,
            _ => in_rhythm && (!ended.has(byte) || !self.line.is_empty()),
        }
    }

    /// Keeps a byte of data; a read that reaches the bound is handed over in pieces.
    fn keep(&mut self, byte: u8, at: DateTime<Utc>) -> Option<Read> {
        let piece = (self.line.bytes().len() == LONGEST).then(|| {
            self.overlong = true;
            let piece = self.close(
                Verdict::Whole { typed: false },
                Ending::Full,
                self.line.last_at().unwrap_or(at),
            );
            self.overlong = true;
            piece
        });
        self.line.push(byte, at);
        piece.or_else(|| self.begin_anew(at))
    }

    /// Hands over a code whose end was lost, if the prefix of the next one is a control character. At a terminal the
    /// decision waits for the end of the line, which tells more.
    fn begin_anew(&mut self, at: DateTime<Utc>) -> Option<Read> {
        let prefix = &self.framing.prefix.0;
        let before = self.line.bytes().strip_suffix(&prefix[..])?.len();
        if self.has_fingers() || before == 0 || !prefix.first().is_some_and(u8::is_ascii_control) {
            return None;
        }
        let prefix = self.line.take(before);
        let lost = self.close(Verdict::Whole { typed: false }, Ending::Cut, at);
        for byte in prefix {
            self.line.push(byte, at);
        }
        Some(lost)
    }

    /// Ends a read by the suffix of the profile; at a terminal only inside a burst, because fingers can type a suffix
    /// too.
    fn end_by_suffix(&mut self, at: DateTime<Utc>) -> Option<Read> {
        let suffix = &self.framing.suffix.0;
        let data = self.line.bytes().strip_suffix(&suffix[..])?.len();
        let is_burst = || {
            let gap = self.rhythm.gap();
            0 < data
                && self
                    .line
                    .pauses(data - 1, data + suffix.len())
                    .all(|pause| pause <= gap)
        };
        if suffix.is_empty() || self.has_fingers() && !is_burst() {
            return None;
        }
        drop(self.line.take(data));
        self.ended = Some(Ended::at(at));
        if self.line.is_empty() || self.line.bytes() == self.framing.prefix.0 {
            drop(self.line.take(0)); // nothing between prefix and suffix: no code, and nobody's Enter
            return None;
        }
        Some(self.end(Ending::Enter, at))
    }

    /// Ends what is pending, or only the scan at its end, by a terminator.
    fn end(&mut self, ending: Ending, at: DateTime<Utc>) -> Read {
        let verdict = self.verdict(at);
        let from = match verdict {
            Verdict::Scan { from } => from,
            Verdict::Whole { .. } | Verdict::Mixed => 0,
        };
        if self.has_fingers() && verdict != Verdict::Mixed {
            let terminator = self.line.last_at().map_or(TimeDelta::zero(), |last| at - last);
            let pauses = self.line.pauses(from, self.line.bytes().len());
            self.rhythm.learn(pauses.chain([terminator]));
        }
        self.close(verdict, ending, at)
    }

    fn verdict(&self, at: DateTime<Utc>) -> Verdict {
        let judge = Judge {
            line: &self.line,
            framing: &self.framing,
            gap: self.rhythm.gap(),
            at,
        };
        match (self.has_fingers(), self.overlong) {
            (false, _) => Verdict::Whole { typed: false },
            (true, true) => judge.whole(),
            (true, false) => judge.verdict(),
        }
    }

    /// Hands over what is pending, or only its last part, as one read.
    fn close(&mut self, verdict: Verdict, ending: Ending, at: DateTime<Utc>) -> Read {
        let (from, typed, ending) = match verdict {
            Verdict::Whole { typed } => (0, typed, ending),
            Verdict::Scan { from } => (from, false, ending),
            Verdict::Mixed => (0, true, Ending::Mixed),
        };
        let first_at = self.line.at(from).unwrap_or(at);
        let mut bytes = self.line.take(from);
        let prefix = self.framing.prefix.0.len();
        if !typed && prefix < bytes.len() && bytes.starts_with(&self.framing.prefix.0) {
            bytes.drain(..prefix);
        }
        Read {
            source: self.source.clone(),
            bytes,
            first_at,
            last_at: at,
            typed,
            ending,
            overlong: std::mem::take(&mut self.overlong),
        }
    }

    /// Returns whether fingers may be at this source.
    fn has_fingers(&self) -> bool {
        self.source.kind == SourceKind::Terminal
    }
}

#[cfg(test)]
mod tests;
