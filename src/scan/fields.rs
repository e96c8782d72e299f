//! Labels of systems other than GS1: fields, each with an identifier, and what they mean on the warehouse floor.

use super::finding::{Finding, Flaw};
use super::gs1::{Element, Typed};
use super::gtin::Gtin;
use chrono::NaiveDate;
use rust_decimal::Decimal;
use std::borrow::Cow;
use std::str;

/// What a field means on the warehouse floor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// A trade item number.
    Gtin,
    /// An item, by the receiver's code.
    Item,
    /// An item, by the supplier's code.
    SupplierItem,
    /// A lot.
    Lot,
    /// A serial number.
    Serial,
    /// The last day of use.
    Expiry,
    /// The best-before day.
    BestBefore,
    /// The quantity.
    Quantity,
    /// The receiver's order number.
    Order,
    /// A licence plate.
    Plate,
    /// Something that no flow asks for.
    Other,
}

/// One field of a label.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field<'a> {
    /// Its identifier, such as `1T` or `LIC`.
    pub id: Cow<'a, str>,
    /// Its title.
    pub title: &'static str,
    /// What it means on the warehouse floor.
    pub role: Role,
    /// The value as it was read.
    pub value: Cow<'a, str>,
    /// What the value means.
    pub typed: Typed,
    /// The position of the identifier in the raw read.
    pub at: usize,
}

impl<'a> Field<'a> {
    /// Returns a field whose value means just what is written.
    ///
    /// # Errors
    ///
    /// The value is not UTF-8.
    pub fn new(
        id: &'a str,
        title: &'static str,
        role: Role,
        value: &'a [u8],
        at: usize,
    ) -> Result<Self, Finding> {
        let value =
            str::from_utf8(value).map_err(|error| Finding::at(Flaw::NotText, at + error.valid_up_to()))?;
        Ok(Self {
            id: Cow::Borrowed(id),
            title,
            role,
            value: Cow::Borrowed(value),
            typed: Typed::Text,
            at,
        })
    }

    /// Returns the typed form as text: ISO dates, exact decimals, else the value itself.
    pub fn normal(&self) -> Cow<'_, str> {
        match self.typed {
            Typed::Text => Cow::Borrowed(&*self.value),
            typed => Cow::Owned(typed.to_string()),
        }
    }

    /// Returns what is wrong with the value.
    pub(super) fn finding(&self, flaw: Flaw) -> Finding {
        let field = format!("({}) {}", self.id, self.value);
        Finding::at(Flaw::FieldValue(field.into(), flaw.into()), self.at)
    }

    fn owned(self, at: usize) -> Field<'static> {
        Field {
            id: Cow::Owned(self.id.into_owned()),
            title: self.title,
            role: self.role,
            value: Cow::Owned(self.value.into_owned()),
            typed: self.typed,
            at,
        }
    }
}

impl<'a> From<&Element<'a>> for Field<'a> {
    fn from(element: &Element<'a>) -> Self {
        let role = match element.ai.0 {
            0 => Role::Plate,
            1..=3 => Role::Gtin,
            10 => Role::Lot,
            15 => Role::BestBefore,
            17 => Role::Expiry,
            21 => Role::Serial,
            30 | 37 => Role::Quantity,
            400 => Role::Order,
            _ => Role::Other,
        };
        Self {
            id: Cow::Owned(element.ai.to_string()),
            title: element.title(),
            role,
            value: element.value.clone(),
            typed: element.typed(),
            at: element.at,
        }
    }
}

/// The fields of one label.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Fields<'a>(pub Vec<Field<'a>>);

impl Fields<'_> {
    /// Returns the first field with this role.
    pub fn field(&self, role: Role) -> Option<&Field<'_>> {
        self.0.iter().find(|field| field.role == role)
    }

    /// Returns the value of the first field with this role.
    pub fn value(&self, role: Role) -> Option<&str> {
        self.field(role).map(|field| &*field.value)
    }

    /// Returns the trade item.
    pub fn gtin(&self) -> Option<Gtin> {
        self.value(Role::Gtin)
            .and_then(|value| Gtin::read(value.as_bytes()))
    }

    /// Returns the product of a HIBC label as its primary code has it: labeller, product and pack.
    pub fn hibc(&self) -> Option<String> {
        let value = |id: &str| {
            self.0
                .iter()
                .find(|field| field.id == id)
                .map(|field| &*field.value)
        };
        Some([value("LIC")?, value("PCN")?, value("UM")?].concat())
    }

    /// Returns the last day of use, else the best-before day.
    pub fn expiry(&self) -> Option<NaiveDate> {
        [Role::Expiry, Role::BestBefore]
            .into_iter()
            .find_map(|role| self.field(role)?.typed.date())
    }

    /// Returns the quantity.
    pub fn quantity(&self) -> Option<Decimal> {
        self.field(Role::Quantity)?.typed.number()
    }

    /// Returns the fields with owned values, each at the position to which `place` maps its own.
    pub fn owned(self, place: impl Fn(usize) -> usize) -> Fields<'static> {
        let fields = self.0.into_iter().map(|field| {
            let at = place(field.at);
            field.owned(at)
        });
        Fields(fields.collect())
    }
}
