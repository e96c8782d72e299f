//! How a site scans: the profile of each source, and the codes that its shops print themselves.

use super::decode::Options;
use super::gs1::Dictionary;
use super::in_store::Patterns;
use super::profile::{Data, Profiles};
use super::read::{Read, Source};

/// How reads are decoded, whatever source they come from.
#[derive(Debug, Clone)]
pub struct Setup {
    /// The profile of each source.
    pub profiles: Profiles,
    /// The patterns of in-store codes with a price or a weight.
    pub patterns: Patterns,
    /// The known application identifiers.
    pub dictionary: &'static Dictionary,
}

impl Default for Setup {
    /// Returns a setup with the standard profiles, no in-store codes and the built-in dictionary.
    fn default() -> Self {
        Self {
            profiles: Profiles::default(),
            patterns: Patterns::default(),
            dictionary: Dictionary::builtin(),
        }
    }
}

impl Setup {
    /// Returns how to decode a read.
    pub fn options(&self, read: &Read) -> Options<'_> {
        self.options_of(&read.source, read.typed)
    }

    /// Returns how to decode what comes from a source. Typed text did not pass through a scanner, so no profile's
    /// spelling applies to it.
    pub fn options_of(&self, source: &Source, typed: bool) -> Options<'_> {
        Options {
            data: if typed {
                Data::plain()
            } else {
                &self.profiles.of(source).data
            },
            patterns: &self.patterns,
            dictionary: self.dictionary,
            strict: false,
        }
    }
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;

    use super::*;
    use crate::scan::{Ending, Profile, Source, SourceKind, decode};

    #[test]
    fn a_scanner_is_understood_by_its_profile_and_fingers_as_they_are() {
        let mut setup = Setup::default();
        let german: Profile = "[data]\nlayout = \"de\"".parse().unwrap();
        setup.profiles.assign("terminal", german);
        let heard = |typed| Read {
            source: Source::new(SourceKind::Terminal, "pts/0"),
            bytes: b"ZARD-7".to_vec(),
            first_at: DateTime::UNIX_EPOCH,
            last_at: DateTime::UNIX_EPOCH,
            typed,
            ending: Ending::Enter,
            overlong: false,
        };
        for (typed, meant) in [(false, "YARD/7"), (true, "ZARD-7")] {
            let read = heard(typed);
            let today = DateTime::UNIX_EPOCH.date_naive();
            let decoded = decode(&read.bytes, today, setup.options(&read));
            assert_eq!(decoded.text(), Some(meant));
        }
    }
}
