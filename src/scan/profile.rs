//! How a scanner is set up: what it puts around a code, how it spells characters without a key, and the feedback that
//! it understands about its reads.
//!
//! A profile is a TOML file. Some come with the program, in `keymaps/scanners/`; calibration writes others. Bytes are
//! written in clear, as reports show them: `\x1d` for GS, `\\` for a backslash.

mod assigned;
mod builtin;
mod layout;

use super::pattern::Code;
use super::read::{from_clear, in_clear};
use chrono::TimeDelta;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

pub use assigned::Profiles;
pub use builtin::Builtin;
pub use layout::{Layout, Typed};

/// The shortest and the longest pause that can mean anything, in milliseconds: a computer alone may cause the shortest
/// between two keys, and within the longest operators go on to the next label.
const PAUSES_MS: [u32; 2] = [5, 5000];

/// Bytes, which a profile file writes in clear.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(from = "String", into = "String")]
pub struct Bytes(pub Vec<u8>);

impl From<String> for Bytes {
    fn from(clear: String) -> Self {
        Self(from_clear(&clear))
    }
}

impl From<Bytes> for String {
    fn from(bytes: Bytes) -> Self {
        in_clear(&bytes.0)
    }
}

impl From<&[u8]> for Bytes {
    fn from(bytes: &[u8]) -> Self {
        Self(bytes.to_vec())
    }
}

/// How a scanner is set up.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Profile {
    /// What it is called, on screens and in the configuration.
    pub name: String,
    /// Which scanners it fits.
    pub about: String,
    /// What stands around a code.
    pub framing: Framing,
    /// How a code is spelt.
    pub data: Data,
    /// The settings of its serial line, if it has one.
    pub line: Line,
    /// The feedback it is sent.
    pub feedback: Feedback,
}

/// What stands around a code, and the rhythm of its keys.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Framing {
    /// What the scanner sends before each code.
    pub prefix: Bytes,
    /// The key that a hand-held presses before each code, spelt as in a keymap: `f9`. It means nothing else then.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub trigger_key: Option<String>,
    /// What it sends after each code, before or instead of CR, LF or TAB, which always end one.
    pub suffix: Bytes,
    /// The longest pause between two keys of a scanner, in milliseconds, until its own rhythm is known.
    pub gap_ms: u32,
    /// The fewest characters of a code; anything shorter counts as typed, unless the prefix announces it.
    pub shortest: usize,
    /// The silence that ends a read, in milliseconds, for a scanner that sends nothing after a code.
    pub idle_ms: Option<u32>,
    /// How long a repeat of the same code from the same scanner counts as the same scan, in milliseconds; 0 counts
    /// every one.
    pub duplicate_ms: u32,
}

impl Default for Framing {
    /// Returns a framing with nothing around a code, thirty milliseconds between keys, codes of four characters or
    /// more, and every repeat a scan of its own.
    fn default() -> Self {
        Self {
            prefix: Bytes::default(),
            trigger_key: None,
            suffix: Bytes::default(),
            gap_ms: 30,
            shortest: 4,
            idle_ms: None,
            duplicate_ms: 0,
        }
    }
}

impl Framing {
    /// Returns the longest pause between two keys of a scanner, until its own rhythm is known.
    pub fn gap(&self) -> TimeDelta {
        TimeDelta::milliseconds(self.gap_ms.into())
    }

    /// Returns the silence that ends a read.
    pub fn idle(&self) -> Option<TimeDelta> {
        self.idle_ms.map(|ms| TimeDelta::milliseconds(ms.into()))
    }

    /// Returns how long a repeat of the same code counts as the same scan.
    pub fn duplicate(&self) -> TimeDelta {
        TimeDelta::milliseconds(self.duplicate_ms.into())
    }
}

/// How a code is spelt by the time it arrives.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Data {
    /// What stands for GS, if the scanner or the keyboard can't send it: `|`, `{GS}`.
    pub separator: Vec<Bytes>,
    /// The key that stands for GS, spelt as in a keymap: `f8`.
    pub separator_key: Option<String>,
    /// The keyboard layout that the host assumes while the scanner types on an American one.
    pub layout: Layout,
    /// Whether the scanner is set to send symbology identifiers (`]C1`).
    pub identifiers: bool,
    /// Whether the host drops the `]` of an identifier because its key is a dead key in the layout.
    pub bracket_lost: bool,
    /// The text codes of suppliers that follow no standard.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub code: Vec<Code>,
}

impl Data {
    /// Returns the spelling of a scanner that sends what it reads, at a keyboard like its own.
    pub const fn plain() -> &'static Self {
        static PLAIN: Data = Data {
            separator: Vec::new(),
            separator_key: None,
            layout: Layout::Us,
            identifiers: false,
            bracket_lost: false,
            code: Vec::new(),
        };
        &PLAIN
    }
}

/// A serial line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Line {
    /// Bits a second; scanners on USB ignore it.
    pub baud: u32,
    /// Data bits, 7 or 8.
    pub bits: u8,
    /// Parity.
    pub parity: Parity,
    /// Stop bits, 1 or 2.
    pub stop: u8,
}

impl Default for Line {
    /// Returns 9600 baud, 8N1.
    fn default() -> Self {
        Self {
            baud: 9600,
            bits: 8,
            parity: Parity::None,
            stop: 1,
        }
    }
}

/// The parity of a serial line.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Parity {
    /// No parity bit.
    #[default]
    None,
    /// An even number of ones.
    Even,
    /// An odd number of ones.
    Odd,
}

/// What a scanner is sent once the fate of its read is known: never before, and never a NAK, on which it would send
/// the read again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Feedback {
    /// After a read was applied: ACK, and the scanner's sequence for a good beep if it has one.
    pub applied: Bytes,
    /// After a read was refused: ACK, and the sequence for an error beep.
    pub refused: Bytes,
}

impl Default for Feedback {
    /// Returns ACK for either fate of a read.
    fn default() -> Self {
        const ACK: &[u8] = &[0x06];
        Self {
            applied: ACK.into(),
            refused: ACK.into(),
        }
    }
}

/// A profile file that can't be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{file}: {why}")]
pub struct ProfileError {
    /// The file, or the name of the profile.
    pub file: String,
    /// What is wrong, and where.
    pub why: String,
}

impl Profile {
    /// Reads a profile; `file` names it in errors.
    ///
    /// # Errors
    ///
    /// What the text says that a profile can't hold, with its place.
    pub fn read(file: &str, text: &str) -> Result<Self, ProfileError> {
        let wrong = |why: String| ProfileError {
            file: file.to_owned(),
            why,
        };
        let profile: Self = toml::from_str(text).map_err(|error| wrong(error.to_string()))?;
        profile.check().map_err(wrong)?;
        Ok(profile)
    }

    /// Returns the text of the profile's file.
    pub fn write(&self) -> String {
        toml::to_string(self).unwrap_or_default()
    }

    /// Checks the bounds that the types can't express.
    fn check(&self) -> Result<(), String> {
        let line = &self.line;
        match (line.bits, line.stop) {
            (7 | 8, 1 | 2) => {}
            (7 | 8, stop) => return Err(format!("line.stop must be 1 or 2, found {stop}")),
            (bits, _) => return Err(format!("line.bits must be 7 or 8, found {bits}")),
        }
        let Framing { gap_ms, idle_ms, .. } = self.framing;
        let [shortest, longest] = PAUSES_MS;
        let pauses = [("gap_ms", Some(gap_ms)), ("idle_ms", idle_ms)];
        for (name, ms) in pauses.into_iter().filter_map(|(name, ms)| Some((name, ms?))) {
            if !(shortest..=longest).contains(&ms) {
                return Err(format!(
                    "framing.{name} must be {shortest} to {longest}, found {ms}"
                ));
            }
        }
        if self.data.separator.iter().any(|bytes| bytes.0.is_empty()) {
            return Err("data.separator must not be empty, found \"\"".into());
        }
        Ok(())
    }
}

impl FromStr for Profile {
    type Err = ProfileError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::read("profile", text)
    }
}

impl fmt::Display for Profile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_profile_says_only_what_differs() {
        let text = "name = \"dock\"\n[framing]\nprefix = \"\\\\x02\"\nduplicate_ms = 500\n[data]\nseparator = [\"|\"]\nlayout = \"de\"\n";
        let profile: Profile = text.parse().unwrap();
        assert_eq!(profile.framing.prefix.0, [0x02]);
        assert_eq!(profile.framing.duplicate(), TimeDelta::milliseconds(500));
        assert_eq!(profile.framing.gap_ms, Framing::default().gap_ms);
        assert_eq!(
            (profile.data.separator[0].0.as_slice(), profile.data.layout),
            (&b"|"[..], Layout::De)
        );
    }

    #[test]
    fn a_misspelt_or_impossible_setting_is_named() {
        for (text, named) in [
            ("[framing]\nsufix = \"\"", "sufix"),
            ("[line]\nbits = 9", "found 9"),
            ("[line]\nstop = 3", "found 3"),
            (
                "[framing]\ngap_ms = 4000000",
                "framing.gap_ms must be 5 to 5000, found 4000000",
            ),
            (
                "[framing]\nidle_ms = 0",
                "framing.idle_ms must be 5 to 5000, found 0",
            ),
            ("[data]\nlayout = \"xx\"", "xx"),
            ("[data]\nseparator = [\"\"]", "data.separator"),
        ] {
            let error = Profile::read("dock.toml", text).unwrap_err().to_string();
            assert!(
                error.starts_with("dock.toml: ") && error.contains(named),
                "{error}"
            );
        }
    }

    #[test]
    fn what_is_written_is_read_back() {
        for builtin in Builtin::ALL {
            let profile = builtin.profile().unwrap();
            assert_eq!(profile.write().parse::<Profile>().unwrap(), profile);
            assert_eq!(profile.name, builtin.name());
            assert!(!profile.about.is_empty(), "{profile} says which scanners it fits");
        }
    }
}
