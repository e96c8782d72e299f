//! Work orders: one row a component; rows with the same number are one work order and one request.

use super::Lined;
use super::cells::Cells;
use super::known::{Known, Refers};
use super::problems::Problems;
use super::sheet::Sheet;
use crate::cli::request::request_of;
use crate::clock;
use crate::domain::amount::{Price, Qty};
use crate::domain::code::{ItemCode, LotCode, OrderNo, SiteCode};
use crate::operations::request::{Component, Request, WorkOrder};
use std::collections::HashMap;

/// A work order in the making.
struct Making {
    /// The line it begins on.
    line: u64,
    site: SiteCode,
    order: WorkOrder,
}

/// Returns one request for each work order of a file.
pub(super) fn requests<'s>(
    sheet: &'s Sheet,
    known: &mut Known,
    refers: &mut Refers,
    problems: &mut Problems,
) -> Vec<Lined<'s>> {
    let (mut orders, mut places) = (Vec::<Making>::new(), HashMap::<OrderNo, usize>::new());
    for row in &sheet.rows {
        let cells = &mut Cells::new(sheet, row, problems);
        let (site, head) = head(cells, refers);
        let at = *places.entry(head.order.clone()).or_insert_with(|| {
            orders.push(Making {
                line: row.line,
                site: site.clone(),
                order: head.clone(),
            });
            orders.len() - 1
        });
        let first = &mut orders[at];
        same_head(cells, (&first.site, &first.order), (&site, &head));
        let component = component(cells, refers);
        first.order.components.push(component);
    }
    // What is wrong anywhere is imported nowhere.
    orders.retain(|_| problems.is_empty());
    let lined = |making: Making| {
        let Making { line, site, order } = making;
        let key = known.key(sheet.kind.name, &[order.order.as_str()]);
        let request = request_of(key, clock::today(), order.into());
        let site = Some(site);
        Lined {
            sheet,
            line,
            request: Request { site, ..request },
        }
    };
    orders.into_iter().map(lined).collect()
}

fn head(cells: &mut Cells<'_>, refers: &mut Refers) -> (SiteCode, WorkOrder) {
    let site = SiteCode::from(cells.text("site").unwrap_or_else(|| "MAIN".to_owned()));
    refers.to(cells, "site", "site", &site);
    let item = ItemCode::from(cells.needed("item"));
    refers.to(cells, "item", "item", &item);
    let order = WorkOrder {
        order: OrderNo::from(cells.needed("order")),
        item,
        qty: above_zero(cells, "qty"),
        components: Vec::new(),
        labour: cells.read::<Price>("labour"),
        lot: cells.text("lot").map(LotCode::from),
        expiry: cells.read("expiry"),
        due: cells.read("due"),
    };
    (site, order)
}

fn component(cells: &mut Cells<'_>, refers: &mut Refers) -> Component {
    let item = ItemCode::from(cells.needed("component"));
    refers.to(cells, "component", "item", &item);
    Component {
        item,
        qty: above_zero(cells, "component_qty"),
        lot: cells.text("component_lot").map(LotCode::from),
        expiry: None,
        serial: None,
    }
}

fn above_zero(cells: &mut Cells<'_>, column: &'static str) -> Qty {
    let qty = cells.must(column, Qty::ONE);
    if qty <= Qty::ZERO {
        cells.complain(column, format!("expected a quantity above zero, found {qty}"));
    }
    qty
}

fn said(value: Option<&impl ToString>) -> String {
    value.map_or_else(|| "nothing".to_owned(), ToString::to_string)
}

fn same_head(cells: &mut Cells<'_>, first: (&SiteCode, &WorkOrder), found: (&SiteCode, &WorkOrder)) {
    let told = |(site, order): (&SiteCode, &WorkOrder)| {
        [
            ("site", site.to_string()),
            ("item", order.item.to_string()),
            ("qty", order.qty.to_string()),
            ("labour", said(order.labour.as_ref())),
            ("lot", said(order.lot.as_ref())),
            ("expiry", said(order.expiry.as_ref())),
            ("due", said(order.due.as_ref())),
        ]
    };
    for ((column, first), (_, found)) in told(first).into_iter().zip(told(found)) {
        if first != found {
            cells.complain(
                column,
                format!("expected {first} as on the order's first line, found {found}"),
            );
        }
    }
}
