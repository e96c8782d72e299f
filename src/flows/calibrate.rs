//! Calibration, step by step: a symbol is shown and what the scanner sends for it is kept; after the third one the
//! profile is derived. It stands beside the work, owns no clock, and posts nothing.

use crate::scan::calibration::{
    Beat, Carrier, Derived, Fit, Line, Sign, Symbol, Trial, derive, fits, symbols,
};
use chrono::{DateTime, TimeDelta, Utc};

/// The silence after which a code counts as complete, whatever terminator is or is not sent.
pub const SILENCE: TimeDelta = TimeDelta::milliseconds(400);
/// The longest time between a key that a hand-held presses and the code that follows.
const TRIGGER: TimeDelta = TimeDelta::milliseconds(1000);
/// The time within which a repeated symbol was sent by the scanner itself and not scanned again.
const AT_ONCE: TimeDelta = TimeDelta::milliseconds(1500);

/// The result of judging what was heard.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It is the symbol; the next one is shown, or the result.
    Taken,
    /// It is the symbol before, which the scanner sent once more.
    Again,
    /// It is something else, in clear.
    Other(String),
}

/// A symbol with what was heard when it was scanned.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Kept {
    carrier: Carrier,
    heard: Vec<Beat>,
    again: Option<TimeDelta>,
}

/// Calibration, as far as it has come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Calibration {
    name: String,
    line: Line,
    carrier: Carrier,
    kept: Vec<Kept>,
    pending: Vec<Beat>,
    derived: Option<Derived>,
}

impl Calibration {
    /// Begins with the first symbol; `name` becomes the name of the profile.
    pub fn new(name: &str, line: Line) -> Self {
        Self {
            name: name.to_owned(),
            line,
            carrier: Carrier::DataMatrix,
            kept: Vec::new(),
            pending: Vec::new(),
            derived: None,
        }
    }

    /// Returns the symbol to scan, and its number from 1; `None` once all are done.
    pub fn symbol(&self) -> Option<(usize, Carrier, Symbol)> {
        let at = self.kept.len();
        let symbol = symbols(self.carrier).get(at).copied()?;
        Some((at + 1, self.carrier, symbol))
    }

    /// Returns the derived profile, once all symbols are done.
    pub const fn derived(&self) -> Option<&Derived> {
        self.derived.as_ref()
    }

    /// Returns what connects the scanner.
    pub const fn line(&self) -> Line {
        self.line
    }

    /// Returns whether nothing is heard at the moment.
    pub const fn is_quiet(&self) -> bool {
        self.pending.is_empty()
    }

    /// Hears what a scanner sent.
    pub fn hear(&mut self, signs: impl IntoIterator<Item = Sign>, at: DateTime<Utc>) {
        const MOST: usize = 4096;
        let beats = signs.into_iter().map(|sign| Beat { sign, at });
        self.pending
            .extend(beats.take(MOST - self.pending.len().min(MOST)));
    }

    /// Hears a scanner of another kind from now on.
    pub const fn turn_to(&mut self, line: Line) {
        self.line = line;
    }

    /// Returns the letter behind the leader, if these two characters are all that is heard at the moment.
    pub fn letter_behind(&self, leader: char) -> Option<char> {
        let mut text = self.pending.iter().map(|beat| match beat.sign {
            Sign::Byte(byte) => char::from(byte),
            Sign::Key(_) => '\0',
        });
        match (text.next(), text.next(), text.next()) {
            (Some(first), Some(letter), None) if first == leader => Some(letter),
            _ => None,
        }
    }

    /// Returns the key that is all that is heard at the moment: an operator's, unless a code follows.
    pub fn key_alone(&self) -> Option<&str> {
        match &*self.pending {
            [
                Beat {
                    sign: Sign::Key(key), ..
                },
            ] => Some(key),
            _ => None,
        }
    }

    /// Returns how long to wait before what is heard is judged; `None` while nothing is heard.
    pub fn patience(&self, now: DateTime<Utc>) -> Option<TimeDelta> {
        let last = self.pending.last()?;
        let patience = if self.key_alone().is_some() {
            TRIGGER
        } else {
            SILENCE
        };
        Some((patience - (now - last.at)).max(TimeDelta::zero()))
    }

    /// Forgets what is heard at the moment, and returns it.
    pub fn forget(&mut self) -> Vec<Beat> {
        std::mem::take(&mut self.pending)
    }

    /// Judges what was heard once it is complete; returns the beats and the verdict, `None` if nothing was heard.
    pub fn judge(&mut self) -> Option<(Vec<Beat>, Verdict)> {
        let heard = Some(self.forget()).filter(|heard| !heard.is_empty())?;
        let verdict = match self.symbol() {
            Some((_, _, symbol)) if fits(&symbol, &heard) != Fit::Other => {
                self.keep(heard.clone());
                Verdict::Taken
            }
            _ if self.is_again(&heard) => Verdict::Again,
            _ => Verdict::Other(in_clear(&heard)),
        };
        Some((heard, verdict))
    }

    /// Returns whether this is the previous symbol again; if the scanner sent it by itself, notes after what time.
    fn is_again(&mut self, heard: &[Beat]) -> bool {
        let at = self.kept.len();
        let Some(last) = self.kept.last_mut() else {
            return false;
        };
        let symbol = symbols(last.carrier)[at - 1];
        if fits(&symbol, heard) != Fit::Whole {
            return false;
        }
        if let (Some(end), Some(begin)) = (last.heard.last(), heard.first())
            && begin.at - end.at <= AT_ONCE
        {
            last.again = last.heard.first().map(|first| begin.at - first.at);
            if self.derived.is_some() {
                self.conclude();
            }
        }
        true
    }

    /// Goes on without the symbol, which the scanner can't read.
    pub fn skip(&mut self) {
        if self.symbol().is_some() {
            self.forget();
            self.keep(Vec::new());
        }
    }

    /// Shows the next kind of symbol.
    pub fn other_kind(&mut self) {
        let at = Carrier::ALL.iter().position(|carrier| *carrier == self.carrier);
        self.carrier = Carrier::ALL[at.map_or(0, |at| (at + 1) % Carrier::ALL.len())];
    }

    /// Goes back one symbol; returns whether there was one.
    pub fn back(&mut self) -> bool {
        self.forget();
        self.derived = None;
        self.kept.pop().is_some()
    }

    /// Begins again.
    pub fn restart(&mut self) {
        *self = Self {
            carrier: self.carrier,
            ..Self::new(&self.name, self.line)
        };
    }

    fn keep(&mut self, heard: Vec<Beat>) {
        self.kept.push(Kept {
            carrier: self.carrier,
            heard,
            again: None,
        });
        if self.kept.len() == symbols(self.carrier).len() {
            self.conclude();
        }
    }

    fn conclude(&mut self) {
        let trial = |(at, kept)| {
            let Kept {
                carrier,
                heard,
                again,
            }: &Kept = kept;
            Trial {
                carrier: *carrier,
                symbol: symbols(*carrier)[at],
                heard,
                again: *again,
            }
        };
        let trials: Vec<Trial<'_>> = self.kept.iter().enumerate().map(trial).collect();
        if let Ok(trials) = <&[Trial<'_>; 3]>::try_from(trials.as_slice()) {
            self.derived = Some(derive(&self.name, self.line, trials));
        }
    }
}

/// Returns what was heard in a form that people can read.
fn in_clear(heard: &[Beat]) -> String {
    let one = |beat: &Beat| match &beat.sign {
        Sign::Byte(byte) => crate::scan::read::in_clear(&[*byte]),
        Sign::Key(key) => format!("<{}>", key.to_uppercase()),
    };
    heard.iter().map(one).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(millis: i64) -> DateTime<Utc> {
        DateTime::UNIX_EPOCH + TimeDelta::milliseconds(millis)
    }

    /// Hears a text as one burst, and judges it.
    fn heard(calibration: &mut Calibration, bytes: &[u8], millis: i64) -> Verdict {
        calibration.hear(bytes.iter().map(|byte| Sign::Byte(*byte)), at(millis));
        assert_eq!(
            calibration.patience(at(millis + 100)),
            Some(TimeDelta::milliseconds(300))
        );
        assert_eq!(calibration.patience(at(millis + 900)), Some(TimeDelta::zero()));
        calibration.judge().unwrap().1
    }

    fn shown(calibration: &Calibration) -> Vec<u8> {
        let (_, _, symbol) = calibration.symbol().unwrap();
        [symbol.data, b"\r"].concat()
    }

    #[test]
    fn three_symbols_one_after_the_other_make_a_profile() {
        let mut calibration = Calibration::new("dock", Line::Keyboard);
        for (number, millis) in [(1, 0), (2, 5000), (3, 9000)] {
            assert_eq!(calibration.symbol().unwrap().0, number);
            let code = shown(&calibration);
            assert_eq!(heard(&mut calibration, &code, millis), Verdict::Taken);
        }
        assert_eq!(calibration.symbol(), None);
        assert_eq!(calibration.derived().unwrap().profile.name, "dock");
    }

    #[test]
    fn a_key_that_a_hand_held_presses_before_each_code_is_noticed_and_loses_its_meaning() {
        let mut calibration = Calibration::new("dock", Line::Keyboard);
        for second in 0..3 {
            let begun = second * 5000;
            calibration.hear([Sign::Key("f9".into())], at(begun));
            assert_eq!(calibration.key_alone(), Some("f9"));
            assert_eq!(
                calibration.patience(at(begun + 600)),
                Some(TimeDelta::milliseconds(400)),
                "a code may follow yet"
            );
            for (byte, millis) in shown(&calibration).into_iter().zip(600..) {
                calibration.hear([Sign::Byte(byte)], at(begun + millis));
            }
            assert_eq!(calibration.key_alone(), None);
            assert_eq!(calibration.judge().unwrap().1, Verdict::Taken);
        }
        let derived = calibration.derived().unwrap();
        let framing = &derived.profile.framing;
        assert_eq!(framing.trigger_key.as_deref(), Some("f9"));
        assert!(framing.prefix.0.is_empty() && framing.gap_ms < 100, "{framing:?}");
        assert!(derived.advice.iter().any(|it| it.code == "trigger-key"));
        assert!(derived.facts.contains(&("Trigger key", "F9".to_owned())));
    }

    #[test]
    fn another_code_changes_nothing_and_is_told() {
        let mut calibration = Calibration::new("dock", Line::Keyboard);
        let verdict = heard(&mut calibration, b"4006381333931\r", 0);
        assert_eq!(verdict, Verdict::Other(r"4006381333931\x0d".into()));
        assert_eq!(calibration.symbol().unwrap().0, 1);
        assert_eq!(calibration.judge(), None, "nothing is heard now");
    }

    #[test]
    fn a_symbol_that_comes_twice_is_the_scanners_doing_only_at_once() {
        for (pause, code) in [(700, Some("sent-twice")), (4000, None)] {
            let mut calibration = Calibration::new("dock", Line::Keyboard);
            let first = shown(&calibration);
            assert_eq!(heard(&mut calibration, &first, 0), Verdict::Taken);
            assert_eq!(heard(&mut calibration, &first, pause), Verdict::Again);
            for number in 2..=3 {
                let code = shown(&calibration);
                assert_eq!(heard(&mut calibration, &code, 9000 * number), Verdict::Taken);
            }
            let advice = &calibration.derived().unwrap().advice;
            assert_eq!(advice.iter().any(|it| it.code == "sent-twice"), code.is_some());
        }
    }

    #[test]
    fn a_symbol_is_left_out_taken_back_or_shown_in_another_kind() {
        let mut calibration = Calibration::new("dock", Line::Keyboard);
        calibration.other_kind();
        assert_eq!(calibration.symbol().unwrap().1, Carrier::Qr);
        calibration.skip();
        assert_eq!(calibration.symbol().unwrap().0, 2);
        assert!(calibration.back());
        assert!(!calibration.back());
        (0..3).for_each(|_| calibration.skip());
        assert_eq!(calibration.derived().unwrap().advice[0].code, "not-read");
        calibration.restart();
        assert_eq!(
            (calibration.symbol().unwrap().0, calibration.derived()),
            (1, None)
        );
    }

    #[test]
    fn a_letter_behind_the_leader_is_seen() {
        let mut calibration = Calibration::new("dock", Line::Keyboard);
        calibration.hear([Sign::Byte(b'.'), Sign::Byte(b'k')], at(0));
        assert_eq!(calibration.letter_behind('.'), Some('k'));
        calibration.hear([Sign::Byte(b'k')], at(1));
        assert_eq!(calibration.letter_behind('.'), None);
    }
}
