//! Locks on files, and which process holds one, as the kernel tells everybody (`/proc/locks`, proc(5)).

use std::fs::{File, TryLockError};
use std::os::unix::fs::MetadataExt;
use std::path::Path;
use std::{fs, io};

/// Returns the locks of the system.
pub(super) fn locks() -> String {
    fs::read_to_string("/proc/locks").unwrap_or_default()
}

/// Returns the process that holds the lock on a file.
pub(super) fn holder_of(file: &Path, locks: &str) -> Option<i32> {
    let found = fs::metadata(file).ok()?;
    let (major, minor) = (rustix::fs::major(found.dev()), rustix::fs::minor(found.dev()));
    let (device, number) = (format!("{major:02x}:{minor:02x}"), found.ino().to_string());
    let process = locks.lines().find_map(|line| {
        // Its number, the kind, ADVISORY, the access, the process, the file, the range; `->` stands before who waits.
        let words: Vec<&str> = line.split_whitespace().collect();
        let [_, "FLOCK", _, _, process, place, ..] = words.as_slice() else {
            return None;
        };
        let process = process.parse().ok().filter(|process| 0 < *process)?;
        let (of, its) = place.rsplit_once(':')?;
        // Some file systems tell another device for a file than for its lock.
        (its == number && (of == device || has_locked(process, file))).then_some(process)
    })?;
    // A lock outlives the process that took it where a child of that has the file open.
    if fs::exists(format!("/proc/{process}")).unwrap_or(false) {
        return Some(process);
    }
    let mut processes = fs::read_dir("/proc").ok()?.flatten();
    let heir = processes.find_map(|process| {
        let number = process.file_name().to_str()?.parse().ok()?;
        has_locked(number, file).then_some(number)
    });
    heir.or(Some(process))
}

/// Returns whose process it is.
pub(super) fn user_of(process: i32) -> String {
    let Ok(found) = fs::metadata(format!("/proc/{process}")) else {
        return "nobody known".to_owned();
    };
    let known = uzers::get_user_by_uid(found.uid());
    known.map_or_else(
        || format!("user {}", found.uid()),
        |user| user.name().to_string_lossy().into_owned(),
    )
}

/// Returns what the kernel tells of a process under a name; nothing where it does not.
pub(super) fn text(process: i32, what: &str) -> String {
    fs::read_to_string(format!("/proc/{process}/{what}")).unwrap_or_default()
}

/// Returns whether a process has a file open by which it is locked, as far as this user may see that.
pub(super) fn has_locked(process: i32, file: &Path) -> bool {
    let files = fs::read_dir(format!("/proc/{process}/fd"));
    let mut files = files.into_iter().flatten().flatten();
    files.any(|opened| {
        let leads = fs::read_link(opened.path()).is_ok_and(|leads| leads == file);
        let number = opened.file_name().to_string_lossy().into_owned();
        // The locks that are held by an open file are told with it (proc(5), "fdinfo").
        leads && text(process, &format!("fdinfo/{number}")).contains("FLOCK")
    })
}

/// Locks a file that nobody else has locked; returns whether that was so.
pub(super) fn is_locked(file: &File) -> io::Result<bool> {
    match file.try_lock() {
        Ok(()) => Ok(true),
        Err(TryLockError::WouldBlock) => Ok(false),
        Err(TryLockError::Error(error)) if error.kind() == io::ErrorKind::Interrupted => Ok(false),
        Err(TryLockError::Error(error)) => Err(error),
    }
}

/// Repeats the waiting if a signal interrupts it.
pub(super) fn patiently(lock: impl Fn() -> io::Result<()>) -> io::Result<()> {
    loop {
        match lock() {
            Err(e) if e.kind() == io::ErrorKind::Interrupted => {}
            other => return other,
        }
    }
}
