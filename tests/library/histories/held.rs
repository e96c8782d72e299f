//! What must hold after every operation, and the store as one value to compare.

use super::house::House;
use binledger::domain::amount::{Money, Qty};
use binledger::domain::catalog::Item;
use binledger::domain::integration::{Billing, Switch};
use binledger::domain::late::LateCost;
use binledger::domain::log::Logged;
use binledger::domain::movement::{Movement, Shipment};
use binledger::domain::order::{Order, OrderKind, OrderLine};
use binledger::domain::purchase::{Bill, Receipt, Settlement, Voucher};
use binledger::domain::record::{Record, Row, Value};
use binledger::domain::stock::{Balance, Layer, LpnKind, Plate, Pool};
use binledger::domain::task::{Task, TaskKind, TaskState};
use binledger::domain::transfer::Transfer;
use binledger::operations::change::{Change, Write};
use binledger::operations::invariants::audit;
use binledger::operations::pages::Rows;
use binledger::operations::request::Request;
use binledger::store::Store;
use binledger::store::tables::TABLES;
use std::collections::{BTreeMap, BTreeSet};

/// Every row of every table by its key.
pub type Dump = BTreeMap<&'static str, BTreeMap<Vec<Value>, Row>>;

/// The whole store.
pub fn dump(house: &House) -> Dump {
    let store: &dyn Store = &house.store;
    let read = store.read(|view| {
        let mut all = Dump::new();
        for table in TABLES {
            let rows: Result<Vec<Row>, _> = Rows::of(table, view).collect();
            let rows = rows?;
            if !rows.is_empty() {
                let keyed = rows.into_iter().map(|row| (row[..table.key].to_vec(), row));
                all.insert(table.name, keyed.collect());
            }
        }
        Ok(all)
    });
    read.expect("the store works")
}

/// Checks that the store holds exactly the rows that are known.
pub fn is_known(house: &House, known: &Dump, done: Option<&Request>) {
    let store: &dyn Store = &house.store;
    let read = store.read(|view| {
        for table in TABLES {
            let mut rows = Rows::of(table, view);
            for row in known.get(table.name).into_iter().flat_map(BTreeMap::values) {
                let kept = rows.next().transpose()?;
                assert_eq!(Some(row), kept.as_ref(), "{} after {done:?}", table.name);
            }
            assert_eq!(None, rows.next().transpose()?, "{} after {done:?}", table.name);
        }
        Ok(())
    });
    read.expect("the store works");
}

/// Makes of a store what it is after a change.
pub fn changed(store: &mut Dump, change: &Change) {
    for write in &change.writes {
        let table = store.entry(write.table().name).or_default();
        match write {
            Write::Put { table: of, row, .. } => table.insert(row[..of.key].to_vec(), row.clone()),
            Write::Remove { key, .. } => table.remove(key),
        };
    }
    store.retain(|_, rows| !rows.is_empty());
}

/// What taking an operation back must restore: stock, value, orders, what came back of shipments and what is open. The
/// last known cost of a pool stays known.
pub fn movable(store: &Dump) -> Dump {
    let names = [
        Balance::TABLE.name,
        Layer::TABLE.name,
        Order::TABLE.name,
        OrderLine::TABLE.name,
        Shipment::TABLE.name,
        Transfer::TABLE.name,
        Voucher::TABLE.name,
        Receipt::TABLE.name,
        Bill::TABLE.name,
        Settlement::TABLE.name,
        Item::TABLE.name,
        Billing::TABLE.name,
        Switch::TABLE.name,
    ];
    let kept = store.iter().filter(|(name, _)| names.contains(name));
    let mut kept: Dump = kept.map(|(name, rows)| (*name, rows.clone())).collect();
    let pools = store.get(Pool::TABLE.name).into_iter().flatten();
    let worth = pools.map(|(key, row)| (key.clone(), row[..4].to_vec()));
    let worth = worth.filter(|(_, row)| row[2..4] != [Value::Int(0), Value::Int(0)]);
    kept.insert(Pool::TABLE.name, worth.collect());
    kept
}

impl House {
    /// The posting day of the last movement.
    pub fn last_posted(&self) -> chrono::NaiveDate {
        self.all::<Movement>()
            .pop()
            .map_or_else(Self::today, |last| last.posting)
    }

    /// How many movements the last operation made.
    pub fn last_moved(&self) -> i64 {
        self.all::<Logged>().pop().map_or(0, |last| last.movements)
    }
}

/// Everything that must hold, whatever was done last.
pub fn holds(house: &House, done: &Request) {
    let store: &dyn Store = &house.store;
    for finding in store.read(audit).expect("the store works") {
        assert_eq!(finding.broken, 0, "{finding:?} after {done:?}");
    }
    promises_are_kept(house, done);
    orders_are_whole(house, done);
    plates_are_somewhere(house, done);
    value_goes_nowhere(house, done);
}

/// What is promised of a balance is what open tasks still want of it, and so are an order line's promises.
fn promises_are_kept(house: &House, done: &Request) {
    let (mut wanted, mut lines) = (BTreeMap::new(), BTreeMap::new());
    for task in house.all::<Task>() {
        if task.kind == TaskKind::Pick && task.state == TaskState::Open {
            assert!(
                Qty::ZERO < task.left(),
                "{task:?} has nothing to do after {done:?}"
            );
            *wanted
                .entry((
                    task.item.clone(),
                    task.lot.clone(),
                    task.serial.clone(),
                    task.location.clone(),
                ))
                .or_default() += task.left();
            *lines.entry((task.order_no.clone(), task.order_line)).or_default() += task.left();
        }
    }
    let mut promised: BTreeMap<_, Qty> = BTreeMap::new();
    for it in house.all::<Balance>() {
        if !it.allocated.is_zero() {
            *promised
                .entry((it.item, it.lot, it.serial, it.location))
                .or_default() += it.allocated;
        }
    }
    assert_eq!(wanted, promised, "tasks and balances after {done:?}");
    let of_lines: BTreeMap<_, Qty> = house
        .all::<OrderLine>()
        .into_iter()
        .filter(|line| !line.allocated.is_zero())
        .map(|line| ((line.order_no, line.line), line.allocated))
        .collect();
    assert_eq!(lines, of_lines, "tasks and order lines after {done:?}");
}

/// No counter of an order is below zero or beyond the one before it, and what is picked lies in its totes and parcels.
fn orders_are_whole(house: &House, done: &Request) {
    let mut picked: BTreeMap<_, Qty> = BTreeMap::new();
    for line in house.all::<OrderLine>() {
        let counters = [line.done, line.allocated, line.picked, line.packed, line.short];
        assert!(
            counters.iter().all(|it| Qty::ZERO <= *it) && line.packed <= line.picked,
            "{line:?} after {done:?}"
        );
        if line.kind == OrderKind::Sales && !line.picked.is_zero() {
            *picked.entry((line.order_no, line.item)).or_default() += line.picked;
        }
    }
    let plates: BTreeMap<_, Plate> = house
        .all::<Plate>()
        .into_iter()
        .map(|it| (it.lpn.clone(), it))
        .collect();
    let mut lying: BTreeMap<_, Qty> = BTreeMap::new();
    for it in house.all::<Balance>() {
        if let Some(order) = plates.get(&it.lpn).and_then(|plate| plate.order_no.clone()) {
            *lying.entry((order, it.item)).or_default() += it.qty;
        }
    }
    assert_eq!(picked, lying, "picked, and in totes and parcels, after {done:?}");
}

/// Every licence plate that carries goods is known and in one place; every serial number is one piece in one place.
fn plates_are_somewhere(house: &House, done: &Request) {
    let plates: BTreeMap<_, Plate> = house
        .all::<Plate>()
        .into_iter()
        .map(|it| (it.lpn.clone(), it))
        .collect();
    let mut serials = BTreeSet::new();
    for it in house.all::<Balance>() {
        if !it.lpn.is_empty() {
            let plate = plates
                .get(&it.lpn)
                .map(|plate| (&plate.location, plate.order_no.is_some()));
            let carries = plates
                .get(&it.lpn)
                .is_some_and(|plate| plate.kind != LpnKind::Pallet);
            assert_eq!(plate, Some((&it.location, carries)), "{it:?} after {done:?}");
        }
        if !it.serial.is_empty() {
            assert_eq!(it.qty, Qty::ONE, "{it:?} after {done:?}");
            assert!(
                serials.insert(it.serial.clone()),
                "{it:?} is twice in stock after {done:?}"
            );
        }
    }
}

/// Value in = value out + value left, per item; nothing that left cost less than nothing.
fn value_goes_nowhere(house: &House, done: &Request) {
    let mut left: BTreeMap<_, (Qty, Money)> = BTreeMap::new();
    for it in house.all::<Movement>() {
        let sum = left.entry((it.item, it.site)).or_default();
        sum.1 += it.value;
        match (it.from_location, it.to_location) {
            (None, Some(_)) => sum.0 += it.qty,
            (Some(_), None) => sum.0 -= it.qty,
            _ => {}
        }
    }
    for pool in house.all::<Pool>() {
        let told = left
            .remove(&(pool.item.clone(), pool.site.clone()))
            .unwrap_or_default();
        assert_eq!(told, (pool.qty, pool.value), "{pool:?} after {done:?}");
        let owed = if pool.qty < Qty::ZERO {
            -pool.value
        } else {
            pool.value
        };
        assert!(Money::ZERO <= owed, "{pool:?} after {done:?}");
    }
    let late = house.all::<LateCost>();
    for it in house.all::<Shipment>() {
        let all_back = it.qty_back == it.qty && late.iter().all(|late| late.issue != it.movement);
        assert!(
            Qty::ZERO <= it.qty_back && it.qty_back <= it.qty,
            "{it:?} after {done:?}"
        );
        assert!(!all_back || it.cost_back == it.cost, "{it:?} after {done:?}");
    }
}
