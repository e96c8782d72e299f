//! Bins by a range: what is made of it, and what is refused.

use super::house::House;
use binledger::domain::amount::Qty;
use binledger::domain::catalog::{Barcode, Location, Purpose};
use binledger::domain::company::Method;
use binledger::operations::masters::history;
use binledger::operations::request::{AddBins, Define, Master};
use binledger::store::Store;

fn range(first: &str, last: &str) -> AddBins {
    AddBins {
        first: first.into(),
        last: last.into(),
        purpose: Purpose::Pick,
        sequence: None,
        site: None,
    }
}

fn made(house: &House) -> Vec<(String, i64)> {
    let mut bins: Vec<Location> = house.all();
    bins.retain(|bin| bin.purpose == Purpose::Pick && bin.location.as_str() != "PICK");
    bins.sort_by_key(|bin| bin.sequence);
    bins.iter()
        .map(|bin| (bin.location.to_string(), bin.sequence))
        .collect()
}

#[test]
fn a_range_goes_behind_the_walk_or_where_it_is_told_to() {
    let mut house = House::new(Method::Fifo);
    house.ok(range("Z-1", "Z-2"));
    house.ok(AddBins {
        sequence: Some(10),
        ..range("Z-1", "Z-3")
    });
    let expected = [("Z-3", 10), ("Z-1", 51), ("Z-2", 52)];
    let expected: Vec<(String, i64)> = expected.map(|(bin, at)| (bin.to_owned(), at)).into();
    assert_eq!(made(&house), expected);
    let store: &dyn Store = &house.store;
    let versions = store.read(|view| Ok(history(view, "Z-2")?.len()));
    assert_eq!(versions.expect("the store works"), 2);
}

#[test]
fn what_is_no_range_is_refused_and_makes_nothing() {
    let mut house = House::new(Method::Fifo);
    let barcode = Barcode {
        barcode: "Z-2".into(),
        item: "A".into(),
        qty: Qty::ONE,
        uom: "EA".into(),
    };
    house.ok(Define {
        master: Master::Barcode(barcode),
    });
    let elsewhere = AddBins {
        site: Some("NOWHERE".into()),
        ..range("Y-1", "Y-2")
    };
    let before = AddBins {
        sequence: Some(-1),
        ..range("Y-1", "Y-2")
    };
    for (asked, code) in [
        (range("Z-1", "Z-3"), "CODE_TAKEN"),
        (range("Z-3", "Z-1"), "UNFIT"),
        (range("Y-000-00", "Y-999-99"), "UNFIT"),
        (range("Y\u{200b}-1", "Y\u{200b}-2"), "BAD_CODE"),
        (elsewhere, "UNKNOWN_SITE"),
        (before, "UNFIT"),
    ] {
        assert_eq!(house.no(asked.clone()), code, "{asked:?}");
    }
    for (asked, wanted) in [
        (range("Z-3", "Z-1"), "the lower bin first"),
        (
            range("Y-1", "Y-1-1"),
            "a first and a last bin that are built alike",
        ),
        (
            range("Y-000-00", "Y-999-99"),
            "at most 10000 bins at once, not 100000",
        ),
        (range("", "Y-1"), "a range of bins such as A-01-1 to A-12-6"),
    ] {
        let told = house.ask(asked).refusal.expect("a refusal").to_string();
        assert!(told.contains(wanted), "{told}");
    }
    assert_eq!(made(&house), []);
    let by_hand = range("Y-1", "Y-2");
    assert_eq!(house.sign_in("SUE").no(by_hand), "ROLE_NEEDED");
}
