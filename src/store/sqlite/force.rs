//! The force of what was committed. It is waited for outside the turn to write, so that a slow disk does not make the
//! turn long, and one force answers everybody who committed before it began.
//!
//! A commit writes its frames into the log and leaves the turn; then the log is forced, and only then is anybody told of
//! it. A log is forced as a whole, so a force covers every commit that was there when it began. Commits are numbered in
//! a file beside the store: the last one that began, the last one that is in the log, and the last one that was forced.
//! The file is a hint that saves forces, never a proof that is believed against the log: it is written in the turn and
//! under its own lock only, and whoever finds the last begun commit unforced forces the log.
//!
//! A force that fails brings the store into doubt before its lock is given away, and nobody who waits behind it is
//! answered ([`whole`](super::whole) says what becomes of it). The system tells every open file of a lost write once, so
//! the log is opened in the turn, before the commit whose force is waited for.

use super::place;
use super::queue::{Queue, patiently};
use super::whole::name_of_log;
use std::cell::RefCell;
use std::fs::File;
use std::io;
use std::os::unix::fs::{FileExt, MetadataExt};
use std::path::{Path, PathBuf};

/// The bytes of a number, and where each stands.
const NUMBER: usize = 8;
const BEGUN: u64 = 0;
const WRITTEN: u64 = 8;
const FORCED: u64 = 16;
/// A number that no store reaches: one above it was never written by this program.
const HIGHEST: u64 = 1 << 60;

pub(super) struct Forcing {
    store: PathBuf,
    numbers: File,
    log: RefCell<Option<File>>,
}

/// The numbers of commits.
#[derive(Clone, Copy)]
struct Numbers {
    begun: u64,
    written: u64,
    forced: u64,
}

impl Forcing {
    /// Opens the numbers of the store at `path`.
    pub(super) fn open(path: &Path) -> io::Result<Self> {
        Ok(Self {
            store: path.to_owned(),
            numbers: place::beside(path, "force")?,
            log: RefCell::new(None),
        })
    }

    /// Notes in the turn that a commit begins, which will have to be forced.
    pub(super) fn begin(&self) -> io::Result<()> {
        self.open_log()?;
        match self.read()? {
            Some(known) => self.write(BEGUN, known.begun + 1),
            // Counting begins anew.
            None => self.numbers.set_len(0).and_then(|()| self.write(BEGUN, 1)),
        }
    }

    /// Notes in the turn that the commit ended, whatever became of it.
    pub(super) fn end(&self) -> io::Result<()> {
        match self.read()? {
            Some(known) => self.write(WRITTEN, known.begun),
            None => Ok(()),
        }
    }

    /// Waits until everything that is committed by now is forced.
    ///
    /// # Errors
    /// Where the log can't be forced or is in doubt. It is in doubt from then on.
    pub(super) fn wait(&self, queue: &Queue) -> io::Result<()> {
        let known = self.read()?;
        let wanted = known.map_or(HIGHEST, |known| known.begun);
        if known.is_some_and(|known| wanted <= known.forced) {
            return Ok(());
        }
        patiently(|| self.numbers.lock())?;
        let forced = self.force(wanted, queue);
        self.numbers.unlock()?;
        forced
    }

    /// Forces the log under the lock, unless somebody did so meanwhile.
    fn force(&self, wanted: u64, queue: &Queue) -> io::Result<()> {
        let known = self.read()?;
        if known.is_some_and(|known| wanted <= known.forced) {
            return Ok(());
        }
        if queue.is_in_doubt()? {
            return Err(io::Error::other(
                "the log is in doubt since an earlier force failed",
            ));
        }
        self.open_log()?;
        let forced = self.log.borrow().as_ref().map_or(Ok(()), File::sync_data);
        if forced.is_err() {
            // Where not even that can be written, this handle looks into it alone.
            let _ = queue.doubt(true);
            return forced;
        }
        match known {
            Some(known) => self.write(FORCED, known.written),
            None => Ok(()),
        }
    }

    /// Forgets the log, which is opened anew for the next force.
    pub(super) fn forget(&self) {
        self.log.replace(None);
    }

    /// Takes another file for the log.
    #[cfg(test)]
    pub(super) fn replace_log(&self, log: File) {
        self.log.replace(Some(log));
    }

    /// Opens the log that there is now, unless that is done.
    fn open_log(&self) -> io::Result<()> {
        let mut log = self.log.borrow_mut();
        let is_there = match &*log {
            // The last who closes a store removes its log.
            Some(file) => 0 < file.metadata()?.nlink(),
            None => false,
        };
        if !is_there {
            *log = Some(File::open(name_of_log(&self.store)?)?);
        }
        Ok(())
    }

    /// Returns the numbers; `None` where they can't be those that this program wrote, or are just being written.
    fn read(&self) -> io::Result<Option<Numbers>> {
        let mut bytes = [0; 3 * NUMBER];
        let mut filled = 0;
        while let Some(rest) = bytes.get_mut(filled..).filter(|rest| !rest.is_empty()) {
            match self.numbers.read_at(rest, filled as u64)? {
                0 => break,
                read => filled += read,
            }
        }
        let (numbers, _) = bytes.as_chunks::<NUMBER>();
        let number = |at: u64| {
            let found = usize::try_from(at).ok().and_then(|at| numbers.get(at / NUMBER));
            found.map_or(0, |it| u64::from_be_bytes(*it))
        };
        let known = Numbers {
            begun: number(BEGUN),
            written: number(WRITTEN),
            forced: number(FORCED),
        };
        let is_possible =
            known.forced <= known.begun && known.written <= known.begun && known.begun < HIGHEST;
        Ok(Some(known).filter(|_| is_possible))
    }

    fn write(&self, at: u64, number: u64) -> io::Result<()> {
        self.numbers.write_all_at(&number.to_be_bytes(), at)
    }
}
