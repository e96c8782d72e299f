//! A store that can't be written from here is read from a copy of it.
//!
//! Whoever reads a log of pages takes locks in a file beside it and may have to make that file, which takes the right to
//! write. SQLite can be told to go without (`immutable`), and would then read a mixture of old and new pages as soon as
//! somebody else writes. So the file and its log are copied to a folder of our own, by reading alone, and the copy is
//! opened as any store is.
//!
//! The copy is one state, although others write meanwhile: the file is copied first and the log afterwards. A page that was
//! copied into the file while we read it is in the log that brought it there, and stays in that log until it begins anew.
//! A log that begins anew has another head (SQLite file format, "The Write-Ahead Log": its salts), and a file whose log
//! went away was written before: then the copy is made again.

use super::place::room;
use super::{Sqlite, StoreError, WhenHeld, left, place, presence};
use crate::domain::record::Fault;
use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::os::unix::fs::MetadataExt;
use std::path::Path;
use std::thread::sleep;
use std::time::Duration;

/// The prefix of the name of the folder of a copy.
const FOLDER: &str = "binledger-copy-";
/// How often a copy is begun again, and after what pause.
const ATTEMPTS: u32 = 20;
const PAUSE: Duration = Duration::from_millis(50);
/// The bytes that are copied at once.
const AT_ONCE: usize = 1 << 20;
/// The bytes of the head of a log.
const HEAD: u64 = 32;

/// Why a store can only be read.
#[derive(Clone, Debug, thiserror::Error)]
#[error("{why}")]
pub(super) struct Unwritable {
    /// What the system said.
    pub(super) why: String,
    /// What to do.
    pub(super) advice: String,
}

impl Sqlite {
    /// Opens the store at `path` for reading: as [`Sqlite::open_by`] does, or, if it can't be written, a copy of its
    /// present state. Every change of a copy is refused.
    ///
    /// # Errors
    /// As [`Sqlite::open_by`], but for a store that can be read; and where a copy can't be made.
    pub fn open_to_read(path: &Path, when_held: WhenHeld) -> Result<Self, StoreError> {
        match Self::open_by(path, when_held) {
            Err(StoreError::ReadOnly { why, advice, .. }) => {
                Self::copied_from(path, when_held, Unwritable { why, advice })
            }
            opened => opened,
        }
    }

    /// Opens a copy of the store at `path` that nobody else can read. Once open it has no name, so that nothing of it
    /// is left however the process ends; the next process removes what one that was killed earlier left.
    fn copied_from(path: &Path, when_held: WhenHeld, reason: Unwritable) -> Result<Self, StoreError> {
        let no_room = |folder: &Path, why: &io::Error| {
            Fault::new(format!(
                "the store at {} can't be written ({reason}), and {}, the folder for temporary files, can't take a copy \
                 to read: {}. Make room there, or name another folder in TMPDIR",
                path.display(),
                folder.display(),
                room::why_not(&folder.join("copy"), why)
            ))
        };
        let folder = std::env::temp_dir();
        let (made, _lock) = left::folder_in(&folder, FOLDER).map_err(|e| no_room(&folder, &e))?;
        let copy = made.path().join("store.db");
        copy_of(path, &copy).map_err(|e| match e {
            Broken::Here(e) => place::failed(path, &e),
            Broken::There(e) => no_room(&folder, &e).into(),
        })?;
        let mut sqlite = Self::connect(&copy, when_held).map_err(|e| renamed(e, path))?;
        sqlite.engine.only_read(path, reason);
        Ok(sqlite)
    }

    /// Returns a notice if this is a copy of a store that can't be written from here.
    pub fn told_of_copy(&self) -> Option<String> {
        let Unwritable { why, .. } = self.engine.unwritable.as_ref()?;
        let at = self.engine.path.display();
        Some(format!(
            "The store at {at} can't be written from here: {why}. It is read as it is now; nothing can be changed."
        ))
    }
}

/// Returns an error of a copy as that of its store.
fn renamed(error: StoreError, store: &Path) -> StoreError {
    match error {
        StoreError::Gone { why, .. } => StoreError::Gone {
            at: store.into(),
            why,
        },
        StoreError::Unfit { why, .. } => StoreError::Unfit {
            at: store.into(),
            why,
        },
        StoreError::Newer { found, expected, .. } => StoreError::Newer {
            at: store.into(),
            found,
            expected,
        },
        other => other,
    }
}

/// Where copying failed.
enum Broken {
    /// At the store.
    Here(io::Error),
    /// At the copy.
    There(io::Error),
}

/// What a copy must find as it was when it began.
#[derive(PartialEq, Eq)]
struct Seen {
    file: presence::Identity,
    /// The head of the log. Empty if there is no log.
    log: Vec<u8>,
    /// When the file was last written. `None` if there is a log, which holds what is newer.
    written: Option<(i64, i64, u64)>,
}

impl Seen {
    fn of(store: &Path) -> io::Result<Self> {
        let mut log = Vec::new();
        match File::open(place::of_sqlite(store, "wal")) {
            Ok(file) => drop(file.take(HEAD).read_to_end(&mut log)?),
            Err(e) if e.kind() == io::ErrorKind::NotFound => {}
            Err(e) => return Err(e),
        }
        let found = fs::metadata(store)?;
        let written = (found.mtime(), found.mtime_nsec(), found.len());
        Ok(Self {
            file: (found.dev(), found.ino()),
            written: log.is_empty().then_some(written),
            log,
        })
    }
}

/// Copies a store with its log, as of one moment, and waits until that survives a power cut.
fn copy_of(store: &Path, to: &Path) -> Result<(), Broken> {
    let log = |store: &Path| place::of_sqlite(store, "wal");
    let noted = |store: &Path| place::name_beside(store, "force");
    for _ in 0..ATTEMPTS {
        let before = Seen::of(store).map_err(Broken::Here)?;
        // What is noted may be older than what is read, never newer.
        copy(&noted(store), &noted(to))?;
        copy(store, to)?;
        copy(&log(store), &log(to))?;
        if Seen::of(store).map_err(Broken::Here)? == before {
            return Ok(());
        }
        sleep(PAUSE);
    }
    let why = "others write to it faster than it can be copied. Try again in a quieter moment";
    Err(Broken::Here(io::Error::other(why)))
}

/// Copies one file, if it is there, into a file for us alone; what was read survives a power cut.
fn copy(from: &Path, to: &Path) -> Result<(), Broken> {
    let _ = fs::remove_file(to);
    let mut source = match File::open(from) {
        Ok(source) => source,
        Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(e) => return Err(Broken::Here(e)),
    };
    let mut made = place::new_file(to).map_err(Broken::There)?;
    let mut bytes = vec![0; AT_ONCE];
    loop {
        let read = source.read(&mut bytes).map_err(Broken::Here)?;
        if read == 0 {
            break;
        }
        made.write_all(&bytes[..read]).map_err(Broken::There)?;
    }
    match source.sync_data() {
        Ok(()) => Ok(()),
        // Where nothing can be written there is nothing to wait for.
        Err(e)
            if matches!(
                e.kind(),
                io::ErrorKind::ReadOnlyFilesystem | io::ErrorKind::InvalidInput
            ) =>
        {
            Ok(())
        }
        Err(e) => Err(Broken::Here(e)),
    }
}
