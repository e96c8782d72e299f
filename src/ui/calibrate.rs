//! The screen that sets a scanner up: one symbol after the other to scan off the screen, then the result.

mod result;

use super::barcode::{Drawing, Ink, Kind, Symbol};
use super::face::Notice;
use super::theme::Theme;
use super::{hints, notice, text};
use crate::domain::command::Command;
use crate::flows::calibrate::Calibration;
use crate::keys::Hint;
use crate::scan::calibration::Carrier;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::Line;
use ratatui::widgets::{Clear, Widget};

/// What calibration shows.
#[derive(Debug, Clone, Copy)]
pub struct Calibrate<'a> {
    /// The calibration, as far as it has come.
    pub calibration: &'a Calibration,
    /// How the screen is drawn.
    pub theme: &'a Theme,
    /// The answer to what was heard last.
    pub notice: Option<&'a Notice>,
    /// What the keys do.
    pub hints: &'a [Hint],
    /// Whether light and dark are exchanged, on a terminal that does not say which of its two is light.
    pub turned: bool,
    /// Lines of the result that are scrolled away.
    pub offset: usize,
    /// What is said below the result: where the profile is, and which line of the configuration assigns it.
    pub below: &'a [String],
}

/// Returns the commands that do something now, the most important first.
pub fn commands(calibration: &Calibration) -> Vec<Command> {
    let own: &[Command] = match calibration.symbol() {
        Some(_) => &[
            Command::Skip,
            Command::Down,
            Command::Up,
            Command::Undo,
            Command::Back,
        ],
        None => &[
            Command::Done,
            Command::Clear,
            Command::Down,
            Command::Up,
            Command::Undo,
            Command::Back,
        ],
    };
    [own, &[Command::Help, Command::Quit, Command::Redraw]].concat()
}

/// Returns what a command does here, in a word or two for the hint line.
pub const fn label(command: &Command, showing: bool) -> &'static str {
    match (command, showing) {
        (Command::Skip, _) => "Can't read it",
        (Command::Down, true) => "Other kind",
        (Command::Up, true) => "Invert",
        (Command::Done, _) => "Save",
        (Command::Clear, _) => "Again",
        (Command::Undo, _) => "Symbol before",
        (other, _) => other.label(),
    }
}

/// Returns the kind of symbol of a carrier.
pub const fn kind(carrier: Carrier) -> Kind {
    match carrier {
        Carrier::DataMatrix => Kind::DataMatrix,
        Carrier::Qr => Kind::Qr,
        Carrier::Bars => Kind::Code128,
    }
}

/// Returns the symbol to scan, in its carrier.
pub fn drawn(calibration: &Calibration) -> Option<Symbol> {
    let (_, carrier, symbol) = calibration.symbol()?;
    Symbol::of(kind(carrier), symbol.data, symbol.gs1)
}

impl Calibrate<'_> {
    fn hint_lines(&self, area: Rect) -> Vec<Line<'static>> {
        let rows = if area.height < 14 { 1 } else { 2 };
        hints::lay_out(self.hints, usize::from(area.width), rows, self.theme)
    }

    fn notice_lines(&self, area: Rect) -> Vec<String> {
        let told = self
            .notice
            .map(|told| notice::lines(told, usize::from(area.width), 0, self.theme));
        told.unwrap_or_default()
    }

    /// Draws the title and what is scanned, as far as there is room beside the symbol, which goes first.
    fn draw_symbol(&self, area: Rect, buf: &mut Buffer) {
        let (Some((number, carrier, shown)), Some(symbol)) =
            (self.calibration.symbol(), drawn(self.calibration))
        else {
            return;
        };
        let columns = usize::from(area.width);
        let drawing = Drawing::new(
            &symbol,
            Ink::of(self.theme, self.turned),
            self.theme.symbols.ascii,
        );
        let name = kind(carrier).name(shown.gs1);
        let title = text::cut(&format!("Scan {number}/3 {name}"), columns, &self.theme.symbols);
        let words = text::wrap(&shown.words(), columns);
        let (told, hint_lines) = (self.notice_lines(area), self.hint_lines(area));
        let plans = [
            (1, words.len(), told.len(), hint_lines.len()),
            (1, words.len(), told.len().min(2), hint_lines.len()),
            (1, 1, told.len().min(2), 1),
            (1, 1, told.len().min(1), 1),
            (1, 0, told.len().min(1), 1),
            (1, 0, told.len().min(1), 0),
            (0, 0, 0, 0),
        ];
        let around = |plan: &(usize, usize, usize, usize)| cells(plan.0 + plan.1 + plan.2 + plan.3);
        let fits = |plan: &&(usize, usize, usize, usize)| {
            drawing
                .rows(area.width, area.height.saturating_sub(around(plan)))
                .is_some()
        };
        let Some(plan) = plans.iter().find(fits) else {
            return self.no_room(&drawing, area, &title, buf);
        };
        let [head, body, words_at, told_at, foot] = rows_of(area, [plan.0, plan.1, plan.2, plan.3]);
        Line::styled(title, self.theme.title).render(head, buf);
        buf.set_style(head, self.theme.title);
        drawing.render(body, buf);
        draw(
            words.iter().map(|line| Line::from(line.clone()).centered()),
            words_at,
            buf,
        );
        let told = text::keep(told, plan.2, columns, &self.theme.symbols);
        let level = self.notice.map_or(super::face::Level::Info, |told| told.level);
        draw(notice::banner(told, level, self.theme).into_iter(), told_at, buf);
        draw(hint_lines.into_iter(), foot, buf);
    }

    /// Says what to do where the symbol does not fit; half a symbol can't be read.
    fn no_room(&self, drawing: &Drawing<'_>, area: Rect, title: &str, buf: &mut Buffer) {
        let columns = usize::from(area.width);
        let (wide, tall) = drawing.least();
        let tall = tall + 2; // the title and the hints
        let say = format!(
            "No room for this symbol. Enlarge the window ({wide}x{tall} at least), choose another kind, or print the sheet: \
             binledger calibrate --sheet FILE"
        );
        let mut lines = vec![Line::styled(title.to_owned(), self.theme.title)];
        lines.extend(text::wrap(&say, columns).into_iter().map(Line::from));
        lines.extend(self.hint_lines(area));
        draw(lines.into_iter(), area, buf);
    }
}

/// Returns the areas of title, symbol, words, notice and hints, from the top.
fn rows_of(area: Rect, [title, words, told, hints]: [usize; 4]) -> [Rect; 5] {
    let mut foot = area.bottom();
    let mut below = |rows: usize| {
        foot -= cells(rows);
        Rect {
            y: foot,
            height: cells(rows),
            ..area
        }
    };
    let (hints, told, words) = (below(hints), below(told), below(words));
    let head = Rect {
        height: cells(title),
        ..area
    };
    let body = Rect {
        y: head.bottom(),
        height: words.y - head.bottom(),
        ..area
    };
    [head, body, words, told, hints]
}

fn draw(lines: impl Iterator<Item = Line<'static>>, area: Rect, buf: &mut Buffer) {
    for (line, row) in lines.zip(area.rows()) {
        line.render(row, buf);
    }
}

fn cells(count: usize) -> u16 {
    u16::try_from(count).unwrap_or(u16::MAX)
}

impl Widget for Calibrate<'_> {
    fn render(self, area: Rect, buf: &mut Buffer) {
        let area = area.intersection(buf.area);
        if area.is_empty() {
            return;
        }
        Clear.render(area, buf);
        match self.calibration.derived() {
            Some(derived) => self.draw_result(derived, area, buf),
            None => self.draw_symbol(area, buf),
        }
    }
}

#[cfg(test)]
mod tests;
