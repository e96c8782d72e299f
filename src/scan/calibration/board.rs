//! What a computer of another country makes of the keys that a scanner presses on an American keyboard.

use crate::scan::profile::{Layout, Typed};

/// The American character of the key that shows as `heard`.
pub(super) fn pressed(layout: Layout, heard: char) -> char {
    match layout.undo(heard) {
        Some(Typed::One(key)) => char::from(key),
        Some(Typed::Two(..)) | None => heard,
    }
}

/// The country of a layout, as a scanner's menu names it.
pub(super) const fn country(layout: Layout) -> &'static str {
    match layout {
        Layout::Us => "USA",
        Layout::Be => "Belgium",
        Layout::Ch => "Switzerland (German)",
        Layout::ChFr => "Switzerland (French)",
        Layout::Cz => "Czech Republic",
        Layout::De => "Germany",
        Layout::Dk => "Denmark",
        Layout::Ee => "Estonia",
        Layout::Es => "Spain",
        Layout::Fr => "France",
        Layout::Gb => "United Kingdom",
        Layout::Hr => "Croatia",
        Layout::Hu => "Hungary",
        Layout::It => "Italy",
        Layout::Nl => "Netherlands",
        Layout::No => "Norway",
        Layout::Pt => "Portugal",
        Layout::Se => "Sweden",
        Layout::Sk => "Slovakia",
        Layout::Tr => "Turkey",
        Layout::UsIntl => "USA (international)",
    }
}

/// What a computer shows for the key of an American character; none for a dead key.
#[cfg(test)]
pub(super) fn shown(layout: Layout, american: char) -> Option<char> {
    if american.is_ascii_control() {
        return Some(american);
    }
    let signs = (' '..='~').chain('\u{a0}'..='\u{17f}').chain(['ˇ', '˚']);
    let mut shown = signs.filter(|sign| pressed(layout, *sign) == american && layout.undo(*sign).is_some());
    shown.find(|sign| !layout.is_dead(*sign))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_layout_shows_is_taken_back() {
        for layout in Layout::ALL {
            for key in ' '..='~' {
                if let Some(sign) = shown(layout, key) {
                    assert_eq!(pressed(layout, sign), key, "{layout:?} shows {sign}");
                }
            }
        }
        assert_eq!(shown(Layout::De, '/'), Some('-'));
        assert_eq!(shown(Layout::De, '='), None, "a dead key");
    }
}
