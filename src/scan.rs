//! From bytes to a scan: framer, symbologies, GS1 and the sources of reads.
//!
//! A source hears bytes or keys; [`framer`] cuts them into [`Read`]s by their terminator; [`decode()`] says what a
//! read means. Nothing in this layer knows what an item or an order is: a plain code stays [`Meaning::Text`] until
//! the store resolves it.
//!
//! - [`read`] — one framed read: bytes, source, times, typed or scanned.
//! - [`framer`] — bytes and keys to reads; the same reads however the bytes are chunked.
//! - [`paste`] — a bracketed paste to reads.
//! - [`pattern`] — text codes of suppliers, as a profile describes them.
//! - [`profile`] — how a scanner is set up: prefix, suffix, stand-ins for GS, layout, line, feedback.
//! - [`calibration`] — from three symbols to the profile of a scanner, and advice on its settings.
//! - [`symbology`] — the three characters `]C1` a scanner may send first.
//! - [`gtin`] — check digits of GTIN, SSCC and GLN.
//! - [`upce`] — UPC-E expanded to the full number.
//! - [`mod@decode`] — the way of a read: mended, routed by what it claims to be, checked; [`decoded`] — the result.
//! - [`setup`] — how a site scans: profiles, in-store codes, dictionary.
//! - [`exact`] — decoding without repair or guess, to verify labels.
//! - [`gs1`] — element strings and Digital Links: the table of application identifiers and every check on them.
//! - [`hibc`] — labels of medical goods.
//! - [`isbt`] — labels of blood, cells and tissues.
//! - [`envelope`] — messages of ISO/IEC 15434, with element strings or fields of other systems.
//! - [`fields`] — what the fields of systems other than GS1 say.
//! - [`in_store`] — codes that shops print themselves, with a price or a weight.
//! - [`relay`] — the protocol between a bridge and the session behind it.
//! - [`assembly`] — one label put together from several symbols.
//! - [`swallowed`] — fields that became part of the value before them when a separator was lost.
//! - [`finding`] — what is wrong with a label, and where.
//! - [`source`] — the threads that hear scanners.

mod ai;
pub mod assembly;
pub mod calibration;
pub mod decode;
pub mod decoded;
pub mod envelope;
pub mod exact;
pub mod fields;
pub mod finding;
pub mod framer;
pub mod gs1;
pub mod gtin;
pub mod hibc;
pub mod in_store;
pub mod isbt;
mod normalise;
pub mod paste;
pub mod pattern;
pub mod profile;
pub mod read;
pub mod relay;
mod row;
pub mod setup;
pub mod source;
pub mod swallowed;
pub mod symbology;
pub mod upce;

pub use assembly::{Assembly, Part, Symbol};
pub use decode::{Decoded, Kind, Meaning, Options, decode};
pub use finding::{Finding, Flaw};
pub(crate) use framer::control;
pub use framer::{Framer, Heard, Stroke};
pub use gs1::{Ai, Dictionary, Element, Label, Typed};
pub use gtin::{Gtin, Sscc};
pub use profile::{Framing, Profile, Profiles};
pub use read::{Ending, Read, Source, SourceKind};
pub use setup::Setup;
pub use source::SourceEvent;
pub use symbology::Symbology;
