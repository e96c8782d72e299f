//! The bytes of a file as text: what a mark at its beginning says, else UTF-8, else what office programs of the West
//! write.

use encoding_rs::{Encoding, UTF_16BE, UTF_16LE, WINDOWS_1252};

/// A file as text.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Decoded {
    /// The text, without the mark at its beginning.
    pub text: String,
    /// What there is to say about how it was read; `None` for UTF-8.
    pub remark: Option<String>,
}

/// Returns the text of a file.
///
/// # Errors
/// The line with the first byte that no known encoding has, and what is wrong there.
pub(super) fn decode(bytes: &[u8]) -> Result<Decoded, (u64, String)> {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return marked(encoding, &bytes[mark..]);
    }
    match bytes {
        [0, other, ..] if *other != 0 => return marked(UTF_16BE, bytes),
        [other, 0, ..] if *other != 0 => return marked(UTF_16LE, bytes),
        _ => {}
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => Ok(Decoded {
            text: text.to_owned(),
            remark: None,
        }),
        Err(why) => western(bytes, line_at(bytes, why.valid_up_to())),
    }
}

/// Reads what a mark announces.
fn marked(encoding: &'static Encoding, bytes: &[u8]) -> Result<Decoded, (u64, String)> {
    let (text, has_errors) = encoding.decode_without_bom_handling(bytes);
    if has_errors {
        let before = text.split('\u{fffd}').next().unwrap_or_default();
        let why = format!(
            "expected {}, as it begins, found bytes that are none",
            encoding.name()
        );
        return Err((line_at(before.as_bytes(), before.len()), why));
    }
    let is_usual = encoding == encoding_rs::UTF_8;
    Ok(Decoded {
        text: text.into_owned(),
        remark: (!is_usual).then(|| encoding.name().to_owned()),
    })
}

/// Reads what is not UTF-8 as Windows-1252, and shows the first word by which that can be checked.
fn western(bytes: &[u8], line: u64) -> Result<Decoded, (u64, String)> {
    let (text, _) = WINDOWS_1252.decode_without_bom_handling(bytes);
    // The five bytes that Windows-1252 leaves open become controls, and it has no others of those.
    if text
        .chars()
        .any(|character| matches!(character, '\u{80}'..='\u{9f}'))
    {
        let why = "expected UTF-8, UTF-16 with a mark at its beginning, or Windows-1252, found none of them. Save \
                   the file as CSV UTF-8";
        return Err((line, why.to_owned()));
    }
    let here = text.lines().nth(usize::try_from(line - 1).unwrap_or(0));
    let shown = here.unwrap_or_default();
    let mut words = shown.split(|character: char| !character.is_alphanumeric());
    let word = words.find(|word| !word.is_ascii()).unwrap_or(shown);
    Ok(Decoded {
        remark: Some(format!(
            "Windows-1252, because it is not UTF-8 ({word} in line {line})"
        )),
        text: text.into_owned(),
    })
}

/// Returns the number of the line that a byte stands in.
fn line_at(bytes: &[u8], at: usize) -> u64 {
    let lines = bytes[..at].split(|byte| *byte == b'\n').count();
    u64::try_from(lines).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8]) -> (String, String) {
        let decoded = decode(bytes).unwrap();
        (decoded.text, decoded.remark.unwrap_or_default())
    }

    fn wide(text: &str, bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(bytes).collect()
    }

    #[test]
    fn a_mark_says_what_a_file_is_written_in() {
        let text = "item\nMöhring €\n".to_owned();
        for (bytes, remark) in [
            (text.clone().into_bytes(), ""),
            ([b"\xef\xbb\xbf", text.as_bytes()].concat(), ""),
            (wide(&format!("\u{feff}{text}"), u16::to_le_bytes), "UTF-16LE"),
            (wide(&format!("\u{feff}{text}"), u16::to_be_bytes), "UTF-16BE"),
            (wide(&text, u16::to_le_bytes), "UTF-16LE"),
            (wide(&text, u16::to_be_bytes), "UTF-16BE"),
        ] {
            assert_eq!(read(&bytes), (text.clone(), remark.to_owned()));
        }
        let (text, remark) = read(b"item\nTidewell & M\xf6hring \x80\n");
        assert_eq!(text, "item\nTidewell & Möhring €\n");
        assert_eq!(
            remark,
            "Windows-1252, because it is not UTF-8 (Möhring in line 2)"
        );
    }

    #[test]
    fn what_is_written_in_nothing_known_is_refused_with_its_line() {
        assert_eq!(decode(b"item\n\xe9\x8d").unwrap_err().0, 2);
        assert_eq!(decode(b"\xff\xfei\0\n\0\x00\xd8\n\0").unwrap_err().0, 2);
        assert_eq!(decode(b"\xff\xfei\0t").unwrap_err().0, 1);
    }
}
