//! Policies: keys that exist, values that they take.

use crate::domain::code::AccountCode;
use crate::domain::company::Policy;
use crate::domain::currency;
use crate::domain::entry::Entry;
use crate::domain::policy::{CompanyAccount, FifoScope, Policies, PolicyKey};
use crate::domain::record::Record;
use crate::domain::refusal::Refusal;
use crate::operations::change::Halt;
use crate::operations::group_accounts::AllAccounts;
use crate::operations::log::{MINOR, NAMED};
use crate::operations::rules::books::Books;
use crate::operations::{lots_apart, service_accrual};

/// Sets a policy.
pub(super) fn define(books: &mut Books<'_, '_>, policy: &Policy) -> Result<(), Halt> {
    let Policy { key, value } = policy;
    if CompanyAccount::of(key).is_some() {
        let account = AccountCode::from(value.as_str());
        books.known_account(&account)?;
        if AllAccounts::of(books.view())?.holding_stock().contains(&account) {
            let (need, found) = ("an account that holds no stock".into(), account.to_string());
            return Err(Refusal::Unfit { need, found }.into());
        }
        books.draft.put(policy);
        if let Some(account) = service_accrual::shared(books.view())? {
            let need = "a service accrual that nothing else posts to".into();
            let found = account.to_string();
            return Err(Refusal::Unfit { need, found }.into());
        }
    } else {
        let known = PolicyKey::of(key).ok_or_else(|| Refusal::UnknownPolicy { policy: key.clone() })?;
        let fits = if books.is_bounded() {
            known.check(value)
        } else {
            known.read(value)
        };
        fits.map_err(|expected| Refusal::WrongPolicy {
            policy: key.clone(),
            expected,
            found: value.clone(),
        })?;
        if known == PolicyKey::Currency {
            stays(books, value)?;
            counted(books, value)?;
        }
        if known == PolicyKey::FifoScope && value == FifoScope::Lot.word() {
            lots_are_apart(books)?;
        }
    }
    books.draft.put(policy);
    Ok(())
}

/// Refuses another currency once an entry is posted, whose amounts would then be read as amounts of that currency.
fn stays(books: &mut Books<'_, '_>, value: &str) -> Result<(), Halt> {
    let currency = books.policies()?.currency()?.to_string();
    if !books.is_of(NAMED) || currency == value || books.view().last(Entry::TABLE)? == 0 {
        return Ok(());
    }
    Err(Refusal::CurrencyStays { currency }.into())
}

/// Fixes the decimals of amounts with the first currency, and refuses one that has others later: amounts that were read
/// before, by whomever, would be taken for others.
fn counted(books: &mut Books<'_, '_>, value: &str) -> Result<(), Halt> {
    let set = books.policies()?;
    if !books.is_of(MINOR) {
        return Ok(());
    }
    let Some(own) = set.money_decimals()? else {
        if let Some(kept) = Policies::decimals_kept(value) {
            books.draft.put(&kept);
        }
        return Ok(());
    };
    let decimals = currency::decimals(value);
    if decimals == own || set.text(PolicyKey::Currency) == value {
        return Ok(());
    }
    Err(Refusal::OtherDecimals {
        currency: value.to_owned(),
        decimals: currency::told(decimals),
        own: currency::told(own),
    }
    .into())
}

/// Refuses to tell lots apart at FIFO while the cost layers of one are not those of its goods: their values are not known.
fn lots_are_apart(books: &Books<'_, '_>) -> Result<(), Halt> {
    let mut all = lots_apart::all(books.view())?.into_iter();
    let Some(((item, site, lot), (shelf, layers))) = all.find(|(_, (shelf, layers))| shelf != layers) else {
        return Ok(());
    };
    let need = "stock at FIFO of which each lot has its own cost layers".to_owned();
    let found = format!("{item} {lot} at {site} with {shelf} on the shelf and {layers} in its cost layers");
    Err(Refusal::Unfit { need, found }.into())
}
