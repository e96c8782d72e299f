//! What goods cost that were covered after they had left, once the queue was put into the order of days.

use super::track::Moved;
use crate::domain::amount::{Money, Qty};
use crate::domain::movement::MovementKind;
use crate::domain::record::Range;
use crate::domain::stock::Requeue;
use crate::operations::change::Halt;
use crate::operations::rules::books::Books;
use std::collections::BTreeMap;

/// What movements cost more than they did.
#[derive(Clone, Copy)]
pub(in crate::operations::rules) struct Dearer<'c> {
    /// How much more, by movement.
    pub gone: &'c [(i64, Money)],
    /// What movements were known to cost more since a movement that covered them, of which goods that came back before
    /// had no share and have one now: the movement, the one that covered it, how much.
    pub known: &'c [(i64, i64, Money)],
}

impl<'c> Dearer<'c> {
    /// Returns what nobody knew before.
    pub const fn of(gone: &'c [(i64, Money)]) -> Self {
        Self { gone, known: &[] }
    }
}

/// Takes what goods no longer take of a layer, since the queue was put in order, off what covered them: by themselves they
/// had taken nothing of it.
pub(super) fn without_what_covers_give_up(taken: &mut BTreeMap<i64, (Moved, Qty)>) {
    let covers = taken.iter().rev();
    let covers = covers.filter_map(|(seq, (moved, _))| {
        let sale = moved.origin.filter(|_| moved.kind == MovementKind::Cover)?;
        Some((*seq, sale))
    });
    for (cover, sale) in covers.collect::<Vec<_>>() {
        let given_up = taken.get(&sale).map_or(Qty::ZERO, |(_, qty)| -*qty);
        let by_cover = taken.get(&cover).map_or(Qty::ZERO, |(_, qty)| *qty);
        let part = given_up.min(by_cover).max(Qty::ZERO);
        for (seq, more) in [(sale, part), (cover, -part)] {
            if let Some((_, qty)) = taken.get_mut(&seq) {
                *qty += more;
            }
        }
    }
}

/// Returns whether the queue was put into the order of days since goods left: what covered them is no other than what
/// they left then.
pub(super) fn was_requeued(books: &Books<'_, '_>, issue: i64) -> Result<bool, Halt> {
    let range = Range::by(Requeue::BY_ISSUE, &[&issue]).first(1);
    Ok(!books.view().list::<Requeue>(&range)?.is_empty())
}
