//! Locks on files, and which process holds one, as the kernel tells everybody (`/proc/locks`, proc(5)).

use std::fs::{File, TryLockError};
use std::os::unix::fs::MetadataExt;
use std::path::Path;
use std::{fs, io};

/// The locks on whole files of the system, as they were when they were read.
pub(super) struct Locks(Vec<Lock>);

struct Lock {
    process: i32,
    /// Major and minor number of the file's device, in hexadecimal digits.
    device: String,
    number: u64,
}

impl Locks {
    /// Reads the locks. Empty if the system does not list them.
    pub(super) fn read() -> Self {
        let told = fs::read_to_string("/proc/locks").unwrap_or_default();
        Self(told.lines().filter_map(Lock::of).collect())
    }

    /// Returns the process that holds the lock on a file.
    pub(super) fn holder(&self, file: &Path) -> Option<i32> {
        let found = fs::metadata(file).ok()?;
        let (major, minor) = (rustix::fs::major(found.dev()), rustix::fs::minor(found.dev()));
        let device = format!("{major:02x}:{minor:02x}");
        let mut candidates = self.0.iter().filter(|lock| lock.number == found.ino());
        // Some file systems tell another device for a file than for its lock.
        let lock = candidates.find(|lock| lock.device == device || has_locked(lock.process, file))?;
        // A lock outlives its process if a child of that process has the file open.
        if fs::exists(format!("/proc/{}", lock.process)).unwrap_or(false) {
            return Some(lock.process);
        }
        let mut processes = fs::read_dir("/proc").ok()?.flatten();
        let heir = processes.find_map(|process| {
            let number = process.file_name().to_str()?.parse().ok()?;
            has_locked(number, file).then_some(number)
        });
        heir.or(Some(lock.process))
    }

    /// Returns these locks without those of other processes.
    pub(super) fn of(self, process: i32) -> Self {
        Self(
            self.0
                .into_iter()
                .filter(|lock| lock.process == process)
                .collect(),
        )
    }
}

impl Lock {
    /// Returns the lock that a line describes. `None` unless it is a held lock on a whole file.
    fn of(line: &str) -> Option<Self> {
        // Its number, the kind, ADVISORY, the access, the process, the file, the range; `->` stands before who waits.
        let mut words = line.split_whitespace().skip(1);
        if words.next() != Some("FLOCK") {
            return None;
        }
        let process = words.nth(2)?.parse().ok().filter(|process| 0 < *process)?;
        let (device, number) = words.next()?.rsplit_once(':')?;
        Some(Self {
            process,
            device: device.to_owned(),
            number: number.parse().ok()?,
        })
    }
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

/// Returns a file of a process in `/proc`. Empty if it can't be read.
pub(super) fn text(process: i32, what: &str) -> String {
    fs::read_to_string(format!("/proc/{process}/{what}")).unwrap_or_default()
}

/// Returns whether a process has a file open with a lock on it, as far as this user may see.
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

/// Locks a file unless somebody else has locked it. Returns whether it did.
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
