//! `moves`: every movement.

use super::dimensions::Said;
use super::{Asked, Told};
use crate::cli::failure::Failure;
use crate::cli::filter::named;
use crate::cli::output::Printer;
use crate::domain::amount::{Money, Qty};
use crate::domain::log::{Logged, NotedRead};
use crate::domain::movement::{Movement, MovementKind, Source};
use crate::domain::record::{Fault, Range};
use crate::operations::pages::Pages;
use crate::operations::view::View;
use crate::store::StoreError;
use chrono::NaiveDate;
use serde::Serialize;

#[derive(Serialize)]
struct Row {
    seq: i64,
    op: String,
    id: String,
    kind: MovementKind,
    item: String,
    lot: Option<String>,
    expiry: Option<NaiveDate>,
    serial: Option<String>,
    qty: Qty,
    from: Option<String>,
    to: Option<String>,
    site: String,
    value: Money,
    operator: Option<String>,
    terminal: Option<String>,
    source: Source,
    document: Option<String>,
    reason: Option<String>,
    effective_date: NaiveDate,
    posting_date: NaiveDate,
    entered_at: String,
    reverses: Option<i64>,
    scan: Option<String>,
    #[serde(skip_serializing_if = "Said::is_nothing")]
    dimensions: Said,
}

/// Prints the movements that pass the filter; a range of days is of those on which they happened.
pub(super) fn rows(view: &dyn View, told: &Told, printer: &mut Printer) -> Result<(), Failure> {
    let Told { asked, narrowed } = told;
    narrowed.check(view)?;
    for movement in of_item(view, asked) {
        let movement = movement.map_err(StoreError::from)?;
        if passes(asked, &movement) && narrowed.passes(&movement.dimensions) {
            let row = row(view, movement, printer.is_nested());
            printer.row(&row.map_err(StoreError::from)?)?;
        }
    }
    Ok(())
}

/// Returns all movements, or those of the item that is asked for.
pub(super) fn of_item<'v>(
    view: &'v dyn View,
    asked: &Asked,
) -> Box<dyn Iterator<Item = Result<Movement, Fault>> + 'v> {
    match &asked.filter.item {
        Some(item) => match view.list::<Movement>(&Range::by(Movement::BY_STOCK, &[item])) {
            Ok(mut found) => {
                found.sort_by_key(|movement| movement.seq);
                Box::new(found.into_iter().map(Ok))
            }
            Err(fault) => Box::new(std::iter::once(Err(fault))),
        },
        None => Box::new(Pages::<Movement>::of(view)),
    }
}

/// Returns whether a movement passes the filter.
pub(super) fn passes(asked: &Asked, movement: &Movement) -> bool {
    let filter = &asked.filter;
    let places = [&movement.from_location, &movement.to_location];
    let touches = filter.location.is_none() || places.iter().any(|place| **place == filter.location);
    filter.item(&movement.item)
        && filter.lot(&movement.lot)
        && filter.site(&movement.site)
        && touches
        && filter.day(movement.effective)
}

fn row(view: &dyn View, movement: Movement, is_nested: bool) -> Result<Row, Fault> {
    let logged: Option<Logged> = view.find(&[&movement.operation])?;
    let read: Option<NotedRead> = match movement.read {
        Some(read) => view.find(&[&movement.terminal, &read])?,
        None => None,
    };
    Ok(Row {
        seq: movement.seq,
        op: logged
            .as_ref()
            .map(|logged| logged.op.clone())
            .unwrap_or_default(),
        id: logged.map(|logged| logged.key.to_string()).unwrap_or_default(),
        kind: movement.kind,
        item: movement.item.to_string(),
        lot: named(&movement.lot),
        expiry: movement.expiry,
        serial: named(&movement.serial),
        qty: movement.qty,
        from: movement.from_location.as_ref().and_then(named),
        to: movement.to_location.as_ref().and_then(named),
        site: movement.site.to_string(),
        value: movement.value,
        operator: named(&movement.operator),
        terminal: named(&movement.terminal),
        source: movement.source,
        document: movement.document,
        reason: movement.reason,
        effective_date: movement.effective,
        posting_date: movement.posting,
        entered_at: movement.entered_at.to_string(),
        reverses: movement.reverses,
        scan: read.map(|read| read.raw),
        dimensions: Said::of(movement.dimensions, is_nested),
    })
}
