//! Names and texts that mean nothing to the program that reads them: whatever is in a name, it stays a name.

use super::id::digest;
use std::borrow::Cow;

/// Returns the text on one line, without control characters and without those that are not seen or turn the direction
/// of writing.
pub fn one_line(text: &str) -> String {
    let shown = |c: char| if c.is_control() || is_unseen(c) { ' ' } else { c };
    let shown: String = text.chars().map(shown).collect();
    shown.split_whitespace().collect::<Vec<_>>().join(" ")
}

const fn is_unseen(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff0}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}')
}

/// Returns the first `most` characters.
pub fn cut(text: &str, most: usize) -> String {
    text.chars().take(most).collect()
}

/// Returns a name for the journals of hledger and ledger, without what they read as their own: colons part accounts,
/// semicolons and two spaces end a name, commas end a tag, brackets hold a date.
pub fn plain(name: &str) -> String {
    let kept = |c: char| {
        if c.is_alphanumeric() || " .-_/&+'#%".contains(c) {
            c
        } else {
            ' '
        }
    };
    let kept: String = one_line(name).chars().map(kept).collect();
    kept.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Returns the code as a word that `fits` says may stand in a name, and that no other code becomes: what had to be
/// changed carries a part of its hash.
pub fn code(code: &str, fits: impl Fn(char) -> bool) -> String {
    if !code.is_empty() && code.chars().all(&fits) {
        return code.to_owned();
    }
    let kept: String = code.chars().map(|c| if fits(c) { c } else { '-' }).collect();
    let kept = kept.trim_matches('-');
    let gap = if kept.is_empty() { "" } else { "-" };
    format!("{kept}{gap}x{}", &digest(code)[..8])
}

/// Returns the text on one line as a spreadsheet shows it: one that begins like a formula begins with an apostrophe.
pub fn shown(text: &str) -> String {
    let text = one_line(text);
    if is_formula(&text) {
        shown_as_text(text)
    } else {
        text
    }
}

/// Returns a cell that a spreadsheet shows and never runs: one that begins like a formula begins with an apostrophe,
/// unless it is a number.
pub fn harmless(cell: &str) -> Cow<'_, str> {
    let digits = cell.strip_prefix('-').unwrap_or(cell);
    let is_number = digits.starts_with(|c: char| c.is_ascii_digit())
        && digits.bytes().all(|b| b.is_ascii_digit() || b == b'.')
        && digits.bytes().filter(|b| *b == b'.').count() <= 1;
    if is_formula(cell) && !is_number {
        Cow::Owned(shown_as_text(cell.to_owned()))
    } else {
        Cow::Borrowed(cell)
    }
}

/// Returns the text with the apostrophe by which spreadsheets recognise text.
fn shown_as_text(mut text: String) -> String {
    text.insert(0, '\'');
    text
}

/// Returns whether a spreadsheet would run the text.
pub fn is_formula(text: &str) -> bool {
    text.starts_with(['=', '+', '-', '@', '|', '\t', '\r', '＝', '＋', '－', '＠'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_stays_a_name() {
        let cases = [
            ("Inventory: food", "Inventory food"),
            ("A  ; date:2020-01-01", "A date 2020-01-01"),
            ("[2020/01/01] x\n\tassets:bank  1", "2020/01/01 x assets bank 1"),
            ("Käse & Brot, 100 %", "Käse & Brot 100 %"),
            ("a\u{202e}b\u{0}c", "a b c"),
        ];
        for (name, expected) in cases {
            assert_eq!(plain(name), expected);
        }
    }

    #[test]
    fn two_codes_never_become_one() {
        let fits = |c: char| c.is_ascii_alphanumeric();
        let codes = ["13 00", "13:00", "13-00", "1300", "", "::"].map(|text| code(text, fits));
        let mut unique = codes.to_vec();
        unique.sort_unstable();
        unique.dedup();
        assert_eq!(unique.len(), codes.len(), "{codes:?}");
        assert_eq!(codes[3], "1300");
    }

    #[test]
    fn a_formula_is_shown_and_a_number_stays_one() {
        let cases = [
            ("=cmd()", "'=cmd()"),
            ("+1", "'+1"),
            ("@x", "'@x"),
            ("\t=1", "'\t=1"),
            ("\r=1", "'\r=1"),
            ("-2+3", "'-2+3"),
            ("-", "'-"),
            ("-.5", "'-.5"),
            ("-1.2.3", "'-1.2.3"),
            ("-12.50", "-12.50"),
            ("-7", "-7"),
            ("a=b", "a=b"),
            ("", ""),
        ];
        for (cell, expected) in cases {
            assert_eq!(harmless(cell), expected);
        }
    }
}
