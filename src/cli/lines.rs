//! Lines of bounded length: one that is longer is counted and passed over, whatever comes.

use std::io::{self, BufRead};

/// One line, without the sign that ends it.
#[derive(Debug, PartialEq, Eq)]
pub enum Line {
    /// All of it.
    Whole(Vec<u8>),
    /// The beginning of a longer one, as long as a line may be, and how many bytes the line has.
    TooLong(Vec<u8>, u64),
}

/// Reads the next line; `None` at the end.
///
/// # Errors
/// Those of the input.
pub fn next(from: &mut (impl BufRead + ?Sized), most: usize) -> io::Result<Option<Line>> {
    let (mut line, mut bytes) = (Vec::new(), 0_u64);
    loop {
        let found = match from.fill_buf() {
            Err(why) if why.kind() == io::ErrorKind::Interrupted => continue,
            found => found?,
        };
        if found.is_empty() && bytes == 0 {
            return Ok(None);
        }
        let end = found.iter().position(|byte| *byte == b'\n');
        let piece = &found[..end.unwrap_or(found.len())];
        line.extend(&piece[..piece.len().min(most - line.len())]);
        let (length, is_last) = (piece.len(), end.is_some() || found.is_empty());
        from.consume(length + usize::from(end.is_some()));
        bytes += length as u64;
        if !is_last {
            continue;
        }
        return Ok(Some(if line.len() as u64 == bytes {
            Line::Whole(line)
        } else {
            Line::TooLong(line, bytes)
        }));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::BufReader;

    fn lines(text: &str, buffer: usize) -> Vec<Line> {
        let mut from = BufReader::with_capacity(buffer, text.as_bytes());
        std::iter::from_fn(|| next(&mut from, 4).unwrap()).collect()
    }

    #[test]
    fn what_is_too_long_is_passed_over_in_whatever_pieces_it_comes() {
        let whole = |text: &str| Line::Whole(text.into());
        let long = |text: &str, bytes| Line::TooLong(text.into(), bytes);
        for buffer in 1..12 {
            assert_eq!(
                lines("four\n\nmore\nlonger\n\nend", buffer),
                [
                    whole("four"),
                    whole(""),
                    whole("more"),
                    long("long", 6),
                    whole(""),
                    whole("end")
                ]
            );
            assert_eq!(lines("\n", buffer), [whole("")]);
            assert_eq!(lines("longer", buffer), [long("long", 6)]);
            assert_eq!(lines("", buffer), []);
        }
    }
}
