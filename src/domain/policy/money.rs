//! What amounts of a store are: its currency, and the decimals that were fixed with the first one it had.

use super::{Policies, PolicyKey};
use crate::domain::company::Policy;
use crate::domain::currency;
use crate::domain::record::Fault;

impl Policies {
    /// Under this key a store keeps how many decimals its amounts have, where these are not the usual ones. It is no
    /// policy: the first currency of a store fixes it.
    pub const MONEY_DECIMALS: &str = "money_decimals";

    /// Returns what a store keeps of its first currency besides: the decimals of its amounts, where these are not the
    /// usual ones.
    pub fn decimals_kept(first: &str) -> Option<Policy> {
        let decimals = Some(currency::decimals(first)).filter(|decimals| *decimals != currency::USUAL);
        decimals.map(|decimals| Policy {
            key: Self::MONEY_DECIMALS.to_owned(),
            value: decimals.to_string(),
        })
    }

    /// Returns how many decimals amounts have; `None` while the store has no currency of its own. Stores whose currency
    /// was set before version 12 of the rule book have two, whatever it is.
    ///
    /// # Errors
    /// If the store holds something else than a number of decimals.
    pub fn money_decimals(&self) -> Result<Option<u32>, Fault> {
        let Some(text) = self.set.get(Self::MONEY_DECIMALS) else {
            let is_set = self.set.contains_key(PolicyKey::Currency.key());
            return Ok(is_set.then_some(currency::USUAL));
        };
        let decimals = text.parse().ok().filter(|decimals| *decimals <= currency::MOST);
        let wrong = || {
            Fault::new(format!(
                "{} is {text:?} in the store; expected decimals from 0 to {}",
                Self::MONEY_DECIMALS,
                currency::MOST
            ))
        };
        decimals.map(Some).ok_or_else(wrong)
    }

    /// Returns the currency; with the decimals of its amounts where the standard says others, because the store is older
    /// than the rule.
    ///
    /// # Errors
    /// If the store holds what it can't.
    pub fn money(&self) -> Result<String, Fault> {
        let (code, own) = (self.currency()?.to_string(), self.money_decimals()?);
        let own = own.unwrap_or(currency::USUAL);
        Ok(if own == currency::decimals(&code) {
            code
        } else {
            format!("{code}, {} for life", currency::told(own))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(rows: &[(&str, &str)]) -> Policies {
        let policy = |(key, value): &(&str, &str)| Policy {
            key: (*key).to_owned(),
            value: (*value).to_owned(),
        };
        Policies::of(rows.iter().map(policy).collect())
    }

    #[test]
    fn a_store_has_the_decimals_that_it_keeps_else_two_once_it_has_a_currency() {
        let decimals = |rows: &[(&str, &str)]| set(rows).money_decimals().ok();
        assert_eq!(decimals(&[]), Some(None));
        assert_eq!(decimals(&[("currency", "JPY")]), Some(Some(2)));
        let of = |decimals| [("currency", "JPY"), ("money_decimals", decimals)];
        assert_eq!(decimals(&of("0")), Some(Some(0)));
        assert_eq!(decimals(&of("4")), Some(Some(4)));
        for damaged in ["5", "-1", "", "two"] {
            assert_eq!(decimals(&of(damaged)), None, "{damaged}");
        }
        assert_eq!(set(&of("0")).money().ok().as_deref(), Some("JPY"));
        let older = set(&[("currency", "JPY")]).money();
        assert_eq!(older.ok().as_deref(), Some("JPY, 2 decimals for life"));
        assert_eq!(Policies::decimals_kept("EUR"), None);
        assert_eq!(
            Policies::decimals_kept("KWD").map(|kept| kept.value),
            Some("3".to_owned())
        );
    }
}
