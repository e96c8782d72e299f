//! A field that a description names: what it means, and how its value is written.

use super::day::Written;
use crate::scan::fields::{Field, Role};
use crate::scan::finding::{Finding, Flaw};
use crate::scan::gs1::Typed;
use crate::scan::gtin::Gtin;
use chrono::NaiveDate;
use rust_decimal::Decimal;
use std::borrow::Cow;
use std::str::FromStr;

/// The fields that a description can name: name, title, meaning.
const NAMES: [(&str, &str, Role); 9] = [
    ("item", "ITEM", Role::Item),
    ("supplier-item", "SUPPLIER ITEM", Role::SupplierItem),
    ("gtin", "GTIN", Role::Gtin),
    ("lot", "LOT", Role::Lot),
    ("serial", "SERIAL", Role::Serial),
    ("expiry", "EXPIRY", Role::Expiry),
    ("qty", "QUANTITY", Role::Quantity),
    ("order", "ORDER", Role::Order),
    ("plate", "LICENCE PLATE", Role::Plate),
];

/// A field by its name, with the form of its day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    name: &'static str,
    title: &'static str,
    role: Role,
    days: Written,
}

impl FromStr for Named {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (name, form) = match text.split_once(':') {
            Some((name, form)) => (name, Some(form)),
            None => (text, None),
        };
        let Some((name, title, role)) = NAMES.into_iter().find(|(known, ..)| *known == name) else {
            let known = NAMES.map(|(known, ..)| known).join(", ");
            return Err(format!("a field is one of {known}, found {name}"));
        };
        let days = match form {
            None => Written::default(),
            Some(form) if role == Role::Expiry => form.parse()?,
            Some(form) => return Err(format!("only a day has a form, found {name}:{form}")),
        };
        Ok(Self {
            name,
            title,
            role,
            days,
        })
    }
}

impl Named {
    /// Returns the field with this value.
    ///
    /// # Errors
    ///
    /// The value is no number, day or trade item number where one belongs.
    pub fn field<'a>(&self, value: Cow<'a, str>, at: usize, today: NaiveDate) -> Result<Field<'a>, Finding> {
        let mut field = Field {
            id: Cow::Borrowed(self.name),
            title: self.title,
            role: self.role,
            value,
            typed: Typed::Text,
            at,
        };
        match self.role {
            Role::Quantity => {
                let plain = field.value.len() <= 18
                    && field
                        .value
                        .bytes()
                        .all(|byte| byte.is_ascii_digit() || byte == b'.');
                let number = field.value.parse::<Decimal>().ok().filter(|_| plain);
                field.typed = Typed::Number(number.ok_or_else(|| field.finding(Flaw::NotNumber))?);
            }
            Role::Expiry => {
                let day = self.days.day(&field.value, today);
                field.typed = Typed::Date(day.ok_or_else(|| field.finding(Flaw::NotDay))?);
            }
            Role::Gtin if Gtin::read(field.value.as_bytes()).is_none() => {
                return Err(field.finding(Flaw::NotRetail));
            }
            _ => {}
        }
        Ok(field)
    }
}
