//! Prices in a currency other than the company's: the rate of a document converts them to company currency, once.

use super::books::Books;
use super::limit::summable;
use crate::domain::amount::{Amount, Money, Price, at_most, unit};
use crate::domain::currency;
use crate::domain::policy::{Currency, PolicyValue};
use crate::domain::purchase::{Bill, Receipt};
use crate::domain::refusal::Refusal;
use crate::operations::change::Halt;
use crate::operations::log::MINOR;

/// The rate of the company's own currency.
const PAR: Price = Price(1_000_000);

/// The currency of a document's amounts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Terms {
    /// The currency, if one was named that is foreign or has a rate.
    pub currency: Option<String>,
    /// Company currency for one unit of it.
    pub rate: Option<Price>,
    /// The decimals of amounts in it.
    pub decimals: u32,
}

impl Terms {
    /// Returns the terms of a document. A foreign currency needs a rate above zero; the company's own needs none, and
    /// takes no other than 1.
    pub fn of(books: &Books<'_, '_>, currency: Option<&String>, rate: Option<Price>) -> Result<Self, Halt> {
        let wrong = |need: String, found: String| Err(Refusal::WrongWord { need, found }.into());
        let own = String::from(books.policies()?.currency()?);
        let plain = Self {
            currency: None,
            rate: None,
            decimals: unit::decimals(),
        };
        let Some(currency) = currency else {
            return match rate {
                None => Ok(plain),
                Some(rate) => wrong("a currency with the rate".into(), format!("{rate} alone")),
            };
        };
        if Currency::read(currency).is_none() {
            return wrong(Currency::TAKES.expected(), currency.clone());
        }
        match rate {
            None if *currency == own => Ok(plain),
            None => wrong(format!("a rate for {currency}, in {own}"), "none".into()),
            Some(rate) if *currency == own && rate != PAR => wrong(
                format!("the rate 1 for {own}, the company's own"),
                rate.to_string(),
            ),
            Some(rate) if rate.0 <= 0 => wrong("a rate above zero".into(), rate.to_string()),
            rate => Ok(Self {
                currency: Some(currency.clone()),
                rate,
                decimals: match currency {
                    own_too if *own_too == own => unit::decimals(),
                    foreign if books.is_of(MINOR) => currency::decimals(foreign),
                    _ => currency::USUAL,
                },
            }),
        }
    }

    /// Returns the terms on which goods were received.
    pub fn of_receipt(known: &Receipt) -> Self {
        Self {
            currency: known.currency.clone(),
            rate: known.rate,
            decimals: known.decimals,
        }
    }

    /// Returns the terms on which goods were billed before they came.
    pub fn of_bill(known: &Bill) -> Self {
        Self {
            currency: known.currency.clone(),
            rate: known.rate,
            decimals: known.decimals,
        }
    }

    /// Returns an amount in company currency, `round(amount × rate)`.
    pub fn in_company(&self, amount: Amount) -> Result<Money, Halt> {
        let converted = amount.at(self.rate_or_par())?;
        if let Some(rate) = self.rate {
            summable(converted.0, || format!("{amount} at {rate}"))?;
        }
        Ok(converted)
    }

    /// Returns so many minor units of the currency as an amount.
    pub const fn amount(&self, units: i64) -> Amount {
        Amount::of(units, self.decimals)
    }

    /// Returns an amount in minor units of the currency; refuses one that is finer than these.
    pub fn minor_units(&self, books: &Books<'_, '_>, amount: Amount) -> Result<i64, Halt> {
        if let Some(units) = amount.minor_units(self.decimals) {
            return Ok(units);
        }
        // What has no more decimals than the currency is too large.
        if amount.minor_units(currency::MOST).is_none() {
            let what = amount.to_string();
            return Err(Refusal::TooLarge { what }.into());
        }
        let need = format!("an amount in {} {}", self.code(books)?, at_most(self.decimals));
        let found = amount.to_string();
        Err(Refusal::WrongWord { need, found }.into())
    }

    /// Refuses an amount that is finer than the minor unit of the currency, below zero, or too large to be summed.
    pub fn chargeable(&self, books: &Books<'_, '_>, amount: Amount, what: &str) -> Result<(), Halt> {
        let units = self.minor_units(books, amount)?;
        if amount.is_negative() {
            let (need, found) = (format!("{what} from zero"), amount.to_string());
            return Err(Refusal::WrongWord { need, found }.into());
        }
        summable(units, || format!("{what} of {amount}"))
    }

    /// Returns the rate, or 1 if none was named.
    pub fn rate_or_par(&self) -> Price {
        self.rate.unwrap_or(PAR)
    }

    /// Returns the currency's code, or the company's if none was named.
    pub fn code(&self, books: &Books<'_, '_>) -> Result<String, Halt> {
        match &self.currency {
            Some(currency) => Ok(currency.clone()),
            None => Ok(books.policies()?.currency()?.into()),
        }
    }

    /// Returns whether both are in one currency; refuses if they are not and one of them names no rate.
    pub fn matches(&self, books: &Books<'_, '_>, known: &Self, id: &str) -> Result<bool, Halt> {
        let (found, known_code) = (self.code(books)?, known.code(books)?);
        if found == known_code {
            return Ok(true);
        }
        if self.rate.is_some() && known.rate.is_some() {
            return Ok(false);
        }
        let (id, known) = (id.to_owned(), known_code);
        Err(Refusal::OtherCurrency { id, known, found }.into())
    }
}

/// Refuses an amount below zero or too large to be summed.
pub(super) fn chargeable(amount: Money, what: &str) -> Result<(), Halt> {
    if amount < Money::ZERO {
        let (need, found) = (format!("{what} from zero"), amount.to_string());
        return Err(Refusal::WrongWord { need, found }.into());
    }
    summable(amount.0, || format!("{what} of {amount}"))
}
