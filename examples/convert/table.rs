//! CSV files in and out, and JSON Lines out.

use anyhow::{Context, Result};
use serde::de::DeserializeOwned;
use serde_json::Value;
use std::fs::File;
use std::io::{BufWriter, Write as _};
use std::path::Path;

/// Reads all rows of a CSV file with a header; the error names the file and the line.
pub fn rows<R: DeserializeOwned>(folder: &Path, name: &str) -> Result<Vec<R>> {
    let path = folder.join(name);
    let mut reader = csv::Reader::from_path(&path).with_context(|| path.display().to_string())?;
    reader
        .deserialize()
        .collect::<Result<_, _>>()
        .with_context(|| path.display().to_string())
}

/// Writes a CSV file for `binledger import`: the columns, separated by commas, then the rows; a row of another length is
/// an error.
pub fn write<const N: usize>(
    folder: &Path,
    name: &str,
    columns: &str,
    rows: impl IntoIterator<Item = [String; N]>,
) -> Result<()> {
    let path = folder.join(name);
    let mut writer = csv::Writer::from_path(&path).with_context(|| path.display().to_string())?;
    writer.write_record(columns.split(','))?;
    for row in rows {
        writer.write_record(row)?;
    }
    Ok(writer.flush()?)
}

/// Writes operation documents for `binledger post`, one a line.
pub fn write_documents(folder: &Path, name: &str, documents: impl IntoIterator<Item = Value>) -> Result<()> {
    let path = folder.join(name);
    let mut file = BufWriter::new(File::create(&path).with_context(|| path.display().to_string())?);
    for document in documents {
        writeln!(file, "{document}")?;
    }
    Ok(file.flush()?)
}
