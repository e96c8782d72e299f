//! Stock as everyone sees it: on hand, allocated, available and its value, place by place.

use super::holds;
use super::view::View;
use crate::domain::amount::{Money, Qty, allocate};
use crate::domain::available::available;
use crate::domain::catalog::{Item, Location, Lot};
use crate::domain::code::{ItemCode, LocationCode, LotCode, UomCode};
use crate::domain::record::Fault;
use crate::domain::shelf_life::ShelfLife;
use crate::domain::stock::{Balance, Pool};
use crate::domain::task::ShortBin;
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};

/// Goods of one kind at one place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OnHand {
    /// What lies there.
    pub balance: Balance,
    /// The expiry of its lot.
    pub expiry: Option<NaiveDate>,
    /// The item's base unit.
    pub uom: UomCode,
    /// How much of it may be promised.
    pub available: Qty,
    /// Its share of what the cost layers hold at its site.
    pub value: Money,
}

/// What is looked up once for many items.
#[derive(Debug)]
pub struct Shelves {
    locations: BTreeMap<LocationCode, Location>,
    short: BTreeSet<(LocationCode, ItemCode, LotCode)>,
    shelf_life: ShelfLife,
}

impl Shelves {
    /// Looks up the locations; `today` decides what has expired.
    pub fn of(view: &dyn View, today: NaiveDate) -> Result<Self, Fault> {
        let locations = view.all::<Location>(&[])?;
        let short = view.all::<ShortBin>(&[])?.into_iter();
        Ok(Self {
            short: short.map(|it| (it.location, it.item, it.lot)).collect(),
            locations: locations
                .into_iter()
                .map(|location| (location.location.clone(), location))
                .collect(),
            shelf_life: ShelfLife::of(&view.policies()?, today)?,
        })
    }

    /// Returns all stock of one item, in the order of its balances.
    pub fn of_item(&self, view: &dyn View, item: &ItemCode) -> Result<Vec<OnHand>, Fault> {
        let balances = view.all::<Balance>(&[item])?;
        if balances.is_empty() {
            return Ok(Vec::new());
        }
        let known: Option<Item> = view.find(&[item])?;
        let uom = known.map(|item| item.uom).unwrap_or_default();
        let lots: BTreeMap<LotCode, Lot> = view
            .all::<Lot>(&[item])?
            .into_iter()
            .map(|lot| (lot.lot.clone(), lot))
            .collect();
        let mut values = vec![Money::ZERO; balances.len()];
        for pool in view.all::<Pool>(&[item])? {
            let here: Vec<usize> = (0..balances.len())
                .filter(|at| balances[*at].site == pool.site)
                .collect();
            let weights: Vec<i64> = here.iter().map(|at| balances[*at].qty.0).collect();
            // Value that is left without goods lies at no place.
            if weights.iter().any(|weight| *weight != 0) {
                for (at, part) in here.into_iter().zip(allocate(pool.value, &weights)?) {
                    values[at] = part;
                }
            }
        }
        let words = holds::standing(view, item, None)?;
        let row = |(balance, value): (Balance, Money)| {
            let lot = lots.get(&balance.lot);
            let place = (
                balance.location.clone(),
                balance.item.clone(),
                balance.lot.clone(),
            );
            let is_kept_back =
                self.short.contains(&place) || holds::newest(&words, &balance.lot, &balance.serial).is_some();
            let available = self.available(&balance, lot);
            OnHand {
                expiry: lot.and_then(|lot| lot.expiry),
                uom: uom.clone(),
                available: if is_kept_back { Qty::ZERO } else { available },
                balance,
                value,
            }
        };
        Ok(balances.into_iter().zip(values).map(row).collect())
    }

    fn available(&self, balance: &Balance, lot: Option<&Lot>) -> Qty {
        let location = self.locations.get(&balance.location);
        available(
            balance,
            location.map(|location| location.purpose),
            lot,
            self.shelf_life,
        )
    }
}
