//! Orders: one row a line; rows with the same number are one order and one request.

use super::Lined;
use super::cells::Cells;
use super::known::{Known, Refers};
use super::problems::Problems;
use super::sheet::Sheet;
use crate::cli::request::request_of;
use crate::clock;
use crate::domain::amount::{Price, Qty};
use crate::domain::code::{
    Channel, ItemCode, LotCode, OrderNo, PartyCode, Region, SiteCode, TaxCode, UomCode,
};
use crate::domain::order::{Order, OrderKind, OrderLine, OrderState};
use crate::operations::request::PlaceOrder;
use std::collections::{HashMap, HashSet};

/// An order in the making.
struct Making {
    /// The line it begins on.
    line: u64,
    order: Order,
    lines: Vec<OrderLine>,
    /// The numbers of its lines.
    numbers: HashSet<i64>,
}

/// Returns one request for each order of a file.
pub(super) fn requests<'s>(
    sheet: &'s Sheet,
    known: &mut Known,
    refers: &mut Refers,
    problems: &mut Problems,
) -> Vec<Lined<'s>> {
    let kind = if sheet.kind.name == "purchase_orders" {
        OrderKind::Purchase
    } else {
        OrderKind::Sales
    };
    let (mut orders, mut places) = (Vec::<Making>::new(), HashMap::<OrderNo, usize>::new());
    for row in &sheet.rows {
        let cells = &mut Cells::new(sheet, row, problems);
        let head = head(kind, cells, refers);
        let at = *places.entry(head.order_no.clone()).or_insert_with(|| {
            orders.push(Making {
                line: row.line,
                order: head.clone(),
                lines: Vec::new(),
                numbers: HashSet::new(),
            });
            orders.len() - 1
        });
        let Making {
            order,
            lines,
            numbers,
            ..
        } = &mut orders[at];
        same_head(cells, order, &head);
        let line = line(order, lines.len(), cells, known, refers);
        if !numbers.insert(line.line) {
            cells.complain(
                "line",
                format!("expected each line once, found {} again", line.line),
            );
        }
        lines.push(line);
    }
    // What is wrong anywhere is imported nowhere.
    orders.retain(|_| problems.is_empty());
    let lined = |making: Making| {
        let Making {
            line, order, lines, ..
        } = making;
        let key = known.key(sheet.kind.name, &[order.order_no.as_str()]);
        let without = None;
        let placed = PlaceOrder {
            order,
            lines,
            without,
        };
        Lined {
            sheet,
            line,
            request: request_of(key, clock::today(), placed.into()),
        }
    };
    orders.into_iter().map(lined).collect()
}

fn head(kind: OrderKind, cells: &mut Cells<'_>, refers: &mut Refers) -> Order {
    let column = if kind == OrderKind::Purchase {
        "vendor"
    } else {
        "customer"
    };
    let party = PartyCode::from(cells.needed(column));
    refers.to(cells, column, column, &party);
    let site = SiteCode::from(cells.text("site").unwrap_or_else(|| "MAIN".to_owned()));
    refers.to(cells, "site", "site", &site);
    let tax_type = cells.text("tax_type").map(TaxCode::from);
    refers.to(
        cells,
        "tax_type",
        "tax type",
        &tax_type.clone().unwrap_or_default(),
    );
    Order {
        kind,
        order_no: OrderNo::from(cells.needed("order")),
        party,
        site,
        due: cells.must("due", clock::today()),
        priority: cells.read("priority").unwrap_or(5),
        state: OrderState::Open,
        channel: Channel::from(cells.text("channel").unwrap_or_default()),
        prices_include_tax: cells.read("prices_include_tax"),
        tax_type,
        region: cells.text("region").map(Region::from),
        dimensions: cells.read("dimensions").unwrap_or_default(),
    }
}

fn said(value: Option<&impl ToString>) -> String {
    value.map_or_else(|| "nothing".to_owned(), ToString::to_string)
}

fn same_head(cells: &mut Cells<'_>, first: &Order, found: &Order) {
    let column = if first.kind == OrderKind::Purchase {
        "vendor"
    } else {
        "customer"
    };
    let pairs = [
        (column, first.party.to_string(), found.party.to_string()),
        ("site", first.site.to_string(), found.site.to_string()),
        ("due", first.due.to_string(), found.due.to_string()),
        ("priority", first.priority.to_string(), found.priority.to_string()),
        ("channel", first.channel.to_string(), found.channel.to_string()),
        (
            "prices_include_tax",
            said(first.prices_include_tax.as_ref()),
            said(found.prices_include_tax.as_ref()),
        ),
        (
            "tax_type",
            said(first.tax_type.as_ref()),
            said(found.tax_type.as_ref()),
        ),
        ("region", said(first.region.as_ref()), said(found.region.as_ref())),
        (
            "dimensions",
            first.dimensions.to_string(),
            found.dimensions.to_string(),
        ),
    ];
    for (column, first, found) in pairs {
        if first != found {
            cells.complain(
                column,
                format!("expected {first} as on the order's first line, found {found}"),
            );
        }
    }
}

fn line(
    order: &Order,
    before: usize,
    cells: &mut Cells<'_>,
    known: &Known,
    refers: &mut Refers,
) -> OrderLine {
    let item = ItemCode::from(cells.needed("item"));
    refers.to(cells, "item", "item", &item);
    let base = known.units.get(&item).cloned();
    let uom = cells.text("uom").map(UomCode::from).or_else(|| base.clone());
    let mut pack = Qty::ONE;
    if let (Some(base), Some(uom)) = (base, uom)
        && base != uom
    {
        match known.packs.size(&item, &uom) {
            Some(size) => pack = size,
            None => cells.complain(
                "uom",
                format!("expected {base} or a pack of {item} with a barcode, found {uom}"),
            ),
        }
    }
    let qty = cells.must("qty", Qty::ONE);
    if qty <= Qty::ZERO {
        cells.complain("qty", format!("expected a quantity above zero, found {qty}"));
    }
    let ordered = qty.times(pack).unwrap_or_else(|why| {
        cells.complain(
            "qty",
            format!("expected a quantity that fits in base units; {why}"),
        );
        Qty::ZERO
    });
    let price = cells.must("price", Price::ZERO);
    if price < Price::ZERO {
        cells.complain("price", format!("expected a price from 0, found {price}"));
    }
    OrderLine {
        kind: order.kind,
        order_no: order.order_no.clone(),
        line: cells
            .read("line")
            .unwrap_or(i64::try_from(before + 1).unwrap_or(i64::MAX)),
        item,
        qty: ordered,
        price,
        price_per: pack,
        lot: cells.text("lot").map(LotCode::from),
        done: Qty::ZERO,
        allocated: Qty::ZERO,
        picked: Qty::ZERO,
        packed: Qty::ZERO,
        short: Qty::ZERO,
    }
}
