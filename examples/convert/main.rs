//! Turns two public data sets of company data into files for `binledger post` and `binledger import`, and prints to
//! standard error what the store must show afterwards, computed here and independently of the product.
//!
//! - `cargo run --example convert -- adventureworks DIR OUT` writes `OUT/adventureworks.jsonl`: items and receipts of
//!   the `AdventureWorks` purchase orders.
//! - `cargo run --example convert -- foodmart DIR OUT` writes the master data, opening stock and sales orders of one
//!   month of `FoodMart` as CSV files.
//!
//! `DIR` holds the CSV files of the data set; neither set is part of binledger.

mod adventureworks;
mod amount;
mod foodmart;
mod table;

use anyhow::{Result, bail};
use std::path::Path;
use std::{env, fs};

fn main() -> Result<()> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let [set, from, to] = arguments.as_slice() else {
        bail!("usage: convert adventureworks|foodmart DIR OUT");
    };
    let (from, to) = (Path::new(from), Path::new(to));
    fs::create_dir_all(to)?;
    match set.as_str() {
        "adventureworks" => adventureworks::convert(from, to),
        "foodmart" => foodmart::convert(from, to),
        other => bail!("no data set is called {other}"),
    }
}
