//! Everything that can reach the loop, in one inbox; and what scanners are told in return.

use super::guard::Leave;
use super::terminal::TermInput;
use crate::scan::Source;
use crate::scan::source::SourceEvent;

/// A message to the loop.
#[derive(Debug)]
pub enum Message {
    /// The terminal: a key, a paste, another size, its end.
    Terminal(TermInput),
    /// A serial scanner: a read, or that it came or went.
    Scanner(SourceEvent),
    /// The system asks the program to leave.
    Leave(Leave),
}

impl From<TermInput> for Message {
    fn from(input: TermInput) -> Self {
        Self::Terminal(input)
    }
}

impl From<SourceEvent> for Message {
    fn from(event: SourceEvent) -> Self {
        Self::Scanner(event)
    }
}

impl From<Leave> for Message {
    fn from(leave: Leave) -> Self {
        Self::Leave(leave)
    }
}

/// The outcome of a serial scanner's read, for the scanner's own beep.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heard {
    /// The scanner.
    pub source: Source,
    /// Whether its read was applied.
    pub applied: bool,
}
