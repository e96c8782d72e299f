//! The answer to the last scan: a line when it is good, a full-width banner when it is not.

use super::face::{Level, Notice};
use super::text;
use super::theme::Theme;
use ratatui::text::Line;

/// From this many rows on, the head of a refusal has a line of its own.
const ROOMY_ROWS: usize = 16;

/// Breaks a notice into lines, all words kept.
pub(super) fn lines(notice: &Notice, columns: usize, screen_rows: usize, theme: &Theme) -> Vec<String> {
    let symbols = &theme.symbols;
    let head = format!(
        "{} {}",
        symbols.of_level(notice.level),
        text::clean(notice.heading(), symbols)
    );
    let body = text::clean(&notice.text, symbols);
    if Level::Error <= notice.level && ROOMY_ROWS <= screen_rows {
        let mut lines = text::wrap(&head, columns);
        lines.extend(text::wrap(&body, columns));
        return lines;
    }
    let joint = if notice.level < Level::Error { " " } else { ": " };
    text::wrap(
        &format!("{head}{}{body}", if body.is_empty() { "" } else { joint }),
        columns,
    )
}

/// Draws the lines; the ground of a refusal fills the full width, so that it is a banner.
pub(super) fn banner(lines: Vec<String>, level: Level, theme: &Theme) -> Vec<Line<'static>> {
    lines
        .into_iter()
        .map(|line| Line::styled(line, theme.of_level(level)))
        .collect()
}
