//! A bracketed paste is a source of its own: each line a read, the last one with or without its terminator.

use chrono::{DateTime, Utc};

use super::framer::Framer;
use super::profile::Framing;
use super::read::{Read, Source, SourceKind};

/// Cuts a paste into reads. Terminals that turn separators into their pictures (U+241D for GS) are put right; empty
/// lines are spacing, not Enter: nobody presses a key inside a paste.
pub fn reads(text: &str, name: &str, at: DateTime<Utc>) -> Vec<Read> {
    let mut framer = Framer::new(Source::new(SourceKind::Paste, name), &Framing::default());
    let mut reads = framer.feed(separators(text).as_bytes(), at);
    reads.extend(framer.finish(at));
    reads.retain(|read| !read.bytes.is_empty());
    reads
}

/// Puts control characters back in place of their pictures.
fn separators(text: &str) -> String {
    let back = |c: char| match c {
        '\u{241c}' => '\x1c',
        '\u{241d}' => '\x1d',
        '\u{241e}' => '\x1e',
        '\u{241f}' => '\x1f',
        '\u{2404}' => '\x04',
        _ => c,
    };
    text.chars().map(back).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pasted(text: &str) -> Vec<String> {
        reads(text, "tty", DateTime::UNIX_EPOCH)
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
    fn a_large_paste_loses_nothing() {
        let many: Vec<_> = (0..1000).map(|n| format!("CODE-{n}")).collect();
        let reads = pasted(&many.join("\r"));
        assert_eq!(reads.len(), 1000);
        assert_eq!(reads[999], "CODE-999");
    }
}
