//! `import --templates`: a file of each kind with its header and an example, and notes on every column.

use super::columns::{KINDS, Kind};
use super::texts::Texts;
use crate::cli::failure::Failure;
use crate::cli::place::Place;
use crate::store::sqlite::why_not;
use std::fmt::Write as _;
use std::path::Path;

/// The name of the notes.
const NOTES: &str = "NOTES.md";

/// Writes the files into a folder, which is made if there is none. A file that is there is never written over.
///
/// # Errors
/// [`Failure::Usage`] with the file that is there or can't be written.
pub(super) fn write(folder: &Path, place: &Place) -> Result<(), Failure> {
    let files = KINDS
        .iter()
        .map(|kind| Ok((format!("{}.csv", kind.name), template(kind)?)));
    let files = files.chain([Ok((NOTES.to_owned(), notes()))]);
    let files: Vec<(String, String)> = files.collect::<Result<_, Failure>>()?;
    if let Some((there, _)) = files.iter().find(|(name, _)| folder.join(name).exists()) {
        return Err(Failure::usage(format!(
            "expected a folder without {there}, found one in {}. Name another folder",
            folder.display()
        )));
    }
    let unwritable = |why| {
        let why = why_not(&folder.join(NOTES), &why);
        Failure::usage(format!("{} can't be written: {why}", folder.display()))
    };
    std::fs::create_dir_all(folder).map_err(unwritable)?;
    for (name, _) in &files {
        place.keep_from(&folder.join(name))?;
    }
    for (name, text) in &files {
        std::fs::write(folder.join(name), text).map_err(unwritable)?;
    }
    eprintln!(
        "There are {} files in {}: one row each is an example, to be replaced or deleted with its file. {NOTES} says \
         what the columns mean. Then: binledger import --preview {}",
        KINDS.len(),
        folder.display(),
        folder.display()
    );
    Ok(())
}

/// Returns a file of this kind: its header and its examples.
fn template(kind: &Kind) -> Result<String, Failure> {
    let mut csv = csv::Writer::from_writer(Vec::new());
    let unwritable = |why: csv::Error| Failure::Output(std::io::Error::other(why));
    csv.write_record(kind.columns.iter().map(|column| column.name))
        .map_err(unwritable)?;
    for example in examples(kind) {
        csv.write_record(example).map_err(unwritable)?;
    }
    let bytes = csv.into_inner().map_err(csv::IntoInnerError::into_error)?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// Returns the rows of a template below its header.
fn examples(kind: &Kind) -> Vec<Vec<&'static str>> {
    let mut rows = vec![kind.columns.iter().map(|column| column.example).collect()];
    if kind.name == "items" {
        // A kit is an item too, and consists of another one; what a work order makes is made of another one.
        for (code, called) in [("EXAMPLE-KIT", "Example kit"), ("EXAMPLE-MADE", "Made of others")] {
            let other = |name| match name {
                "item" => code,
                "name" => called,
                "uom" => "EA",
                _ => "",
            };
            rows.push(kind.columns.iter().map(|column| other(column.name)).collect());
        }
    }
    rows
}

/// Returns for each row whether it is an example of the template, as it was written. A row that could be anybody's, such
/// as a unit or a policy, is an example only in an untouched file: one with all columns and no other rows.
pub(super) fn are_examples(kind: &Kind, columns: &[&str], rows: &[&Texts]) -> Vec<bool> {
    let examples = examples(kind);
    let is_as_written = |row: &Texts, example: &[&str]| {
        let mut cells = kind.columns.iter().zip(example);
        cells.all(|(column, cell)| {
            let found = row.text(column.name).unwrap_or_default();
            !columns.contains(&column.name) || found == *cell
        })
    };
    let has_all = kind.columns.iter().all(|column| columns.contains(&column.name));
    let mut pairs = rows.iter().zip(&examples);
    if has_all && rows.len() == examples.len() && pairs.all(|(row, example)| is_as_written(row, example)) {
        return vec![true; rows.len()];
    }
    let names_itself =
        |example: &&Vec<&str>| example.iter().any(|cell| cell.to_lowercase().contains("example"));
    let is_left = |row: &&Texts| {
        let mut named = examples.iter().filter(names_itself);
        named.any(|example| is_as_written(row, example))
    };
    rows.iter().map(is_left).collect()
}

/// Returns what every column means.
fn notes() -> String {
    let mut text = String::from(
        "# Files to import\n\n\
         Fill in what you have, delete the files that you don't need, look at what an import would do, and import:\n\n    \
         binledger import --preview .\n    binledger import .\n\n\
         Columns are separated by commas, semicolons or tabs, and may stand in any order; those without a `!` may be \
         left out or empty. A day is YYYY-MM-DD. Decimals have a point; a comma too where columns are separated by \
         something else. Format columns of codes as text before you fill them in, or a spreadsheet takes their leading \
         zeros and turns long ones into 9.5E+12.\n",
    );
    for kind in KINDS {
        // Writing into a text can't fail.
        let _ = write!(
            text,
            "\n## {}.csv: {}\n\n| column | meaning | example |\n|---|---|---|\n",
            kind.name, kind.about
        );
        for column in kind.columns {
            let mark = if column.is_needed { " !" } else { "" };
            let _ = writeln!(
                text,
                "| `{}`{mark} | {} | {} |",
                column.name, column.about, column.example
            );
        }
    }
    text
}
