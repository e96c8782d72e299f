//! What was promised, shipped and taken back.

use super::{Check, Finding, is_within};
use crate::domain::amount::{AmountError, Money, Qty};
use crate::domain::integration::Billing;
use crate::domain::movement::{Movement, MovementKind, Shipment};
use crate::domain::record::Fault;
use crate::operations::late_costs;
use crate::operations::pages::Pages;
use crate::operations::view::View;
use std::collections::BTreeMap;

/// Checks that no more comes back than went out.
pub(super) fn check(view: &dyn View, found: &mut Vec<Finding>) -> Result<(), Fault> {
    let mut returned = Check::of("returned ≤ issued, in quantity, cost, sales and tax");
    let mut see = |it: &Shipment, (sales, tax): (Money, Money), cost: Result<Money, AmountError>| {
        let within = it.qty_back <= it.qty
            && is_within(Money::ZERO, it.sales_back, sales)
            && is_within(Money::ZERO, it.tax_back, tax)
            && cost.as_ref().is_ok_and(|cost| it.cost_back == *cost);
        returned.see(within, || {
            let right = match &cost {
                Ok(cost) => format!("{cost} is right"),
                Err(why) => why.to_string(),
            };
            format!(
                "of shipment {} {} came back of {}, at {} where {right}",
                it.movement, it.qty_back, it.qty, it.cost_back
            )
        });
    };
    let mut late: Vec<Shipment> = Vec::new();
    for shipment in Pages::<Shipment>::of(view) {
        let it = shipment?;
        if !it.qty_back.is_zero() && !late_costs::is_fixed(view, &it)? {
            late.push(it);
        } else {
            see(&it, sold(view, &it)?, it.cost.share(it.qty_back, it.qty));
        }
    }
    if !late.is_empty() {
        let returns = returns(view)?;
        for it in late {
            let own = returns.get(&it.movement).map_or(&[][..], Vec::as_slice);
            see(&it, sold(view, &it)?, Ok(credited(view, &it, own)?));
        }
    }
    found.push(returned.finish());
    Ok(())
}

/// Returns what was charged for a shipment, without tax and the tax: as it left, or what was billed since.
fn sold(view: &dyn View, it: &Shipment) -> Result<(Money, Money), Fault> {
    let billing: Option<Billing> = match it.qty_back {
        Qty::ZERO => None,
        _ => view.find(&[&it.movement])?,
    };
    Ok(billing.map_or((it.sales, it.tax), |it| (it.sales_billed, it.tax_billed)))
}

/// Returns, by shipment, the movements that brought goods back and still stand, with their quantities.
fn returns(view: &dyn View) -> Result<BTreeMap<i64, Vec<(i64, Qty)>>, Fault> {
    let mut returns: BTreeMap<i64, Vec<(i64, Qty)>> = BTreeMap::new();
    for movement in Pages::<Movement>::of(view) {
        let movement = movement?;
        let (MovementKind::Return, Some(origin)) = (movement.kind, movement.origin) else {
            continue;
        };
        let own = returns.entry(origin).or_default();
        match movement.reverses {
            Some(of) => own.retain(|(seq, _)| *seq != of),
            None => own.push((movement.seq, movement.qty)),
        }
    }
    Ok(returns)
}

/// Returns the cost at which goods of a shipment came back: each time their share of what it was known to have cost by
/// then.
fn credited(view: &dyn View, shipment: &Shipment, returns: &[(i64, Qty)]) -> Result<Money, Fault> {
    let (mut back, mut credited) = (Qty::ZERO, Money::ZERO);
    for (seq, qty) in returns {
        let known = late_costs::cost_before(view, shipment, *seq)?;
        credited += known.share(back + *qty, shipment.qty)? - known.share(back, shipment.qty)?;
        back += *qty;
    }
    Ok(credited)
}
