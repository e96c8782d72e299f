//! The menus in which makers keep the settings that advice is about.
//!
//! A name is listed here only if public text shows it. Seen in pages of the maker's guide:
//!
//! - Zebra: Timeout Between Decodes, Same Symbol (DS4308 product reference guide, page 4-28); FN1 Substitution
//!   Values, Transmit Code ID Character and Scan Data Transmission Format (DS3408 product reference guide,
//!   Miscellaneous Scanner Options).
//! - Honeywell: Keyboard Country Layout and Keyboard Wedge Modifiers (Voyager 1200g user's guide, Programming the
//!   Interface); Keyboard Control + ASCII (CTRL+X) Mode (help of EZConfig-Scanning, table of control characters); Add
//!   Prefix, Add Suffix and AIM I.D. (Voyager 1202g manual, Data Editing); Intercharacter Delay (2020 user's guide,
//!   page 5-5); ALT Mode (a manual of the Eclipse MS5145).
//! - Datalogic: Control Character Emulation (Gryphon I GD4100 product reference guide, Scancode Tables); Case
//!   Conversion (`PowerScan` PD7100 product reference guide, Data Editing); Intercharacter Delay (Heron HD3100 product
//!   reference guide, Keyboard Interface). The identifier and the suffix were found earlier.
//!
//! Named by others who cite the guide, which was not itself seen: Zebra's Country Keyboard Types (LS2208); Datalogic's
//! Double Read Timeout (Gryphon 4400, page 268). All other entries say what to look for, in this program's words;
//! models of one maker differ.

/// Pairs of maker and menu, or of maker and what to look for.
pub(super) type Menus = &'static [(&'static str, &'static str)];

/// Begins an entry that says what to look for: what follows is no maker's name for it.
#[cfg(test)]
const LOOK: &str = "look for ";

pub(super) const SEPARATOR: Menus = &[
    (
        "Zebra",
        "look for control characters, send them; FN1 Substitution Values: none",
    ),
    (
        "Honeywell",
        "Keyboard Control + ASCII (CTRL+X) Mode: Windows Mode",
    ),
    ("Datalogic", "Control Character Emulation: 00 (Ctrl+Keys)"),
];
pub(super) const COUNTRY: Menus = &[
    ("Zebra", "Country Keyboard Types"),
    ("Honeywell", "Keyboard Country Layout"),
    (
        "Datalogic",
        "look for the country of the keyboard, under its keyboard interface",
    ),
];
pub(super) const CAPS: Menus = &[
    ("Zebra", "look for the override of caps-lock, under USB keyboard"),
    ("Honeywell", "look for caps-lock, near Keyboard Wedge Modifiers"),
    ("Datalogic", "look for caps-lock, under its keyboard interface"),
];
pub(super) const CASE: Menus = &[
    (
        "Zebra",
        "look for the conversion of letters to upper or lower case: none",
    ),
    (
        "Honeywell",
        "look for the conversion of letters to upper or lower case: off",
    ),
    ("Datalogic", "Case Conversion: Disable"),
];
pub(super) const IDENTIFIER: Menus = &[
    ("Zebra", "Transmit Code ID Character: AIM Code ID Character"),
    ("Honeywell", "Add Prefix, all symbologies: AIM I.D."),
    ("Datalogic", "Global AIM ID: Enable"),
];
pub(super) const SUFFIX: Menus = &[
    (
        "Zebra",
        "Scan Data Transmission Format: <DATA> <SUFFIX 1>; Suffix 1: Enter (CR)",
    ),
    ("Honeywell", "Add Suffix, all symbologies: 0D"),
    ("Datalogic", "Set Suffix: 0D"),
];
pub(super) const DELAY: Menus = &[
    ("Zebra", "look for the delay between keystrokes: none"),
    ("Honeywell", "Intercharacter Delay: 0"),
    ("Datalogic", "Intercharacter Delay: 00"),
];
pub(super) const AGAIN: Menus = &[
    ("Zebra", "Timeout Between Decodes, Same Symbol"),
    (
        "Honeywell",
        "look for the delay before the same code is read again",
    ),
    ("Datalogic", "Double Read Timeout"),
];
pub(super) const KEYPAD: Menus = &[
    ("Zebra", "look for the emulation of the keypad: off"),
    ("Honeywell", "ALT Mode: off"),
];
pub(super) const NONE: Menus = &[];

#[cfg(test)]
mod tests {
    use super::*;

    /// Names with the guide that shows them; `cited` ones were seen only in texts that cite it.
    const KNOWN: [(&str, &str, &str); 17] = [
        (
            "Zebra",
            "Timeout Between Decodes, Same Symbol",
            "DS4308, page 4-28",
        ),
        (
            "Zebra",
            "Transmit Code ID Character",
            "DS3408, Miscellaneous Scanner Options",
        ),
        (
            "Zebra",
            "Scan Data Transmission Format",
            "DS3408, Miscellaneous Scanner Options",
        ),
        ("Zebra", "Country Keyboard Types", "cited: LS2208"),
        (
            "Honeywell",
            "Keyboard Control + ASCII (CTRL+X) Mode",
            "EZConfig-Scanning, control characters",
        ),
        (
            "Honeywell",
            "Keyboard Country Layout",
            "Voyager 1200g, Programming the Interface",
        ),
        ("Honeywell", "Add Prefix", "Voyager 1202g, Data Editing"),
        ("Honeywell", "Add Suffix", "Voyager 1202g, Data Editing"),
        ("Honeywell", "Intercharacter Delay", "2020, page 5-5"),
        ("Honeywell", "ALT Mode", "a manual of the Eclipse MS5145"),
        (
            "Datalogic",
            "Control Character Emulation",
            "Gryphon I GD4100, Scancode Tables",
        ),
        ("Datalogic", "Case Conversion", "PowerScan PD7100, Data Editing"),
        (
            "Datalogic",
            "Intercharacter Delay",
            "Heron HD3100, Keyboard Interface",
        ),
        (
            "Datalogic",
            "Double Read Timeout",
            "cited: Gryphon 4400, page 268",
        ),
        ("Datalogic", "Global AIM ID", "found earlier"),
        ("Datalogic", "Set Suffix", "found earlier"),
        (
            "Zebra",
            "FN1 Substitution Values",
            "DS3408, Miscellaneous Scanner Options",
        ),
    ];

    #[test]
    fn every_menu_has_a_name_that_a_guide_shows_or_says_what_to_look_for() {
        let all = [
            SEPARATOR, COUNTRY, CAPS, CASE, IDENTIFIER, SUFFIX, DELAY, AGAIN, KEYPAD,
        ];
        for (maker, menu) in all.into_iter().flatten() {
            let is_known = |(known, name, _): &&(&str, &str, &str)| known == maker && menu.starts_with(*name);
            let guide = KNOWN.iter().find(is_known);
            assert!(
                guide.is_some() || menu.starts_with(LOOK),
                "{maker}: {menu} is in no guide"
            );
        }
        for (maker, name, guide) in KNOWN {
            let used = all.into_iter().flatten();
            let uses = used
                .filter(|(by, menu)| *by == maker && menu.contains(name))
                .count();
            assert!(0 < uses, "{maker}: {name} ({guide}) is not used");
        }
    }
}
