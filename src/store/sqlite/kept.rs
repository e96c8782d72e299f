//! Which files belong to a store: its own, and those that are kept beside it.

use super::place::{behind, directory};
use std::fs::{self, File};
use std::io::{self, Read};
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

/// The suffix of the name of a seat, before the name of the terminal.
pub const SEAT: &str = ".seat-";
/// The suffix of the name of a replaced store, before the time.
pub(super) const REPLACED: &str = ".replaced-";
/// The suffix of the name of the backup that an upgrade makes, before the version.
pub(super) const BEFORE: &str = ".before-";
/// The suffixes of the files that a store keeps, its own first.
const KEPT: [&str; 9] = [
    "", "-wal", "-shm", "-journal", ".ballast", ".queue", ".turn", ".force", ".intake",
];
/// The suffixes that are followed by a name, a version or a time.
const KEPT_FOR: [&str; 3] = [SEAT, BEFORE, REPLACED];

/// Returns whether a path leads to a file of this store or any other. Such a file must neither be written over nor read
/// as something else: closing it would release SQLite's locks on it.
pub fn leads_into_store(store: &Path, path: &Path) -> bool {
    is_of(store, path) || is_of_any(path)
}

/// Returns whether a path leads to this store or to a file that it keeps, also by another name.
pub fn is_of(store: &Path, path: &Path) -> bool {
    is_one_of(store, path, is_kept)
}

/// Returns whether a path leads to this store or to a file that changes with it, also by another name. Copies that are
/// kept beside the store do not count.
pub fn is_live(store: &Path, path: &Path) -> bool {
    is_one_of(store, path, |ending| KEPT.contains(&ending))
}

fn is_one_of(store: &Path, path: &Path, is_kept: fn(&str) -> bool) -> bool {
    let path = &end_of_links(path);
    let is_named = match (in_folder(path), in_folder(&behind(store, ""))) {
        (Some((folder, name)), Some((kept_in, store))) => {
            let rest = name.strip_prefix(store.as_str());
            folder == kept_in && rest.is_some_and(is_kept)
        }
        _ => false,
    };
    let file = |path: &Path| fs::metadata(path).ok().map(|found| (found.dev(), found.ino()));
    let Some(found) = file(path) else {
        return is_named;
    };
    is_named
        || KEPT
            .iter()
            .any(|ending| file(&behind(store, ending)) == Some(found))
}

/// Removes a store that nobody has open, with every file that it keeps. The store itself goes last, so that an
/// interrupted removal finds everything again.
///
/// # Errors
/// When one can't be removed.
pub fn remove(store: &Path) -> io::Result<()> {
    let name = store
        .file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned();
    for file in fs::read_dir(directory(store))? {
        let file = file?;
        let kept = file.file_name().to_string_lossy().into_owned();
        let ending = kept.strip_prefix(&name).filter(|ending| !ending.is_empty());
        if ending.is_some_and(is_kept) {
            fs::remove_file(file.path())?;
        }
    }
    fs::remove_file(store)
}

/// Returns whether a path leads to an SQLite database, or to a file that would belong to one. This process must not
/// have it open: closing a file releases the locks on it.
pub fn is_of_any(path: &Path) -> bool {
    let path = end_of_links(path);
    let Some(name) = path.file_name().map(|name| name.to_string_lossy().into_owned()) else {
        return false;
    };
    let mut stems = (0..=name.len()).filter_map(|at| name.split_at_checked(at));
    stems.any(|(stem, rest)| !stem.is_empty() && is_kept(rest) && is_database(&path.with_file_name(stem)))
}

/// Returns where the links of a path lead, even if nothing is there yet.
fn end_of_links(path: &Path) -> PathBuf {
    /// As many as Linux follows.
    const MOST: usize = 40;
    if let Ok(real) = path.canonicalize() {
        return real;
    }
    let mut end = path.to_owned();
    for _ in 0..MOST {
        let Ok(next) = fs::read_link(&end) else { break };
        end = directory(&end).join(next);
    }
    end
}

fn is_kept(rest: &str) -> bool {
    KEPT.contains(&rest) || KEPT_FOR.iter().any(|begin| rest.starts_with(begin))
}

fn is_database(path: &Path) -> bool {
    let mut begin = [0; MAGIC.len()];
    let is_file = fs::metadata(path).is_ok_and(|found| found.is_file());
    is_file
        && File::open(path)
            .and_then(|mut file| file.read_exact(&mut begin))
            .is_ok()
        && begin == *MAGIC
}

/// What every database of SQLite begins with (<https://www.sqlite.org/fileformat.html>, "Magic Header String").
const MAGIC: &[u8; 16] = b"SQLite format 3\0";

/// Returns the real folder of a path, and its name there.
fn in_folder(path: &Path) -> Option<(PathBuf, String)> {
    let name = path.file_name()?.to_string_lossy().into_owned();
    Some((directory(path).canonicalize().ok()?, name))
}
