//! The responsive renderer: one face, any size.
//!
//! From the top: title and place, what to do, the large line, the fields, the table; from the bottom: hints, counters,
//! the input line at its fixed row, and above it the answer to the last scan, growing upwards.

use super::face::Face;
use super::plan::{Big, Plan, Strip};
use super::theme::Theme;
use super::{chart, input, plan, table, text};
use crate::keys::Hint;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use ratatui::text::{Line, Span};
use ratatui::widgets::Widget;

/// A place that is cut shorter than this says nothing.
const PLACE_COLUMNS: usize = 8;

/// A face with its theme and the hints of the live keymap.
#[derive(Debug, Clone, Copy)]
pub struct Screen<'a> {
    face: &'a Face,
    theme: &'a Theme,
    hints: &'a [Hint],
}

impl<'a> Screen<'a> {
    /// Puts together what is drawn.
    pub const fn new(face: &'a Face, theme: &'a Theme, hints: &'a [Hint]) -> Self {
        Self { face, theme, hints }
    }

    /// Returns where the terminal's cursor belongs: on the input line.
    pub fn cursor(&self, area: Rect) -> Option<Position> {
        if area.is_empty() {
            return None;
        }
        let plan = self.plan(area);
        let column = input::lay_out(self.face, usize::from(area.width), self.theme).cursor_column;
        Some(Position::new(area.x + cells(column), input_row(&plan, area)))
    }

    /// Counts the table rows in sight, for paging.
    pub fn page(&self, area: Rect) -> usize {
        plan::page(self.face, &self.plan(area), usize::from(area.height))
    }

    fn plan(&self, area: Rect) -> Plan {
        Plan::of(self.face, self.theme, self.hints, area)
    }
}

impl Widget for Screen<'_> {
    fn render(self, area: Rect, buf: &mut Buffer) {
        let area = area.intersection(buf.area);
        if area.is_empty() {
            return;
        }
        let plan = self.plan(area);
        self.draw_head(&plan, area, buf);
        let (head, foot) = (
            cells(plan.head_rows()),
            cells(plan.notice.len() + plan.foot_rows()),
        );
        let rows = area.height.saturating_sub(head + foot);
        let body = Rect {
            y: area.y + head,
            height: rows,
            ..area
        };
        let [main, panel] = [
            Rect {
                width: body.width - plan.panel_columns,
                ..body
            },
            panel(body, &plan),
        ];
        self.draw_main(&plan, main, buf);
        self.draw_panel(panel, buf);
        self.draw_foot(&plan, area, buf);
    }
}

/// Returns the area of the side panel; empty when there is none.
fn panel(body: Rect, plan: &Plan) -> Rect {
    Rect {
        x: body.right() - plan.panel_columns,
        width: plan.panel_columns,
        ..body
    }
}

impl Screen<'_> {
    fn clean(&self, part: &str) -> String {
        text::clean(part, &self.theme.symbols)
    }

    fn draw_head(&self, plan: &Plan, area: Rect, buf: &mut Buffer) {
        let columns = usize::from(area.width);
        let (title, place) = (self.clean(&self.face.title), self.clean(&self.face.place));
        let [first, second] = [row(area, 0), row(area, 1)];
        if plan.title {
            buf.set_style(first, self.theme.title);
            put(
                text::cut(&title, columns, &self.theme.symbols),
                self.theme.title,
                first,
                buf,
            );
            let room = columns.saturating_sub(text::width(&title) + 2);
            if !plan.place_row && (PLACE_COLUMNS <= room || text::width(&place) <= room) {
                let place = text::cut(&place, room, &self.theme.symbols);
                Line::styled(place, self.theme.place)
                    .right_aligned()
                    .render(end_of(first, room), buf);
            }
        }
        if plan.place_row {
            put(
                text::cut(&place, columns, &self.theme.symbols),
                self.theme.dim,
                second,
                buf,
            );
        }
    }

    fn draw_main(&self, plan: &Plan, area: Rect, buf: &mut Buffer) {
        let mut lines: Vec<Line<'static>> = Vec::new();
        let air = |lines: &mut Vec<Line<'static>>| {
            if plan.air {
                lines.push(Line::default());
            }
        };
        air(&mut lines);
        lines.extend(
            plan.lead
                .iter()
                .map(|line| Line::styled(line.clone(), self.theme.lead)),
        );
        self.push_big(plan, area, &mut lines);
        air(&mut lines);
        lines.extend(plan.fields.iter().cloned());
        if let Some(trend) = &self.face.trend {
            let columns = usize::from(area.width);
            lines.extend(chart::lay_out(trend, columns, plan.chart_rows, self.theme));
        }
        if let Some(shown) = self.face.table.as_ref().filter(|_| plan.panel_columns == 0) {
            if !plan.fields.is_empty() {
                air(&mut lines);
            }
            lines.extend(table::lay_out(
                shown,
                usize::from(area.width),
                plan.table_rows,
                self.theme,
            ));
        }
        draw(&lines, area, buf);
    }

    fn push_big(&self, plan: &Plan, area: Rect, lines: &mut Vec<Line<'static>>) {
        let columns = usize::from(area.width);
        let big = self.clean(self.face.big.as_deref().unwrap_or_default());
        let large = |text: String| Line::styled(text, self.theme.big);
        match plan.big {
            None => {}
            Some(Big::BesideLead) => {
                if let Some(lead) = lines.last_mut() {
                    let style = std::mem::take(&mut lead.style);
                    lead.spans.iter_mut().for_each(|span| span.style = style);
                    lead.push_span("  ");
                    lead.push_span(Span::styled(format!(" {big} "), self.theme.big));
                }
            }
            Some(Big::Row) => lines.push(large(text::cut(&format!(" {big}"), columns, &self.theme.symbols))),
            Some(Big::Block) => {
                let text = text::cut(&big, columns, &self.theme.symbols);
                lines.extend([large(String::new()), large(text).centered(), large(String::new())]);
            }
        }
    }

    fn draw_panel(&self, area: Rect, buf: &mut Buffer) {
        let Some(shown) = self.face.table.as_ref().filter(|_| 2 < area.width) else {
            return;
        };
        let [_, bar] = self.theme.symbols.lines;
        for y in area.top()..area.bottom() {
            put(
                bar.to_owned(),
                self.theme.dim,
                Rect {
                    y,
                    width: 1,
                    height: 1,
                    ..area
                },
                buf,
            );
        }
        let inner = Rect {
            x: area.x + 2,
            width: area.width - 2,
            ..area
        };
        let (columns, rows) = (usize::from(inner.width), usize::from(inner.height));
        draw(&table::lay_out(shown, columns, rows, self.theme), inner, buf);
    }

    fn draw_foot(&self, plan: &Plan, area: Rect, buf: &mut Buffer) {
        let columns = usize::from(area.width);
        let mut lines = plan.notice.clone();
        lines.push(input::lay_out(self.face, columns, self.theme).line);
        let strip = self.clean(&self.face.strip);
        if plan.strip == Strip::Row {
            lines.push(Line::styled(
                text::cut(last_words(&strip, columns), columns, &self.theme.symbols),
                self.theme.dim,
            ));
        }
        let blank = plan.hint_rows - plan.hints.len();
        lines.extend(
            plan.hints
                .iter()
                .cloned()
                .chain((0..blank).map(|_| Line::default())),
        );
        let rows = cells(lines.len()).min(area.height);
        draw(
            &lines,
            Rect {
                y: area.bottom() - rows,
                height: rows,
                ..area
            },
            buf,
        );
        if plan.strip == Strip::BesideHints {
            let last = row(area, area.height - 1);
            Line::styled(strip.clone(), self.theme.dim).render(end_of(last, text::width(&strip)), buf);
        }
    }
}

/// Returns the row of the input line: fixed for a size, whatever the notice says.
fn input_row(plan: &Plan, area: Rect) -> u16 {
    area.bottom() - cells(plan.foot_rows()).min(area.height)
}

/// Returns the counters that fit, from the last one on: refusals and what waits stand behind what went well.
fn last_words(strip: &str, columns: usize) -> &str {
    let mut rest = strip;
    while columns < text::width(rest)
        && let Some((_, fewer)) = rest.split_once("  ")
    {
        rest = fewer;
    }
    rest
}

/// Returns a count of lines or columns in sixteen bits; what exceeds them is off any screen.
fn cells(count: usize) -> u16 {
    u16::try_from(count).unwrap_or(u16::MAX)
}

/// Returns the `n`th row of an area; empty when the area is shorter.
fn row(area: Rect, n: u16) -> Rect {
    Rect {
        y: area.y.saturating_add(n),
        height: 1,
        ..area
    }
    .intersection(area)
}

/// Returns the last columns of a row.
fn end_of(row: Rect, columns: usize) -> Rect {
    let width = cells(columns).min(row.width);
    Rect {
        x: row.right() - width,
        width,
        ..row
    }
}

fn put(text: String, style: Style, row: Rect, buf: &mut Buffer) {
    Line::styled(text, style).render(row, buf);
}

fn draw(lines: &[Line<'static>], area: Rect, buf: &mut Buffer) {
    for (line, row) in lines.iter().zip(area.rows()) {
        line.render(row, buf);
    }
}

#[cfg(test)]
mod tests;
