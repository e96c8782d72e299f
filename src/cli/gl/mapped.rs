//! What our accounts are called at a target: a file, or a table of the configuration.

use crate::cli::failure::Failure;
use crate::cli::place::Place;
use crate::cli::whole_file::read_text;
use crate::ledger::export::mapping::Mapping;
use crate::ledger::export::target::Target;
use std::path::Path;

/// Returns the target that a word names.
pub(super) fn target(word: &str) -> Result<Target, String> {
    word.parse()
}

/// Returns the mapping of the named file, else the configured one for the target or its system, else an empty one.
///
/// # Errors
/// [`Failure::Usage`] for a file if the target takes no mapping; [`Failure::Data`] with every bad line.
pub(super) fn mapping(target: Target, named: Option<&Path>, place: &Place) -> Result<Mapping, Failure> {
    let Some(system) = target.system() else {
        return match named {
            Some(_) => Err(Failure::Usage(format!(
                "{target} takes no mapping: it names accounts after our own. Leave --map out."
            ))),
            None => Ok(Mapping::default()),
        };
    };
    if let Some(path) = named {
        return read(path, place);
    }
    let tables = &place.config.accounts;
    let table = tables.get(target.word()).or_else(|| tables.get(system));
    table.map_or_else(
        || Ok(Mapping::default()),
        |table| Mapping::of(table).map_err(|lines| named_lines("the configuration", lines)),
    )
}

/// Reads a mapping file: TOML by its ending, else CSV.
pub(super) fn read(path: &Path, place: &Place) -> Result<Mapping, Failure> {
    let shown = path.display().to_string();
    place.keep_from_reading(path)?;
    let text = read_text(path)?;
    let is_toml = path
        .extension()
        .is_some_and(|ending| ending.eq_ignore_ascii_case("toml"));
    let read = if is_toml {
        Mapping::read_toml(&text)
    } else {
        Mapping::read_csv(&text)
    };
    read.map_err(|lines| named_lines(&shown, lines))
}

fn named_lines(whence: &str, lines: Vec<String>) -> Failure {
    Failure::Data(
        lines
            .into_iter()
            .map(|line| format!("{whence}: {line}"))
            .collect(),
    )
}
