//! Diagnostics: what was read lately and what it means, and what the terminal is. It stands beside the work: a read
//! that comes while it is shown is noted and applied to nothing.

use crate::domain::log::Outcome;
use crate::domain::time::Time;

/// A read of this terminal with everything that is known about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Observed {
    /// Its number at the terminal.
    pub read: i64,
    /// The device it came from: `serial /dev/ttyACM0`.
    pub device: String,
    /// Whether it counts as typed.
    pub typed: bool,
    /// The mean pause between its keys in tenths of a millisecond; `None` if it came as a whole.
    pub pause_tenths: Option<i64>,
    /// Its bytes in clear, or stars if they are kept secret.
    pub clear: String,
    /// What it claims to be, with its symbology identifier: `GS1 ]d2`.
    pub kind: String,
    /// What it says: `(10) L-0417`, `(17) 2027-07-31`.
    pub elements: Vec<String>,
    /// What the store knows under it: `item FD-1001 Oat drink`.
    pub known: Vec<String>,
    /// What is wrong with it or deserves attention.
    pub findings: Vec<String>,
    /// What became of it; `None` while it is worked on.
    pub outcome: Option<Outcome>,
    /// The code of its refusal.
    pub code: Option<String>,
    /// What the operator was told.
    pub message: String,
    /// Milliseconds from its last byte to its result.
    pub millis: i64,
    /// When its last byte came.
    pub at: Time,
}

/// A source of reads at this terminal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attached {
    /// Its name: `keyboard`, `/dev/ttyACM0`.
    pub name: String,
    /// How noted reads name it: `terminal DOCK-1`, `serial /dev/ttyACM0`.
    pub device: String,
    /// The name of its profile.
    pub profile: String,
    /// Why it is not connected; `None` if it is.
    pub gone: Option<String>,
}

/// What the terminal is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Station {
    /// Columns of the window.
    pub columns: u16,
    /// Rows of the window.
    pub rows: u16,
    /// What the terminal calls itself (`TERM`).
    pub term: String,
    /// How many colours are drawn: `256 colours`.
    pub colours: &'static str,
    /// Which characters are drawn: `UTF-8`, `ASCII`.
    pub charset: &'static str,
    /// The store and the version of its layout.
    pub store: String,
    /// The sources, the keyboard first.
    pub sources: Vec<Attached>,
    /// The key before a scan that meant nothing, and how often it came.
    pub trigger: Option<(String, u32)>,
}

impl Observed {
    /// Returns the mean pause in words: `1.4 ms`.
    pub fn pause(&self) -> Option<String> {
        self.pause_tenths
            .map(|tenths| format!("{}.{} ms", tenths / 10, tenths % 10))
    }
}

impl Station {
    /// Counts a key that a hand-held pressed before a scan and that meant nothing.
    pub fn ignored(&mut self, key: &str) {
        let times = match &self.trigger {
            Some((known, times)) if known == key => times + 1,
            _ => 1,
        };
        self.trigger = Some((key.to_owned(), times));
    }

    /// Returns the key before a scan in words: `F9, ignored 3 times`.
    pub fn trigger(&self) -> Option<String> {
        let (key, times) = self.trigger.as_ref()?;
        let often = if *times == 1 {
            "once".to_owned()
        } else {
            format!("{times} times")
        };
        Some(format!("{key}, ignored {often}"))
    }

    /// Returns the window in words: `80x24, 256 colours, UTF-8, xterm-256color`.
    pub fn screen(&self) -> String {
        let size = format!("{}x{}", self.columns, self.rows);
        let parts = [size.as_str(), self.colours, self.charset, self.term.as_str()];
        let told: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        told.join(", ")
    }
}
