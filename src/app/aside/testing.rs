//! Diagnostics: which line is looked at, which bell comes next.

use crate::domain::command::Command;
use crate::flows::diagnostics::Observed;
use crate::ui::signal::{GoodBeep, Signal};

/// The most reads that are listed.
pub(in crate::app) const MOST: usize = 50;
/// The signals of the bell, one after the other.
const SIGNALS: [(Signal, &str); 5] = [
    (Signal::Good, "a good scan"),
    (Signal::Info, "a note"),
    (Signal::Warning, "a warning"),
    (Signal::Error, "a refusal"),
    (Signal::Supervisor, "a supervisor is needed"),
];

/// What diagnostics shows.
#[derive(Debug, Default)]
pub struct Testing {
    /// The last reads, the newest first.
    pub reads: Vec<Observed>,
    /// The index of the marked line.
    pub marked: usize,
    /// How many facts about the marked line are scrolled away.
    pub away: usize,
    rung: usize,
}

impl Testing {
    /// Returns the next signal of the bell: its beeps, and what it means.
    pub fn ring(&mut self, good: GoodBeep) -> (u8, String) {
        let (signal, meaning) = SIGNALS[self.rung % SIGNALS.len()];
        self.rung += 1;
        match signal.beeps(good) {
            0 => (0, format!("no beep: {meaning}. beep_when_good is off")),
            1 => (1, format!("1 beep: {meaning}")),
            beeps => (beeps, format!("{beeps} beeps: {meaning}")),
        }
    }

    /// Marks the line above or below among `lines` lines, or scrolls the facts about the marked one; returns whether
    /// the command asks for either.
    pub fn scroll(&mut self, command: &Command, lines: usize) -> bool {
        match command {
            Command::Up => self.mark(self.marked.saturating_sub(1)),
            Command::Down => self.mark((self.marked + 1).min(lines.saturating_sub(1))),
            Command::PageUp => self.away = self.away.saturating_sub(1),
            Command::PageDown => self.away = (self.away + 1).min(MOST),
            _ => return false,
        }
        true
    }

    /// Marks a line, and shows the facts about it from the first one on.
    pub fn mark(&mut self, line: usize) {
        (self.marked, self.away) = (line, 0);
    }
}
