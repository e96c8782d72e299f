//! Tables of sentences, which are read to their ends whatever the width.

use super::face::{Face, Row};
use super::text::wrap;

impl Face {
    /// Breaks sentences in the table into rows of so many columns; the further rows of one are set in.
    pub fn fit(&mut self, columns: usize) {
        const SET_IN: &str = "  ";
        let Some(table) = self.table.as_mut().filter(|_| self.sentences) else {
            return;
        };
        let room = columns.saturating_sub(SET_IN.len()).max(1);
        let broken = |row: Row| {
            let sentence = row.cells.concat();
            let lines = wrap(&sentence, room).into_iter().enumerate();
            let lines = lines.map(move |(at, line)| if at == 0 { line } else { format!("{SET_IN}{line}") });
            lines.map(move |line| Row::new(row.role, [line]))
        };
        table.rows = std::mem::take(&mut table.rows)
            .into_iter()
            .flat_map(broken)
            .collect();
    }
}
