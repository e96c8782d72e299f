//! The threads that hear scanners, one a source. They wait for bytes and for nothing else; what they hear goes into
//! the program's one inbox.

pub mod serial;

use super::read::{Read, Source};

/// What a source tells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SourceEvent {
    /// It is heard now.
    Connected(Source),
    /// It is not heard, until the next [`SourceEvent::Connected`].
    Disconnected {
        /// The source.
        source: Source,
        /// Why, in the system's words.
        why: String,
        /// The beginning of a read that was cut short: for the journal, never to be applied.
        cut: Vec<u8>,
    },
    /// It sent a read.
    Read(Read),
}
