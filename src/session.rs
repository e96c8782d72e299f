//! One operator at one terminal: reads in, effects performed, answers out.

pub mod lookup;
