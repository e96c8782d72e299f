//! Loading a dictionary from its file: the GS1 syntax dictionary, in the format that its introduction describes.

use super::super::row::Row;
use super::{Dictionary, IDENTIFIERS, line};
use crate::scan::ai::Ai;
use std::fmt;

/// The largest file that is read, in bytes: ten times what the official one may grow to.
pub const LARGEST: usize = 1 << 20;

/// The longest line that is read, in bytes.
const LONGEST_LINE: usize = 1000;

/// A line that cannot be read, or does not fit the others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadLine {
    /// Which line, counted from 1; 0 for the whole file.
    pub line: usize,
    /// What was expected, and what was found.
    pub what: String,
}

/// Something in a file that this program does not know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// Which line, counted from 1.
    pub line: usize,
    /// The identifiers it concerns, as written.
    pub ai: String,
    /// What it is, and what follows from it.
    pub what: String,
}

impl fmt::Display for BadLine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            0 => f.write_str(&self.what),
            line => write!(f, "line {line}: {}", self.what),
        }
    }
}

impl Dictionary {
    /// Reads the text of a dictionary file.
    ///
    /// # Errors
    ///
    /// Every line that can't be read, with what was expected of it; then nothing of the file is used.
    pub fn read(text: &[u8]) -> Result<Self, Vec<BadLine>> {
        let whole = |what: String| vec![BadLine { line: 0, what }];
        if text.len() > LARGEST {
            let what = format!("expected at most {LARGEST} bytes, found {}", text.len());
            return Err(whole(what));
        }
        let mut file = File::new();
        let text = text.strip_prefix(b"\xef\xbb\xbf").unwrap_or(text);
        for (number, line) in (1..).zip(text.split(|&byte| byte == b'\n')) {
            if let Err(what) = file.take(number, line.strip_suffix(b"\r").unwrap_or(line)) {
                file.bad.push(BadLine { line: number, what });
            }
        }
        if !file.bad.is_empty() {
            return Err(file.bad);
        }
        if file.rows.is_empty() {
            return Err(whole(
                "expected lines that begin with an identifier, found none".into(),
            ));
        }
        Ok(Self::of(file.rows, file.release, file.notes))
    }
}

/// What has been read of a file.
struct File {
    rows: Vec<Row>,
    /// For each identifier, the line it stood on.
    seen: Vec<usize>,
    /// For each pair of leading digits, the length of its identifiers and the line that set it.
    lengths: [(usize, usize); 100],
    release: Option<Box<str>>,
    notes: Vec<Note>,
    bad: Vec<BadLine>,
}

impl File {
    fn new() -> Self {
        Self {
            rows: Vec::new(),
            seen: vec![0; IDENTIFIERS],
            lengths: [(0, 0); 100],
            release: None,
            notes: Vec::new(),
            bad: Vec::new(),
        }
    }

    fn take(&mut self, number: usize, line: &[u8]) -> Result<(), String> {
        if line.len() > LONGEST_LINE {
            return Err(format!(
                "expected at most {LONGEST_LINE} bytes, found {}",
                line.len()
            ));
        }
        let line = std::str::from_utf8(line)
            .map_err(|error| format!("expected UTF-8, found other bytes after {}", error.valid_up_to()))?;
        if let Some(control) = line.chars().find(|c| c.is_control() && *c != '\t') {
            return Err(format!("expected printable text, found {control:?}"));
        }
        let (entry, title) = line.split_once('#').unwrap_or((line, ""));
        if entry.trim().is_empty() {
            if let Some(release) = title.trim().strip_prefix("Release:") {
                self.release = Some(release.trim().into());
            }
            return Ok(());
        }
        let (row, unknown) = line::read(entry, title.trim())?;
        self.fit(number, &row)?;
        let ai = entry.split_ascii_whitespace().next().unwrap_or_default();
        self.notes.extend(unknown.into_iter().map(|what| Note {
            line: number,
            ai: ai.to_owned(),
            what,
        }));
        self.rows.push(row);
        Ok(())
    }

    /// Checks that a row fits those before it: no identifier twice, and one length for all that begin alike.
    fn fit(&mut self, number: usize, row: &Row) -> Result<(), String> {
        for ai in (row.first().0..=row.last().0).map(Ai) {
            let seen = &mut self.seen[usize::from(ai.0)];
            if *seen != 0 {
                return Err(format!(
                    "expected each identifier once, found ({ai}) of line {seen} again"
                ));
            }
            let (length, line) = &mut self.lengths[usize::from(ai.prefix())];
            if *length != 0 && *length != ai.digits() {
                return Err(format!(
                    "expected {length} digits, as line {line} has for what begins with {:02}, found ({ai})",
                    ai.prefix()
                ));
            }
            *seen = number;
            (*length, *line) = (ai.digits(), number);
        }
        Ok(())
    }
}
