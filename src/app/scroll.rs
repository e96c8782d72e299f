//! The table in sight is scrolled by lines and by pages, as far as there is more of it.

use super::model::Model;
use crate::domain::command::{Command, Place};
use crate::ui::screen::Screen;
use ratatui::layout::Rect;

impl Model<'_> {
    /// Scrolls by a line or a page, and never past the end, so that the way back begins at once.
    pub(super) fn scroll(&mut self, command: &Command) {
        let face = self.face();
        let window = &self.desk.station;
        let area = Rect::new(0, 0, window.columns, window.rows);
        let hints = self.keymap.hints(&self.layers(), &face.commands);
        let page = Screen::new(&face, &self.theme, &hints).page(area).max(1);
        let last = face
            .table
            .map_or(0, |table| table.rows.len().saturating_sub(page));
        let offset = self.offset.min(last);
        self.offset = match command {
            Command::PageDown => offset + page,
            Command::PageUp => offset.saturating_sub(page),
            Command::Down => offset + 1,
            Command::Up => offset.saturating_sub(1),
            _ => offset,
        }
        .min(last);
    }

    /// Returns whether sentences are in sight or what the demo tells at sign-in, in which no job marks a line.
    pub(super) fn scrolls_by_line(&self) -> bool {
        if self.beside.is_some() {
            return false;
        }
        let face = self.face();
        let is_told = self.guide.is_some() && self.session.flow().work().place() == Place::SignIn;
        (is_told || face.sentences) && face.table.is_some()
    }
}
