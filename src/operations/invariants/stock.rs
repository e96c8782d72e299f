//! Movements, balances, pools, cost layers and their slices.

use super::{Check, Finding, below};
use crate::domain::amount::{Money, Qty};
use crate::domain::catalog::Lot;
use crate::domain::code::{ItemCode, LocationCode, LotCode, Lpn, Serial, SiteCode};
use crate::domain::movement::Movement;
use crate::domain::part::part;
use crate::domain::record::Fault;
use crate::domain::stock::{Balance, Layer, Pool, Slice, Status};
use crate::operations::pages::{Pages, parts};
use crate::operations::view::View;
use std::collections::hash_map::Entry;
use std::collections::{BTreeSet, HashMap, HashSet};

part! {
    /// A movement and what made it.
    struct Made of Movement {
        /// Its number.
        seq: i64,
        /// The logged operation that made it.
        operation: i64,
    }
}

/// Goods of one kind at one place.
type Spot = (ItemCode, LotCode, Serial, LocationCode, Status, Lpn);
/// Goods of one item at one site.
type Stock = (ItemCode, SiteCode);

/// What the movements alone say.
#[derive(Default)]
struct Told {
    spots: HashMap<Spot, Qty>,
    pools: HashMap<Stock, (Qty, Money)>,
}

/// Checks quantities and values of everything in stock.
pub(super) fn check(view: &dyn View, found: &mut Vec<Finding>) -> Result<(), Fault> {
    let mut told = follow_movements(view, found)?;
    let valued = check_balances(view, &mut told, found)?;
    check_pools(view, &mut told, &valued, found)?;
    check_layers(view, found)
}

fn follow_movements(view: &dyn View, found: &mut Vec<Finding>) -> Result<Told, Fault> {
    let mut numbers = Check::of("movements are numbered without gaps");
    let (mut told, mut before) = (Told::default(), 0);
    for movement in Pages::<Movement>::of(view) {
        let movement = movement?;
        let seq = movement.seq;
        numbers.see(seq == before + 1, || format!("movement {seq} follows {before}"));
        before = seq;
        follow(&mut told, movement);
    }
    found.push(numbers.finish());
    Ok(told)
}

/// Applies a movement to the goods in the books that it changes.
fn follow(told: &mut Told, movement: Movement) {
    let pool = told
        .pools
        .entry((movement.item.clone(), movement.site.clone()))
        .or_default();
    pool.1 += movement.value;
    match (&movement.from_location, &movement.to_location) {
        (None, Some(_)) => pool.0 += movement.qty,
        (Some(_), None) => pool.0 -= movement.qty,
        _ => {}
    }
    let Movement {
        item,
        lot,
        serial,
        qty,
        ..
    } = movement;
    let mut add = |location: Option<LocationCode>, status: Status, lpn: Lpn, qty: Qty| {
        let Some(location) = location else { return };
        let spot = (item.clone(), lot.clone(), serial.clone(), location, status, lpn);
        match told.spots.entry(spot) {
            Entry::Occupied(sum) if (*sum.get() + qty).is_zero() => drop(sum.remove()),
            Entry::Occupied(mut sum) => *sum.get_mut() += qty,
            Entry::Vacant(_) if qty.is_zero() => {}
            Entry::Vacant(none) => drop(none.insert(qty)),
        }
    };
    add(
        movement.from_location,
        movement.from_status,
        movement.from_lpn,
        -qty,
    );
    add(movement.to_location, movement.to_status, movement.to_lpn, qty);
}

/// Checks balances against movements; returns what they hold by item and site.
fn check_balances(
    view: &dyn View,
    told: &mut Told,
    found: &mut Vec<Finding>,
) -> Result<HashMap<Stock, Qty>, Fault> {
    let mut moved =
        Check::of("on hand = Σ movements, per item, lot, serial, location, status and licence plate");
    let mut promised = Check::of("0 ≤ allocated ≤ on hand, and nothing on hand is below zero but by policy");
    let mut dated = Check::of("goods expire when their lot does");
    let (mut by_policy, mut lots) = (None, HashMap::new());
    let mut valued: HashMap<Stock, Qty> = HashMap::new();
    for balance in Pages::<Balance>::of(view) {
        let balance = balance?;
        let Balance {
            item,
            lot,
            serial,
            location,
            status,
            lpn,
            site,
            qty,
            allocated,
            expiry,
        } = balance;
        if !lot.is_empty() {
            let known = match lots.entry((item.clone(), lot.clone())) {
                Entry::Occupied(known) => *known.get(),
                Entry::Vacant(none) => {
                    let lot: Option<Lot> = view.find(&[&item, &lot])?;
                    *none.insert(lot.and_then(|lot| lot.expiry))
                }
            };
            dated.see(known == expiry, || {
                format!("{item} {lot} at {location}: the lot and its goods expire on two days")
            });
        }
        *valued.entry((item.clone(), site)).or_default() += qty;
        let is_plain = lot.is_empty() && serial.is_empty() && lpn.is_empty();
        let fits = if qty < Qty::ZERO && is_plain && allocated.is_zero() {
            *by_policy.get_or_insert(below::was_allowed(view)?)
        } else {
            Qty::ZERO <= allocated && allocated <= qty && Qty::ZERO < qty
        };
        promised.see(fits, || {
            format!("{item} at {location}: {allocated} allocated of {qty}")
        });
        let name = format!("{item} {lot}{serial} at {location} {status} {lpn}");
        let sum = told
            .spots
            .remove(&(item, lot, serial, location, status, lpn))
            .unwrap_or_default();
        moved.see(sum == qty, || {
            format!("{name}: {qty} on hand, movements make {sum}")
        });
    }
    for (spot, sum) in &told.spots {
        moved.see(false, || {
            format!("{} at {}: nothing on hand, movements make {sum}", spot.0, spot.3)
        });
    }
    found.extend([moved.finish(), promised.finish(), dated.finish()]);
    Ok(valued)
}

fn check_pools(
    view: &dyn View,
    told: &mut Told,
    valued: &HashMap<Stock, Qty>,
    found: &mut Vec<Finding>,
) -> Result<(), Fault> {
    let mut quantity = Check::of("Σ layer quantity = Σ movements = on hand, per item and site");
    let mut value = Check::of("Σ layer value = Σ value of movements, per item and site");
    let mut empty = Check::of("quantity 0 ⇒ value 0");
    for pool in Pages::<Pool>::of(view) {
        let pool = pool?;
        let name = format!("{} at {}", pool.item, pool.site);
        let stock = (pool.item, pool.site);
        let on_hand = valued.get(&stock).copied().unwrap_or_default();
        let (moved, worth) = told.pools.remove(&stock).unwrap_or_default();
        quantity.see(pool.qty == on_hand && pool.qty == moved, || {
            format!(
                "{name}: {} valued, {on_hand} on hand, movements make {moved}",
                pool.qty
            )
        });
        value.see(pool.value == worth, || {
            format!("{name}: worth {}, movements make {worth}", pool.value)
        });
        empty.see(!pool.qty.is_zero() || pool.value.is_zero(), || {
            format!("{name}: nothing is worth {}", pool.value)
        });
    }
    for ((item, site), (qty, worth)) in &told.pools {
        let nothing = qty.is_zero() && worth.is_zero();
        quantity.see(nothing, || {
            format!("{item} at {site}: nothing valued, movements make {qty} worth {worth}")
        });
    }
    found.extend([quantity.finish(), value.finish(), empty.finish()]);
    Ok(())
}

/// Layers that hold something, as their slices are followed.
struct Layers {
    taken: Check,
    open: HashMap<i64, (Qty, Money)>,
    /// Those that began below zero and are covered up to zero, so that their signs are reversed.
    provisional: HashSet<i64>,
    /// What the operation changed whose slices are followed.
    touched: BTreeSet<i64>,
}

impl Layers {
    fn follow(&mut self, slice: &Slice) {
        let left = self.open.entry(slice.layer).or_default();
        left.0 += slice.qty;
        left.1 += slice.value;
        if slice.layer == slice.movement && slice.qty < Qty::ZERO {
            self.provisional.insert(slice.layer);
        }
        self.touched.insert(slice.layer);
    }

    /// Looks at what an operation left.
    fn see(&mut self, operation: i64) {
        for layer in std::mem::take(&mut self.touched) {
            let (qty, value) = self.open.get(&layer).copied().unwrap_or_default();
            let (qty_owed, value_owed) = if self.provisional.contains(&layer) {
                (-qty, -value)
            } else {
                (qty, value)
            };
            let is_whole = !qty.is_zero() || value.is_zero();
            let holds = Qty::ZERO <= qty_owed && Money::ZERO <= value_owed && is_whole;
            self.taken.see(holds, || {
                format!("layer {layer} after operation {operation}: {qty} worth {value}")
            });
            if qty.is_zero() && value.is_zero() {
                self.open.remove(&layer);
            }
        }
    }
}

/// Compares what was put into each layer, less what was taken out, with what the layer holds.
fn check_layers(view: &dyn View, found: &mut Vec<Finding>) -> Result<(), Fault> {
    let mut layers = Layers {
        taken: Check::of("value taken from a layer ≤ value put in, equal when empty"),
        open: HashMap::new(),
        provisional: HashSet::new(),
        touched: BTreeSet::new(),
    };
    let mut made = parts::<Movement, Made>(view, |it| it.seq).peekable();
    let mut operation = 0;
    for slice in Pages::<Slice>::of(view) {
        let slice = slice?;
        while let Some(by) = made.next_if(|it| it.as_ref().map_or(true, |it| it.seq <= slice.movement)) {
            let by = by?;
            if by.operation != operation {
                layers.see(operation);
                operation = by.operation;
            }
        }
        layers.follow(&slice);
    }
    layers.see(operation);
    let Layers { taken, mut open, .. } = layers;
    let mut held = Check::of("every cost layer holds what its slices leave, and they sum to their pool");
    let mut sums: HashMap<Stock, (Qty, Money)> = HashMap::new();
    for layer in Pages::<Layer>::of(view) {
        let layer = layer?;
        let left = open.remove(&layer.seq).unwrap_or_default();
        held.see(left == (layer.qty, layer.value), || {
            format!(
                "layer {} holds {} worth {}, its slices leave {} worth {}",
                layer.seq, layer.qty, layer.value, left.0, left.1
            )
        });
        let sum = sums.entry((layer.item, layer.site)).or_default();
        sum.0 += layer.qty;
        sum.1 += layer.value;
    }
    for (layer, (qty, value)) in &open {
        held.see(false, || {
            format!("layer {layer} is gone, its slices leave {qty} worth {value}")
        });
    }
    for ((item, site), (qty, value)) in &sums {
        let pool: Option<Pool> = view.find(&[item, site])?;
        let pool = pool.map(|pool| (pool.qty, pool.value)).unwrap_or_default();
        held.see(pool == (*qty, *value), || {
            format!(
                "{item} at {site}: layers hold {qty} worth {value}, the pool {} worth {}",
                pool.0, pool.1
            )
        });
    }
    found.extend([taken.finish(), held.finish()]);
    Ok(())
}
