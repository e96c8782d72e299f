//! A web address taken apart: domain, path and query with their positions, and the percent encoding of a value.

use std::borrow::Cow;

/// A stretch of an address, and its position.
#[derive(Debug, Clone, Copy)]
pub struct Piece<'a> {
    /// The bytes, as they stand there.
    pub bytes: &'a [u8],
    /// The position of the first of them.
    pub at: usize,
}

/// The parts of an address that a Digital Link is read from.
#[derive(Debug, Clone, Copy)]
pub struct Uri<'a> {
    /// The domain with its port.
    pub domain: Piece<'a>,
    /// The path from its first slash on.
    pub path: Piece<'a>,
    /// What follows the question mark.
    pub query: Piece<'a>,
}

/// The characters that an address may hold, but not its domain.
const NOT_IN_DOMAINS: &[u8] = b"_~?#@!$&'()*+,;=%";

impl<'a> Uri<'a> {
    /// Takes an `http` or `https` address apart; the case of the scheme does not matter (RFC 3986, section 3.1).
    pub fn split(uri: &'a [u8]) -> Option<Self> {
        let begins = |scheme: &&&[u8]| {
            uri.get(..scheme.len())
                .is_some_and(|begin| begin.eq_ignore_ascii_case(scheme))
        };
        let start = [b"https://".as_slice(), b"http://"].iter().find(begins)?.len();
        let whole = Piece { bytes: uri, at: 0 }.from(start);
        let (domain, path) = whole
            .before(b'/')
            .unwrap_or((whole, whole.from(whole.bytes.len())));
        let path = path.before(b'#').map_or(path, |(path, _)| path);
        let (path, query) = path
            .before(b'?')
            .map_or((path, path.from(path.bytes.len())), |(path, query)| {
                (path, query.from(1))
            });
        Some(Self { domain, path, query })
    }

    /// Returns the position of the first byte that no domain may hold.
    pub fn domain_stranger(&self) -> Option<usize> {
        let strange = |byte: &u8| NOT_IN_DOMAINS.contains(byte);
        self.domain
            .bytes
            .iter()
            .position(strange)
            .map(|place| self.domain.at + place)
    }
}

impl Piece<'_> {
    /// Returns the rest of this piece from `place` on.
    pub fn from(self, place: usize) -> Self {
        Self {
            bytes: &self.bytes[place..],
            at: self.at + place,
        }
    }

    /// Returns what stands before the first such byte, and the rest from that byte on.
    pub fn before(self, byte: u8) -> Option<(Self, Self)> {
        let place = self.bytes.iter().position(|&other| other == byte)?;
        let before = Self {
            bytes: &self.bytes[..place],
            at: self.at,
        };
        Some((before, self.from(place)))
    }

    /// Returns what stands before the last such byte, and what follows it.
    pub fn around_last(self, byte: u8) -> Option<(Self, Self)> {
        let place = self.bytes.iter().rposition(|&other| other == byte)?;
        let before = Self {
            bytes: &self.bytes[..place],
            at: self.at,
        };
        Some((before, self.from(place + 1)))
    }

    /// Returns the pieces between the bytes of this value.
    pub fn split(self, byte: u8) -> impl Iterator<Item = Self> {
        let mut at = self.at;
        self.bytes.split(move |&other| other == byte).map(move |bytes| {
            let piece = Self { bytes, at };
            at += bytes.len() + 1;
            piece
        })
    }
}

/// Returns the position of the first byte that no address may hold (RFC 3986, section 2).
pub fn stranger(uri: &[u8]) -> Option<usize> {
    let belongs = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~:/?#[]@!$&'()*+,;=%".contains(&byte);
    uri.iter().position(|&byte| !belongs(byte))
}

/// How a plus sign in a value is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Plus {
    /// As itself, in a path.
    Literal,
    /// As a space, in a query.
    Space,
}

/// Returns a value with its percent encoding undone. A percent sign not followed by two hexadecimal digits stands for
/// itself.
pub fn decoded(value: &[u8], plus: Plus) -> Cow<'_, [u8]> {
    let spaced = plus == Plus::Space && value.contains(&b'+');
    if !spaced && !value.contains(&b'%') {
        return Cow::Borrowed(value);
    }
    let mut plain = Vec::with_capacity(value.len());
    let mut rest = value;
    while let Some((byte, used)) = first(rest) {
        plain.push(if byte == b'+' && used == 1 && spaced {
            b' '
        } else {
            byte
        });
        rest = &rest[used..];
    }
    Cow::Owned(plain)
}

/// Maps a position in the decoded value to its position in the written one.
pub fn written_place(value: &[u8], place: usize) -> usize {
    let mut here = 0;
    for _ in 0..place {
        here += first(&value[here..]).map_or(0, |(_, used)| used);
    }
    here
}

/// Returns the first decoded byte and the length of its encoding.
fn first(value: &[u8]) -> Option<(u8, usize)> {
    let digit = |byte: &u8| char::from(*byte).to_digit(16);
    let encoded = match value {
        [b'%', high, low, ..] => digit(high).zip(digit(low)),
        _ => None,
    };
    match encoded.and_then(|(high, low)| u8::try_from(high * 16 + low).ok()) {
        Some(byte) => Some((byte, 3)),
        None => value.first().map(|&byte| (byte, 1)),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn an_address_comes_apart() {
        let parts = |uri: &'static str| {
            let text = |piece: Piece<'_>| (String::from_utf8_lossy(piece.bytes).into_owned(), piece.at);
            Uri::split(uri.as_bytes()).map(|uri| [text(uri.domain), text(uri.path), text(uri.query)])
        };
        let of = |text: &str, at| (text.to_owned(), at);
        assert_eq!(
            parts("https://a.b:81/x/01/2?17=3&y#z?/"),
            Some([of("a.b:81", 8), of("/x/01/2", 14), of("17=3&y", 22)])
        );
        assert_eq!(parts("HTTP://a/#?1=2"), Some([of("a", 7), of("/", 8), of("", 9)]));
        assert_eq!(parts("Http://a"), Some([of("a", 7), of("", 8), of("", 8)]));
        assert_eq!(parts("http:///a"), Some([of("", 7), of("/a", 7), of("", 9)]));
        assert_eq!(parts("ftp://a/b"), None);
        assert_eq!(parts("http:/"), None);
    }

    #[test]
    fn percent_signs_decode_once_and_only_before_two_digits() {
        let told =
            |value: &'static str, plus| String::from_utf8(decoded(value.as_bytes(), plus).into()).unwrap();
        assert_eq!(told("A%2FB%2fC+D", Plus::Literal), "A/B/C+D");
        assert_eq!(told("A+B%2B", Plus::Space), "A B+");
        assert_eq!(told("%252F", Plus::Literal), "%2F", "decoded once");
        assert_eq!(told("%ZZ%4", Plus::Literal), "%ZZ%4");
        assert_eq!(written_place(b"A%2FB%2", 2), 4, "behind the encoded slash");
    }

    proptest! {
        #[test]
        fn every_decoded_byte_has_its_place(value in "[0-9A-F%+]{0,40}") {
            let plain = decoded(value.as_bytes(), Plus::Literal);
            prop_assert_eq!(written_place(value.as_bytes(), plain.len()), value.len());
        }
    }
}
