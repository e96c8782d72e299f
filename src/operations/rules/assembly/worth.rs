//! What components are worth when goods are taken apart: what they went into them with, by the build that is undone, or
//! what they are worth by now.

use super::needed;
use crate::domain::amount::{Money, Qty, allocate};
use crate::domain::code::{ItemCode, Key};
use crate::domain::movement::{Movement, MovementKind};
use crate::domain::purchase::part;
use crate::domain::record::Range;
use crate::domain::refusal::Refusal;
use crate::domain::stock::Pool;
use crate::operations::change::Halt;
use crate::operations::late_costs;
use crate::operations::nouns::noun;
use crate::operations::request::Component;
use crate::operations::rules::books::Books;
use crate::operations::rules::invoice::{made_by, same};
use crate::operations::rules::late::Moved;
use std::collections::{BTreeMap, HashSet};

/// A build that is undone, in part or as a whole.
pub(super) struct Build {
    /// The movement that brought what was made.
    pub movement: i64,
    made: Qty,
    undone: Qty,
    /// What was used up of each component, and what that cost by now.
    used: BTreeMap<ItemCode, (Qty, Money)>,
}

impl Build {
    /// Returns the build under an id, of which so much is to be undone.
    ///
    /// # Errors
    /// Refuses what is no build of the item, and more than was made and not taken apart yet.
    pub fn undone(books: &Books<'_, '_>, id: &Key, item: &ItemCode, qty: Qty) -> Result<Self, Halt> {
        let logged = made_by(books, id)?;
        let (mut made, mut used) = (None, BTreeMap::new());
        let first = logged.movement.unwrap_or(0);
        for seq in first..first + logged.movements {
            let moved = books.moved(seq)?;
            match (moved.kind, &moved.to_location) {
                (MovementKind::Build, Some(_)) => made = Some(moved),
                (MovementKind::Build, None) => {
                    let own: &mut (Qty, Money) = used.entry(moved.item).or_default();
                    own.0 += moved.qty;
                    own.1 += late_costs::sum_on(books.view(), seq)? - moved.value;
                }
                _ => {}
            }
        }
        let made = made.ok_or_else(|| Refusal::WrongWord {
            need: "the id of a build".into(),
            found: format!("{} {id}", noun(&logged.op)),
        })?;
        same(
            &format!("build {id}"),
            "item",
            made.item.as_str(),
            Some(item.as_str()),
        )?;
        let undone = taken_apart(books, &made)?.iter().map(|it| it.qty).sum();
        let left = made.qty - undone;
        if left < qty {
            let need = format!("at most {left} of build {id}, which are not taken apart yet");
            let found = qty.to_string();
            return Err(Refusal::Unfit { need, found }.into());
        }
        Ok(Self {
            movement: made.seq,
            made: made.qty,
            undone,
            used,
        })
    }

    /// Returns what `qty` of a component cost that come out of so many pieces; `None` if the build took none. The parts
    /// of a build that is undone bit by bit add up.
    fn cost(&self, item: &ItemCode, qty: Qty, pieces: Qty) -> Result<Option<Money>, Halt> {
        let Some((used, cost)) = self.used.get(item) else {
            return Ok(None);
        };
        if used.share(pieces, self.made)? != qty {
            return Ok(Some(cost.share(qty, *used)?));
        }
        let before = cost.share(self.undone, self.made)?;
        Ok(Some(part(*cost, self.made, self.undone, before, pieces)?))
    }
}

/// Returns what stands of those movements by which goods of a build were taken apart, at whatever site.
pub(in crate::operations::rules) fn taken_apart(
    books: &Books<'_, '_>,
    made: &Movement,
) -> Result<Vec<Moved>, Halt> {
    let mut found = Vec::new();
    for pool in books.view().all::<Pool>(&[&made.item])? {
        let since = Range::by(Movement::BY_STOCK, &[&made.item, &pool.site]).after(&made.seq);
        let since: Vec<Moved> = books.view().parts(&since)?;
        let negated: HashSet<i64> = since.iter().filter_map(|it| it.reverses).collect();
        let own = since.into_iter().filter(|it| {
            it.kind == MovementKind::Unbuild
                && it.origin == Some(made.seq)
                && it.reverses.is_none()
                && !negated.contains(&it.seq)
        });
        found.extend(own);
    }
    Ok(found)
}

/// Returns what each component is worth: by the build that is undone, else what it is worth at the site or was last
/// worth. Those of which nobody knows share by quantity what is left of the goods' `value`.
pub(super) fn each(
    books: &Books<'_, '_>,
    components: &[Component],
    pieces: Qty,
    build: Option<&Build>,
    value: Money,
) -> Result<Vec<Money>, Halt> {
    let mut quantities = Vec::new();
    let mut sums: BTreeMap<&ItemCode, Qty> = BTreeMap::new();
    for component in components {
        let qty = needed(component, pieces)?;
        quantities.push(qty);
        *sums.entry(&component.item).or_default() += qty;
    }
    let mut known: BTreeMap<&ItemCode, Money> = BTreeMap::new();
    for (item, qty) in &sums {
        if let Some(cost) = cost(books, item, *qty, pieces, build)? {
            known.insert(item, cost);
        }
    }
    let of = |item: &ItemCode| -> Vec<i64> {
        let own = components.iter().zip(&quantities);
        own.map(|(it, qty)| if it.item == *item { qty.0 } else { 0 })
            .collect()
    };
    let mut worth = vec![Money::ZERO; components.len()];
    let mut add = |total: Money, weights: &[i64]| -> Result<(), Halt> {
        for (own, more) in worth.iter_mut().zip(allocate(total, weights)?) {
            *own += more;
        }
        Ok(())
    };
    for (item, cost) in &known {
        add(*cost, &of(item))?;
    }
    let rest = value - known.values().copied().sum::<Money>();
    let unknown = components.iter().zip(&quantities);
    let unknown: Vec<i64> = unknown
        .map(|(it, qty)| if known.contains_key(&it.item) { 0 } else { qty.0 })
        .collect();
    if Money::ZERO < rest && unknown.iter().any(|qty| 0 < *qty) {
        add(rest, &unknown)?;
    }
    Ok(worth)
}

/// Returns what a component is worth; `None` if nobody knows.
fn cost(
    books: &Books<'_, '_>,
    item: &ItemCode,
    qty: Qty,
    pieces: Qty,
    build: Option<&Build>,
) -> Result<Option<Money>, Halt> {
    if let Some(build) = build
        && let Some(cost) = build.cost(item, qty, pieces)?
    {
        return Ok(Some(cost));
    }
    match books.found_cost((&books.stock_item(item)?, None), &books.site, qty, None) {
        Ok(cost) => Ok(Some(cost)),
        Err(Halt::Refused(_)) => Ok(None),
        Err(fault) => Err(fault),
    }
}
