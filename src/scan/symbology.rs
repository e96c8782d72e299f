//! The symbology identifier of ISO/IEC 15424: `]`, a letter and a modifier, sent before the data when a scanner is
//! set to say what kind of symbol it saw.

use std::fmt;

/// The identifier a read began with.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Symbology(u8, u8);

/// What kind of data a symbology carries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Carries {
    /// GS1 element strings.
    ElementString,
    /// A trade item number of a retail symbol, EAN or UPC.
    Retail,
    /// A retail symbol and the two or five digits beside it.
    RetailWithAddOn,
    /// Interleaved 2 of 5 with a verified check digit: a carton's GTIN-14.
    Carton,
    /// Interleaved 2 of 5 whose check digit the scanner did not verify.
    UncheckedCarton,
    /// Whatever its maker put in.
    Text,
}

impl Symbology {
    /// Splits a read into its identifier and what follows.
    pub fn split(raw: &[u8]) -> Option<(Self, &[u8])> {
        match raw {
            [b']', letter, modifier, data @ ..]
                if letter.is_ascii_alphabetic() && modifier.is_ascii_alphanumeric() =>
            {
                Some((Self(*letter, *modifier), data))
            }
            _ => None,
        }
    }

    /// Returns what kind of data follows; case matters, `]C1` is GS1-128 and `]c1` is Channel Code. Some modifiers say
    /// that the symbol begins with FNC1 and names a character set (ECI) too: its data are element strings all the same.
    pub const fn carries(self) -> Carries {
        match (self.0, self.1) {
            (b'C', b'1')
            | (b'J' | b'z', b'1' | b'4')
            | (b'd', b'2' | b'5')
            | (b'Q', b'3' | b'4')
            | (b'L', b'3')
            | (b'e', b'0') => Carries::ElementString,
            (b'E', b'0' | b'4') => Carries::Retail,
            (b'E', b'3') => Carries::RetailWithAddOn,
            (b'I', b'1') => Carries::Carton,
            (b'I', b'0') => Carries::UncheckedCarton,
            _ => Carries::Text,
        }
    }
}

impl Symbology {
    /// Returns whether the scanner writes the character sets of the symbol (ECI) into the data: a backslash and six
    /// digits, and every backslash of the data twice.
    pub const fn names_character_sets(self) -> bool {
        matches!(
            (self.0, self.1),
            (b'd', b'4'..=b'6') | (b'Q', b'2' | b'4' | b'6') | (b'J' | b'z', b'3'..=b'5')
        )
    }

    /// Returns what the identifier was before a caps-lock swapped the case of its letter, if that is certain or likely:
    /// no symbology has the letter, or only one long out of use (Channel Code `c`, Code One `D`), or GS1 `DataBar` came
    /// as `]E0`, which its data must prove.
    pub fn through_caps_lock(self) -> Option<Self> {
        let turned = match self.0 {
            b'a' | b'b' | b'c' | b'f' | b'i' | b'j' | b'k' | b'l' | b'm' | b'n' | b'p' | b'q' | b'r'
            | b's' | b'u' | b'x' => self.0.to_ascii_uppercase(),
            b'D' => b'd',
            b'E' if self.1 == b'0' => b'e',
            _ => return None,
        };
        Some(Self(turned, self.1.to_ascii_lowercase()))
    }
}

impl fmt::Display for Symbology {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "]{}{}", char::from(self.0), char::from(self.1))
    }
}

impl fmt::Debug for Symbology {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Symbology({self})")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_three_characters_say_what_follows() {
        let told = |raw: &str| {
            Symbology::split(raw.as_bytes()).map(|(id, data)| (id.to_string(), id.carries(), data.len()))
        };
        for gs1 in [
            "]C1", "]d2", "]d5", "]Q3", "]Q4", "]J1", "]J4", "]z1", "]z4", "]L3", "]e0",
        ] {
            assert_eq!(told(gs1), Some((gs1.into(), Carries::ElementString, 0)));
        }
        assert_eq!(
            told("]E04006381333931"),
            Some(("]E0".into(), Carries::Retail, 13))
        );
        assert_eq!(
            told("]I119521234543210"),
            Some(("]I1".into(), Carries::Carton, 14))
        );
        assert_eq!(
            told("]c1"),
            Some(("]c1".into(), Carries::Text, 0)),
            "Channel Code"
        );
        assert_eq!(told("]C"), None);
        assert_eq!(told("]] A"), None);
        assert_eq!(told("4006381333931"), None);
    }
}
