//! Work orders worked through in exact fractions: which part of every issue is in what came out of the process.
//!
//! It reads what moved, in the order of entry, and the lists of the documents; what is in process it works out itself.

use super::read::fraction;
use binledger::domain::amount::{Price, Qty};
use binledger::domain::code::{ItemCode, OrderNo};
use binledger::domain::movement::{Movement, MovementKind};
use binledger::operations::request::{Operation, WorkOrder};
use num_rational::BigRational;
use std::collections::{BTreeMap, HashMap};

/// What came into stock from process: parts of issues, and labour.
pub(super) type Output = (Vec<(i64, BigRational)>, BigRational);

/// What is in process of one component.
#[derive(Clone, Default)]
struct Pool {
    held: i64,
    taken: i64,
    /// What is left of each issue.
    issues: Vec<(i64, BigRational)>,
}

impl Pool {
    /// Takes so much out; returns the parts of issues.
    fn take(&mut self, qty: i64) -> Vec<(i64, BigRational)> {
        let qty = qty.min(self.held).max(0);
        if qty == 0 {
            return Vec::new();
        }
        let part = fraction(qty) / fraction(self.held);
        self.held -= qty;
        let taken = |(issue, left): &mut (i64, BigRational)| {
            let out = &*left * &part;
            *left -= &out;
            (*issue, out)
        };
        self.issues.iter_mut().map(taken).collect()
    }
}

/// What happened to work orders.
#[derive(Default)]
pub(super) struct Work {
    /// What came into stock from process, by its movement.
    pub outputs: HashMap<i64, Output>,
    /// What is left of which issues, component by component.
    pub held: BTreeMap<(OrderNo, ItemCode), Vec<(i64, BigRational)>>,
}

/// Works through all work orders.
pub(super) fn work(movements: &[Movement], operations: &BTreeMap<i64, Operation>) -> Work {
    let mut standing: BTreeMap<OrderNo, Vec<&Movement>> = BTreeMap::new();
    let mut found = Work::default();
    for it in movements.iter().filter(|it| is_work(it.kind)) {
        let order = OrderNo::from(it.document.as_deref().expect("a work order"));
        let own = standing.entry(order.clone()).or_default();
        if let Some(of) = it.reverses {
            own.retain(|known| known.seq != of);
            continue;
        }
        let placed = placed(operations, &order, it.operation);
        if let Some(output) = output(own, it, &placed) {
            found.outputs.insert(it.seq, output);
        }
        own.push(it);
    }
    for (order, own) in standing {
        let placed = placed(operations, &order, i64::MAX);
        let (mut pools, mut made) = (BTreeMap::new(), 0);
        for it in own {
            step(&mut pools, &mut made, it, &placed);
        }
        let held = pools
            .into_iter()
            .map(|(item, pool)| ((order.clone(), item), pool.issues));
        found.held.extend(held);
    }
    found
}

fn is_work(kind: MovementKind) -> bool {
    matches!(
        kind,
        MovementKind::WorkIssue
            | MovementKind::WorkReturn
            | MovementKind::WorkScrap
            | MovementKind::WorkReport
            | MovementKind::WorkClose
    )
}

/// Returns the work order as it was placed or changed last before an operation.
fn placed(operations: &BTreeMap<i64, Operation>, order: &OrderNo, before: i64) -> WorkOrder {
    let mut known = operations.range(..before).rev();
    let known = known.find_map(|(_, operation)| match operation {
        Operation::WorkOrder(asked) if asked.order == *order => Some(asked.clone()),
        _ => None,
    });
    known.expect("a work order that was placed")
}

/// Works through what stands of a work order, and then one movement more; returns what that brings into stock.
fn output(standing: &[&Movement], last: &Movement, placed: &WorkOrder) -> Option<Output> {
    let mut pools: BTreeMap<ItemCode, Pool> = BTreeMap::new();
    let mut made = 0;
    for it in standing {
        step(&mut pools, &mut made, it, placed);
    }
    let parts = step(&mut pools, &mut made, last, placed);
    let labour = match last.kind {
        MovementKind::WorkReport => placed.labour.unwrap_or(Price(0)),
        MovementKind::WorkReturn => Price(0),
        _ => return None,
    };
    let labour = last.qty.at_unit(labour).expect("an amount");
    Some((parts, fraction(labour.0)))
}

/// Does one movement; returns the parts of issues that leave the process with it.
fn step(
    pools: &mut BTreeMap<ItemCode, Pool>,
    made: &mut i64,
    it: &Movement,
    placed: &WorkOrder,
) -> Vec<(i64, BigRational)> {
    let is_output = it.order_line == Some(0);
    if !is_output {
        let pool = pools.entry(it.item.clone()).or_default();
        if it.kind != MovementKind::WorkIssue {
            return pool.take(it.qty.0);
        }
        pool.held += it.qty.0;
        pool.issues.push((it.seq, fraction(1)));
        return Vec::new();
    }
    if it.kind == MovementKind::WorkClose {
        return pools.values_mut().flat_map(|pool| pool.take(pool.held)).collect();
    }
    *made += it.qty.0;
    let mut parts = Vec::new();
    for component in &placed.components {
        let pool = pools.entry(component.item.clone()).or_default();
        let due = component.qty.times(Qty(*made)).expect("a quantity").0 - pool.taken;
        let before = pool.held;
        parts.extend(pool.take(due));
        pool.taken += before - pool.held;
    }
    parts
}
