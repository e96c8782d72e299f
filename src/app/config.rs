//! The configuration file: what a terminal is, in TOML.

use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::PathBuf;

/// Settings of one terminal. Everything has a default; the command line goes over the file.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Eq)]
#[serde(deny_unknown_fields, default)]
pub struct Config {
    /// The store's file.
    pub store: Option<PathBuf>,
    /// The terminal's name, printed on its station; the login's tty where left out.
    pub terminal: Option<String>,
    /// Serial scanners, best by their stable names under `/dev/serial/by-id`.
    pub serial: Vec<PathBuf>,
    /// Bits a second of the serial scanners; 9600 where left out.
    pub baud: Option<u32>,
    /// `default`, `no-function-keys`, or a keymap file of the site's own.
    pub keymap: Option<String>,
    /// Plain letters only: no lines, dots or symbols beyond ASCII.
    pub ascii: bool,
    /// One beep for a good scan; errors always beep.
    pub beep_when_good: bool,
    /// Longest pause between two characters of one scan, in milliseconds.
    pub scan_gap_ms: Option<u32>,
    /// Policies that `init` sets.
    pub policies: BTreeMap<String, String>,
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
    fn a_misspelt_setting_is_named() {
        let wrong = toml::from_str::<Config>("seriel = []").unwrap_err();
        assert!(wrong.message().contains("seriel"), "{wrong}");
    }
}
