//! Saves a profile as a file: all of it or nothing, and never over another file unasked.

use crate::store::sqlite::leads_into_store;
use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::Path;

/// Why a profile was not saved.
#[derive(Debug)]
pub(super) enum Unsaved {
    /// The file exists already.
    Exists,
    /// The file is one of a store.
    OfStore,
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
/// [`Unsaved::Exists`] if there is a file already and `replace` is false, [`Unsaved::OfStore`] if the path leads into a
/// store: that at `store`, or another.
pub(super) fn save(path: &Path, text: &str, replace: bool, store: &Path) -> Result<(), Unsaved> {
    if leads_into_store(store, path) {
        return Err(Unsaved::OfStore);
    }
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
        let store = folder.path().join("store.db");
        save(&path, "one", false, &store).unwrap();
        assert!(matches!(save(&path, "two", false, &store), Err(Unsaved::Exists)));
        assert_eq!(fs::read_to_string(&path).unwrap(), "one");
        save(&path, "two", true, &store).unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "two");
        let left: Vec<_> = fs::read_dir(path.parent().unwrap()).unwrap().collect();
        assert_eq!(left.len(), 1, "nothing is left beside it");
    }

    #[test]
    fn no_profile_goes_over_a_store_or_through_a_link_into_one() {
        let folder = tempfile::tempdir().unwrap();
        let store = folder.path().join("dock.toml");
        fs::write(&store, "a store").unwrap();
        let link = folder.path().join("link.toml");
        std::os::unix::fs::symlink(&store, &link).unwrap();
        let log = folder.path().join("log.toml");
        // Nothing is there yet.
        std::os::unix::fs::symlink(folder.path().join("dock.toml-wal"), &log).unwrap();
        for path in [&store, &link, &log] {
            for replace in [false, true] {
                let saved = save(path, "one", replace, &store);
                assert!(matches!(saved, Err(Unsaved::OfStore)), "{path:?}: {saved:?}");
            }
        }
        assert_eq!(fs::read_to_string(&store).unwrap(), "a store");
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
