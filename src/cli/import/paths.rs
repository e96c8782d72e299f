//! The files that an import is given: those named, and those in the folders named.

use super::File;
use super::columns::{KINDS, Kind, kind_of};
use crate::cli::failure::{Failure, printable};
use crate::cli::whole_file::read_whole;
use std::fs;
use std::path::{Path, PathBuf};

/// What a folder is that is named like a file, such as `sites.csv`.
pub(super) const IS_A_FOLDER: &str = "it is a folder";
/// What else is named like a file and is none.
pub(super) const IS_A_PIPE: &str = "it is no file but a pipe or a device";

/// Returns the files named, and those of the folders named.
pub(super) fn read_files(paths: &[PathBuf]) -> Result<Vec<File>, Failure> {
    let (mut files, mut problems) = (Vec::new(), Vec::new());
    for path in paths {
        let within = if path.is_dir() {
            inside(path)
        } else {
            vec![path.clone()]
        };
        if within.is_empty() {
            problems.push(format!(
                "{}: none of the files that can be imported is in this folder",
                path.display()
            ));
        }
        for file in within {
            let name = file.display().to_string();
            match is_no_file(&file) {
                Some(why) if path.is_dir() => problems.push(format!("{name} can't be read: {why}")),
                _ => match read_whole(&file) {
                    Ok(content) => files.push(File { name, content }),
                    Err(Failure::Data(why)) => problems.extend(why),
                    Err(other) => return Err(other),
                },
            }
        }
    }
    if problems.is_empty() {
        Ok(files)
    } else {
        Err(Failure::Data(problems))
    }
}

/// Returns the files of a folder that can be imported, and names those that can't.
fn inside(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let name = |path: &PathBuf| {
        path.file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned()
    };
    let mut found: Vec<PathBuf> = entries
        .map(|entry| entry.path())
        .filter(|path| is_of_import(&name(path)))
        .collect();
    found.sort();
    let (known, others): (Vec<_>, Vec<_>) = found
        .into_iter()
        .partition(|path| Kind::of(&kind_of(&name(path))).is_some());
    let known_names = || {
        KINDS
            .iter()
            .map(|kind| kind.name)
            .collect::<Vec<_>>()
            .join(".csv, ")
    };
    for path in others {
        let told = format!(
            "{} is not read: it is none of {}.csv.",
            path.display(),
            known_names()
        );
        eprintln!("{}", printable(&told));
    }
    known
}

/// Returns why what is named like a file is none, if it isn't. A pipe in a folder would keep the import waiting.
fn is_no_file(path: &Path) -> Option<&'static str> {
    if path.is_dir() {
        Some(IS_A_FOLDER)
    } else {
        (path.exists() && !path.is_file()).then_some(IS_A_PIPE)
    }
}

/// Returns whether a name in a folder is that of a table, which somebody may want to be imported.
pub(super) fn is_of_import(name: &str) -> bool {
    const TABLES: [&str; 6] = [".csv", ".tsv", ".txt", ".xlsx", ".xls", ".ods"];
    let small = name.to_lowercase();
    let is_table = TABLES.iter().any(|ending| small.ends_with(ending));
    !name.starts_with('.') && (is_table || Kind::of(&kind_of(name)).is_some())
}
