//! A store that is put back to what a backup holds.
//!
//! The copy is made, brought up to date and proved in a folder of its own beside the store, while the store is held for
//! this process alone. Then the two files change their names in one step, so that there is a whole store under the name at
//! every moment, and the one that was replaced stays beside it. A restore that is killed leaves the store as it was or
//! as it should be.

use super::copy::{NotCopied, alone, check_pages, copy};
use super::kept::{BEFORE, REPLACED};
use super::queue::Queue;
use super::replaced::Replaced;
use super::upgrade::read_only;
use super::witness::Mark;
use super::{Sqlite, StoreError, WhenHeld, commit, force, head, migrations, place};
use crate::domain::record::Fault;
use rustix::fs::{CWD, RenameFlags, renameat_with};
use std::fs::{self, File};
use std::io;
use std::os::unix::fs::{MetadataExt, fchown};
use std::path::{Path, PathBuf};

/// The suffix of the name of the folder in which the copy is made.
const FOLDER: &str = "restoring";

/// Why a store was not restored. Nothing was replaced then.
#[derive(Debug)]
pub enum NotRestored {
    /// The backup can't be used; what it is instead.
    Backup(String),
    /// It is none of this store.
    OtherStore,
    /// What was to be begun in it came to nothing, as whoever begins it knows.
    Begin,
    /// The store, or its place.
    Store(StoreError),
}

impl From<StoreError> for NotRestored {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl From<Fault> for NotRestored {
    fn from(fault: Fault) -> Self {
        Self::Store(fault.into())
    }
}

/// What a restore began.
pub type Begin<'b> = dyn FnMut(&mut Sqlite, &Replaced) -> Result<(), NotRestored> + 'b;

/// Puts what a backup holds in the place of a store, once it was proved and `begin` did its work in it. What was there
/// is kept beside it under a name with `time`, which is returned.
///
/// # Errors
/// [`NotRestored`]; [`StoreError::Busy`] where the store is in use. Nothing was replaced then.
pub fn restore(
    store: &Path,
    from: &Path,
    time: &str,
    begin: &mut Begin<'_>,
) -> Result<Option<PathBuf>, NotRestored> {
    let failed = |e: io::Error| place::failed(store, &e);
    place::make_directory(store)?;
    let queue = Queue::open(store, WhenHeld::GiveUp).map_err(failed)?;
    let turn = queue.turn();
    let turn = turn.map_err(|e| commit::said(store, Fault::caused("the turn to write does not come", e)))?;
    let folder = place::name_beside(store, FOLDER);
    let _ = fs::remove_dir_all(&folder);
    place::new_folder(&folder).map_err(failed)?;
    // What is no sound backup changes nothing at the store.
    let restored = prepare(store, from, &folder).and_then(|made| {
        let replaced = Replaced::of(store, turn.queue())?;
        let mut sqlite = Sqlite::open(&made)?;
        begin(&mut sqlite, &replaced)?;
        drop(sqlite);
        settle(store, &made)?;
        Ok(exchange(store, &made, time, &replaced)?)
    });
    let _ = fs::remove_dir_all(&folder);
    if restored.is_ok() {
        queue.doubt(false).map_err(failed)?;
    }
    restored
}

/// Copies a backup into a folder, under the store's own name, and proves its pages.
fn prepare(store: &Path, from: &Path, folder: &Path) -> Result<PathBuf, NotRestored> {
    let failed = |e: io::Error| place::failed(store, &e);
    let unsound = |fault: Fault| NotRestored::Backup(format!("it is not sound: {fault}"));
    let made = folder.join(store.file_name().unwrap_or(store.as_os_str()));
    let source = read_only(from).map_err(unsound)?;
    let version = migrations::check(&source, from, migrations::STEPS).map_err(|error| {
        NotRestored::Backup(match error {
            StoreError::Newer { found, expected, .. } => format!(
                "it was made by a newer program (version {found} of the layout, and this program knows {expected}), \
                 which can restore it"
            ),
            StoreError::Unfit { .. } => "it is a file of another program".to_owned(),
            other => format!("it is not sound: {other}"),
        })
    })?;
    if version == 0 {
        return Err(NotRestored::Backup("it is empty".to_owned()));
    }
    let file = place::new_file(&made).map_err(failed)?;
    copy(&source, &made, &file).map_err(|error| match error {
        NotCopied::From(fault) => unsound(fault),
        NotCopied::To(why) => failed(io::Error::other(why)).into(),
    })?;
    let copied = alone(&made).map_err(unsound)?;
    let pages = check_pages(&copied).map_err(unsound)?;
    pages.map_err(|why| NotRestored::Backup(format!("it is not sound: {why}")))?;
    link_upgrades(store, &made).map_err(failed)?;
    Ok(made)
}

/// Links the names of the backups that upgrades left beside a store: if the copy is upgraded too, its backup gets a
/// name that is free there.
fn link_upgrades(store: &Path, made: &Path) -> io::Result<()> {
    let own = made.file_name().unwrap_or_default().to_string_lossy();
    for known in fs::read_dir(place::directory(store))?.flatten() {
        let name = known.file_name().to_string_lossy().into_owned();
        let ending = name.strip_prefix(own.as_ref());
        if ending.is_some_and(|ending| ending.starts_with(BEFORE))
            && let Ok(path) = known.path().canonicalize()
        {
            std::os::unix::fs::symlink(path, made.with_file_name(name))?;
        }
    }
    Ok(())
}

/// Makes one forced file of the copy, and puts the backup of its upgrade beside the store.
fn settle(store: &Path, made: &Path) -> Result<(), StoreError> {
    drop(alone(made)?);
    let failed = |e: io::Error| place::failed(store, &e);
    let file = File::open(made).map_err(failed)?;
    if let Ok(kept) = fs::metadata(store) {
        let _ = fchown(&file, None, Some(kept.gid()));
    }
    file.sync_all().map_err(failed)?;
    for file in fs::read_dir(place::directory(made)).map_err(failed)?.flatten() {
        let is_backup = file.file_name().to_string_lossy().contains(BEFORE);
        if is_backup && file.file_type().is_ok_and(|kind| kind.is_file()) {
            let name = place::directory(store).join(file.file_name());
            place::settle_new(&file.path(), &name).map_err(failed)?;
        }
    }
    Ok(())
}

/// Returns the names for what was replaced at a time: the first one's, and of those within the same second.
fn kept_name(store: &Path, time: &str, nth: usize) -> PathBuf {
    let nth = if nth == 1 {
        String::new()
    } else {
        format!("-{nth}")
    };
    place::behind(store, &format!("{REPLACED}{time}{nth}"))
}

/// Gives a forced file the name of the store, and the store that was there another one.
fn exchange(
    store: &Path,
    made: &Path,
    time: &str,
    replaced: &Replaced,
) -> Result<Option<PathBuf>, StoreError> {
    let failed = |e: io::Error| place::failed(store, &e);
    forget_half_done(store);
    let mut names = (1..).map(|nth| kept_name(store, time, nth));
    let is_free = |name: &PathBuf| !name.exists() && !place::of_sqlite(name, "wal").exists();
    let kept = names
        .find(is_free)
        .ok_or_else(|| failed(io::ErrorKind::AlreadyExists.into()))?;
    if !replaced.is_held() {
        put_aside(store, &kept).map_err(failed)?;
    }
    let ends_with = head::of(made)?.and_then(|head| Mark::made(head.operation.0, &head.operation.1));
    force::expect(store, ends_with.unwrap_or_default()).map_err(failed)?;
    let kept = put_in_place(store, made, kept).map_err(failed)?;
    force::take(store).map_err(failed)?;
    Ok(kept)
}

/// Sets aside the log of a store that is missing or can't be read: it does not belong to the new one.
fn put_aside(store: &Path, kept: &Path) -> io::Result<()> {
    for what in ["wal", "shm", "journal"] {
        let log = place::of_sqlite(store, what);
        if log.exists() {
            fs::rename(log, place::of_sqlite(kept, what))?;
        }
    }
    File::open(place::directory(store))?.sync_all()
}

/// Removes the copy of a restore that was killed just before it put the copy in place: the copy has the name of a
/// replaced store, and holds nothing that the backup does not.
fn forget_half_done(store: &Path) {
    let expected = force::expected(store).unwrap_or_default();
    let own = store.file_name().unwrap_or_default().to_string_lossy();
    if expected == Mark::default() {
        return;
    }
    for file in fs::read_dir(place::directory(store))
        .into_iter()
        .flatten()
        .flatten()
    {
        let name = file.file_name().to_string_lossy().into_owned();
        let ending = name.strip_prefix(own.as_ref());
        let is_kept = ending.is_some_and(|ending| ending.starts_with(REPLACED));
        let mark = || {
            let head = head::of(&file.path()).ok()??;
            Mark::made(head.operation.0, &head.operation.1)
        };
        if is_kept && mark() == Some(expected) {
            let _ = fs::remove_file(file.path());
        }
    }
}

fn put_in_place(store: &Path, made: &Path, kept: PathBuf) -> io::Result<Option<PathBuf>> {
    if !store.exists() {
        place::settle_new(made, store)?;
        return Ok(None);
    }
    place::settle_new(made, &kept)?;
    if renameat_with(CWD, &kept, CWD, store, RenameFlags::EXCHANGE).is_err() {
        // Where the file system can't exchange names, there is no store for a moment.
        let new = made.with_extension("new");
        fs::rename(&kept, &new)?;
        fs::rename(store, &kept)?;
        fs::rename(&new, store)?;
    }
    File::open(place::directory(store))?.sync_all()?;
    Ok(Some(kept))
}
