//! The answer to a read.

use crate::domain::log::{Logged, Outcome, ReadResult};
use crate::domain::refusal::Refusal;
use crate::flows::event::{Command, Level, Said};
use crate::flows::machine::Subject;
use crate::flows::naming::counted;
use crate::operations::answer::Verdict;
use serde::{Deserialize, Serialize};

/// The result of one read, and what the operator is told about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reply {
    /// The read's number at its terminal.
    pub read: i64,
    /// Applied, refused, cancelled or a duplicate.
    pub outcome: Outcome,
    /// How serious the message is.
    pub level: Level,
    /// A few words in capitals, or empty.
    pub head: String,
    /// What is told to the operator.
    pub text: String,
    /// Code of the refusal.
    pub code: Option<String>,
    /// The first movement it made.
    pub movement: Option<i64>,
    /// The first journal entry it made.
    pub entry: Option<i64>,
    /// What the screen asks next.
    pub prompt: String,
    /// Whether the operator signed out with it.
    pub signed_off: bool,
    /// What it asked of the terminal around the work.
    pub terminal: Option<Command>,
    /// Whether what it posted had been recorded before.
    pub known: bool,
    /// How the last operation that it posted came into the books.
    pub(super) posted: Option<Verdict>,
    /// Whether the flow moved on, or the store was asked.
    pub(super) moved: bool,
    /// What it was about.
    pub(super) subject: Subject,
}

impl Reply {
    /// Returns the answer to a read that has no result yet.
    pub(super) fn to(read: i64) -> Self {
        Self {
            read,
            outcome: Outcome::Cancelled,
            level: Level::Info,
            head: String::new(),
            text: String::new(),
            code: None,
            movement: None,
            entry: None,
            prompt: String::new(),
            signed_off: false,
            terminal: None,
            known: false,
            posted: None,
            moved: false,
            subject: Subject::default(),
        }
    }

    /// Returns the answer to a read as it is on record, with the operation that it posted.
    pub(super) fn recorded(result: ReadResult, posted: Option<Logged>) -> Self {
        Self {
            outcome: result.outcome,
            level: if result.code.is_some() {
                Level::Error
            } else {
                Level::Good
            },
            head: result
                .code
                .as_ref()
                .map_or_else(String::new, |code| code.replace('_', " ")),
            text: result.message,
            code: result.code,
            known: posted.is_some(),
            movement: posted.as_ref().and_then(|logged| logged.movement),
            entry: posted.and_then(|logged| logged.entry),
            ..Self::to(result.read)
        }
    }

    /// Adds what a flow said: the more serious message replaces the other, equally serious ones stand side by side.
    pub(super) fn say(&mut self, said: Said) {
        if self.code.is_some() || (rank(said.level) < rank(self.level) && !self.text.is_empty()) {
            return;
        }
        if rank(said.level) == rank(self.level) && !self.text.is_empty() {
            if !self.text.contains(&said.text) {
                join(&mut self.text, &said.text);
            }
        } else {
            self.text = said.text;
        }
        self.level = said.level;
        if !said.head.is_empty() {
            self.head = said.head;
        }
    }

    /// Puts a sentence before the message; an empty one changes nothing.
    pub(super) fn say_first(&mut self, text: String) {
        if text.is_empty() {
            return;
        }
        let rest = std::mem::replace(&mut self.text, text);
        join(&mut self.text, &rest);
    }

    /// Puts before the answer what is wrong besides.
    pub(super) fn warn_first(&mut self, head: &str, text: String) {
        self.say_first(text);
        if rank(self.level) < rank(Level::Warn) {
            (self.level, self.head) = (Level::Warn, head.to_owned());
        }
    }

    /// Adds the answer to an earlier read that was worked on now, with what to do next.
    pub(super) fn join(&mut self, earlier: Self, prompt: String) {
        self.say_first(earlier.text);
        if rank(self.level) < rank(earlier.level) {
            (self.level, self.head) = (earlier.level, earlier.head);
        }
        self.prompt = prompt;
    }

    /// Puts what must be known about the read itself behind the message.
    pub(super) fn remark(&mut self, remarks: &[String]) {
        for remark in remarks {
            if self.code.is_some() {
                join(&mut self.text, &as_sentence(remark));
            } else {
                join(&mut self.text, remark);
            }
        }
    }

    /// Notes a refusal: it is what the operator is told, whatever else was said.
    pub(super) fn refuse(&mut self, refusal: &Refusal) {
        self.level = if refusal.is_dangerous() {
            Level::Danger
        } else {
            Level::Error
        };
        self.code = Some(refusal.code().to_owned());
        self.head = refusal.code().replace('_', " ");
        self.text = shortened(refusal.to_string());
    }

    /// Decides what became of the read.
    pub(super) fn conclude(&mut self, changed: bool) {
        self.outcome = if self.code.is_some() {
            Outcome::Refused
        } else if changed || self.moved {
            Outcome::Applied
        } else {
            Outcome::Cancelled
        };
    }

    /// Returns the message with its head, as one line.
    pub fn message(&self) -> String {
        if self.head.is_empty() {
            self.text.clone()
        } else {
            format!("{}: {}", self.head, self.text)
        }
    }
}

/// Puts a sentence behind another one, with one full stop between them.
fn join(text: &mut String, next: &str) {
    if !text.is_empty() && !next.is_empty() {
        text.push_str(if text.ends_with(['.', '?', '!']) {
            " "
        } else {
            ". "
        });
    }
    text.push_str(next);
}

/// Returns a remark with a capital letter, as it begins a sentence behind the two of a refusal.
fn as_sentence(remark: &str) -> String {
    let mut letters = remark.chars();
    let first: String = letters.next().into_iter().flat_map(char::to_uppercase).collect();
    first + letters.as_str()
}

/// Leaves out the middle of a long sentence: a label may hold thousands of characters, and what to do about it stands
/// at the end.
fn shortened(text: String) -> String {
    const LONGEST: usize = 240;
    const HEAD: usize = 60;
    const TAIL: usize = 110;
    let length = text.chars().count();
    if length <= LONGEST {
        return text;
    }
    let head: String = text.chars().take(HEAD).collect();
    let tail: String = text.chars().skip(length - TAIL).collect();
    format!("{head}…{tail}")
}

const fn rank(level: Level) -> u8 {
    match level {
        Level::Info => 0,
        Level::Good => 1,
        Level::Warn => 2,
        Level::Error => 3,
        Level::Danger => 4,
    }
}

/// How many reads there were, and what became of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tally {
    /// Reads that came.
    pub received: i64,
    /// Reads that moved the work on.
    pub applied: i64,
    /// Reads that a rule refused.
    pub refused: i64,
    /// Reads that were set aside.
    pub cancelled: i64,
    /// Reads that only repeated the one before them.
    #[serde(default)]
    pub duplicate: i64,
}

impl Tally {
    /// Counts a read.
    pub(super) const fn count(&mut self, outcome: Outcome) {
        self.received += 1;
        match outcome {
            Outcome::Applied => self.applied += 1,
            Outcome::Refused => self.refused += 1,
            Outcome::Cancelled => self.cancelled += 1,
            Outcome::Duplicate => self.duplicate += 1,
        }
    }

    /// Returns whether every read has its result.
    pub const fn is_proved(self) -> bool {
        self.received == self.applied + self.refused + self.cancelled + self.duplicate
    }
}

impl std::fmt::Display for Tally {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self {
            received,
            applied,
            refused,
            cancelled,
            duplicate,
        } = self;
        let reads = counted(usize::try_from(*received).unwrap_or_default(), "read");
        let sign = if self.is_proved() { '=' } else { '≠' };
        write!(
            f,
            "{reads} {sign} {applied} applied + {refused} refused + {cancelled} cancelled"
        )?;
        if *duplicate != 0 {
            write!(f, " + {duplicate} duplicate")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_of_thousands_of_characters_still_says_what_to_do() {
        let mut reply = Reply::to(1);
        let code = "7".repeat(3000);
        reply.refuse(&Refusal::UnknownCode { code });
        assert_eq!(reply.text.chars().count(), 171);
        assert!(reply.text.starts_with("777777"));
        assert!(
            reply
                .text
                .ends_with("777 is unknown. Check the label, or ask a supervisor to add it.")
        );
        let code = "FD-1001".to_owned();
        let short = Refusal::UnknownCode { code };
        reply.refuse(&short);
        assert_eq!(reply.text, short.to_string());
    }
}
