//! Where an anchor is kept: a file, or the log of the system.

use crate::cli::failure::Failure;
use crate::cli::place::Place;
use crate::cli::whole_file::unwritable;
use crate::domain::policy::AnchorTo;
use crate::operations::anchor::Anchor;
use rustix::fs::OFlags;
use rustix::io::Errno;
use std::fs::{self, File, OpenOptions};
use std::io::{self, BufRead, BufReader, Read, Write};
use std::os::unix::fs::{FileExt, OpenOptionsExt};
use std::os::unix::net::UnixDatagram;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// The socket of the system log.
const SYSTEM_LOG: &str = "/dev/log";
/// Facility `user`, severity `notice` (RFC 5424, 6.2.1).
const PRIORITY: u8 = 8 + 5;
/// How long a message may wait for the system log to take it.
const PATIENCE: Duration = Duration::from_secs(5);
/// The longest last line, in bytes, that is read from a file of anchors.
const LONGEST: u64 = 1024;

/// Where an anchor is kept.
pub(super) enum Sink {
    /// The file that the command line names.
    Named(PathBuf),
    /// The file that the policy names.
    OfPolicy(PathBuf),
    /// The log of the system.
    System,
}

impl Sink {
    /// Returns where the policy keeps anchors. `None` if it keeps none.
    pub(super) fn of(policy: &AnchorTo) -> Option<Self> {
        match policy {
            AnchorTo::Nowhere => None,
            AnchorTo::Syslog => Some(Self::System),
            AnchorTo::File(path) => Some(Self::OfPolicy(PathBuf::from(path))),
        }
    }

    /// Keeps an anchor durably.
    ///
    /// # Errors
    /// [`Failure::Usage`] where it can't be kept there, or may not.
    pub(super) fn keep(&self, anchor: &Anchor, place: &Place) -> Result<(), Failure> {
        let operation = anchor.operation.0;
        let (path, kept) = match self {
            Self::System => {
                tell(Path::new(SYSTEM_LOG), anchor, &place.store).map_err(|why| {
                    let again = again(place);
                    Failure::Usage(format!(
                        "the log of the system takes no anchor: {why}. Start its service {again}"
                    ))
                })?;
                eprintln!("Operation {operation} is anchored in the log of the system.");
                return Ok(());
            }
            Self::Named(path) => {
                place.keep_from(path)?;
                must_be_file(path)?;
                (path, append(path, &anchor.to_string()))
            }
            Self::OfPolicy(path) => {
                place.keep_from(path)?;
                (path, add(of_anchors(path, place)?, path, &anchor.to_string()))
            }
        };
        kept.map_err(|why| unwritable(path, &why))?;
        eprintln!("Operation {operation} is anchored in {}.", path.display());
        Ok(())
    }
}

/// Returns the end of a sentence that says what to do after an anchor could not be kept.
fn again(place: &Place) -> String {
    let program = place.program();
    format!("or set another policy, then run `{program} anchor --by-policy`.")
}

fn must_be_file(path: &Path) -> Result<(), Failure> {
    if !fs::metadata(path).is_ok_and(|found| !found.is_file()) {
        return Ok(());
    }
    let path = path.display();
    Err(Failure::Usage(format!(
        "expected a file to add a line to, found {path}, which is a folder, a pipe or a device. Name a file, or print \
         the line: `binledger anchor`."
    )))
}

/// Appends a line to a file and forces it to the disk.
fn append(path: &Path, line: &str) -> io::Result<()> {
    let is_new = !path.exists();
    add(
        OpenOptions::new().append(true).create(true).open(path)?,
        path,
        line,
    )?;
    match path.parent().filter(|_| is_new) {
        Some(folder) if !folder.as_os_str().is_empty() => File::open(folder)?.sync_all(),
        Some(_) => File::open(".")?.sync_all(),
        None => Ok(()),
    }
}

fn add(mut file: File, path: &Path, line: &str) -> io::Result<()> {
    // A process may be allowed to append but not to read; an extra empty line does no harm.
    let begin = if ends_a_line(path).unwrap_or(false) {
        ""
    } else {
        "\n"
    };
    file.write_all(format!("{begin}{line}\n").as_bytes())?;
    file.sync_all()
}

/// Returns whether a line begins where a file ends.
fn ends_a_line(path: &Path) -> io::Result<bool> {
    let file = File::open(path)?;
    let Some(last) = file.metadata()?.len().checked_sub(1) else {
        return Ok(true);
    };
    let mut byte = [0];
    file.read_exact_at(&mut byte, last)?;
    Ok(byte == *b"\n")
}

/// Opens the file that a policy names, for appending. Whoever sets a policy need not have a shell on this machine, and
/// the process that seals does: a policy must not create a file, follow a link or append to a file of another kind.
fn of_anchors(path: &Path, place: &Place) -> Result<File, Failure> {
    let refused = |why: &str| {
        let (shown, again) = (path.display(), again(place));
        Failure::Usage(format!(
            "no anchor was kept: the policy anchor_to names {shown}, which {why}. Make an empty file there {again}"
        ))
    };
    // A pipe would wait for somebody who reads it.
    let flags = OFlags::NOFOLLOW | OFlags::NONBLOCK;
    let mut open = OpenOptions::new();
    open.read(true).append(true);
    open.custom_flags(i32::try_from(flags.bits()).unwrap_or(0));
    let file = match open.open(path) {
        Err(why) if why.kind() == io::ErrorKind::NotFound => return Err(refused("is not there")),
        Err(why) if why.raw_os_error() == Some(Errno::LOOP.raw_os_error()) => {
            return Err(refused("is a link"));
        }
        opened => opened.map_err(|why| refused(&format!("can't be opened ({why})")))?,
    };
    if !file.metadata().is_ok_and(|found| found.is_file()) {
        return Err(refused("is no plain file"));
    }
    if holds_anchors(&file).unwrap_or(false) {
        Ok(file)
    } else {
        Err(refused("holds something else than anchors"))
    }
}

fn holds_anchors(file: &File) -> io::Result<bool> {
    let mut first = String::new();
    BufReader::new(file.take(LONGEST)).read_line(&mut first)?;
    Ok(first.is_empty() || matches!(Anchor::find(&first), Some(Ok(_))))
}

/// Sends a message to the socket of the system log.
fn tell(log: &Path, anchor: &Anchor, store: &Path) -> io::Result<()> {
    let (process, store) = (std::process::id(), store.display());
    let socket = UnixDatagram::unbound()?;
    socket.connect(log)?;
    socket.set_write_timeout(Some(PATIENCE))?;
    socket.send(format!("<{PRIORITY}>binledger[{process}]: {store}: {anchor}").as_bytes())?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_log_of_the_system_is_told_so_that_an_audit_can_read_it() {
        let folder = tempfile::tempdir().unwrap();
        let log = folder.path().join("log");
        let anchor = Anchor::find(&format!("66 {}", "a".repeat(64))).unwrap().unwrap();
        assert!(tell(&log, &anchor, Path::new("/srv/store.db")).is_err());
        let system = UnixDatagram::bind(&log).unwrap();
        tell(&log, &anchor, Path::new("/srv/store.db")).unwrap();
        let mut message = [0; 512];
        let length = system.recv(&mut message).unwrap();
        let message = String::from_utf8_lossy(&message[..length]);
        let begin = format!(
            "<13>binledger[{}]: /srv/store.db: binledger anchor 66 ",
            std::process::id()
        );
        assert!(message.starts_with(&begin), "{message}");
        assert_eq!(Anchor::find(&message), Some(Ok(anchor)));
    }
}
