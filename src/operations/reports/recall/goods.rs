//! Which goods a recall is about: those named, what they were made of, and what was made of them.

use crate::domain::code::{ItemCode, LotCode, OrderNo, Serial};
use crate::domain::hold::HeldGoods;
use crate::domain::log::Logged;
use crate::domain::movement::{Movement, MovementKind};
use crate::domain::record::{Fault, Range};
use crate::domain::work_order::WorkStep;
use crate::operations::view::View;
use crate::words;
use std::collections::{BTreeMap, BTreeSet};

words! {
    /// What goods are to a recall.
    pub enum Role {
        /// They are recalled.
        Recalled = "recalled",
        /// Recalled goods were made of them.
        MadeOf = "made_of",
        /// They were made of recalled goods.
        MadeInto = "made_into",
    }
}

/// Goods that can be told apart: an item with its lot or serial number; without both, all of the item.
pub(super) type Key = (ItemCode, LotCode, Serial);

/// The movements of an item that stand: neither taken back nor taking something back.
pub(super) struct Moved<'v> {
    view: &'v dyn View,
    of_items: BTreeMap<ItemCode, Vec<Movement>>,
}

impl<'v> Moved<'v> {
    /// Reads nothing yet.
    pub fn of(view: &'v dyn View) -> Self {
        let of_items = BTreeMap::new();
        Self { view, of_items }
    }

    /// Returns those of an item, in their order.
    pub fn of_item(&mut self, item: &ItemCode) -> Result<&[Movement], Fault> {
        if !self.of_items.contains_key(item) {
            let mut all: Vec<Movement> = self.view.list(&Range::by(Movement::BY_STOCK, &[item]))?;
            all.sort_by_key(|it| it.seq);
            let back: BTreeSet<i64> = all.iter().filter_map(|it| it.reverses).collect();
            all.retain(|it| it.reverses.is_none() && !back.contains(&it.seq));
            self.of_items.insert(item.clone(), all);
        }
        Ok(self.of_items.get(item).map_or(&[], Vec::as_slice))
    }

    /// Returns those of goods.
    pub fn of_goods(&mut self, (item, lot, serial): &Key) -> Result<Vec<Movement>, Fault> {
        let all = self.of_item(item)?.iter();
        Ok(all
            .filter(|it| (&it.lot, &it.serial) == (lot, serial))
            .cloned()
            .collect())
    }
}

/// Returns the goods that words of holds are about and that ever moved.
pub(super) fn named(moved: &mut Moved<'_>, words: &[HeldGoods]) -> Result<Vec<Key>, Fault> {
    let mut found = BTreeSet::new();
    for word in words {
        for it in moved.of_item(&word.item)? {
            if word.is_about(&it.lot, &it.serial) {
                found.insert((it.item.clone(), it.lot.clone(), it.serial.clone()));
            }
        }
    }
    Ok(found.into_iter().collect())
}

/// Returns the goods of a recall with what they are to it: first those named, then what they were made of, step by step,
/// then what was made of them. What has neither lot nor serial number is named and followed no further.
pub(super) fn all(moved: &mut Moved<'_>, named: &[Key]) -> Result<Vec<(Key, Role)>, Fault> {
    let mut found: Vec<(Key, Role)> = named.iter().map(|key| (key.clone(), Role::Recalled)).collect();
    for role in [Role::MadeOf, Role::MadeInto] {
        let mut seen: BTreeSet<Key> = named.iter().cloned().collect();
        let mut queue = named.to_vec();
        while let Some(key) = queue.pop() {
            if key.1.is_empty() && key.2.is_empty() {
                continue;
            }
            for other in beside(moved, &key, role)? {
                if seen.insert(other.clone()) {
                    found.push((other.clone(), role));
                    queue.push(other);
                }
            }
        }
    }
    Ok(found)
}

/// Returns what goods were made of, or what was made of them, in one step.
fn beside(moved: &mut Moved<'_>, key: &Key, role: Role) -> Result<Vec<Key>, Fault> {
    let view = moved.view;
    let mut found = Vec::new();
    for it in moved.of_goods(key)? {
        let is_end = match role {
            Role::MadeInto => is_used(&it),
            _ => is_made(&it),
        };
        if !is_end {
            continue;
        }
        for other in of_one_making(view, &it)? {
            let is_other_end = match role {
                Role::MadeInto => is_made(&other),
                _ => is_used(&other),
            };
            if is_other_end {
                found.push((other.item, other.lot, other.serial));
            }
        }
    }
    Ok(found)
}

/// Returns whether a movement took goods for something else that is made.
pub(super) fn is_used(it: &Movement) -> bool {
    let is_assembly = matches!(it.kind, MovementKind::Build | MovementKind::Unbuild);
    it.kind == MovementKind::WorkIssue
        || is_assembly && it.to_location.is_none() && it.from_location.is_some()
}

/// Returns whether goods were made with a movement.
pub(super) fn is_made(it: &Movement) -> bool {
    let is_assembly = matches!(it.kind, MovementKind::Build | MovementKind::Unbuild);
    it.kind == MovementKind::WorkReport && it.to_location.is_some()
        || is_assembly && it.from_location.is_none() && it.to_location.is_some()
}

/// Returns the movements of the build that a movement is of, or of its work order, which stand.
fn of_one_making(view: &dyn View, it: &Movement) -> Result<Vec<Movement>, Fault> {
    let numbers: BTreeSet<i64> = if matches!(it.kind, MovementKind::Build | MovementKind::Unbuild) {
        let logged: Option<Logged> = view.find(&[&it.operation])?;
        let first = logged.as_ref().and_then(|it| it.movement).unwrap_or(0);
        (first..first + logged.map_or(0, |it| it.movements)).collect()
    } else {
        let steps: Vec<WorkStep> = view.all(&[&it.seq])?;
        let orders: BTreeSet<OrderNo> = steps.into_iter().map(|step| step.order_no).collect();
        let mut numbers = BTreeSet::new();
        for order in orders {
            let steps: Vec<WorkStep> = view.list(&Range::by(WorkStep::BY_ORDER, &[&order]))?;
            numbers.extend(steps.into_iter().map(|step| step.movement));
        }
        numbers
    };
    let mut found = Vec::new();
    for number in numbers {
        found.extend(view.find::<Movement>(&[&number])?);
    }
    Ok(found)
}
