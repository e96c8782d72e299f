//! A terminal's name, which only one process has at a time.
//!
//! A terminal is a place: the station that is named on the command line, in the configuration or the environment, else
//! the machine that the operator sits at. The system hands terminal devices to whoever comes next, so a device only
//! tells two terminals at one machine apart.

use crate::store::sqlite::{SEAT, beside, name_beside, why_not};
use anyhow::Context;
use rustix::fs::{FlockOperation, Mode, OFlags};
use rustix::system::uname;
use std::io;
use std::os::fd::OwnedFd;
use std::path::Path;
use std::thread::sleep;
use std::time::Duration;

/// How long a seat that is taken is waited for.
const MOMENT: Duration = Duration::from_millis(20);

/// A terminal's place at the store. It is free again when its process ends, however it ends.
#[derive(Debug)]
pub struct Seat {
    name: String,
    _lock: OwnedFd,
}

impl Seat {
    /// Takes the seat of the given name, or else that of the machine that the operator sits at; where that is taken, the
    /// terminal device is put behind the machine's name.
    ///
    /// # Errors
    /// When another process has the named seat: two terminals of the same name would mix up their reads. When the name
    /// can't be one, or there is no room for the seat beside the store.
    pub fn take(store: &Path, named: Option<&str>) -> anyhow::Result<Self> {
        if let Some(name) = named.filter(|name| !name.is_empty()) {
            check(name)?;
            return Self::free(store, name)?.with_context(|| {
                format!("terminal {name} is open in another session. Close that one, or give this one another name")
            });
        }
        let machine = machine();
        if let Some(seat) = Self::free(store, &machine)? {
            return Ok(seat);
        }
        let name = format!("{machine}-{}", device());
        Self::free(store, &name)?.with_context(|| {
            format!(
                "terminal {name} is open in another session. Close that one, or name this one with --terminal"
            )
        })
    }

    /// Takes the seat of a name; `None` if another process has it.
    fn free(store: &Path, name: &str) -> anyhow::Result<Option<Self>> {
        let lock = open(store, name).map_err(|why| {
            let (at, why) = (store.display(), why_not(store, &why));
            anyhow::anyhow!("terminal {name} has no place beside the store at {at}: {why}")
        })?;
        // Whoever lists the seats has each of them for a moment.
        let is_ours = is_taken_at_once(&lock) || {
            sleep(MOMENT);
            is_taken_at_once(&lock)
        };
        Ok(is_ours.then(|| Self {
            name: name.to_owned(),
            _lock: lock,
        }))
    }

    /// Returns the seats at a store that other processes hold, by the names of their files.
    ///
    /// # Errors
    /// When the store's folder, or a seat in it, can't be looked at.
    pub fn taken(store: &Path) -> io::Result<Vec<String>> {
        let begin = name_beside(store, SEAT.trim_start_matches('.'));
        let (Some(folder), Some(begin)) = (begin.parent(), begin.file_name().and_then(|name| name.to_str()))
        else {
            return Ok(Vec::new());
        };
        let mut taken = Vec::new();
        for entry in folder.read_dir()? {
            let (path, name) = entry.map(|entry| (entry.path(), entry.file_name()))?;
            let Some(seat) = name.to_str().and_then(|name| name.strip_prefix(begin)) else {
                continue;
            };
            // Whoever may not read a seat can't say whether it is taken; nobody waits for a pipe in its place.
            let flags = OFlags::RDONLY | OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::CLOEXEC;
            let Ok(lock) = rustix::fs::open(&path, flags, Mode::empty()) else {
                continue;
            };
            if !is_taken_at_once(&lock) {
                taken.push(seat.to_owned());
            }
        }
        taken.sort_unstable();
        Ok(taken)
    }

    /// Returns the terminal's name.
    pub fn name(&self) -> &str {
        &self.name
    }
}

/// Opens the file of a seat, made if need be for the store's group. One that an operator of another group left can
/// still be locked as long as it can be read.
fn open(store: &Path, name: &str) -> io::Result<OwnedFd> {
    let plain = |c: char| if c.is_alphanumeric() || c == '-' { c } else { '_' };
    let seat: String = name.chars().map(plain).collect();
    let what = format!("{}{seat}", SEAT.trim_start_matches('.'));
    match beside(store, &what) {
        Err(why) if why.kind() == io::ErrorKind::PermissionDenied => {
            let flags = OFlags::RDONLY | OFlags::CLOEXEC;
            Ok(rustix::fs::open(name_beside(store, &what), flags, Mode::empty())?)
        }
        made => Ok(made?.into()),
    }
}

/// Takes the lock of a seat unless another process has it. Returns whether it did.
fn is_taken_at_once(lock: &OwnedFd) -> bool {
    rustix::fs::flock(lock, FlockOperation::NonBlockingLockExclusive).is_ok()
}

/// Refuses a name that can't be told from another terminal's in the keys of its reads, or that no screen shows whole.
fn check(name: &str) -> anyhow::Result<()> {
    let plain = |c: char| !c.is_control() && c != ':';
    anyhow::ensure!(
        name.trim() == name && name.len() <= 64 && name.chars().all(plain),
        "expected the name of a terminal of at most 64 characters without colons or blanks around it, found {name:?}"
    );
    Ok(())
}

/// Returns the machine that the operator sits at: the client of the SSH connection, else this one.
fn machine() -> String {
    let client = std::env::var("SSH_CONNECTION").ok();
    let client = client
        .as_deref()
        .and_then(|words| words.split_whitespace().next());
    let node = uname().nodename().to_string_lossy().into_owned();
    let plain = |c: char| {
        if c.is_alphanumeric() || "-.".contains(c) {
            c
        } else {
            '-'
        }
    };
    let name: String = client.unwrap_or(&node).chars().map(plain).take(48).collect();
    if name.is_empty() {
        "terminal".to_owned()
    } else {
        name
    }
}

/// Returns the name of the terminal device without its folder, `pts3`; a process without one is named by its number.
fn device() -> String {
    let device = std::fs::read_link("/proc/self/fd/0").ok();
    let device = device
        .as_deref()
        .and_then(Path::to_str)
        .and_then(|path| path.strip_prefix("/dev/"));
    device.map_or_else(
        || format!("P{}", std::process::id()),
        |path| path.replace('/', ""),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_taken_once_and_free_when_its_process_leaves() {
        let folder = tempfile::tempdir().unwrap();
        let store = folder.path().join("store.db");
        let first = Seat::take(&store, Some("DOCK 1")).unwrap();
        let refused = Seat::take(&store, Some("DOCK 1")).unwrap_err().to_string();
        assert!(refused.contains("DOCK 1 is open in another session"), "{refused}");
        assert!(Seat::take(&store, Some("DOCK 2")).is_ok());
        assert_eq!(Seat::taken(&store).unwrap(), ["DOCK_1"], "and DOCK 2 has left");
        drop(first);
        assert_eq!(Seat::taken(&store).unwrap(), [""; 0]);
        assert!(Seat::take(&store, Some("DOCK 1")).is_ok());
    }

    #[test]
    fn a_store_by_a_link_has_the_seats_of_the_store() {
        let folder = tempfile::tempdir().unwrap();
        let (store, link) = (folder.path().join("store.db"), folder.path().join("link.db"));
        std::fs::write(&store, "").unwrap();
        std::os::unix::fs::symlink(&store, &link).unwrap();
        let _first = Seat::take(&store, Some("DOCK")).unwrap();
        let refused = Seat::take(&link, Some("DOCK")).unwrap_err().to_string();
        assert!(refused.contains("DOCK is open in another session"), "{refused}");
        let second = Seat::take(&link, Some("GATE")).unwrap();
        assert!(Seat::take(&store, Some(second.name())).is_err());
        assert_eq!(Seat::taken(&link).unwrap(), ["DOCK", "GATE"]);
    }

    #[test]
    fn a_terminal_without_a_name_is_called_after_its_machine_and_a_second_one_after_its_device_too() {
        let folder = tempfile::tempdir().unwrap();
        let store = folder.path().join("store.db");
        let first = Seat::take(&store, None).unwrap();
        let second = Seat::take(&store, Some("")).unwrap();
        assert!(
            !first.name().is_empty() && !first.name().contains(':'),
            "{first:?}"
        );
        assert_eq!(second.name(), format!("{}-{}", first.name(), device()));
    }

    #[test]
    fn a_name_that_would_mix_up_the_keys_of_reads_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let store = folder.path().join("store.db");
        for name in ["DOCK:1", " DOCK", "DOCK\n1", &"D".repeat(65)] {
            let refused = Seat::take(&store, Some(name)).unwrap_err().to_string();
            assert!(
                refused.starts_with("expected the name of a terminal"),
                "{refused}"
            );
        }
    }

    #[test]
    fn a_seat_can_be_taken_by_everybody_in_the_group_whatever_the_umask_of_who_came_first() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let store = folder.path().join("store.db");
        drop(Seat::take(&store, Some("DOCK")).unwrap());
        let file = std::fs::metadata(folder.path().join("store.db.seat-DOCK")).unwrap();
        assert_eq!(file.permissions().mode() & 0o777, 0o660);
    }
}
