//! How far an intake is, on a terminal where somebody watches it.

use rustix::termios::tcgetwinsize;
use std::io::{self, IsTerminal, Write};
use std::time::{Duration, Instant};

/// How often it is shown.
const EVERY: Duration = Duration::from_millis(200);

/// A line on standard error that is overwritten as the intake proceeds; nothing if that is not a terminal.
pub(super) struct Progress {
    is_shown: bool,
    /// What is done, such as `checking`.
    doing: &'static str,
    total: usize,
    began: Instant,
    /// How many lines were through when it began.
    before: usize,
    drawn: Option<Instant>,
    /// How many columns stand on the line.
    width: usize,
}

impl Progress {
    /// Shows nothing yet of so many lines.
    pub(super) fn of(doing: &'static str, total: usize) -> Self {
        Self {
            is_shown: io::stderr().is_terminal(),
            doing,
            total,
            began: Instant::now(),
            before: 0,
            drawn: None,
            width: 0,
        }
    }

    /// Begins the next phase.
    pub(super) fn turn_to(&mut self, doing: &'static str) {
        (self.doing, self.began, self.before) = (doing, Instant::now(), 0);
    }

    /// Does not count these lines for the rate.
    pub(super) const fn pass(&mut self, through: usize) {
        self.before += through;
    }

    /// Shows that so many lines are through.
    pub(super) fn show(&mut self, through: usize) {
        if !self.is_shown || self.drawn.is_some_and(|drawn| drawn.elapsed() < EVERY) {
            return;
        }
        self.drawn = Some(Instant::now());
        let columns = tcgetwinsize(io::stderr()).map_or(80, |size| usize::from(size.ws_col));
        let text = self.text(through, self.began.elapsed());
        self.draw(
            text.get(..text.len().min(columns.saturating_sub(1)))
                .unwrap_or_default(),
        );
    }

    /// Clears the line, so that something else can be written.
    pub(super) fn clear(&mut self) {
        if 0 < self.width {
            self.draw("");
        }
    }

    fn draw(&mut self, text: &str) {
        let mut out = io::stderr();
        // The end of a longer line is overwritten, and what is written next begins on the left.
        let _ = write!(out, "\r{text:<width$}\r{text}", width = self.width);
        let _ = out.flush();
        self.width = text.len();
    }

    fn text(&self, through: usize, took: Duration) -> String {
        let Self { doing, total, .. } = self;
        let percent = through * 100 / (*total).max(1);
        let counted = through.saturating_sub(self.before) as u128;
        let rate = counted * 1000 / took.as_millis().max(1);
        format!("{doing}: {through} of {total}, {percent} %, {rate} a second")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_through_before_counts_as_done_and_not_for_the_rate() {
        let mut progress = Progress::of("applying", 2000);
        progress.pass(500);
        let text = progress.text(1500, Duration::from_secs(2));
        assert_eq!(text, "applying: 1500 of 2000, 75 %, 500 a second");
        assert_eq!(
            Progress::of("checking", 0).text(0, Duration::ZERO),
            "checking: 0 of 0, 0 %, 0 a second"
        );
    }
}
