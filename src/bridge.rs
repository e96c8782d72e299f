//! A bridge: runs a session on a server in a terminal of its own on this workstation, and feeds it the reads of the
//! scanners plugged in here.
//!
//! Bytes pass both ways unchanged. A read goes in as a bracketed paste, so that a program which takes pastes gets it
//! whole and never as keys. It waits until the program takes pastes, and it never interrupts a key sequence that the
//! operator has begun. What a session says to its bridge ([`crate::scan::relay`]) becomes the beep of the scanner.
//!
//! - [`envelope`] — how a read is wrapped for its way, so that nothing in it can break out.
//! - [`queue`] — the reads on their way; none is lost without a word.
//! - [`sequence`] — where in a stream of terminal bytes something else may be inserted.
//! - [`output`] — what the session draws, and what it says to the bridge.
//! - [`notice`] — what the bridge itself tells the operator: the bell and the title of the window.
//! - [`local`], [`child`] — the operator's terminal, and the command in its own.
//! - [`scanners`] — the scanners of this workstation.
//! - [`inbox`] — the messages of the scanners and the system's signals.
//! - [`mod@run`] — the loop; `pass` — what it does with bytes, reads and messages.
//!
//! A bridge decodes nothing and knows no store.

pub mod child;
pub mod envelope;
pub mod inbox;
pub mod local;
pub mod notice;
pub mod output;
mod pass;
pub mod queue;
pub mod run;
pub mod scanners;
pub mod sequence;

pub use run::{Ended, Plan, run};
