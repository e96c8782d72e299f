//! Sales and cost of each sales order, or of each paper if goods left without an order, including later cost and
//! returns.

use super::known::Known;
use super::{RowKind, Scope, percent};
use crate::domain::amount::{Money, Ratio, Total};
use crate::domain::code::{Channel, OrderNo, PartyCode};
use crate::domain::company::Group;
use crate::domain::integration::Billing;
use crate::domain::late::LateCost;
use crate::domain::movement::{Allowance, Movement, MovementKind, Shipment};
use crate::domain::order::{Order, OrderKind};
use crate::domain::record::{Fault, Range};
use crate::operations::late_costs;
use crate::operations::pages::Pages;
use crate::operations::view::View;
use crate::words;
use serde::Serialize;
use std::collections::BTreeMap;

words! {
    /// What sales are told apart by.
    pub enum By {
        /// By order, or by paper where there is none.
        Order = "order",
        /// By inventory group.
        Group = "group",
    }
}

/// One sales order, or what was sold on one paper without an order, or of one inventory group; or all of them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Row {
    /// An order, or the sum.
    pub kind: RowKind,
    /// Its number; `None` for what was sold without an order, and for the sum.
    pub order: Option<OrderNo>,
    /// The paper named for goods that were sold without an order.
    pub document: Option<String>,
    /// Who bought.
    pub customer: Option<PartyCode>,
    /// The channel it came through.
    pub channel: Option<Channel>,
    /// Sales without tax of what was shipped.
    pub sales: Total,
    /// The part of these sales that is not billed yet.
    pub unbilled: Total,
    /// Sales that were credited when goods came back.
    pub sales_returned: Total,
    /// Sales that were credited without goods.
    pub sales_credited: Total,
    /// What the goods cost, late cost included.
    pub cost: Total,
    /// The part of that cost that became known after they had left.
    pub late_cost: Total,
    /// The cost of what came back.
    pub cost_returned: Total,
    /// Sales less cost, both without what came back or was credited.
    pub margin: Total,
    /// The margin in percent of those sales; `None` if nothing was sold.
    pub margin_percent: Option<Ratio>,
    /// The inventory group, if groups are told apart.
    pub group: Option<i64>,
}

#[derive(Clone, Copy, Default)]
struct Tally {
    sales: Total,
    unbilled: Total,
    sales_back: Total,
    credited: Total,
    cost: Total,
    late: Total,
    cost_back: Total,
}

impl Tally {
    /// Returns what a shipment brought and cost.
    fn of(view: &dyn View, shipment: &Shipment) -> Result<Self, Fault> {
        let late = late_costs::sum_on(view, shipment.movement)?;
        let billing: Option<Billing> = view.find(&[&shipment.movement])?;
        let unbilled = match &billing {
            Some(billing) => {
                let [_, sales, _] = billing.part(billing.done(), billing.open_qty())?;
                sales
            }
            None => Money::ZERO,
        };
        let sales = billing.map_or(shipment.sales, |billing| billing.sales_billed + unbilled);
        Ok(Self {
            sales: sales.into(),
            unbilled: unbilled.into(),
            sales_back: shipment.sales_back.into(),
            credited: credited(view, shipment)?.into(),
            cost: (shipment.cost + late).into(),
            late: late.into(),
            cost_back: shipment.cost_back.into(),
        })
    }

    /// Returns the figures of goods that cost `more` than was known when they left.
    fn of_late(more: Total) -> Self {
        Self {
            cost: more,
            late: more,
            ..Self::default()
        }
    }

    fn add(&mut self, other: Self) {
        self.sales += other.sales;
        self.unbilled += other.unbilled;
        self.sales_back += other.sales_back;
        self.credited += other.credited;
        self.cost += other.cost;
        self.late += other.late;
        self.cost_back += other.cost_back;
    }

    fn row(self, kind: RowKind, (group, order, document): Key, head: Option<Order>) -> Row {
        let sales = self.sales - self.sales_back - self.credited;
        let margin = sales - (self.cost - self.cost_back);
        let channel = head.as_ref().map(|head| head.channel.clone());
        Row {
            kind,
            group: Some(group).filter(|group| *group != 0),
            order: Some(order).filter(|order| !order.is_empty()),
            document,
            customer: head.map(|head| head.party),
            channel: channel.filter(|channel| !channel.is_empty()),
            sales: self.sales,
            unbilled: self.unbilled,
            sales_returned: self.sales_back,
            sales_credited: self.credited,
            cost: self.cost,
            late_cost: self.late,
            cost_returned: self.cost_back,
            margin,
            margin_percent: percent(margin, sales),
        }
    }
}

/// Returns what was credited of a shipment without goods.
fn credited(view: &dyn View, shipment: &Shipment) -> Result<Money, Fault> {
    let given: Vec<Allowance> = view.list(&Range::by(Allowance::BY_SHIPMENT, &[&shipment.movement]))?;
    let given = given.iter().filter(|it| it.is_given(shipment.sales));
    Ok(given.map(|it| it.net).sum())
}

/// An inventory group; or 0, and an order, or else the paper that goods left on.
type Key = (i64, OrderNo, Option<String>);

/// Returns every order that something was shipped for, or every group, then the sum. Item, lot, site and posting days of
/// the shipments may narrow it; later returns and late cost belong to their shipment whenever they came.
///
/// # Errors
/// Fails if the store can't be read.
pub fn rows(view: &dyn View, scope: &Scope, by: By) -> Result<Vec<Row>, Fault> {
    let known = (by == By::Group).then(|| Known::of(view)).transpose()?;
    let mut orders: BTreeMap<Key, Tally> = BTreeMap::new();
    for shipment in Pages::<Shipment>::of(view) {
        let shipment = shipment?;
        if let Some(key) = key(view, scope, &shipment, known.as_ref())? {
            let tally = Tally::of(view, &shipment)?;
            orders.entry(key).or_default().add(tally);
        }
    }
    for (seq, more) in known_later(view)? {
        let shipment: Option<Shipment> = view.find(&[&seq])?;
        let Some(shipment) = shipment else { continue };
        if let Some(key) = key(view, scope, &shipment, known.as_ref())? {
            orders.entry(key).or_default().add(Tally::of_late(more));
        }
    }
    let (mut rows, mut sum) = (Vec::new(), Tally::default());
    for (key, tally) in orders {
        sum.add(tally);
        let head: Option<Order> = view.find(&[&OrderKind::Sales, &key.1])?;
        rows.push(tally.row(RowKind::Row, key, head));
    }
    rows.push(sum.row(RowKind::Sum, Key::default(), None));
    Ok(rows)
}

/// Returns the order or paper that a shipment belongs to, or its group where the groups are known, if it passes the
/// scope.
fn key(
    view: &dyn View,
    scope: &Scope,
    shipment: &Shipment,
    known: Option<&Known>,
) -> Result<Option<Key>, Fault> {
    if !scope.item(&shipment.item) || !scope.lot(&shipment.lot) {
        return Ok(None);
    }
    let group = known.map(|known| known.item(&shipment.item)).transpose()?;
    let whole = |document: Option<String>| match group {
        Some(item) => (item.group, OrderNo::default(), None),
        None => (0, shipment.order_no.clone(), document),
    };
    let is_dated = scope.since.is_some() || scope.until.is_some();
    if !shipment.order_no.is_empty() && scope.site.is_none() && !is_dated {
        return Ok(Some(whole(None)));
    }
    let moved: Option<Movement> = view.find(&[&shipment.movement])?;
    let moved = moved.filter(|moved| scope.site(&moved.site) && scope.day(moved.posting));
    Ok(moved.map(|moved| whole(moved.document.filter(|_| shipment.order_no.is_empty()))))
}

/// Returns, by shipment, what became known later apart from its own late cost: how much more goods that were sold
/// before they arrived cost than was assumed, and the late cost that returned goods took back into stock.
fn known_later(view: &dyn View) -> Result<BTreeMap<i64, Total>, Fault> {
    let mut known: BTreeMap<i64, Total> = BTreeMap::new();
    let mut back: BTreeMap<i64, i64> = BTreeMap::new();
    for movement in Pages::<Movement>::of(view) {
        let movement = movement?;
        match (movement.kind, movement.reverses, movement.origin) {
            (MovementKind::Cover, _, Some(origin)) => *known.entry(origin).or_default() += -movement.value,
            (MovementKind::Return, Some(of), _) => drop(back.remove(&of)),
            (MovementKind::Return, None, Some(origin)) => drop(back.insert(movement.seq, origin)),
            _ => {}
        }
    }
    let groups = view.all::<Group>(&[])?;
    let is_cost = |late: &LateCost| groups.iter().any(|group| group.cost_of_sales == late.account);
    for (seq, origin) in back {
        let laid = late_costs::on(view, seq)?;
        let late: Money = laid
            .iter()
            .filter(|late| is_cost(late))
            .map(|late| late.value)
            .sum();
        if !late.is_zero() {
            *known.entry(origin).or_default() += late;
        }
    }
    Ok(known)
}
