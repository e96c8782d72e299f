//! `decode`: what a scan means.

use super::clock;
use super::failure::Failure;
use super::place::Place;
use crate::scan;
use crate::scan::exact::{self, Form};
use crate::scan::read::unescaped;
use clap::{Args, ValueEnum};
use std::io::{BufRead, BufWriter, Write};
use std::path::PathBuf;

/// What `decode` was asked.
#[derive(Debug, Args)]
pub struct Decode {
    /// Bytes are written out as `\x1d`, characters as `\u{feff}`
    #[arg(long)]
    escaped: bool,
    /// Which application identifiers must come together is enforced too
    #[arg(long)]
    strict: bool,
    /// Nothing is repaired or guessed, to verify labels; the form goes by the first characters unless it is named
    #[arg(long, value_name = "FORM", num_args = 0..=1, require_equals = true, default_missing_value = "any")]
    exact: Option<Taken>,
    /// Read labels by this GS1 syntax dictionary file
    #[arg(long, value_name = "FILE")]
    dictionary: Option<PathBuf>,
}

/// What exact decoding takes a line for.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum Taken {
    /// Whatever its first characters say
    Any,
    /// Scan data, `]C1…`
    Scan,
    /// An element string
    Elements,
    /// Elements in brackets, `(01)…`
    Brackets,
    /// A Digital Link
    Link,
    /// Data of no GS1 form
    Plain,
}

impl Taken {
    /// The form of a line.
    fn form(self, raw: &[u8]) -> Form {
        match self {
            Self::Any => Form::of(raw),
            Self::Scan => Form::Scan,
            Self::Elements => Form::Elements,
            Self::Brackets => Form::Brackets,
            Self::Link => Form::Link,
            Self::Plain => Form::Plain,
        }
    }
}

impl Decode {
    /// Reads scans from standard input and prints what each means.
    ///
    /// # Errors
    /// [`Failure::Data`] for a dictionary that can't be used.
    pub fn run(self, place: &Place) -> Result<(), Failure> {
        let mut out = BufWriter::new(std::io::stdout());
        let today = clock::today();
        let options = scan::Options {
            strict: self.strict,
            dictionary: place.config.dictionary(self.dictionary.as_deref())?,
        };
        for line in std::io::stdin().lock().split(b'\n') {
            let line = line?;
            let line = line.strip_suffix(b"\r").unwrap_or(&line);
            let raw = if self.escaped {
                unescaped(line)
            } else {
                line.to_vec()
            };
            let decoded = match self.exact {
                Some(taken) => exact::decode(&raw, taken.form(&raw), today, options),
                None => scan::decode(&raw, today, options),
            };
            serde_json::to_writer(&mut out, &decoded).map_err(std::io::Error::from)?;
            out.write_all(b"\n")?;
            out.flush()?;
        }
        Ok(())
    }
}
