//! Documents of master data, orders, opening stock and people.

use crate::domain::amount::{Money, Price, Qty};
use crate::domain::bin_range::BinRange;
use crate::domain::catalog::{
    Barcode, Category, Item, Kit, Location, Party, PickFace, Purpose, Site, Tracking, Uom,
};
use crate::domain::code::{Badge, ItemCode, LocationCode, LotCode, Serial, SiteCode, UomCode};
use crate::domain::company::{Account, Group, GroupAccounts, Method, Policy, Tax};
use crate::domain::dimension::{Dimension, DimensionValue, Dimensions};
use crate::domain::entity::{Entity, TransferPrice};
use crate::domain::fee::ChannelFee;
use crate::domain::order::{Order, OrderLine};
use crate::domain::record::{Record, Row, Table};
use crate::domain::user::{Role, User};
use crate::operations::declare::documents;
use crate::operations::meant::no_words;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

documents! {
    /// Creates a record of master data, or changes it.
    Define {
        /// The record.
        master: Master,
    } optional {}
    /// Makes the bins of a range that are not known yet.
    AddBins {
        /// The first bin.
        first: LocationCode,
        /// The last bin, of the same parts: `A-01-1` to `A-12-6` is twelve bays of six levels.
        last: LocationCode,
        /// What they are for.
        purpose: Purpose,
    } optional {
        /// The place of the first in the walk, where the others follow; behind all bins of the site where left out.
        sequence: i64,
        /// Their site.
        site: SiteCode,
    }
    /// Creates an order with its lines, or changes it as far as nothing was done for what changes.
    PlaceOrder {
        /// The head.
        order: Order,
        /// The lines.
        lines: Vec<OrderLine>,
    } optional {
        /// Numbers of lines that are taken off; nothing may have been done for them.
        without: Vec<i64>,
    }
    /// Creates an item, or checks that it is known as described, so that a stream of documents can stand alone.
    DescribeItem {
        /// Its code.
        item: ItemCode,
        /// How it is valued.
        method: Method,
    } optional {
        /// Its name.
        name: String,
        /// Its standard cost for one base unit.
        standard_cost: Price,
        /// Its group; the first where left out.
        group: i64,
        /// What is recorded of each piece.
        tracking: Tracking,
        /// Its base unit.
        uom: UomCode,
    }
    /// Goods that were there before the books were: their value stands against no other account of the year.
    Opening {
        /// The item.
        item: ItemCode,
        /// Base units.
        qty: Qty,
        /// Their value.
        value: Money,
        /// Where they lie.
        location: LocationCode,
    } optional {
        /// Their lot.
        lot: LotCode,
        /// Its expiry.
        expiry: NaiveDate,
        /// Their serial number.
        serial: Serial,
    }
    /// Somebody signs in; the PIN was compared before.
    SignIn {
        /// The badge.
        badge: Badge,
        /// Whether the PIN was right.
        pin_right: bool,
    } optional {}
    /// The first administrator, who is also a supervisor; only where nobody has a badge yet.
    FirstUser {
        /// The badge.
        badge: Badge,
        /// The name.
        name: String,
        /// The PIN as a salted argon2 hash.
        pin_hash: String,
    } optional {}
    /// Somebody who has no PIN chooses one, beside a supervisor; or somebody who has proved one gets another, or another
    /// hash of the same.
    SetPin {
        /// The badge.
        badge: Badge,
        /// The PIN as a salted argon2 hash.
        pin_hash: String,
    } optional {
        /// Whether the PIN that the badge has was proved.
        proved: bool,
    }
    /// A supervisor or an administrator unlocks a badge.
    Unlock {
        /// The badge.
        badge: Badge,
    } optional {}
}

impl AddBins {
    /// Returns whether a bin of this code is in the range.
    pub fn names(&self, code: &str) -> bool {
        let range = BinRange::between(self.first.as_str(), self.last.as_str());
        range.is_ok_and(|range| range.codes().any(|bin| bin == code))
    }
}

impl PlaceOrder {
    /// Returns the head of the order with what the document says of dimensions; of those of which it says nothing, with
    /// what the order says itself.
    pub fn head(&self, said: &Dimensions) -> Order {
        Order {
            dimensions: said.clone().or(&self.order.dimensions),
            ..self.order.clone()
        }
    }
}

impl FirstUser {
    /// Returns the administrator at a site. One who is a supervisor too can vouch for those who come next.
    pub fn user(&self, site: SiteCode) -> User {
        User {
            badge: self.badge.clone(),
            name: self.name.trim().to_owned(),
            roles: [Role::Administrator, Role::Supervisor].map(Role::word).join(";"),
            pin_hash: Some(self.pin_hash.clone()),
            site,
            failures: 0,
            locked: false,
        }
    }
}

/// Declares the records of master data: a variant for each, which is the record of the same name.
macro_rules! masters {
    ($($record:ident($held:ty)),* $(,)?) => {
        /// A record of master data, created or checked.
        #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
        #[serde(tag = "record", rename_all = "snake_case")]
        #[allow(missing_docs, reason = "each variant is the record of the same name")]
        pub enum Master {
            $($record($held),)*
        }

        impl Master {
            /// Where they are kept.
            pub const TABLES: &'static [&'static Table] = &[$($record::TABLE),*];

            /// Returns where it is kept, and its cells there.
            pub fn to_row(&self) -> (&'static Table, Row) {
                match self {
                    $(Self::$record(it) => ($record::TABLE, it.to_row()),)*
                }
            }
        }
    };
}

masters!(
    Policy(Policy),
    Account(Account),
    Tax(Tax),
    Group(Group),
    Uom(Uom),
    Site(Site),
    Location(Location),
    Party(Party),
    Item(Box<Item>),
    Barcode(Barcode),
    Kit(Kit),
    PickFace(PickFace),
    User(User),
    ChannelFee(ChannelFee),
    GroupAccounts(GroupAccounts),
    Category(Category),
    Entity(Entity),
    TransferPrice(TransferPrice),
    Dimension(Dimension),
    DimensionValue(DimensionValue),
);

no_words!(Master);
