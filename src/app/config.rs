//! The configuration file: what a terminal is, in TOML.

use crate::ledger::export::mapping;
use crate::scan::gs1::dictionary::{Dictionary, LARGEST};
use crate::scan::in_store::Patterns;
use crate::scan::profile::{Builtin, Profile, Profiles};
use crate::scan::{Setup, Source, SourceKind};
use anyhow::Context;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

/// The settings of one terminal. Everything has a default; the command line overrides the file.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Eq)]
#[serde(deny_unknown_fields, default)]
pub struct Config {
    /// The store's file.
    pub store: Option<PathBuf>,
    /// The terminal's name, printed on its station; that of the machine where the operator sits if left out.
    pub terminal: Option<String>,
    /// Serial scanners, best by their stable names under `/dev/serial/by-id`.
    pub serial: Vec<PathBuf>,
    /// Scanners that play a keyboard and are grabbed from the system, best by their stable names under
    /// `/dev/input/by-id`; only in a program that was built with the feature `evdev`.
    pub evdev: Vec<PathBuf>,
    /// Bits per second of the serial scanners; 9600 if left out.
    pub baud: Option<u32>,
    /// `default`, `no-function-keys`, or a keymap file of the site's own.
    pub keymap: Option<String>,
    /// Plain letters only: no lines, dots or symbols beyond ASCII.
    pub ascii: bool,
    /// One beep for a good scan; errors always beep.
    pub beep_when_good: bool,
    /// The profile of each scanner, by its port, `terminal` for the keyboard: one that comes with the program, or a
    /// file.
    pub profiles: BTreeMap<String, String>,
    /// The longest pause between two characters of one scan at the keyboard, in milliseconds; overrides the profile's.
    pub scan_gap_ms: Option<u32>,
    /// A GS1 syntax dictionary newer than the built-in one, for labels.
    pub dictionary: Option<PathBuf>,
    /// In-store codes with a price or a weight: regions such as `se`, or patterns such as `23IIIIIIW.WWWC`; `None` if
    /// left out.
    pub price_weight: Vec<String>,
    /// The file of the pepper, beside the configuration if its path is not absolute; `pepper` beside it if left out.
    pub pepper: Option<PathBuf>,
    /// How long hashing a PIN takes on one core of this machine, in milliseconds; 250 if left out.
    pub pin_ms: Option<u32>,
    /// Whether only the full-screen terminal may run. It then saves no file that an operator names and uses nothing of
    /// the environment but what is needed to draw the screen: for operators who arrive by a forced command.
    pub confined: bool,
    /// Policies that `init` sets.
    pub policies: BTreeMap<String, String>,
    /// What our accounts are called in another accounting system: a table for each, by the name of the target of
    /// `gl export` or of its system (`xero`, `qbo`, `iif`).
    pub accounts: BTreeMap<String, mapping::Table>,
    /// The file of keys that anchors are signed with; `BINLEDGER_ANCHOR_KEY_FILE` takes precedence.
    pub anchor_key_file: Option<PathBuf>,
    /// The folder that the file is in, or would be; profiles are saved below it.
    #[serde(skip)]
    pub folder: Option<PathBuf>,
}

/// The largest file of settings that is read, in bytes.
const LARGEST_TEXT: u64 = 1 << 20;

/// Reads a file of settings: a configuration, a profile, a keymap.
///
/// # Errors
/// The file can't be read, is not text, or is larger than any settings are.
pub fn text(path: &Path) -> io::Result<String> {
    let mut text = String::new();
    let read = File::open(path)?
        .take(LARGEST_TEXT + 1)
        .read_to_string(&mut text)?;
    if usize::try_from(LARGEST_TEXT).is_ok_and(|most| most < read) {
        let why = format!("expected at most {LARGEST_TEXT} bytes, found more");
        return Err(io::Error::new(io::ErrorKind::FileTooLarge, why));
    }
    Ok(text)
}

/// A dictionary file that can't be used: its path, and what is wrong with it, line by line.
#[derive(Debug, thiserror::Error)]
#[error("the dictionary can't be used:\n{}", problems.join("\n"))]
pub struct BadDictionary {
    /// What is wrong, each with the file's path.
    pub problems: Vec<String>,
}

/// Reads a dictionary file.
///
/// # Errors
/// The file can't be read, or has lines that say what no dictionary can.
pub fn dictionary(path: &Path) -> Result<Dictionary, BadDictionary> {
    let mut text = Vec::new();
    let most = u64::try_from(LARGEST).unwrap_or(u64::MAX) + 1;
    let read = File::open(path).and_then(|file| file.take(most).read_to_end(&mut text));
    let problems = match read {
        Err(why) => vec![format!("{} can't be read: {why}", path.display())],
        Ok(_) => match Dictionary::read(&text) {
            Ok(dictionary) => return Ok(dictionary),
            Err(bad) => bad
                .iter()
                .map(|line| format!("{}: {line}", path.display()))
                .collect(),
        },
    };
    Err(BadDictionary { problems })
}

impl Config {
    /// Returns how reads are decoded, as configured.
    ///
    /// # Errors
    /// Those of [`Config::profiles`], and an invalid pattern.
    pub fn setup(&self) -> anyhow::Result<Setup> {
        Ok(Setup {
            profiles: self.profiles()?,
            patterns: Patterns::read(&self.price_weight)?,
            dictionary: self.dictionary(None)?,
        })
    }

    /// Returns the profiles of the sources, as configured.
    ///
    /// # Errors
    /// A profile that is neither built in nor a file, or a file that says what a profile can't.
    pub fn profiles(&self) -> anyhow::Result<Profiles> {
        let mut profiles = Profiles::standard()?;
        for (source, named) in &self.profiles {
            profiles.assign(source, profile(named)?);
        }
        if let Some(gap_ms) = self.scan_gap_ms {
            let mut wedge = profiles.of(&Source::new(SourceKind::Terminal, "")).clone();
            wedge.framing.gap_ms = gap_ms;
            profiles.assign("terminal", wedge);
        }
        Ok(profiles)
    }

    /// Returns the other files that the configuration names for reading.
    pub fn files(&self) -> impl Iterator<Item = &Path> {
        let named = self.profiles.values().chain(&self.keymap).map(Path::new);
        named.chain(self.dictionary.as_deref())
    }

    /// Returns the dictionary that labels are read by: the one that is named, else the configured one, else the
    /// built-in one. It stays for as long as the program runs.
    ///
    /// # Errors
    /// Those of [`dictionary`].
    pub fn dictionary(&self, named: Option<&Path>) -> Result<&'static Dictionary, BadDictionary> {
        match named.or(self.dictionary.as_deref()) {
            Some(path) => Ok(Box::leak(Box::new(dictionary(path)?))),
            None => Ok(Dictionary::builtin()),
        }
    }
}

/// Returns a profile by its name, or by its file.
///
/// # Errors
/// It is neither built in nor a file, or the file says what a profile can't.
pub fn profile(named: &str) -> anyhow::Result<Profile> {
    if let Some(builtin) = Builtin::named(named) {
        return Ok(builtin.profile()?);
    }
    let text = text(Path::new(named)).with_context(|| {
        format!("the scanner profile {named} is not built in and can't be read as a file")
    })?;
    Ok(Profile::read(named, &text)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_terminal_is_described_in_a_few_lines() {
        let text = "terminal = \"DOCK-1\"\nserial = [\"/dev/serial/by-id/usb-scanner\"]\nascii = true\n";
        let config: Config = toml::from_str(text).unwrap();
        assert_eq!(
            (config.terminal.as_deref(), config.serial.len(), config.ascii),
            (Some("DOCK-1"), 1, true)
        );
    }

    #[test]
    fn a_scanner_has_the_profile_that_is_named_for_it() {
        let text = "[profiles]\nterminal = \"wedge-alt-029\"\n\"/dev/ttyACM0\" = \"no-such-profile\"\n";
        let mut config: Config = toml::from_str(text).unwrap();
        let wrong = config.profiles().unwrap_err().to_string();
        assert!(wrong.contains("no-such-profile is not built in"), "{wrong}");
        config.profiles.remove("/dev/ttyACM0");
        let keyboard = Source::new(SourceKind::Terminal, "pts/0");
        assert_eq!(config.profiles().unwrap().of(&keyboard).name, "wedge-alt-029");
        config.scan_gap_ms = Some(45);
        let slower = config.profiles().unwrap();
        assert_eq!(
            (
                slower.of(&keyboard).name.as_str(),
                slower.of(&keyboard).framing.gap_ms
            ),
            ("wedge-alt-029", 45)
        );
    }

    #[test]
    fn a_file_without_end_is_no_profile() {
        let wrong = format!("{:#}", profile("/dev/zero").unwrap_err());
        assert!(
            wrong.contains("expected at most 1048576 bytes, found more"),
            "{wrong}"
        );
    }

    #[test]
    fn a_misspelt_setting_is_named() {
        let wrong = toml::from_str::<Config>("seriel = []").unwrap_err();
        assert!(wrong.message().contains("seriel"), "{wrong}");
    }
}
