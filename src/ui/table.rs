//! Tables: narrow screens drop the columns that matter least, scrolling keeps the marked row in sight.

use super::face::{Align, Column, Row, RowRole, Table};
use super::text;
use super::theme::Theme;
use ratatui::text::Line;
use std::ops::Range;

/// A column is not squeezed below this width before others are.
const LEAST_COLUMNS: usize = 4;

/// The sign of a row and the space after it.
const SIGN_COLUMNS: usize = 2;

/// Lays a table out in at most `rows` rows.
pub(super) fn lay_out(table: &Table, columns: usize, rows: usize, theme: &Theme) -> Vec<Line<'static>> {
    let shape = Shape::of(table, columns, theme);
    let window = window(table, rows);
    let mut lines = Vec::new();
    if has_header(rows) {
        lines.push(shape.header(table, theme));
    }
    for n in window.clone() {
        lines.push(shape.row(&table.rows[n], table.selected == Some(n), theme));
    }
    if has_footer(table, rows) {
        lines.push(footer(table, &window, theme));
    }
    lines
}

/// Counts the rows that are in sight when the table has `rows` rows of the screen.
pub(super) fn page(table: &Table, rows: usize) -> usize {
    rows.saturating_sub(usize::from(has_header(rows)) + usize::from(has_footer(table, rows)))
}

fn has_header(rows: usize) -> bool {
    3 <= rows
}

fn has_footer(table: &Table, rows: usize) -> bool {
    5 <= rows && rows < table.rows.len() + 1
}

/// Chooses the rows in sight: from the offset on, moved so that the marked or else the current row is among them.
fn window(table: &Table, rows: usize) -> Range<usize> {
    let page = page(table, rows);
    let count = table.rows.len();
    let mut first = table.offset.min(count.saturating_sub(page));
    let current = || table.rows.iter().position(|row| row.role == RowRole::Current);
    if let Some(kept) = table
        .selected
        .filter(|selected| *selected < count)
        .or_else(current)
    {
        first = first.min(kept).max((kept + 1).saturating_sub(page));
    }
    first..(first + page).min(count)
}

fn footer(table: &Table, window: &Range<usize>, theme: &Theme) -> Line<'static> {
    let [up, down] = theme.symbols.more;
    let (above, below) = (window.start, table.rows.len() - window.end);
    let text = match (above, below) {
        (0, _) => format!("{down} {below} more"),
        (_, 0) => format!("{up} {above} more"),
        _ => format!("{up} {above}  {down} {below} more"),
    };
    Line::styled(text, theme.dim)
}

/// The columns in sight and the width of each.
struct Shape {
    shown: Vec<Shown>,
    gap: usize,
    signs: bool,
}

/// One column in sight: its place in the row, its width, its side and how dearly it is kept.
struct Shown {
    at: usize,
    width: usize,
    align: Align,
    priority: u8,
}

impl Shape {
    fn of(table: &Table, columns: usize, theme: &Theme) -> Self {
        let signs = table.selected.is_some() || table.rows.iter().any(|row| row.role != RowRole::Plain);
        let room = columns.saturating_sub(if signs { SIGN_COLUMNS } else { 0 });
        let natural = |(at, column): (usize, &Column)| {
            let cells = table
                .rows
                .iter()
                .filter_map(|row| row.cells.get(at))
                .chain([&column.title]);
            let width = cells
                .map(|cell| text::width(&text::clean(cell, &theme.symbols)))
                .max()
                .unwrap_or(0);
            Shown {
                at,
                width,
                align: column.align,
                priority: column.priority,
            }
        };
        let shown = table.columns.iter().enumerate().map(natural).collect();
        let mut shape = Self {
            shown,
            gap: if columns < 60 { 1 } else { 2 },
            signs,
        };
        shape.drop_columns(room);
        shape.squeeze_columns(room);
        shape
    }

    fn total(&self) -> usize {
        let gaps = self.gap * self.shown.len().saturating_sub(1);
        self.shown.iter().map(|column| column.width).sum::<usize>() + gaps
    }

    /// Drops the column that matters least, the last of equals, until the rest fits.
    fn drop_columns(&mut self, room: usize) {
        while room < self.total() {
            let least = self
                .shown
                .iter()
                .enumerate()
                .max_by_key(|(_, column)| column.priority);
            match least.filter(|(_, column)| 0 < column.priority) {
                Some((at, _)) => drop(self.shown.remove(at)),
                None => break,
            }
        }
    }

    /// Squeezes the widest text column, and quantities only when no text is left to squeeze.
    fn squeeze_columns(&mut self, room: usize) {
        while room < self.total() {
            let wide = self
                .shown
                .iter_mut()
                .filter(|column| LEAST_COLUMNS < column.width);
            match wide.max_by_key(|column| (column.align == Align::Left, column.width)) {
                Some(column) => column.width -= 1,
                None => break,
            }
        }
    }

    fn header(&self, table: &Table, theme: &Theme) -> Line<'static> {
        let title = |at: usize| table.columns.get(at).map(|column| column.title.as_str());
        let lead = " ".repeat(if self.signs { SIGN_COLUMNS } else { 0 });
        Line::styled(lead + &self.cells(title, theme), theme.label)
    }

    fn row(&self, row: &Row, selected: bool, theme: &Theme) -> Line<'static> {
        let sign = if self.signs {
            theme.symbols.of_row(row.role)
        } else {
            ""
        };
        let pad = " ".repeat(if self.signs {
            SIGN_COLUMNS.saturating_sub(text::width(sign))
        } else {
            0
        });
        let cells = self.cells(|at| row.cells.get(at).map(String::as_str), theme);
        let style = if selected {
            theme.selected
        } else {
            theme.of_row(row.role)
        };
        Line::styled(format!("{sign}{pad}{cells}"), style)
    }

    fn cells<'a>(&self, cell: impl Fn(usize) -> Option<&'a str>, theme: &Theme) -> String {
        let mut line = String::new();
        for (n, column) in self.shown.iter().enumerate() {
            if 0 < n {
                line.push_str(&" ".repeat(self.gap));
            }
            let shown = text::clean(cell(column.at).unwrap_or_default(), &theme.symbols);
            let shown = text::cut(&shown, column.width, &theme.symbols);
            let pad = " ".repeat(column.width.saturating_sub(text::width(&shown)));
            match column.align {
                Align::Left => line.extend([shown, pad]),
                Align::Right => line.extend([pad, shown]),
            }
        }
        line
    }
}
