//! A log that is read line by line, each proved to follow the one before it.

use crate::cli::failure::Failure;
use crate::cli::place::Place;
use crate::operations::carried::{Begin, Chain, Line, Wrong};
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::Path;

/// The most bytes that a line has: those of the longest document, written as a text of JSON twice.
const LONGEST: u64 = 64 << 20;

/// A log on its way in.
pub struct Reader {
    /// How it is called in what is said of it.
    name: String,
    from: Box<dyn BufRead>,
    number: usize,
    begin: Begin,
    chain: Chain,
    /// The last operation that is wanted.
    until: i64,
    is_cut: bool,
}

/// What was found where a line should be.
enum Found {
    Line(Line),
    /// Only the beginning of one, as after a power failure while it was written.
    Cut,
    Nothing,
    Wrong(Wrong),
}

impl Reader {
    /// Opens a log, or standard input where it is `-`, and reads where it begins. Nothing is read of it behind operation
    /// `until`.
    ///
    /// # Errors
    /// [`Failure::Data`] where it can't be read or is no log, [`Failure::Usage`] for a file of a store.
    pub fn open(path: &Path, until: Option<i64>, place: &Place) -> Result<Self, Failure> {
        let is_stream = path.as_os_str() == "-";
        let (name, from): (String, Box<dyn BufRead>) = if is_stream {
            ("standard input".to_owned(), Box::new(BufReader::new(io::stdin())))
        } else {
            place.keep_from_reading(path)?;
            let unreadable =
                |why: String| Failure::Data(vec![format!("{} can't be read: {why}", path.display())]);
            if path.is_dir() {
                return Err(unreadable(
                    "it is a folder; name a file that `log export` wrote".to_owned(),
                ));
            }
            let file = File::open(path).map_err(|why| unreadable(why.to_string()))?;
            (path.display().to_string(), Box::new(BufReader::new(file)))
        };
        Self::of(name, from, until.unwrap_or(i64::MAX))
    }

    fn of(name: String, mut from: Box<dyn BufRead>, until: i64) -> Result<Self, Failure> {
        let no_log = |found: &str| {
            Failure::Data(vec![format!(
                "{name} is no log: expected a file that `log export` wrote, found {found}. Name another. Nothing was \
                 changed."
            )])
        };
        let begin = match read(from.as_mut()).map_err(|why| no_log(&why.to_string()))? {
            Found::Line(Line::Begin(begin)) => begin,
            Found::Line(_) => return Err(no_log("one whose beginning is missing")),
            Found::Nothing => return Err(no_log("nothing")),
            Found::Cut | Found::Wrong(_) => return Err(no_log("something else")),
        };
        let mut reader = Self {
            chain: Chain::of(&begin),
            begin: begin.clone(),
            name,
            from,
            number: 1,
            until,
            is_cut: false,
        };
        let form = reader.chain.pass(&Line::Begin(begin));
        form.map_err(|why| reader.wrong(&why))?;
        Ok(reader)
    }

    /// Returns where it begins.
    pub const fn begin(&self) -> &Begin {
        &self.begin
    }

    /// Returns how far it was read.
    pub const fn chain(&self) -> &Chain {
        &self.chain
    }

    /// Returns how it is called.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Returns whether its last line was cut off, so that it was passed over.
    pub const fn is_cut(&self) -> bool {
        self.is_cut
    }

    /// Returns the next line that is wanted; `None` behind the last one.
    ///
    /// # Errors
    /// [`Failure::Data`] where the line does not follow the one before it.
    pub fn next(&mut self) -> Result<Option<Line>, Failure> {
        let found = read(self.from.as_mut());
        let found = found
            .map_err(|why| Failure::Data(vec![format!("{} can't be read further: {why}", self.name)]))?;
        self.number += 1;
        let wrong = match found {
            Found::Line(Line::Operation(done)) if self.until < done.logged.seq => return Ok(None),
            Found::Line(line) => match self.chain.pass(&line) {
                Ok(()) => return Ok(Some(line)),
                Err(wrong) => wrong,
            },
            Found::Nothing => return Ok(None),
            Found::Cut => {
                self.is_cut = true;
                return Ok(None);
            }
            Found::Wrong(wrong) => wrong,
        };
        if self.until <= self.chain.operation.0 {
            return Ok(None);
        }
        Err(self.wrong(&wrong))
    }

    fn wrong(&self, why: &Wrong) -> Failure {
        let (name, number, last) = (&self.name, self.number, self.chain.operation.0);
        let advice = match why {
            Wrong::NewerForm(_) | Wrong::NewerRules { .. } => String::new(),
            _ => format!(
                " What is before it is sound: name another copy of the log, or say --until {last} to do without what \
                 came then."
            ),
        };
        Failure::Data(vec![format!("{name} line {number}: {why}.{advice}")])
    }
}

/// Reads the bytes of a line with its end, which is missing where the line was cut off or is too long; none behind the last
/// line.
///
/// # Errors
/// Those of the input.
pub(super) fn read_line(from: &mut dyn BufRead) -> io::Result<Vec<u8>> {
    let mut text = Vec::new();
    from.take(LONGEST).read_until(b'\n', &mut text)?;
    Ok(text)
}

/// Reads a line.
fn read(from: &mut dyn BufRead) -> io::Result<Found> {
    let text = read_line(from)?;
    if text.is_empty() {
        return Ok(Found::Nothing);
    }
    let is_whole = text.ends_with(b"\n");
    if !is_whole && text.len() as u64 == LONGEST {
        let why = format!("it is longer than {} MiB", LONGEST >> 20);
        return Ok(Found::Wrong(Wrong::Unread(why)));
    }
    Ok(match serde_json::from_slice(&text) {
        Ok(line) => Found::Line(line),
        Err(_) if !is_whole => Found::Cut,
        Err(why) => Found::Wrong(Wrong::Unread(why.to_string())),
    })
}
