//! A terminal's name, which only one process has at a time.

use anyhow::Context;
use rustix::fs::{FlockOperation, Mode, OFlags};
use std::io;
use std::os::fd::OwnedFd;
use std::path::Path;

/// What separates the store's name from the terminal's in the name of a seat's file.
const SEAT: &str = ".seat-";

/// A terminal's place at the store. It is free again when its process ends, however it ends.
#[derive(Debug)]
pub struct Seat {
    name: String,
    _lock: OwnedFd,
}

impl Seat {
    /// Takes the seat of the configured name, or else of the terminal device's.
    ///
    /// # Errors
    /// When another process has it: two terminals of the same name would mix up their reads.
    pub fn take(store: &Path, configured: Option<&str>) -> anyhow::Result<Self> {
        let configured = configured.filter(|name| !name.is_empty());
        let name = configured.map_or_else(device, str::to_owned);
        let plain = |c: char| if c.is_alphanumeric() || c == '-' { c } else { '_' };
        let mut path = store.as_os_str().to_owned();
        path.push(format!("{SEAT}{}", name.chars().map(plain).collect::<String>()));
        let flags = OFlags::RDWR | OFlags::CREATE | OFlags::CLOEXEC;
        let lock = rustix::fs::open(&path, flags, Mode::from_bits_truncate(0o660)).with_context(|| {
            format!(
                "terminal {name} has no place beside the store at {}",
                store.display()
            )
        })?;
        rustix::fs::flock(&lock, FlockOperation::NonBlockingLockExclusive).with_context(|| {
            format!("terminal {name} is open in another session. Close that one, or give this one another name in its configuration")
        })?;
        Ok(Self { name, _lock: lock })
    }

    /// Returns the seats at a store that other processes hold, by the names of their files.
    ///
    /// # Errors
    /// When the store's folder, or a seat in it, can't be looked at.
    pub fn taken(store: &Path) -> io::Result<Vec<String>> {
        let (Some(folder), Some(file)) = (store.parent(), store.file_name().and_then(|file| file.to_str()))
        else {
            return Ok(Vec::new());
        };
        let mut taken = Vec::new();
        for entry in folder.read_dir()? {
            let (path, name) = entry.map(|entry| (entry.path(), entry.file_name()))?;
            let seat = name
                .to_str()
                .and_then(|name| name.strip_prefix(file)?.strip_prefix(SEAT));
            let Some(seat) = seat else {
                continue;
            };
            let lock = rustix::fs::open(&path, OFlags::RDWR | OFlags::CLOEXEC, Mode::empty())?;
            if rustix::fs::flock(&lock, FlockOperation::NonBlockingLockExclusive).is_err() {
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

/// Returns the name of the terminal device: `pts/3`.
fn device() -> String {
    let device = std::fs::read_link("/proc/self/fd/0").ok();
    let device = device
        .as_deref()
        .and_then(Path::to_str)
        .and_then(|path| path.strip_prefix("/dev/"));
    device.map_or_else(|| format!("P{}", std::process::id()), str::to_owned)
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
}
