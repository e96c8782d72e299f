//! Documents that change what goods cost or bring, after they came or left.

use crate::domain::amount::{Amount, Money, Price, Qty};
use crate::domain::code::{AccountCode, ItemCode, Key, LocationCode, LotCode, PartyCode, Serial, TaxCode};
use crate::domain::company::Method;
use crate::domain::dimension::Dimensions;
use crate::domain::record::Fault;
use crate::operations::declare::documents;
use crate::operations::meant::{Meant, no_words};
use crate::operations::view::View;
use crate::words;
use serde::{Deserialize, Serialize};

documents! {
    /// A supplier bills goods, or the freight of a transfer or landed cost.
    Invoice {
        /// Billed in all, without tax unless it includes it, in the currency of the bill.
        amount: Amount,
    } optional {
        /// The id of the receipt, landed cost or transfer that is billed.
        of: Key,
        /// The item, where the bill comes before its goods.
        item: ItemCode,
        /// Base units billed; all that is open where left out.
        qty: Qty,
        /// Tax on it, in the currency of the bill; by the tax type where left out.
        tax: Amount,
        /// The vendor.
        vendor: PartyCode,
        /// The currency of the bill; the company's where left out.
        currency: String,
        /// Company currency for one unit of that currency.
        rate: Price,
        /// The tax type of the bill, instead of that of the item or its group.
        tax_type: TaxCode,
        /// Whether the amount includes tax; it does not if left out.
        prices_include_tax: bool,
        /// The lines of a bill for several things, instead of id, item and quantity.
        lines: Vec<InvoiceLine>,
    }
    /// Freight, duty and the like are laid on goods that were received.
    LandedCost {
        /// The ids of the receipts.
        of: Vec<Key>,
        /// What it cost in all, without tax.
        amount: Amount,
        /// By what it is shared out.
        basis: Basis,
    } optional {
        /// The currency of the amount; the company's where left out.
        currency: String,
        /// Company currency for one unit of that currency.
        rate: Price,
    }
    /// Goods go back to their vendor.
    SupplierReturn {
        /// The id of the receipt they came with.
        of: Key,
        /// Base units.
        qty: Qty,
    } optional {
        /// Where they are taken from; the site's storage first where left out.
        from: LocationCode,
        /// Their lot, where the receipt had several.
        lot: LotCode,
        /// Their serial number.
        serial: Serial,
    }
    /// A vendor credits a part of what it billed, or a customer is credited a part of what was sold, while the goods stay.
    CreditNote {
        /// Whose bill is credited.
        side: Side,
        /// The id of what is credited: a receipt, its bill, a bill of services or a landed cost below zero of a vendor; a
        /// shipment, its bill or a return that was thrown away of a customer.
        of: Key,
        /// Credited in all, without tax unless it includes it, in the currency of the note.
        amount: Amount,
    } optional {
        /// Base units that it is for, of services those that the vendor takes back; all that were billed and did not go
        /// back where left out.
        qty: Qty,
        /// Tax on it, in the currency of the note; as on what is credited where left out.
        tax: Amount,
        /// The vendor.
        vendor: PartyCode,
        /// The currency of the note; the company's where left out.
        currency: String,
        /// Company currency for one unit of that currency.
        rate: Price,
        /// Whether the amount includes tax; it does not if left out.
        prices_include_tax: bool,
    }
    /// A standard cost changes.
    StandardCost {
        /// The item.
        item: ItemCode,
        /// The new cost of one base unit.
        cost: Price,
    } optional {}
    /// Stock is revalued or written down, at FIFO and moving average.
    Revalue {} optional {
        /// The item.
        item: ItemCode,
        /// The item group, in place of an item.
        group: i64,
        /// Value of one base unit from now on.
        cost: Price,
        /// Total value from now on.
        value: Money,
        /// Percentage by which it is worth more; negative for less.
        percent: Qty,
        /// The account that takes the difference; the company's for revaluation where left out.
        account: AccountCode,
    }
    /// An item is valued by another method from a day on.
    ChangeMethod {
        /// The item.
        item: ItemCode,
        /// How it is valued from that day on.
        method: Method,
    } optional {
        /// Its standard cost per base unit, if it changes to standard.
        standard_cost: Price,
    }
    /// What was shipped is billed, where sales are posted on invoice.
    SalesInvoice {} optional {
        /// The id of the shipment; each line may name its own.
        of: Key,
        /// Base units billed; all that is open where left out.
        qty: Qty,
        /// The lines of a bill for a part of the shipment, or for several.
        lines: Vec<BillLine>,
        /// Tax on all of it; by the tax types where left out.
        tax: Money,
        /// The tax type of all of it, instead of those that it was shipped with.
        tax_type: TaxCode,
    }
}

/// One line of a vendor's bill.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct InvoiceLine {
    /// Billed on the line, without tax unless the bill includes it, in the currency of the bill.
    pub amount: Amount,
    /// The id of the receipt, landed cost or transfer that is billed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub of: Option<Key>,
    /// The item, where the bill comes before its goods.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub item: Option<ItemCode>,
    /// Base units billed; all that is open where left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub qty: Option<Qty>,
    /// The tax type of the line.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tax_type: Option<TaxCode>,
}

/// One line of a bill to a customer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BillLine {
    /// Id of the shipment; that of the bill if left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub of: Option<Key>,
    /// The item, where the shipment had several.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub item: Option<ItemCode>,
    /// Base units billed; all that is open where left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub qty: Option<Qty>,
    /// Price for one base unit, with tax or without as it was shipped; as it was shipped where left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub price: Option<Price>,
    /// The tax type of the line.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tax_type: Option<TaxCode>,
    /// What the line says of dimensions; of those of which it says nothing, what the document says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dimensions: Option<Dimensions>,
}

impl Meant for InvoiceLine {
    fn mend(&mut self, view: &dyn View) -> Result<(), Fault> {
        self.of.mend(view)?;
        self.item.mend(view)?;
        self.tax_type.mend(view)
    }
}

impl Meant for BillLine {
    fn mend(&mut self, view: &dyn View) -> Result<(), Fault> {
        self.of.mend(view)?;
        self.item.mend(view)?;
        self.tax_type.mend(view)
    }
}

words! {
    /// Whose bill a credit note is about.
    pub enum Side {
        /// A vendor's.
        Supplier = "supplier",
        /// A customer's.
        Customer = "customer",
    }
    /// By what landed cost is shared out over receipts.
    pub enum Basis {
        /// By base units.
        Quantity = "quantity",
        /// By what the receipts cost.
        Value = "value",
        /// By the weight of the items.
        Weight = "weight",
    }
}

no_words!(Side, Basis);
