//! Recovery after a failed force: the log is not trusted until it was read back and written again.
//!
//! A system reports a failed write once and forgets it: its pages count as written from then on, and the next force of
//! the same file succeeds although they never reached the disk (fsync(2), "EIO"). A commit behind such a hole is lost by
//! a power cut however well it was forced. So whoever sees a force fail marks the store as in doubt before it gives its
//! turn away, and the next writer, whichever process that is, makes the store whole before it writes: every frame of the
//! log is proved by its checksum, written once more and forced. Nothing is copied before that: a log that is older on the
//! disk than the file spoils it when the power is cut. What others read meanwhile stays as it is. Where any of it fails
//! nobody writes.

use super::place;
use super::presence::Gone;
use crate::domain::record::Fault;
use rusqlite::Connection;
use std::fs::File;
use std::io::{self, BufReader, Read};
use std::os::unix::fs::FileExt;
use std::path::Path;

/// The bytes in front of the first frame of a log, and in front of the page of each.
const HEAD: usize = 32;
const FRAME_HEAD: usize = 24;
/// The bytes that are written again at once.
const AT_ONCE: usize = 1 << 16;

/// Proves the log of a store by a connection to it, writes it again and forces it. The caller holds the turn to write.
///
/// # Errors
/// A [`Fault`] where the log can't be read back, is not what was written, or can't be forced.
pub(super) fn make(connection: &Connection, path: &Path) -> Result<(), Fault> {
    const WRONG: &str = "what was written last may not be on the disk, and the store can't be made whole";
    let frames = frames_of(connection).map_err(|e| Fault::caused(WRONG, e))?;
    let log = place::of_sqlite(path, "wal");
    let length = check(&log, frames).map_err(|e| Fault::caused(WRONG, e))?;
    // The first force may report what was lost before, and nothing of what it was to force.
    let written = write_again(&log, length).or_else(|_| write_again(&log, length));
    written.map_err(|e| Fault::caused(WRONG, e))
}

/// Proves that the log is as long as those who have it open know it.
///
/// # Errors
/// A [`Fault`] caused by [`Gone`] where it is not.
pub(super) fn check_length(connection: &Connection, path: &Path) -> Result<(), Fault> {
    let wrong = |e: rusqlite::Error| Fault::caused("the log can't be read", e);
    let page: u32 = connection
        .query_row("PRAGMA page_size", (), |row| row.get(0))
        .map_err(wrong)?;
    let frames = frames_of(connection).map_err(wrong)?;
    let log = place::of_sqlite(path, "wal");
    let length = std::fs::metadata(&log).map_or(0, |found| found.len());
    if 0 < frames && length < HEAD as u64 + frames * (FRAME_HEAD as u64 + u64::from(page)) {
        return Err(Gone::of(&log, "removed or cut").into());
    }
    Ok(())
}

/// Returns the number of frames that the log has.
fn frames_of(connection: &Connection) -> rusqlite::Result<u64> {
    let frames: i64 = connection.query_row("PRAGMA wal_checkpoint(NOOP)", (), |row| row.get(1))?;
    Ok(u64::try_from(frames).unwrap_or(0))
}

/// Writes the first bytes of a log to where they are, so that the system has them to write, and forces them and the name.
fn write_again(log: &Path, length: u64) -> io::Result<()> {
    if length == 0 {
        return Ok(());
    }
    let file = File::options().read(true).write(true).open(log)?;
    let mut bytes = vec![0; AT_ONCE];
    let mut at = 0;
    while at < length {
        let most = usize::try_from(length - at).map_or(AT_ONCE, |left| left.min(AT_ONCE));
        let read = file.read_at(&mut bytes[..most], at)?;
        if read == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        file.write_all_at(&bytes[..read], at)?;
        at += read as u64;
    }
    file.sync_all()?;
    File::open(place::directory(log))?.sync_all()
}

/// Proves so many frames of a log by their checksums (SQLite file format, "The Write-Ahead Log"); returns the number of
/// their bytes.
fn check(log: &Path, frames: u64) -> io::Result<u64> {
    if frames == 0 {
        return Ok(0);
    }
    let mut file = BufReader::new(File::open(log)?);
    let mut head = [0; HEAD];
    file.read_exact(&mut head)?;
    let word = |bytes: &[u8], at: usize| {
        let four = bytes.get(at..at + 4).and_then(|four| four.try_into().ok());
        four.map_or(0, u32::from_be_bytes)
    };
    let (is_big, page, salt) = (word(&head, 0) & 1 == 1, word(&head, 8), &head[16..24]);
    let mut sum = Sum { is_big, of: (0, 0) };
    sum.add(&head[..24]);
    let torn = |at: u64| {
        io::Error::new(
            io::ErrorKind::InvalidData,
            format!("frame {at} of the log is not what was written"),
        )
    };
    if sum.of != (word(&head, 24), word(&head, 28)) || page == 0 {
        return Err(torn(0));
    }
    let mut frame = vec![0; FRAME_HEAD + usize::try_from(page).unwrap_or(0)];
    for at in 1..=frames {
        file.read_exact(&mut frame)?;
        sum.add(&frame[..8]);
        sum.add(&frame[FRAME_HEAD..]);
        if frame[8..16] != *salt || sum.of != (word(&frame, 16), word(&frame, 20)) {
            return Err(torn(at));
        }
    }
    Ok(HEAD as u64 + frames * frame.len() as u64)
}

/// The running checksum of a log.
struct Sum {
    is_big: bool,
    of: (u32, u32),
}

impl Sum {
    fn add(&mut self, bytes: &[u8]) {
        let (pairs, _) = bytes.as_chunks::<8>();
        for [a, b, c, d, e, f, g, h] in pairs {
            let read = if self.is_big {
                u32::from_be_bytes
            } else {
                u32::from_le_bytes
            };
            self.of.0 = self
                .of
                .0
                .wrapping_add(read([*a, *b, *c, *d]))
                .wrapping_add(self.of.1);
            self.of.1 = self
                .of
                .1
                .wrapping_add(read([*e, *f, *g, *h]))
                .wrapping_add(self.of.0);
        }
    }
}
