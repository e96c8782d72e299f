//! A copy of a store while all work goes on.
//!
//! The pages are copied as they are, a few at a time, and forced to the disk as they come: thousands of them written at
//! once would hold up the forces of those who work. All of it is one reading of the store. SQLite's copying begins anew
//! where another process writes between two steps of different readings, and would never end in a busy house; the price is
//! that the log grows meanwhile by what is written. The copy has its name only once it was read back, proved and forced.

use super::copy::{NotCopied, alone, check_pages, copy};
use super::locks::is_locked;
use super::place::room;
use super::statements::Statements;
use super::{Sqlite, StoreError, left, place};
use crate::domain::log::Logged;
use crate::domain::record::{Fault, Range};
use crate::domain::time::Time;
use crate::operations::stamps::stamp;
use crate::operations::view::View;
use crate::store::engine::Engine;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

/// What stands before and behind the number of a process in the name of a copy while it is made.
const HIDDEN: &str = ".binledger-";
const PART: &str = ".part";

/// Where a log stands: the operation that was logged last.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Standing {
    /// Its number; 0 where nothing was logged.
    pub operation: i64,
    /// Its hash; empty where nothing was logged.
    pub hash: String,
    /// When it was asked for.
    pub at: Time,
}

impl Standing {
    /// Returns where the log of a store stands.
    ///
    /// # Errors
    /// A [`Fault`] where it can't be read.
    pub fn of(view: &dyn View) -> Result<Self, Fault> {
        let last = view.list::<Logged>(&Range::of::<Logged>(&[]).backwards().first(1))?;
        let Some(last) = last.into_iter().next() else {
            return Ok(Self::default());
        };
        Ok(Self {
            at: stamp(&last)?,
            operation: last.seq,
            hash: last.hash,
        })
    }
}

/// What a copy has to prove besides that its pages are sound.
pub type Proof<'p> = dyn FnMut(&dyn View) -> Result<(), Fault> + 'p;

/// Why no backup was made; nothing of it is left.
#[derive(Debug)]
pub enum NotMade {
    /// There is a file of that name.
    Exists,
    /// It can't be written there; why.
    Target(String),
    /// The store can't be read, or the copy does not prove sound.
    Store(StoreError),
}

impl Sqlite {
    /// Writes a copy of the store to a new file while others work, and proves it: by reading all of it back, by its newest
    /// operation, and by `proof`. Returns where its log stands.
    ///
    /// # Errors
    /// [`NotMade`]; nothing of the copy is left then.
    pub fn backup(&self, to: &Path, proof: &mut Proof<'_>) -> Result<Standing, NotMade> {
        let target = |e: io::Error| match e.kind() {
            io::ErrorKind::AlreadyExists => NotMade::Exists,
            _ => NotMade::Target(room::why_not(to, &e)),
        };
        let made = part_of(to);
        left::clear_away(place::directory(to), |name| {
            name.starts_with(HIDDEN) && name.contains(PART)
        });
        if to.symlink_metadata().is_ok() {
            return Err(NotMade::Exists);
        }
        let needed = fs::metadata(&self.engine.path).map_or(0, |found| found.len());
        if let Some(room) = room::of(to).filter(|room| *room < needed) {
            return Err(NotMade::Target(format!(
                "{needed} bytes are needed, and its disk has {room}"
            )));
        }
        let file = place::new_file(&made).map_err(target)?;
        let mut copied = || {
            // Whoever finds it unlocked later knows that its process is gone.
            if !is_locked(&file).map_err(target)? {
                return Err(NotMade::Target(
                    "another backup holds its file. Try again".to_owned(),
                ));
            }
            let standing = self.copied(&made, &file)?;
            prove(&made, &standing, proof).map_err(|fault| NotMade::Store(fault.into()))?;
            place::settle_new(&made, to).map_err(target)?;
            Ok(standing)
        };
        copied().inspect_err(|_| drop(fs::remove_file(&made)))
    }

    /// Copies what can be read now, all of which survives a power cut.
    fn copied(&self, made: &Path, file: &File) -> Result<Standing, NotMade> {
        let (mut standing, mut full) = (Standing::default(), None);
        let looked = self.engine.look(&mut |view| {
            standing = Standing::of(view)?;
            match copy(&self.engine.statements.connection, made, file) {
                Ok(()) => Ok(()),
                Err(NotCopied::From(fault)) => Err(fault),
                Err(NotCopied::To(why)) => {
                    full = Some(why);
                    Ok(())
                }
            }
        });
        looked.map_err(|fault| NotMade::Store(self.engine.explain(fault)))?;
        full.map_or(Ok(standing), |why| Err(NotMade::Target(why)))
    }
}

/// Proves a copy that nobody else knows of yet, which becomes one file without a log.
fn prove(made: &Path, standing: &Standing, proof: &mut Proof<'_>) -> Result<(), Fault> {
    let unsound = |why: &str| Fault::new(format!("the backup is not sound, and was not kept: {why}"));
    let copy = alone(made)?;
    check_pages(&copy)?.map_err(|why| unsound(&why))?;
    let copy = Statements::new(copy);
    if Standing::of(&copy)? != *standing {
        return Err(unsound(
            "it ends with another operation than the store that was read",
        ));
    }
    proof(&copy)
}

/// Returns the name that a copy has while this process makes it.
fn part_of(name: &Path) -> PathBuf {
    place::directory(name).join(format!("{HIDDEN}{}{PART}", std::process::id()))
}
