//! Confirming by scanning the same code again.

use serde::{Deserialize, Serialize};

/// Remembers a code that counts when it is scanned twice in a row.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Again(Option<String>);

impl Again {
    /// Notes the code; returns whether this is the second time in a row.
    pub fn is_second(&mut self, code: &str) -> bool {
        if self.0.as_deref() == Some(code) {
            self.0 = None;
            return true;
        }
        self.0 = Some(code.to_owned());
        false
    }

    /// Forgets the code, because something else came in between.
    pub fn forget(&mut self) {
        self.0 = None;
    }

    /// Returns whether no code is awaited a second time.
    pub const fn is_idle(&self) -> bool {
        self.0.is_none()
    }

    /// Returns the code that is awaited a second time.
    pub fn awaited(&self) -> Option<&str> {
        self.0.as_deref()
    }
}
