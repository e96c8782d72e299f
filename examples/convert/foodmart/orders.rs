//! Sales orders of the month.

use super::{Sale, customer, item, site};
use crate::table;
use anyhow::Result;
use serde_json::json;
use std::collections::BTreeMap;
use std::path::Path;

/// The lines sold to one customer by one store on one day.
pub struct Order<'a> {
    number: String,
    lines: Vec<&'a Sale>,
}

/// Gathers the sales into orders, by date, then store, then customer; lines keep the order of the data set.
pub fn group(sales: &[Sale]) -> Vec<Order<'_>> {
    let mut orders: BTreeMap<(&str, u32, u32), Vec<&Sale>> = BTreeMap::new();
    for sale in sales {
        orders
            .entry((&sale.date, sale.store, sale.customer))
            .or_default()
            .push(sale);
    }
    let number = |(date, store, buyer): (&str, u32, u32)| {
        format!("SO-{}-{}-{}", date.replace('-', ""), site(store), customer(buyer))
    };
    orders
        .into_iter()
        .map(|(key, lines)| Order {
            number: number(key),
            lines,
        })
        .collect()
}

/// Writes `work.jsonl`: the operation documents that promise, pick, pack and ship every order in full.
pub fn write_work(to: &Path, orders: &[Order<'_>]) -> Result<()> {
    let mut text = String::new();
    for Order { number, lines } in orders {
        let (tote, parcel) = (format!("T-{number}"), format!("P-{number}"));
        let steps = [
            json!({"op": "allocate", "order": number}),
            json!({"op": "pick", "order": number, "tote": tote}),
            json!({"op": "pack", "tote": tote, "parcel": parcel}),
            json!({"op": "close_parcel", "parcel": parcel}),
            json!({"op": "ship", "parcel": parcel}),
        ];
        let date = lines.first().map_or("", |sale| sale.date.as_str());
        for mut step in steps {
            let op = step["op"].as_str().unwrap_or_default().to_owned();
            step["id"] = json!(format!("{number}-{op}"));
            step["date"] = json!(date);
            text.push_str(&step.to_string());
            text.push('\n');
        }
    }
    std::fs::write(to.join("work.jsonl"), text)?;
    Ok(())
}

/// Writes `sales_orders.csv`, one row a line.
pub fn write(to: &Path, orders: &[Order<'_>]) -> Result<()> {
    let columns = "order,customer,site,due,priority,channel,line,item,qty,uom,price";
    let mut rows = Vec::new();
    for order in orders {
        for (line, sale) in (1..).zip(&order.lines) {
            rows.push(row(&order.number, line, sale)?);
        }
    }
    table::write(to, "sales_orders.csv", columns, rows)
}

fn row(number: &str, line: u32, sale: &Sale) -> Result<[String; 11]> {
    Ok([
        number.to_string(),
        customer(sale.customer),
        site(sale.store),
        sale.date.clone(),
        "5".into(),
        "store".into(),
        line.to_string(),
        item(sale.product),
        sale.units.to_string(),
        "EA".into(),
        sale.price()?.to_string(),
    ])
}
