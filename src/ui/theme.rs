//! One style per role, never per widget: a screen names what a text *is*.

use super::face::{Level, RowRole};
use super::symbols::Symbols;
use ratatui::style::{Color, Modifier, Style};

/// A style for each role, and the symbols that stand beside the colours.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Theme {
    /// The style of the name of the job.
    pub title: Style,
    /// The style of who works where.
    pub place: Style,
    /// The style of what to do.
    pub lead: Style,
    /// The style of what must be readable at arm's length.
    pub big: Style,
    /// The style of the names of fields and columns.
    pub label: Style,
    /// The style of what is known.
    pub value: Style,
    /// The style of what the step waits for.
    pub wanted: Style,
    /// The style of what is good to know, counters and borders.
    pub dim: Style,
    /// The style of the input line.
    pub input: Style,
    /// The style of the marked row of a table.
    pub selected: Style,
    /// The style of a scan that was applied.
    pub good: Style,
    /// The style of something worth knowing.
    pub info: Style,
    /// The style of what needs a look.
    pub warn: Style,
    /// The style of a refusal.
    pub error: Style,
    /// The style of a refusal that can be confirmed, and what stops the work.
    pub danger: Style,
    /// The style of what a key does.
    pub hint: Style,
    /// The style of a key.
    pub key: Style,
    /// The style of amounts of money and sums.
    pub money: Style,
    /// The signs that stand beside the colours.
    pub symbols: Symbols,
}

/// How many colours a terminal shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Palette {
    /// 256 colours.
    Rich,
    /// The sixteen of every colour terminal.
    Sixteen,
    /// Bold, underlined and reversed only.
    Mono,
}

/// What a process knows about its terminal; every field is given, nothing is read from the environment here.
#[derive(Debug, Clone, Copy, Default)]
pub struct Surroundings<'a> {
    /// The option `--ascii`.
    pub ascii: bool,
    /// The variable `NO_COLOR`; any non-empty value asks for no colour (no-color.org).
    pub no_color: Option<&'a str>,
    /// The variable `TERM`.
    pub term: Option<&'a str>,
    /// The variable `COLORTERM`.
    pub colorterm: Option<&'a str>,
    /// The first of `LC_ALL`, `LC_CTYPE` and `LANG` that is set.
    pub locale: Option<&'a str>,
}

impl Theme {
    /// Makes the theme of a palette.
    pub fn new(palette: Palette, ascii: bool) -> Self {
        let base = match palette {
            Palette::Mono => Self::mono(),
            Palette::Sixteen => Self::coloured([
                Color::Cyan,
                Color::Yellow,
                Color::Green,
                Color::Blue,
                Color::Yellow,
                Color::Red,
                Color::Magenta,
            ]),
            Palette::Rich => Self::coloured([
                Color::Indexed(80),
                Color::Indexed(221),
                Color::Indexed(114),
                Color::Indexed(75),
                Color::Indexed(214),
                Color::Indexed(160),
                Color::Indexed(163),
            ]),
        };
        Self {
            symbols: if ascii { Symbols::ASCII } else { Symbols::UTF8 },
            ..base
        }
    }

    /// Chooses a theme for a terminal from what is known about it.
    pub fn detect(known: &Surroundings<'_>) -> Self {
        Self::new(palette(known), known.ascii || only_ascii(known))
    }

    /// Returns the style of a notice.
    pub const fn of_level(&self, level: Level) -> Style {
        match level {
            Level::Good => self.good,
            Level::Info => self.info,
            Level::Warn => self.warn,
            Level::Error => self.error,
            Level::Danger | Level::Stop => self.danger,
        }
    }

    /// Returns the style of a row.
    pub const fn of_row(&self, role: RowRole) -> Style {
        match role {
            RowRole::Plain => self.value,
            RowRole::Current => self.wanted,
            RowRole::Done => self.dim,
            RowRole::Warn => self.warn,
            RowRole::Error => self.error,
            RowRole::Total => self.money,
        }
    }

    fn mono() -> Self {
        let plain = Style::new();
        let bold = plain.add_modifier(Modifier::BOLD);
        let reversed = plain.add_modifier(Modifier::REVERSED);
        let loud = bold.add_modifier(Modifier::REVERSED);
        Self {
            title: reversed,
            place: reversed,
            lead: bold,
            big: loud,
            label: plain,
            value: plain,
            wanted: bold,
            dim: plain,
            input: plain.add_modifier(Modifier::UNDERLINED),
            selected: reversed,
            good: plain,
            info: plain,
            warn: bold,
            error: loud,
            danger: loud,
            hint: plain,
            key: bold,
            money: bold,
            symbols: Symbols::ASCII,
        }
    }

    /// Lays seven colours over the monochrome theme: accent, wanted, good, info, warn, error, danger.
    fn coloured([accent, wanted, good, info, warn, error, danger]: [Color; 7]) -> Self {
        let bold = Style::new().add_modifier(Modifier::BOLD);
        let banner = |ground: Color, ink: Color| bold.fg(ink).bg(ground);
        Self {
            title: banner(accent, Color::Black),
            place: Style::new().fg(Color::Black).bg(accent),
            lead: bold,
            big: banner(wanted, Color::Black),
            label: Style::new().fg(accent),
            wanted: bold.fg(wanted),
            dim: Style::new().fg(Color::DarkGray),
            input: bold,
            good: Style::new().fg(good),
            info: Style::new().fg(info),
            warn: Style::new().fg(warn),
            error: banner(error, Color::White),
            danger: banner(danger, Color::White),
            key: bold.fg(accent),
            ..Self::mono()
        }
    }
}

fn palette(known: &Surroundings<'_>) -> Palette {
    let term = known.term.unwrap_or_default();
    let colourless = term.is_empty() || term == "dumb" || term.starts_with("vt") || term.ends_with("-mono");
    if colourless || known.no_color.is_some_and(|value| !value.is_empty()) {
        Palette::Mono
    } else if term.contains("256color") || known.colorterm.is_some_and(|value| !value.is_empty()) {
        Palette::Rich
    } else {
        Palette::Sixteen
    }
}

/// Returns whether only ASCII can be drawn: the Linux console and the VT terminals lack most signs, and a locale that
/// is not UTF-8 lacks them all.
fn only_ascii(known: &Surroundings<'_>) -> bool {
    let term = known.term.unwrap_or_default();
    let poor = term.is_empty() || ["dumb", "linux", "ansi"].contains(&term) || term.starts_with("vt");
    let utf8 = known.locale.is_none_or(|locale| {
        let locale = locale.to_ascii_lowercase();
        locale.is_empty() || locale.contains("utf-8") || locale.contains("utf8")
    });
    poor || !utf8
}

#[cfg(test)]
mod tests {
    use super::*;

    fn detected(term: &str, no_color: Option<&str>, locale: Option<&str>) -> Theme {
        Theme::detect(&Surroundings {
            term: Some(term),
            no_color,
            locale,
            ..Surroundings::default()
        })
    }

    #[test]
    fn poor_terminals_get_ascii_without_colour() {
        for term in ["", "dumb", "vt100", "vt220"] {
            assert_eq!(
                detected(term, None, None),
                Theme::new(Palette::Mono, true),
                "{term}"
            );
        }
        assert_eq!(detected("linux", None, None), Theme::new(Palette::Sixteen, true));
    }

    #[test]
    fn colour_follows_what_the_terminal_says() {
        assert_eq!(detected("xterm", None, None), Theme::new(Palette::Sixteen, false));
        assert_eq!(
            detected("xterm-256color", None, Some("de_DE.UTF-8")),
            Theme::new(Palette::Rich, false)
        );
        let truecolor = Surroundings {
            term: Some("xterm"),
            colorterm: Some("truecolor"),
            ..Surroundings::default()
        };
        assert_eq!(Theme::detect(&truecolor), Theme::new(Palette::Rich, false));
    }

    #[test]
    fn no_color_and_ascii_are_obeyed() {
        assert_eq!(
            detected("xterm-256color", Some("1"), None),
            Theme::new(Palette::Mono, false)
        );
        assert_eq!(
            detected("xterm-256color", Some(""), None),
            Theme::new(Palette::Rich, false)
        );
        assert_eq!(
            detected("xterm-256color", None, Some("C")),
            Theme::new(Palette::Rich, true)
        );
        let asked = Surroundings {
            ascii: true,
            term: Some("xterm"),
            ..Surroundings::default()
        };
        assert!(Theme::detect(&asked).symbols.ascii);
    }
}
