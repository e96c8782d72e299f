//! One label put together from several symbols, in whatever order they are read.
//!
//! A symbol keeps what it says in an owned form that outlives its read; an assembly adds symbols up. Elements of one
//! label agree or clash, and a clash changes nothing: the caller decides whether another label begins or the read is
//! refused. What identifiers require of each other concerns the whole label, so the assembly checks it.

use super::decode::Decoded;
use super::fields::Role;
use super::finding::{Finding, Flaw};
use super::gs1::probe::Probe;
use super::gs1::{Ai, Dictionary, kilograms};
use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// The most symbols of one label.
const MOST: usize = 24;

/// A part of what a label may have to say about the goods.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Part {
    /// The item.
    Item,
    /// Its lot.
    Lot,
    /// The lot's expiry.
    Expiry,
    /// Its serial number.
    Serial,
}

impl Part {
    /// Returns the word for it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Item => "item",
            Self::Lot => "lot",
            Self::Expiry => "expiry",
            Self::Serial => "serial",
        }
    }
}

/// What one symbol says: values in their normal form by identifier.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Symbol {
    /// Whether it names the item, perhaps by a code other than a trade item number.
    #[serde(default)]
    item: bool,
    /// What it calls the item, if not by a trade item number.
    #[serde(default)]
    code: Option<String>,
    #[serde(default)]
    elements: Vec<(u16, String)>,
}

/// Two values of one identifier that can't be on one label.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clash {
    /// The identifier.
    pub ai: Ai,
    /// What is known.
    pub known: String,
    /// What was read.
    pub found: String,
}

impl Symbol {
    /// Returns what a read says, in GS1 elements or the fields of another standard; empty for a code that only the
    /// store knows, and for plain digits, which may be a trade item number or somebody's lot.
    pub fn of(decoded: &Decoded<'_>) -> Self {
        let mut symbol = Self::default();
        if let Some(label) = decoded.label() {
            let elements = label.elements().iter();
            symbol.elements = elements.map(|it| (it.ai.0, it.normal().into_owned())).collect();
            return symbol;
        }
        let says_what_it_is =
            decoded.symbology.is_some() || decoded.in_store().is_some() || decoded.fields().is_some();
        if decoded.command().is_some() || !says_what_it_is {
            return symbol;
        }
        let written = |text: &str| text.to_owned();
        let parts = [
            (0, decoded.plate().map(Cow::into_owned)),
            (1, decoded.gtin().map(|gtin| written(gtin.as_str()))),
            (10, decoded.lot().map(written)),
            (17, decoded.expiry().map(|day| day.to_string())),
            (21, decoded.serial().map(written)),
            (30, decoded.quantity().map(|quantity| quantity.to_string())),
            (400, decoded.order().map(written)),
            (3100, decoded.weight().map(|weight| weight.to_string())),
        ];
        let said = parts.into_iter().filter_map(|(ai, value)| Some((ai, value?)));
        symbol.elements.extend(said);
        symbol.code = decoded.fields().and_then(|fields| {
            let by_role = |role| fields.value(role).map(ToOwned::to_owned);
            let own = by_role(Role::Item).or_else(|| by_role(Role::SupplierItem));
            own.or_else(|| fields.hibc())
        });
        symbol
    }

    /// Returns a symbol of one value: a part that was asked for and came as plain text, or was typed.
    pub fn part(ai: Ai, value: impl Into<String>) -> Self {
        let elements = vec![(ai.0, value.into())];
        Self {
            elements,
            ..Self::default()
        }
    }

    /// Returns the symbol, marked as naming the item.
    #[must_use]
    pub fn naming_item(self) -> Self {
        Self { item: true, ..self }
    }

    /// Returns whether it says nothing.
    pub fn is_empty(&self) -> bool {
        !self.item && self.code.is_none() && self.elements.is_empty()
    }

    /// Returns the value of an identifier.
    pub fn value(&self, ai: u16) -> Option<&str> {
        let found = self.elements.iter().find(|element| element.0 == ai);
        found.map(|element| element.1.as_str())
    }

    /// Returns whether it states a number of pieces, and not a quantity in the unit of an item that it names by a code
    /// of its own.
    fn counts_pieces(&self) -> bool {
        let counts = self.elements.iter().any(|(ai, _)| matches!(ai, 30 | 37));
        counts && self.code.is_none()
    }

    /// Adds what another symbol says.
    fn absorb(&mut self, other: Self) {
        self.item |= other.item;
        self.elements.extend(other.elements);
    }

    /// Returns what it calls the item: the trade item number (01), else the content (02), else (03), else another code.
    pub fn names(&self) -> Option<&str> {
        let gtin = [1, 2, 3].into_iter().find_map(|ai| self.value(ai));
        gtin.or(self.code.as_deref())
    }
}

/// The symbols of one label, in the order they were read.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Assembly {
    symbols: Vec<Symbol>,
}

impl Assembly {
    /// Returns whether nothing has been read yet.
    pub fn is_empty(&self) -> bool {
        self.symbols.is_empty()
    }

    /// Adds a symbol; returns whether it said anything new. `ignored` lists identifiers whose values don't matter,
    /// because nobody records them.
    ///
    /// # Errors
    ///
    /// The first value that contradicts the label, which is then unchanged.
    pub fn add(&mut self, symbol: Symbol, ignored: &[u16]) -> Result<bool, Clash> {
        let mut is_new = symbol.item && !self.has_item();
        for (ai, found) in &symbol.elements {
            match self.value(*ai) {
                Some(known) if known != found && !ignored.contains(ai) => {
                    let (ai, known, found) = (Ai(*ai), known.to_owned(), found.clone());
                    return Err(Clash { ai, known, found });
                }
                known => is_new |= known.is_none(),
            }
        }
        let full = MOST <= self.symbols.len();
        match self.symbols.last_mut() {
            _ if !is_new => {}
            Some(last) if full => last.absorb(symbol),
            _ => self.symbols.push(symbol),
        }
        Ok(is_new)
    }

    /// Begins the label of another package of the same goods: of what is known only the `shared` identifiers stay, and
    /// the package must agree with them except for the `ignored`. It replaces the package before it, so that parts are
    /// taken back in the same order.
    ///
    /// # Errors
    ///
    /// The first value that contradicts what the packages share; the label is then unchanged.
    pub fn add_package(&mut self, symbol: Symbol, shared: &[u16], ignored: &[u16]) -> Result<(), Clash> {
        let mut next = self.clone();
        let place = next.symbols.iter().position(|known| known.item);
        for known in &mut next.symbols {
            known.item = false;
            known.elements.retain(|(ai, _)| shared.contains(ai));
        }
        let before = next.symbols.iter().take(place.unwrap_or(MOST));
        let before = before.filter(|known| !known.is_empty()).count();
        next.symbols.retain(|known| !known.is_empty());
        next.add(symbol, ignored)?;
        next.symbols[before..].rotate_right(1);
        *self = next;
        Ok(())
    }

    /// Puts a symbol before all others.
    pub fn begin_with(&mut self, symbol: Symbol) {
        let full = MOST <= self.symbols.len();
        match self.symbols.first_mut() {
            Some(first) if full => first.absorb(symbol),
            _ => self.symbols.insert(0, symbol),
        }
    }

    /// Returns whether the serial number was read before the item, in a symbol of its own.
    pub fn begins_with_serial(&self) -> bool {
        let place = |is: fn(&Symbol) -> bool| self.symbols.iter().position(is);
        let serial = place(|symbol| symbol.value(21).is_some());
        serial.is_some_and(|serial| place(|symbol| symbol.item).is_none_or(|item| serial < item))
    }

    /// Forgets the values of identifiers.
    pub fn forget(&mut self, ais: &[u16]) {
        for symbol in &mut self.symbols {
            symbol.elements.retain(|(ai, _)| !ais.contains(ai));
        }
        self.symbols.retain(|symbol| !symbol.is_empty());
    }

    /// Removes and returns the last symbol that said anything new.
    pub fn take_back(&mut self) -> Option<Symbol> {
        self.symbols.pop()
    }

    /// Returns the value of an identifier.
    pub fn value(&self, ai: u16) -> Option<&str> {
        self.symbols.iter().find_map(|symbol| symbol.value(ai))
    }

    /// Returns whether the item is named.
    pub fn has_item(&self) -> bool {
        self.symbols.iter().any(|symbol| symbol.item)
    }

    /// Returns the lot (10).
    pub fn lot(&self) -> Option<&str> {
        self.value(10)
    }

    /// Returns the serial number (21).
    pub fn serial(&self) -> Option<&str> {
        self.value(21)
    }

    /// Returns the last day of use: expiry (17), else the day of an expiry time (7003), else best before (15).
    pub fn expiry(&self) -> Option<NaiveDate> {
        let value = [17, 7003, 15].into_iter().find_map(|ai| self.value(ai))?;
        value.get(..10)?.parse().ok()
    }

    /// Returns the quantity: the count of a variable item (30), else of the content of a logistic unit (37).
    pub fn count(&self) -> Option<Decimal> {
        let value = [30, 37].into_iter().find_map(|ai| self.value(ai))?;
        value.parse().ok()
    }

    /// Returns the net weight in kilograms (310n, or 320n in pounds).
    pub fn net_weight(&self) -> Option<Decimal> {
        let number = |ai| self.value(ai).and_then(|value| value.parse().ok());
        let pounds = || (3200..=3205).find_map(number).map(kilograms);
        (3100..=3105).find_map(number).or_else(pounds)
    }

    /// Returns the number of base units or packs that it states: of goods kept by weight the kilograms, for which a
    /// number of pieces (30, 37) does not stand.
    pub fn measure(&self, by_weight: bool) -> Option<Decimal> {
        if !by_weight {
            return self.count();
        }
        let in_pieces = self.symbols.iter().any(Symbol::counts_pieces);
        self.net_weight().or_else(|| self.count().filter(|_| !in_pieces))
    }

    /// Returns whether it measures or prices the goods otherwise than by a net weight: in pieces, litres, metres, money.
    pub fn is_measured_otherwise(&self) -> bool {
        let otherwise = |ai: &u16| matches!(ai, 3110..=3199 | 3210..=3999);
        let says = |symbol: &Symbol| symbol.elements.iter().any(|(ai, _)| otherwise(ai));
        self.symbols
            .iter()
            .any(|symbol| symbol.counts_pieces() || says(symbol))
    }

    /// Returns whether a part is known.
    pub fn has(&self, part: Part) -> bool {
        match part {
            Part::Item => self.has_item(),
            Part::Lot => self.lot().is_some(),
            Part::Expiry => self.expiry().is_some(),
            Part::Serial => self.serial().is_some(),
        }
    }

    /// Returns the needed parts that are still missing, in the order given.
    pub fn missing(&self, needed: &[Part]) -> Vec<Part> {
        needed.iter().copied().filter(|part| !self.has(*part)).collect()
    }

    /// Returns the first rule between identifiers that the whole label breaks: an identifier that must not stand beside
    /// another, or that lacks what it requires. An item named by an in-house code counts as a trade item.
    pub fn fault(&self) -> Option<Finding> {
        let elements = || self.symbols.iter().flat_map(|symbol| &symbol.elements);
        let known: Vec<(Probe, &str)> = elements()
            .filter_map(|(ai, value)| {
                Some((
                    Probe::of(Ai(*ai).to_string().as_bytes(), Dictionary::builtin())?,
                    value.as_str(),
                ))
            })
            .collect();
        let about =
            |flaw, (probe, value): &(Probe, &str)| Finding::about(flaw, probe.ai, value.as_bytes(), 0);
        let excluding = known.iter().find_map(|it| {
            let other = known
                .iter()
                .find(|other| other.0.ai != it.0.ai && it.0.excludes(other.0))?;
            Some(about(Flaw::Excluded(other.0.ai), it))
        });
        let present = known.iter().map(|it| it.0.ai);
        let present = present.chain(self.has_item().then_some(Ai(1)));
        let lacking = || {
            let lacking = known.iter().find(|it| !it.0.is_complete_with(&present))?;
            Some(about(Flaw::Requires(lacking.0.requirement()), lacking))
        };
        excluding.or_else(lacking)
    }
}

#[cfg(test)]
mod tests;
