//! `AdventureWorks`: every purchase-order line becomes a receipt of what was accepted and, where something was rejected,
//! a second one into quarantine.

use crate::amount;
use crate::table;
use anyhow::{Context, Result, ensure};
use rust_decimal::Decimal;
use serde::Deserialize;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// Writes `adventureworks.jsonl` and prints the expected totals.
pub fn convert(from: &Path, to: &Path) -> Result<()> {
    let products: Vec<Product> = table::rows(from, "Product.csv")?;
    let products: BTreeMap<u32, Product> = products.into_iter().map(|p| (p.id, p)).collect();
    let lines: Vec<Line> = table::rows(from, "PurchaseOrderDetail.csv")?;

    let bought: BTreeSet<u32> = lines.iter().map(|line| line.product).collect();
    let mut documents = Vec::new();
    for id in &bought {
        documents.push(
            products
                .get(id)
                .with_context(|| format!("product {id} is unknown"))?
                .document(),
        );
    }
    let mut totals = Totals::default();
    for line in &lines {
        documents.extend(line.receipts(&products[&line.product], &mut totals)?);
    }
    eprintln!("items              {}", bought.len());
    eprintln!("documents          {}", documents.len());
    eprintln!("lines              {}", lines.len());
    totals.print();
    table::write_documents(to, "adventureworks.jsonl", documents)
}

#[derive(Deserialize)]
struct Product {
    #[serde(rename = "ProductID")]
    id: u32,
    #[serde(rename = "Name")]
    name: String,
    #[serde(rename = "ProductNumber")]
    number: String,
}

impl Product {
    fn document(&self) -> Value {
        let method = if self.id.is_multiple_of(2) {
            "fifo"
        } else {
            "average"
        };
        json!({ "id": format!("item-{}", self.number), "op": "item", "item": self.number, "name": self.name, "method": method })
    }
}

#[derive(Deserialize)]
struct Line {
    #[serde(rename = "PurchaseOrderID")]
    order: u32,
    #[serde(rename = "PurchaseOrderDetailID")]
    id: u32,
    #[serde(rename = "ProductID")]
    product: u32,
    #[serde(rename = "UnitPrice")]
    price: String,
    #[serde(rename = "ReceivedQty")]
    received: String,
    #[serde(rename = "RejectedQty")]
    rejected: String,
    /// When the receipt was entered: the data set has no other date on the line.
    #[serde(rename = "ModifiedDate")]
    entered: String,
}

impl Line {
    /// One document for what was accepted, one for what was rejected; neither for nothing.
    fn receipts(&self, product: &Product, totals: &mut Totals) -> Result<Vec<Value>> {
        let price = amount::read(&self.price)?;
        let (received, rejected) = (amount::read(&self.received)?, amount::read(&self.rejected)?);
        ensure!(
            rejected <= received,
            "line {} rejects more than it received",
            self.id
        );
        let accepted = received - rejected;
        let mut documents = Vec::new();
        if !accepted.is_zero() {
            totals.accepted.add(accepted, price);
            documents.push(self.receipt(product, accepted, price)?);
        }
        if !rejected.is_zero() {
            totals.rejected.add(rejected, price);
            let mut document = self.receipt(product, rejected, price)?;
            document["id"] = json!(format!("po-{}-{}-rejected", self.order, self.id));
            document["status"] = json!("quarantine");
            document["to"] = json!("QUARANTINE");
            documents.push(document);
        }
        Ok(documents)
    }

    fn receipt(&self, product: &Product, qty: Decimal, price: Decimal) -> Result<Value> {
        let date = self
            .entered
            .get(..10)
            .with_context(|| format!("line {} has no date", self.id))?;
        Ok(json!({
            "id": format!("po-{}-{}", self.order, self.id),
            "op": "receive",
            "date": date,
            "document": format!("PO-{}", self.order),
            "item": product.number,
            "qty": qty.normalize().to_string(),
            "cost": price.to_string(),
        }))
    }
}

#[derive(Default)]
struct Totals {
    accepted: Total,
    rejected: Total,
}

impl Totals {
    fn print(&self) {
        let exact = self.accepted.exact + self.rejected.exact;
        let value = self.accepted.value + self.rejected.value;
        eprintln!("receipts accepted  {}", self.accepted.receipts);
        eprintln!("receipts rejected  {}", self.rejected.receipts);
        eprintln!("accepted units     {}", self.accepted.units);
        eprintln!("rejected units     {}", self.rejected.units);
        eprintln!("value accepted     {}", self.accepted.value);
        eprintln!("value rejected     {}", self.rejected.value);
        eprintln!("stock value, GRNI  {value}");
        eprintln!("before rounding    {exact}");
        eprintln!("rounding of lines  {}", value - exact);
    }
}

#[derive(Default)]
struct Total {
    receipts: u32,
    units: Decimal,
    exact: Decimal,
    value: Decimal,
}

impl Total {
    fn add(&mut self, qty: Decimal, price: Decimal) {
        self.receipts += 1;
        self.units += qty;
        self.exact += qty * price;
        self.value += amount::cents(qty * price);
    }
}
