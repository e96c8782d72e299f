//! One state machine per job on the floor. No I/O, no clock.
//!
//! `step(state, event) -> effects`: a read comes in with everything it could mean, and the flow returns what to ask,
//! post or say. The screen, `scan` and the tests are three drivers of the same machines.
//!
//! - [`event`] — what goes into a flow and what comes out; [`scanned`] — a read with all it could mean.
//! - [`flow`] — the kernel: confirming, approving, taking back, changing jobs, the same for every job.
//! - [`machine`] — what every job is to the kernel; [`work`] — the jobs, one variant each.
//! - [`again`], [`carry`], [`expiry`], [`goods`], [`hand`], [`kept`], [`pieces`] — what several jobs need.
//! - [`diagnostics`], [`calibrate`] — what is shown beside the work.
//! - [`sign_in`], [`home`] and the jobs, one file each.

pub mod again;
pub mod calibrate;
pub mod carry;
pub mod diagnostics;
pub mod event;
pub mod expiry;
pub mod flow;
pub mod goods;
pub mod hand;
pub mod held;
pub mod home;
pub mod kept;
pub mod machine;
pub mod naming;
pub mod pieces;
pub mod proof;
pub mod question;
mod recent;
pub mod room;
pub mod scanned;
pub mod sign_in;
pub mod work;

use crate::domain::job::each_job;

macro_rules! modules {
    ($($(#[$doc:meta])* $job:ident in $module:ident { $($entry:tt)* })*) => { $(pub mod $module;)* };
}

// The formatter doesn't see modules that a macro declares: `.ci/run` gives it their files.
each_job!(modules);
