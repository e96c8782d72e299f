//! What speaks against putting goods into a bin, told at its scan in every job alike: the same bin scanned again is used
//! all the same.

use super::again::Again;
use super::event::Effect;
use super::goods::warn;
use super::hand::Hand;
use crate::domain::catalog::{Location, Purpose, Unfit};
use crate::domain::code::LocationCode;

/// Asks about a bin that is not meant for the goods in hand; `None` if it is, was scanned twice in a row, or the goods are
/// not ready to be put down.
pub fn asked(again: &mut Again, place: &Location, hand: &Hand, is_ready: bool) -> Option<Effect> {
    let item = hand.item.as_ref().filter(|_| is_ready);
    let unfit = item.and_then(|item| place.unfit_for([&item.item].into_iter()));
    if unfit.is_none() || again.is_second(place.location.as_str()) {
        again.forget();
        return None;
    }
    objection(&place.location, unfit.as_ref(), None)
}

/// Tells what speaks against a bin, together with another bin that is suggested; `None` if nothing does.
pub fn objection(
    location: &LocationCode,
    unfit: Option<&Unfit>,
    suggested: Option<&LocationCode>,
) -> Option<Effect> {
    let (head, why) = match unfit {
        Some(Unfit::KeptFor(item)) => ("OTHER ITEM", Some(format!("{location} is kept for {item}"))),
        Some(Unfit::For(purpose)) => {
            let why = format!("{location} is for {purpose}, nothing is promised or picked there");
            ("OTHER PURPOSE", Some(why))
        }
        None => ("OTHER BIN", None),
    };
    let other = suggested.map(|bin| format!("{bin} is suggested"));
    let why: Vec<String> = why.into_iter().chain(other).collect();
    let text = format!("{}. {}", why.join(", "), again_to(location.as_str()));
    (!why.is_empty()).then(|| warn(head, text))
}

/// Returns the prompt while a bin is to be scanned a second time.
pub fn again_to(code: &str) -> String {
    format!("Scan {code} again to use it")
}

/// Returns whether goods are set aside in such a bin, which is never offered for the next ones.
pub const fn is_set_aside(purpose: Purpose) -> bool {
    matches!(purpose, Purpose::Quarantine | Purpose::Returns | Purpose::Damaged)
}
