use super::*;
use crate::scan::decode::{Options, decode};

const ITEM: &str = "0109521234543213";
/// What packages of one lot share.
const SHARED: [u16; 2] = [10, 17];
const SSCC: &str = "00095212345000000018";

fn symbol(elements: &str) -> Symbol {
    let raw = format!("]C1{}", elements.replace('~', "\x1d"));
    let today = NaiveDate::from_ymd_opt(2026, 7, 1).unwrap();
    let symbol = Symbol::of(&decode(raw.as_bytes(), today, Options::default()));
    assert!(!symbol.is_empty(), "{elements}");
    if symbol.names().is_some() {
        symbol.naming_item()
    } else {
        symbol
    }
}

fn assembled(symbols: &[&str]) -> Assembly {
    let mut label = Assembly::default();
    for each in symbols {
        label.add(symbol(each), &[]).unwrap();
    }
    label
}

#[test]
fn the_order_of_the_symbols_does_not_matter() {
    let symbols = [ITEM, "10L1~17261231", "3024", SSCC];
    let needed = [Part::Item, Part::Lot, Part::Expiry, Part::Serial];
    for first in 0..4 {
        for step in [1, 3] {
            let order: Vec<&str> = (0..4).map(|n| symbols[(first + n * step) % 4]).collect();
            let label = assembled(&order);
            assert_eq!(label.missing(&needed), [Part::Serial], "{order:?}");
            assert_eq!((label.lot(), label.count()), (Some("L1"), Some(24.into())));
            assert_eq!(label.expiry(), NaiveDate::from_ymd_opt(2026, 12, 31));
            assert_eq!(label.value(0), Some("095212345000000018"));
        }
    }
}

#[test]
fn what_is_missing_is_told_in_the_order_of_need() {
    let needed = [Part::Item, Part::Lot, Part::Expiry];
    let missing = |symbols: &[&str]| {
        let words: Vec<&str> = assembled(symbols)
            .missing(&needed)
            .into_iter()
            .map(Part::word)
            .collect();
        words.join(", ")
    };
    assert_eq!(missing(&[]), "item, lot, expiry");
    assert_eq!(missing(&["10L1"]), "item, expiry");
    assert_eq!(missing(&["15270131"]), "item, lot");
    assert_eq!(missing(&["10L1", "70032701311200", ITEM]), "");
}

#[test]
fn a_contradiction_names_both_and_changes_nothing() {
    let mut label = assembled(&[ITEM, "10L1"]);
    let before = label.clone();
    let clash = label.add(symbol("10L2~21S1"), &[]).unwrap_err();
    assert_eq!(
        (clash.ai, clash.known.as_str(), clash.found.as_str()),
        (Ai(10), "L1", "L2")
    );
    assert_eq!(label, before);
    assert_eq!(
        label.add(symbol("10L1"), &[]),
        Ok(false),
        "the same again is no news"
    );
    assert_eq!(label.add(symbol("10L1~21S1"), &[]), Ok(true));
    assert_eq!(label.serial(), Some("S1"));
}

#[test]
fn the_last_symbol_is_taken_back() {
    let mut label = assembled(&["10L1", ITEM, "3024"]);
    assert_eq!(label.take_back(), Some(symbol("3024")));
    assert!(label.count().is_none() && label.has_item());
    label.take_back();
    assert_eq!((label.has_item(), label.lot()), (false, Some("L1")));
    label.take_back();
    assert!(label.is_empty() && label.take_back().is_none());
}

#[test]
fn another_package_says_its_own_count_and_shares_the_lot() {
    let mut label = assembled(&["10L1", ITEM, "3024"]);
    label.add_package(symbol(ITEM), &SHARED, &[]).unwrap();
    assert_eq!(
        (label.count(), label.lot(), label.has_item()),
        (None, Some("L1"), true)
    );
    let clash = label
        .add_package(symbol(&format!("{ITEM}10L2")), &SHARED, &[])
        .unwrap_err();
    assert_eq!((clash.known.as_str(), clash.found.as_str()), ("L1", "L2"));
}

#[test]
fn rules_between_identifiers_hold_for_the_whole() {
    let fault = |symbols: &[&str]| {
        assembled(symbols)
            .fault()
            .map(|it| it.to_string())
            .unwrap_or_default()
    };
    assert_eq!(fault(&["10L1", ITEM]), "");
    assert_eq!(fault(&[SSCC, "0209521234543213", "3724"]), "");
    assert_eq!(
        fault(&["10L1"]),
        "(10) L1: needs (01) or (02) or (03) or (8006) or (8026) on the same label"
    );
    assert_eq!(
        fault(&["0209521234543213", "3724"]),
        "(37) 24: needs (00) and (02) or (8026) on the same label"
    );
    assert_eq!(
        fault(&[ITEM, "3724"]),
        "(01) 09521234543213: must not stand with (37)"
    );
    let mut by_house_code = assembled(&["10L1"]);
    by_house_code.add(Symbol::default().naming_item(), &[]).unwrap();
    assert_eq!(by_house_code.fault(), None);
}

#[test]
fn a_plain_number_and_a_typed_part_are_symbols_too() {
    let today = NaiveDate::from_ymd_opt(2026, 7, 1).unwrap();
    let plain = |raw: &str| Symbol::of(&decode(raw.as_bytes(), today, Options::default()));
    assert_eq!(plain("]E04006381333931").names(), Some("04006381333931"));
    assert_eq!(
        plain("]C100095212345000000018").value(0),
        Some("095212345000000018")
    );
    for perhaps_a_lot in ["4006381333931", "095212345000000018", "L-0417"] {
        assert!(plain(perhaps_a_lot).is_empty(), "{perhaps_a_lot}");
    }
    let mut label = Assembly::default();
    label.add(Symbol::part(Ai(10), "L-0417 b"), &[]).unwrap();
    assert_eq!(label.lot(), Some("L-0417 b"));
    let written = serde_json::to_string(&label).unwrap();
    assert_eq!(serde_json::from_str::<Assembly>(&written).unwrap(), label);
}
