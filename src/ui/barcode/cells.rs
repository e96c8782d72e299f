//! A symbol in character cells: always dark on light, whatever the theme, because most scanners take nothing else.

use super::{Kind, Symbol};
use crate::ui::theme::Theme;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::{Color, Modifier, Style};
use ratatui::widgets::Widget;

/// Bars shorter than this are missed by a hand that aims.
const LEAST_ROWS: usize = 3;
/// Bars taller than this read no better.
const MOST_ROWS: usize = 8;

/// How dark and light are told to a terminal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ink {
    /// By these two colours.
    Colours {
        /// Of dark modules.
        dark: Color,
        /// Of light modules.
        light: Color,
    },
    /// By the terminal's own two, of which the brighter one is that of its characters.
    Bright,
    /// By the terminal's own two, of which the brighter one is that of its ground.
    Paper,
}

impl Ink {
    /// Returns what suits a theme; a terminal without colours does not say whether its ground is dark, most are.
    pub fn of(theme: &Theme, turned: bool) -> Self {
        match theme.title.bg {
            Some(Color::Indexed(_)) => Self::Colours {
                dark: Color::Indexed(16),
                light: Color::Indexed(231),
            },
            Some(_) => Self::Colours {
                dark: Color::Black,
                light: Color::White,
            },
            None if turned => Self::Paper,
            None => Self::Bright,
        }
    }
}

/// A symbol with what is known about the terminal.
#[derive(Debug, Clone, Copy)]
pub struct Drawing<'a> {
    symbol: &'a Symbol,
    ink: Ink,
    ascii: bool,
}

/// How many columns and rows a symbol takes, and how large its modules are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Fit {
    scale: usize,
    columns: usize,
    rows: usize,
}

impl<'a> Drawing<'a> {
    /// Puts together what is drawn; with `ascii` no character beyond ASCII is used.
    pub const fn new(symbol: &'a Symbol, ink: Ink, ascii: bool) -> Self {
        Self { symbol, ink, ascii }
    }

    /// Returns how many rows the symbol takes in an area of `columns` columns and at most `rows` rows; `None` if it
    /// does not fit.
    pub fn rows(&self, columns: u16, rows: u16) -> Option<u16> {
        u16::try_from(self.fit(columns, rows)?.rows).ok()
    }

    /// Returns the columns and rows below which the symbol does not fit.
    pub fn least(&self) -> (usize, usize) {
        let (columns, rows) = self.size(1);
        (columns, rows.max(LEAST_ROWS))
    }

    /// Returns the columns and rows of the symbol at a scale; bars may be of any height.
    fn size(&self, scale: usize) -> (usize, usize) {
        let (wide, tall) = (self.symbol.width() * scale, self.symbol.height() * scale);
        match (self.symbol.kind() == Kind::Code128, self.ascii) {
            (true, true) => (wide, 0),
            (true, false) => (wide.div_ceil(2), 0),
            (false, true) => (wide * 2, tall),
            (false, false) => (wide, tall.div_ceil(2)),
        }
    }

    /// Returns how the symbol fits with the largest modules.
    fn fit(&self, columns: u16, rows: u16) -> Option<Fit> {
        let (columns, rows) = (usize::from(columns), usize::from(rows));
        let tall = |tall: usize| if tall == 0 { rows.min(MOST_ROWS) } else { tall };
        let fits = |scale: &usize| {
            let (wide, high) = self.size(*scale);
            wide <= columns && tall(high) <= rows && LEAST_ROWS <= tall(high)
        };
        let scale = (1..=8).take_while(fits).last()?;
        let (columns, high) = self.size(scale);
        Some(Fit {
            scale,
            columns,
            rows: tall(high),
        })
    }

    /// Returns the two modules of a cell: left and right for bars, else upper and lower; twice the same in ASCII.
    fn modules(&self, column: usize, row: usize, scale: usize) -> [bool; 2] {
        let dark = |x: usize, y: usize| self.symbol.is_dark(x / scale, y / scale);
        match (self.symbol.kind() == Kind::Code128, self.ascii) {
            (true, true) => [dark(column, 0); 2],
            (true, false) => [dark(column * 2, 0), dark(column * 2 + 1, 0)],
            (false, true) => [dark(column / 2, row); 2],
            (false, false) => [dark(column, row * 2), dark(column, row * 2 + 1)],
        }
    }

    /// Returns the character and style of a cell.
    fn cell(&self, [first, second]: [bool; 2]) -> (&'static str, Style) {
        let half = if self.symbol.kind() == Kind::Code128 {
            "▌"
        } else {
            "▀"
        };
        let plain = Style::reset();
        match self.ink {
            Ink::Colours { dark, light } => {
                let of = |is_dark: bool| if is_dark { dark } else { light };
                let style = plain.fg(of(first)).bg(of(second));
                match (first, second) {
                    (true, true) if self.ascii => ("#", style),
                    (true, true) | (false, false) => (" ", style),
                    _ => (half, style),
                }
            }
            Ink::Bright | Ink::Paper => {
                let reversed = plain.add_modifier(Modifier::REVERSED);
                let (lit, unlit) = if self.ink == Ink::Bright {
                    (reversed, plain)
                } else {
                    (plain, reversed)
                };
                match (first, second) {
                    (true, true) => (" ", unlit),
                    (false, false) => (" ", lit),
                    (false, true) => (half, unlit),
                    (true, false) => (half, lit),
                }
            }
        }
    }
}

impl Widget for Drawing<'_> {
    /// Draws the symbol in the middle of the area, or nothing if it does not fit: half a symbol can't be read.
    fn render(self, area: Rect, buf: &mut Buffer) {
        let area = area.intersection(buf.area);
        let Some(fit) = self.fit(area.width, area.height) else {
            return;
        };
        let left = usize::from(area.width).saturating_sub(fit.columns) / 2;
        for (row, line) in area.rows().enumerate().take(fit.rows) {
            for (column, place) in line.columns().skip(left).enumerate().take(fit.columns) {
                let (sign, style) = self.cell(self.modules(column, row, fit.scale));
                buf[place.as_position()].set_symbol(sign).set_style(style);
            }
        }
    }
}
