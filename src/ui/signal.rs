//! How many beeps say what. Pure values, played by the terminal's bell.

/// The meaning of a sound.
///
/// One beep is the scanner's own "good read", so everything that is wrong beeps at least twice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Signal {
    /// Applied.
    Good,
    /// Something worth knowing.
    Info,
    /// Accepted, but look at it.
    Warning,
    /// Refused.
    Error,
    /// A supervisor is needed.
    Supervisor,
}

/// Whether a good scan beeps; the scanner itself already does.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum GoodBeep {
    /// Silence: the scanner's own beep is enough.
    #[default]
    Silent,
    /// One beep.
    Once,
}

impl Signal {
    /// The pause between two beeps in milliseconds; some terminals merge bells closer than about 100.
    pub const GAP_MS: u64 = 150;

    /// Returns the number of beeps.
    pub const fn beeps(self, good: GoodBeep) -> u8 {
        match (self, good) {
            (Self::Good, GoodBeep::Silent) => 0,
            (Self::Good, GoodBeep::Once) | (Self::Info, _) => 1,
            (Self::Warning, _) => 2,
            (Self::Error, _) => 3,
            (Self::Supervisor, _) => 5,
        }
    }

    /// Returns whether the sound may be dropped when reads come faster than it lasts: never one that warns.
    pub const fn may_be_dropped(self) -> bool {
        matches!(self, Self::Good | Self::Info)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_wrong_beeps_more_than_once() {
        for signal in [
            Signal::Good,
            Signal::Info,
            Signal::Warning,
            Signal::Error,
            Signal::Supervisor,
        ] {
            let beeps = signal.beeps(GoodBeep::Once);
            assert_eq!(1 < beeps, !signal.may_be_dropped(), "{signal:?}");
        }
        assert_eq!(Signal::Good.beeps(GoodBeep::Silent), 0);
        assert!(Signal::Error.beeps(GoodBeep::Silent) < Signal::Supervisor.beeps(GoodBeep::Silent));
    }
}
