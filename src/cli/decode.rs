//! `decode`: what a scan means.

use super::clock;
use super::failure::Failure;
use super::place::Place;
use crate::scan;
use clap::Args;
use std::io::{BufRead, BufWriter, Write};
use std::path::PathBuf;

/// What `decode` was asked.
#[derive(Debug, Args)]
pub struct Decode {
    /// Separators are written out as `\x1d`
    #[arg(long)]
    escaped: bool,
    /// Which application identifiers must come together is enforced too
    #[arg(long)]
    strict: bool,
    /// Read labels by this GS1 syntax dictionary file
    #[arg(long, value_name = "FILE")]
    dictionary: Option<PathBuf>,
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
            let decoded = scan::decode(&raw, today, options);
            serde_json::to_writer(&mut out, &decoded).map_err(std::io::Error::from)?;
            out.write_all(b"\n")?;
            out.flush()?;
        }
        Ok(())
    }
}

/// Bytes written out as `\xNN`, `\\`, `\r`, `\n` and `\t` become themselves; any other backslash stays.
pub fn unescaped(line: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(line.len());
    let mut rest = line;
    while let Some((first, tail)) = rest.split_first() {
        let (byte, used) = match tail {
            [b'x', high, low, ..] if *first == b'\\' => match hex(*high, *low) {
                Some(byte) => (byte, 4),
                None => (*first, 1),
            },
            [b'\\', ..] if *first == b'\\' => (b'\\', 2),
            [b'r', ..] if *first == b'\\' => (b'\r', 2),
            [b'n', ..] if *first == b'\\' => (b'\n', 2),
            [b't', ..] if *first == b'\\' => (b'\t', 2),
            _ => (*first, 1),
        };
        bytes.push(byte);
        rest = &rest[used..];
    }
    bytes
}

fn hex(high: u8, low: u8) -> Option<u8> {
    let digit = |byte: u8| char::from(byte).to_digit(16);
    u8::try_from(digit(high)? * 16 + digit(low)?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn separators_are_written_out() {
        assert_eq!(unescaped(br"]C110AB\x1d17"), b"]C110AB\x1d17");
        assert_eq!(unescaped(br"a\\x1d"), br"a\x1d");
        assert_eq!(unescaped(br"a\q\x1"), br"a\q\x1");
    }
}
