use super::*;
use proptest::prelude::*;

const A: u16 = 30;
const BRACKET: u16 = 27;
const ENTER: u16 = 28;
const PAD: [u16; 10] = [82, 79, 80, 81, 75, 76, 77, 71, 72, 73];

/// Presses keys one after the other while others are held; returns the bytes that come of it.
fn chord(keyboard: &mut American, held: &[u16], keys: &[u16]) -> Vec<u8> {
    let mut bytes = Vec::new();
    for code in held {
        bytes.extend(keyboard.key(*code, true));
    }
    for code in keys {
        bytes.extend(keyboard.key(*code, true));
        bytes.extend(keyboard.key(*code, false));
    }
    for code in held {
        bytes.extend(keyboard.key(*code, false));
    }
    bytes
}

/// Returns the keys by which a scanner types a character.
fn keys_of(byte: u8) -> Option<(Option<u16>, u16)> {
    let typed = |shift: bool| (0..*KEYPAD.start()).find(|code| sign(*code, shift) == Some(byte));
    typed(false)
        .map(|code| (None, code))
        .or_else(|| Some((Some(SHIFT[0]), typed(true)?)))
}

#[test]
fn every_printable_character_has_its_key() {
    let mut keyboard = American::default();
    for byte in b' '..=b'~' {
        let (shift, code) = keys_of(byte).unwrap_or_else(|| panic!("no key types {:?}", char::from(byte)));
        assert_eq!(chord(&mut keyboard, shift.as_slice(), &[code]), [byte]);
    }
    assert_eq!(
        chord(&mut keyboard, &[], &[ENTER, 96, 15, 14, 111, 1]),
        b"\r\r\t\x08\x7f\x1b"
    );
    let numbers: Vec<u8> = (b'0'..=b'9').collect();
    assert_eq!(chord(&mut keyboard, &[], &PAD), numbers);
    assert_eq!(chord(&mut keyboard, &[], &[55, 74, 78, 83, 98]), b"*-+./");
}

#[test]
fn control_makes_control_characters() {
    let mut keyboard = American::default();
    for (keys, byte) in [
        (&[BRACKET][..], 0x1d),
        (&[6], 0x1d),
        (&[7], 0x1e),
        (&[8], 0x1f),
        (&[46], 0x03),
        (&[36], 0x0a),
        (&[57], 0x00),
        (&[5], 0x1c),
        (&[26], 0x1b),
    ] {
        assert_eq!(chord(&mut keyboard, &[29], keys), [byte], "{keys:?}");
        assert_eq!(
            chord(&mut keyboard, &[97], keys),
            [byte],
            "either control key: {keys:?}"
        );
    }
    assert_eq!(
        chord(&mut keyboard, &[29, 42], &[7, 12]),
        [0x1e, 0x1f],
        "^ and _ need shift"
    );
}

#[test]
fn alt_and_digits_spell_a_byte() {
    let mut keyboard = American::default();
    let pad = |digits: &str| {
        digits
            .bytes()
            .map(|digit| PAD[usize::from(digit - b'0')])
            .collect::<Vec<_>>()
    };
    for (digits, bytes) in [
        ("029", &b"\x1d"[..]),
        ("29", b"\x1d"),
        ("0030", b"\x1e"),
        ("0233", b"\xe9"),
        ("300", b"300"),
    ] {
        assert_eq!(chord(&mut keyboard, &[56], &pad(digits)), bytes, "{digits}");
    }
    assert_eq!(
        chord(&mut keyboard, &[56], &[A]),
        b"\x1ba",
        "an escape before a letter"
    );
    assert_eq!(
        chord(&mut keyboard, &[56], &[ENTER]),
        b"\r",
        "a terminator is one"
    );
    assert_eq!(
        chord(&mut keyboard, &[], &pad("029")),
        b"029",
        "digits alone are digits"
    );
}

#[test]
fn caps_lock_turns_letters_and_nothing_else() {
    let mut keyboard = American::new(true, None);
    assert_eq!(chord(&mut keyboard, &[], &[A, 2]), b"A1");
    assert_eq!(chord(&mut keyboard, &[42], &[A, 2]), b"a!");
    assert_eq!(chord(&mut keyboard, &[], &[CAPS_LOCK, A]), b"a");
}

#[test]
fn one_shift_let_go_while_the_other_is_held_is_still_shift() {
    let mut keyboard = American::default();
    keyboard.key(42, true);
    keyboard.key(54, true);
    keyboard.key(42, false);
    assert_eq!(keyboard.key(A, true), b"A");
    keyboard.let_go();
    assert_eq!(keyboard.key(A, true), b"a");
}

#[test]
fn a_function_key_may_stand_for_the_separator() {
    assert_eq!(
        ["f1", "F8", "f10", "f11", "f13", "f24"].map(function_key),
        [59, 66, 68, 87, 183, 194].map(Some)
    );
    assert_eq!(["f0", "f25", "x", "f"].map(function_key), [None; 4]);
    let mut keyboard = American::new(false, function_key("f8"));
    assert_eq!(chord(&mut keyboard, &[], &[A, 66, 67, A]), b"a\x1da");
}

proptest! {
    #[test]
    fn any_text_typed_is_the_text(text in "[ -~]{0,40}") {
        let mut keyboard = American::default();
        let mut typed = Vec::new();
        for byte in text.bytes() {
            let (shift, code) = keys_of(byte).unwrap();
            typed.extend(chord(&mut keyboard, shift.as_slice(), &[code]));
        }
        prop_assert_eq!(typed, text.as_bytes());
    }

    #[test]
    fn no_key_is_too_odd(keys: Vec<(u16, bool)>) {
        let mut keyboard = American::default();
        for (code, down) in keys {
            keyboard.key(code, down);
        }
    }
}
