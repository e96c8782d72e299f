//! Late cost: a price difference, freight or duty that becomes known after goods were received, followed to where the
//! goods went.
//!
//! Moving average: delta propagation. Begin with the amount at the receipt; every later issue of `q` out of a pool of
//! `Q` takes `q/Q` of what is left; other receipts and finds, which were valued when they came, take and add nothing;
//! goods that come back bring the share they left with; goods that left before they came get their share from what
//! covers them. That is the difference of two full replays, one with the late cost and one without, because every rule of
//! the moving average is linear in value. FIFO: every unit of the layer carries the same. What an issue takes goes on with
//! its goods, to another pool or layer, or ends with it.
//!
//! Nothing is rounded on the way: see [`network`].

pub mod fixed;
pub mod network;
pub mod run;

#[cfg(test)]
mod tests;
