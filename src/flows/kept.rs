//! Parts of a label that are read before the item they belong to: kept until the item comes, and told in one way.

use super::event::Effect;
use super::goods::{times, unexpected};
use super::pieces::Numbered;
use super::scanned::Scanned;
use crate::domain::amount::Qty;
use crate::domain::catalog::{Item, Tracking};
use crate::domain::code::{ItemCode, LotCode, Serial};
use crate::domain::refusal::Refusal;
use crate::scan::assembly::{Assembly, Clash, Part, Symbol};
use serde::{Deserialize, Serialize};

/// What is read before its item.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Kept(Assembly);

impl Kept {
    /// Returns whether nothing is kept.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Keeps a part of a label; answers what to tell.
    ///
    /// # Errors
    /// Where it contradicts what is kept. Nothing is changed then.
    pub fn keep(&mut self, scanned: &Scanned) -> Result<String, Refusal> {
        self.0.add(scanned.symbol.clone(), PLATE)?;
        Ok(self.told())
    }

    /// Keeps one part alone.
    pub fn of(scanned: &Scanned) -> Self {
        let mut kept = Self::default();
        // Nothing is kept yet that it could contradict.
        drop(kept.keep(scanned));
        kept
    }

    /// Base units in as many packages as the label says; in one where it says nothing.
    pub fn times(&self, package: Qty) -> Qty {
        times(package, count_of(&self.0))
    }

    /// Returns everything that is kept with what a read of the item says.
    ///
    /// # Errors
    /// Where the two contradict each other.
    pub fn with(&self, scanned: &Scanned) -> Result<Self, Refusal> {
        let ignored = scanned.item().map_or(PLATE, |(item, ..)| unrecorded(item));
        let mut label = self.0.clone();
        let symbol = scanned.symbol.clone().naming_item();
        label.add(symbol, ignored)?;
        Ok(Self(label))
    }

    /// Returns the label of goods that are taken now, base units of one package of them given.
    pub fn opened(self, package: Qty) -> Open {
        Open {
            label: self.0,
            package,
        }
    }

    /// Takes the last part back; answers whether there was one.
    pub fn back(&mut self) -> bool {
        self.0.take_back().is_some()
    }

    /// `kept: lot A1; still missing: item`.
    pub fn told(&self) -> String {
        format!("kept: {self}{}", still(&[Part::Item]))
    }

    /// Returns what to do next.
    pub fn prompt(&self) -> String {
        prompt(&self.0)
    }

    /// Returns what is asked for before anything else is done, and what was said instead.
    pub fn first(&self, found: &str) -> Effect {
        unexpected(format!("the item of {self}, or BACK"), found)
    }

    /// Returns the label as far as it is read.
    pub const fn label(&self) -> &Assembly {
        &self.0
    }
}

/// The label of goods that were just taken, and base units of one package of them: a further symbol of it may say how
/// many there are, or prove the lot.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Open {
    label: Assembly,
    package: Qty,
}

/// What a further symbol says of goods that were taken.
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
    pub fn more(&mut self, scanned: &Scanned) -> Option<More> {
        let before = self.label.clone();
        if !self.label.add(scanned.symbol.clone(), PLATE).ok()? {
            return None;
        }
        let fresh =
            |old: Option<&str>, new: Option<&str>| new.filter(|_| old.is_none()).map(ToOwned::to_owned);
        let count = count_of(&self.label).filter(|_| before.count().is_none());
        Some(More {
            lot: fresh(before.lot(), self.label.lot()).map(|lot| lot.as_str().into()),
            serial: fresh(before.serial(), self.label.serial()).map(|serial| serial.as_str().into()),
            qty: count.map(|count| times(self.package, Some(count))),
        })
    }

    /// Base units of one package.
    pub const fn package(&self) -> Qty {
        self.package
    }

    /// Base units of all packages that the label stands for.
    pub fn whole(&self) -> Qty {
        times(self.package, count_of(&self.label))
    }

    /// Returns what the label of an item numbers.
    pub fn number(&self, item: &ItemCode, tracking: Tracking) -> Option<Numbered> {
        Numbered::of(item, tracking, self.package, self.label.serial())
    }

    /// Returns whether the same symbols come first on the label that follows: its serial number was read before the
    /// item, or is another one.
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

/// Returns what follows when something is still missing: `; still missing: lot, expiry`.
pub fn still(missing: &[Part]) -> String {
    if missing.is_empty() {
        return String::new();
    }
    format!("; still missing: {}", words(missing))
}

/// Parts by their words.
pub fn words(parts: &[Part]) -> String {
    let words: Vec<&str> = parts.iter().map(|part| part.word()).collect();
    words.join(", ")
}

/// Returns what must be known of a piece of an item, the expiry only where it arrives.
pub const fn needed(item: &Item, arriving: bool) -> &'static [Part] {
    match (item.tracking, arriving) {
        (Tracking::None, _) => &[],
        (Tracking::Lot, _) | (Tracking::Expiry, false) => &[Part::Lot],
        (Tracking::Expiry, true) => &[Part::Lot, Part::Expiry],
        (Tracking::Serial, _) => &[Part::Serial],
    }
}

/// The licence plate: only receiving records it, and asks for it itself.
const PLATE: &[u16] = &[0];

/// Returns the identifiers that say nothing that is recorded of an item.
pub const fn unrecorded(item: &Item) -> &'static [u16] {
    match item.tracking {
        Tracking::None => &[0, 10, 15, 17, 7003, 21],
        Tracking::Lot | Tracking::Expiry => &[0, 21],
        Tracking::Serial => &[0, 10, 15, 17, 7003],
    }
}

/// Returns the identifiers that all packages of goods share that are in hand together.
pub const fn shared(item: &Item) -> &'static [u16] {
    match item.tracking {
        Tracking::None => &[0],
        Tracking::Lot | Tracking::Expiry => &[0, 10, 15, 17, 7003],
        Tracking::Serial => &[0, 21],
    }
}

/// What contradicts the label in hand is refused: both values by name.
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
            3100..=3105 => "weight".into(),
            _ => format!("({})", clash.ai),
        };
        Self::NotExpected {
            need: format!("{what} {}", clash.known),
            found: format!("{what} {}", clash.found),
        }
    }
}

/// Returns a symbol that says one part, typed or on a plain label.
pub fn plain(part: Part, text: &str) -> Symbol {
    let ai = match part {
        Part::Item => return Symbol::default().naming_item(),
        Part::Lot => 10,
        Part::Expiry => 17,
        Part::Serial => 21,
    };
    Symbol::part(crate::scan::Ai(ai), text)
}
