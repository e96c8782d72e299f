//! Late cost: what was laid is somewhere.

use super::{Check, Finding};
use crate::domain::amount::{Money, Qty};
use crate::domain::catalog::Item;
use crate::domain::code::ItemCode;
use crate::domain::company::Method;
use crate::domain::entity::IntercompanySale;
use crate::domain::late::LateCost;
use crate::domain::log::Logged;
use crate::domain::movement::{Movement, MovementKind};
use crate::domain::part::part;
use crate::domain::record::{Fault, Record};
use crate::domain::stock::Pool;
use crate::domain::transfer::Transfer;
use crate::operations::log::FOLLOWED;
use crate::operations::pages::{Pages, parts};
use crate::operations::view::View;
use std::collections::{BTreeMap, HashMap};

part! {
    /// What a movement changed without goods, or carried between sites.
    struct Worth of Movement {
        /// Its number.
        seq: i64,
        /// The logged operation that made it.
        operation: i64,
        /// What happened.
        kind: MovementKind,
        /// The item.
        item: ItemCode,
        /// Base units moved.
        qty: Qty,
        /// Change of the stock's value.
        value: Money,
        /// The movement whose goods arrive.
        origin: Option<i64>,
        /// The movement that it negates.
        reverses: Option<i64>,
    }
}

/// What goods between sites carry: what they left with, and what of it arrived.
#[derive(Default)]
struct Carried {
    left: Money,
    arrived: Money,
    /// Whether an older rule book laid late cost on them, which did not follow them.
    is_older: bool,
}

/// Checks that late cost is in stock, on its way, in what was built, in cost of sales, in adjustments or with the
/// supplier, each share once, and that goods on their way carry theirs.
pub(super) fn check(view: &dyn View, found: &mut Vec<Finding>) -> Result<(), Fault> {
    let mut conserved =
        Check::of("late cost laid = stock + in transit + built + cost of sales + adjustments + supplier");
    let mut sums: BTreeMap<i64, Money> = BTreeMap::new();
    let mut on_issue: HashMap<i64, (Money, bool)> = HashMap::new();
    let followed = followed(view)?;
    let mut by = (0, false);
    for row in Pages::<LateCost>::of(view) {
        let row = row?;
        *sums.entry(row.movement).or_default() += row.value;
        if by.0 != row.movement {
            let made: Option<Movement> = view.find(&[&row.movement])?;
            by = (row.movement, made.is_some_and(|made| followed <= made.operation));
        }
        let own = on_issue.entry(row.issue).or_insert((Money::ZERO, true));
        own.0 += row.value;
        own.1 &= by.1;
    }
    let mut sent: BTreeMap<i64, Carried> = BTreeMap::new();
    for movement in parts::<Movement, Worth>(view, |movement| movement.seq) {
        let it = movement?;
        if it.kind.is_late_cost() {
            let gone = sums.remove(&it.seq).unwrap_or_default();
            conserved.see((it.value + gone).is_zero(), || {
                format!(
                    "movement {} gave stock {}, and {} elsewhere",
                    it.seq, it.value, -gone
                )
            });
        }
        carry(&mut sent, &it, &on_issue);
    }
    for (movement, gone) in &sums {
        conserved.see(false, || {
            format!("movement {movement} laid {gone} without being late")
        });
    }
    let carried = check_transfers(view, &sent)?;
    found.extend([conserved.finish(), carried]);
    Ok(())
}

/// Returns the first operation that was decided by a rule book which follows late cost. Versions never fall.
fn followed(view: &dyn View) -> Result<i64, Fault> {
    let (mut older, mut newer) = (0, view.last(Logged::TABLE)? + 1);
    while older + 1 < newer {
        let middle = older + (newer - older) / 2;
        match view.find::<Logged>(&[&middle])? {
            Some(logged) if logged.rules < FOLLOWED => older = middle,
            _ => newer = middle,
        }
    }
    Ok(newer)
}

/// Adds up what goods between sites left and arrived with, late cost included.
fn carry(sent: &mut BTreeMap<i64, Carried>, it: &Worth, laid: &HashMap<i64, (Money, bool)>) {
    let (late, is_followed) = laid.get(&it.seq).copied().unwrap_or((Money::ZERO, true));
    match (it.kind, it.origin) {
        (MovementKind::TransferOut, _) => {
            let own = sent.entry(it.reverses.unwrap_or(it.seq)).or_default();
            own.left += late - it.value;
            own.is_older |= !is_followed;
        }
        (MovementKind::TransferIn, Some(origin)) => {
            let own = sent.entry(origin).or_default();
            own.arrived += it.value - late;
            own.is_older |= !is_followed;
        }
        _ => {}
    }
}

fn check_transfers(view: &dyn View, sent: &BTreeMap<i64, Carried>) -> Result<Finding, Fault> {
    let mut carries = Check::of("a transfer carries what its goods were worth, freight and late cost");
    let mut by_standard: HashMap<ItemCode, bool> = HashMap::new();
    let mut sold: HashMap<i64, Money> = HashMap::new();
    for sale in Pages::<IntercompanySale>::of(view) {
        let sale = sale?;
        sold.insert(sale.movement, sale.amount);
    }
    for transfer in Pages::<Transfer>::of(view) {
        let it = transfer?;
        let is_standard = if let Some(known) = by_standard.get(&it.item) {
            *known
        } else {
            let item: Option<Item> = view.find(&[&it.item])?;
            let is_standard = item.is_some_and(|item| item.method == Method::Standard);
            by_standard.insert(it.item.clone(), is_standard);
            is_standard
        };
        let pool: Option<Pool> = view.find(&[&it.item, &it.from_site])?;
        let by_other = pool.is_some_and(|pool| it.movement < pool.valued_from);
        let is_known = !is_standard && !by_other;
        let Some(own) = sent.get(&it.movement).filter(|own| is_known && !own.is_older) else {
            continue;
        };
        // What was sold to another legal entity carries its price, whatever it cost.
        let left = sold
            .get(&it.movement)
            .map_or(own.left + it.freight, |amount| *amount);
        let due = (left, own.arrived);
        carries.see((it.value, it.value_in) == due, || {
            format!(
                "transfer {} carries {}, of which {} arrived; {} and {} are right",
                it.movement, it.value, it.value_in, due.0, due.1
            )
        });
    }
    Ok(carries.finish())
}
