//! One state machine per job on the floor. No I/O, no clock.
