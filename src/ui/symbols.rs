//! The signs that stand beside the colours, in UTF-8 and in ASCII.

use super::face::{FieldState, Level, RowRole};

/// The signs that stand beside the colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Symbols {
    /// Whether only ASCII may be drawn.
    pub ascii: bool,
    /// The sign before the input.
    pub prompt: &'static str,
    /// The sign of what the step waits for and for the current row.
    pub wanted: &'static str,
    /// The sign of what is given and done.
    pub given: &'static str,
    /// The sign of what is worth knowing.
    pub info: &'static str,
    /// The sign of what needs a look.
    pub warn: &'static str,
    /// The sign of a refusal.
    pub error: &'static str,
    /// The sign of danger.
    pub danger: &'static str,
    /// The sign of what stops the work.
    pub stop: &'static str,
    /// The sign of one hidden character.
    pub dot: &'static str,
    /// The sign of what was cut off.
    pub cut: &'static str,
    /// The signs of rows above and below.
    pub more: [&'static str; 2],
    /// The parts of horizontal and vertical lines.
    pub lines: [&'static str; 2],
}

impl Symbols {
    /// The signs that a modern terminal font has.
    pub const UTF8: Self = Self {
        ascii: false,
        prompt: "❯",
        wanted: "▸",
        given: "✓",
        info: "•",
        warn: "!",
        error: "✗",
        danger: "▲",
        stop: "■",
        dot: "•",
        cut: "…",
        more: ["↑", "↓"],
        lines: ["─", "│"],
    };

    /// The signs that every terminal has.
    pub const ASCII: Self = Self {
        ascii: true,
        prompt: ">",
        wanted: ">",
        given: "+",
        info: "*",
        warn: "!",
        error: "X",
        danger: "!!",
        stop: "#",
        dot: "*",
        cut: "~",
        more: ["^", "v"],
        lines: ["-", "|"],
    };

    /// Returns the sign of a notice.
    pub const fn of_level(&self, level: Level) -> &'static str {
        match level {
            Level::Good => self.given,
            Level::Info => self.info,
            Level::Warn => self.warn,
            Level::Error => self.error,
            Level::Danger => self.danger,
            Level::Stop => self.stop,
        }
    }

    /// Returns the sign of a field.
    pub const fn of_field(&self, state: FieldState) -> &'static str {
        match state {
            FieldState::Wanted => self.wanted,
            FieldState::Given => self.given,
            FieldState::Optional => " ",
        }
    }

    /// Returns the sign of a row.
    pub const fn of_row(&self, role: RowRole) -> &'static str {
        match role {
            RowRole::Plain | RowRole::Total => " ",
            RowRole::Current => self.wanted,
            RowRole::Done => self.given,
            RowRole::Warn => self.warn,
            RowRole::Error => self.error,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_level_is_told_by_colour_alone() {
        for symbols in [Symbols::UTF8, Symbols::ASCII] {
            let levels = [
                Level::Good,
                Level::Info,
                Level::Warn,
                Level::Error,
                Level::Danger,
                Level::Stop,
            ];
            let signs: std::collections::BTreeSet<_> =
                levels.iter().map(|level| symbols.of_level(*level)).collect();
            assert_eq!(signs.len(), levels.len());
        }
    }
}
