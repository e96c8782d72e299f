//! The character sets of element values (GS1 General Specifications, section 7.11).

/// A set of characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Set {
    /// The ten digits.
    Digits = 1,
    /// Set 82: letters, digits and twenty marks.
    Text = 2,
    /// Set 39: digits, capital letters, `#`, `-` and `/`.
    Capitals = 4,
    /// Set 64: the file-safe base 64 alphabet and `=`.
    Base64 = 8,
}

/// For each byte, the sets it belongs to.
static MEMBERS: [u8; 256] = members();

const fn members() -> [u8; 256] {
    let mut table = [0; 256];
    enlist(
        &mut table,
        b"0123456789",
        Set::Digits as u8 | Set::Text as u8 | Set::Capitals as u8 | Set::Base64 as u8,
    );
    enlist(
        &mut table,
        b"ABCDEFGHIJKLMNOPQRSTUVWXYZ",
        Set::Text as u8 | Set::Capitals as u8 | Set::Base64 as u8,
    );
    enlist(
        &mut table,
        b"abcdefghijklmnopqrstuvwxyz",
        Set::Text as u8 | Set::Base64 as u8,
    );
    enlist(&mut table, b"!\"%&'()*+,-./:;<=>?_", Set::Text as u8);
    enlist(&mut table, b"#-/", Set::Capitals as u8);
    enlist(&mut table, b"-_=", Set::Base64 as u8);
    table
}

const fn enlist(table: &mut [u8; 256], characters: &[u8], sets: u8) {
    let mut at = 0;
    while at < characters.len() {
        table[characters[at] as usize] |= sets;
        at += 1;
    }
}

impl Set {
    /// Returns the letter by which the syntax dictionary names it.
    pub const fn letter(self) -> char {
        match self {
            Self::Digits => 'N',
            Self::Text => 'X',
            Self::Capitals => 'Y',
            Self::Base64 => 'Z',
        }
    }

    /// Returns the set that the syntax dictionary names by this letter.
    pub fn of_letter(letter: char) -> Option<Self> {
        [Self::Digits, Self::Text, Self::Capitals, Self::Base64]
            .into_iter()
            .find(|set| set.letter() == letter)
    }

    /// Returns the position of the first byte that is not in this set.
    pub fn stranger(self, bytes: &[u8]) -> Option<usize> {
        let outside = |byte: u8| !MEMBERS[usize::from(byte)] & self as u8;
        // Strangers are rare: scanning all bytes without a branch is faster than stopping at the first.
        let any = match self {
            Self::Digits => !bytes.iter().fold(true, |all, byte| all & byte.is_ascii_digit()),
            _ => bytes.iter().fold(0, |any, &byte| any | outside(byte)) != 0,
        };
        any.then(|| bytes.iter().position(|&byte| outside(byte) != 0))
            .flatten()
    }
}

/// Returns the value of a character of set 82, which is its position in the set; `None` for others.
pub fn place82(byte: u8) -> Option<u32> {
    const ORDER: &[u8; 82] =
        b"!\"%&'()*+,-./0123456789:;<=>?ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz";
    ORDER
        .iter()
        .position(|&other| other == byte)
        .and_then(|place| u32::try_from(place).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sets_are_as_large_as_their_names() {
        let size = |set: Set| (0..=255).filter(|&byte| set.stranger(&[byte]).is_none()).count();
        assert_eq!(size(Set::Digits), 10);
        assert_eq!(size(Set::Text), 82);
        assert_eq!(size(Set::Capitals), 39);
        assert_eq!(size(Set::Base64), 65, "64 and the padding");
        assert_eq!((0..=255).filter(|&byte| place82(byte).is_some()).count(), 82);
    }

    #[test]
    fn a_stranger_is_pointed_at() {
        assert_eq!(Set::Text.stranger(b"LOT#42"), Some(3));
        assert_eq!(Set::Text.stranger(b"LOT/42"), None);
        assert_eq!(Set::Capitals.stranger(b"Part"), Some(1));
    }
}
