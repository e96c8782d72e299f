//! `decode`: what a scan means.

use super::failure::Failure;
use super::lines;
use super::output::{Shown, Spelling};
use super::place::Place;
use crate::app::config;
use crate::clock;
use crate::scan::exact::{self, Form};
use crate::scan::framer::LONGEST;
use crate::scan::in_store::Patterns;
use crate::scan::read::unescaped;
use crate::scan::{self, Options, Profile};
use clap::{Args, ValueEnum};
use std::io::Write;
use std::path::PathBuf;

/// The arguments of `decode`.
#[derive(Debug, Args)]
pub struct Decode {
    /// Bytes are written out as `\x1d`, characters as `\u{feff}`
    #[arg(long)]
    escaped: bool,
    /// Which application identifiers must come together is enforced too
    #[arg(long)]
    strict: bool,
    /// How the scanner is set up: a profile that comes with the program, or a file
    #[arg(long, value_name = "NAME|FILE")]
    profile: Option<String>,
    /// In-store codes as this country prints them: de dk ee fi gb lt lv no se
    #[arg(long = "region", value_name = "REGION")]
    regions: Vec<String>,
    /// In-store codes as this pattern says, such as 23IIIIIIW.WWWC
    #[arg(long = "pattern", value_name = "PATTERN")]
    patterns: Vec<String>,
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
    /// Returns the form of a line.
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
    /// Returns the in-store codes asked for, else the configured ones.
    fn patterns(&self, place: &Place) -> Result<Patterns, Failure> {
        let asked = [&*self.regions, &*self.patterns].concat();
        let written = if asked.is_empty() {
            &place.config.price_weight
        } else {
            &asked
        };
        Patterns::read(written).map_err(|wrong| Failure::Usage(wrong.to_string()))
    }

    /// Reads scans from standard input and prints what each means.
    ///
    /// # Errors
    /// A dictionary, a profile or a pattern that can't be used.
    pub fn run(self, place: &Place) -> Result<(), Failure> {
        let mut out = Shown::new(Spelling::Json);
        let profile = match &self.profile {
            Some(named) => config::profile(named).map_err(|wrong| Failure::setting(&wrong))?,
            None => Profile::default(),
        };
        let patterns = self.patterns(place)?;
        let today = clock::today();
        let options = Options {
            strict: self.strict,
            data: &profile.data,
            patterns: &patterns,
            dictionary: place.config.dictionary(self.dictionary.as_deref())?,
        };
        // A byte may be spelt by four characters.
        let most = if self.escaped { 4 * LONGEST } else { LONGEST };
        let (mut input, mut number, mut problems) = (std::io::stdin().lock(), 0, Vec::new());
        while let Some(line) = lines::next(&mut input, most)? {
            number += 1;
            let line = match line {
                lines::Line::Whole(line) => line,
                lines::Line::TooLong(_, found) => {
                    problems.push(too_long(number, found));
                    continue;
                }
            };
            let line = line.strip_suffix(b"\r").unwrap_or(&line);
            let raw = if self.escaped {
                unescaped(line)
            } else {
                line.to_vec()
            };
            if LONGEST < raw.len() {
                problems.push(too_long(number, raw.len() as u64));
                continue;
            }
            let decoded = match self.exact {
                Some(taken) => exact::decode(&raw, taken.form(&raw), today, options),
                None => scan::decode(&raw, today, options),
            };
            serde_json::to_writer(&mut out, &decoded).map_err(std::io::Error::from)?;
            out.write_all(b"\n")?;
            out.flush()?;
        }
        if problems.is_empty() {
            Ok(())
        } else {
            Err(Failure::Data(problems))
        }
    }
}

fn too_long(line: usize, found: u64) -> String {
    format!("line {line}: expected a scan of at most {LONGEST} bytes, found {found}")
}
