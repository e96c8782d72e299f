//! The non-empty cells of a line. A file has millions of them, so they take little more memory than their text.

use compact_str::CompactString;

/// Texts by the column that they stand in.
#[derive(Debug, Default)]
pub(super) struct Texts(Vec<(&'static str, CompactString)>);

impl Texts {
    /// Returns the text of a column; `None` if it is empty.
    pub fn text(&self, column: &str) -> Option<&str> {
        let mut cells = self.0.iter();
        cells
            .find(|(name, _)| *name == column)
            .map(|(_, text)| text.as_str())
    }

    /// Returns all of them.
    pub fn all(&self) -> impl Iterator<Item = (&'static str, &str)> {
        self.0.iter().map(|(name, text)| (*name, text.as_str()))
    }

    /// Returns all of them, to be changed.
    pub fn all_mut(&mut self) -> impl Iterator<Item = (&'static str, &mut CompactString)> {
        self.0.iter_mut().map(|(name, text)| (*name, text))
    }
}

impl<'t> FromIterator<(&'static str, &'t str)> for Texts {
    fn from_iter<I: IntoIterator<Item = (&'static str, &'t str)>>(cells: I) -> Self {
        let cells = cells.into_iter().map(|(name, text)| (name, text.into()));
        let mut cells: Vec<_> = cells.collect();
        cells.shrink_to_fit();
        Self(cells)
    }
}
