//! Concessions: what was accepted of a request that had been refused.

use super::refusal::Refusal;
use serde::{Deserialize, Serialize};

/// The code of a refusal with the facts that somebody was told when they accepted it: `OVER_RECEIPT PO-1 A 3 of 2`. The
/// log keeps it, so what it is made of never changes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Concession(String);

impl Concession {
    /// Returns what is accepted where a refusal is.
    pub fn of(refusal: &Refusal) -> Self {
        let facts = match refusal {
            Refusal::OverReceipt {
                order,
                item,
                open,
                found,
            } => format!("{order} {item} {found} of {open}"),
            Refusal::Expired { lot, expiry, .. } => format!("{lot} {expiry}"),
            Refusal::ShortLife { lot, days, .. } => format!("{lot} {days}"),
            Refusal::OtherExpiry { lot, found, .. } => format!("{lot} {found}"),
            Refusal::ForcedLot { found, .. } | Refusal::WrongLot { found, .. } => found.clone(),
            Refusal::LocationFull { location, found, .. } => format!("{location} {found}"),
            Refusal::OwedToOrders { item, need, free, .. } => format!("{item} {need} of {free}"),
            Refusal::SecondPerson { what } => what.clone(),
            _ => String::new(),
        };
        Self(format!("{} {facts}", refusal.code()).trim_end().to_owned())
    }

    /// Returns the reason that is noted where a supervisor accepts it and nobody gave another.
    pub fn reason(&self) -> String {
        format!("approved {}", self.0.split(' ').next().unwrap_or_default())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::amount::Qty;

    #[test]
    fn what_was_accepted_is_written_as_it_ever_was() {
        let units = Qty::units;
        let text = str::to_owned;
        let (item, lot, hint) = (text("A"), text("L1"), String::new());
        let (found, need) = (lot.clone(), text("L2"));
        for (refusal, written) in [
            (
                Refusal::OverReceipt {
                    item: item.clone(),
                    order: text("PO-1"),
                    open: units(2),
                    found: units(3),
                },
                "OVER_RECEIPT PO-1 A 3 of 2",
            ),
            (
                Refusal::Expired {
                    item: item.clone(),
                    lot: lot.clone(),
                    expiry: text("2026-01-31"),
                },
                "EXPIRED L1 2026-01-31",
            ),
            (
                Refusal::ShortLife {
                    item: item.clone(),
                    lot: lot.clone(),
                    days: 3,
                    need: 30,
                },
                "SHORT_LIFE L1 3",
            ),
            (
                Refusal::OtherExpiry {
                    item,
                    lot,
                    known: text("2026-01-31"),
                    found: text("2026-02-28"),
                },
                "OTHER_EXPIRY L1 2026-02-28",
            ),
            (
                Refusal::ForcedLot {
                    need: need.clone(),
                    found: found.clone(),
                    hint: hint.clone(),
                },
                "FORCED_LOT L1",
            ),
            (Refusal::WrongLot { need, found, hint }, "WRONG_LOT L1"),
            (
                Refusal::LocationFull {
                    location: text("A-1"),
                    capacity: units(2),
                    found: units(3).into(),
                },
                "LOCATION_FULL A-1 3",
            ),
        ] {
            let conceded = Concession::of(&refusal);
            assert_eq!(conceded.0, written);
            assert_eq!(conceded.reason(), format!("approved {}", refusal.code()));
        }
    }

    #[test]
    fn goods_that_orders_wait_for_are_accepted_by_item_and_quantity() {
        let refusal = Refusal::OwedToOrders {
            item: "A".to_owned(),
            site: "MAIN".to_owned(),
            need: Qty::units(3),
            free: Qty::units(2),
        };
        assert_eq!(Concession::of(&refusal).0, "OWED_TO_ORDERS A 3 of 2");
    }
}
