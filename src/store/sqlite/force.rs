//! Forces commits to the disk. This is waited for outside the turn to write, so that a slow disk does not prolong the
//! turn and one force serves several processes.
//!
//! A commit writes its frames into the log and leaves the turn; then the log is forced, and only then is anybody told of
//! it. A log is forced as a whole, so a force covers every commit that was there when it began. Commits are numbered in
//! a file beside the store: the last one that began, the last one that is in the log, and the last one that was forced.
//! The file is a hint that saves forces, never a proof that is believed against the log: whoever finds the last begun
//! commit unforced forces the log.
//!
//! A force that fails brings the store into doubt, and nobody whose force ends after that is answered
//! ([`whole`](super::whole) says what becomes of it). The system tells every file that is open of a lost write, once; a
//! file that is opened later may never hear of it. So a log is opened with the store and kept, and a store that is opened
//! while a commit is under way which nobody forces is made whole.

use super::locks::patiently;
use super::place;
use super::queue::Queue;
use super::witness::Mark;
use std::fs::File;
use std::io;
use std::os::unix::fs::FileExt;
use std::path::Path;
use std::thread::sleep;
use std::time::{Duration, Instant};

/// The bytes of a number, and where each stands.
const NUMBER: usize = 8;
const BEGUN: u64 = 0;
const WRITTEN: u64 = 8;
const FORCED: u64 = 16;
/// The operations behind the numbers: the newest one that was forced, the newest one in the log, and the last one of
/// the store that a restore is about to put in place.
const WITNESS: u64 = 24;
const LOGGED: u64 = 32;
const EXPECTED: u64 = 40;
/// A number that no store reaches: one above it was never written by this program.
const HIGHEST: u64 = 1 << 60;

/// How long commits that are under way when a store is opened are waited for.
const PATIENCE: Duration = Duration::from_millis(250);

pub(super) struct Forcing {
    numbers: File,
    log: File,
}

/// The numbers of commits.
#[derive(Clone, Copy, Default)]
struct Numbers {
    begun: u64,
    written: u64,
    forced: u64,
}

/// The newest operations, as far as they are noted.
#[derive(Clone, Copy, Default)]
struct Newest {
    forced: Mark,
    logged: Mark,
}

impl Forcing {
    /// Opens the log of the store at `path`, which a connection has opened before, and the numbers.
    pub(super) fn open(path: &Path) -> io::Result<Self> {
        Ok(Self {
            numbers: place::beside(path, "force")?,
            log: File::open(place::of_sqlite(path, "wal"))?,
        })
    }

    /// Notes in the turn that a commit begins, which will have to be forced.
    pub(super) fn begin(&self) -> io::Result<()> {
        let begun = self.known()?.begun;
        self.write(BEGUN, begun + 1)
    }

    /// Notes in the turn that the commit ended, whatever became of it, and the newest operation that it wrote. Where that
    /// can't be noted, forces are not saved.
    pub(super) fn end(&self, newest: Option<Mark>) {
        if let Some(newest) = newest {
            let _ = self.write(LOGGED, newest.0);
        }
        if let Ok(Some(known)) = self.read() {
            let _ = self.write(WRITTEN, known.begun);
        }
    }

    /// Waits until everything that is committed by now is forced.
    ///
    /// # Errors
    /// Where the log can't be forced or is in doubt. It is in doubt from then on.
    pub(super) fn wait(&self, queue: &Queue) -> io::Result<()> {
        // What is noted by now is in the log, and the force that follows covers it.
        let (known, newest) = (self.read()?, newest(&self.numbers)?);
        if known.is_some_and(|known| known.begun <= known.forced) {
            return Ok(());
        }
        if let Err(error) = self.log.sync_data() {
            // Where not even that can be written, this handle looks into it alone.
            let _ = queue.doubt(true);
            return Err(error);
        }
        if queue.is_in_doubt()? {
            return Err(io::Error::other("the log is in doubt since a force failed"));
        }
        if let Some(known) = known {
            // Where that can't be noted, others force once more.
            let _ = self.forced(known.written, newest.logged);
        }
        Ok(())
    }

    /// Returns whether everything that is committed is forced.
    pub(super) fn is_forced(&self) -> io::Result<bool> {
        Ok(self.read()?.is_some_and(|known| known.begun <= known.forced))
    }

    /// Waits for a while until others have forced what is committed by now; returns whether they have.
    pub(super) fn is_caught_up(&self) -> io::Result<bool> {
        let Some(known) = self.read()? else {
            return Ok(false);
        };
        let opened = Instant::now();
        while self.read()?.is_none_or(|now| now.forced < known.begun) {
            if PATIENCE < opened.elapsed() {
                return Ok(false);
            }
            sleep(Duration::from_millis(1));
        }
        Ok(true)
    }

    /// Notes in the turn that everything is on the disk. An operation that was noted as being in the log may have been
    /// lost with it when the power was cut.
    pub(super) fn catch_up(&self) -> io::Result<()> {
        let begun = self.known()?.begun.max(1);
        self.write(LOGGED, Mark::default().0)?;
        self.note(Numbers {
            begun,
            written: begun,
            forced: begun,
        })
    }

    /// Notes that a commit is forced, and that an operation is, unless later ones are.
    fn forced(&self, commit: u64, operation: Mark) -> io::Result<()> {
        patiently(|| self.numbers.lock())?;
        let noted = match self.read() {
            Ok(Some(known)) if known.forced < commit => newest(&self.numbers).and_then(|newest| {
                let operation = newest.forced.max(operation);
                let both = [commit, operation.0].map(u64::to_be_bytes).concat();
                self.numbers.write_all_at(&both, FORCED)
            }),
            Ok(_) => Ok(()),
            Err(error) => Err(error),
        };
        self.numbers.unlock()?;
        noted
    }

    /// Returns the numbers in the turn; where they can't be true, counting begins anew.
    fn known(&self) -> io::Result<Numbers> {
        if let Some(known) = self.read()? {
            return Ok(known);
        }
        self.numbers.write_all_at(&[0; 5 * NUMBER], BEGUN)?;
        Ok(Numbers::default())
    }

    /// Takes another file for the log.
    #[cfg(test)]
    pub(super) fn replace_log(&mut self, log: File) {
        self.log = log;
    }

    fn read(&self) -> io::Result<Option<Numbers>> {
        read(&self.numbers)
    }

    fn note(&self, numbers: Numbers) -> io::Result<()> {
        let Numbers {
            begun,
            written,
            forced,
        } = numbers;
        let bytes = [begun, written, forced].map(u64::to_be_bytes).concat();
        self.numbers.write_all_at(&bytes, BEGUN)
    }

    fn write(&self, at: u64, number: u64) -> io::Result<()> {
        self.numbers.write_all_at(&number.to_be_bytes(), at)
    }
}

/// Returns the numbers. `None` if the file is new, or if this program can't have written them.
fn read(file: &File) -> io::Result<Option<Numbers>> {
    let mut bytes = [0; 3 * NUMBER];
    let mut filled = 0;
    while let Some(rest) = bytes.get_mut(filled..).filter(|rest| !rest.is_empty()) {
        match file.read_at(rest, filled as u64)? {
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
        (1..HIGHEST).contains(&known.begun) && known.forced <= known.begun && known.written <= known.begun;
    Ok(Some(known).filter(|_| is_possible))
}

/// Returns the newest operation that is known to be forced at the store at `path`. The default mark if the file is new,
/// or if this program can't have written its numbers.
///
/// # Errors
/// Where that can't be read.
pub(super) fn noted(path: &Path) -> io::Result<Mark> {
    match File::open(place::name_beside(path, "force")) {
        Ok(numbers) if read(&numbers)?.is_none() => Ok(Mark::default()),
        Ok(numbers) => Ok(newest(&numbers)?.forced),
        Err(e) if e.kind() == io::ErrorKind::NotFound => Ok(Mark::default()),
        Err(e) => Err(e),
    }
}

/// Durably forgets which operations were forced: another store was put at `path`.
///
/// # Errors
/// Where that can't be written.
pub(super) fn forget(path: &Path) -> io::Result<()> {
    let numbers = place::beside(path, "force")?;
    if numbers.metadata()?.len() <= WITNESS {
        return Ok(());
    }
    numbers.write_all_at(&[0; 3 * NUMBER], WITNESS)?;
    numbers.sync_all()
}

/// Durably notes the last operation of the store that is about to be put at `path`. If that is interrupted before
/// [`take`], the next process that opens the store recognises it by this note.
///
/// # Errors
/// Where that can't be written.
pub(super) fn expect(path: &Path, ends_with: Mark) -> io::Result<()> {
    let numbers = place::beside(path, "force")?;
    numbers.write_all_at(&ends_with.0.to_be_bytes(), EXPECTED)?;
    numbers.sync_all()
}

/// Durably notes that the expected store was put at `path`: its last operation becomes the newest that is known to be
/// forced.
///
/// # Errors
/// Where that can't be written.
pub(super) fn take(path: &Path) -> io::Result<()> {
    let newest = expected(path)?;
    let numbers = place::beside(path, "force")?;
    let bytes = [newest.0, 0, 0].map(u64::to_be_bytes).concat();
    numbers.write_all_at(&bytes, WITNESS)?;
    numbers.sync_all()
}

/// Returns the last operation of the store being restored to `path`, or the default mark if no restore is under way.
///
/// # Errors
/// Where that can't be read.
pub(super) fn expected(path: &Path) -> io::Result<Mark> {
    let mut bytes = [0; NUMBER];
    let read = File::open(place::name_beside(path, "force"))
        .and_then(|numbers| numbers.read_exact_at(&mut bytes, EXPECTED));
    match read {
        Ok(()) => Ok(Mark(u64::from_be_bytes(bytes))),
        Err(e) if matches!(e.kind(), io::ErrorKind::NotFound | io::ErrorKind::UnexpectedEof) => {
            Ok(Mark::default())
        }
        Err(e) => Err(e),
    }
}

fn newest(numbers: &File) -> io::Result<Newest> {
    let mut bytes = [0; 2 * NUMBER];
    match numbers.read_exact_at(&mut bytes, WITNESS) {
        // Not noted yet.
        Err(e) if e.kind() == io::ErrorKind::UnexpectedEof => {}
        read => read?,
    }
    let (numbers, _) = bytes.as_chunks::<NUMBER>();
    let mark = |at: usize| Mark(numbers.get(at).map_or(0, |it| u64::from_be_bytes(*it)));
    Ok(Newest {
        forced: mark(0),
        logged: mark(1),
    })
}
