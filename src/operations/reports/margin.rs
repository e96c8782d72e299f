//! Sales and cost of each sales order, or of each paper if goods left without an order, including later cost,
//! returns and what channels charge.

use super::brought::Brought;
use super::known::Known;
use super::{Apart, RowKind, Scope, fees, percent};
use crate::domain::amount::{Money, Ratio, Total};
use crate::domain::code::{AccountCode, CategoryCode, Channel, DimensionValueCode, OrderNo, PartyCode};
use crate::domain::late::LateCost;
use crate::domain::movement::{Movement, MovementKind, Shipment};
use crate::domain::order::{Order, OrderKind};
use crate::domain::record::Fault;
use crate::operations::buyer::Buyer;
use crate::operations::group_accounts::AllAccounts;
use crate::operations::late_costs;
use crate::operations::pages::Pages;
use crate::operations::view::View;
use crate::words;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

words! {
    /// What sales are told apart by.
    pub enum By {
        /// By order, or by paper where there is none.
        Order = "order",
        /// By inventory group.
        Group = "group",
        /// By sales channel.
        Channel = "channel",
        /// By category of the items.
        Category = "category",
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
    /// Channel fees on the remaining sales; calculated, not posted.
    pub fees: Total,
    /// Sales less cost and fees, net of returns and credits.
    pub margin: Total,
    /// The margin in percent of those sales; `None` if nothing was sold.
    pub margin_percent: Option<Ratio>,
    /// The inventory group, if groups are told apart.
    pub group: Option<i64>,
    /// The category, if categories are told apart; empty for items of none.
    pub category: Option<CategoryCode>,
    /// The value of the dimension, if a dimension is told apart; empty where nothing is said of it.
    pub value: Option<DimensionValueCode>,
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
    fees: Total,
}

impl Tally {
    /// Returns the figures of a shipment and its channel fee.
    fn of(view: &dyn View, shipment: &Shipment, fee: Money) -> Result<Self, Fault> {
        let late = late_costs::sum_on(view, shipment.movement)?
            + late_costs::billed_since(view, shipment.movement, i64::MAX)?;
        let brought = Brought::of(view, shipment)?;
        Ok(Self {
            sales: brought.sales.into(),
            unbilled: brought.unbilled.into(),
            sales_back: brought.back.into(),
            credited: brought.credited.into(),
            fees: fee.into(),
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
        self.fees += other.fees;
    }

    fn row(self, kind: RowKind, key: Key, head: Option<Order>) -> Row {
        let sales = self.sales - self.sales_back - self.credited;
        let margin = sales - (self.cost - self.cost_back) - self.fees;
        let channel = key
            .channel
            .or_else(|| head.as_ref().map(|head| head.channel.clone()));
        Row {
            kind,
            group: key.group,
            category: key.category,
            value: key.value,
            order: Some(key.order).filter(|order| !order.is_empty()),
            document: key.document,
            customer: head.map(|head| head.party),
            channel: channel.filter(|channel| !channel.is_empty()),
            sales: self.sales,
            unbilled: self.unbilled,
            sales_returned: self.sales_back,
            sales_credited: self.credited,
            cost: self.cost,
            late_cost: self.late,
            cost_returned: self.cost_back,
            fees: self.fees,
            margin,
            margin_percent: percent(margin, sales),
        }
    }
}

/// What sales are told apart by: an inventory group, a category, a channel, or an order or else the paper that goods left on.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
struct Key {
    group: Option<i64>,
    category: Option<CategoryCode>,
    value: Option<DimensionValueCode>,
    channel: Option<Channel>,
    order: OrderNo,
    document: Option<String>,
}

/// Returns every order that something was shipped for, or every group, category, channel or value of a
/// dimension, then the sum. Item, lot, site and posting days of
/// the shipments may narrow it; later returns and late cost belong to their shipment whenever they came.
///
/// # Errors
/// Fails if the store can't be read.
pub fn rows(view: &dyn View, scope: &Scope, by: impl Into<Apart<By>>) -> Result<Vec<Row>, Fault> {
    let by = by.into();
    let known = matches!(by, Apart::By(By::Group | By::Category))
        .then(|| Known::of(view))
        .transpose()?;
    let told = Told {
        view,
        scope,
        by: &by,
        known: known.as_ref(),
    };
    let fees = fees::by_shipment(view)?;
    let mut orders: BTreeMap<Key, Tally> = BTreeMap::new();
    for shipment in Pages::<Shipment>::of(view) {
        let shipment = shipment?;
        if let Some(key) = told.key(&shipment)? {
            let fee = fees.get(&shipment.movement).copied().unwrap_or_default();
            let tally = Tally::of(view, &shipment, fee)?;
            orders.entry(key).or_default().add(tally);
        }
    }
    for (seq, more) in known_later(view)? {
        let shipment: Option<Shipment> = view.find(&[&seq])?;
        let Some(shipment) = shipment else { continue };
        if let Some(key) = told.key(&shipment)? {
            orders.entry(key).or_default().add(Tally::of_late(more));
        }
    }
    let (mut rows, mut sum) = (Vec::new(), Tally::default());
    for (key, tally) in orders {
        sum.add(tally);
        let head: Option<Order> = view.find(&[&OrderKind::Sales, &key.order])?;
        rows.push(tally.row(RowKind::Row, key, head));
    }
    rows.push(sum.row(RowKind::Sum, Key::default(), None));
    Ok(rows)
}

/// How sales are told apart.
struct Told<'v> {
    view: &'v dyn View,
    scope: &'v Scope,
    by: &'v Apart<By>,
    /// Items and groups, where groups or categories are told apart.
    known: Option<&'v Known>,
}

impl Told<'_> {
    /// Returns the row of a shipment; `None` if it is out of scope.
    fn key(&self, shipment: &Shipment) -> Result<Option<Key>, Fault> {
        let Self { view, scope, .. } = self;
        if !scope.item(&shipment.item) || !scope.lot(&shipment.lot) {
            return Ok(None);
        }
        let is_dated = scope.since.is_some() || scope.until.is_some();
        let is_plain = !shipment.order_no.is_empty() && scope.site.is_none() && !is_dated;
        let wants_move = matches!(self.by, Apart::By(By::Channel) | Apart::Dimension(_));
        if is_plain && !wants_move {
            return self.of(shipment, None).map(Some);
        }
        let moved: Option<Movement> = view.find(&[&shipment.movement])?;
        let moved = moved.filter(|moved| scope.site(&moved.site) && scope.day(moved.posting));
        moved.map(|moved| self.of(shipment, Some(moved))).transpose()
    }

    fn of(&self, shipment: &Shipment, moved: Option<Movement>) -> Result<Key, Fault> {
        let mut key = Key::default();
        match (self.by, self.known, moved) {
            (Apart::Dimension(dimension), _, Some(moved)) => {
                key.value = Some(moved.dimensions.value(dimension).cloned().unwrap_or_default());
            }
            (Apart::By(By::Group), Some(known), _) => key.group = Some(known.item(&shipment.item)?.group),
            (Apart::By(By::Category), Some(known), _) => key.category = Some(known.category(&shipment.item)?),
            (Apart::By(By::Channel), _, Some(moved)) => {
                key.channel = Some(Buyer::of(self.view, &moved)?.channel);
            }
            (_, _, moved) => {
                key.order = shipment.order_no.clone();
                let paper = moved.and_then(|moved| moved.document);
                key.document = paper.filter(|_| shipment.order_no.is_empty());
            }
        }
        Ok(key)
    }
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
    let accounts = AllAccounts::of(view)?;
    let costs: BTreeSet<AccountCode> = accounts.each().map(|(_, it)| it.cost_of_sales).collect();
    let is_cost = |late: &LateCost| costs.contains(&late.account);
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
