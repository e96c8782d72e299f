//! Who holds the turn to write, and whether that process moves.
//!
//! The kernel knows which process holds a lock, so no process has to be believed about that. Each notes only when it
//! took the turn.

#[cfg(test)]
mod tests;

use super::intake::{UnderWay, under_way};
use super::locks::{Locks, has_locked, text, user_of};
use super::pulse::Pulse;
use super::{kept, place};
use crate::clock;
use chrono::{DateTime, Local, Utc};
use rustix::process::{Pid, PidfdFlags, Signal, pidfd_open, pidfd_send_signal};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};
use std::{fmt, fs};

/// How long an observation of a holder is valid.
const FRESH: Duration = Duration::from_secs(1);

/// What holds up those who wait for the turn to write.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Held {
    /// A process.
    By(Holder),
    /// A process that the system does not name to this one.
    Unnamed,
}

/// A process that holds the turn to write, or the place of the next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Holder {
    /// Its number.
    pub process: i32,
    /// The name of its program.
    pub program: String,
    /// Whose process it is.
    pub user: String,
    /// The terminal that works there, if one does.
    pub terminal: Option<String>,
    /// Since when it has the turn, if it said so.
    pub since: Option<DateTime<Utc>>,
    /// The long file that it applies, if it does.
    pub intake: Option<UnderWay>,
    /// What becomes of it.
    pub fate: Fate,
}

/// What becomes of a holder of the turn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It moves, or has not stood still for long.
    Moves,
    /// It did not respond and was ended; the turn is free.
    Ended,
    /// It does not move, and this process may not end it.
    Stuck,
}

impl fmt::Display for Held {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::By(holder) => holder.fmt(f),
            Self::Unnamed => {
                f.write_str("another process holds the store, and the system does not say which")
            }
        }
    }
}

impl fmt::Display for Holder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            process,
            program,
            user,
            ..
        } = self;
        match &self.terminal {
            Some(terminal) => write!(f, "terminal {terminal} ({user}, process {process})")?,
            None => write!(f, "process {process} ({program} of {user})")?,
        }
        f.write_str(" holds the store")?;
        if let Some(since) = self.since {
            write!(f, " since {}", since.with_timezone(&Local).format("%H:%M:%S"))?;
        }
        if let Some(UnderWay {
            what, through, total, ..
        }) = &self.intake
        {
            write!(f, ", for {what}, {through} of {total} lines so far")?;
        }
        match self.fate {
            Fate::Moves => Ok(()),
            Fate::Ended => f.write_str(". It did not respond and was ended"),
            Fate::Stuck => write!(
                f,
                " and does not respond. {user} or the administrator has to end it: kill -9 {process}"
            ),
        }
    }
}

impl std::error::Error for Held {}

/// Looks at the holder of the turn for as long as this process waits.
#[derive(Default)]
pub(super) struct Watch {
    seen: Option<Seen>,
    told: Option<Told>,
}

/// A holder that was seen.
struct Seen {
    process: i32,
    since: Option<DateTime<Utc>>,
    first: Instant,
    pulse: Pulse,
    moved: Instant,
}

/// What was observed of a holder.
struct Told {
    held: Held,
    note: Option<Note>,
    at: Instant,
}

impl Watch {
    /// Returns who has held up a store for at least this long, and ends a holder that does not respond. `None` while
    /// the queue moves.
    pub(super) fn look(&mut self, store: &Path, long: Duration) -> Option<Held> {
        let note = Note::read(store);
        // With many waiting processes, the list of all locks is too expensive to be read by each of them again and
        // again.
        if note.as_ref().is_some_and(|note| note.is_within(long)) {
            return None;
        }
        let fresh = |told: &&Told| told.note == note && told.at.elapsed() < FRESH;
        if let Some(told) = self.told.as_ref().filter(fresh) {
            return Some(told.held.clone());
        }
        let held = self.look_closely(store, note.as_ref(), long)?;
        let told = Told {
            held: held.clone(),
            note,
            at: Instant::now(),
        };
        self.told = Some(told);
        Some(held)
    }

    fn look_closely(&mut self, store: &Path, note: Option<&Note>, long: Duration) -> Option<Held> {
        let locks = Locks::read();
        let found = Found::of(store, &locks, note);
        let (process, since) = found
            .as_ref()
            .map_or((0, None), |found| (found.process, found.since));
        let seen = self.see(process, since);
        let length = since.map_or(Duration::ZERO, |since| {
            (clock::machine() - since).to_std().unwrap_or_default()
        });
        if length.max(seen.first.elapsed()) < long {
            return None;
        }
        let Some(found) = found else {
            return Some(Held::Unnamed);
        };
        let patience = seen.pulse.patience();
        let fate = match patience.filter(|patience| *patience < seen.moved.elapsed()) {
            None => Fate::Moves,
            Some(_) if end(process, &found.file) => Fate::Ended,
            Some(_) => Fate::Stuck,
        };
        let holder = found.described(store, locks, fate);
        if fate == Fate::Ended {
            tracing::warn!("{holder}");
        }
        Some(Held::By(holder))
    }

    /// Returns whether it has looked since the last turn.
    pub(super) const fn has_seen(&self) -> bool {
        self.seen.is_some()
    }

    fn see(&mut self, process: i32, since: Option<DateTime<Utc>>) -> &Seen {
        let (pulse, now) = (Pulse::of(process), Instant::now());
        let known = self.seen.take();
        let known = known.filter(|seen| seen.process == process && seen.since == since);
        let seen = self.seen.insert(known.unwrap_or_else(|| Seen {
            process,
            since,
            first: now,
            pulse: pulse.clone(),
            moved: now,
        }));
        if seen.pulse != pulse {
            (seen.pulse, seen.moved) = (pulse, now);
        }
        seen
    }
}

/// Returns who holds the turn to write, or the place of the next, at this moment. `None` if nobody does.
pub fn holder(store: &Path) -> Option<Holder> {
    let locks = Locks::read();
    let found = Found::of(store, &locks, Note::read(store).as_ref())?;
    Some(found.described(store, locks, Fate::Moves))
}

/// A process that has a lock of the queue.
struct Found {
    /// The file that it has locked.
    file: PathBuf,
    process: i32,
    /// Since when it has the turn, if it noted that.
    since: Option<DateTime<Utc>>,
}

impl Found {
    /// Finds whoever has the turn. If nobody has it, whoever holds the door keeps the others from it.
    fn of(store: &Path, locks: &Locks, note: Option<&Note>) -> Option<Self> {
        let files = ["turn", "queue"].map(|what| place::name_beside(store, what));
        let (at, process) =
            (files.iter().enumerate()).find_map(|(at, file)| Some((at, locks.holder(file)?)))?;
        if i64::from(process) == i64::from(std::process::id()) {
            return None;
        }
        let note = note.filter(|note| at == 0 && note.process == i64::from(process));
        Some(Self {
            file: files[at].clone(),
            process,
            since: note.map(|note| note.at),
        })
    }

    fn described(self, store: &Path, locks: Locks, fate: Fate) -> Holder {
        let Self { process, since, .. } = self;
        Holder {
            process,
            program: text(process, "comm").trim_end().to_owned(),
            user: user_of(process),
            terminal: terminal_of(process, store, locks),
            since,
            intake: under_way(store).filter(|intake| intake.process == process),
            fate,
        }
    }
}

/// Returns the terminal whose seat at the store a process holds.
fn terminal_of(process: i32, store: &Path, locks: Locks) -> Option<String> {
    let store = place::name_beside(store, kept::SEAT.trim_start_matches('.'));
    let (folder, begin, locks) = (store.parent()?, store.file_name()?.to_str()?, locks.of(process));
    fs::read_dir(folder).ok()?.flatten().find_map(|entry| {
        let name = entry.file_name();
        let terminal = name.to_str()?.strip_prefix(begin)?;
        locks.holder(&entry.path()).is_some().then(|| terminal.to_owned())
    })
}

/// What the process that took the turn last noted about itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Note {
    process: i64,
    /// When it took the turn.
    at: DateTime<Utc>,
}

impl Note {
    /// Returns the note of this process, which takes the turn now.
    pub(super) fn now() -> Self {
        Self {
            process: std::process::id().into(),
            at: clock::machine(),
        }
    }

    fn read(store: &Path) -> Option<Self> {
        let bytes = fs::read(place::name_beside(store, "queue")).ok()?;
        let [process, at] = bytes.as_chunks::<8>().0 else {
            return None;
        };
        Some(Self {
            process: i64::from_be_bytes(*process),
            at: DateTime::from_timestamp_millis(i64::from_be_bytes(*at))?,
        })
    }

    /// Returns its bytes, as they stand in the file of the queue.
    pub(super) fn bytes(&self) -> [u8; 16] {
        let mut bytes = [0; 16];
        bytes[..8].copy_from_slice(&self.process.to_be_bytes());
        bytes[8..].copy_from_slice(&self.at.timestamp_millis().to_be_bytes());
        bytes
    }

    /// Returns whether it was written within this time up to now. A note from the future never was.
    fn is_within(&self, long: Duration) -> bool {
        (clock::machine() - self.at).to_std().is_ok_and(|age| age < long)
    }
}

/// Ends a process that holds the lock on a file; returns whether that was done. What it had not committed is taken back by
/// whoever writes next.
fn end(process: i32, file: &Path) -> bool {
    let Some(pid) = Pid::from_raw(process) else {
        return false;
    };
    // From here on the number can't come to mean another process unnoticed.
    let Ok(handle) = pidfd_open(pid, PidfdFlags::empty()) else {
        return false;
    };
    // A process does not end itself, and one that does not have the lock is not to be ended for it.
    i64::from(process) != i64::from(std::process::id())
        && has_locked(process, file)
        && Locks::read().holder(file) == Some(process)
        && pidfd_send_signal(&handle, Signal::KILL).is_ok()
}
