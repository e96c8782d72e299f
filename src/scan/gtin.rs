//! Check digits of the GS1 keys: GTIN, SSCC and GLN (GS1 General Specifications, section 7.9).

use std::{fmt, str};

/// Returns the check digit over digits that carry none yet: weights 3 and 1 from the right, modulo 10.
///
/// The bytes must be ASCII digits.
#[inline]
pub fn check_digit(digits: &[u8]) -> u8 {
    let value = |digit: &u8| u32::from(digit & 0x0f);
    let pairs = digits.rchunks_exact(2);
    let first = pairs.remainder().first().map_or(0, value) * 3;
    let sum: u32 = first
        + pairs
            .map(|pair| value(&pair[0]) + value(&pair[1]) * 3)
            .sum::<u32>();
    b'0' + u8::try_from((10 - sum % 10) % 10).unwrap_or(0)
}

/// Returns whether these are digits with a last one that checks the others.
#[inline]
pub fn is_checked(digits: &[u8]) -> bool {
    let Some((check, body)) = digits.split_last() else {
        return false;
    };
    let all = digits.iter().fold(true, |all, byte| all & byte.is_ascii_digit());
    all && *check == check_digit(body)
}

/// A trade item number in its longest form, fourteen digits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Gtin([u8; 14]);

impl Gtin {
    /// Reads eight, twelve, thirteen or fourteen digits; `None` unless the check digit holds.
    pub fn read(digits: &[u8]) -> Option<Self> {
        let mut padded = [b'0'; 14];
        match digits.len() {
            8 => padded[6..].copy_from_slice(digits),
            12 => padded[2..].copy_from_slice(digits),
            13 => padded[1..].copy_from_slice(digits),
            14 => padded.copy_from_slice(digits),
            _ => return None,
        }
        is_checked(digits).then_some(Self(padded))
    }

    /// Returns the fourteen digits.
    pub fn as_str(&self) -> &str {
        digits(&self.0)
    }
}

/// The number of one logistic unit — a pallet, a carton, a tote: eighteen digits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Sscc([u8; 18]);

impl Sscc {
    /// Reads eighteen digits; `None` unless the check digit holds.
    pub fn read(digits: &[u8]) -> Option<Self> {
        let key = Self(digits.try_into().ok()?);
        is_checked(digits).then_some(key)
    }

    /// Adds the check digit to seventeen digits: extension digit, company prefix and serial reference.
    pub fn with_check(body: &[u8]) -> Option<Self> {
        let body: &[u8; 17] = body.try_into().ok()?;
        let mut whole = [0; 18];
        whole[..17].copy_from_slice(body);
        whole[17] = check_digit(body);
        Self::read(&whole)
    }

    /// Returns the eighteen digits.
    pub fn as_str(&self) -> &str {
        digits(&self.0)
    }
}

/// Returns digits as text; both types hold nothing but digits.
fn digits(bytes: &[u8]) -> &str {
    str::from_utf8(bytes).unwrap_or_default()
}

macro_rules! shows_its_digits {
    ($($name:ident)*) => { $(
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { f.pad(self.as_str()) }
        }
        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { write!(f, "{}({self})", stringify!($name)) }
        }
        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> { to.serialize_str(self.as_str()) }
        }
    )* };
}
shows_its_digits! { Gtin Sscc }

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_length_of_gtin_becomes_fourteen_digits() {
        let long = |digits: &str| Gtin::read(digits.as_bytes()).map(|gtin| gtin.to_string());
        assert_eq!(long("96385074").as_deref(), Some("00000096385074"), "GTIN-8");
        assert_eq!(long("614141000036").as_deref(), Some("00614141000036"), "GTIN-12");
        assert_eq!(
            long("4006381333931").as_deref(),
            Some("04006381333931"),
            "GTIN-13"
        );
        assert_eq!(
            long("10614141000415").as_deref(),
            Some("10614141000415"),
            "GTIN-14"
        );
        assert_eq!(long("4006381333932"), None, "check digit");
        assert_eq!(long("1234567"), None, "no such length");
        assert_eq!(long("400638133393A"), None, "not a digit");
        assert_eq!(long(""), None);
    }

    #[test]
    fn an_sscc_carries_its_own_check() {
        assert_eq!(
            Sscc::read(b"095212345000000018").unwrap().as_str(),
            "095212345000000018"
        );
        assert_eq!(Sscc::read(b"095212345000000010"), None);
        assert_eq!(
            Sscc::with_check(b"09521234500000001").unwrap().as_str(),
            "095212345000000018"
        );
        assert_eq!(
            Sscc::with_check(b"0952123450000000"),
            None,
            "sixteen digits are too few"
        );
    }
}
