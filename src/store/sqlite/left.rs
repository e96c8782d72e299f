//! Leftovers of killed processes. Whoever makes a file or folder keeps it locked, so one that is not locked belongs to
//! nobody any more.

use super::locks::is_locked;
use rustix::fs::OFlags;
use std::fs::{self, File, OpenOptions, Permissions};
use std::io;
use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
use std::path::Path;
use tempfile::TempDir;

/// How often making a folder is repeated if it is cleared away before it is locked.
const ATTEMPTS: u32 = 20;

/// Removes the files and folders in a folder that have such names and are not locked. Those that can't be removed stay
/// for the next time.
pub(super) fn clear_away(folder: &Path, is_such: impl Fn(&str) -> bool) {
    let Ok(found) = fs::read_dir(folder) else {
        return;
    };
    for entry in found.flatten() {
        if !entry.file_name().to_str().is_some_and(&is_such) {
            continue;
        }
        // Anybody may put a link or a pipe there: links are not followed and pipes not waited for.
        let is_left = || opened(&entry.path()).and_then(|opened| is_locked(&opened));
        let _ = match entry.metadata() {
            Ok(found) if found.is_file() && is_left().unwrap_or(false) => fs::remove_file(entry.path()),
            Ok(found) if found.is_dir() && is_left().unwrap_or(false) => fs::remove_dir_all(entry.path()),
            _ => Ok(()),
        };
    }
}

fn opened(path: &Path) -> io::Result<File> {
    let flags = OFlags::NOFOLLOW | OFlags::NONBLOCK;
    OpenOptions::new()
        .read(true)
        .custom_flags(flags.bits().cast_signed())
        .open(path)
}

/// Makes a folder that nobody else may enter, whatever the umask, and locks it until the returned file is closed. First
/// removes those that killed processes left.
///
/// # Errors
/// When it can't be made or locked.
pub(super) fn folder_in(within: &Path, prefix: &str) -> io::Result<(TempDir, File)> {
    clear_away(within, |name| name.starts_with(prefix));
    for _ in 0..ATTEMPTS {
        let made = tempfile::Builder::new()
            .prefix(prefix)
            .permissions(Permissions::from_mode(0o700))
            .tempdir_in(within)?;
        let Ok(lock) = File::open(made.path()) else {
            continue;
        };
        if is_locked(&lock)? && made.path().exists() {
            return Ok((made, lock));
        }
    }
    Err(io::Error::other("others remove what is made there"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use rustix::fs::{CWD, FileType, Mode, mknodat};
    use std::os::unix::fs::{MetadataExt, symlink};

    #[test]
    fn what_nobody_holds_any_more_is_cleared_away_and_nothing_else() {
        let home = tempfile::tempdir().unwrap();
        let path = |name: &str| home.path().join(name);
        let (kept, lock) = folder_in(home.path(), "copy-").unwrap();
        let mode = fs::metadata(kept.path()).unwrap().mode();
        assert_eq!(mode & 0o777, 0o700);
        for name in ["copy-left", "other"] {
            fs::create_dir(path(name)).unwrap();
            fs::write(path(name).join("store.db"), "x").unwrap();
        }
        fs::write(path("copy-file"), "x").unwrap();
        symlink(path("other"), path("copy-link")).unwrap();
        // Whoever opens it waits for somebody who writes into it.
        mknodat(
            CWD,
            path("copy-pipe"),
            FileType::Fifo,
            Mode::from_raw_mode(0o600),
            0,
        )
        .unwrap();
        let names = || {
            let found = fs::read_dir(home.path()).unwrap();
            let mut names: Vec<_> = found
                .map(|it| it.unwrap().file_name().into_string().unwrap())
                .collect();
            names.sort();
            names
        };
        let own = kept.path().file_name().unwrap().to_str().unwrap();
        clear_away(home.path(), |name| name.starts_with("copy-"));
        let mut expected = [own, "copy-link", "copy-pipe", "other"];
        expected.sort_unstable();
        assert_eq!(names(), expected);
        assert!(path("other").join("store.db").exists());
        drop(lock);
        clear_away(home.path(), |name| name.starts_with("copy-"));
        assert!(!kept.path().exists());
    }
}
