//! One state machine per job on the floor. No I/O, no clock.
//!
//! `step(state, event) -> effects`: a read comes in with everything it could mean, the flow answers with what is to
//! be asked, posted or said. The screen, `scan` and the tests are three drivers of the same machines.

pub mod count;
pub mod event;
pub mod goods;
pub mod pack;
pub mod pick;
pub mod reconcile;
pub mod scanned;
pub mod ship;
