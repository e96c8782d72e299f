//! The result of decoding a read: what it claims to be, what it says, and what was found on the way.

use super::fields::{Fields, Role};
use super::finding::{Finding, Flaw};
use super::framer::LONGEST;
use super::gs1::Label;
use super::gtin::{Gtin, Sscc};
use super::in_store::{InStore, Measure};
use super::normalise::Mended;
use super::symbology::Symbology;
use crate::domain::command::Command;
use chrono::NaiveDate;
use rust_decimal::Decimal;
use std::borrow::Cow;

/// What kind of thing a read claims to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// GS1 element strings.
    Gs1,
    /// A plain trade item number.
    Gtin,
    /// A plain number of a logistic unit.
    Sscc,
    /// A command barcode.
    Command,
    /// A GS1 label about a physical location.
    Location,
    /// An envelope of ISO/IEC 15434 with fields of other systems.
    Iso15434,
    /// A HIBC label of medical goods.
    Hibc,
    /// An ISBT 128 label of blood, cells and tissues.
    Isbt128,
    /// A text with fields where the profile of its scanner says so.
    Pattern,
    /// Anything else: an item code, a location code, an order, a badge.
    Text,
}

/// What a read says.
#[derive(Debug, Clone)]
pub enum Meaning<'a> {
    /// GS1 elements, about a location too.
    Gs1(Label<'a>),
    /// A trade item.
    Gtin(Gtin),
    /// A trade item with its price, weight or count.
    InStore(Box<InStore>),
    /// A logistic unit.
    Sscc(Sscc),
    /// Fields of another system than GS1.
    Fields(Fields<'a>),
    /// A command.
    Command(Command),
    /// A code that only the store can resolve.
    Text(Cow<'a, str>),
}

/// A read, understood as far as its characters go.
#[derive(Debug, Clone)]
pub struct Decoded<'a> {
    /// The read, byte for byte.
    pub raw: &'a [u8],
    /// What it claims to be, even when something is wrong with it.
    pub kind: Kind,
    /// The symbology identifier it began with.
    pub symbology: Option<Symbology>,
    /// What it says, or what is wrong with it. Digits that are no number of a label are wrong too, by a finding
    /// [of digits](Flaw::is_of_digits): they may still be somebody's code.
    pub meaning: Result<Meaning<'a>, Finding>,
    /// What was repaired, and what else deserves a look though it was accepted.
    pub warnings: Vec<Finding>,
    /// The read as it was meant, if that differs from how it arrived.
    pub(super) mended: Option<Box<[u8]>>,
}

impl<'a> Decoded<'a> {
    /// Returns the refusal of a read that is longer than any label. It is not examined, because the cost of
    /// understanding a read grows faster than its length.
    #[cold]
    pub(super) fn overlong(raw: &'a [u8]) -> Self {
        Self::new(
            raw,
            Kind::Text,
            Err(Finding::at(Flaw::Overlong(LONGEST), LONGEST)),
        )
    }

    /// Returns a decoded read with this meaning; its text may begin with a symbology identifier.
    #[inline]
    pub(super) fn new(raw: &'a [u8], kind: Kind, meaning: Result<Meaning<'a>, Finding>) -> Self {
        Self {
            raw,
            kind,
            symbology: Symbology::split(raw).map(|(id, _)| id),
            meaning,
            warnings: Vec::new(),
            mended: None,
        }
    }

    /// Returns a decoded read of GS1 data, with a warning for each element that the dictionary does not list.
    #[inline]
    pub(super) fn gs1(raw: &'a [u8], label: Result<Label<'a>, Finding>) -> Self {
        let kind = match &label {
            Ok(label) if label.location().is_some() => Kind::Location,
            _ => Kind::Gs1,
        };
        let mut decoded = Self::new(raw, kind, label.map(Meaning::Gs1));
        if let Ok(Meaning::Gs1(label)) = &decoded.meaning {
            decoded.warnings.extend(label.unlisted());
        }
        decoded
    }

    /// Returns the decoded read with one more warning.
    pub(super) fn warned(mut self, flaw: Flaw, at: usize) -> Self {
        self.warnings.push(Finding::at(flaw, at));
        self
    }

    /// Returns what was decoded from the mended text as the meaning of the original read.
    pub(super) fn of<'r>(self, raw: &'r [u8], mended: &Mended) -> Decoded<'r> {
        let place = |at: usize| mended.place(at);
        let found = self.warnings.into_iter().map(|finding| finding.moved(place));
        Decoded {
            raw,
            kind: self.kind,
            symbology: self.symbology,
            meaning: owned(self.meaning, place),
            warnings: mended.found.iter().cloned().chain(found).collect(),
            mended: Some((**mended).into()),
        }
    }

    /// Returns the read as it was meant, without its symbology identifier.
    pub fn data(&self) -> &[u8] {
        let text = self.mended.as_deref().unwrap_or(self.raw);
        Symbology::split(text).map_or(text, |(_, data)| data)
    }

    /// Returns the elements, if it is GS1 data without fault.
    pub fn label(&self) -> Option<&Label<'a>> {
        match &self.meaning {
            Ok(Meaning::Gs1(label)) => Some(label),
            _ => None,
        }
    }

    /// Returns the fields, if it is a label of another system without fault.
    pub fn fields(&self) -> Option<&Fields<'a>> {
        match &self.meaning {
            Ok(Meaning::Fields(fields)) => Some(fields),
            _ => None,
        }
    }

    /// Returns the in-store code, if it is one.
    pub fn in_store(&self) -> Option<&InStore> {
        match &self.meaning {
            Ok(Meaning::InStore(code)) => Some(code),
            _ => None,
        }
    }

    /// Returns the trade item it names, from whatever kind of code.
    pub fn gtin(&self) -> Option<Gtin> {
        match &self.meaning {
            Ok(Meaning::Gtin(gtin)) => Some(*gtin),
            Ok(Meaning::InStore(code)) => Some(code.gtin),
            Ok(Meaning::Fields(fields)) => fields.gtin(),
            _ => self.label()?.gtin(),
        }
    }

    /// Returns the trade item that the same digits name in the other reading, as EAN-8 or UPC-E; a warning names it
    /// too.
    pub fn other_gtin(&self) -> Option<Gtin> {
        self.warnings.iter().find_map(|finding| match finding.flaw {
            Flaw::AlsoUpcE(gtin) | Flaw::AlsoEan8(gtin) => Some(gtin),
            _ => None,
        })
    }

    /// Returns the logistic unit it names, from whatever kind of code.
    pub fn sscc(&self) -> Option<Sscc> {
        match &self.meaning {
            Ok(Meaning::Sscc(sscc)) => Some(*sscc),
            _ => self.label()?.sscc(),
        }
    }

    /// Returns the licence plate it names: a logistic unit, or that of another system.
    pub fn plate(&self) -> Option<Cow<'_, str>> {
        match self.sscc() {
            Some(sscc) => Some(sscc.as_str().to_owned().into()),
            None => self.fields()?.value(Role::Plate).map(Cow::Borrowed),
        }
    }

    /// Returns the lot it names.
    pub fn lot(&self) -> Option<&str> {
        match self.fields() {
            Some(fields) => fields.value(Role::Lot),
            None => self.label()?.lot(),
        }
    }

    /// Returns the last day of use it names.
    pub fn expiry(&self) -> Option<NaiveDate> {
        match self.fields() {
            Some(fields) => fields.expiry(),
            None => self.label()?.expiry(),
        }
    }

    /// Returns the serial number it names.
    pub fn serial(&self) -> Option<&str> {
        match self.fields() {
            Some(fields) => fields.value(Role::Serial),
            None => self.label()?.serial(),
        }
    }

    /// Returns the order number of the party that receives the goods.
    pub fn order(&self) -> Option<&str> {
        match self.fields() {
            Some(fields) => fields.value(Role::Order),
            None => self.label()?.order(),
        }
    }

    /// Returns the quantity it names, from a label or a quantity card.
    pub fn quantity(&self) -> Option<Decimal> {
        match &self.meaning {
            Ok(Meaning::Command(Command::Qty(qty))) => qty.to_string().parse().ok(),
            Ok(Meaning::InStore(code)) => Some(code.amount).filter(|_| code.measure == Measure::Count),
            Ok(Meaning::Fields(fields)) => fields.quantity(),
            _ => self.label()?.quantity(),
        }
    }

    /// Returns the net weight in kilograms.
    pub fn weight(&self) -> Option<Decimal> {
        match &self.meaning {
            Ok(Meaning::InStore(code)) => Some(code.amount).filter(|_| code.measure == Measure::Weight),
            _ => self.label()?.net_weight(),
        }
    }

    /// Returns the command, if it is one.
    pub fn command(&self) -> Option<&Command> {
        match &self.meaning {
            Ok(Meaning::Command(command)) => Some(command),
            _ => None,
        }
    }

    /// Returns the plain code, if it is one.
    pub fn text(&self) -> Option<&str> {
        match &self.meaning {
            Ok(Meaning::Text(text)) => Some(text),
            _ => None,
        }
    }

    /// Returns what is wrong with it.
    pub fn error(&self) -> Option<&Finding> {
        self.meaning.as_ref().err()
    }
}

/// Returns the meaning with its text owned, and every position in it mapped to its position in the read.
pub(super) fn owned(
    meaning: Result<Meaning<'_>, Finding>,
    place: impl Fn(usize) -> usize,
) -> Result<Meaning<'static>, Finding> {
    match meaning {
        Ok(Meaning::Gs1(label)) => Ok(Meaning::Gs1(label.owned(place))),
        Ok(Meaning::Gtin(gtin)) => Ok(Meaning::Gtin(gtin)),
        Ok(Meaning::InStore(code)) => Ok(Meaning::InStore(code)),
        Ok(Meaning::Sscc(sscc)) => Ok(Meaning::Sscc(sscc)),
        Ok(Meaning::Fields(fields)) => Ok(Meaning::Fields(fields.owned(place))),
        Ok(Meaning::Command(command)) => Ok(Meaning::Command(command)),
        Ok(Meaning::Text(text)) => Ok(Meaning::Text(text.into_owned().into())),
        Err(finding) => Err(finding.moved(place)),
    }
}
