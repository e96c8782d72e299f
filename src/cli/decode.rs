//! `decode`: what a scan means.

use super::clock;
use super::failure::Failure;
use crate::scan;
use crate::scan::read::unescaped;
use clap::Args;
use std::io::{BufRead, BufWriter, Write};

/// What `decode` was asked.
#[derive(Debug, Args)]
pub struct Decode {
    /// Separators are written out as `\x1d`
    #[arg(long)]
    escaped: bool,
    /// Which application identifiers must come together is enforced too
    #[arg(long)]
    strict: bool,
}

impl Decode {
    /// Reads scans from standard input and prints what each means.
    pub fn run(self) -> Result<(), Failure> {
        let mut out = BufWriter::new(std::io::stdout());
        let (today, options) = (clock::today(), scan::Options { strict: self.strict });
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
