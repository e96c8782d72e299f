//! How long goods may be used, and which of them leave first.

use super::catalog::Lot;
use super::code::{ItemCode, LocationCode, LotCode, Lpn, Serial};
use super::policy::Policies;
use super::record::Fault;
use super::refusal::Refusal;
use super::stock::Balance;
use chrono::NaiveDate;

/// The calendar of shelf lives on one day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ShelfLife {
    /// The day.
    today: NaiveDate,
    /// Whether goods may still be used on the day they expire.
    through_expiry: bool,
}

/// Why goods may not be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unusable {
    /// Their lot is on hold.
    Held {
        /// What the supervisor wrote.
        why: String,
    },
    /// They are past the last day.
    Expired {
        /// The day they expired.
        expiry: NaiveDate,
    },
    /// They may be used, but not for as long as is wanted.
    Short {
        /// Days that are left.
        days: i64,
    },
}

impl ShelfLife {
    /// Returns the calendar of a day; `through_expiry` says whether the day of expiry itself still counts.
    pub const fn on(today: NaiveDate, through_expiry: bool) -> Self {
        Self {
            today,
            through_expiry,
        }
    }

    /// Returns the calendar of a day in a company with these policies.
    ///
    /// # Errors
    /// A [`Fault`] if the policy says neither yes nor no.
    pub fn of(policies: &Policies, today: NaiveDate) -> Result<Self, Fault> {
        Ok(Self::on(today, policies.usable_through_expiry()?))
    }

    /// Checks that goods of the lot may be used and have `wanted` days of life left.
    ///
    /// # Errors
    /// What keeps them from being used. A hold comes before the calendar, since a person must lift it.
    pub fn check(self, lot: &Lot, wanted: i64) -> Result<(), Unusable> {
        if let Some(why) = lot.hold.clone() {
            return Err(Unusable::Held { why });
        }
        lot.expiry.map_or(Ok(()), |expiry| self.check_day(expiry, wanted))
    }

    /// Checks that goods that expire on that day may be used and have `wanted` days of life left.
    ///
    /// # Errors
    /// What the calendar says against them.
    pub fn check_day(self, expiry: NaiveDate, wanted: i64) -> Result<(), Unusable> {
        let days = (expiry - self.today).num_days();
        let last = i64::from(!self.through_expiry);
        if days < last {
            Err(Unusable::Expired { expiry })
        } else if days < wanted {
            Err(Unusable::Short { days })
        } else {
            Ok(())
        }
    }

    /// Returns whether goods of a lot may be used at all; goods without a lot always may.
    pub fn is_usable(self, lot: Option<&Lot>) -> bool {
        lot.is_none_or(|lot| self.check(lot, 0).is_ok())
    }
}

impl Unusable {
    /// Returns the refusal for goods of that item and lot, which needed `wanted` days of life.
    pub fn refusal(self, item: String, lot: String, wanted: i64) -> Refusal {
        match self {
            Self::Held { why } => Refusal::OnHold { item, lot, why },
            Self::Expired { expiry } => Refusal::Expired {
                item,
                lot,
                expiry: expiry.to_string(),
            },
            Self::Short { days } => Refusal::ShortLife {
                item,
                lot,
                days,
                need: wanted,
            },
        }
    }
}

/// Returns whether goods that expire on a day still last so many days on another; what never expires does.
pub fn lasts(expiry: Option<NaiveDate>, day: NaiveDate, wanted: i64) -> bool {
    expiry.is_none_or(|expiry| wanted <= (expiry - day).num_days())
}

/// Returns whether goods with the expiry `one` must leave before goods with the expiry `other`. What never expires
/// leaves last.
pub fn leaves_before(one: Option<NaiveDate>, other: Option<NaiveDate>) -> bool {
    (one.is_none(), one) < (other.is_none(), other)
}

/// The place of goods in the order in which they leave: by expiry, then by distance, then by location and identity.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Turn {
    never_expires: bool,
    expiry: Option<NaiveDate>,
    distance: i64,
    location: LocationCode,
    lpn: Lpn,
    item: ItemCode,
    lot: LotCode,
    serial: Serial,
}

impl Turn {
    /// Returns the turn of a balance of a lot with that expiry, `distance` away in the walk order.
    pub fn of(balance: &Balance, expiry: Option<NaiveDate>, distance: i64) -> Self {
        Self {
            never_expires: expiry.is_none(),
            expiry,
            distance,
            location: balance.location.clone(),
            lpn: balance.lpn.clone(),
            item: balance.item.clone(),
            lot: balance.lot.clone(),
            serial: balance.serial.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::amount::Qty;
    use crate::domain::stock::Status;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn the_policy_decides_about_the_day_of_expiry_and_nothing_else() {
        let today = day("2026-03-02");
        let expired = |text| Err(Unusable::Expired { expiry: day(text) });
        for (expiry, through, wanted, expected) in [
            ("2026-03-01", true, 0, expired("2026-03-01")),
            ("2026-03-01", false, 0, expired("2026-03-01")),
            ("2026-03-02", true, 0, Ok(())),
            ("2026-03-02", false, 0, expired("2026-03-02")),
            ("2026-03-02", true, 1, Err(Unusable::Short { days: 0 })),
            ("2026-03-03", false, 0, Ok(())),
            ("2026-03-03", true, 1, Ok(())),
            ("2026-03-11", true, 10, Err(Unusable::Short { days: 9 })),
            ("2026-03-12", true, 10, Ok(())),
        ] {
            let answer = ShelfLife::on(today, through).check_day(day(expiry), wanted);
            assert_eq!(answer, expected, "{expiry} through {through} wanted {wanted}");
        }
    }

    #[test]
    fn a_hold_is_said_before_the_calendar() {
        let lot = |hold: Option<&str>, expiry: Option<&str>| Lot {
            item: "FD-1001".into(),
            lot: "L1".into(),
            expiry: expiry.map(day),
            hold: hold.map(str::to_owned),
        };
        let house = ShelfLife::on(day("2026-03-02"), true);
        let held = Err(Unusable::Held { why: "mould".into() });
        assert_eq!(house.check(&lot(Some("mould"), Some("2026-01-01")), 0), held);
        assert_eq!(house.check(&lot(None, None), 1000), Ok(()));
        assert!(house.is_usable(None));
        assert!(!house.is_usable(Some(&lot(Some("mould"), None))));
        assert!(!house.is_usable(Some(&lot(None, Some("2026-03-01")))));
    }

    #[test]
    fn what_expires_first_leaves_first_and_what_never_does_leaves_last() {
        let at = |location: &str, lot: &str| Balance {
            item: "FD-1001".into(),
            lot: lot.into(),
            serial: Serial::default(),
            location: location.into(),
            status: Status::Available,
            lpn: Lpn::default(),
            site: "SEA".into(),
            qty: Qty::ONE,
            allocated: Qty::ZERO,
            expiry: None,
        };
        let (may, june) = (Some(day("2026-05-01")), Some(day("2026-06-01")));
        let in_turn = [
            Turn::of(&at("B", "L2"), may, 9),
            Turn::of(&at("A", "L1"), june, 1),
            Turn::of(&at("A", "L3"), june, 2),
            Turn::of(&at("B", "L1"), june, 2),
            Turn::of(&at("B", "L2"), june, 2),
            Turn::of(&at("A", "L0"), None, 0),
        ];
        assert!(in_turn.is_sorted());
        assert!(leaves_before(may, june) && leaves_before(june, None));
        assert!(!leaves_before(june, may) && !leaves_before(may, may) && !leaves_before(None, None));
    }
}
