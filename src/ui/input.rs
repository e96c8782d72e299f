//! The input line: what is typed, with the end in sight.

use super::face::Face;
use super::text;
use super::theme::Theme;
use ratatui::text::{Line, Span};

/// The input line as it is drawn, and the place of the cursor in it.
pub(super) struct InputLine {
    pub(super) line: Line<'static>,
    pub(super) cursor_column: usize,
}

/// Draws the prompt and as much of the input around the cursor as fits.
pub(super) fn lay_out(face: &Face, columns: usize, theme: &Theme) -> InputLine {
    let prompt = format!("{} ", theme.symbols.prompt);
    let prompt = text::head(&prompt, columns.saturating_sub(1)).to_owned();
    let room = columns.saturating_sub(text::width(&prompt));
    let before: String = face.input.chars().take(face.cursor).collect();
    let after: String = face.input.chars().skip(face.cursor).collect();
    let shown = |part: &str| {
        if face.secret {
            theme.symbols.dot.repeat(part.chars().count())
        } else {
            text::clean(part, &theme.symbols)
        }
    };
    let (before, after) = (shown(&before), shown(&after));
    let left = if text::width(&before) < room {
        before
    } else {
        let mark = theme.symbols.cut;
        let kept = text::tail(&before, room.saturating_sub(1 + text::width(mark)));
        format!("{mark}{kept}")
    };
    let cursor_column = (text::width(&prompt) + text::width(&left)).min(columns.saturating_sub(1));
    let right = text::head(&after, room.saturating_sub(text::width(&left))).to_owned();
    let line = Line::from(vec![
        Span::styled(prompt, theme.key),
        Span::styled(left + &right, theme.input),
    ]);
    InputLine { line, cursor_column }
}
