//! `layers`: what the cost layers hold.

use super::Asked;
use crate::cli::failure::Failure;
use crate::cli::filter::named;
use crate::cli::output::Printer;
use crate::domain::amount::{Money, Qty};
use crate::domain::catalog::Item;
use crate::domain::company::Method;
use crate::domain::log::Logged;
use crate::domain::movement::Movement;
use crate::domain::record::{Fault, Range};
use crate::domain::stock::{Layer, Pool};
use crate::operations::pages::Pages;
use crate::operations::view::View;
use crate::store::StoreError;
use chrono::NaiveDate;
use serde::Serialize;

#[derive(Serialize)]
struct Row {
    item: String,
    site: String,
    lot: Option<String>,
    seq: Option<i64>,
    qty: Qty,
    value: Money,
    received: Option<NaiveDate>,
    source: String,
}

/// Prints the layers that pass the filter: of FIFO items each, of the others the one pool. `source` is the id of the
/// operation that made a layer, or the method of a pool.
pub(super) fn rows(view: &dyn View, asked: &Asked, printer: &mut Printer) -> Result<(), Failure> {
    let filter = &asked.filter;
    for pool in Pages::<Pool>::of(view) {
        let pool = pool.map_err(StoreError::from)?;
        if pool.qty.is_zero() || !filter.item(&pool.item) || !filter.site(&pool.site) {
            continue;
        }
        let item: Option<Item> = view.find(&[&pool.item]).map_err(StoreError::from)?;
        let method = item.map_or(Method::Average, |item| item.method);
        if method != Method::Fifo {
            if filter.lot.is_none() && filter.since.is_none() && filter.until.is_none() {
                printer.row(&pooled(&pool, method))?;
            }
            continue;
        }
        let range = Range::of::<Layer>(&[&pool.item, &pool.site]);
        for layer in view.list::<Layer>(&range).map_err(StoreError::from)? {
            if filter.lot(&layer.lot) && filter.day(layer.received) {
                printer.row(&layered(view, &layer).map_err(StoreError::from)?)?;
            }
        }
    }
    Ok(())
}

fn pooled(pool: &Pool, method: Method) -> Row {
    Row {
        item: pool.item.to_string(),
        site: pool.site.to_string(),
        lot: None,
        seq: None,
        qty: pool.qty,
        value: pool.value,
        received: None,
        source: method.to_string(),
    }
}

fn layered(view: &dyn View, layer: &Layer) -> Result<Row, Fault> {
    let movement: Option<Movement> = view.find(&[&layer.seq])?;
    let logged: Option<Logged> = match movement {
        Some(movement) => view.find(&[&movement.operation])?,
        None => None,
    };
    Ok(Row {
        item: layer.item.to_string(),
        site: layer.site.to_string(),
        lot: named(&layer.lot),
        seq: Some(layer.seq),
        qty: layer.qty,
        value: layer.value,
        received: Some(layer.received),
        source: logged.map(|logged| logged.key.to_string()).unwrap_or_default(),
    })
}
