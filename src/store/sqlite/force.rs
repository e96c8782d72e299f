//! The force of what was committed. It is waited for outside the turn to write, so that a slow disk does not make the
//! turn long, and forces of several processes meet.
//!
//! A commit writes its frames into the log and leaves the turn; then the log is forced, and only then is anybody told of
//! it. A log is forced as a whole, so a force covers every commit that was there when it began. Commits are numbered in
//! a file beside the store: the last one that began, the last one that is in the log, and the last one that was forced.
//! The file is a hint that saves forces, never a proof that is believed against the log: whoever finds the last begun
//! commit unforced forces the log.
//!
//! A force that fails brings the store into doubt, and nobody whose force ends after that is answered
//! ([`whole`](super::whole) says what becomes of it). The system tells every file that is open of a lost write, once; a
//! file that is opened later may never hear of it. So a log that is opened while commits are under way is believed only
//! once these are told to be forced, or once whoever saw them fail had time to say so.

use super::place;
use super::queue::{Queue, patiently};
use super::whole::name_of_log;
use std::cell::RefCell;
use std::fs::File;
use std::io;
use std::os::unix::fs::{FileExt, MetadataExt};
use std::path::{Path, PathBuf};
use std::thread::sleep;
use std::time::{Duration, Instant};

/// The bytes of a number, and where each stands.
const NUMBER: usize = 8;
const BEGUN: u64 = 0;
const WRITTEN: u64 = 8;
const FORCED: u64 = 16;
/// A number that no store reaches: one above it was never written by this program.
const HIGHEST: u64 = 1 << 60;

/// How long commits that were under way when the log was opened are waited for: whoever forces them is dead by then.
const PATIENCE: Duration = Duration::from_millis(250);

pub(super) struct Forcing {
    store: PathBuf,
    numbers: File,
    log: RefCell<Option<Log>>,
}

/// The log, open to be forced.
struct Log {
    file: File,
    /// The last commit that was under way when it was opened; `None` once that is forced.
    behind: Option<u64>,
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
        if known.is_some_and(|known| known.begun <= known.forced) {
            return Ok(());
        }
        self.open_log()?;
        let mut log = self.log.borrow_mut();
        let Some(log) = log.as_mut() else {
            return Ok(());
        };
        if let Err(error) = log.file.sync_data() {
            // Where not even that can be written, this handle looks into it alone.
            let _ = queue.doubt(true);
            return Err(error);
        }
        if let Some(behind) = log.behind.take() {
            self.wait_for(behind, queue)?;
        }
        if queue.is_in_doubt()? {
            return Err(io::Error::other("the log is in doubt since a force failed"));
        }
        known.map_or(Ok(()), |known| self.forced(known.written))
    }

    /// Waits until others have forced a commit, or said that they could not.
    fn wait_for(&self, commit: u64, queue: &Queue) -> io::Result<()> {
        let begun = Instant::now();
        while begun.elapsed() < PATIENCE && !queue.is_in_doubt()? {
            if self.read()?.is_some_and(|known| commit <= known.forced) {
                break;
            }
            sleep(Duration::from_millis(1));
        }
        Ok(())
    }

    /// Notes that a commit is forced, unless a later one is.
    fn forced(&self, commit: u64) -> io::Result<()> {
        patiently(|| self.numbers.lock())?;
        let noted = match self.read() {
            Ok(Some(known)) if known.forced < commit => self.write(FORCED, commit),
            Ok(_) => Ok(()),
            Err(error) => Err(error),
        };
        self.numbers.unlock()?;
        noted
    }

    /// Forgets the log, which is opened anew for the next force.
    pub(super) fn forget(&self) {
        self.log.replace(None);
    }

    /// Takes another file for the log.
    #[cfg(test)]
    pub(super) fn replace_log(&self, file: File) {
        self.log.replace(Some(Log { file, behind: None }));
    }

    /// Opens the log that there is now, unless that is done.
    fn open_log(&self) -> io::Result<()> {
        let mut log = self.log.borrow_mut();
        let is_there = match &*log {
            // The last who closes a store removes its log.
            Some(log) => 0 < log.file.metadata()?.nlink(),
            None => false,
        };
        if !is_there {
            let file = File::open(name_of_log(&self.store)?)?;
            let behind = self.read()?.filter(|known| known.forced < known.begun);
            let behind = behind.map(|known| known.begun);
            *log = Some(Log { file, behind });
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
