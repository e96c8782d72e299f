//! How a read is wrapped for its way, so that nothing in it can break out: a barcode is whatever somebody printed.
//!
//! No byte of a read becomes an escape: a read can neither end its paste, nor press a key, nor run a command.

use crate::scan::Read;
use crate::scan::relay::Relayed;

const BEGIN: &str = "\x1b[200~";
const END: &str = "\x1b[201~";

/// How a read reaches the program at the other end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// As a paste under a number that the session will answer: byte for byte.
    Numbered(u64),
    /// As a paste of text with its terminator.
    Pasted,
    /// As keys, with Enter.
    Typed,
}

/// Returns the bytes that carry a read this way, to be written in one piece.
pub fn envelope(read: &Read, way: Way) -> Vec<u8> {
    match way {
        Way::Numbered(number) => format!("{BEGIN}{}{END}", Relayed::new(number, read)),
        Way::Pasted => format!("{BEGIN}{}\r{END}", harmless(&read.text())),
        Way::Typed => format!("{}\r", harmless(&read.text())),
    }
    .into_bytes()
}

/// Replaces control characters with their pictures (U+2400 and up); FS, GS, RS and US stay, because labels need them.
fn harmless(text: &str) -> String {
    let harmless = |c: char| match c {
        '\x1c'..='\x1f' => c,
        '\0'..='\x1b' => char::from_u32(0x2400 + u32::from(c)).unwrap_or(char::REPLACEMENT_CHARACTER),
        '\x7f' => '\u{2421}',
        c if c.is_control() => char::REPLACEMENT_CHARACTER,
        c => c,
    };
    text.chars().map(harmless).collect()
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;
    use proptest::prelude::*;

    use super::*;
    use crate::scan::{Ending, Source, SourceKind, paste};

    fn read(bytes: &[u8]) -> Read {
        Read {
            source: Source::new(SourceKind::Serial, "scanner"),
            bytes: bytes.to_vec(),
            first_at: DateTime::UNIX_EPOCH,
            last_at: DateTime::UNIX_EPOCH,
            typed: false,
            ending: Ending::Enter,
            overlong: false,
        }
    }

    /// Returns what is between the beginning and the end of a paste.
    fn inside(bytes: &[u8]) -> &str {
        let text = std::str::from_utf8(bytes).unwrap();
        text.strip_prefix(BEGIN).unwrap().strip_suffix(END).unwrap()
    }

    #[test]
    fn separators_survive() {
        let label = read(b"]d2010952123454321310A\x1d21B\x1e\x1f\x1c");
        assert_eq!(
            envelope(&label, Way::Pasted),
            b"\x1b[200~]d2010952123454321310A\x1d21B\x1e\x1f\x1c\r\x1b[201~"
        );
        assert_eq!(envelope(&read(b"10A\x1d21B"), Way::Typed), b"10A\x1d21B\r");
    }

    #[test]
    fn a_hostile_barcode_stays_inside() {
        let hostile = read(b"A\x1b[201~rm -rf /\r\x03\x04\x7f\x9b201~");
        let pasted = envelope(&hostile, Way::Pasted);
        assert_eq!(
            inside(&pasted),
            "A\u{241b}[201~rm -rf /\u{240d}\u{2403}\u{2404}\u{2421}\u{fffd}201~\r"
        );
        assert_eq!(
            inside(&envelope(&hostile, Way::Numbered(7))),
            format!("\x017\x02{}", r"A\x1b[201~rm -rf /\x0d\x03\x04\x7f\x9b201~")
        );
    }

    #[test]
    fn an_envelope_of_iso_15434_is_read_as_it_was() {
        let label = b"[)>\x1e06\x1d1PA1\x1e\x04";
        let pasted = envelope(&read(label), Way::Pasted);
        let reads = paste::reads(inside(&pasted).as_bytes(), false, "tty", DateTime::UNIX_EPOCH);
        assert_eq!((reads.len(), reads[0].bytes.as_slice()), (1, &label[..]));
    }

    proptest! {
        #[test]
        fn no_barcode_breaks_out(
            bytes in prop::collection::vec(prop_oneof![any::<u8>(), Just(0x1b), Just(b'['), Just(0x9b), Just(0xc2)], 0..64),
        ) {
            let harmless = |c: char| !c.is_control() || ('\x1c'..='\x1f').contains(&c);
            let read = read(&bytes);
            let pasted = envelope(&read, Way::Pasted);
            let text = inside(&pasted).strip_suffix('\r').unwrap();
            prop_assert!(text.chars().all(harmless), "{:?}", text);
            let typed = String::from_utf8(envelope(&read, Way::Typed)).unwrap();
            prop_assert!(typed.strip_suffix('\r').unwrap().chars().all(harmless), "{:?}", typed);
            let numbered = envelope(&read, Way::Numbered(1));
            let text = inside(&numbered).strip_prefix("\x011\x02").unwrap();
            prop_assert!(text.bytes().all(|byte| (b' '..=b'~').contains(&byte)), "{:?}", text);
        }
    }
}
