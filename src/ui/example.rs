//! A scan to try, drawn as a barcode over the whole screen.

use super::barcode::{Drawing, Ink, Kind, Symbol};
use super::text;
use super::theme::Theme;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::Line;
use ratatui::widgets::{Clear, Widget};

/// A scan to try.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Example {
    /// What is typed where there is no scanner.
    pub shown: &'static str,
    /// What the symbol holds.
    pub data: &'static str,
    /// Whether it holds element strings of GS1.
    pub gs1: bool,
    /// What it is and what comes of it.
    pub words: &'static str,
}

impl Example {
    /// Returns a scan whose symbol holds what is printed below it.
    pub const fn plain(code: &'static str, words: &'static str) -> Self {
        Self {
            shown: code,
            data: code,
            gs1: false,
            words,
        }
    }
}

/// One scan over the whole area.
#[derive(Debug, Clone, Copy)]
pub struct Drawn<'a> {
    number: usize,
    example: &'a Example,
    theme: &'a Theme,
}

impl<'a> Drawn<'a> {
    /// Puts together what is drawn.
    pub const fn new(number: usize, example: &'a Example, theme: &'a Theme) -> Self {
        Self {
            number,
            example,
            theme,
        }
    }

    fn words(&self, columns: usize) -> Vec<Line<'static>> {
        let Example { shown, words, .. } = self.example;
        let mut lines = text::wrap(shown, columns);
        lines.extend(text::wrap(words, columns));
        let line =
            |line: String| Line::styled(text::clean(&line, &self.theme.symbols), self.theme.value).centered();
        lines.into_iter().map(line).collect()
    }
}

impl Widget for Drawn<'_> {
    fn render(self, area: Rect, buf: &mut Buffer) {
        let area = area.intersection(buf.area);
        if area.is_empty() {
            return;
        }
        Clear.render(area, buf);
        let columns = usize::from(area.width);
        let title = text::cut(
            &format!("Scan {} to try", self.number),
            columns,
            &self.theme.symbols,
        );
        buf.set_style(Rect { height: 1, ..area }, self.theme.title);
        Line::styled(title, self.theme.title).render(area, buf);
        let words = self.words(columns);
        let below = u16::try_from(words.len())
            .unwrap_or(u16::MAX)
            .min(area.height - 1);
        let body = Rect {
            y: area.y + 1,
            height: area.height - 1 - below,
            ..area
        };
        if let Some(symbol) = Symbol::of(Kind::DataMatrix, self.example.data.as_bytes(), self.example.gs1) {
            let ink = Ink::of(self.theme, false);
            Drawing::new(&symbol, ink, self.theme.symbols.ascii).render(body, buf);
        }
        let foot = Rect {
            y: body.bottom(),
            height: below,
            ..area
        };
        for (line, row) in words.iter().zip(foot.rows()) {
            line.render(row, buf);
        }
    }
}
