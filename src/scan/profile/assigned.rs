//! The assignment of profiles to sources.

use super::{Builtin, Profile, ProfileError};
use crate::scan::read::{Source, SourceKind};
use std::collections::BTreeMap;

/// The profile of every source: the one assigned to its name, else the default of its kind.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Profiles {
    terminal: Profile,
    serial: Profile,
    grabbed: Profile,
    plain: Profile,
    assigned: BTreeMap<String, Profile>,
}

impl Profiles {
    /// Returns the defaults. Terminals have the keyboard wedge, and so do grabbed scanners, whatever is assigned to the
    /// terminal: no layout lies in between. Serial scanners are told ACK; pastes and scripts are taken as they are.
    ///
    /// # Errors
    ///
    /// Never, with the profiles that the program is built with.
    pub fn standard() -> Result<Self, ProfileError> {
        Ok(Self {
            terminal: Builtin::Wedge.profile()?,
            serial: Builtin::Serial.profile()?,
            grabbed: Builtin::Wedge.profile()?,
            plain: Profile::default(),
            assigned: BTreeMap::new(),
        })
    }

    /// Assigns a profile to a source: `terminal` for the keyboard, else the name of the source, such as its port's
    /// path.
    pub fn assign(&mut self, source: &str, profile: Profile) {
        if source == "terminal" {
            self.terminal = profile;
        } else {
            self.assigned.insert(source.to_owned(), profile);
        }
    }

    /// Returns the profile of a source, its kind's if none is assigned to its name.
    pub fn of(&self, source: &Source) -> &Profile {
        let by_kind = match source.kind {
            SourceKind::Terminal => &self.terminal,
            SourceKind::Serial => &self.serial,
            SourceKind::Evdev => &self.grabbed,
            SourceKind::Paste | SourceKind::Script => &self.plain,
        };
        self.assigned.get(&*source.name).unwrap_or(by_kind)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_source_has_its_own_profile_or_that_of_its_kind() {
        let mut profiles = Profiles::standard().unwrap();
        let dock = Source::new(SourceKind::Serial, "/dev/serial/by-id/dock");
        assert_eq!(profiles.of(&dock).name, "serial");
        profiles.assign(
            "/dev/serial/by-id/dock",
            Builtin::WedgePrintable.profile().unwrap(),
        );
        profiles.assign("terminal", Builtin::WedgeAlt029.profile().unwrap());
        assert_eq!(profiles.of(&dock).name, "wedge-printable");
        assert_eq!(
            profiles.of(&Source::new(SourceKind::Serial, "other")).name,
            "serial"
        );
        assert_eq!(
            profiles.of(&Source::new(SourceKind::Terminal, "pts/3")).name,
            "wedge-alt-029"
        );
        let grabbed = Source::new(SourceKind::Evdev, "/dev/input/by-id/dock-event-kbd");
        assert_eq!(profiles.of(&grabbed).name, "wedge");
        assert_eq!(
            profiles.of(&Source::new(SourceKind::Paste, "pts/3")),
            &Profile::default()
        );
    }
}
