//! The bridge as its operators have it: the real program in a pseudo-terminal, a scanner on a serial line, and at the
//! other end a real SSH server on this machine. Where none is installed, the sessions run in a local shell.

#![allow(clippy::unwrap_used)] // The helpers of a test may fail as the test itself.

#[path = "screen/company.rs"]
#[allow(dead_code, reason = "other tests use the rest")]
mod company;
#[path = "bridge/keeping.rs"]
mod keeping;
#[path = "bridge/passing.rs"]
mod passing;
#[path = "bridge/rig.rs"]
mod rig;
#[path = "bridge/server.rs"]
mod server;
#[path = "bridge/session.rs"]
mod session;
#[path = "screen/station.rs"]
#[allow(dead_code, reason = "other tests use the rest")]
mod station;
