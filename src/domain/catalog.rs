//! Master data: what is kept, where, and with whom it is traded.

use super::amount::{Price, Qty};
use super::code::{
    CategoryCode, EntityCode, ItemCode, LocationCode, LotCode, PartyCode, Region, SiteCode, TaxCode, UomCode,
};
use super::company::Method;
use super::refusal::Refusal;
use super::stock::Status;
use crate::record;
use crate::words;
use chrono::NaiveDate;

words! {
    /// What is recorded of each piece of an item.
    pub enum Tracking {
        /// Only the quantity.
        None = "none",
        /// The lot.
        Lot = "lot",
        /// The lot and its expiry.
        Expiry = "expiry",
        /// The serial number of each piece.
        Serial = "serial",
    }
    /// What a location is for. Goods are picked from `storage` and `pick` only.
    pub enum Purpose {
        /// Where deliveries arrive.
        Receiving = "receiving",
        /// Where stock is kept.
        Storage = "storage",
        /// A face from which single pieces are picked.
        Pick = "pick",
        /// Where orders are packed.
        Packing = "packing",
        /// Where parcels wait for the carrier.
        Shipping = "shipping",
        /// Where goods wait for a decision.
        Quarantine = "quarantine",
        /// Where customer returns arrive.
        Returns = "returns",
        /// Where damaged goods are set aside.
        Damaged = "damaged",
    }
    /// With whom the company trades.
    pub enum PartyKind {
        /// Who sells to us.
        Vendor = "vendor",
        /// Who buys from us.
        Customer = "customer",
    }
}

impl Purpose {
    /// The purposes for which a new site gets a location each.
    pub const FIRST: [Self; 6] = [
        Self::Receiving,
        Self::Storage,
        Self::Packing,
        Self::Shipping,
        Self::Quarantine,
        Self::Returns,
    ];

    /// Returns whether orders may be picked from such a location.
    pub const fn is_pickable(self) -> bool {
        matches!(self, Self::Storage | Self::Pick)
    }

    /// Returns the stock status of goods that enter such a location without one being named.
    pub const fn status(self) -> Status {
        match self {
            Self::Quarantine => Status::Quarantine,
            Self::Returns => Status::Returned,
            Self::Damaged => Status::Damaged,
            _ => Status::Available,
        }
    }
}

impl PickFace {
    /// Returns whether a pick face can be kept between two quantities: neither is negative, `min` is not above `max`,
    /// and `max` is above zero.
    pub fn is_range(min: Qty, max: Qty) -> bool {
        Qty::ZERO <= min && min <= max && !max.is_zero()
    }
}

/// Why a location is not meant for certain goods.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unfit {
    /// It is kept for another item.
    KeptFor(ItemCode),
    /// What lies there may not be promised or picked.
    For(Purpose),
}

impl Location {
    /// Returns whether a site begins with it: one place for all that has its purpose, until there are bins.
    pub fn is_whole_site(&self) -> bool {
        let word = self.purpose.word().to_uppercase();
        let before = self.location.as_str().strip_suffix(&word);
        before.is_some_and(|before| before.is_empty() || before.strip_suffix('-') == Some(self.site.as_str()))
    }

    /// Returns why the location is not meant for stock of these items; `None` if it is.
    pub fn unfit_for<'i>(&self, mut items: impl Iterator<Item = &'i ItemCode>) -> Option<Unfit> {
        if matches!(self.purpose, Purpose::Packing | Purpose::Shipping) {
            return Some(Unfit::For(self.purpose));
        }
        let fixed = self.fixed_item.as_ref()?;
        let is_for_one = items.any(|item| item == fixed);
        (!is_for_one).then(|| Unfit::KeptFor(fixed.clone()))
    }

    /// Returns whether `more` base units fit beside the `there` that lie there already.
    pub fn has_room(&self, there: Qty, more: Qty) -> bool {
        self.capacity.is_none_or(|capacity| there + more <= capacity)
    }
}

/// Checks that a quantity of an item has no more decimals than its unit, which has `decimals`.
///
/// # Errors
/// If it has more.
pub fn check_decimals(item: &ItemCode, uom: &UomCode, qty: Qty, decimals: i64) -> Result<(), Refusal> {
    if qty.fits(decimals) {
        return Ok(());
    }
    let how = match decimals {
        0 => "whole numbers".to_owned(),
        decimals => format!("at most {decimals} decimals"),
    };
    let why = format!("{item} is counted in {uom}, with {how}");
    Err(Refusal::BadQuantity { qty, why })
}

impl Tracking {
    /// Returns whether every movement must name a lot.
    pub const fn wants_lot(self) -> bool {
        matches!(self, Self::Lot | Self::Expiry)
    }
    /// Returns whether every receipt must name an expiry.
    pub const fn wants_expiry(self) -> bool {
        matches!(self, Self::Expiry)
    }
    /// Returns whether every movement must name a serial number.
    pub const fn wants_serial(self) -> bool {
        matches!(self, Self::Serial)
    }
}

record! {
    table "items", key 1, orders [BY_SUPPLIER_CODE [supplier_code]], append_only false;
    /// One stock-keeping unit.
    pub struct Item {
        /// Its code.
        item: ItemCode,
        /// Its name.
        name: String,
        /// Its inventory group.
        group_number: i64,
        /// How it is valued.
        method: Method,
        /// Its standard cost for one base unit.
        standard_cost: Option<Price>,
        /// What is recorded of each piece.
        tracking: Tracking,
        /// Its base unit.
        uom: UomCode,
        /// Its list price for one base unit.
        price: Option<Price>,
        /// Days of life that must remain at receipt.
        min_life_days: Option<i64>,
        /// Its class for counting: A, B or C.
        abc: String,
        /// Weight of one base unit in kilograms.
        weight: Option<Qty>,
        /// Whether it is a service: sold, but never in stock.
        service: bool,
        /// What the vendor calls it.
        supplier_code: Option<String>,
        /// The tax type of its sales; that of its group where left out.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        sales_tax: Option<TaxCode>,
        /// The tax type of its purchases; that of its group where left out.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        purchase_tax: Option<TaxCode>,
        /// Its category; `None` where it has none.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        category: Option<CategoryCode>,
    }

    table "categories", key 1, orders [], append_only false;
    /// A category of items: reports tell items apart by it, and nothing is posted by it.
    pub struct Category {
        /// Its code.
        category: CategoryCode,
        /// Its name.
        name: String,
    }

    table "barcodes", key 1, orders [BY_ITEM [item]], append_only false;
    /// A code printed on an item or one of its packs.
    pub struct Barcode {
        /// The code; GTINs with all fourteen digits.
        barcode: String,
        /// The item.
        item: ItemCode,
        /// Base units in the pack that carries the code.
        qty: Qty,
        /// The pack's unit.
        uom: UomCode,
    }

    table "kits", key 2, orders [BY_COMPONENT [component]], append_only false;
    /// What a kit consists of: one component. An item that has any is a kit, sold as one and never in stock itself.
    pub struct Kit {
        /// The kit.
        kit: ItemCode,
        /// A component.
        component: ItemCode,
        /// Base units of it in one kit.
        qty: Qty,
    }

    table "standard_costs", key 1, orders [], append_only false;
    /// A change of a standard cost that revalued stock.
    pub struct CostChange {
        /// The first movement written for it.
        movement: i64,
        /// The item.
        item: ItemCode,
        /// The cost of one base unit before.
        cost_before: Price,
        /// The cost of one base unit after.
        cost_after: Price,
    }

    table "uoms", key 1, orders [], append_only false;
    /// A unit of measure.
    pub struct Uom {
        /// Its code.
        uom: UomCode,
        /// Its name.
        name: String,
        /// Decimals that a quantity in it may have.
        decimals: i64,
    }

    table "sites", key 1, orders [], append_only false;
    /// A warehouse or a shop.
    pub struct Site {
        /// Its code.
        site: SiteCode,
        /// Its name.
        name: String,
        /// The legal entity in whose books it is; `None` for the company itself.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        entity: Option<EntityCode>,
    }

    table "locations", key 1, orders [
        BY_WALK [site, purpose, sequence],
        BY_FIXED_ITEM [fixed_item]
    ], append_only false;
    /// A bin inside a site.
    pub struct Location {
        /// Its code, unique over all sites.
        location: LocationCode,
        /// Its site.
        site: SiteCode,
        /// The part of the site it lies in.
        zone: String,
        /// What it is for.
        purpose: Purpose,
        /// Its place in the walk order.
        sequence: i64,
        /// Base units it can hold.
        capacity: Option<Qty>,
        /// Check digits on its sign, spoken or typed as proof of being there.
        check_digits: Option<String>,
        /// The only item it is meant for.
        fixed_item: Option<ItemCode>,
    }

    table "pick_faces", key 2, orders [BY_ITEM [item]], append_only false;
    /// How much of an item a pick face should hold: it is refilled from the reserve when less than `min` may be picked
    /// there, up to `max`.
    pub struct PickFace {
        /// The face.
        location: LocationCode,
        /// The item.
        item: ItemCode,
        /// Base units below which it is refilled.
        min: Qty,
        /// Base units up to which it is refilled.
        max: Qty,
    }

    table "parties", key 2, orders [], append_only false;
    /// A vendor or a customer.
    pub struct Party {
        /// Which of the two.
        kind: PartyKind,
        /// Its code.
        party: PartyCode,
        /// Its name.
        name: String,
        /// Days of life that must remain when goods ship to it.
        min_life_days: Option<i64>,
        /// The region it is in, which reports tell sales apart by.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        region: Option<Region>,
    }

    table "lots", key 2, orders [BY_LOT [lot]], append_only false;
    /// A lot (= batch) of an item, as first received.
    pub struct Lot {
        /// The item.
        item: ItemCode,
        /// The lot.
        lot: LotCode,
        /// The last day it may be used.
        expiry: Option<NaiveDate>,
        /// Why it may not leave, while it may not.
        hold: Option<String>,
    }

    table "spellings", key 2, orders [], append_only false;
    /// Which lot of an item is meant by what lots that look alike share. There is none once the only receipt of the lot
    /// is taken back.
    pub struct Spelling {
        /// The item.
        item: ItemCode,
        /// What they share: see [`alike`](crate::domain::code::alike).
        alike: String,
        /// The lot.
        lot: LotCode,
    }
}
