//! Documents of goods that go from one site to another.

use crate::domain::amount::{Money, Price, Qty};
use crate::domain::code::{ItemCode, Key, LocationCode, LotCode, Serial, SiteCode};
use crate::domain::stock::Status;
use crate::operations::declare::documents;
use serde::{Deserialize, Serialize};

documents! {
    /// Goods leave a site for another one.
    TransferOut {
        /// The item.
        item: ItemCode,
        /// Base units.
        qty: Qty,
        /// The site they leave.
        from_site: SiteCode,
        /// The site they go to.
        to_site: SiteCode,
    } optional {
        /// What it costs to bring them there.
        freight: Money,
        /// Price of a base unit, where they go to another legal entity; its transfer price of the day if left out.
        price: Price,
        /// The location they leave; the site's storage first where left out.
        from: LocationCode,
        /// Their lot; first expiry first out where left out.
        lot: LotCode,
        /// Their serial number.
        serial: Serial,
    }
    /// Goods in transit arrive.
    TransferIn {
        /// The id of the transfer.
        of: Key,
        /// Base units that arrived.
        qty: Qty,
    } optional {
        /// Where they are put; the site's storage where left out.
        to: LocationCode,
        /// Their lot, where the transfer has several.
        lot: LotCode,
        /// Their serial number.
        serial: Serial,
        /// What may be done with them; the location decides where left out.
        status: Status,
    }
    /// What of a transfer has not arrived is written off.
    TransferClose {
        /// The id of the transfer.
        of: Key,
    } optional {}
}
