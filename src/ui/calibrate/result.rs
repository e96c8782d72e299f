//! What calibration found out: what should be set otherwise, then the facts.

use super::{Calibrate, cells, draw};
use crate::scan::calibration::{Advice, Derived, Gravity};
use crate::ui::face::Level;
use crate::ui::theme::Theme;
use crate::ui::{notice, text};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use ratatui::widgets::Widget;

impl Calibrate<'_> {
    pub(super) fn draw_result(&self, derived: &Derived, area: Rect, buf: &mut Buffer) {
        let columns = usize::from(area.width);
        let told = self.notice_lines(area);
        let level = self.notice.map_or(Level::Info, |told| told.level);
        let mut foot = notice::banner(told, level, self.theme);
        foot.extend(self.hint_lines(area));
        foot.truncate(usize::from(area.height) / 2);
        let lines = lines(derived, self.below, columns, self.theme);
        let page = usize::from(area.height.saturating_sub(1 + cells(foot.len())));
        let first = self.offset.min(lines.len().saturating_sub(page));
        let more = lines.len().saturating_sub(first + page);
        let [_, down] = self.theme.symbols.more;
        let more = if more == 0 {
            String::new()
        } else {
            format!("  {down} {more} more")
        };
        let title = text::cut(&format!("{}{more}", title(derived)), columns, &self.theme.symbols);
        let head = Rect { height: 1, ..area };
        Line::styled(title, self.theme.title).render(head, buf);
        buf.set_style(head, self.theme.title);
        let body = Rect {
            y: area.y + 1,
            height: cells(page).min(area.height - 1),
            ..area
        };
        draw(lines.into_iter().skip(first), body, buf);
        let rows = cells(foot.len());
        let foot_area = Rect {
            y: area.bottom() - rows,
            height: rows,
            ..area
        };
        draw(foot.into_iter(), foot_area, buf);
    }
}

/// Returns how much there is to mend, in a few words.
fn title(derived: &Derived) -> String {
    let wrong = derived
        .advice
        .iter()
        .filter(|it| it.gravity == Gravity::Wrong)
        .count();
    match (wrong, derived.advice.len()) {
        (0, 0) => "Well set up".to_owned(),
        (0, _) => "Works".to_owned(),
        (wrong, _) => format!("{wrong} to mend"),
    }
}

/// Counts the lines of a result at a width, for scrolling.
fn lines(derived: &Derived, below: &[String], columns: usize, theme: &Theme) -> Vec<Line<'static>> {
    let mut lines: Vec<Line<'static>> = Vec::new();
    for advice in &derived.advice {
        lines.extend(advised(advice, columns, theme));
    }
    let widest = derived
        .facts
        .iter()
        .map(|(name, _)| text::width(name))
        .max()
        .unwrap_or(0);
    for (name, value) in &derived.facts {
        let pad = " ".repeat(widest - text::width(name) + 2);
        let value = text::clean(value, &theme.symbols);
        let room = columns.saturating_sub(widest + 2);
        let mut parts = text::wrap(&value, room.max(4)).into_iter();
        let first = parts.next().unwrap_or_default();
        lines.push(Line::from(vec![
            Span::styled(*name, theme.label),
            pad.into(),
            Span::styled(first, theme.value),
        ]));
        lines.extend(parts.map(|part| Line::from(format!("{}{part}", " ".repeat(widest + 2)))));
    }
    for part in below {
        let part = text::clean(part, &theme.symbols);
        lines.extend(
            text::wrap(&part, columns)
                .into_iter()
                .map(|line| Line::styled(line, theme.value)),
        );
    }
    lines
}

fn advised(advice: &Advice, columns: usize, theme: &Theme) -> Vec<Line<'static>> {
    let (level, style) = match advice.gravity {
        Gravity::Wrong => (Level::Error, theme.error),
        Gravity::Better => (Level::Warn, theme.warn),
        Gravity::Note => (Level::Info, theme.value),
    };
    let sign = theme.symbols.of_level(level);
    let said = text::clean(&format!("{sign} {}", advice.text), &theme.symbols);
    let said = text::wrap(&said, columns)
        .into_iter()
        .map(|line| Line::styled(line, style));
    let menus = advice.menus.iter().flat_map(|(maker, menu)| {
        let menu = text::clean(&format!("{maker}: {menu}"), &theme.symbols);
        text::wrap(&menu, columns.saturating_sub(2).max(4))
    });
    let menus = menus.map(|line| Line::styled(format!("  {line}"), theme.dim));
    said.chain(menus).collect()
}
