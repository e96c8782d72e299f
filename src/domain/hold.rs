//! Goods that may not leave: which, why, since when, and until when.

use super::code::{Badge, ItemCode, LotCode, Serial};
use super::time::Time;
use crate::record;

record! {
    table "holds", key 1, orders [BY_OPERATION [operation], BY_RELEASE [released]], append_only false;
    /// A hold: somebody said of some goods that they may not leave. It ends when all of them are released.
    pub struct Hold {
        /// Its number, without gaps.
        hold: i64,
        /// The logged operation that made it; 0 where an older store does not tell.
        operation: i64,
        /// Why.
        reason: String,
        /// Who said so; empty where nobody was named.
        held_by: Badge,
        /// When.
        held_at: Time,
        /// The operation that ended it; 0 while any of its goods are held.
        released: i64,
        /// Why it ended; empty until then.
        released_because: String,
        /// Who asked for its end; empty until then.
        released_by: Badge,
        /// Who approved that; empty until then.
        approved_by: Badge,
        /// When it ended.
        released_at: Option<Time>,
    }

    table "held_goods", key 2, orders [
        BY_GOODS [item, until, lot], BY_SINCE [since], BY_UNTIL [until]
    ], append_only false;
    /// What one hold says of a lot, or of the pieces with serial numbers from one to another. Of several words of a hold
    /// about the same piece the last one counts.
    pub struct HeldGoods {
        /// The hold.
        hold: i64,
        /// The number of the word within it.
        word: i64,
        /// The item.
        item: ItemCode,
        /// The lot; empty for pieces with serial numbers.
        lot: LotCode,
        /// The first serial number; empty for a lot.
        first: Serial,
        /// The last one; empty for a lot.
        last: Serial,
        /// Whether it says that they are free, as an exception to an earlier word.
        free: bool,
        /// The operation since which it counts; 0 where an older store does not tell.
        since: i64,
        /// The operation that took the word off; 0 while it counts.
        until: i64,
    }
}

impl HeldGoods {
    /// Returns whether the word is about a piece, or about the goods of a lot.
    pub fn is_about(&self, lot: &LotCode, serial: &Serial) -> bool {
        if self.first.is_empty() {
            return !lot.is_empty() && self.lot == *lot;
        }
        is_between(&self.first, serial, &self.last)
    }

    /// Returns its goods in words: `FD-1001 NC-2602`, `MX-1 S-001 to S-009`.
    pub fn named(&self) -> String {
        let Self {
            item,
            lot,
            first,
            last,
            ..
        } = self;
        match (first.is_empty(), first == last) {
            (true, _) => format!("{item} {lot}"),
            (false, true) => format!("{item} {first}"),
            (false, false) => format!("{item} {first} to {last}"),
        }
    }
}

/// Returns whether one serial number can come after another or is the same: they differ in a number at their end, or have
/// one length.
pub fn is_range(first: &Serial, last: &Serial) -> bool {
    let ((one, from), (other, to)) = (numbered(first), numbered(last));
    if one == other && !from.is_empty() && !to.is_empty() {
        return by_value(from) <= by_value(to);
    }
    first.as_str().len() == last.as_str().len() && first.as_str() <= last.as_str()
}

/// Returns whether a serial number lies between two others, or is one of them.
pub fn is_between(first: &Serial, serial: &Serial, last: &Serial) -> bool {
    !serial.is_empty() && is_range(first, serial) && is_range(serial, last)
}

/// Returns a serial number without the digits at its end, and these.
fn numbered(serial: &Serial) -> (&str, &str) {
    let text = serial.as_str();
    let digits = text.bytes().rev().take_while(u8::is_ascii_digit).count();
    text.split_at(text.len() - digits)
}

/// Returns what orders numbers of any length by their value.
fn by_value(digits: &str) -> (usize, &str) {
    let digits = digits.trim_start_matches('0');
    (digits.len(), digits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn serial_numbers_lie_between_others_by_the_number_at_their_end_or_by_their_text() {
        for (first, serial, last, expected) in [
            ("S-1", "S-1", "S-1", true),
            ("S-1", "S-2", "S-1", false),
            ("S-9", "S-10", "S-11", true),
            ("S-009", "S-10", "S-011", true),
            ("S-9", "T-10", "S-11", false),
            ("S-9", "S-10-B", "S-11", false),
            (
                "18446744073709551616",
                "18446744073709551617",
                "18446744073709551618",
                true,
            ),
            ("18446744073709551616", "7", "18446744073709551618", false),
            ("AB1A", "AB1C", "AB1F", true),
            ("AB1A", "AB2C", "AB1F", false),
            ("AB1A", "AB1CC", "AB1F", false),
            ("A", "", "B", false),
        ] {
            let found = is_between(&first.into(), &serial.into(), &last.into());
            assert_eq!(found, expected, "{first} {serial} {last}");
        }
        assert!(!is_range(&"S-9".into(), &"S-8".into()));
        assert!(!is_range(&"S-9".into(), &"T-99".into()));
    }
}
