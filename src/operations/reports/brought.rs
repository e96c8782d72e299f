//! Sales and tax of shipments, as known now.

use crate::domain::amount::Money;
use crate::domain::integration::Billing;
use crate::domain::movement::{Allowance, Shipment};
use crate::domain::record::{Fault, Range};
use crate::operations::view::View;

/// Sales and tax of one shipment.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Brought {
    /// Sales without tax.
    pub sales: Money,
    /// The part of them that is not billed yet.
    pub unbilled: Money,
    /// Credited for goods that came back.
    pub back: Money,
    /// Credited without goods.
    pub credited: Money,
    /// Tax on the remaining sales.
    tax: Money,
}

impl Brought {
    /// Returns the sales and tax of a shipment.
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

    /// Returns the remaining sales without tax.
    pub fn net(&self) -> Money {
        self.sales - self.back - self.credited
    }

    /// Returns the remaining sales with tax.
    pub fn gross(&self) -> Money {
        self.net() + self.tax
    }
}
