//! Bins by a range, shown before they are made.

use super::of_ida;
use crate::floor::bench::Bench;
use crate::floor::house::House;
use binledger::domain::catalog::{Location, Purpose};

fn bins(bench: &Bench<'_>) -> Vec<Location> {
    let mut bins: Vec<Location> = bench.house.all();
    bins.retain(|bin| bin.location.as_str().starts_with("A-"));
    bins.sort_by_key(|bin| bin.sequence);
    bins
}

#[test]
fn bins_are_shown_before_they_are_made() {
    let mut house = House::empty();
    let bench = of_ida(&mut house)
        .typed("4")
        .typed("A-12-6..A-01-1")
        .refuses("NOT_EXPECTED")
        .tells("The last bin comes before the first")
        .typed("A-01-1…A-12-6")
        .says("72 bins from A-01-1 to A-12-6")
        .asks("Choose what the bins are for")
        .typed("pick")
        .asks("Pickers walk the bins by number. Type the number of the first, or press Enter for 7")
        .scan(&["$BL.BACK"])
        .typed("2")
        .typed("1.5")
        .refuses("NOT_EXPECTED")
        .typed("100")
        .asks("CONFIRM makes 72 bins for storage")
        .scan(&[""])
        .asks("CONFIRM makes 72 bins for storage");
    insta::assert_snapshot!(bench.shown(20, 16), @r"
    Set up
    CONFIRM makes 72
    bins for storage
    + First  A-01-1
    + Last   A-12-6
      Bins   72
    + For    storage
    + Walk   100 to 171





    >
    ");
    let bench = bench
        .scan(&["$BL.CONFIRM"])
        .says("72 bins made")
        .typed("4")
        .typed("A-12-5..A-13-6")
        .says("4 bins from A-12-5 to A-13-6; 2 known already, such as A-12-5")
        .scan(&["$BL.3", ""])
        .asks("CONFIRM makes 2 bins for pick")
        .killed()
        .scan(&["EMP-1", "$BL.CONFIRM"])
        .says("2 bins made")
        .typed("4")
        .typed("A-12-1..A-12-6")
        .refuses("NOT_EXPECTED")
        .tells("A-12-1 to A-12-6 are known already");
    let bins = bins(&bench);
    let told = |at: usize| (bins[at].location.as_str(), bins[at].sequence, bins[at].purpose);
    assert_eq!(told(0), ("A-01-1", 100, Purpose::Storage));
    assert_eq!(told(71), ("A-12-6", 171, Purpose::Storage));
    assert_eq!(told(73), ("A-13-6", 173, Purpose::Pick));
}
