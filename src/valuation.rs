//! Cost layers: FIFO, moving average and standard.
//!
//! Pure arithmetic on (quantity, value): a layer's value is stored, never its unit cost, so quantity 0 has value 0 by
//! construction. Source of the rules: the house's valuation principles, stated at each function.

pub mod fifo;
pub mod late;
pub mod pool;
pub mod queue;
pub mod replay;
pub mod service;
