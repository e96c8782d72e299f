//! Whether the files of a store are still those that were opened.
//!
//! A process goes on with its open files when their names are taken away: it would write to a store that nobody finds
//! any more, beside others that write to the one found under the name. So before it writes and before it answers it looks
//! whether each name still leads to the same file. Names are looked up and files are not opened, since SQLite's locks on a
//! file are gone as soon as the process closes it once (<https://www.sqlite.org/howtocorrupt.html>, 2.2).

use super::place;
use crate::domain::record::Fault;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::{fs, io};

/// What the system tells a file by: its device and its number there.
pub(super) type Identity = (u64, u64);

/// The files of a store that is open.
#[derive(Default)]
pub(super) struct Presence(Vec<(PathBuf, Identity)>);

/// A store is no longer the one that was worked on.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub(super) struct Gone(pub(super) String);

impl Gone {
    /// Returns what became of a file.
    pub(super) fn of(name: &Path, how: &str) -> Self {
        let file = name.file_name().unwrap_or(name.as_os_str());
        Self(format!(
            "{} was {how} while the store was in use",
            file.to_string_lossy()
        ))
    }
}

impl From<Gone> for Fault {
    fn from(gone: Gone) -> Self {
        Self::caused("the store is not whole any more", gone)
    }
}

impl Presence {
    /// Returns the files of the store at `path`, all of which are open: its own since it was `found`.
    ///
    /// # Errors
    /// Where one can't be looked up, or the store was replaced while it was opened.
    pub(super) fn of(path: &Path, found: Identity) -> Result<Self, Fault> {
        let wrong = |e| Fault::caused(format!("the files of {} can't be looked up", path.display()), e);
        if identity(path).map_err(wrong)? != found {
            return Err(replaced_while_opened());
        }
        let names = [
            path.to_owned(),
            place::of_sqlite(path, "wal"),
            place::of_sqlite(path, "shm"),
            place::name_beside(path, "turn"),
            place::name_beside(path, "force"),
        ];
        let known = names.into_iter().map(|name| identity(&name).map(|id| (name, id)));
        known.collect::<io::Result<_>>().map(Self).map_err(wrong)
    }

    /// Looks whether all are still there.
    ///
    /// # Errors
    /// A [`Fault`] caused by [`Gone`], which names the first that is not.
    pub(super) fn check(&self) -> Result<(), Fault> {
        for (name, known) in &self.0 {
            let how = match identity(name) {
                Ok(found) if found == *known => continue,
                Ok(_) => "replaced by another file",
                Err(e) if e.kind() == io::ErrorKind::NotFound => "removed",
                Err(e) => return Err(Fault::caused(format!("{} can't be looked up", name.display()), e)),
            };
            return Err(Gone::of(name, how).into());
        }
        Ok(())
    }
}

/// Returns the fault of a store whose file was exchanged while it was opened, as a restore does.
pub(super) fn replaced_while_opened() -> Fault {
    Fault::new("the store was replaced while it was opened. Open it again")
}

pub(super) fn identity(name: &Path) -> io::Result<Identity> {
    fs::metadata(name).map(|found| (found.dev(), found.ino()))
}
