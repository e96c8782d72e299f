//! What was promised, shipped and taken back.

use super::{Check, Finding};
use crate::domain::movement::Shipment;
use crate::domain::record::Fault;
use crate::operations::late_costs;
use crate::operations::pages::Pages;
use crate::operations::view::View;

/// Checks that no more comes back than went out.
pub(super) fn check(view: &dyn View, found: &mut Vec<Finding>) -> Result<(), Fault> {
    let mut returned = Check::of("returned ≤ issued, in quantity, cost, sales and tax");
    for shipment in Pages::<Shipment>::of(view) {
        let it = shipment?;
        let within = it.qty_back <= it.qty
            && it.sales_back <= it.sales
            && it.tax_back <= it.tax
            && (it.cost_back == it.cost.share(it.qty_back, it.qty) || is_late(view, &it)?);
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

/// Whether more of its cost became known later, which what came back since brought with it.
fn is_late(view: &dyn View, shipment: &Shipment) -> Result<bool, Fault> {
    let came_back = !shipment.qty_back.is_zero();
    Ok(came_back && !late_costs::on(view, shipment.movement)?.is_empty())
}
