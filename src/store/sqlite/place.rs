//! Where a store lies: its files, their rights, the disk and what is beneath it.

pub(super) mod room;

use super::StoreError;
use rustix::fs::{Access, CWD, OFlags, RenameFlags, access, renameat_with};
use rustix::io::Errno;
use std::fs::{self, DirBuilder, File, OpenOptions, Permissions};
use std::io;
use std::os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt, PermissionsExt, fchown};
use std::path::{Path, PathBuf};

/// Reading and writing for the owner and the group, nothing for others.
const FILE_MODE: u32 = 0o660;
/// The same for a directory, whose files belong to its group.
const DIRECTORY_MODE: u32 = 0o2770;
/// File systems that several hosts write to: SQLite's locks and shared memory do not hold there.
const NETWORKED: &[&str] = &[
    "nfs",
    "nfs4",
    "cifs",
    "smb3",
    "smbfs",
    "afs",
    "ceph",
    "lustre",
    "gfs2",
    "ocfs2",
    "fuse.sshfs",
    "fuse.glusterfs",
    "fuse.rclone",
    "fuse.s3fs",
];

/// Returns the file `<store>.<what>`.
pub fn name_beside(store: &Path, what: &str) -> PathBuf {
    behind(store, &format!(".{what}"))
}

/// Returns the file that SQLite keeps beside a store, `<store>-<what>`.
pub(super) fn of_sqlite(store: &Path, what: &str) -> PathBuf {
    behind(store, &format!("-{what}"))
}

/// Returns the name of a store with something behind it. All who open a store by a link and by its name find the same
/// files, since SQLite follows links, too.
pub(super) fn behind(store: &Path, what: &str) -> PathBuf {
    let store = store.canonicalize().unwrap_or_else(|_| store.to_owned());
    let mut name = store.into_os_string();
    name.push(what);
    name.into()
}

/// Opens the file `<store>.<what>`, creating it empty if it is missing: whoever may write to the store may write to it,
/// whatever the umask and the primary group of its creator.
///
/// # Errors
/// If the file can't be created or opened, or has another name too.
pub fn beside(store: &Path, what: &str) -> io::Result<File> {
    let name = name_beside(store, what);
    match new_file(&name) {
        Err(e) if e.kind() == io::ErrorKind::AlreadyExists => open_own(&name),
        made => made.inspect(|file| {
            // In a folder that hands its group down this is so already; where only the owner may give files away, the
            // others can still use what they made.
            if let Ok(kept) = fs::metadata(store) {
                let _ = fchown(file, None, Some(kept.gid()));
            }
        }),
    }
}

/// Opens a file of the store. Links are not followed: whoever may make files beside a store could otherwise have those
/// who open it write into, or cut off, any file of their own.
fn open_own(name: &Path) -> io::Result<File> {
    let foreign = || {
        io::Error::other(format!(
            "{} leads to a file that is not the store's. Remove that name",
            name.display()
        ))
    };
    let mut options = OpenOptions::new();
    options
        .read(true)
        .write(true)
        .custom_flags(OFlags::NOFOLLOW.bits().cast_signed());
    let file = options.open(name).map_err(|e| match Errno::from_io_error(&e) {
        Some(Errno::LOOP) => foreign(),
        _ => e,
    })?;
    let found = file.metadata()?;
    if found.is_file() && found.nlink() <= 1 {
        Ok(file)
    } else {
        Err(foreign())
    }
}

/// Makes a file that the group may write, whatever the umask says.
pub(super) fn new_file(name: &Path) -> io::Result<File> {
    let file = OpenOptions::new()
        .read(true)
        .write(true)
        .create_new(true)
        .mode(FILE_MODE)
        .open(name)?;
    file.set_permissions(Permissions::from_mode(FILE_MODE))?;
    Ok(file)
}

/// Makes a folder, with those above it, whose files belong to its group.
pub(super) fn new_folder(name: &Path) -> io::Result<()> {
    let made = DirBuilder::new().recursive(true).mode(0o750).create(name);
    made.and_then(|()| fs::set_permissions(name, Permissions::from_mode(DIRECTORY_MODE)))
}

/// Gives a file that was made under another name its own, for good: its bytes and its name are on the disk then.
///
/// # Errors
/// When it can't be forced or renamed.
pub(super) fn settle(made: &Path, name: &Path) -> io::Result<()> {
    File::open(made)?.sync_all()?;
    fs::rename(made, name)?;
    File::open(directory(name))?.sync_all()
}

/// Gives a file that was made under another name its own, for good, unless there is a file of that name.
///
/// # Errors
/// When there is, or when it can't be forced or renamed.
pub(super) fn settle_new(made: &Path, name: &Path) -> io::Result<()> {
    File::open(made)?.sync_all()?;
    match renameat_with(CWD, made, CWD, name, RenameFlags::NOREPLACE) {
        // Not every file system can promise it.
        Err(Errno::INVAL | Errno::NOSYS | Errno::NOTSUP) if name.symlink_metadata().is_err() => {
            fs::rename(made, name)?;
        }
        renamed => renamed?,
    }
    File::open(directory(name))?.sync_all()
}

/// Makes the place: the directory if it is missing, and the file before SQLite sees it. What exists already is repaired
/// as far as it is ours to repair: the file's mode.
pub(super) fn prepare(store: &Path) -> Result<(), StoreError> {
    make_directory(store)?;
    check_disk(store)?;
    match new_file(store) {
        Ok(_) => Ok(()),
        Err(e) if e.kind() == io::ErrorKind::AlreadyExists => repair(store),
        Err(e) => Err(failed(store, &e)),
    }
}

/// Makes the directory of a store if it is missing.
pub(super) fn make_directory(store: &Path) -> Result<(), StoreError> {
    let directory = directory(store);
    if directory.exists() {
        return Ok(());
    }
    new_folder(directory).map_err(|e| unfit(store, format!("its directory can't be made: {e}")))
}

fn repair(store: &Path) -> Result<(), StoreError> {
    let found = fs::metadata(store).map_err(|e| failed(store, &e))?;
    if found.is_file() && found.mode() & 0o777 != FILE_MODE {
        fs::set_permissions(store, Permissions::from_mode(FILE_MODE)).map_err(|e| failed(store, &e))?;
    }
    Ok(())
}

/// Checks the place and returns what is not as it should be, although it can be used.
pub(super) fn check(store: &Path) -> Result<Vec<String>, StoreError> {
    let found = match fs::metadata(store) {
        Err(e) if matches!(e.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => {
            return Err(StoreError::Missing { at: store.into() });
        }
        found => found.map_err(|e| failed(store, &e))?,
    };
    let mode = found.mode() & 0o777;
    if !found.is_file() {
        return Err(unfit(store, "it is no file. Name the store's file".to_owned()));
    }
    if found.nlink() != 1 {
        let why =
            "it has a second name (a hard link), and a store opened by two names is damaged. Remove one";
        return Err(unfit(store, why.to_owned()));
    }
    if mode & 0o007 != 0 {
        let why =
            format!("its mode {mode:o} lets everybody in. Set it right with `binledger init` or chmod 660");
        return Err(unfit(store, why));
    }
    check_disk(store)?;
    for name in [store, directory(store)] {
        access(name, Access::WRITE_OK).map_err(|e| failed(store, &e.into()))?;
    }
    let mut warnings = Vec::new();
    if mode != FILE_MODE {
        warnings.push(format!(
            "{} has mode {mode:o}, not 660: other terminals may be locked out",
            store.display()
        ));
    }
    let directory = directory(store);
    // Where the group may not write, nobody else makes files.
    if fs::metadata(directory).is_ok_and(|found| found.mode() & 0o2020 == 0o0020) {
        let name = directory.display();
        warnings.push(format!(
            "{name} is not setgid: new files may belong to another group"
        ));
    }
    Ok(warnings)
}

fn check_disk(store: &Path) -> Result<(), StoreError> {
    let mounts = fs::read_to_string("/proc/self/mountinfo").unwrap_or_default();
    let place = directory(store).canonicalize().map_err(|e| failed(store, &e))?;
    match file_system(&mounts, &place) {
        Some(kind) if NETWORKED.contains(&kind) => {
            let why = format!(
                "it lies on a network file system ({kind}), where locks can't be trusted. Keep the store on a disk of the host and reach that by SSH"
            );
            Err(unfit(store, why))
        }
        _ => Ok(()),
    }
}

/// Returns the kind of the file system that holds `place`, according to the lines of `/proc/self/mountinfo` (proc(5)).
fn file_system<'m>(mounts: &'m str, place: &Path) -> Option<&'m str> {
    let mount = |line: &'m str| {
        let (before, after) = line.split_once(" - ")?;
        let point = before.split(' ').nth(4)?.replace("\\040", " ");
        place
            .starts_with(&point)
            .then_some((point.len(), after.split(' ').next()?))
    };
    // The last of several mounts on one point is the one that is seen.
    let (_, kind) = mounts
        .lines()
        .filter_map(mount)
        .max_by_key(|(length, _)| *length)?;
    Some(kind)
}

/// Returns the folder of a store.
pub(super) fn directory(store: &Path) -> &Path {
    match store.parent() {
        Some(parent) if parent != Path::new("") => parent,
        _ => Path::new("."),
    }
}

fn unfit(store: &Path, why: String) -> StoreError {
    StoreError::Unfit {
        at: store.into(),
        why,
    }
}

/// Returns what an error of the system means for the use of the store.
pub(super) fn failed(store: &Path, error: &io::Error) -> StoreError {
    use io::ErrorKind::{PermissionDenied, ReadOnlyFilesystem, StorageFull};
    let advice = match error.kind() {
        StorageFull => return room::full(store),
        PermissionDenied => "Ask the administrator to let your user into the group that owns it",
        ReadOnlyFilesystem => "Have its disk mounted for writing",
        _ => return unfit(store, error.to_string()),
    };
    StoreError::ReadOnly {
        at: store.into(),
        why: error.to_string(),
        advice: format!("{advice}."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::symlink;

    #[test]
    fn a_link_beside_a_store_leads_nobody_into_a_file_of_another() {
        let home = tempfile::tempdir().unwrap();
        let (store, other) = (home.path().join("store"), home.path().join("diary"));
        fs::write(&other, "mine").unwrap();
        symlink(&other, name_beside(&store, "turn")).unwrap();
        symlink(home.path().join("nowhere"), name_beside(&store, "intake")).unwrap();
        fs::hard_link(&other, name_beside(&store, "queue")).unwrap();
        for what in ["turn", "intake", "queue"] {
            let refused = beside(&store, what).unwrap_err().to_string();
            let expected = format!(
                "{} leads to a file that is not the store's. Remove that name",
                name_beside(&store, what).display()
            );
            assert_eq!(refused, expected);
            fs::remove_file(name_beside(&store, what)).unwrap();
            beside(&store, what).unwrap();
            // What was made is opened again.
            beside(&store, what).unwrap();
        }
        assert_eq!(fs::read_to_string(&other).unwrap(), "mine");
        assert!(!home.path().join("nowhere").exists());
    }

    #[test]
    fn the_nearest_mount_names_the_file_system() {
        let mounts = "22 1 254:1 / / rw shared:1 - ext4 /dev/vda rw\n\
                      40 22 0:35 / /srv/ware\\040house rw - nfs4 nas:/w rw\n\
                      41 22 0:36 / /mnt/x rw - fuse.sshfs host: rw\n";
        assert_eq!(file_system(mounts, Path::new("/srv")), Some("ext4"));
        assert_eq!(
            file_system(mounts, Path::new("/srv/ware house/store")),
            Some("nfs4")
        );
        assert_eq!(file_system(mounts, Path::new("/mnt/xy")), Some("ext4"));
        assert_eq!(file_system(mounts, Path::new("/mnt/x")), Some("fuse.sshfs"));
        assert_eq!(file_system("", Path::new("/mnt/x")), None);
    }
}
