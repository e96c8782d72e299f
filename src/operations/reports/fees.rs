//! What sales channels charge for what was sold through them, by shipment: a part of what it brought, and its share of what
//! is charged for each order.

use super::brought::Brought;
use crate::domain::amount::{Money, allocate};
use crate::domain::code::{Channel, OrderNo};
use crate::domain::fee::{ChannelFee, FeeBasis};
use crate::domain::movement::{Movement, Shipment};
use crate::domain::record::Fault;
use crate::operations::buyer::Buyer;
use crate::operations::pages::Pages;
use crate::operations::view::View;
use chrono::NaiveDate;
use std::collections::{BTreeMap, HashMap};

/// One sale for fees: an order, else the paper that goods left on, else one operation.
type Sale = (OrderNo, Option<String>, i64);

/// The basis of the fees of one sale.
#[derive(Default)]
struct Charged {
    /// The sales that a percentage is taken of, by rate in parts per million.
    of: BTreeMap<i64, Money>,
    /// The fixed fee in force at the first shipment.
    fixed: Money,
    /// Each shipment and its sales.
    shipments: Vec<(i64, Money)>,
}

/// Returns what every shipment is charged; those without a fee are left out. Each percentage of a sale is rounded once, and
/// spread over its shipments with what is charged besides by what they brought.
///
/// # Errors
/// A [`Fault`] if the store can't be read, or a fee can't be recorded.
pub(super) fn by_shipment(view: &dyn View) -> Result<HashMap<i64, Money>, Fault> {
    let known: Vec<ChannelFee> = view.all(&[])?;
    let mut sales: BTreeMap<Sale, Charged> = BTreeMap::new();
    if known.is_empty() {
        return Ok(HashMap::new());
    }
    for shipment in Pages::<Shipment>::of(view) {
        let shipment = shipment?;
        let moved: Option<Movement> = view.find(&[&shipment.movement])?;
        let Some(moved) = moved else { continue };
        let channel = Buyer::of(view, &moved)?.channel;
        let Some(fee) = in_force(&known, &channel, moved.posting) else {
            continue;
        };
        let brought = Brought::of(view, &shipment)?;
        let base = match fee.basis {
            FeeBasis::Net => brought.net(),
            FeeBasis::Gross => brought.gross(),
        };
        let movement = shipment.movement;
        let charged = sales.entry(sale(shipment, moved)).or_default();
        if charged.shipments.is_empty() {
            charged.fixed = fee.fixed;
        }
        *charged.of.entry(fee.rate_ppm).or_default() += base;
        charged.shipments.push((movement, base));
    }
    let mut fees = HashMap::new();
    for charged in sales.into_values() {
        charged.spread(&mut fees)?;
    }
    Ok(fees)
}

impl Charged {
    fn spread(&self, fees: &mut HashMap<i64, Money>) -> Result<(), Fault> {
        let mut total = self.fixed;
        for (rate, base) in &self.of {
            total += base.rate_ppm(*rate)?;
        }
        let mut weights: Vec<i64> = self
            .shipments
            .iter()
            .map(|(_, brought)| brought.0.max(0))
            .collect();
        if weights.iter().all(|weight| *weight == 0) {
            weights[0] = 1;
        }
        let parts = allocate(total, &weights)?;
        fees.extend(self.shipments.iter().map(|(movement, _)| *movement).zip(parts));
        Ok(())
    }
}

fn sale(shipment: Shipment, moved: Movement) -> Sale {
    if !shipment.order_no.is_empty() {
        return (shipment.order_no, None, 0);
    }
    match moved.document {
        Some(paper) => (shipment.order_no, Some(paper), 0),
        None => (shipment.order_no, None, moved.operation),
    }
}

/// Returns the fee of a channel in force on a day.
fn in_force<'f>(known: &'f [ChannelFee], channel: &Channel, day: NaiveDate) -> Option<&'f ChannelFee> {
    let own = known.iter().filter(|fee| fee.channel == *channel);
    own.filter(|fee| fee.since <= day).max_by_key(|fee| fee.since)
}
