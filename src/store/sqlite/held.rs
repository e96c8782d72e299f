//! Who holds the turn to write, and whether that process moves.
//!
//! The kernel knows which process holds a lock and tells everybody (`/proc/locks`, proc(5)), so nobody has to be believed
//! for it. A process writes down only since when it has the turn.

use super::intake::{UnderWay, under_way};
use super::locks::{has_locked, holder_of, locks, text, user_of};
use super::{kept, place};
use chrono::{DateTime, Local, Utc};
use rustix::process::{Pid, PidfdFlags, Signal, pidfd_open, pidfd_send_signal};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};
use std::{fmt, fs};

/// How long a holder may be stopped before it is ended.
const STOPPED_FOR: Duration = Duration::from_secs(3);
/// How long a holder may do nothing at all before it is ended.
const ASLEEP_FOR: Duration = Duration::from_secs(30);

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
}

/// A holder that was seen.
struct Seen {
    process: i32,
    since: Option<DateTime<Utc>>,
    first: Instant,
    pulse: Pulse,
    moved: Instant,
}

/// What shows that a process moves.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Pulse {
    /// The states of its threads, as the kernel abbreviates them.
    states: String,
    /// What its threads have run and waited, summed up.
    work: u64,
}

impl Watch {
    /// Returns who has held up a store for so long; one that does not respond is ended. `None` while the queue moves.
    pub(super) fn look(&mut self, store: &Path, long: Duration) -> Option<Held> {
        let locks = locks();
        // Where nobody has the turn, whoever is next keeps the others from it.
        let files = ["turn", "queue"].map(|what| place::name_beside(store, what));
        let holder = |file: &PathBuf| Some((file.clone(), holder_of(file, &locks)?));
        let found = files.iter().find_map(holder);
        let found = found.filter(|(_, process)| i64::from(*process) != i64::from(std::process::id()));
        let process = found.as_ref().map_or(0, |(_, process)| *process);
        let since =
            since(store, process).filter(|_| found.as_ref().is_some_and(|(file, _)| *file == files[0]));
        let seen = self.see(process, since);
        let length = since.map_or(Duration::ZERO, |since| {
            (Utc::now() - since).to_std().unwrap_or_default()
        });
        if length.max(seen.first.elapsed()) < long {
            return None;
        }
        let Some((file, process)) = found else {
            return Some(Held::Unnamed);
        };
        let patience = seen.pulse.patience();
        let fate = match patience.filter(|patience| *patience < seen.moved.elapsed()) {
            None => Fate::Moves,
            Some(_) if end(process, &file) => Fate::Ended,
            Some(_) => Fate::Stuck,
        };
        let holder = Holder {
            process,
            program: text(process, "comm").trim_end().to_owned(),
            user: user_of(process),
            terminal: terminal_of(process, store),
            since,
            intake: under_way(store).filter(|intake| intake.process == process),
            fate,
        };
        if fate == Fate::Ended {
            tracing::warn!("{holder}");
        }
        Some(Held::By(holder))
    }

    /// Returns whether it has looked since the turn came last.
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

impl Pulse {
    fn of(process: i32) -> Self {
        let mut pulse = Self::default();
        for task in fs::read_dir(format!("/proc/{process}/task"))
            .into_iter()
            .flatten()
            .flatten()
        {
            let status = fs::read_to_string(task.path().join("status")).unwrap_or_default();
            for (name, value) in status.lines().filter_map(|line| line.split_once(':')) {
                match name {
                    "State" => pulse.states.extend(value.trim().chars().next()),
                    "voluntary_ctxt_switches" | "nonvoluntary_ctxt_switches" => {
                        pulse.work += value.trim().parse::<u64>().unwrap_or(0);
                    }
                    _ => {}
                }
            }
        }
        pulse
    }

    /// Returns how long a process may be like that; `None` for one that runs or waits for a disk, which nobody can end.
    fn patience(&self) -> Option<Duration> {
        let is_all =
            |of: &str| !self.states.is_empty() && self.states.chars().all(|state| of.contains(state));
        if is_all("Tt") {
            Some(STOPPED_FOR)
        } else {
            is_all("STt").then_some(ASLEEP_FOR)
        }
    }
}

/// Returns the terminal whose seat at the store a process holds.
fn terminal_of(process: i32, store: &Path) -> Option<String> {
    let store = place::name_beside(store, kept::SEAT.trim_start_matches('.'));
    let (folder, begin, locks) = (store.parent()?, store.file_name()?.to_str()?, locks());
    fs::read_dir(folder).ok()?.flatten().find_map(|entry| {
        let name = entry.file_name();
        let terminal = name.to_str()?.strip_prefix(begin)?;
        (holder_of(&entry.path(), &locks) == Some(process)).then(|| terminal.to_owned())
    })
}

/// Returns since when a process has the turn, as it noted.
fn since(store: &Path, process: i32) -> Option<DateTime<Utc>> {
    let bytes = fs::read(place::name_beside(store, "queue")).ok()?;
    let [noted, at] = bytes.as_chunks::<8>().0 else {
        return None;
    };
    let at = DateTime::from_timestamp_millis(i64::from_be_bytes(*at))?;
    (i64::from_be_bytes(*noted) == i64::from(process)).then_some(at)
}

/// Returns what a process that takes the turn notes about itself.
pub(super) fn note() -> [u8; 16] {
    let mut note = [0; 16];
    note[..8].copy_from_slice(&i64::from(std::process::id()).to_be_bytes());
    note[8..].copy_from_slice(&Utc::now().timestamp_millis().to_be_bytes());
    note
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
        && holder_of(file, &locks()) == Some(process)
        && pidfd_send_signal(&handle, Signal::KILL).is_ok()
}
