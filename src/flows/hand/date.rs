//! The expiry of goods in hand, where another one was read than is meant.

use super::{Hand, Part};
use crate::flows::kept::plain;
use chrono::NaiveDate;

impl Hand {
    /// Replaces the expiry that was read by another one.
    pub fn redate(&mut self, day: NaiveDate) {
        self.label.forget(&[17, 7003, 15]);
        // Nothing is left that it could contradict.
        drop(self.label.add(plain(Part::Expiry, &day.to_string()), &[]));
    }
}
