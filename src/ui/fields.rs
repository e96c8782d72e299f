//! Fields: one a row where there is room, flowing into few rows where there is not.

use super::face::{Field, FieldState};
use super::text;
use super::theme::Theme;
use ratatui::text::{Line, Span};

/// How much of the fields a screen may have room for, the most first.
const DEGREES: [fn(&Field) -> bool; 3] = [
    |_| true,
    |field| field.state != FieldState::Optional,
    |field| field.state == FieldState::Wanted,
];

/// Counts the rows that the fields need at least so that nothing wanted or given is lost.
pub(super) fn essential_rows(fields: &[Field], columns: usize, theme: &Theme) -> usize {
    flowing(&filtered(fields, DEGREES[1]), columns, theme).len()
}

/// Lays the fields out in at most `rows` rows: tall, flowing, without the optional ones, only the wanted ones. If none
/// of that fits, the first rows are kept.
pub(super) fn lay_out(fields: &[Field], columns: usize, rows: usize, theme: &Theme) -> Vec<Line<'static>> {
    let tall = tall(fields, columns, theme);
    if tall.len() <= rows {
        return tall;
    }
    let mut lines = Vec::new();
    for kept in DEGREES {
        let fewer = flowing(&filtered(fields, kept), columns, theme);
        if fewer.is_empty() {
            continue;
        }
        lines = fewer;
        if lines.len() <= rows {
            return lines;
        }
    }
    lines.truncate(rows);
    lines
}

fn filtered(fields: &[Field], kept: fn(&Field) -> bool) -> Vec<&Field> {
    fields.iter().filter(|field| kept(field)).collect()
}

/// Lays out one field a row, values in line.
fn tall(fields: &[Field], columns: usize, theme: &Theme) -> Vec<Line<'static>> {
    let clean = |part: &str| text::clean(part, &theme.symbols);
    let label_columns = fields
        .iter()
        .map(|field| text::width(&clean(&field.label)))
        .max()
        .unwrap_or(0);
    let value_columns = columns.saturating_sub(label_columns + 4);
    let mut lines = Vec::new();
    for field in fields {
        let label = clean(&field.label);
        let pad = " ".repeat(label_columns - text::width(&label) + 2);
        let sign = format!("{} ", theme.symbols.of_field(field.state));
        let values = match text::wrap(&clean(&field.value), value_columns) {
            values if values.is_empty() => vec![String::new()],
            values => values,
        };
        for (n, value) in values.into_iter().enumerate() {
            let before = if n == 0 {
                vec![
                    Span::styled(sign.clone(), of_state(field, theme)),
                    Span::styled(label.clone(), theme.label),
                    pad.clone().into(),
                ]
            } else {
                vec![" ".repeat(label_columns + 4).into()]
            };
            let mut line = Line::from(before);
            line.push_span(Span::styled(value, of_state(field, theme)));
            lines.push(line);
        }
    }
    lines
}

/// Lays out as many fields a row as fit.
fn flowing(fields: &[&Field], columns: usize, theme: &Theme) -> Vec<Line<'static>> {
    let pieces = fields
        .iter()
        .flat_map(|field| piece(field, columns, theme))
        .collect();
    pack(pieces, columns)
}

/// Lays out one field in as few columns as possible, broken only where it is wider than the screen.
fn piece(field: &Field, columns: usize, theme: &Theme) -> Vec<Line<'static>> {
    let sign = if field.state == FieldState::Wanted {
        theme.symbols.wanted
    } else {
        ""
    };
    let label = text::clean(&field.label, &theme.symbols);
    let value = text::clean(&field.value, &theme.symbols);
    let style = of_state(field, theme);
    let line = Line::from(vec![
        Span::styled(sign, style),
        Span::styled(format!("{label} "), theme.label),
        Span::styled(value.clone(), style),
    ]);
    if line.width() <= columns {
        return vec![line];
    }
    let whole = format!("{sign}{label} {value}");
    text::wrap(&whole, columns)
        .into_iter()
        .map(|part| Line::styled(part, style))
        .collect()
}

/// Packs pieces into rows, two columns apart, never reordering them.
pub(super) fn pack(pieces: Vec<Line<'static>>, columns: usize) -> Vec<Line<'static>> {
    let mut lines: Vec<Line<'static>> = Vec::new();
    for piece in pieces {
        match lines.last_mut() {
            Some(line) if line.width() + 2 + piece.width() <= columns => {
                line.push_span("  ");
                line.spans.extend(styled(piece));
            }
            _ => lines.push(Line::from(styled(piece))),
        }
    }
    lines
}

/// Moves the style of a line into its spans, so that it survives being joined to another.
fn styled(line: Line<'static>) -> Vec<Span<'static>> {
    let style = line.style;
    line.spans
        .into_iter()
        .map(|span| Span {
            style: style.patch(span.style),
            ..span
        })
        .collect()
}

fn of_state(field: &Field, theme: &Theme) -> ratatui::style::Style {
    if field.state == FieldState::Wanted {
        theme.wanted
    } else {
        theme.value
    }
}
