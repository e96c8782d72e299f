//! `calibrate`: sets a scanner up by three symbols to scan.

use super::failure::{Failure, printable};
use super::place::Place;
use crate::app::calibrate::{Measured, Wanted, measure, sheet};
use crate::scan::calibration::Gravity;
use clap::Args;
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::PathBuf;

/// The arguments of `calibrate`.
#[derive(Debug, Args)]
pub struct Calibrate {
    /// The port of a serial scanner; without it, the scanner types as a keyboard
    #[arg(long, value_name = "PATH")]
    serial: Option<PathBuf>,
    /// Save the profile in this file
    #[arg(long, value_name = "FILE")]
    save: Option<PathBuf>,
    /// The profile's name
    #[arg(long, default_value = "scanner")]
    name: String,
    /// Replace a file that exists
    #[arg(long)]
    force: bool,
    /// Write the symbols on a sheet to print instead (SVG), for scanners that can't read a screen
    #[arg(long, value_name = "FILE", conflicts_with_all = ["save", "serial"])]
    sheet: Option<PathBuf>,
}

impl Calibrate {
    /// Shows the symbols, listens to the scanner, and prints what was found out.
    ///
    /// # Errors
    /// [`Failure::Usage`] where there is no terminal, no such port, or a file in the way.
    pub fn run(self, place: &Place) -> Result<(), Failure> {
        let usage = |why: anyhow::Error| Failure::Usage(format!("{why:#}"));
        for output in self.sheet.iter().chain(&self.save) {
            place.keep_from(output)?;
        }
        if let Some(file) = &self.sheet {
            sheet(file, self.force).map_err(usage)?;
            return told(&format!(
                "The symbols are in {}. Print it at its true size.\n",
                file.display()
            ));
        }
        let wanted = Wanted {
            serial: self.serial,
            save: self.save,
            name: self.name,
            force: self.force,
            store: place.store.clone(),
        };
        told(&summary(&measure(&place.config, wanted).map_err(usage)?))
    }
}

/// Returns what was found out, in words and as the profile's file.
fn summary(measured: &Measured) -> String {
    let Some(derived) = &measured.derived else {
        return "Nothing was measured.\n".to_owned();
    };
    let mut text = String::new();
    for advice in &derived.advice {
        let sign = match advice.gravity {
            Gravity::Wrong => "WRONG",
            Gravity::Better => "BETTER",
            Gravity::Note => "NOTE",
        };
        let _ = writeln!(text, "{sign} {}: {}", advice.code, advice.text);
        for (maker, menu) in advice.menus {
            let _ = writeln!(text, "  {maker}: {menu}");
        }
    }
    for (name, value) in &derived.facts {
        let _ = writeln!(text, "{name}: {value}");
    }
    match (&measured.saved, &measured.assignment) {
        (Some(path), Some([section, line])) => {
            let _ = writeln!(
                text,
                "Saved as {}. In the configuration:\n{section}\n{line}",
                path.display()
            );
        }
        _ => {
            let _ = writeln!(
                text,
                "Not saved; --save FILE keeps it:\n{}",
                derived.profile.write()
            );
        }
    }
    text
}

fn told(text: &str) -> Result<(), Failure> {
    let lines: Vec<String> = text.lines().map(printable).collect();
    let mut out = std::io::stdout().lock();
    Ok(writeln!(out, "{}", lines.join("\n"))?)
}
