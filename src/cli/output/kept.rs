//! What is printed while a store is read, kept until the reading is over: whoever takes it may be slow or stopped, and
//! nobody's log grows meanwhile. What comes once and is read twice is kept the same way.

use crate::store::sqlite::why_not;
use std::io::{self, BufRead, BufReader, BufWriter, Seek, Write};
use std::path::PathBuf;
use tempfile::SpooledTempFile;

/// How many bytes are kept in memory; what is longer is kept in a file without a name.
const IN_MEMORY: usize = 4 << 20;

/// Bytes that are written first and read afterwards.
pub struct Kept {
    bytes: BufWriter<SpooledTempFile>,
    most: usize,
    folder: PathBuf,
}

impl Kept {
    /// Keeps nothing yet.
    pub fn new() -> Self {
        Self::of(IN_MEMORY, std::env::temp_dir())
    }

    /// Keeps at most so many bytes in memory, and longer ones in a folder.
    fn of(most: usize, folder: PathBuf) -> Self {
        let bytes = BufWriter::new(tempfile::spooled_tempfile_in(most, &folder));
        Self { bytes, most, folder }
    }

    /// Returns what was kept, from its beginning.
    ///
    /// # Errors
    /// Those of the file.
    pub fn read(mut self) -> io::Result<impl BufRead + Seek + 'static> {
        self.flush()?;
        let mut file = self.bytes.into_inner().map_err(io::IntoInnerError::into_error)?;
        file.rewind()?;
        Ok(BufReader::new(file))
    }

    /// Returns why something can't be kept, in words: who asked may not know that a folder for temporary files has a
    /// part in it.
    fn no_room(&self, why: &io::Error) -> io::Error {
        let said = format!(
            "it is longer than {} MB, and {}, the folder for temporary files, can't take it: {}. Make room there, \
             or name another folder in TMPDIR.",
            self.most >> 20,
            self.folder.display(),
            why_not(&self.folder.join("kept"), why)
        );
        io::Error::new(why.kind(), said)
    }
}

impl Write for Kept {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.bytes.write(bytes);
        written.map_err(|why| self.no_room(&why))
    }

    fn flush(&mut self) -> io::Result<()> {
        let flushed = self.bytes.flush();
        flushed.map_err(|why| self.no_room(&why))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Read as _;

    /// Keeps three lines, of which at most one fits into memory.
    fn kept(folder: PathBuf) -> io::Result<String> {
        let mut kept = Kept::of(8, folder);
        for line in ["first\n", "second\n", "third\n"] {
            kept.write_all(line.as_bytes())?;
            kept.flush()?;
        }
        let mut text = String::new();
        kept.read()?.read_to_string(&mut text)?;
        Ok(text)
    }

    #[test]
    fn what_does_not_fit_into_memory_is_read_again_and_leaves_nothing_behind() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(kept(folder.path().into()).unwrap(), "first\nsecond\nthird\n");
        assert_eq!(folder.path().read_dir().unwrap().count(), 0);
    }

    #[test]
    fn a_folder_that_takes_nothing_is_named() {
        let said = kept("/dev/null/none".into()).unwrap_err().to_string();
        assert!(
            said.contains("/dev/null/none, the folder for temporary files, can't take it"),
            "{said}"
        );
        assert!(said.contains("TMPDIR"), "{said}");
    }
}
