//! Prices in a currency other than the company's: the rate of a document converts them to company currency, once.

use super::books::Books;
use super::limit::summable;
use crate::domain::amount::{Money, Price};
use crate::domain::policy::{Currency, PolicyValue};
use crate::domain::refusal::Refusal;
use crate::operations::change::Halt;

/// The rate of the company's own currency.
const PAR: Price = Price(1_000_000);

/// The currency of a document's amounts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Terms {
    /// The currency, if one was named that is foreign or has a rate.
    pub currency: Option<String>,
    /// Company currency for one unit of it.
    pub rate: Option<Price>,
}

impl Terms {
    /// Returns the terms of a document. A foreign currency needs a rate above zero; the company's own needs none, and
    /// takes no other than 1.
    pub fn of(books: &Books<'_, '_>, currency: Option<&String>, rate: Option<Price>) -> Result<Self, Halt> {
        let wrong = |need: String, found: String| Err(Refusal::WrongWord { need, found }.into());
        let own = String::from(books.policies()?.currency()?);
        let Some(currency) = currency else {
            return match rate {
                None => Ok(Self { currency: None, rate }),
                Some(rate) => wrong("a currency with the rate".into(), format!("{rate} alone")),
            };
        };
        if Currency::read(currency).is_none() {
            return wrong(Currency::TAKES.expected(), currency.clone());
        }
        match rate {
            None if *currency == own => Ok(Self { currency: None, rate }),
            None => wrong(format!("a rate for {currency}, in {own}"), "none".into()),
            Some(rate) if *currency == own && rate != PAR => wrong(
                format!("the rate 1 for {own}, the company's own"),
                rate.to_string(),
            ),
            Some(rate) if rate.0 <= 0 => wrong("a rate above zero".into(), rate.to_string()),
            rate => Ok(Self {
                currency: Some(currency.clone()),
                rate,
            }),
        }
    }

    /// Returns an amount in company currency, `round(amount × rate)`.
    pub fn in_company(&self, amount: Money) -> Result<Money, Halt> {
        let Some(rate) = self.rate else { return Ok(amount) };
        let converted = amount.at(rate)?;
        summable(converted.0, || format!("{amount} at {rate}"))?;
        Ok(converted)
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
