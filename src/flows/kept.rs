//! Parts of a label that are read before the item they belong to: kept until the item comes, and told in one way.

use super::event::Effect;
use super::goods::{times, too_early};
use super::pieces::Numbered;
use super::scanned::Scanned;
use crate::domain::amount::Qty;
use crate::domain::catalog::{Item, Tracking};
use crate::domain::code::{ItemCode, LotCode, Serial};
use crate::domain::refusal::Refusal;
use crate::scan::assembly::{Assembly, Clash, Part, Symbol};
use serde::{Deserialize, Serialize};

/// Parts of a label that are read before their item.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Kept(Assembly);

impl Kept {
    /// Returns whether nothing is kept.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Keeps a part of a label; returns what to tell.
    ///
    /// # Errors
    /// If it contradicts what is kept, which then stays as it was.
    pub fn keep(&mut self, scanned: &Scanned) -> Result<String, Refusal> {
        self.0.add(scanned.symbol.clone(), PLATE)?;
        Ok(self.told())
    }

    /// Returns a single part, kept alone.
    pub fn of(scanned: &Scanned) -> Self {
        let mut kept = Self::default();
        // It can't contradict anything, since nothing is kept yet.
        drop(kept.keep(scanned));
        kept
    }

    /// Returns the base units in as many packages as the label says, or in one if it says nothing.
    pub fn times(&self, package: Qty) -> Qty {
        times(package, count_of(&self.0))
    }

    /// Returns the net weight on the label of goods that are kept by weight, or one package if it says nothing.
    pub fn weighed(&self, package: Qty) -> Qty {
        let weight = self.0.net_weight().map(|weight| weight.to_string().parse());
        times(package, weight.and_then(Result::ok))
    }

    /// Returns whether it says a net weight.
    pub fn states_weight(&self) -> bool {
        self.0.net_weight().is_some()
    }

    /// Returns whether it measures goods, and not by a net weight: in pieces, litres, metres, money.
    pub fn states_no_weight(&self) -> bool {
        self.0.net_weight().is_none() && self.0.is_measured_otherwise()
    }

    /// Returns everything that is kept with what a read of the item says.
    ///
    /// # Errors
    /// If the two contradict each other.
    pub fn with(&self, scanned: &Scanned) -> Result<Self, Refusal> {
        let ignored = scanned.item().map_or(PLATE, |(item, ..)| unrecorded(item));
        let mut label = self.0.clone();
        let symbol = scanned.symbol.clone().naming_item();
        label.add(symbol, ignored)?;
        Ok(Self(label))
    }

    /// Returns the label of goods that are taken now; `package` is the base units in one package.
    pub fn opened(self, package: Qty) -> Open {
        Open {
            label: self.0,
            package,
        }
    }

    /// Takes back the last part; returns whether there was one.
    pub fn back(&mut self) -> bool {
        self.0.take_back().is_some()
    }

    /// Returns what to tell: `kept: lot A1; still missing: item`.
    pub fn told(&self) -> String {
        format!("kept: {self}{}", still(&[Part::Item]))
    }

    /// Returns what to do next.
    pub fn prompt(&self) -> String {
        prompt(&self.0)
    }

    /// Refuses `found`, because the item is needed before anything else is done.
    pub fn first(&self, found: &str) -> Effect {
        too_early(found, format!("Scan the item of {self}, or BACK"))
    }

    /// Returns the label as far as it is read.
    pub const fn label(&self) -> &Assembly {
        &self.0
    }
}

/// The label of goods that were just taken, and the base units in one package: a further symbol of the label may say
/// how many there are, or prove the lot.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Open {
    label: Assembly,
    package: Qty,
}

/// What a further symbol says about goods that were taken.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct More {
    /// Their lot.
    pub lot: Option<LotCode>,
    /// Their serial number.
    pub serial: Option<Serial>,
    /// Base units of all of them.
    pub qty: Option<Qty>,
}

impl Open {
    /// Returns what a part says that the label has not said yet; `None` if another label begins with it.
    /// Of goods kept by weight the weight counts, and no number of pieces.
    pub fn more(&mut self, scanned: &Scanned, by_weight: bool) -> Option<More> {
        let before = self.label.clone();
        if !self.label.add(scanned.symbol.clone(), PLATE).ok()? {
            return None;
        }
        let fresh =
            |old: Option<&str>, new: Option<&str>| new.filter(|_| old.is_none()).map(ToOwned::to_owned);
        let said = before.measure(by_weight);
        let count = self.label.measure(by_weight).filter(|_| said.is_none());
        let count = count.and_then(|count| count.to_string().parse().ok());
        Some(More {
            lot: fresh(before.lot(), self.label.lot()).map(|lot| lot.as_str().into()),
            serial: fresh(before.serial(), self.label.serial()).map(|serial| serial.as_str().into()),
            qty: count.map(|count| times(self.package, Some(count))),
        })
    }

    /// Returns the base units in one package.
    pub const fn package(&self) -> Qty {
        self.package
    }

    /// Returns the base units in all packages that the label stands for.
    pub fn whole(&self) -> Qty {
        times(self.package, count_of(&self.label))
    }

    /// Returns the base units of goods kept by weight that the label stands for: its net weight, or one package if it
    /// states none.
    pub fn weight(&self) -> Qty {
        let weight = self.label.measure(true).map(|weight| weight.to_string().parse());
        times(self.package, weight.and_then(Result::ok))
    }

    /// Returns the package with the number on its label; `None` if it has none.
    pub fn number(&self, item: &ItemCode, tracking: Tracking) -> Option<Numbered> {
        Numbered::of(item, tracking, self.package, self.label.serial())
    }

    /// Returns whether a serial number may begin the label of the next package: it differs from the one of this label,
    /// or this label began with it too.
    pub fn may_follow(&self, serial: &str) -> bool {
        self.label.serial() != Some(serial) || self.label.begins_with_serial()
    }

    /// Returns the label as far as it is read.
    pub const fn label(&self) -> &Assembly {
        &self.label
    }
}

fn count_of(label: &Assembly) -> Option<Qty> {
    label.count()?.to_string().parse().ok()
}

/// Returns what to do while a label lacks its item.
pub fn prompt(label: &Assembly) -> String {
    match label.lot() {
        Some(lot) => format!("Scan the item of lot {lot}"),
        None => "Scan the item of this label".into(),
    }
}

/// The parts in words: `lot A1, expiry 2026-12-31, 24`.
impl std::fmt::Display for Kept {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&in_words(&self.0))
    }
}

/// Returns the parts of a label in words, but for its item.
pub fn in_words(label: &Assembly) -> String {
    let parts = [
        label.lot().map(|lot| format!("lot {lot}")),
        label.expiry().map(|expiry| format!("expiry {expiry}")),
        label.serial().map(|serial| format!("serial {serial}")),
        label.count().map(|count| format!("count {count}")),
        label.net_weight().map(|weight| format!("weight {weight}")),
    ];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    parts.join(", ")
}

/// Returns the end of a sentence if something is still missing: `; still missing: lot, expiry`.
pub fn still(missing: &[Part]) -> String {
    if missing.is_empty() {
        return String::new();
    }
    format!("; still missing: {}", words(missing))
}

/// Returns parts in words, separated by commas.
pub fn words(parts: &[Part]) -> String {
    let words: Vec<&str> = parts.iter().map(|part| part.word()).collect();
    words.join(", ")
}

/// Returns the parts that must be known of a piece of an item; the expiry only if goods are arriving.
pub const fn needed(item: &Item, arriving: bool) -> &'static [Part] {
    match (item.tracking, arriving) {
        (Tracking::None, _) => &[],
        (Tracking::Lot, _) | (Tracking::Expiry, false) => &[Part::Lot],
        (Tracking::Expiry, true) => &[Part::Lot, Part::Expiry],
        (Tracking::Serial, _) => &[Part::Serial],
    }
}

/// Returns what is awaited while a part is missing, in words; a quantity if none is.
pub const fn awaited(missing: Option<Part>) -> &'static str {
    match missing {
        Some(Part::Item) => "an item",
        Some(Part::Lot) => "a lot",
        Some(Part::Expiry) => "an expiry",
        Some(Part::Serial) => "a serial number",
        None => "a quantity",
    }
}

/// The licence plate: only receiving records it, and asks for it itself.
const PLATE: &[u16] = &[0];

/// Returns the identifiers whose values are not recorded for an item.
pub const fn unrecorded(item: &Item) -> &'static [u16] {
    match item.tracking {
        Tracking::None => &[0, 10, 15, 17, 7003, 21],
        Tracking::Lot | Tracking::Expiry => &[0, 21],
        Tracking::Serial => &[0, 10, 15, 17, 7003],
    }
}

/// Returns the identifiers whose values all packages in hand together share.
pub const fn shared(item: &Item) -> &'static [u16] {
    match item.tracking {
        Tracking::None => &[0],
        Tracking::Lot | Tracking::Expiry => &[0, 10, 15, 17, 7003],
        Tracking::Serial => &[0, 21],
    }
}

/// Turns what contradicts the label in hand into a refusal that names both values.
impl From<Clash> for Refusal {
    fn from(clash: Clash) -> Self {
        let what = match clash.ai.0 {
            10 => "lot".into(),
            21 => "serial".into(),
            15 => "best before".into(),
            17 | 7003 => "expiry".into(),
            30 | 37 => "count".into(),
            0 => "plate".into(),
            1..=3 => "item".into(),
            3100..=3105 | 3200..=3205 => "weight".into(),
            _ => format!("({})", clash.ai),
        };
        Self::NotExpected {
            need: "Scan the labels of one package only, or BACK".into(),
            found: format!("{what} {} contradicts {what} {}", clash.found, clash.known),
        }
    }
}

/// Returns a symbol with a single part, as typed or on a plain label.
pub fn plain(part: Part, text: &str) -> Symbol {
    let ai = match part {
        Part::Item => return Symbol::default().naming_item(),
        Part::Lot => 10,
        Part::Expiry => 17,
        Part::Serial => 21,
    };
    Symbol::part(crate::scan::Ai(ai), text)
}
