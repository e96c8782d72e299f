//! Envelopes that lost all their control characters: what they may have been, for the store to choose from and the
//! operator to confirm.
//!
//! `[)>061PALF-4410Q24` has no sign of where a field ends, and `1T` may stand in a part number as well. So every way to
//! read it as known fields is weighed by how usual each identifier is there; nothing is ever taken for one.

use super::identifiers::{self, Reader};
use super::{ENVELOPE, EOT, RS, frame};
use crate::scan::fields::Role;
use crate::scan::gs1::GS;
use chrono::NaiveDate;

/// The most bytes of a label that is looked at.
const LONGEST: usize = 200;
/// How many ways to read the rest of a label are kept at each place, the likeliest first.
const KEPT: usize = 64;

/// The rest of a label as fields: how likely they are, and where each begins, the last first.
type Way = (i32, Vec<usize>);

/// Returns what an envelope may have been before it lost its control characters, the likeliest first; nothing for one
/// that has any, or that can't be read as known fields of which one names an item.
pub fn ways(data: &[u8], today: NaiveDate) -> Vec<Vec<u8>> {
    let inside = frame::header(data).map(|(head, _)| &data[head..]);
    let Some((format, elements)) = inside.and_then(<[u8]>::split_first_chunk) else {
        return Vec::new();
    };
    if LONGEST < data.len() || data.iter().any(u8::is_ascii_control) {
        return Vec::new();
    }
    let read = match format {
        b"05" => return vec![whole(*format, [elements])],
        b"06" => identifiers::data,
        b"12" => identifiers::text,
        _ => return Vec::new(),
    };
    let found = fields(elements, read, today);
    let cut = |way: Way| {
        let ends = way.1.iter().rev().skip(1).copied().chain([elements.len()]);
        let parts = way.1.iter().rev().zip(ends);
        whole(*format, parts.map(|(&from, to)| &elements[from..to]))
    };
    found.into_iter().map(cut).collect()
}

/// Returns the ways to read elements as known fields, the likeliest first.
fn fields(elements: &[u8], read: Reader, today: NaiveDate) -> Vec<Way> {
    let end = elements.len();
    // What follows a place, from the end of the label on.
    let mut rests: Vec<Vec<Way>> = vec![Vec::new(); end + 1];
    rests[end].push((0, Vec::new()));
    for from in (0..end).rev() {
        let mut found = Vec::new();
        for to in from + 1..=end {
            if rests[to].is_empty() {
                continue;
            }
            let Some(likely) = weight(&elements[from..to], from == 0, read, today) else {
                continue;
            };
            for (weight, begins) in &rests[to] {
                let mut begins = begins.clone();
                begins.push(from);
                found.push((weight + likely, begins));
            }
        }
        found.sort_by_key(|(weight, _)| -weight);
        found.truncate(KEPT);
        rests[from] = found;
    }
    rests.swap_remove(0)
}

/// Returns how likely it is that a field is just these characters; `None` if it is no known field.
fn weight(element: &[u8], is_first: bool, read: Reader, today: NaiveDate) -> Option<i32> {
    let field = read(element, 0, today)
        .ok()
        .filter(|field| !field.title.is_empty())?;
    let value = &*field.value;
    let fits = match &*field.id {
        "4L" => value.len() == 2 && value.bytes().all(|byte| byte.is_ascii_uppercase()),
        "10D" | "9D" => matches!(value.len(), 4..=6) && value.bytes().all(|byte| byte.is_ascii_digit()),
        "Q" | "QTY" => value.len() <= 7,
        _ => !value.is_empty() && value.trim() == value,
    };
    fits.then(|| match &*field.id {
        "1T" | "1P" | "30P" | "14D" | "16D" | "6D" | "10D" | "4L" => 4,
        "Q" => 3,
        id if 1 < id.len() => 2,
        _ if field.role == Role::Other || is_first => 2,
        // A letter alone stands in lots and part numbers as well.
        _ => -1,
    })
}

/// Returns an envelope with everything that it should have.
fn whole<'a>(format: [u8; 2], elements: impl IntoIterator<Item = &'a [u8]>) -> Vec<u8> {
    let mut envelope = [ENVELOPE, &[RS], &format].concat();
    for element in elements {
        envelope.push(GS);
        envelope.extend_from_slice(element);
    }
    envelope.extend_from_slice(&[RS, EOT]);
    envelope
}

#[cfg(test)]
mod tests {
    use super::*;

    fn first(data: &str) -> String {
        let today = NaiveDate::from_ymd_opt(2026, 3, 2).unwrap();
        let found = ways(data.as_bytes(), today);
        found
            .first()
            .map_or_else(String::new, |way| way.escape_ascii().to_string())
    }

    #[test]
    fn the_likeliest_fields_come_first() {
        for (data, whole) in [
            (
                "[)>061PALF-4410Q241TNC-260214D20270131",
                r"[)>\x1e06\x1d1PALF-4410\x1dQ24\x1d1TNC-2602\x1d14D20270131\x1e\x04",
            ),
            (
                ">[)>06P596-777A1-ND1PXAF4444Q310D14521TBF11034LUS",
                r"[)>\x1e06\x1dP596-777A1-ND\x1d1PXAF4444\x1dQ3\x1d10D1452\x1d1TBF1103\x1d4LUS\x1e\x04",
            ),
            (
                "[)>06P47111TNC-2602Q50",
                r"[)>\x1e06\x1dP4711\x1d1TNC-2602\x1dQ50\x1e\x04",
            ),
            ("[)>12PNR A-1SER 77", r"[)>\x1e12\x1dPNR A-1\x1dSER 77\x1e\x04"),
            ("[)>050109521234543213", r"[)>\x1e05\x1d0109521234543213\x1e\x04"),
            ("[)>06\u{1d}P4711", ""),
            ("[)>06*", ""),
            ("[)>07P4711", ""),
            ("P4711Q50", ""),
        ] {
            assert_eq!(first(data), whole, "{data}");
        }
    }

    #[test]
    fn what_could_be_cut_at_every_character_stays_bounded() {
        let many = format!("[)>06{}", "1T".repeat(97));
        let today = NaiveDate::from_ymd_opt(2026, 3, 2).unwrap();
        assert!((1..=KEPT).contains(&ways(many.as_bytes(), today).len()));
        assert!(ways(format!("{many}1T1T").as_bytes(), today).is_empty());
    }
}
