//! The help overlay: what is legal now, with key, leader letter and command.

use super::text;
use super::theme::Theme;
use crate::domain::command::Command;
use crate::keys::{Chord, Keymap, Layer};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use ratatui::widgets::{Clear, Widget};

/// From this many columns on an entry takes one row.
const WIDE_COLUMNS: usize = 80;

/// From this many columns on the title says how to close the overlay.
const HINT_COLUMNS: usize = 40;

/// The ways to reach one command.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The command.
    pub command: Command,
    /// Its keys, the easiest first: `F8 ^Z`; empty when none is bound.
    pub keys: String,
    /// Its leader letter: `.u`; empty when none is bound.
    pub letter: String,
}

/// Returns all ways to reach each legal command, read off the live keymap.
pub fn entries(keymap: &Keymap, layers: &[Layer], legal: &[Command]) -> Vec<Entry> {
    let entry = |command: &Command| {
        let chords = keymap.chords(command, layers);
        let (led, alone): (Vec<_>, Vec<_>) = chords
            .into_iter()
            .partition(|chord| matches!(chord, Chord::Led(_)));
        let spell = |chords: &[Chord]| {
            chords
                .iter()
                .map(|chord| chord.label(keymap.leader()))
                .collect::<Vec<_>>()
                .join(" ")
        };
        Entry {
            command: command.clone(),
            keys: spell(&alone),
            letter: spell(&led),
        }
    };
    legal.iter().map(entry).collect()
}

/// The overlay over the whole area.
#[derive(Debug, Clone, Copy)]
pub struct Help<'a> {
    entries: &'a [Entry],
    theme: &'a Theme,
    offset: usize,
}

impl<'a> Help<'a> {
    /// Puts together what is drawn; `offset` counts the lines scrolled away.
    pub const fn new(entries: &'a [Entry], theme: &'a Theme, offset: usize) -> Self {
        Self {
            entries,
            theme,
            offset,
        }
    }

    /// Counts the lines that the list has at a width, for scrolling.
    pub fn line_count(&self, area: Rect) -> usize {
        self.lines(usize::from(area.width)).len()
    }

    fn lines(&self, columns: usize) -> Vec<Line<'static>> {
        self.entries
            .iter()
            .flat_map(|entry| self.entry(entry, columns))
            .collect()
    }

    fn entry(&self, entry: &Entry, columns: usize) -> Vec<Line<'static>> {
        let theme = self.theme;
        let (keys, letter, command) = (&entry.keys, &entry.letter, &*entry.command.card());
        let help = entry.command.help();
        if WIDE_COLUMNS <= columns {
            return vec![Line::from(vec![
                Span::styled(format!("{keys:<12} {letter:<6} "), theme.key),
                Span::styled(format!("{command:<16} "), theme.dim),
                Span::styled(text::cut(help, columns - 37, &theme.symbols), theme.value),
            ])];
        }
        let ways = [keys.as_str(), letter.as_str()]
            .into_iter()
            .filter(|way| !way.is_empty());
        let ways = ways.collect::<Vec<_>>().join("  ");
        let help = text::wrap(help, columns).into_iter();
        let mut lines: Vec<_> = help.map(|line| Line::styled(line, theme.value)).collect();
        let first = format!("  {ways}");
        if text::width(&first) + 2 + text::width(command) <= columns {
            let command = Span::styled(format!("  {command}"), theme.dim);
            lines.push(Line::from(vec![Span::styled(first, theme.key), command]));
        } else {
            lines.push(Line::styled(
                text::cut(&first, columns, &theme.symbols),
                theme.key,
            ));
            lines.push(Line::styled(
                text::cut(&format!("  {command}"), columns, &theme.symbols),
                theme.dim,
            ));
        }
        lines
    }
}

impl Widget for Help<'_> {
    fn render(self, area: Rect, buf: &mut Buffer) {
        let area = area.intersection(buf.area);
        if area.is_empty() {
            return;
        }
        Clear.render(area, buf);
        let columns = usize::from(area.width);
        let lines = self.lines(columns);
        let page = usize::from(area.height - 1);
        let first = self.offset.min(lines.len().saturating_sub(page));
        let more = lines.len().saturating_sub(first + page);
        let [_, down] = self.theme.symbols.more;
        let note = if more == 0 && HINT_COLUMNS <= columns {
            "  Esc closes".to_owned()
        } else if more == 0 {
            String::new()
        } else {
            format!("  {down} {more} more")
        };
        let title = text::cut(&format!("What you can do{note}"), columns, &self.theme.symbols);
        let title = Line::styled(title, self.theme.title);
        let shown = std::iter::once(&title).chain(lines.iter().skip(first).take(page));
        for (line, row) in shown.zip(area.rows()) {
            line.render(row, buf);
        }
    }
}

/// The lines by which a page is turned: one fewer than the smallest screen shows, so that none is passed over.
const PAGE: usize = 6;

/// Returns how many lines are scrolled away after a command; `None` if it closes the help.
pub const fn scrolled(offset: usize, command: &Command) -> Option<usize> {
    match command {
        Command::PageDown => Some(offset + PAGE),
        Command::PageUp => Some(offset.saturating_sub(PAGE)),
        Command::Down => Some(offset + 1),
        Command::Up => Some(offset.saturating_sub(1)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use crate::domain::command::Place;
    use crate::domain::job::Job;
    use crate::keys::Builtin;
    use crate::ui::theme::Palette;

    use super::*;

    fn shown(columns: u16, rows: u16, offset: usize) -> String {
        let keymap = Keymap::builtin(Builtin::Default).unwrap();
        let legal = [Command::Undo, Command::Short, Command::Help];
        let entries = entries(
            &keymap,
            &[Layer::Global, Layer::At(Place::Work(Job::Pick))],
            &legal,
        );
        let theme = Theme::new(Palette::Mono, false);
        let area = Rect::new(0, 0, columns, rows);
        let mut buffer = Buffer::empty(area);
        Help::new(&entries, &theme, offset).render(area, &mut buffer);
        let line = |row: Rect| {
            row.columns()
                .map(|cell| buffer[cell.as_position()].symbol())
                .collect::<String>()
        };
        area.rows()
            .map(|row| line(row).trim_end().to_owned() + "\n")
            .collect()
    }

    #[test]
    fn every_way_to_an_action_is_listed() {
        insta::assert_snapshot!(shown(80, 5, 0), @r"
        What you can do  Esc closes
        F8 ^Z        .u     $BL.UNDO         Take back your last scan, also when posted
        ^S           .s     $BL.SHORT        Say that there is less than asked for
        F1           .? .h  $BL.HELP         Show what can be done here
        ");
        insta::assert_snapshot!(shown(40, 8, 0), @r"
        What you can do  Esc closes
        Take back your last scan, also when
        posted
          F8 ^Z  .u  $BL.UNDO
        Say that there is less than asked for
          ^S  .s  $BL.SHORT
        Show what can be done here
          F1  .? .h  $BL.HELP
        ");
    }

    #[test]
    fn a_small_screen_scrolls() {
        insta::assert_snapshot!(shown(20, 6, 3), @r"
        What you can do  ↓…
          F8 ^Z  .u
          $BL.UNDO
        Say that there is
        less than asked for
          ^S  .s  $BL.SHORT
        ");
    }

    #[test]
    fn a_page_is_turned_by_six_lines_and_back() {
        assert_eq!(scrolled(0, &Command::PageDown), Some(6));
        assert_eq!(scrolled(7, &Command::PageUp), Some(1));
        assert_eq!(scrolled(0, &Command::Down), Some(1));
        assert_eq!(scrolled(0, &Command::Back), None);
    }

    #[test]
    fn no_size_panics() {
        for (columns, rows) in (0..=90).flat_map(|columns| (0..=12).map(move |rows| (columns, rows))) {
            shown(columns, rows, 2);
        }
    }
}
