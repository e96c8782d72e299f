//! CSV files of a target (RFC 4180), cell by cell.

use super::safe::shown;
use csv::{Writer, WriterBuilder};

/// A CSV file under way.
pub(super) struct Sheet(Writer<Vec<u8>>);

impl Sheet {
    /// Returns a file with its header row.
    pub(super) fn new(header: &str) -> Self {
        // Spreadsheets in half of Europe split cells at semicolons, and the writer quotes what holds its comment sign.
        let writer = WriterBuilder::new().comment(Some(b';')).from_writer(Vec::new());
        let mut sheet = Self(writer);
        for name in header.split(',') {
            sheet.cell(name);
        }
        sheet.end();
        sheet
    }

    /// Adds a cell whose form is our own: a number, a day, a hash.
    pub(super) fn cell(&mut self, cell: &(impl ToString + ?Sized)) -> &mut Self {
        // Writing into memory can't fail.
        let _ = self.0.write_field(cell.to_string());
        self
    }

    /// Adds a cell of free text, so that no spreadsheet takes it for a formula.
    pub(super) fn text(&mut self, text: &str) -> &mut Self {
        self.cell(&shown(text))
    }

    /// Ends the row.
    pub(super) fn end(&mut self) {
        let _ = self.0.write_record(None::<&[u8]>);
    }

    /// Returns the file.
    pub(super) fn into_text(self) -> String {
        let bytes = self.0.into_inner().unwrap_or_default();
        String::from_utf8_lossy(&bytes).into_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_is_a_formula_or_becomes_two() {
        let cases = [
            ("=1+1", "'=1+1"),
            ("\t=cmd|' /C calc'!A0", "'=cmd|' /C calc'!A0"),
            ("-2+3", "'-2+3"),
            ("@SUM(A1,A2)", "\"'@SUM(A1,A2)\""),
            ("a \"b\"\nc", "\"a \"\"b\"\" c\""),
            ("a;b", "\"a;b\""),
            ("a b ", "a b"),
            ("'", "'"),
            ("", ""),
            ("1300", "1300"),
        ];
        for (text, expected) in cases {
            let mut sheet = Sheet::new("one,two");
            sheet.text(text).cell(&7).end();
            assert_eq!(sheet.into_text(), format!("one,two\n{expected},7\n"));
        }
    }
}
