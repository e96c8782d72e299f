//! Standard output as it may be shown: a terminal is sent no characters that steer it.

use crate::cli::failure::printable;
use crate::scan::read::is_unseen;
use std::io::{self, BufWriter, IsTerminal, Stdout, Write};

/// How a character that a terminal must not get is spelt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Spelling {
    /// In text: `\u{1b}`.
    Text,
    /// Inside a string of JSON: `\u001b`.
    Json,
}

/// Standard output. What goes into a file or to another program is written as it is.
pub struct Shown<W: Write = BufWriter<Stdout>> {
    out: W,
    /// How control characters are spelt; `None` where they stay.
    spelling: Option<Spelling>,
    /// The beginning of a character whose end was not written yet.
    begun: Vec<u8>,
}

impl Shown {
    /// Returns standard output.
    pub fn new(spelling: Spelling) -> Self {
        let out = io::stdout();
        let spelling = out.is_terminal().then_some(spelling);
        Self::to(BufWriter::new(out), spelling)
    }
}

impl<W: Write> Shown<W> {
    const fn to(out: W, spelling: Option<Spelling>) -> Self {
        let begun = Vec::new();
        Self { out, spelling, begun }
    }
}

impl<W: Write> Write for Shown<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let Some(spelling) = self.spelling else {
            return self.out.write(bytes);
        };
        self.begun.extend_from_slice(bytes);
        let whole = std::mem::take(&mut self.begun);
        let mut chunks = whole.utf8_chunks().peekable();
        while let Some(chunk) = chunks.next() {
            self.out.write_all(spelling.spelt(chunk.valid()).as_bytes())?;
            let invalid = chunk.invalid();
            if chunks.peek().is_none() && std::str::from_utf8(invalid).is_err_and(|e| e.error_len().is_none())
            {
                self.begun = invalid.to_vec();
            } else {
                write!(self.out, "{}", invalid.escape_ascii())?;
            }
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

impl Spelling {
    /// Returns a text without the characters that no terminal shows; lines and columns keep their ends.
    fn spelt(self, text: &str) -> String {
        match self {
            Self::Text => {
                let line = |line: &str| line.split('\t').map(printable).collect::<Vec<_>>().join("\t");
                text.split("\r\n").map(line).collect::<Vec<_>>().join("\r\n")
            }
            Self::Json => {
                let stays = |character: char| character == '\n' || !is_unseen(character);
                let spelt = |character: char| {
                    let escaped = |unit: &u16| format!("\\u{unit:04x}");
                    character.encode_utf16(&mut [0; 2]).iter().map(escaped).collect()
                };
                let each = text
                    .chars()
                    .map(|it| if stays(it) { it.to_string() } else { spelt(it) });
                each.collect()
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(spelling: Option<Spelling>, bytes: &[u8], size: usize) -> Vec<u8> {
        let mut out = Shown::to(Vec::new(), spelling);
        for piece in bytes.chunks(size) {
            out.write_all(piece).unwrap();
        }
        out.flush().unwrap();
        out.out
    }

    #[test]
    fn a_terminal_is_not_steered_in_whatever_pieces_a_text_comes() {
        let text = "é \u{1b}[31m\u{9b}2J\u{202e}\u{e0041}\n".as_bytes();
        for size in 1..=text.len() {
            let plain = shown(Some(Spelling::Text), text, size);
            assert_eq!(
                String::from_utf8(plain).unwrap(),
                "é \\u{1b}[31m\\u{9b}2J\\u{202e}\\u{e0041}\n"
            );
            let json = shown(Some(Spelling::Json), text, size);
            let json = String::from_utf8(json).unwrap();
            assert_eq!(json, "é \\u001b[31m\\u009b2J\\u202e\\udb40\\udc41\n");
            let quoted = format!("\"{}\"", json.trim_end());
            let read: String = serde_json::from_str(&quoted).unwrap();
            assert_eq!(format!("{read}\n").as_bytes(), text, "the same string");
        }
        assert_eq!(shown(Some(Spelling::Text), b"a\xffb", 1), b"a\\xffb");
    }

    #[test]
    fn lines_and_columns_stay() {
        assert_eq!(shown(Some(Spelling::Text), b"a\tb\rc\r\n", 9), b"a\tb\\rc\r\n");
    }

    #[test]
    fn a_file_gets_every_byte_as_it_is() {
        let bytes = b"\x1b[31m \xff \xc3\xa9";
        assert_eq!(shown(None, bytes, 3), bytes);
    }
}
