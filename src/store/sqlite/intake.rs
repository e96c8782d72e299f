//! The intake of a long file in turns: one at a time, visible to others, and resumed after an interruption.
//!
//! A note beside the store says who applies what and how far it is. It is locked for as long as that process lives; an
//! interrupted intake leaves its note behind. The note is a hint: only the log says what was applied.

use super::locks::{Locks, is_locked, text, user_of};
use super::place;
use crate::clock;
use chrono::{DateTime, Local, Utc};
use serde::{Deserialize, Serialize};
use std::fs::File;
use std::os::unix::fs::FileExt;
use std::path::Path;
use std::thread::sleep;
use std::time::{Duration, Instant};
use std::{fmt, io};

/// The suffix of the name of the note.
const NAME: &str = "intake";
/// How often a waiting process tries to begin.
const AGAIN: Duration = Duration::from_millis(50);
/// When a waiting process says so for the first time, and how often from then on.
const TELL_AFTER: Duration = Duration::from_secs(1);
const TELL_EVERY: Duration = Duration::from_secs(5);
/// The longest note that is read.
const LONGEST: usize = 4096;

/// A file that is applied in turns, while nobody else does so.
#[derive(Debug)]
pub struct Intake {
    file: File,
    noted: Noted,
}

/// What others are told of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Noted {
    process: i32,
    /// When it began, in milliseconds since 1970.
    since: i64,
    /// What is applied, for people.
    what: String,
    /// How many of its lines are through, and how many it has.
    through: usize,
    total: usize,
    /// What tells the file from others.
    digest: String,
    /// Whether all of it was checked before any of it was applied.
    is_checked: bool,
}

/// A file that another process applies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnderWay {
    /// The process.
    pub process: i32,
    /// Whose process it is.
    pub user: String,
    /// When it began.
    pub since: DateTime<Utc>,
    /// What it applies, for people.
    pub what: String,
    /// How many lines are through.
    pub through: usize,
    /// How many lines there are.
    pub total: usize,
}

impl fmt::Display for UnderWay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            process,
            user,
            what,
            through,
            total,
            ..
        } = self;
        let since = self.since.with_timezone(&Local).format("%H:%M:%S");
        write!(
            f,
            "process {process} (of {user}) applies {what} since {since}, {through} of {total} lines so far"
        )
    }
}

/// Who applies a file, or keeps others from it, before this process may.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ahead {
    /// A process that applies a file.
    Applies(UnderWay),
    /// A process that holds the lock and left no note of its own.
    Silent {
        /// The process.
        process: i32,
        /// The name of its program.
        program: String,
        /// Whose process it is.
        user: String,
    },
    /// A process that the system does not name to this one.
    Unnamed,
}

impl fmt::Display for Ahead {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Applies(file) => file.fmt(f),
            Self::Silent {
                process,
                program,
                user,
            } => write!(
                f,
                "process {process} ({program} of {user}) keeps others from applying a file and does not say why. Let {user} \
                 or the administrator end it: kill {process}"
            ),
            Self::Unnamed => f.write_str("the system does not say whose process applies it"),
        }
    }
}

impl Intake {
    /// Waits until no other file is applied in turns, then begins an intake of `total` lines. While it waits, `tell` is
    /// told from time to time who is ahead.
    ///
    /// # Errors
    /// Those of the system.
    pub fn begin(
        store: &Path,
        (what, digest): (&str, &str),
        total: usize,
        mut tell: impl FnMut(&Ahead),
    ) -> io::Result<Self> {
        let file = place::beside(store, NAME)?;
        let (begun, mut next) = (Instant::now(), TELL_AFTER);
        while !is_locked(&file)? {
            if next <= begun.elapsed() {
                next = begun.elapsed() + TELL_EVERY;
                tell(&ahead(store));
            }
            sleep(AGAIN);
        }
        let before = read(&file).filter(|before| before.digest == digest && before.total == total);
        let noted = Noted {
            process: std::process::id().cast_signed(),
            since: clock::machine().timestamp_millis(),
            what: what.to_owned(),
            through: 0,
            total,
            digest: digest.to_owned(),
            is_checked: before.is_some_and(|before| before.is_checked),
        };
        let intake = Self { file, noted };
        intake.write()?;
        Ok(intake)
    }

    /// Returns whether the whole file was checked, now or, as the note says, before it was cut off.
    pub const fn is_checked(&self) -> bool {
        self.noted.is_checked
    }

    /// Notes that the whole file was checked.
    ///
    /// # Errors
    /// Those of the system.
    pub fn checked(&mut self) -> io::Result<()> {
        self.noted.is_checked = true;
        self.write()
    }

    /// Notes how many lines are through.
    ///
    /// # Errors
    /// Those of the system.
    pub fn reached(&mut self, through: usize) -> io::Result<()> {
        self.noted.through = through;
        self.write()
    }

    /// Leaves nothing to go on with.
    ///
    /// # Errors
    /// Those of the system.
    pub fn finish(self) -> io::Result<()> {
        self.file.set_len(0)
    }

    fn write(&self) -> io::Result<()> {
        let mut bytes = serde_json::to_vec(&self.noted)?;
        bytes.push(b'\n');
        // A concurrent reader finds a whole line: the old one, or the new one followed by the end of the old.
        self.file.write_all_at(&bytes, 0)?;
        self.file.set_len(bytes.len() as u64)
    }
}

impl From<Noted> for UnderWay {
    fn from(noted: Noted) -> Self {
        Self {
            user: user_of(noted.process),
            process: noted.process,
            since: DateTime::from_timestamp_millis(noted.since).unwrap_or_default(),
            what: noted.what,
            through: noted.through,
            total: noted.total,
        }
    }
}

/// Returns the file that is being applied in turns to the store at `store`. `None` if there is none.
pub fn under_way(store: &Path) -> Option<UnderWay> {
    match ahead(store) {
        Ahead::Applies(file) => Some(file),
        Ahead::Silent { .. } | Ahead::Unnamed => None,
    }
}

/// Returns who holds the lock on the note. The kernel says who that is; the rest is taken from the note if that process
/// wrote it.
fn ahead(store: &Path) -> Ahead {
    let name = place::name_beside(store, NAME);
    let Some(process) = Locks::read().holder(&name) else {
        return Ahead::Unnamed;
    };
    let noted = File::open(name).ok().and_then(|file| read(&file));
    match noted.filter(|noted| noted.process == process) {
        Some(noted) => Ahead::Applies(noted.into()),
        None => Ahead::Silent {
            process,
            program: text(process, "comm").trim_end().to_owned(),
            user: user_of(process),
        },
    }
}

fn read(file: &File) -> Option<Noted> {
    let mut bytes = [0; LONGEST];
    let found = file.read_at(&mut bytes, 0).ok()?;
    let line = bytes[..found].split(|byte| *byte == b'\n').next()?;
    serde_json::from_slice(line).ok()
}

#[cfg(test)]
mod tests {
    use super::super::held::{Fate, Holder};
    use super::*;
    use std::sync::mpsc;

    fn store() -> (tempfile::TempDir, std::path::PathBuf) {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("store");
        File::create(&path).unwrap();
        (home, path)
    }

    fn begin(store: &Path, digest: &str) -> Intake {
        Intake::begin(store, ("post day.jsonl", digest), 1200, |_| {}).unwrap()
    }

    #[test]
    fn what_was_cut_off_after_its_check_need_not_be_checked_again_and_another_file_must() {
        let (_home, store) = store();
        let mut intake = begin(&store, "A");
        assert!(!intake.is_checked());
        drop(intake);
        // It was cut off before.
        intake = begin(&store, "A");
        assert!(!intake.is_checked());
        intake.checked().unwrap();
        intake.reached(700).unwrap();
        drop(intake);
        intake = begin(&store, "A");
        assert!(intake.is_checked());
        drop(intake);
        assert!(!begin(&store, "B").is_checked());
        assert!(!begin(&store, "A").is_checked());
        intake = begin(&store, "A");
        intake.checked().unwrap();
        intake.finish().unwrap();
        assert!(!begin(&store, "A").is_checked());
    }

    #[test]
    fn others_see_how_far_it_is_and_one_waits_for_the_other() {
        let (_home, store) = store();
        assert_eq!(under_way(&store), None);
        let mut first = begin(&store, "A");
        first.reached(700).unwrap();
        let seen = under_way(&store).unwrap();
        assert_eq!(
            (seen.process, seen.through),
            (std::process::id().cast_signed(), 700)
        );
        let said = seen.to_string();
        assert!(said.contains("applies post day.jsonl since "), "{said}");
        assert!(said.ends_with(", 700 of 1200 lines so far"), "{said}");
        let holder = Holder {
            process: seen.process,
            program: "binledger".to_owned(),
            user: "anna".to_owned(),
            terminal: None,
            since: None,
            intake: Some(seen),
            fate: Fate::Moves,
        };
        let said = format!("process {} (binledger of anna) holds the store", holder.process);
        let applies = ", for post day.jsonl, 700 of 1200 lines so far";
        assert_eq!(holder.to_string(), said + applies);
        let (tell, told) = mpsc::channel();
        let waiting = std::thread::spawn({
            let store = store.clone();
            move || {
                let tell = |it: &Ahead| tell.send(it.to_string()).unwrap();
                Intake::begin(&store, ("post other.jsonl", "B"), 1500, tell).unwrap()
            }
        });
        // It waits, since it says for whom.
        let said = told.recv().unwrap();
        assert!(said.contains("applies post day.jsonl since "), "{said}");
        first.finish().unwrap();
        drop(waiting.join().unwrap());
        assert_eq!(under_way(&store), None);
    }

    #[test]
    fn whoever_holds_the_place_and_notes_nothing_is_named_all_the_same() {
        let (_home, store) = store();
        begin(&store, "A").finish().unwrap();
        // What another process left says nothing of the one that holds the place now.
        for left in [
            "",
            r#"{"process":1,"since":0,"what":"post x","through":7,"total":9,"digest":"D","is_checked":true}"#,
        ] {
            std::fs::write(place::name_beside(&store, NAME), left).unwrap();
            let held = place::beside(&store, NAME).unwrap();
            held.lock().unwrap();
            let said = ahead(&store).to_string();
            let begin = format!("process {} (", std::process::id());
            assert!(
                said.starts_with(&begin) && said.contains(") keeps others from"),
                "{said}"
            );
            assert_eq!(under_way(&store), None);
        }
    }
}
