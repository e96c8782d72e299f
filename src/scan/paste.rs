//! A bracketed paste is a source of its own: each line a read, the last one with or without its terminator.

use super::framer::Framer;
use super::profile::Framing;
use super::read::{Ending, Read, Source, SourceKind};
use chrono::{DateTime, Utc};

/// Cuts a paste into reads. Separators that the terminal turned into their pictures (U+241D for GS) are restored; empty
/// lines are spacing, not Enter: nobody presses a key inside a paste.
///
/// `cut` says that the end of the paste never came: what follows its last terminator is then marked as cut.
pub fn reads(bytes: &[u8], cut: bool, name: &str, at: DateTime<Utc>) -> Vec<Read> {
    let mut framer = Framer::new(Source::new(SourceKind::Paste, name), &Framing::default());
    let mut reads = framer.feed(&separators(bytes), at);
    reads.extend(framer.finish(at).map(|last| Read {
        ending: if cut { Ending::Cut } else { last.ending },
        ..last
    }));
    reads.retain(|read| !read.bytes.is_empty());
    reads
}

/// Puts control characters back in place of their pictures, U+241C to U+241F and U+2404.
fn separators(bytes: &[u8]) -> Vec<u8> {
    let (mut plain, mut rest) = (Vec::with_capacity(bytes.len()), bytes);
    while let [first, tail @ ..] = rest {
        let (byte, tail) = match rest {
            [0xe2, 0x90, picture @ (0x9c..=0x9f | 0x84), tail @ ..] => (*picture & 0x7f, tail),
            _ => (*first, tail),
        };
        plain.push(byte);
        rest = tail;
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pasted(text: &str) -> Vec<String> {
        reads(text.as_bytes(), false, "tty", DateTime::UNIX_EPOCH)
            .iter()
            .map(Read::in_clear)
            .collect()
    }

    #[test]
    fn every_line_of_a_paste_is_a_read() {
        assert_eq!(
            pasted("4006381333931"),
            ["4006381333931"],
            "without a terminator too"
        );
        assert_eq!(
            pasted("A\r\nB\rC\n\nD\r\r"),
            ["A", "B", "C", "D"],
            "no read from an empty line"
        );
        assert_eq!(pasted(""), [""; 0]);
    }

    #[test]
    fn a_terminal_that_draws_the_separator_is_understood() {
        assert_eq!(
            pasted("]d20109521234543213\u{241d}10A\r"),
            [r"]d20109521234543213\x1d10A"]
        );
    }

    #[test]
    fn what_is_no_text_is_kept_as_it_is() {
        let reads = reads(b"A\xe9\xe2\x90B\r", false, "tty", DateTime::UNIX_EPOCH);
        assert_eq!(reads[0].bytes, b"A\xe9\xe2\x90B");
    }

    #[test]
    fn a_line_without_its_end_is_cut_where_the_paste_is() {
        let ends = |text: &str| -> Vec<Ending> {
            let reads = reads(text.as_bytes(), true, "tty", DateTime::UNIX_EPOCH);
            reads.iter().map(|read| read.ending).collect()
        };
        assert_eq!(ends("A\rB"), [Ending::Enter, Ending::Cut]);
        assert_eq!(ends("A\rB\r"), [Ending::Enter, Ending::Enter]);
    }

    #[test]
    fn a_large_paste_loses_nothing() {
        let many: Vec<_> = (0..1000).map(|n| format!("CODE-{n}")).collect();
        let reads = pasted(&many.join("\r"));
        assert_eq!(reads.len(), 1000);
        assert_eq!(reads[999], "CODE-999");
    }
}
