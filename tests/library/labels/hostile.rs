//! The properties over inputs made up on the spot: bytes, label-like text, and every known label spoilt.

use super::facts::{TABLES, facts};
use binledger::scan::gs1::GS;
use proptest::prelude::*;
use std::sync::LazyLock;
use testing::properties::{self, today};
use testing::swallowed;

/// Every label of the tables.
static LABELS: LazyLock<Vec<Vec<u8>>> = LazyLock::new(|| {
    let all = TABLES.iter().flat_map(|(_, text)| facts(text));
    all.map(|fact| fact.raw).collect()
});

/// What a label is spoilt with.
const PIECES: [&[u8]; 18] = [
    b"\x1d",
    b"]C1",
    b"]e0",
    b"]E0",
    b"|",
    b"(01)",
    b"(",
    b"\\(",
    b"10A",
    b"17261231",
    b"3103",
    b"https://a.b",
    b"/01/",
    b"?",
    b"&",
    b"%2F",
    b"\xff",
    b"\r",
];

/// A known label with pieces put in, bytes changed, or a part cut out.
fn spoilt() -> impl Strategy<Value = Vec<u8>> {
    let change = (
        any::<prop::sample::Index>(),
        any::<prop::sample::Index>(),
        0..4_usize,
        any::<u8>(),
    );
    (0..LABELS.len(), prop::collection::vec(change, 0..4)).prop_map(|(label, changes)| {
        let mut bytes = LABELS[label].clone();
        for (place, piece, how, byte) in changes {
            let at = place.index(bytes.len() + 1);
            match how {
                0 => drop(bytes.splice(at..at, PIECES[piece.index(PIECES.len())].iter().copied())),
                1 => bytes.truncate(at),
                2 => bytes.drain(..at).for_each(drop),
                _ => bytes.splice(at..bytes.len().min(at + 1), [byte]).for_each(drop),
            }
        }
        bytes
    })
}

fn any_bytes() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![3 => spoilt(), 1 => any::<Vec<u8>>()]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    #[test]
    fn element_strings(bytes in any_bytes()) {
        properties::element_string(&bytes, today());
    }

    #[test]
    fn brackets(bytes in any_bytes()) {
        properties::brackets(&bytes, today());
    }

    #[test]
    fn digital_links(bytes in any_bytes(), path in "(/(00|01|10|21|414|8004)/[0-9A-Z%]{0,16}){0,3}", query in "(&?[0-9a-z]{1,4}=?[0-9A-Z%+]{0,8}){0,3}") {
        properties::digital_link(&bytes, today());
        properties::digital_link(format!("https://a.b{path}?{query}").as_bytes(), today());
    }

    #[test]
    fn whole_reads(bytes in any_bytes(), pick: u8) {
        properties::decoded(&bytes, today());
        properties::decoded_as_set_up(&bytes, pick, today());
    }

    #[test]
    fn lost_separators(bytes in any_bytes(), elements in "([0-9]{14})?((10|21|22|240|30|37|17|3103|392[0-3]|400|421|7003|8008|91)[0-9A-Z]{1,20}){1,4}") {
        let joined: Vec<_> = bytes.iter().filter(|&&byte| byte != GS).copied().collect();
        swallowed::detected(&bytes, today());
        swallowed::detected(&joined, today());
        swallowed::detected(format!("]C1{elements}").as_bytes(), today());
    }

    #[test]
    fn streams(reads in prop::collection::vec(any_bytes(), 0..4), cuts: Vec<u8>) {
        properties::framed(&reads.join(&b"\r"[..]), &cuts);
    }

    #[test]
    fn keys(keys: Vec<(u8, u8)>) {
        properties::keyed(&keys);
    }
}

#[test]
fn every_known_label_keeps_the_properties() {
    for bytes in LABELS.iter() {
        properties::element_string(bytes, today());
        properties::brackets(bytes, today());
        properties::digital_link(bytes, today());
        properties::decoded(bytes, today());
        swallowed::detected(bytes, today());
        properties::framed(bytes, &[3, 1]);
    }
}
