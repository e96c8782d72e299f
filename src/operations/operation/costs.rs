//! Documents that change what goods cost or bring, after they came or left.

use crate::domain::amount::{Money, Price, Qty};
use crate::domain::code::{ItemCode, Key, LocationCode, LotCode, PartyCode, Serial};
use crate::operations::declare::documents;
use crate::words;
use serde::{Deserialize, Serialize};

documents! {
    /// A supplier bills goods, or the freight of a transfer or landed cost.
    Invoice {
        /// Billed in all, without tax, in the currency of the bill.
        amount: Money,
    } optional {
        /// The id of the receipt, landed cost or transfer that is billed.
        of: Key,
        /// The item, where the bill comes before its goods.
        item: ItemCode,
        /// Base units billed; all that is open where left out.
        qty: Qty,
        /// Tax on it, in the currency of the bill.
        tax: Money,
        /// The vendor.
        vendor: PartyCode,
        /// The currency of the bill; the company's where left out.
        currency: String,
        /// Company currency for one unit of that currency.
        rate: Price,
    }
    /// Freight, duty and the like are laid on goods that were received.
    LandedCost {
        /// The ids of the receipts.
        of: Vec<Key>,
        /// What it cost in all, without tax.
        amount: Money,
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
    /// A standard cost changes.
    StandardCost {
        /// The item.
        item: ItemCode,
        /// The new cost of one base unit.
        cost: Price,
    } optional {}
    /// What was shipped is billed, where sales are posted on invoice.
    SalesInvoice {
        /// The id of the shipment.
        of: Key,
    } optional {
        /// Base units billed; all that is open where left out.
        qty: Qty,
    }
}

words! {
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
