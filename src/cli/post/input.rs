//! A file of documents, or a stream of them, line by line.

use crate::cli::lines::{self, Line};
use crate::cli::output::Kept;
use std::fs::File;
use std::io::{BufRead, BufReader, Error, ErrorKind, Read, Result, Seek, copy};

/// The bytes that a document may have: an order of some hundred thousand lines.
const LONGEST: usize = 16 << 20;

trait Bytes: BufRead + Seek {}
impl<B: BufRead + Seek> Bytes for B {}

/// Lines with their numbers, from 1, without the mark that some editors put before the first.
pub(super) struct Input {
    from: From,
    line: usize,
    failed: bool,
}

enum From {
    /// What can be read again.
    File(Box<dyn Bytes>),
    /// What comes once.
    Stream(Box<dyn BufRead>),
}

impl Input {
    /// Returns the lines of a file. One that is not a regular file, such as a pipe, comes once.
    pub(super) fn file(file: File) -> Self {
        if file.metadata().is_ok_and(|found| found.is_file()) {
            Self::of(From::File(Box::new(BufReader::new(file))))
        } else {
            Self::stream(file)
        }
    }

    /// Returns the lines of a stream, which comes once.
    pub(super) fn stream(stream: impl Read + 'static) -> Self {
        Self::of(From::Stream(Box::new(BufReader::new(stream))))
    }

    const fn of(from: From) -> Self {
        let (line, failed) = (0, false);
        Self { from, line, failed }
    }

    /// Returns the input in a form that can be read again: what comes once is held.
    ///
    /// # Errors
    /// Those of the stream.
    pub(super) fn again(self) -> Result<Self> {
        let From::Stream(mut stream) = self.from else {
            return Ok(self);
        };
        let mut held = Kept::new();
        copy(&mut stream, &mut held)?;
        Ok(Self::of(From::File(Box::new(held.read()?))))
    }

    /// Begins with the first line once more.
    ///
    /// # Errors
    /// Those of the file; and if the input comes once and was not held.
    pub(super) fn rewind(&mut self) -> Result<()> {
        (self.line, self.failed) = (0, false);
        match &mut self.from {
            From::File(file) => file.rewind(),
            From::Stream(_) => Err(ErrorKind::Unsupported.into()),
        }
    }

    /// Returns the next line. Input that fails ends there; a line that is merely not UTF-8 does not end it.
    pub(super) fn line(&mut self) -> Option<(usize, Result<String>)> {
        if self.failed {
            return None;
        }
        let read = match &mut self.from {
            From::File(file) => lines::next(file.as_mut(), LONGEST),
            From::Stream(stream) => lines::next(stream.as_mut(), LONGEST),
        };
        let read = read.transpose()?;
        self.line += 1;
        self.failed = read.is_err();
        Some((self.line, read.and_then(|line| self.text(line))))
    }

    fn text(&self, line: Line) -> Result<String> {
        let bad = |why: String| Error::new(ErrorKind::InvalidData, why);
        let line = match line {
            Line::Whole(line) => line,
            Line::TooLong(_, found) => {
                return Err(bad(format!(
                    "expected a line of at most {LONGEST} bytes, found {found}"
                )));
            }
        };
        let text =
            String::from_utf8(line).map_err(|_| bad("stream did not contain valid UTF-8".to_owned()))?;
        let line = text.strip_suffix('\r').unwrap_or(&text);
        let mark = if self.line == 1 { "\u{feff}" } else { "" };
        Ok(line.strip_prefix(mark).unwrap_or(line).to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(input: &mut Input) -> Vec<(usize, Option<String>)> {
        let lines = std::iter::from_fn(|| input.line());
        lines.map(|(number, text)| (number, text.ok())).collect()
    }

    #[test]
    fn what_comes_once_is_read_again_line_by_line() {
        let text: &[u8] = b"\xef\xbb\xbfone\r\n\n\xff bad\nlast";
        let read = |number, text: &str| (number, Some(text.to_owned()));
        let expected = vec![read(1, "one"), read(2, ""), (3, None), read(4, "last")];
        let mut once = Input::stream(text);
        assert_eq!(lines(&mut once), expected);
        assert!(once.rewind().is_err());
        let mut again = Input::stream(text).again().unwrap();
        for _ in 0..2 {
            again.rewind().unwrap();
            assert_eq!(lines(&mut again), expected);
        }
    }
}
