//! A read, decoded and looked up: everything it could mean, for the flow to choose from.

mod kinds;

use crate::domain::amount::Qty;
use crate::domain::catalog::{Item, Location, Site};
use crate::domain::code::{ItemCode, LotCode, Lpn, Serial, UomCode};
use crate::domain::count::Count;
use crate::domain::order::Order;
use crate::domain::refusal::Refusal;
use crate::domain::stock::Plate;
use crate::domain::user::User;
use crate::domain::weight::is_weight;
use crate::domain::work_order::WorkOrder;
use crate::scan::assembly::{Assembly, Symbol};
use crate::scan::{Ai, Gtin, read};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// The digits of the shortest article number.
const SHORTEST_BARCODE: usize = 8;

/// A read with all it could mean. A flow takes what its prompt asks for and leaves the rest.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Scanned {
    /// The text as read, without the symbology identifier; bytes are escaped if a character would not be visible.
    pub text: String,
    /// Whether it was typed, not scanned.
    pub typed: bool,
    /// Whether digits in it may be a quantity: they were typed, or stand on a line of a script. A scanned code never is.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub given: bool,
    /// Whether nothing but its pace says that it was scanned: it came from a keyboard, without a symbology identifier.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub fast: bool,
    /// What the label itself says.
    pub label: Label,
    /// The same, element by element.
    #[serde(default)]
    pub symbol: Symbol,
    /// What the store knows under this code.
    pub meanings: Vec<Meaning>,
    /// Why it could not be decoded, if it claims to be a GS1 label and is not one.
    pub defect: Option<String>,
    /// How it may have been meant, if a separator or a check digit seems lost.
    #[serde(default)]
    pub split: Option<Box<Split>>,
    /// The decimals that a quantity of its item may have.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decimals: Option<i64>,
    /// The items of which a lot has this code, each with the decimals of its quantities.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub lots: Vec<(Item, Option<i64>)>,
}

/// The reason why a read may have been meant otherwise.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Cause {
    /// A separator seems lost.
    #[default]
    Separator,
    /// The check digit of a number seems missing.
    CheckDigit,
}

impl Cause {
    /// Returns whether it is the usual one, which is not written down.
    pub const fn is_usual(&self) -> bool {
        matches!(self, Self::Separator)
    }
}

/// A label as it may have been meant, and what is asked about it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Split {
    /// The field as it was read: `(10) ABC17261231`.
    pub whole: String,
    /// The fields it may have been: `(10) ABC (17) 2026-12-31`; or the number and its item.
    pub parts: String,
    /// Why it may have been meant so.
    #[serde(default, skip_serializing_if = "Cause::is_usual")]
    pub cause: Cause,
    /// The whole label, read with these fields.
    pub scanned: Scanned,
}

/// The fields of a GS1 label; all empty for a plain code.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Label {
    /// Lot (10).
    pub lot: Option<LotCode>,
    /// Expiry (17), or best before (15).
    pub expiry: Option<NaiveDate>,
    /// Serial number (21).
    pub serial: Option<Serial>,
    /// Count (30 or 37) or net weight (310n), in base units or packs of the GTIN.
    pub count: Option<Qty>,
    /// Licence plate (00).
    pub sscc: Option<Lpn>,
    /// Customer's order number (400).
    pub order: Option<String>,
}

/// One thing a code can mean.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Meaning {
    /// An item, by its code, a barcode of it or the supplier's code; `pack` base units in the pack scanned.
    Item {
        /// The item.
        item: Box<Item>,
        /// Base units in one pack that carries this code.
        pack: Qty,
        /// The pack's unit.
        uom: UomCode,
    },
    /// A location.
    Location(Box<Location>),
    /// An order.
    Order(Box<Order>),
    /// A licence plate that is in use.
    Plate(Box<Plate>),
    /// An operator's badge.
    Badge(Box<User>),
    /// A count sheet.
    Count(Box<Count>),
    /// A site, by its card.
    Site(Box<Site>),
    /// The paper of a transfer, by the movement that its number names.
    Transfer(i64),
    /// A work order.
    Work(Box<WorkOrder>),
}

impl Scanned {
    /// Returns the read of a card that names a site and means nothing else.
    pub fn of_site(site: Site, typed: bool) -> Self {
        Self {
            text: site.site.to_string(),
            typed,
            meanings: vec![Meaning::Site(site.into())],
            ..Self::default()
        }
    }

    /// Returns the same read with the fields of a label that was put together from it and others.
    #[must_use]
    pub fn saying(&self, label: &Assembly) -> Self {
        let by_weight = self.item().is_some_and(|(item, ..)| is_weight(&item.uom));
        let count = label.measure(by_weight);
        Self {
            label: Label {
                lot: label.lot().map(Into::into),
                expiry: label.expiry(),
                serial: label.serial().map(Into::into),
                count: count.and_then(|count| count.to_string().parse().ok()),
                ..self.label.clone()
            },
            ..self.clone()
        }
    }

    /// Returns whether it says something about goods without naming them: a lot, an expiry, a serial number, a count, a
    /// weight.
    pub fn is_part(&self) -> bool {
        let said = |ai: u16| self.symbol.value(ai).is_some();
        let says = [10, 17, 7003, 15, 21, 30, 37].into_iter().any(said)
            || (3100..=3105).chain(3200..=3205).any(said);
        says && self.item().is_none() && self.unknown_item().is_none()
    }

    /// Returns what its label calls an item that is not on record.
    pub fn unknown_item(&self) -> Option<&str> {
        self.symbol.names().filter(|_| self.item().is_none())
    }

    /// Returns the item it means, with its pack.
    pub fn item(&self) -> Option<(&Item, Qty, &UomCode)> {
        self.meanings.iter().find_map(|meaning| match meaning {
            Meaning::Item { item, pack, uom } => Some((item.as_ref(), *pack, uom)),
            _ => None,
        })
    }

    /// Returns the location it means.
    pub fn location(&self) -> Option<&Location> {
        self.meanings.iter().find_map(|meaning| match meaning {
            Meaning::Location(it) => Some(it.as_ref()),
            _ => None,
        })
    }

    /// Returns the order it means.
    pub fn order(&self) -> Option<&Order> {
        self.meanings.iter().find_map(|meaning| match meaning {
            Meaning::Order(it) => Some(it.as_ref()),
            _ => None,
        })
    }

    /// Returns the licence plate in use that it means.
    pub fn plate(&self) -> Option<&Plate> {
        self.meanings.iter().find_map(|meaning| match meaning {
            Meaning::Plate(it) => Some(it.as_ref()),
            _ => None,
        })
    }

    /// Returns the operator whose badge it is.
    pub fn badge(&self) -> Option<&User> {
        self.meanings.iter().find_map(|meaning| match meaning {
            Meaning::Badge(it) => Some(it.as_ref()),
            _ => None,
        })
    }

    /// Returns the count sheet it means.
    pub fn count(&self) -> Option<&Count> {
        self.meanings.iter().find_map(|meaning| match meaning {
            Meaning::Count(it) => Some(it.as_ref()),
            _ => None,
        })
    }

    /// Returns the site whose card it is.
    pub fn site(&self) -> Option<&Site> {
        self.meanings.iter().find_map(|meaning| match meaning {
            Meaning::Site(it) => Some(it.as_ref()),
            _ => None,
        })
    }

    /// Returns the movement that the number of a transfer names.
    pub fn transfer(&self) -> Option<i64> {
        self.meanings.iter().find_map(|meaning| match meaning {
            Meaning::Transfer(movement) => Some(*movement),
            _ => None,
        })
    }

    /// Returns the work order, if it is one.
    pub fn work(&self) -> Option<&WorkOrder> {
        self.meanings.iter().find_map(|meaning| match meaning {
            Meaning::Work(it) => Some(it.as_ref()),
            _ => None,
        })
    }

    /// Returns whether a lot of the item has this code.
    pub fn is_lot_of(&self, item: &ItemCode) -> bool {
        self.lots.iter().any(|(known, _)| known.item == *item)
    }

    /// Returns the read of a lot alone as one of the only item that has such a lot and may be meant; `None` if it is no
    /// such code.
    ///
    /// # Errors
    /// If several items have it.
    pub fn by_its_lot(&self, may_be: impl Fn(&ItemCode) -> bool) -> Option<Result<Self, Refusal>> {
        if !self.meanings.is_empty() || !self.symbol.is_empty() {
            return None;
        }
        let mut fitting: Vec<_> = self.lots.iter().filter(|(item, _)| may_be(&item.item)).collect();
        if fitting.is_empty() {
            fitting = self.lots.iter().collect();
        }
        let (item, decimals) = match fitting.as_slice() {
            [] => return None,
            [only] => only,
            several => {
                let items: Vec<&str> = several.iter().map(|(item, _)| item.item.as_str()).collect();
                let found = format!("Lot {} is of {}", self.text, items.join(" and "));
                let need = "Scan the item first".into();
                return Some(Err(Refusal::NotExpected { need, found }));
            }
        };
        let (pack, uom) = (Qty::ONE, item.uom.clone());
        Some(Ok(Self {
            label: Label {
                lot: Some(self.text.as_str().into()),
                ..Label::default()
            },
            symbol: Symbol::part(Ai(10), self.text.clone()),
            meanings: vec![Meaning::Item {
                item: Box::new(item.clone()),
                pack,
                uom,
            }],
            decimals: *decimals,
            ..self.clone()
        }))
    }

    /// Returns whether the books know nothing by the code.
    pub const fn is_unknown(&self) -> bool {
        self.meanings.is_empty() && self.lots.is_empty()
    }

    /// Returns whether the text is spelt out, since a character of it can't be seen, or is none.
    pub fn is_spelt_out(&self) -> bool {
        let bytes = read::from_clear(&self.text);
        let is_seen = std::str::from_utf8(&bytes).is_ok_and(|text| !text.contains(read::is_unseen));
        !is_seen && read::in_clear(&bytes) == self.text
    }

    /// Returns a clause that says why the read is not what is wanted: what the books know it as, or that it is not
    /// `what` if they don't know it.
    pub fn is_not(&self, what: &str) -> String {
        if self.meanings.is_empty() {
            format!("{} is not {what}", self.text)
        } else {
            self.known_as()
        }
    }

    /// Returns the quantity that was typed: digits with at most six decimals behind a point or a comma. `None` for
    /// anything else: a scanned code, a trade item number, digits with zeros in front.
    pub fn quantity(&self) -> Option<Qty> {
        let is_code = || Gtin::read(self.text.as_bytes()).is_some();
        let text = self.digits().filter(|_| self.given && !is_code())?;
        let padded = 1 < text.len() && text.starts_with('0') && !text.starts_with("0.");
        if padded { None } else { text.parse().ok() }
    }

    /// Returns the quantity where nothing but a number is awaited: one that was typed, or digits too few for a barcode
    /// that came as fast as a scan. Keys that the line held up come so, and those of quick fingers.
    pub fn number(&self) -> Option<Qty> {
        let is_short = self.is_unknown() && self.text.len() < SHORTEST_BARCODE;
        let given = self.given || self.fast && is_short;
        Self {
            given,
            ..self.clone()
        }
        .quantity()
    }

    /// Returns the text with a point for its comma, if it is written as a number.
    fn digits(&self) -> Option<String> {
        let text = self.text.replacen(',', ".", 1);
        let plain = text.len() <= 9 && text.bytes().all(|b| b.is_ascii_digit() || b == b'.');
        Some(text).filter(|_| plain && self.symbol.is_empty())
    }

    /// Returns the refusal of a code that the books don't know.
    pub fn unknown(&self) -> Refusal {
        let code = self.unknown_item().unwrap_or(&self.text).to_owned();
        Refusal::UnknownCode { code }
    }

    /// Returns why it is no quantity where one is awaited.
    pub fn no_quantity(&self) -> Refusal {
        let below: Option<Qty> = self.text.replacen(',', ".", 1).parse().ok();
        if let Some(qty) = below.filter(|qty| self.given && *qty < Qty::ZERO) {
            let why = "it is below zero".into();
            return Refusal::BadQuantity { qty, why };
        }
        if self.digits().is_some() && Gtin::read(self.text.as_bytes()).is_none() {
            let found = self.text.clone();
            return Refusal::ScannedNumber { found };
        }
        self.unknown()
    }
}
