//! A terminal's name, which only one process has at a time.

use anyhow::Context;
use rustix::fs::FlockOperation;
use rustix::fs::Mode;
use rustix::fs::OFlags;
use std::os::fd::OwnedFd;
use std::path::Path;

/// A terminal's place at the store. It is free again when its process ends, however it ends.
#[derive(Debug)]
pub struct Seat {
    name: String,
    _lock: OwnedFd,
}

impl Seat {
    /// Takes the seat of the name configured, else of the terminal device.
    ///
    /// # Errors
    /// When another process has it: two terminals of one name would mix their reads.
    pub fn take(store: &Path, configured: Option<&str>) -> anyhow::Result<Self> {
        let name = configured.map_or_else(device, str::to_owned);
        let plain = |c: char| if c.is_alphanumeric() || c == '-' { c } else { '_' };
        let mut path = store.as_os_str().to_owned();
        path.push(format!(".seat-{}", name.chars().map(plain).collect::<String>()));
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

    /// The terminal's name.
    pub fn name(&self) -> &str {
        &self.name
    }
}

/// The name of the terminal device: `pts/3`.
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
        drop(first);
        assert!(Seat::take(&store, Some("DOCK 1")).is_ok());
    }
}
