//! What was promised, shipped and taken back.

use super::{Check, Finding};
use crate::domain::movement::Shipment;
use crate::domain::record::Fault;
use crate::operations::pages::Pages;
use crate::operations::view::View;

/// Checks that no more comes back than went out.
pub(super) fn check(view: &dyn View, found: &mut Vec<Finding>) -> Result<(), Fault> {
    let mut returned = Check::of("returned ≤ issued, in quantity, cost, sales and tax");
    for shipment in Pages::<Shipment>::of(view) {
        let it = shipment?;
        let within = it.qty_back <= it.qty
            && it.cost_back <= it.cost
            && it.sales_back <= it.sales
            && it.tax_back <= it.tax
            && (it.qty_back != it.qty || it.cost_back == it.cost);
        returned.see(within, || {
            format!(
                "of shipment {} {} came back of {}",
                it.movement, it.qty_back, it.qty
            )
        });
    }
    found.push(returned.finish());
    Ok(())
}
