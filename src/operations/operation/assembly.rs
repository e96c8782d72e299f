//! Documents of goods that are made of others, or taken apart.

use crate::domain::amount::{Price, Qty};
use crate::domain::code::{ItemCode, Key, LocationCode, LotCode, Serial};
use crate::domain::record::Fault;
use crate::operations::declare::documents;
use crate::operations::meant::Meant;
use crate::operations::view::View;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

documents! {
    /// Goods are made of components.
    Build {
        /// What is made.
        item: ItemCode,
        /// Base units made.
        qty: Qty,
        /// What one of them takes.
        components: Vec<Component>,
    } optional {
        /// Labour for one of them.
        labour: Price,
        /// Where it is done; the site's storage where left out.
        at: LocationCode,
        /// The lot that is made.
        lot: LotCode,
        /// Its expiry.
        expiry: NaiveDate,
        /// The serial number of the one piece that is made.
        serial: Serial,
    }
    /// Goods are taken apart into their components.
    Unbuild {
        /// What is taken apart.
        item: ItemCode,
        /// Base units of it.
        qty: Qty,
        /// What one of them gives.
        components: Vec<Component>,
    } optional {
        /// The id of the build that is undone, which says what the components cost.
        of: Key,
        /// Labour for one of them.
        labour: Price,
        /// Where it is done; the site's storage where left out.
        at: LocationCode,
        /// The lot that is taken apart.
        lot: LotCode,
        /// The serial number of the one piece that is taken apart.
        serial: Serial,
    }
}

impl Meant for Component {
    fn mend(&mut self, view: &dyn View) -> Result<(), Fault> {
        self.lot.mend(view)?;
        self.serial.mend(view)
    }
}

/// What one unit of something that is built takes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Component {
    /// The item.
    pub item: ItemCode,
    /// Base units of it.
    pub qty: Qty,
    /// Its lot: the one to take, or the one that comes out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lot: Option<LotCode>,
    /// The expiry of a lot that comes out and was never seen before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expiry: Option<NaiveDate>,
    /// Its serial number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub serial: Option<Serial>,
}
