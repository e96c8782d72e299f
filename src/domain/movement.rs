//! Movements: the facts from which everything else follows.

use super::amount::{Money, Qty};
use super::code::{
    Badge, ItemCode, LocationCode, LotCode, Lpn, OrderNo, Serial, SiteCode, TaxCode, Terminal,
};
use super::dimension::Dimensions;
use super::stock::Status;
use super::time::Time;
use crate::record;
use crate::words;
use chrono::NaiveDate;

words! {
    /// What happened to the goods.
    pub enum MovementKind {
        /// They arrived from a vendor, or as opening stock.
        Receipt = "receipt",
        /// They went from the dock to a bin.
        Putaway = "putaway",
        /// They changed bins inside a site.
        Move = "move",
        /// They were taken for an order.
        Pick = "pick",
        /// They went from tote to parcel.
        Pack = "pack",
        /// They left for a customer.
        Shipment = "shipment",
        /// They came back from a customer.
        Return = "return",
        /// They were written off or found.
        Adjustment = "adjustment",
        /// A count found more or less than the book.
        Count = "count",
        /// What may be done with them changed.
        Status = "status",
        /// They went back to their vendor.
        SupplierReturn = "supplier_return",
        /// They left for another site.
        TransferOut = "transfer_out",
        /// They arrived from another site.
        TransferIn = "transfer_in",
        /// They never arrived at another site; no goods of any site changed.
        TransferClose = "transfer_close",
        /// They were used up for something that was built, or were built.
        Build = "build",
        /// They were taken apart, or came out of something that was.
        Unbuild = "unbuild",
        /// They went into process for a work order.
        WorkIssue = "work_issue",
        /// They came back from process into stock.
        WorkReturn = "work_return",
        /// They were spoilt in process, as a component or as what was made of it; no goods of any site changed.
        WorkScrap = "work_scrap",
        /// They were made for a work order.
        WorkReport = "work_report",
        /// Their work order was closed; no goods moved.
        WorkClose = "work_close",
        /// A supplier billed them; no goods moved.
        Invoice = "invoice",
        /// Freight, duty and the like were laid on them; no goods moved.
        LandedCost = "landed_cost",
        /// A receipt that was entered late changed their value; no goods moved.
        Backdated = "backdated",
        /// A receipt settled what was sold before it came; no goods moved.
        Cover = "cover",
        /// Their standard cost changed; no goods moved.
        StandardCost = "standard_cost",
        /// They were revalued or written down; no goods moved.
        Revaluation = "revaluation",
        /// They are valued by another method; no goods moved.
        MethodChange = "method_change",
        /// They were billed to a customer; no goods moved.
        SalesInvoice = "sales_invoice",
        /// They entered or left the ledger as a whole; no goods moved.
        Integration = "integration",
        /// Their vendor credited something of their bill, or their customer was; no goods moved.
        CreditNote = "credit_note",
    }
    /// Where the words of a request came from.
    pub enum Source {
        /// A scanner.
        Scan = "scan",
        /// The keyboard.
        Typed = "typed",
        /// A file or document.
        Import = "import",
        /// binledger itself.
        System = "system",
    }
}

impl Movement {
    /// Returns what it added to the valued quantity of its item at its site.
    pub fn gained(&self) -> Qty {
        match (&self.from_location, &self.to_location) {
            (None, Some(_)) => self.qty,
            (Some(_), None) => -self.qty,
            _ => Qty::ZERO,
        }
    }
}

impl MovementKind {
    /// Returns whether it may lay late cost on goods. If it does, no goods move.
    pub const fn is_late_cost(self) -> bool {
        matches!(
            self,
            Self::Invoice | Self::CreditNote | Self::LandedCost | Self::Backdated
        )
    }
}

record! {
    table "movements", key 1, orders [
        BY_STOCK [item, site, seq],
        BY_STOCK_AND_DAY [item, site, effective, seq]
    ], append_only true;
    /// One movement of one kind of goods. `qty` is positive; `from_location` and `to_location` say which way. Where
    /// only a value changed, or a bill came, `qty` is zero (for a bill to a customer it is what was billed) and both
    /// locations are `None`.
    pub struct Movement {
        /// Its number, without gaps.
        seq: i64,
        /// The logged operation that made it.
        operation: i64,
        /// What happened.
        kind: MovementKind,
        /// The item.
        item: ItemCode,
        /// Its lot; empty if it has none.
        lot: LotCode,
        /// The lot's expiry.
        expiry: Option<NaiveDate>,
        /// Its serial number; empty if it has none.
        serial: Serial,
        /// Base units moved.
        qty: Qty,
        /// The location it left; `None` if it came from outside.
        from_location: Option<LocationCode>,
        /// The location it reached; `None` if it left the house.
        to_location: Option<LocationCode>,
        /// Status before; the status after where it came from outside.
        from_status: Status,
        /// The site whose stock value it changed.
        site: SiteCode,
        /// Status after.
        to_status: Status,
        /// Licence plate before.
        from_lpn: Lpn,
        /// Licence plate after.
        to_lpn: Lpn,
        /// Change of the stock's value.
        value: Money,
        /// Valued quantity of the item at the site before it.
        pool_before: Qty,
        /// Document: order, parcel, count sheet or the vendor's paper.
        document: Option<String>,
        /// The order line it worked on.
        order_line: Option<i64>,
        /// The movement whose goods come back or arrive, or the movement of the kit that they are a component of.
        origin: Option<i64>,
        /// Why, in the words of the operator or the policy.
        reason: Option<String>,
        /// When it happened.
        effective: NaiveDate,
        /// The day it is posted to.
        posting: NaiveDate,
        /// The clock when it was entered.
        entered_at: Time,
        /// Who.
        operator: Badge,
        /// At which terminal.
        terminal: Terminal,
        /// Scanned, typed, imported or made by the system.
        source: Source,
        /// The movement that this one exactly negates.
        reverses: Option<i64>,
        /// The read that asked for it.
        read: Option<i64>,
        /// What is said of dimensions.
        dimensions: Dimensions,
    }

    table "shipments", key 1, orders [BY_ORDER [order_no]], append_only false;
    /// What left for a customer in one movement, what it cost and brought, and how much of that has come back.
    pub struct Shipment {
        /// The movement.
        movement: i64,
        /// The sales order, or empty.
        order_no: OrderNo,
        /// Its line, or 0.
        order_line: i64,
        /// The item.
        item: ItemCode,
        /// Its lot; empty if it has none.
        lot: LotCode,
        /// Its serial number; empty if it has none.
        serial: Serial,
        /// Shipped.
        qty: Qty,
        /// Its cost as it was known when it left.
        cost: Money,
        /// Sales without tax.
        sales: Money,
        /// Tax on them.
        tax: Money,
        /// Come back of the quantity.
        qty_back: Qty,
        /// Credited of the cost, as it was known when the goods came back.
        cost_back: Money,
        /// Credited of the sales.
        sales_back: Money,
        /// Credited of the tax.
        tax_back: Money,
        /// The tax type, where there is one.
        tax_type: Option<TaxCode>,
        /// Its rate in parts per million; `None` where the tax was given as an amount, and for what left before tax
        /// was worked out over whole documents.
        rate_ppm: Option<i64>,
        /// Whether its price includes tax, so that a return gives back exact gross amounts.
        prices_include_tax: bool,
    }
    table "allowances", key 1, orders [BY_SHIPMENT [shipment]], append_only false;
    /// What a customer was credited of a shipment without goods; below zero, what of that came back with goods. The row
    /// is deleted when the movement is taken back.
    pub struct Allowance {
        /// The movement of the credit note, or of the return.
        movement: i64,
        /// The movement of the shipment.
        shipment: i64,
        /// The movement that it is credited for: that of the shipment, or of a return that was thrown away.
        of: i64,
        /// Credited without tax.
        net: Money,
        /// Tax on it.
        tax: Money,
    }
}

impl Allowance {
    /// Returns whether it is a credit and not a part of one that came back with goods: whether it has the sign of what was
    /// `sold`, which is below zero for what takes something off a document.
    pub const fn is_given(&self, sold: Money) -> bool {
        (self.net.0 < 0) == (sold.0 < 0) || self.net.is_zero()
    }
}
