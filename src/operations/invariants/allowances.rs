//! What customers were credited without goods.

use super::{Check, Finding};
use crate::domain::amount::Money;
use crate::domain::integration::Billing;
use crate::domain::movement::{Allowance, Shipment};
use crate::domain::record::Fault;
use crate::operations::pages::Pages;
use crate::operations::view::View;
use std::collections::BTreeMap;

/// What was credited of a shipment without goods.
#[derive(Default)]
struct Credited {
    /// In all.
    given: Money,
    /// What of it did not come back with goods.
    standing: Money,
}

/// Checks that no customer is credited more than was billed, with goods and without, and that what came back with goods
/// had been given.
pub(super) fn check(view: &dyn View) -> Result<Finding, Fault> {
    let mut bounded = Check::of("credited with goods and without ≤ billed");
    let mut shipments: BTreeMap<i64, Credited> = BTreeMap::new();
    for row in Pages::<Allowance>::of(view) {
        let row = row?;
        let own = shipments.entry(row.shipment).or_default();
        own.given += row.net.max(Money::ZERO);
        own.standing += row.net;
    }
    for (movement, credited) in shipments {
        let shipment: Option<Shipment> = view.find(&[&movement])?;
        let billing: Option<Billing> = view.find(&[&movement])?;
        let (sales, back) = shipment.map_or((Money::ZERO, Money::ZERO), |it| (it.sales, it.sales_back));
        let billed = billing.map_or(sales, |billing| billing.sales_billed);
        let holds = Money::ZERO <= credited.standing && credited.given + back <= billed;
        bounded.see(holds, || {
            format!(
                "of shipment {movement} {billed} are billed; {back} and {} are credited",
                credited.given
            )
        });
    }
    Ok(bounded.finish())
}
