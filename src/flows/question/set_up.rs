//! What setting a company up asks and is told.

use crate::domain::catalog::{Party, PartyKind, Site};
use crate::domain::code::{LocationCode, SiteCode, UomCode};
use crate::domain::company::{Group, Method};
use crate::domain::order::{Order, OrderKind};
use crate::domain::refusal::Refusal;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// The number beyond which records are many.
pub const SEEN: usize = 100;

/// What setting up asks of the store.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Question {
    /// What there is already; the bins of this site, or of the operator's where none is named; and what an order of this
    /// kind can be made of.
    Standing(Option<SiteCode>, Option<OrderKind>),
    /// What a range of bins would make at a site, as it was typed.
    Bins(String, SiteCode),
    /// Who has a code, as it was typed.
    Party(PartyKind, String),
}

/// What setting up is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Told {
    /// What there is already.
    Standing(Box<Standing>),
    /// What a range of bins would make.
    Bins(Bins),
    /// Why such bins can't be made.
    NoBins(Refusal),
    /// What lies in the folder of files.
    Found(Found),
    /// The files were imported and did this.
    Imported(Looked),
    /// Who has the code; `None` where nobody has.
    Party(Option<Box<Party>>),
}

/// What lies in the folder of files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// The folder.
    pub folder: String,
    /// What its files would do, or what is wrong with them, line by line.
    pub files: Result<Looked, Vec<String>>,
}

/// What files do to the records that there are.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Looked {
    /// The kinds of files, each with the number of its rows.
    pub kinds: Vec<(String, usize)>,
    /// Records that are new.
    pub new: usize,
    /// Records that say something else than before.
    pub changed: usize,
    /// Records that are known and stay as they are.
    pub known: usize,
    /// The names of files that are of no kind and are not read.
    #[serde(default)]
    pub others: Vec<String>,
    /// What becomes of each record that is changed, then of each that is new.
    #[serde(default)]
    pub does: Vec<String>,
    /// What tells these files, and what they do, from others.
    pub mark: String,
}

impl Looked {
    /// Returns the number of rows that do something.
    pub const fn rows(&self) -> usize {
        self.new + self.changed
    }

    /// Returns whether no row does anything.
    pub const fn is_idle(&self) -> bool {
        self.rows() == 0
    }

    /// Returns what the rows do, as a sentence names it: `12 new, 3 changed, 40 known`.
    pub fn told(&self) -> String {
        format!("{} new, {} changed, {} known", self.new, self.changed, self.known)
    }
}

/// What there is of a company already.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Standing {
    /// Its name; empty where nobody has given it.
    pub company: String,
    /// Its currency.
    pub currency: String,
    /// The same, and what its amounts are where they are not what one expects of it.
    pub money: String,
    /// Why its currency stays; `None` while it may be another.
    pub currency_stays: Option<Refusal>,
    /// The operator's site, where orders arrive and leave.
    pub home: SiteCode,
    /// Whether there are other sites.
    pub has_sites: bool,
    /// The site whose bins are made.
    pub site: Option<Site>,
    /// The bins of that site; no more than [`SEEN`] and one are counted, here and of all that follows.
    pub bins: usize,
    /// The place behind them in the walk.
    pub behind: i64,
    /// The items.
    pub items: usize,
    /// Those who have a badge.
    pub people: usize,
    /// What new items get.
    pub goods: Goods,
    /// What is ordered from vendors.
    pub bought: Trade,
    /// What customers order.
    pub sold: Trade,
    /// The first receipt.
    pub receipt: Receipt,
    /// A place where deliveries arrive and goods stand.
    pub dock: Option<LocationCode>,
    /// The place where parcels leave.
    pub gate: LocationCode,
    /// Today.
    pub today: NaiveDate,
}

/// What new items get.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Goods {
    /// Their group and how it is valued; `None` where there is no group.
    pub group: Option<(i64, Method)>,
    /// Their unit.
    pub uom: UomCode,
}

impl Goods {
    /// Returns what items of a group in a unit get.
    pub fn of(group: Option<Group>, uom: UomCode) -> Self {
        let group = group.map(|group| (group.number, group.method));
        Self { group, uom }
    }
}

/// Orders of one kind.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Trade {
    /// The first order of the operator's site that is not closed.
    pub open: Option<Order>,
    /// Whether there is any.
    pub is_begun: bool,
    /// What one more can be made of; empty while none is made.
    pub made_of: MadeOf,
}

/// What an order can be made of.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MadeOf {
    /// With whom it may be; the first [`SEEN`] of them.
    pub parties: Vec<Party>,
    /// Whether there are more, which are found by their codes.
    pub has_more: bool,
    /// A number that no order has.
    pub next_order: String,
    /// A code that no vendor or customer has.
    pub next_party: String,
}

impl Standing {
    /// Returns the orders of a kind.
    pub const fn trade(&self, kind: OrderKind) -> &Trade {
        match kind {
            OrderKind::Purchase => &self.bought,
            OrderKind::Sales => &self.sold,
        }
    }

    /// Returns the code of the site whose bins are made.
    pub fn site_code(&self) -> SiteCode {
        let site = self.site.as_ref().map(|site| site.site.clone());
        site.unwrap_or_else(|| self.home.clone())
    }
}

/// How far a company is with its first receipt.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Receipt {
    /// Nothing was received.
    #[default]
    None,
    /// Goods were received.
    Made,
    /// A receipt was taken back.
    TakenBack,
    /// So much was moved that there is no first one to try.
    Past,
}

/// A range of bins, as it would be made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bins {
    /// The first of them.
    pub first: String,
    /// The last of them.
    pub last: String,
    /// The number of bins in the range.
    pub count: usize,
    /// The number of those that are known already and stay as they are.
    pub known: usize,
    /// The first that is known already.
    pub first_known: Option<String>,
}
