//! Groups, items, sites, bins, customers and opening stock.

use super::{Product, Sale, customer, item, site};
use crate::amount;
use crate::table;
use anyhow::{Context, Result};
use rust_decimal::Decimal;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// The day before the first sale.
const OPENING_DATE: &str = "1996-12-31";

#[derive(Deserialize)]
pub struct Class {
    #[serde(rename = "product_class_id")]
    id: u32,
    #[serde(rename = "product_family")]
    family: String,
}

#[derive(Deserialize)]
pub struct Store {
    #[serde(rename = "store_id")]
    id: u32,
    #[serde(rename = "store_name")]
    name: String,
    #[serde(rename = "store_city")]
    city: String,
}

/// Writes `groups.csv`, one group a product family on the default accounts, and `items.csv`. Items with an even number
/// are valued by FIFO, the others by moving average.
pub fn write_groups(to: &Path, classes: &[Class], products: &[Product]) -> Result<()> {
    let families: BTreeSet<&str> = classes.iter().map(|class| class.family.as_str()).collect();
    let families: Vec<&str> = families.into_iter().collect();
    let columns =
        "group,name,sales,inventory,cost_of_sales,count_variance,adjustment,purchase_variance,method";
    let groups = (1..).zip(&families).map(|(number, family): (u32, _)| {
        let number = number.to_string();
        [
            number.as_str(),
            *family,
            "4000",
            "1300",
            "5000",
            "5200",
            "5300",
            "5100",
            "average",
        ]
        .map(String::from)
    });
    table::write(to, "groups.csv", columns, groups)?;

    let family_of: BTreeMap<u32, &str> = classes.iter().map(|c| (c.id, c.family.as_str())).collect();
    let mut rows = Vec::new();
    for product in products {
        let family = family_of
            .get(&product.class)
            .context("a product of an unknown class")?;
        let group = families
            .iter()
            .position(|name| name == family)
            .context("a class of an unknown family")?
            + 1;
        rows.push(item_row(product, group)?);
    }
    let columns = "item,name,group,method,tracking,uom,price,weight,service,supplier_code";
    table::write(to, "items.csv", columns, rows)
}

fn item_row(product: &Product, group: usize) -> Result<[String; 10]> {
    let method = if product.id.is_multiple_of(2) {
        "fifo"
    } else {
        "average"
    };
    Ok([
        item(product.id),
        product.name.clone(),
        group.to_string(),
        method.into(),
        "none".into(),
        "EA".into(),
        amount::read(&product.price)?.to_string(),
        amount::read(&product.gross_weight)?.to_string(),
        "false".into(),
        product.sku.clone(),
    ])
}

/// Writes `sites.csv`: the stores that sold something.
pub fn write_sites(to: &Path, stores: &[Store], sales: &[Sale]) -> Result<()> {
    let open: BTreeSet<u32> = sales.iter().map(|sale| sale.store).collect();
    let sites = stores.iter().filter(|store| open.contains(&store.id));
    let rows = sites.map(|store| [site(store.id), format!("{}, {}", store.name, store.city)]);
    table::write(to, "sites.csv", "site,name", rows)
}

/// Writes `customers.csv`; the data set has numbers and no names.
pub fn write_customers(to: &Path, sales: &[Sale]) -> Result<()> {
    let known: BTreeSet<u32> = sales.iter().map(|sale| sale.customer).collect();
    let rows = known
        .into_iter()
        .map(|id| [customer(id), format!("Customer {id}"), "0".to_string()]);
    table::write(to, "customers.csv", "customer,name,min_life_days", rows)
}

/// Where each store keeps what it sold: one pick bin a class of products.
pub struct Shelves {
    class_of: BTreeMap<u32, u32>,
    bins: BTreeSet<(u32, u32)>,
}

impl Shelves {
    /// Finds the bins that the sales were taken from; an unknown product is an error.
    pub fn of(products: &[Product], sales: &[Sale]) -> Result<Self> {
        let class_of: BTreeMap<u32, u32> = products.iter().map(|p| (p.id, p.class)).collect();
        let mut bins = BTreeSet::new();
        for sale in sales {
            let class = class_of
                .get(&sale.product)
                .with_context(|| format!("product {} is unknown", sale.product))?;
            bins.insert((sale.store, *class));
        }
        Ok(Self { class_of, bins })
    }

    /// Names the bin of a product in a store.
    pub fn bin(&self, store: u32, product: u32) -> String {
        bin(store, self.class_of[&product])
    }

    /// Writes `locations.csv`: in each store the bins, and one place for every other purpose.
    pub fn write_locations(&self, to: &Path) -> Result<()> {
        let special = [
            "receiving",
            "packing",
            "shipping",
            "quarantine",
            "returns",
            "damaged",
        ];
        let stores: BTreeSet<u32> = self.bins.iter().map(|(store, _)| *store).collect();
        let bins = self.bins.iter().map(|(store, class)| {
            [
                bin(*store, *class),
                site(*store),
                "sales floor".into(),
                "pick".into(),
                class.to_string(),
            ]
        });
        let places = stores.iter().flat_map(|store| {
            special.into_iter().zip(900..).map(|(purpose, sequence)| {
                let code = format!("{}-{}", site(*store), purpose.to_uppercase());
                [
                    code,
                    site(*store),
                    "back room".into(),
                    purpose.into(),
                    sequence.to_string(),
                ]
            })
        });
        let columns = "location,site,zone,purpose,sequence";
        table::write(to, "locations.csv", columns, bins.chain(places))
    }

    /// Writes `opening_stock.csv`: for each store and product the units that the month sells, at the sum of their cost
    /// rounded to cents. Returns the total value.
    pub fn write_opening_stock(&self, to: &Path, sales: &[Sale]) -> Result<Decimal> {
        let mut stock: BTreeMap<(u32, u32), (Decimal, Decimal)> = BTreeMap::new();
        for sale in sales {
            let (units, cost) = stock.entry((sale.store, sale.product)).or_default();
            *units += sale.units;
            *cost += sale.cost;
        }
        let total = stock.values().map(|(_, cost)| amount::cents(*cost)).sum();
        let rows = stock.iter().map(|((store, product), (units, cost))| {
            let value = format!("{:.2}", amount::cents(*cost));
            [
                item(*product),
                self.bin(*store, *product),
                units.to_string(),
                value,
                OPENING_DATE.to_string(),
            ]
        });
        table::write(to, "opening_stock.csv", "item,location,qty,value,date", rows)?;
        Ok(total)
    }
}

fn bin(store: u32, class: u32) -> String {
    format!("{}-{class:03}", site(store))
}
