//! What was written off, found, counted more or less than the book, and lost between sites, by reason.

use super::known::Known;
use super::{RowKind, Scope, movements};
use crate::domain::amount::{Qty, Total};
use crate::domain::code::{Badge, CategoryCode};
use crate::domain::movement::{Movement, MovementKind};
use crate::domain::record::Fault;
use crate::domain::transfer::Transfer;
use crate::operations::late_costs;
use crate::operations::view::View;
use crate::words;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

words! {
    /// What is told apart besides reasons.
    pub enum By {
        /// Who did it.
        Operator = "operator",
        /// The inventory groups of the goods.
        Group = "group",
        /// The categories of the goods.
        Category = "category",
    }
}

/// Adjustments, counts or losses on the way for one reason; or all of them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Row {
    /// A reason, or the sum.
    pub kind: RowKind,
    /// Adjustment, count or closed transfer; `None` for the sum.
    pub movement_kind: Option<MovementKind>,
    /// Why; `None` if nobody said.
    pub reason: Option<String>,
    /// The operator, if operators are told apart; empty for documents and files.
    pub operator: Option<Badge>,
    /// Number of movements, less those that were taken back.
    pub movements: i64,
    /// How many were taken back.
    pub taken_back: i64,
    /// How many different operators made them; what came by document or file has none.
    pub operators: usize,
    /// Base units that were found, less what was taken back.
    pub qty_found: Qty,
    /// Base units that were lost, less what was taken back.
    pub qty_lost: Qty,
    /// What stock value gained, including goods in transit.
    pub value: Total,
    /// The inventory group, if groups are told apart.
    pub group: Option<i64>,
    /// The category, if categories are told apart; empty for items of none.
    pub category: Option<CategoryCode>,
}

#[derive(Default)]
struct Tally {
    movements: i64,
    taken_back: i64,
    operators: BTreeSet<Badge>,
    /// Millionths: there may be more movements than one quantity can hold.
    found: i128,
    lost: i128,
    value: Total,
}

impl Tally {
    /// Counts a movement for `by`, who made it or the one that it takes back.
    fn add(&mut self, movement: &Movement, by: &Badge) {
        let back = movement.reverses.is_some();
        let is_lost = movement.kind == MovementKind::TransferClose;
        let came_in = !is_lost && movement.to_location.is_some() != back;
        let qty = if back { -movement.qty } else { movement.qty };
        let found = if came_in { &mut self.found } else { &mut self.lost };
        *found += i128::from(qty.0);
        self.movements += if back { -1 } else { 1 };
        self.taken_back += i64::from(back);
        self.value += movement.value;
        if !by.is_empty() {
            self.operators.insert(by.clone());
        }
    }

    fn row(self, kind: RowKind, of: Option<Told>) -> Result<Row, Fault> {
        let ((group, category), kind_of, reason, operator) = of.unwrap_or_default();
        let whole = |sum: i128| {
            let too_large = || {
                Fault::new(format!(
                    "{sum} millionths were adjusted, more than a quantity can be"
                ))
            };
            i64::try_from(sum).map(Qty).map_err(|_| too_large())
        };
        Ok(Row {
            kind,
            movement_kind: kind_of,
            reason,
            operator,
            group,
            category,
            movements: self.movements,
            taken_back: self.taken_back,
            operators: self.operators.len(),
            qty_found: whole(self.found)?,
            qty_lost: whole(self.lost)?,
            value: self.value,
        })
    }
}

/// The kinds of movements that adjust the books.
const KINDS: [MovementKind; 3] = [
    MovementKind::Adjustment,
    MovementKind::Count,
    MovementKind::TransferClose,
];

/// Returns the movement with what became known of its cost later; if it gave up goods that never arrived, with their
/// quantity and value.
fn with_loss(view: &dyn View, movement: Movement) -> Result<Movement, Fault> {
    let (MovementKind::TransferClose, Some(left)) = (movement.kind, movement.origin) else {
        let value = movement.value - late_costs::sum_on(view, movement.seq)?;
        return Ok(Movement { value, ..movement });
    };
    let transfer: Option<Transfer> = view.find(&[&left])?;
    let (qty, worth) = transfer.map_or_else(Default::default, |it| {
        (it.qty - it.qty_in, it.value - it.value_in)
    });
    let value = if movement.reverses.is_some() {
        worth
    } else {
        -worth
    };
    Ok(Movement {
        qty,
        value,
        ..movement
    })
}

/// What rows are grouped by: inventory groups or categories first, in the order of their numbers or codes.
type Told = (
    (Option<i64>, Option<CategoryCode>),
    Option<MovementKind>,
    Option<String>,
    Option<Badge>,
);

/// Returns a row per reason, and per operator, inventory group or category if they are told apart, then the sum. A reversal counts
/// under the original reason and operator, on the day of the reversal. Item, lot, site and posting days may narrow it.
///
/// # Errors
/// Fails if the store can't be read, or a sum is more than a quantity can be.
pub fn rows(view: &dyn View, scope: &Scope, by: Option<By>) -> Result<Vec<Row>, Fault> {
    let wants_item = matches!(by, Some(By::Group | By::Category));
    let known = wants_item.then(|| Known::of(view)).transpose()?;
    let mut told: BTreeMap<Told, Tally> = BTreeMap::new();
    let mut sum = Tally::default();
    for movement in movements(view, scope)? {
        let movement = movement?;
        let is_wanted = KINDS.contains(&movement.kind)
            && scope.day(movement.posting)
            && scope.item(&movement.item)
            && scope.lot(&movement.lot)
            && scope.site(&movement.site);
        if !is_wanted {
            continue;
        }
        let movement = with_loss(view, movement)?;
        let first: Option<Movement> = match movement.reverses {
            Some(first) => view.find(&[&first])?,
            None => None,
        };
        let first = first.as_ref().unwrap_or(&movement);
        let operator = (by == Some(By::Operator)).then(|| first.operator.clone());
        let about = known
            .as_ref()
            .map(|known| known.item(&movement.item))
            .transpose()?;
        let of_goods = match by {
            Some(By::Category) => (None, about.map(|about| about.category.clone())),
            _ => (about.map(|about| about.group), None),
        };
        let key = (of_goods, Some(movement.kind), first.reason.clone(), operator);
        told.entry(key).or_default().add(&movement, &first.operator);
        sum.add(&movement, &first.operator);
    }
    let mut rows = told
        .into_iter()
        .map(|(key, tally)| tally.row(RowKind::Row, Some(key)))
        .collect::<Result<Vec<Row>, Fault>>()?;
    rows.push(sum.row(RowKind::Sum, None)?);
    Ok(rows)
}
