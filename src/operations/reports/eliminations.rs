//! What legal entities sold to each other and owe each other for it, which leaves the books of the group as a whole, and
//! what they earned with goods that the group still has.

use super::{RowKind, Scope, movements};
use crate::domain::amount::{Money, Qty, Total};
use crate::domain::code::EntityCode;
use crate::domain::entity::IntercompanySale;
use crate::domain::movement::{Movement, MovementKind};
use crate::domain::record::Fault;
use crate::domain::transfer::Transfer;
use crate::operations::pages::Pages;
use crate::operations::rules::in_group::still_held;
use crate::operations::view::View;
use crate::operations::{entities, late_costs};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// What one legal entity sold to another, or all of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Row {
    /// Two legal entities, or the sum.
    pub kind: RowKind,
    /// Who sold; `None` for the sum.
    pub seller: Option<String>,
    /// Who bought; `None` for the sum.
    pub buyer: Option<String>,
    /// Intercompany sales, less what was taken back.
    pub sales: Total,
    /// What the goods cost the seller, with freight and late cost.
    pub cost: Total,
    /// What the seller earned.
    pub profit: Total,
    /// What of that is in goods that the group has now, on their way and built into others included: inventory of the
    /// group is worth so much less than the books of its entities say.
    pub unrealised: Total,
    /// What the buyer owes for all that was bought up to the last day, before payments.
    pub owed: Total,
}

/// Two legal entities: who sold and who bought.
type Pair = (EntityCode, EntityCode);

#[derive(Default)]
struct Sums {
    sales: Total,
    cost: Total,
    owed: Total,
    unrealised: Total,
}

impl Sums {
    fn row(&self, kind: RowKind, pair: Option<&Pair>) -> Row {
        Row {
            kind,
            seller: pair.map(|(seller, _)| entities::named(seller)),
            buyer: pair.map(|(_, buyer)| entities::named(buyer)),
            sales: self.sales,
            cost: self.cost,
            profit: self.sales - self.cost,
            unrealised: self.unrealised,
            owed: self.owed,
        }
    }
}

/// What was sold, and where its goods are.
struct Sold {
    sale: IntercompanySale,
    /// What the seller earned, late cost included.
    profit: Money,
    /// How the goods are on their way, or have arrived.
    sent: Option<Transfer>,
}

/// Returns a row for each two legal entities one of which sold to the other, then the sum. Posting days narrow sales, cost
/// and profit, and a site all of it to what it sold; what is unrealised is so now.
///
/// # Errors
/// Fails if the store can't be read.
pub fn rows(view: &dyn View, scope: &Scope) -> Result<Vec<Row>, Fault> {
    let mut pairs: BTreeMap<Pair, Sums> = BTreeMap::new();
    let sold = sold(view, scope)?;
    if !sold.is_empty() {
        moved(view, scope, &sold, &mut pairs)?;
        late(view, scope, &sold, &mut pairs)?;
    }
    let mut all = Sums::default();
    let mut rows = Vec::with_capacity(pairs.len() + 1);
    for (pair, sums) in &pairs {
        all.sales += sums.sales;
        all.cost += sums.cost;
        all.owed += sums.owed;
        all.unrealised += sums.unrealised;
        rows.push(sums.row(RowKind::Row, Some(pair)));
    }
    rows.push(all.row(RowKind::Sum, None));
    Ok(rows)
}

/// Returns what was sold, by the movements with which it left.
fn sold(view: &dyn View, scope: &Scope) -> Result<BTreeMap<i64, Sold>, Fault> {
    let mut found = BTreeMap::new();
    for sale in Pages::<IntercompanySale>::of(view) {
        let sale = sale?;
        let left: Option<Movement> = view.find(&[&sale.movement])?;
        let Some(left) = left.filter(|left| scope.site(&left.site)) else {
            continue;
        };
        let cost = sale.freight - left.value + late_costs::sum_on(view, sale.movement)?;
        let (profit, sent) = (sale.amount - cost, view.find(&[&sale.movement])?);
        found.insert(sale.movement, Sold { sale, profit, sent });
    }
    Ok(found)
}

/// Adds what was sold and taken back, and what is unrealised of it.
fn moved(
    view: &dyn View,
    scope: &Scope,
    sold: &BTreeMap<i64, Sold>,
    pairs: &mut BTreeMap<Pair, Sums>,
) -> Result<(), Fault> {
    let (mut arrivals, mut taken_back) = (Vec::new(), BTreeSet::new());
    for movement in movements(view, scope)? {
        let movement = movement?;
        taken_back.extend(movement.reverses);
        let left = movement.reverses.unwrap_or(movement.seq);
        if let (MovementKind::TransferOut, Some(own)) = (movement.kind, sold.get(&left)) {
            let sums = pairs.entry(own.pair()).or_default();
            let sign = if movement.reverses.is_some() { -1 } else { 1 };
            if scope.day(movement.posting) {
                sums.sales += Total::from(own.sale.amount).times(sign);
                sums.cost += Total::from(own.sale.freight).times(sign) - movement.value;
            }
            if scope.until.is_none_or(|until| movement.posting <= until) {
                sums.owed += Total::from(own.sale.amount).times(sign);
            }
        }
        let is_arrival = movement.kind == MovementKind::TransferIn && movement.reverses.is_none();
        if is_arrival && movement.origin.is_some_and(|origin| sold.contains_key(&origin)) {
            arrivals.push(movement);
        }
    }
    arrivals.retain(|arrival| !taken_back.contains(&arrival.seq));
    unrealised(view, sold, arrivals, pairs)
}

/// Adds what is unrealised: in goods that arrived, wherever they are by now, and in those on their way.
fn unrealised(
    view: &dyn View,
    sold: &BTreeMap<i64, Sold>,
    arrivals: Vec<Movement>,
    pairs: &mut BTreeMap<Pair, Sums>,
) -> Result<(), Fault> {
    let mut arrived: BTreeMap<Pair, Vec<(Movement, Money)>> = BTreeMap::new();
    for arrival in arrivals {
        if let Some(own) = arrival.origin.and_then(|origin| sold.get(&origin)) {
            let share = own.share(arrival.qty)?;
            arrived.entry(own.pair()).or_default().push((arrival, share));
        }
    }
    for (pair, own) in arrived {
        pairs.entry(pair).or_default().unrealised += still_held(view, &own)?;
    }
    for own in sold.values() {
        let open = own.sent.as_ref().map_or(Qty::ZERO, Transfer::open_qty);
        pairs.entry(own.pair()).or_default().unrealised += own.share(open)?;
    }
    Ok(())
}

impl Sold {
    fn pair(&self) -> Pair {
        (self.sale.seller.clone(), self.sale.buyer.clone())
    }

    /// Returns the share of the profit that goes with so many units.
    fn share(&self, qty: Qty) -> Result<Money, Fault> {
        let whole = self.sent.as_ref().map_or(Qty::ZERO, |sent| sent.qty);
        if qty.is_zero() {
            return Ok(Money::ZERO);
        }
        let share = self.profit.share(qty, whole);
        share.map_err(|why| Fault::new(why.to_string()))
    }
}

/// Adds late cost of goods that were sold, and what was taken off it again.
fn late(
    view: &dyn View,
    scope: &Scope,
    sold: &BTreeMap<i64, Sold>,
    pairs: &mut BTreeMap<Pair, Sums>,
) -> Result<(), Fault> {
    for own in sold.values() {
        for row in late_costs::on(view, own.sale.movement)? {
            let laid: Option<Movement> = view.find(&[&row.movement])?;
            if laid.is_some_and(|laid| scope.day(laid.posting)) {
                pairs.entry(own.pair()).or_default().cost += row.value;
            }
        }
    }
    Ok(())
}
