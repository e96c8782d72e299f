//! Saves a profile as a file: all of it or nothing, and never over another file unasked.

use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::Path;

/// Why a profile was not saved.
#[derive(Debug)]
pub(super) enum Unsaved {
    /// The file exists already.
    Exists,
    /// The system refused.
    Failed(io::Error),
}

impl From<io::Error> for Unsaved {
    fn from(why: io::Error) -> Self {
        if why.kind() == io::ErrorKind::AlreadyExists {
            Self::Exists
        } else {
            Self::Failed(why)
        }
    }
}

/// Writes to a file beside `path`, which takes the name of `path` once it is complete.
///
/// # Errors
/// [`Unsaved::Exists`] if there is a file already and `replace` is false.
pub(super) fn save(path: &Path, text: &str, replace: bool) -> Result<(), Unsaved> {
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        fs::create_dir_all(folder)?;
    }
    let mut beside = path.as_os_str().to_owned();
    beside.push(format!(".new-{}", std::process::id()));
    let beside = Path::new(&beside);
    let done = write_new(beside, text).map_err(Unsaved::Failed).and_then(|()| {
        if replace {
            Ok(fs::rename(beside, path)?)
        } else {
            Ok(fs::hard_link(beside, path)?) // unlike a rename, it takes no name that is taken
        }
    });
    let _ = fs::remove_file(beside);
    done
}

fn write_new(path: &Path, text: &str) -> io::Result<()> {
    let mut file = OpenOptions::new().write(true).create_new(true).open(path)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()
}

/// Returns a name in a form that may be part of a file's name.
pub(super) fn plain(name: &str) -> String {
    let one = |c: char| {
        if c.is_ascii_alphanumeric() || c == '-' {
            c.to_ascii_lowercase()
        } else {
            '-'
        }
    };
    let plain: String = name.chars().map(one).collect();
    let plain = plain.trim_matches('-');
    if plain.is_empty() {
        "scanner".to_owned()
    } else {
        plain.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_replaced_only_where_that_was_said() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("scanners").join("dock.toml");
        save(&path, "one", false).unwrap();
        assert!(matches!(save(&path, "two", false), Err(Unsaved::Exists)));
        assert_eq!(fs::read_to_string(&path).unwrap(), "one");
        save(&path, "two", true).unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "two");
        let left: Vec<_> = fs::read_dir(path.parent().unwrap()).unwrap().collect();
        assert_eq!(left.len(), 1, "nothing is left beside it");
    }

    #[test]
    fn a_name_becomes_the_name_of_a_file() {
        for (name, expected) in [
            ("pts/3", "pts-3"),
            ("DOCK 1", "dock-1"),
            ("../..", "scanner"),
            ("", "scanner"),
        ] {
            assert_eq!(plain(name), expected);
        }
    }
}
