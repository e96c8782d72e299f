//! When the scans of a terminal are due.

use std::time::{Duration, SystemTime};

/// Scans that are due one after the other, whatever becomes of them.
#[derive(Clone, Copy)]
pub struct Pace {
    pub start: SystemTime,
    pub every: Duration,
    pub times: u32,
}

impl Pace {
    /// Does something each time that it is due; returns how long after that moment each was done.
    pub fn keep(self, mut scan: impl FnMut(u32)) -> Vec<Duration> {
        let mut took = Vec::new();
        for n in 0..self.times {
            let due = self.start + self.every * n;
            if let Ok(left) = due.duration_since(SystemTime::now()) {
                std::thread::sleep(left);
            }
            scan(n);
            took.push(due.elapsed().unwrap_or_default());
        }
        took
    }
}
