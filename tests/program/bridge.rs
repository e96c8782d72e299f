//! The bridge as its operators have it: the real program in a pseudo-terminal, a scanner on a serial line, and at the
//! other end a real SSH server on this machine. Where none is installed, the sessions run in a local shell.

#![allow(clippy::unwrap_used)] // The helpers of a test may fail as the test itself.

mod confined;
mod keeping;
mod passing;
mod rig;
mod server;
mod session;
mod users;

use super::screen::{company, station};
