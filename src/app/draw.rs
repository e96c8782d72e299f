//! One frame: the face of the job with what surrounds every job, or the help over it.

use super::guide::Guide;
use super::model::Model;
use super::pen;
use crate::ui::example::Drawn;
use crate::ui::face::Face;
use crate::ui::screen::Screen;
use crate::ui::{help, job};
use ratatui::Frame;

impl Model<'_> {
    /// Draws the terminal.
    pub fn draw(&self, frame: &mut Frame<'_>) {
        let area = frame.area();
        let layers = self.layers();
        if let (Some(calibrating), None) = (self.calibrating(), self.help) {
            calibrating.draw(frame, &self.theme, &self.keymap, &layers);
            pen::rinse(frame.buffer_mut());
            return;
        }
        if let Some((number, example)) = self.guide.as_ref().and_then(Guide::shown) {
            frame.render_widget(Drawn::new(number, example, &self.theme), area);
            pen::rinse(frame.buffer_mut());
            return;
        }
        let face = self.face();
        if let Some(offset) = self.help {
            let entries = help::entries(&self.keymap, &layers, &face.commands);
            frame.render_widget(help::Help::new(&entries, &self.theme, offset), area);
            return;
        }
        let hints = if self.keyboard.leader_waits() {
            self.keymap.hints_led(&layers, &face.commands)
        } else {
            self.keymap.hints(&layers, &face.commands)
        };
        let screen = Screen::new(&face, &self.theme, &hints);
        if let Some(cursor) = screen.cursor(area) {
            frame.set_cursor_position(cursor);
        }
        frame.render_widget(screen, area);
        pen::rinse(frame.buffer_mut());
    }

    /// Returns what is to be shown now, whatever the size of the terminal.
    pub fn face(&self) -> Face {
        let flow = self.session.flow();
        let mut face = self.face_beside().unwrap_or_else(|| {
            let mut face = job::face(flow.work());
            face.lead = flow.prompt();
            face.secret = flow.is_secret();
            face.commands = job::commands(flow.legal());
            if let Some(guide) = &self.guide {
                guide.tell(flow.work().place(), &mut face);
            }
            face
        });
        face.place = self.place();
        face.notice.clone_from(&self.notice);
        face.input = self.keyboard.line();
        face.cursor = face.input.chars().count();
        face.strip = self.strip();
        face.fit(usize::from(self.desk.station.columns));
        if let Some(table) = &mut face.table {
            table.offset = self.offset.min(table.rows.len().saturating_sub(1));
        }
        face
    }

    fn place(&self) -> String {
        let operator = &self.session.operator().name;
        let (site, terminal) = (self.session.site(), self.session.terminal());
        let words = [operator.as_str(), site.as_str(), terminal.as_str()];
        let words: Vec<&str> = words.into_iter().filter(|word| !word.is_empty()).collect();
        words.join(&format!(" {} ", self.theme.symbols.info))
    }
}
