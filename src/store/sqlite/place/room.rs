//! Room on the disk that holds a store: for bytes and for files, of which a disk takes a number of its own.

use super::{directory, name_beside, new_file};
use crate::store::StoreError;
use rustix::fs::{StatVfs, statvfs};
use std::fs;
use std::io::{self, Write};
use std::path::Path;

/// With less room than this a process can't even start reading: SQLite's shared memory has to be laid out.
const LEAST_ROOM: u64 = 256 * 1024;
/// Room kept back for that moment, and how much must be free before it is taken again.
const BALLAST: usize = 1024 * 1024;
const AMPLE_ROOM: u64 = 4 * 1024 * 1024;

/// The message about a disk without inodes.
const NO_FILES: &str = "its disk takes no more files (no inodes are left), even if it has space. Remove files there that nobody needs";

/// Sees to it that there is room to start reading, and that room is kept back for the next time.
///
/// # Errors
/// [`StoreError::Full`] if there is none even without the ballast.
pub(in crate::store::sqlite) fn make(store: &Path) -> Result<Vec<String>, StoreError> {
    let ballast = name_beside(store, "ballast");
    let Some(room) = of(store) else {
        return Ok(Vec::new());
    };
    if room >= LEAST_ROOM {
        if room >= AMPLE_ROOM && !ballast.exists() {
            let filled = new_file(&ballast).and_then(|mut file| file.write_all(&vec![0x42; BALLAST]));
            return Ok(filled
                .err()
                .map(|e| format!("no room could be kept back: {}", why_not(&ballast, &e)))
                .into_iter()
                .collect());
        }
        return Ok(Vec::new());
    }
    match fs::remove_file(&ballast) {
        Ok(()) => Ok(vec![format!(
            "the disk that holds {} is full: free some space",
            store.display()
        )]),
        Err(_) => Err(full(store)),
    }
}

/// Returns whether hardly anything fits on the disk any more, or no file.
pub(in crate::store::sqlite) fn is_full(store: &Path) -> bool {
    of(store).is_some_and(|room| room < LEAST_ROOM) || takes_no_file(store)
}

/// Returns the error of a full disk: one without space, or without room for another file.
pub(in crate::store::sqlite) fn full(store: &Path) -> StoreError {
    if takes_no_file(store) {
        StoreError::NoMoreFiles { at: store.into() }
    } else {
        StoreError::Full { at: store.into() }
    }
}

/// Returns the bytes that are free to us on a file's disk, if the system tells.
pub fn of(store: &Path) -> Option<u64> {
    let disk = disk(store)?;
    Some(disk.f_bavail.saturating_mul(disk.f_frsize))
}

/// Returns why a file could not be made or written at `path`, in words that say what to do where the system's don't.
pub fn why_not(path: &Path, error: &io::Error) -> String {
    if error.kind() == io::ErrorKind::StorageFull && takes_no_file(path) {
        NO_FILES.to_owned()
    } else {
        error.to_string()
    }
}

/// Returns whether a file's disk has no room for another file. A disk that counts none has room for any number.
fn takes_no_file(path: &Path) -> bool {
    disk(path).is_some_and(|disk| disk.f_files != 0 && disk.f_favail == 0)
}

fn disk(path: &Path) -> Option<StatVfs> {
    statvfs(directory(path)).ok()
}
