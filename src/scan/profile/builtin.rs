//! The profiles that come with the program.

use super::{Profile, ProfileError};

/// A profile that comes with the program.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Builtin {
    /// A scanner that types as a keyboard and can send control characters.
    Wedge,
    /// A wedge that sends GS as Ctrl+].
    WedgeCtrlBracket,
    /// A wedge that spells GS on the keypad: Alt and 029.
    WedgeAlt029,
    /// A wedge that sends a printable character for GS.
    WedgePrintable,
    /// A scanner on a serial line, real or over USB.
    Serial,
}

impl Builtin {
    /// All built-in profiles.
    pub const ALL: [Self; 5] = [
        Self::Wedge,
        Self::WedgeCtrlBracket,
        Self::WedgeAlt029,
        Self::WedgePrintable,
        Self::Serial,
    ];

    /// Returns the name by which a configuration asks for it, and the stem of its file.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Wedge => "wedge",
            Self::WedgeCtrlBracket => "wedge-ctrl-bracket",
            Self::WedgeAlt029 => "wedge-alt-029",
            Self::WedgePrintable => "wedge-printable",
            Self::Serial => "serial",
        }
    }

    /// Finds a profile by its name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|builtin| builtin.name() == name)
    }

    /// Returns the profile, read from its file.
    ///
    /// # Errors
    ///
    /// Never, with the files that the program is built with; a test reads them all.
    pub fn profile(self) -> Result<Profile, ProfileError> {
        Profile::read(self.name(), self.text())
    }

    /// Returns the text of its file.
    const fn text(self) -> &'static str {
        match self {
            Self::Wedge => include_str!("../../../keymaps/scanners/wedge.toml"),
            Self::WedgeCtrlBracket => include_str!("../../../keymaps/scanners/wedge-ctrl-bracket.toml"),
            Self::WedgeAlt029 => include_str!("../../../keymaps/scanners/wedge-alt-029.toml"),
            Self::WedgePrintable => include_str!("../../../keymaps/scanners/wedge-printable.toml"),
            Self::Serial => include_str!("../../../keymaps/scanners/serial.toml"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scan::profile::Layout;

    #[test]
    fn the_profile_of_the_documentation_is_one() {
        let page = include_str!("../../../keymaps/README.md");
        let mut blocks = page
            .split("```toml\n")
            .skip(1)
            .filter_map(|rest| rest.split("```").next());
        let block = blocks.find(|block| block.contains("[framing]")).unwrap();
        let profile = Profile::read("README.md", block).unwrap();
        assert_eq!(
            (profile.framing.prefix.0.as_slice(), profile.data.layout),
            (&[0x02][..], Layout::De)
        );
        let mut blocks = page
            .split("```toml\n")
            .skip(1)
            .filter_map(|rest| rest.split("```").next());
        let codes = blocks.find(|block| block.contains("[[data.code]]")).unwrap();
        assert_eq!(Profile::read("README.md", codes).unwrap().data.code.len(), 3);
        for layout in Layout::ALL {
            assert!(page.contains(layout.name()), "{} is not listed", layout.name());
        }
        for builtin in Builtin::ALL {
            assert!(
                page.contains(&format!("| `{}` |", builtin.name())),
                "{} is not listed",
                builtin.name()
            );
        }
    }
}
