//! The hint line: what is legal now and how to reach it.

use ratatui::text::Line;
use ratatui::text::Span;

use crate::keys::Action;
use crate::keys::Hint;

use super::fields::pack;
use super::theme::Theme;

/// Packs the hints into at most `rows` rows; when not all fit, help keeps its place at the end.
pub(super) fn lay_out(hints: &[Hint], columns: usize, rows: usize, theme: &Theme) -> Vec<Line<'static>> {
    let shown: Vec<&Hint> = hints.iter().filter(|hint| !hint.key.is_empty()).collect();
    let all = packed(&shown, columns, theme);
    if all.len() <= rows {
        return all;
    }
    let (help, others): (Vec<_>, Vec<_>) = shown.into_iter().partition(|hint| hint.action == Action::Help);
    for kept in (0..=others.len()).rev() {
        let some: Vec<_> = others.iter().take(kept).chain(&help).copied().collect();
        let lines = packed(&some, columns, theme);
        if lines.len() <= rows {
            return lines;
        }
    }
    Vec::new()
}

fn packed(hints: &[&Hint], columns: usize, theme: &Theme) -> Vec<Line<'static>> {
    pack(
        hints.iter().map(|hint| piece(hint, columns, theme)).collect(),
        columns,
    )
}

/// The key and, where there is room at all, what it does.
fn piece(hint: &Hint, columns: usize, theme: &Theme) -> Line<'static> {
    let key = Span::styled(hint.key.clone(), theme.key);
    let line = Line::from(vec![
        key.clone(),
        " ".into(),
        Span::styled(hint.label, theme.hint),
    ]);
    if line.width() <= columns {
        line
    } else {
        Line::from(key)
    }
}
