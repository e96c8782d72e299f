//! What shipments brought in sales and tax, as far as it is known by now.

use crate::domain::amount::Money;
use crate::domain::integration::Billing;
use crate::domain::movement::{Allowance, Shipment};
use crate::domain::record::{Fault, Range};
use crate::operations::view::View;

/// What one shipment brought.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Brought {
    /// Sales without tax.
    pub sales: Money,
    /// The part of them that is not billed yet.
    pub unbilled: Money,
    /// What of them was credited when goods came back.
    pub back: Money,
    /// What of them was credited without goods.
    pub credited: Money,
    /// Tax on what is left of them.
    tax: Money,
}

impl Brought {
    /// Returns what a shipment brought.
    ///
    /// # Errors
    /// A [`Fault`] if the store can't be read.
    pub fn of(view: &dyn View, shipment: &Shipment) -> Result<Self, Fault> {
        let billing: Option<Billing> = view.find(&[&shipment.movement])?;
        let (mut sales, mut tax, mut unbilled) = (shipment.sales, shipment.tax, Money::ZERO);
        if let Some(billing) = billing {
            let [_, open, open_tax] = billing.part(billing.done(), billing.open_qty())?;
            (sales, tax) = (billing.sales_billed + open, billing.tax_billed + open_tax);
            unbilled = open;
        }
        let given: Vec<Allowance> = view.list(&Range::by(Allowance::BY_SHIPMENT, &[&shipment.movement]))?;
        let given: Vec<Allowance> = given
            .into_iter()
            .filter(|it| it.is_given(shipment.sales))
            .collect();
        Ok(Self {
            sales,
            unbilled,
            back: shipment.sales_back,
            credited: given.iter().map(|it| it.net).sum(),
            tax: tax - shipment.tax_back - given.iter().map(|it| it.tax).sum::<Money>(),
        })
    }

    /// Returns what is left of the sales.
    pub fn net(&self) -> Money {
        self.sales - self.back - self.credited
    }

    /// Returns what is left of the sales, with tax.
    pub fn gross(&self) -> Money {
        self.net() + self.tax
    }
}
