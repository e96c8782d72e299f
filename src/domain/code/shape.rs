//! What a code may look like, so that two codes that look alike are one.

/// The bytes that a free text may have, such as a name or a reason: more than anybody reads.
const LONGEST_TEXT: usize = 1000;
/// The bytes that a code may have: more than any symbol or label field has.
const LONGEST: usize = 100;

/// Returns whether a character is invisible, or changes how its neighbours are shown: a control character, a direction
/// mark, a zero-width space (Unicode general categories Cc, Cf, Zl and Zp, as far as they may stand in a label).
pub fn is_unseen(character: char) -> bool {
    character.is_control()
        || matches!(character,
            '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

/// Returns why a text can't be a code; `None` if it can.
pub fn flaw(code: &str) -> Option<String> {
    if LONGEST < code.len() {
        return Some(format!("it is longer than {LONGEST} bytes"));
    }
    if let Some(unseen) = code.chars().find(|character| is_unseen(*character)) {
        return Some(format!(
            "it has a character that can't be seen, U+{:04X}",
            u32::from(unseen)
        ));
    }
    if code.trim().is_empty() {
        return Some("it has nothing but blanks".to_owned());
    }
    if code.trim() != code {
        return Some("it begins or ends with a blank".to_owned());
    }
    let is_odd = |character: &char| character.is_whitespace() && *character != ' ';
    let odd = code.chars().find(is_odd)?;
    Some(format!(
        "it has a blank that looks like another, U+{:04X}",
        u32::from(odd)
    ))
}

/// Returns what a code shares with those that look like it on a label or a screen: it without the case of its letters.
pub fn alike(code: &str) -> String {
    code.to_lowercase()
}

/// Returns why a text can't be a name, a reason or anything else that people write; `None` if it can.
pub fn text_flaw(text: &str) -> Option<String> {
    if text.contains(char::is_control) {
        return Some("expected printable text, found a control character".to_owned());
    }
    if let Some(unseen) = text.chars().find(|character| is_unseen(*character)) {
        let number = u32::from(unseen);
        return Some(format!(
            "expected text that can be seen, found U+{number:04X} in it"
        ));
    }
    let length = text.len();
    (LONGEST_TEXT < length).then(|| format!("expected at most {LONGEST_TEXT} bytes, found {length}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_that_look_alike_are_one() {
        for code in ["B1", "A-01-1", "Lot 7", "ł.é/#+", "952123401001200000"] {
            assert_eq!(flaw(code), None, "{code}");
        }
        for code in [
            "",
            " ",
            "  ",
            "B1 ",
            " b1",
            "B1\u{a0}",
            "B1\u{200b}",
            "\u{202e}B1",
            "B\u{ad}1",
            "B\u{2009}1",
            "B\t1",
            "\u{feff}B1",
            &"x".repeat(101),
        ] {
            assert!(flaw(code).is_some(), "{code:?}");
        }
    }
}
