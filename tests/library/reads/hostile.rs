//! What holds for any bytes, under any setup.

use super::facts::{TABLES, facts, today};
use binledger::scan::in_store::Patterns;
use binledger::scan::profile::{Data, Layout};
use binledger::scan::{Decoded, Meaning, Options, decode};
use proptest::prelude::*;
use std::sync::LazyLock;

/// Every read of the tables.
static READS: LazyLock<Vec<Vec<u8>>> = LazyLock::new(|| {
    let all = TABLES.iter().flat_map(|(_, text)| facts(text));
    all.map(|fact| fact.raw).collect()
});

/// A known read, cut or with something put in.
fn spoilt() -> impl Strategy<Value = Vec<u8>> {
    let pieces: Vec<&[u8]> = vec![
        b" ",
        b"\r\n",
        b"\x02",
        b"]C1",
        b"]E0",
        b"]d2",
        b"<GS>",
        b"{RS}",
        b"\x1d\x1d",
        b"\x1e",
        b"\x04",
        b"[)>",
        b"+",
        b"$$",
        b"/",
        b"\xe2\x90\x9d",
        b"\xc3\x9f",
        b"\xff",
        b"|",
        b"6D",
        b"7Q",
    ];
    let change = (
        any::<prop::sample::Index>(),
        prop::sample::select(pieces),
        0..3_usize,
    );
    (0..READS.len(), prop::collection::vec(change, 0..4)).prop_map(|(read, changes)| {
        let mut bytes = READS[read].clone();
        for (place, piece, how) in changes {
            let at = place.index(bytes.len() + 1);
            match how {
                0 => bytes.truncate(at),
                1 => drop(bytes.drain(..at)),
                _ => drop(bytes.splice(at..at, piece.iter().copied())),
            }
        }
        bytes
    })
}

fn setup() -> impl Strategy<Value = (Data, Patterns)> {
    let layouts = prop::sample::select(Layout::ALL.to_vec());
    let separators = prop::sample::select(vec![vec![], vec!["|"], vec!["GS"], vec!["~", "\\x1e"]]);
    let regions = prop::sample::select(vec![vec![], vec!["se"], vec!["de", "gb"]]);
    (layouts, separators, regions).prop_map(|(layout, separators, regions)| {
        let data = Data {
            layout,
            separator: separators
                .into_iter()
                .map(|sign| sign.to_owned().into())
                .collect(),
            ..Data::default()
        };
        (data, Patterns::read(&regions).unwrap())
    })
}

/// Everything a read says stands somewhere in it.
fn places(decoded: &Decoded<'_>) -> Vec<usize> {
    let mut places: Vec<usize> = decoded
        .warnings
        .iter()
        .chain(decoded.error())
        .map(|f| f.at)
        .collect();
    match &decoded.meaning {
        Ok(Meaning::Gs1(label)) => places.extend(label.elements().iter().map(|element| element.at)),
        Ok(Meaning::Fields(fields)) => places.extend(fields.0.iter().map(|field| field.at)),
        _ => {}
    }
    places
}

fn holds(bytes: &[u8], data: &Data, patterns: &Patterns) -> Result<(), TestCaseError> {
    for strict in [false, true] {
        let options = Options {
            strict,
            data,
            patterns,
            ..Options::default()
        };
        let decoded = decode(bytes, today(), options);
        prop_assert_eq!(decoded.raw, bytes);
        prop_assert!(places(&decoded).iter().all(|place| *place <= bytes.len()));
        serde_json::to_string(&decoded).unwrap();
        // What was meant needs no repair, unless by a layout: keys can be pressed again for ever.
        if data.layout == Layout::Us && data.separator.is_empty() && decoded.symbology.is_none() {
            let meant = decoded.data().to_vec();
            let again = decode(&meant, today(), options);
            prop_assert_eq!(again.data(), &*meant);
        }
    }
    Ok(())
}

proptest! {
    #[test]
    fn no_bytes_make_it_panic_or_point_outside(bytes: Vec<u8>, (data, patterns) in setup()) {
        holds(&bytes, &data, &patterns)?;
    }

    #[test]
    fn no_known_read_does_when_spoilt(bytes in spoilt(), (data, patterns) in setup()) {
        holds(&bytes, &data, &patterns)?;
    }

    #[test]
    fn a_layout_that_is_named_gives_back_what_the_scanner_sent(lot in "[A-Z0-9-/._]{1,20}") {
        // German: y and z, - and /, _ and - change places.
        let garbled: String = lot.chars().map(|c| match c {
            'Y' => 'Z', 'Z' => 'Y', '-' => 'ß', '/' => '-', '_' => '?', c => c,
        }).collect();
        let data = Data { layout: Layout::De, ..Data::default() };
        let options = Options { data: &data, ..Options::default() };
        let raw = format!("+C1010952123454321310{garbled}");
        let decoded = decode(raw.as_bytes(), today(), options);
        prop_assert_eq!(decoded.lot(), Some(&*lot));
        // Without its name the lot is the same, or the read is refused; it is never another lot.
        let guessed = decode(raw.as_bytes(), today(), Options::default());
        prop_assert!(guessed.lot().is_none_or(|guessed| guessed == lot), "{:?}", guessed);
    }
}
