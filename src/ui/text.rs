//! Measuring, wrapping and cutting text by columns.

use super::symbols::Symbols;
use crate::scan::read::turns;
use deunicode::deunicode_char;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// Counts the columns a text takes.
pub fn width(text: &str) -> usize {
    text.width()
}

/// Replaces what a terminal cannot show: control characters, and under `--ascii` everything beyond ASCII.
///
/// A separator in a scan (GS, 0x1D) shows as its picture, or as `^]`.
pub fn clean(text: &str, symbols: &Symbols) -> String {
    let mut shown = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            ' '..='~' => shown.push(character),
            '\0'..='\x1f' if symbols.ascii => {
                shown.push('^');
                shown.push(char::from(character as u8 ^ 0x40));
            }
            '\0'..='\x1f' => shown.push(char::from_u32(0x2400 + u32::from(character)).unwrap_or('?')),
            _ if character.is_control() || turns(character) => shown.push('?'),
            _ if symbols.ascii => shown.push_str(folded(character)),
            _ => shown.push(character),
        }
    }
    shown
}

/// Spells a character in ASCII, as one or several; `?` where that would be a guess.
fn folded(character: char) -> &'static str {
    // The signs of our own texts, spelled as the floor reads them.
    match character {
        '·' | '–' | '—' | '−' => "-",
        '•' => "*",
        '…' => "...",
        '×' => "x",
        'Σ' => "sum",
        '≤' => "<=",
        '≥' => ">=",
        '≠' => "!=",
        '→' => "->",
        '“' | '”' | '„' => "\"",
        '\u{a0}' => " ",
        '€' => "EUR",
        '½' => "1/2",
        // A sign of two columns is a word in itself, and its sound depends on the language.
        _ if character.width() == Some(2) => "?",
        _ => deunicode_char(character)
            .filter(|spelled| spelled.bytes().all(|byte| (b' '..=b'~').contains(&byte)))
            .unwrap_or("?"),
    }
}

/// Keeps the first columns of a text that fit, without splitting a wide character.
pub fn head(text: &str, columns: usize) -> &str {
    let mut used = 0;
    for (at, character) in text.char_indices() {
        used += character.width().unwrap_or(0);
        if columns < used {
            return &text[..at];
        }
    }
    text
}

/// Keeps the last columns of a text that fit.
pub fn tail(text: &str, columns: usize) -> &str {
    let mut used = 0;
    for (at, character) in text.char_indices().rev() {
        used += character.width().unwrap_or(0);
        if columns < used {
            return &text[at + character.len_utf8()..];
        }
    }
    text
}

/// Cuts a text to some columns and marks the cut.
pub fn cut(text: &str, columns: usize, symbols: &Symbols) -> String {
    if width(text) <= columns {
        return text.to_owned();
    }
    match columns.checked_sub(width(symbols.cut)) {
        Some(kept) => format!("{}{}", head(text, kept).trim_end(), symbols.cut),
        None => head(text, columns).to_owned(),
    }
}

/// Breaks a text into lines of some columns, between words where it can, inside a word where it must.
pub fn wrap(text: &str, columns: usize) -> Vec<String> {
    let mut lines = Vec::new();
    if columns == 0 {
        return lines;
    }
    let mut line = String::new();
    for word in text.split_whitespace() {
        let joined = width(&line) + 1 + width(word);
        if !line.is_empty() && columns < joined {
            lines.push(std::mem::take(&mut line));
        }
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
        while columns < width(&line) {
            let kept = head(&line, columns)
                .len()
                .max(line.chars().next().map_or(0, char::len_utf8));
            let rest = line.split_off(kept);
            lines.push(std::mem::replace(&mut line, rest));
        }
    }
    if !line.is_empty() {
        lines.push(line);
    }
    lines
}

/// Keeps some lines and marks the last one when more follow.
pub fn keep(mut lines: Vec<String>, rows: usize, columns: usize, symbols: &Symbols) -> Vec<String> {
    if rows < lines.len() {
        lines.truncate(rows);
        if let Some(last) = lines.last_mut() {
            let marked = format!("{last} {}", symbols.cut);
            *last = if width(&marked) <= columns {
                marked
            } else {
                cut(&format!("{last}  "), columns, symbols)
            };
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn words_stay_whole_where_they_fit() {
        assert_eq!(
            wrap("need L-0417, got L-0388", 12),
            ["need L-0417,", "got L-0388"]
        );
        assert_eq!(wrap("  a  b ", 20), ["a b"]);
        assert_eq!(wrap("01040063813339311726", 8), ["01040063", "81333931", "1726"]);
        assert_eq!(wrap("", 5), [""; 0]);
        assert_eq!(wrap("x", 0), [""; 0]);
    }

    #[test]
    fn wide_characters_count_two_columns() {
        assert_eq!(width("木箱"), 4);
        assert_eq!(head("木箱", 3), "木");
        assert_eq!(tail("木箱x", 3), "箱x");
        assert_eq!(wrap("木箱", 1), ["木", "箱"]);
    }

    #[test]
    fn a_cut_is_marked() {
        assert_eq!(cut("Oat drink", 6, &Symbols::UTF8), "Oat d…");
        assert_eq!(cut("Oat drink", 9, &Symbols::ASCII), "Oat drink");
        assert_eq!(cut("Oat", 0, &Symbols::UTF8), "");
        let lines = vec!["12345".to_owned(), "more".to_owned()];
        assert_eq!(keep(lines, 1, 5, &Symbols::ASCII), ["1234~"]);
    }

    #[test]
    fn what_a_terminal_cannot_show_is_replaced() {
        assert_eq!(clean("a\x1db", &Symbols::UTF8), "a␝b");
        assert_eq!(clean("a\x1db\u{9b}", &Symbols::ASCII), "a^]b?");
        assert_eq!(clean("a\u{202e}b\u{2069}", &Symbols::UTF8), "a?b?");
        assert_eq!(clean("Käse · 12 € 木", &Symbols::ASCII), "Kase - 12 EUR ?");
    }

    #[test]
    fn names_of_europe_are_readable_in_ascii() {
        for (name, spelled) in [
            (
                "Łódź, Győr, Šibenik, Îles, Ålesund",
                "Lodz, Gyor, Sibenik, Iles, Alesund",
            ),
            ("Žluťoučký kůň", "Zlutoucky kun"),
            (
                "Straße Ñandú Ærø Þór Đuro ığdır",
                "Strasse Nandu AEro Thor Duro igdir",
            ),
            ("cafe\u{301} 20 °C µm ‘x’", "cafe 20 degC um 'x'"),
            ("Москва Αθήνα", "Moskva Athena"),
            ("🙂\u{2009}\u{e000}", "? ?"),
        ] {
            assert_eq!(clean(name, &Symbols::ASCII), spelled);
        }
    }

    #[test]
    fn every_character_becomes_ascii_where_only_ascii_shows() {
        for character in (0..=0xffff).filter_map(char::from_u32) {
            let shown = clean(&character.to_string(), &Symbols::ASCII);
            assert!(
                shown.bytes().all(|byte| (b' '..=b'~').contains(&byte)),
                "{character:?} is {shown:?}"
            );
            assert_eq!(width(&shown), shown.len());
        }
    }

    proptest! {
        #[test]
        fn wrapping_loses_no_character_and_keeps_the_width(text in "[a-z0-9äµ木 ]{0,80}", columns in 2usize..30) {
            let lines = wrap(&text, columns);
            prop_assert!(lines.iter().all(|line| width(line) <= columns));
            let squeezed = |text: &str| text.split_whitespace().collect::<String>();
            prop_assert_eq!(squeezed(&lines.concat()), squeezed(&text));
        }
    }
}
