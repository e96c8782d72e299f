//! What is behind a figure, in words.

use super::{MovementWhy, Part};
use crate::domain::amount::{Money, Qty};
use crate::domain::late::LateCost;
use crate::domain::movement::Movement;

/// Returns what one layer or the pool gave or got, with what rounding did.
pub fn share(part: &Part) -> String {
    let source = match (part.layer, part.received) {
        (Some(layer), Some(day)) => format!("layer {layer} of {day}"),
        (Some(layer), None) => format!("layer {layer}"),
        (None, _) => "pool".to_owned(),
    };
    let rounded = part.exact().map(|exact| format!(", {exact} before rounding"));
    let verb = if part.qty < Qty::ZERO { "gives" } else { "gets" };
    format!(
        "{source} held {} worth {} and {verb} {} worth {}{}",
        part.held,
        part.worth,
        part.qty.abs(),
        part.value.abs(),
        rounded.unwrap_or_default()
    )
}

/// Returns what late cost did with the goods of one movement: how much of it came or left with them, and by which account.
fn laid(late: &LateCost) -> String {
    let (amount, word, way) = if late.value < Money::ZERO {
        (-late.value, "came", "from")
    } else {
        (late.value, "left", "to")
    };
    let account = match late.account.as_str() {
        "" => String::new(),
        account => format!(", {way} {account}"),
    };
    format!("{amount} {word} with movement {}{account}", late.issue)
}

/// Returns where late cost went on to: what stock gained there.
fn went_on(late: &Movement) -> String {
    format!(
        "{} of it in stock of {} at {}, movement {}",
        late.value, late.item, late.site, late.seq
    )
}

/// Returns everything that is told of a movement's late cost, with the movement that each is about: where it went, and
/// what of it was in stock where goods went on to.
pub fn late_cost(why: &MovementWhy, most: usize) -> impl Iterator<Item = (i64, String)> {
    let moved = why.laid.iter().take(most).map(|late| (late.issue, laid(late)));
    moved.chain(why.beside.iter().take(most).map(|late| (late.seq, went_on(late))))
}

/// Returns the lot and serial number of what moved, each after a blank; empty if it has none.
pub fn lot_of(movement: &Movement) -> String {
    let mut text = String::new();
    for (what, code) in [
        ("lot", movement.lot.as_str()),
        ("serial", movement.serial.as_str()),
    ] {
        if !code.is_empty() {
            text = format!("{text} {what} {code}");
        }
    }
    text
}

/// Returns from where to where goods moved.
pub fn way(movement: &Movement) -> String {
    match (&movement.from_location, &movement.to_location) {
        (Some(from), Some(to)) => format!("{from} to {to}"),
        (Some(from), None) => format!("out of {from}"),
        (None, Some(to)) => format!("into {to}"),
        (None, None) => format!("at {}, no goods moved", movement.site),
    }
}

/// Returns who moved the goods, at which terminal and by what means.
pub fn who(movement: &Movement) -> String {
    if movement.terminal.is_empty() {
        return format!("{} {}", movement.source, movement.operator)
            .trim()
            .to_owned();
    }
    format!(
        "{} at {}, {}",
        movement.operator, movement.terminal, movement.source
    )
}
