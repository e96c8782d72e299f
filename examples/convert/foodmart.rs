//! `FoodMart`: the sales of one month become sales orders, one for each day, store and customer; the opening stock is
//! what those sales need, at what they cost.

mod master;
mod orders;

use crate::amount;
use crate::table;
use anyhow::{Context, Result};
use rust_decimal::Decimal;
use serde::Deserialize;
use std::path::Path;

/// Writes the import files and the work of the month, and prints the expected totals.
pub fn convert(from: &Path, to: &Path) -> Result<()> {
    let products: Vec<Product> = table::rows(from, "product.csv")?;
    let rows: Vec<SaleRow> = table::rows(from, "sales_1997_01.csv")?;
    let sales = rows.into_iter().map(Sale::read).collect::<Result<Vec<_>>>()?;

    let shelves = master::Shelves::of(&products, &sales)?;
    master::write_groups(
        to,
        &table::rows::<master::Class>(from, "product_class.csv")?,
        &products,
    )?;
    master::write_sites(to, &table::rows::<master::Store>(from, "store.csv")?, &sales)?;
    shelves.write_locations(to)?;
    master::write_customers(to, &sales)?;
    let stock = shelves.write_opening_stock(to, &sales)?;

    let orders = orders::group(&sales);
    orders::write(to, &orders)?;
    orders::write_work(to, &orders)?;
    print(&sales, orders.len(), stock);
    Ok(())
}

#[derive(Deserialize)]
struct Product {
    #[serde(rename = "product_id")]
    id: u32,
    #[serde(rename = "product_class_id")]
    class: u32,
    #[serde(rename = "product_name")]
    name: String,
    /// Looks like a UPC but seldom has a valid check digit, so it is the supplier's code and no barcode.
    #[serde(rename = "SKU")]
    sku: String,
    #[serde(rename = "SRP")]
    price: String,
    gross_weight: String,
}

#[derive(Deserialize)]
struct SaleRow {
    the_date: String,
    store_id: u32,
    customer_id: u32,
    product_id: u32,
    unit_sales: String,
    store_sales: String,
    store_cost: String,
}

/// One line sold: amounts are of the whole line, to four decimals.
struct Sale {
    date: String,
    store: u32,
    customer: u32,
    product: u32,
    units: Decimal,
    amount: Decimal,
    cost: Decimal,
}

impl Sale {
    fn read(row: SaleRow) -> Result<Self> {
        Ok(Self {
            units: amount::read(&row.unit_sales)?,
            amount: amount::read(&row.store_sales)?,
            cost: amount::read(&row.store_cost)?,
            date: row.the_date,
            store: row.store_id,
            customer: row.customer_id,
            product: row.product_id,
        })
    }

    /// What one unit was sold for, to four decimals.
    fn price(&self) -> Result<Decimal> {
        let price = self
            .amount
            .checked_div(self.units)
            .context("a sale of no units")?;
        amount::read(&price.to_string())
    }
}

fn item(product: u32) -> String {
    format!("FM-{product:04}")
}

fn site(store: u32) -> String {
    format!("S{store:02}")
}

fn customer(customer: u32) -> String {
    format!("C{customer:05}")
}

/// Prints the totals of the month. The opening stock is sold to the last unit, so cost of sales equals its value to
/// the cent, in any order of shipping and by any method of valuation.
fn print(sales: &[Sale], orders: usize, stock: Decimal) {
    let exact: Decimal = sales.iter().map(|sale| sale.cost).sum();
    eprintln!("orders             {orders}");
    eprintln!("lines              {}", sales.len());
    eprintln!(
        "units              {}",
        sales.iter().map(|sale| sale.units).sum::<Decimal>()
    );
    eprintln!(
        "sales              {}",
        sales
            .iter()
            .map(|sale| amount::cents(sale.amount))
            .sum::<Decimal>()
    );
    eprintln!("cost of sales      {stock}");
    eprintln!("cost in the data   {exact}");
    eprintln!("rounding of stock  {}", stock - exact);
}
