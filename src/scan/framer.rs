//! From bytes and keys to reads, by terminator alone.
//!
//! CR, LF, CRLF and TAB are one terminator; any chunking of the same bytes gives the same reads. Time only decides
//! whether a read was typed or scanned, and — on a source that sends no terminator — when it is over.

mod stroke;

use std::mem;

use chrono::{DateTime, TimeDelta, Utc};

use super::profile::Framing;
use super::read::{Ending, Read, Source, SourceKind};

pub use stroke::{Heard, Stroke};

/// The longest read, in bytes; twice what the largest two-dimensional symbol holds would not reach it.
pub const LONGEST: usize = 4096;

/// Cuts what one source sends into reads. It owns no clock and no thread: bytes and their time go in, reads come out.
#[derive(Debug)]
pub struct Framer {
    source: Source,
    framing: Framing,
    gap: TimeDelta,
    bytes: Vec<u8>,
    first_at: DateTime<Utc>,
    last_at: DateTime<Utc>,
    pauses: usize,
    keys: usize,
    after_cr: bool,
    overlong: bool,
}

impl Framer {
    /// Listens to `source`, whose profile says what is around a code.
    pub fn new(source: Source, framing: &Framing) -> Self {
        Self {
            source,
            gap: framing.gap(),
            framing: framing.clone(),
            bytes: Vec::new(),
            first_at: DateTime::UNIX_EPOCH,
            last_at: DateTime::UNIX_EPOCH,
            pauses: 0,
            keys: 0,
            after_cr: false,
            overlong: false,
        }
    }

    /// The source this framer listens to.
    pub fn source(&self) -> &Source {
        &self.source
    }

    /// What has been heard since the last terminator.
    pub fn pending(&self) -> &[u8] {
        &self.bytes
    }

    /// Hears bytes that arrived together and answers the reads they complete.
    pub fn feed(&mut self, bytes: &[u8], at: DateTime<Utc>) -> Vec<Read> {
        bytes.iter().filter_map(|&byte| self.push(byte, at)).collect()
    }

    /// Ends a read by silence, on a source whose profile says so.
    pub fn tick(&mut self, now: DateTime<Utc>) -> Option<Read> {
        let idle = self.framing.idle()?;
        (!self.bytes.is_empty() && now - self.last_at >= idle).then(|| self.close(Ending::Idle, now))
    }

    /// Ends the last read at the end of its source; what is pending is not lost.
    pub fn finish(&mut self, at: DateTime<Utc>) -> Option<Read> {
        (!self.bytes.is_empty()).then(|| self.close(Ending::Close, at))
    }

    /// Drops what is pending and answers it: the operator cleared the line.
    pub fn clear(&mut self) -> Vec<u8> {
        self.forget_rhythm();
        mem::take(&mut self.bytes)
    }

    /// Hears one byte; at most one read comes of it.
    fn push(&mut self, byte: u8, at: DateTime<Utc>) -> Option<Read> {
        let second_half = mem::take(&mut self.after_cr) && byte == b'\n';
        match byte {
            b'\n' if second_half => None,
            b'\r' => {
                self.after_cr = true;
                Some(self.close(Ending::Enter, at))
            }
            b'\n' => Some(self.close(Ending::Enter, at)),
            b'\t' => Some(self.close(Ending::Tab, at)),
            0x00 | 0x11 | 0x13 if self.source.kind == SourceKind::Serial => None, // NUL, XON, XOFF: line noise
            _ => self.keep(byte, at),
        }
    }

    /// Keeps a byte of data; a read that reaches the bound is handed over in pieces.
    fn keep(&mut self, byte: u8, at: DateTime<Utc>) -> Option<Read> {
        let piece = (self.bytes.len() == LONGEST).then(|| {
            self.overlong = true;
            let piece = self.close(Ending::Full, self.last_at);
            self.overlong = true;
            piece
        });
        if self.bytes.is_empty() {
            self.first_at = at;
        } else if at != self.last_at {
            self.pauses += usize::from(at - self.last_at > self.gap);
        }
        self.keys += 1;
        self.bytes.push(byte);
        self.last_at = at;
        piece
    }

    /// Hands over what is pending as one read.
    fn close(&mut self, ending: Ending, at: DateTime<Utc>) -> Read {
        let read = Read {
            source: self.source.clone(),
            typed: self.looks_typed(),
            first_at: if self.bytes.is_empty() { at } else { self.first_at },
            last_at: at,
            bytes: mem::take(&mut self.bytes),
            ending,
            overlong: mem::take(&mut self.overlong),
        };
        self.forget_rhythm();
        read
    }

    /// Fingers pause at most keys; a scanner on a busy line pauses once or twice in a whole code.
    fn looks_typed(&self) -> bool {
        let fingers_possible = self.source.kind == SourceKind::Terminal;
        fingers_possible && (self.bytes.len() < self.framing.shortest || self.pauses * 4 >= self.keys)
    }

    fn forget_rhythm(&mut self) {
        (self.pauses, self.keys) = (0, 0);
    }
}

#[cfg(test)]
mod tests;
