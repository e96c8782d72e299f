//! The examples of `docs/documents.md`, posted as they stand there.

use super::workplace::Workplace;

const PAGE: &str = include_str!("../../../docs/documents.md");

/// Returns the examples of the page, in its order.
fn examples() -> Vec<&'static str> {
    let blocks = PAGE.split("```json\n").skip(1);
    let blocks = blocks.filter_map(|rest| rest.split("```").next());
    blocks.flat_map(str::lines).collect()
}

#[test]
fn every_example_of_the_reference_is_applied() {
    let place = Workplace::empty();
    place.run(&["init", "--currency", "EUR"]).well();
    let said = place.feed(&["post", "--each", "-"], &examples().join("\n"));
    let refused: Vec<&str> = said
        .out
        .lines()
        .filter(|row| !row.contains("\"applied\""))
        .collect();
    assert!(refused.is_empty(), "{refused:#?}\n{}", said.err);
    assert!(40 < said.out.lines().count());
    place.run(&["audit", "--replay"]).well();
}
