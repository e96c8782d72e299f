//! What customers were credited without goods.

use super::{Check, Finding, is_within};
use crate::domain::amount::Money;
use crate::domain::integration::Billing;
use crate::domain::movement::{Allowance, Shipment};
use crate::domain::record::Fault;
use crate::operations::pages::Pages;
use crate::operations::view::View;
use std::collections::BTreeMap;

/// Checks that no customer is credited more than was billed, with goods and without, and that what came back with goods
/// had been given.
pub(super) fn check(view: &dyn View) -> Result<Finding, Fault> {
    let mut bounded = Check::of("credited with goods and without ≤ billed");
    let mut shipments: BTreeMap<i64, Vec<Allowance>> = BTreeMap::new();
    for row in Pages::<Allowance>::of(view) {
        let row = row?;
        shipments.entry(row.shipment).or_default().push(row);
    }
    for (movement, rows) in shipments {
        let shipment: Option<Shipment> = view.find(&[&movement])?;
        let billing: Option<Billing> = view.find(&[&movement])?;
        let (sales, back) = shipment.map_or((Money::ZERO, Money::ZERO), |it| (it.sales, it.sales_back));
        let billed = billing.map_or(sales, |billing| billing.sales_billed);
        let sum = |rows: &mut dyn Iterator<Item = &Allowance>| rows.map(|it| it.net).sum::<Money>();
        let given = sum(&mut rows.iter().filter(|it| it.is_given(billed)));
        let standing = sum(&mut rows.iter());
        let holds = is_within(Money::ZERO, standing, given) && is_within(Money::ZERO, given + back, billed);
        bounded.see(holds, || {
            format!("of shipment {movement} {billed} are billed; {back} and {given} are credited")
        });
    }
    Ok(bounded.finish())
}
