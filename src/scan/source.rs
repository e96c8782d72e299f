//! The threads that hear scanners, one a source. They wait for bytes and for nothing else; what they hear goes into
//! the program's one inbox.
//!
//! - [`serial`] — a scanner on a serial line, told the fate of its reads.
//! - `evdev` — a scanner that plays a keyboard, grabbed; with the feature of that name.
//! - [`american`] — what a scanner that plays a keyboard means by its keys.
//! - [`room`] — how much may be on its way before a source leaves what comes where it is.
//! - `listener` — what all of them do: open, hear, and open again.
//! - `holder` — who has a device that can't be had.

pub mod american;
#[cfg(feature = "evdev")]
pub mod evdev;
mod holder;
mod listener;
pub mod room;
pub mod serial;

use super::read::{Read, Source};

pub use room::Room;

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
        /// The beginning of a read that was cut short: to be noted, never to be applied.
        cut: Vec<u8>,
    },
    /// It sent a read.
    Read(Read),
}
