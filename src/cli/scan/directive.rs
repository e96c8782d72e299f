//! Lines of a scan script that are no reads: comments, and who reads where and when.

use crate::cli::failure::Failure;
use crate::domain::code::Terminal;
use chrono::{DateTime, FixedOffset};

/// Who reads where and when from here on: `#! badge=EMP-102 pin=2308 terminal=T-DOCK at=2026-03-02T07:05:00+01:00`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Directive {
    /// The badge that signs in.
    pub badge: Option<String>,
    /// Its PIN.
    pub pin: Option<String>,
    /// The terminal.
    pub terminal: Option<String>,
    /// The clock (RFC 3339); each read after it takes a second.
    pub at: Option<DateTime<FixedOffset>>,
}

/// A line that is no read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Line {
    /// It begins with `#`.
    Comment,
    /// It begins with `#!`.
    Directive(Directive),
}

impl Directive {
    /// Reads a line; `None` if it is a read.
    ///
    /// # Errors
    /// [`Failure::Data`] for a directive with an unknown word.
    pub fn read(line: &[u8]) -> Result<Option<Line>, Failure> {
        let Some(rest) = line.strip_prefix(b"#") else {
            return Ok(None);
        };
        let Some(words) = rest.strip_prefix(b"!") else {
            return Ok(Some(Line::Comment));
        };
        let words = String::from_utf8_lossy(words);
        let mut found = Self::default();
        for word in words.split_whitespace() {
            let wrong = |why: &str| Failure::Data(vec![format!("{word:?} in the line \"#!{words}\": {why}")]);
            let (key, value) = word.split_once('=').ok_or_else(|| wrong("expected key=value"))?;
            let value = value.to_owned();
            match key {
                "badge" => found.badge = Some(value),
                "pin" => found.pin = Some(value),
                "terminal" if value.is_empty() => return Err(wrong("expected the terminal's name")),
                "terminal" => found.terminal = Some(value),
                "at" => {
                    let at = DateTime::parse_from_rfc3339(&value);
                    found.at =
                        Some(at.map_err(|_| wrong("expected a time such as 2026-03-02T07:05:00+01:00"))?);
                }
                _ => return Err(wrong("expected badge, pin, terminal or at")),
            }
        }
        Ok(Some(Line::Directive(found)))
    }

    /// Returns whether what follows is read at another terminal.
    pub fn is_for_another(&self, terminal: &Terminal) -> bool {
        self.terminal
            .as_deref()
            .is_some_and(|named| named != terminal.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(line: &str) -> Option<Line> {
        Directive::read(line.as_bytes()).unwrap()
    }

    #[test]
    fn a_line_is_a_read_a_comment_or_a_directive() {
        assert_eq!(read("PO-26031"), None);
        assert_eq!(read(""), None);
        assert_eq!(read("# refused: the wrong bin"), Some(Line::Comment));
        let Some(Line::Directive(found)) = read("#! badge=EMP-1 terminal=T-2 at=2026-03-02T07:05:00+01:00")
        else {
            panic!("expected a directive");
        };
        assert_eq!((found.badge.as_deref(), found.pin), (Some("EMP-1"), None));
        assert_eq!(found.at.unwrap().to_rfc3339(), "2026-03-02T07:05:00+01:00");
    }

    #[test]
    fn a_directive_that_nobody_knows_is_bad_data() {
        for line in ["#! shift=early", "#! badge", "#! at=noon", "#! terminal="] {
            assert!(
                matches!(Directive::read(line.as_bytes()), Err(Failure::Data(_))),
                "{line}"
            );
        }
    }
}
