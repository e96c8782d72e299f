//! What no message may say: digits of a file of people that may be a PIN, wherever in it they stand.

use super::columns::{Holds, Kind, kind_of};
use crate::domain::user::is_like_a_pin;

/// What stands for digits that may be a PIN.
const MASK: &str = "****";

/// Returns what is told of a file. Headings and cells of one that holds PINs are told without what may be one: where
/// columns are swapped or a heading is missing, a PIN is anywhere.
pub(super) fn told(file: &str, text: &str) -> String {
    if holds_secrets(file) {
        masked(text)
    } else {
        text.to_owned()
    }
}

/// Returns whether a file of this name holds PINs.
pub(super) fn holds_secrets(file: &str) -> bool {
    let is_secret = |kind: &Kind| kind.columns.iter().any(|column| column.holds == Holds::Secret);
    Kind::of(&kind_of(file)).is_some_and(is_secret)
}

/// Returns a text without the words that may be a PIN. Digits of a longer word such as `EMP-1001` are none.
pub(super) fn masked(text: &str) -> String {
    let is_part = |character: char| character.is_alphanumeric() || matches!(character, '-' | '_');
    let mut masked = String::with_capacity(text.len());
    for piece in text.split_inclusive(|character| !is_part(character)) {
        let word = piece.trim_end_matches(|character| !is_part(character));
        masked.push_str(if is_like_a_pin(word) { MASK } else { word });
        masked.push_str(&piece[word.len()..]);
    }
    masked
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_of_a_pin_are_masked_and_parts_of_codes_are_not() {
        let text = "expected 4 to 8 digits, found \"654321\" again, ='4711', 482913.0, EMP-1001, 123456789";
        let expected = "expected 4 to 8 digits, found \"****\" again, ='****', ****.0, EMP-1001, 123456789";
        assert_eq!(told("import/users.csv", text), expected);
        assert_eq!(told("items.csv", text), text);
    }
}
