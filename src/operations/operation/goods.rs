//! Documents of goods that come, change their place or status, and leave.

use crate::domain::amount::{Amount, Money, Price, Qty};
use crate::domain::code::{
    AccountCode, Channel, ItemCode, Key, LocationCode, LotCode, Lpn, OrderNo, PartyCode, Serial, TaxCode,
};
use crate::domain::dimension::Dimensions;
use crate::domain::record::Fault;
use crate::domain::stock::Status;
use crate::operations::declare::documents;
use crate::operations::meant::{Meant, no_words};
use crate::operations::view::View;
use crate::words;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

documents! {
    /// Goods arrive from a vendor.
    Receive {
        /// The item.
        item: ItemCode,
        /// Base units.
        qty: Qty,
    } optional {
        /// Price for one base unit.
        cost: Price,
        /// Value of all of it, instead of the price.
        value: Amount,
        /// Where it is put; the site's storage where left out.
        to: LocationCode,
        /// Its lot.
        lot: LotCode,
        /// The lot's expiry.
        expiry: NaiveDate,
        /// The serial number of the one piece.
        serial: Serial,
        /// The vendor.
        vendor: PartyCode,
        /// What may be done with it; the location decides where left out.
        status: Status,
        /// The purchase order, which gives the price.
        order: OrderNo,
        /// Its line, where an item stands on several.
        line: i64,
        /// The licence plate it arrives on.
        lpn: Lpn,
        /// The id of a bill that came before the goods and gives their cost.
        invoice: Key,
        /// The currency of the price; the company's where left out.
        currency: String,
        /// Company currency for one unit of that currency.
        rate: Price,
    }
    /// Goods change their place inside a site.
    Move {
        /// The item.
        item: ItemCode,
        /// Base units.
        qty: Qty,
        /// The location they leave.
        from: LocationCode,
        /// The location they reach.
        to: LocationCode,
    } optional {
        /// Their lot, where the bin holds several.
        lot: LotCode,
        /// Their serial number.
        serial: Serial,
        /// Their status, where the bin holds several.
        status: Status,
        /// The licence plate they leave.
        lpn: Lpn,
        /// The licence plate they are put on.
        to_lpn: Lpn,
        /// A plain move where left out.
        kind: MoveKind,
    }
    /// A licence plate changes its place with all that is on it.
    MovePlate {
        /// The licence plate.
        lpn: Lpn,
        /// Where it goes.
        to: LocationCode,
    } optional {
        /// A plain move where left out.
        kind: MoveKind,
    }
    /// What may be done with goods changes.
    ChangeStatus {
        /// The item.
        item: ItemCode,
        /// Base units.
        qty: Qty,
        /// Where they lie.
        at: LocationCode,
        /// The status they have.
        from: Status,
        /// The status they get.
        to: Status,
    } optional {
        /// Their lot.
        lot: LotCode,
        /// Their serial number.
        serial: Serial,
        /// The licence plate they are on.
        lpn: Lpn,
    }
    /// Goods are put on hold (recalled): a lot, pieces with serial numbers, or what came with a receipt.
    #[derive(Default)]
    HoldLot {} optional {
        /// The item; may be left out for a lot that only one item has, and for a receipt.
        item: ItemCode,
        /// The lot.
        lot: LotCode,
        /// Why; the reason of the document where left out.
        why: String,
        /// The first serial number.
        from: Serial,
        /// The last serial number; the first where left out.
        to: Serial,
        /// The id of a receipt: all lots and pieces that came with it.
        receipt: Key,
    }
    /// Goods that are on hold may leave again, for a reason, asked for by one supervisor and approved by another.
    #[derive(Default)]
    Release {} optional {
        /// The number of the hold, all of whose goods are released.
        hold: i64,
        /// The item; may be left out for a lot that only one item has, and for a receipt.
        item: ItemCode,
        /// The lot.
        lot: LotCode,
        /// The first serial number.
        from: Serial,
        /// The last serial number; the first where left out.
        to: Serial,
        /// The id of a receipt: all lots and pieces that came with it.
        receipt: Key,
    }
    /// A customer sends goods back.
    CustomerReturn {
        /// Base units.
        qty: Qty,
        /// What becomes of them.
        disposition: Disposition,
    } optional {
        /// The id of the shipment.
        of: Key,
        /// The sales order, where the id is not at hand.
        order: OrderNo,
        /// The item, where the id is not at hand.
        item: ItemCode,
        /// Their lot, where the shipment had several.
        lot: LotCode,
        /// Their serial number, where the shipment had several.
        serial: Serial,
        /// Where they are put; the default for the disposition where left out.
        to: LocationCode,
    }
    /// Goods are written off or found.
    Adjust {
        /// The item.
        item: ItemCode,
        /// Base units; negative for a loss.
        qty: Qty,
    } optional {
        /// Where; the site's storage where left out.
        at: LocationCode,
        /// Their lot.
        lot: LotCode,
        /// Its expiry, for a lot that is found for the first time.
        expiry: NaiveDate,
        /// Their serial number.
        serial: Serial,
        /// Their status; what the location is for where left out.
        status: Status,
        /// The account instead of the group's adjustment account.
        account: AccountCode,
        /// Price for one base unit, only for a gain that has no known cost.
        cost: Price,
    }
    /// Goods leave for a customer: a closed parcel, or goods straight from a bin.
    #[derive(Default)]
    Ship {} optional {
        /// The parcel.
        parcel: Lpn,
        /// The item, where no parcel is named.
        item: ItemCode,
        /// Base units of it.
        qty: Qty,
        /// Price for one base unit, without tax unless prices include it.
        price: Price,
        /// The location it leaves; the site's storage first where left out.
        from: LocationCode,
        /// Its lot; first expiry first out where left out.
        lot: LotCode,
        /// Its serial number.
        serial: Serial,
        /// The customer.
        customer: PartyCode,
        /// The sales channel.
        channel: Channel,
        /// The lines of a shipment of several items, instead of item, price and so on.
        lines: Vec<ShipLine>,
        /// Tax on all of it; by the tax types where left out.
        tax: Money,
        /// The tax type of all of it, instead of those of the order, the items or their groups.
        tax_type: TaxCode,
        /// Whether its prices include tax; if left out, as the order says, else the policy.
        prices_include_tax: bool,
    }
}

impl HoldLot {
    /// Returns the hold of a lot of an item for a reason.
    pub fn of_lot(item: impl Into<ItemCode>, lot: impl Into<LotCode>, why: &str) -> Self {
        Self {
            item: Some(item.into()),
            lot: Some(lot.into()),
            why: Some(why.to_owned()),
            ..Self::default()
        }
    }
}

impl Ship {
    /// Returns the shipment of a parcel.
    pub fn of_parcel(parcel: Lpn) -> Self {
        Self {
            parcel: Some(parcel),
            ..Self::default()
        }
    }
}

/// One line of a document of goods that leave.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ShipLine {
    /// The item.
    pub item: ItemCode,
    /// Base units of it.
    pub qty: Qty,
    /// Price for one base unit, without tax unless prices include it; below zero where a service takes something off.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub price: Option<Price>,
    /// The location it leaves; the site's storage first where left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<LocationCode>,
    /// Its lot; first expiry first out where left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lot: Option<LotCode>,
    /// Its serial number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub serial: Option<Serial>,
    /// The tax type of the line.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tax_type: Option<TaxCode>,
    /// What the line says of dimensions; of those of which it says nothing, what the document says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dimensions: Option<Dimensions>,
}

impl Meant for ShipLine {
    fn mend(&mut self, view: &dyn View) -> Result<(), Fault> {
        self.from.mend(view)?;
        self.lot.mend(view)?;
        self.serial.mend(view)?;
        self.tax_type.mend(view)
    }
}

words! {
    /// What becomes of goods that a customer sends back.
    pub enum Disposition {
        /// They may be sold again.
        Restock = "restock",
        /// They wait for a decision.
        Quarantine = "quarantine",
        /// They are kept, broken.
        Damaged = "damaged",
        /// They are thrown away and never enter stock again.
        Scrap = "scrap",
    }
    /// Which kind of change of place a move is.
    pub enum MoveKind {
        /// From the dock to a bin.
        Putaway = "putaway",
        /// From bin to bin.
        Move = "move",
    }
}

no_words!(Disposition, MoveKind);
