//! A serial scanner: its end of a line, with the terminal's end plugged in at a path that stays the same.

use super::station::PATIENCE;
use serialport::{SerialPort, TTYPort};
use std::io::{Read, Write};
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};

/// What a scanner waits for.
pub const ACK: u8 = 0x06;

/// The scanner's end of a line.
pub struct Scanner {
    line: TTYPort,
    path: PathBuf,
}

impl Scanner {
    /// Plugs a scanner in.
    pub fn plug_in(path: &Path) -> Self {
        let (mut scanner, port) = TTYPort::pair().unwrap();
        scanner.set_timeout(PATIENCE).unwrap();
        let fresh = path.with_extension("new");
        symlink(port.name().unwrap(), &fresh).unwrap();
        std::fs::rename(fresh, path).unwrap();
        Self {
            line: scanner,
            path: path.to_owned(),
        }
    }

    /// Pulls the plug: first the name goes, for the system soon gives the line to somebody else.
    pub fn unplug(self) {
        std::fs::remove_file(&self.path).unwrap();
    }

    /// Sends bytes and waits for nothing.
    pub fn send(&mut self, bytes: &[u8]) {
        self.line.write_all(bytes).unwrap();
    }

    /// Waits for this many bytes.
    #[track_caller]
    pub fn told(&mut self, count: usize) -> Vec<u8> {
        let mut bytes = vec![0; count];
        self.line.read_exact(&mut bytes).expect("an answer");
        bytes
    }

    /// Scans, and waits for the terminal's ACK.
    #[track_caller]
    pub fn scan(&mut self, code: &str) {
        self.send(format!("{code}\r").as_bytes());
        assert_eq!(self.told(1), [ACK], "of {code}");
    }

    /// Asserts that it was told nothing more.
    #[track_caller]
    pub fn was_told_no_more(&self) {
        assert_eq!(self.line.bytes_to_read().unwrap(), 0);
    }

    /// A second hand on the same end, to send while the first one listens.
    pub fn hand(&self) -> Self {
        Self {
            line: self.line.try_clone_native().unwrap(),
            path: self.path.clone(),
        }
    }
}
