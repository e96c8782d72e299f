//! What stands around the formats of an envelope, also where scanners, keyboards and printers changed it.

use super::{ENVELOPE, EOT, RS};
use crate::scan::finding::{Finding, Flaw};
use crate::scan::gs1::GS;

/// The formats whose header is known even where nothing else of it is left.
const FORMATS: [&[u8; 3]; 3] = [b"05\x1d", b"06\x1d", b"12\x1d"];
/// The most bytes that stand where RS and EOT should.
const LONGEST_TRAILER: usize = 5;

/// Returns where the formats begin, and whether the header is as it should be; `None` if this is no envelope.
///
/// Where the header is not whole, a format and GS behind what is left of it prove that it was one: no code of another
/// kind begins so.
pub fn header(data: &[u8]) -> Option<(usize, bool)> {
    if let Some(inside) = data.strip_prefix(ENVELOPE) {
        return Some(match inside {
            [RS, ..] => (ENVELOPE.len() + 1, true),
            [0..b' ', ..] => (ENVELOPE.len() + 1, false),
            _ => (ENVELOPE.len(), false),
        });
    }
    let left = data
        .iter()
        .take_while(|byte| b"[]()>".contains(byte) || matches!(**byte, RS | GS))
        .count();
    let begins = data.windows(ENVELOPE.len()).position(|three| three == ENVELOPE);
    if let Some(begins) = begins.filter(|begins| *begins < left && *begins <= 2) {
        return header(&data[begins..]).map(|(length, _)| (begins + length, false));
    }
    let goes_on = |format: &&[u8; 3]| data[left..].starts_with(*format);
    (left <= 4 && FORMATS.iter().any(goes_on)).then_some((left, false))
}

/// Returns the formats without the end of the envelope, and a finding if that is missing or changed; `at` is the
/// position of the formats in the raw read.
pub fn without_trailer(inside: &[u8], at: usize) -> (&[u8], Option<Finding>) {
    let finding = |flaw, left: &[u8]| Some(Finding::at(flaw, at + left.len()));
    match inside {
        [left @ .., RS, EOT] => {
            let kept = left.len() - left.iter().rev().take_while(|&&byte| byte == RS).count();
            let doubled = kept < left.len();
            let left = &left[..kept];
            (
                left,
                doubled.then(|| Finding::at(Flaw::TrailerMangled, at + kept)),
            )
        }
        [left @ .., EOT] => (left, None),
        [left @ .., RS] => (left, finding(Flaw::NoTrailer, inside)),
        _ => match inside.iter().rposition(|&byte| byte == RS) {
            Some(last) if inside.contains(&GS) && is_trailer(&inside[last + 1..]) => {
                (&inside[..last], finding(Flaw::TrailerMangled, &inside[..last]))
            }
            _ => (inside, finding(Flaw::NoTrailer, inside)),
        },
    }
}

/// Returns whether this stands where EOT should: it is too short for a format with an element in it.
fn is_trailer(last: &[u8]) -> bool {
    last.len() < LONGEST_TRAILER && !FORMATS.iter().any(|format| last.starts_with(*format))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whatever_is_left_of_a_header_is_known_by_what_follows() {
        for (data, found) in [
            (&b"[)>\x1e06\x1dP1"[..], Some((4, true))),
            (b"[)>06\x1dP1", Some((3, false))),
            (b"[)>\x1d06\x1dP1", Some((4, false))),
            (b">[)>06\x1dP1", Some((4, false))),
            (b">[)>\x1e06\x1dP1", Some((5, false))),
            (b")>\x1e06\x1dP1", Some((3, false))),
            (b"06\x1dP1", Some((0, false))),
            (b"\x1e12\x1dPNR A", Some((1, false))),
            (b"06P1", None),
            (b"(06\x1e", None),
            (b"HELLO[)>06\x1dP1", None),
            (b"", None),
        ] {
            assert_eq!(header(data), found, "{}", data.escape_ascii());
        }
    }

    #[test]
    fn whatever_stands_at_the_end_is_left_out_and_told() {
        for (inside, left, code) in [
            (&b"06\x1dP1\x1e\x04"[..], &b"06\x1dP1"[..], None),
            (b"06\x1dP1\x04", b"06\x1dP1", None),
            (b"06\x1dP1", b"06\x1dP1", Some("missing-trailer")),
            (b"06\x1dP1\x1e", b"06\x1dP1", Some("missing-trailer")),
            (b"06\x1dP1\x1eV", b"06\x1dP1", Some("envelope-trailer-mangled")),
            (b"06\x1dP1\x1eEOT", b"06\x1dP1", Some("envelope-trailer-mangled")),
            (
                b"06\x1dP1\x1e\x1e\x04",
                b"06\x1dP1",
                Some("envelope-trailer-mangled"),
            ),
            (
                b"06\x1dP1\x1e12\x1dPNR A",
                b"06\x1dP1\x1e12\x1dPNR A",
                Some("missing-trailer"),
            ),
        ] {
            let (found, finding) = without_trailer(inside, 0);
            assert_eq!((found, finding.map(|it| it.code())), (left, code));
        }
    }
}
