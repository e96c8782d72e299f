//! The threads that hear scanners, one per source. They wait for bytes and for nothing else; what they hear goes into
//! the program's only inbox.
//!
//! - [`serial`] — a scanner on a serial line, told the fate of its reads.
//! - `evdev` — a scanner that plays a keyboard, grabbed; with the feature of that name.
//! - [`american`] — what a scanner that plays a keyboard means by its keys.
//! - [`room`] — how much may be on its way before a source leaves further input in the system's buffers.
//! - `listener` — what all of these threads do: open, hear, and open again.
//! - `holder` — which process holds a device that can't be opened.

pub mod american;
#[cfg(feature = "evdev")]
pub mod evdev;
mod holder;
mod listener;
pub mod room;
pub mod serial;

use super::read::{Read, Source};

pub use room::Room;

/// What a source reports.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SourceEvent {
    /// The source is heard from now on.
    Connected(Source),
    /// The source is not heard until the next [`SourceEvent::Connected`].
    Disconnected {
        /// The source.
        source: Source,
        /// Why, in the system's words.
        why: String,
        /// The beginning of a read that was cut short: to be noted, never to be applied.
        cut: Vec<u8>,
    },
    /// The source sent a read.
    Read(Read),
}
