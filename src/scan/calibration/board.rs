//! What a computer of another country makes of the keys that a scanner presses on an American keyboard.

use crate::scan::profile::Layout;

/// The American characters whose keys carry other ones, and those, in the same order; a dot stands for a dead key.
const GERMAN: [&str; 2] = [
    r#"yYzZ-_=+[]{};:'"\|<>/?`~@#^&*()"#,
    r#"zZyYß?··ü+Ü*öÖäÄ#';:-_·°"§&/()="#,
];
const FRENCH: [&str; 2] = [
    r#"qQaAwWzZmM;:,<.>/?'"[]{}\|-_`1234567890!@#$%^&*()"#,
    r#"aAqQzZwW,?mM;.:/!§ù%·$·£*µ)°²&é"'(-è_çà1234567890"#,
];

/// A computer's keyboard that can be told by its signs, though nothing repairs it: what became of `;` and `-`.
const KNOWN_BY_SIGHT: [(char, char, &str); 8] = [
    ('ñ', '\'', "Spanish"),
    ('ò', '\'', "Italian"),
    ('ç', '\'', "Portuguese"),
    ('ö', '\'', "Swiss"),
    ('é', '\'', "Swiss"),
    ('ö', '+', "Swedish or Finnish"),
    ('æ', '+', "Danish"),
    ('ø', '+', "Norwegian"),
];

/// The layouts that a profile can repair.
pub(super) const LAYOUTS: [Layout; 3] = [Layout::Us, Layout::De, Layout::Fr];

fn table(layout: Layout) -> Option<[&'static str; 2]> {
    match layout {
        Layout::De => Some(GERMAN),
        Layout::Fr => Some(FRENCH),
        _ => None,
    }
}

/// The American character of the key that shows as `heard`.
pub(super) fn pressed(layout: Layout, heard: char) -> char {
    let Some([american, there]) = table(layout) else {
        return heard;
    };
    let mut pairs = american.chars().zip(there.chars());
    pairs.find(|pair| pair.1 == heard).map_or(heard, |pair| pair.0)
}

/// The country of a layout, as a scanner's menu names it.
pub(super) const fn country(layout: Layout) -> &'static str {
    match layout {
        Layout::Us => "USA",
        Layout::De => "Germany",
        Layout::Fr => "France",
        other => other.name(),
    }
}

/// The name of a layout that was recognised by what became of `;` and `-`.
pub(super) fn by_sight(semicolon: char, hyphen: char) -> Option<&'static str> {
    let mut known = KNOWN_BY_SIGHT.iter();
    let found = known.find(|(of_semicolon, of_hyphen, _)| (*of_semicolon, *of_hyphen) == (semicolon, hyphen));
    found.map(|(.., name)| *name)
}

/// What a computer shows for the key of an American character; none for a dead key.
#[cfg(test)]
pub(super) fn shown(layout: Layout, american: char) -> Option<char> {
    let Some([keys, there]) = table(layout) else {
        return Some(american);
    };
    let mut pairs = keys.chars().zip(there.chars());
    let shown = pairs
        .find(|pair| pair.0 == american)
        .map_or(american, |pair| pair.1);
    (shown != '·').then_some(shown)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_layout_shows_is_taken_back() {
        for layout in LAYOUTS {
            if let Some([american, there]) = table(layout) {
                assert_eq!(american.chars().count(), there.chars().count(), "{layout:?}");
            }
            for key in ' '..='~' {
                if let Some(sign) = shown(layout, key) {
                    assert_eq!(pressed(layout, sign), key, "{layout:?} shows {sign}");
                }
            }
        }
    }
}
