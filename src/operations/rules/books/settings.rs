//! The company's own settings as one decision sees them: the policies are read once, when something first asks for one.

use super::Books;
use crate::domain::code::AccountCode;
use crate::domain::company::{Account, Accounts};
use crate::domain::dimension::Dimension;
use crate::domain::policy::{CompanyAccount, Policies, PromiseOn};
use crate::domain::record::Fault;
use crate::domain::refusal::Refusal;
use crate::operations::change::Halt;
use crate::operations::group_accounts::AllAccounts;
use crate::operations::log::PROMISED;
use crate::operations::service_accrual;
use crate::operations::view::View;
use std::cell::OnceCell;

/// What was read of the settings so far.
#[derive(Debug, Default)]
pub(in crate::operations::rules) struct Settings {
    policies: OnceCell<Policies>,
    pub(super) dimensions: OnceCell<Vec<Dimension>>,
}

impl Settings {
    /// Returns the policies.
    pub fn policies(&self, view: &dyn View) -> Result<&Policies, Fault> {
        if let Some(policies) = self.policies.get() {
            return Ok(policies);
        }
        let policies = view.policies()?;
        Ok(self.policies.get_or_init(|| policies))
    }
}

impl Books<'_, '_> {
    /// Returns the company's policies.
    pub fn policies(&self) -> Result<&Policies, Fault> {
        self.settings.policies(self.view())
    }

    /// Returns whether orders are promised stock by item and site, before it is allocated.
    pub fn keeps_promises(&self) -> Result<bool, Fault> {
        Ok(self.is_of(PROMISED) && self.policies()?.promise()? != PromiseOn::Pick)
    }

    /// Returns a company account; refuses one that the chart does not have.
    pub fn account(&self, which: CompanyAccount) -> Result<AccountCode, Halt> {
        let code = self.policies()?.account(which);
        if self.in_chart(&code)? {
            return Ok(code);
        }
        let (name, key) = (which.name(), which.key());
        let missing = format!("company account {name} ({code}) is not in the chart; import it or set {key}");
        Err(Refusal::Coverage { missing }.into())
    }

    /// Returns the account of what is bought and never in stock, in a group at a site: its own, else the company's.
    pub fn purchases(&self, accounts: &Accounts) -> Result<AccountCode, Halt> {
        let own = accounts.purchases.clone();
        own.map_or_else(|| self.account(CompanyAccount::Purchases), Ok)
    }

    /// Refuses an account that the chart does not have.
    pub fn known_account(&self, code: &AccountCode) -> Result<(), Halt> {
        if self.in_chart(code)? {
            return Ok(());
        }
        let account = code.to_string();
        Err(Refusal::UnknownAccount { account }.into())
    }

    /// Refuses an account whose balance follows from stock or receipts: nothing would explain a difference on it.
    pub fn not_kept_by_stock(&self, code: &AccountCode) -> Result<(), Halt> {
        let is_inventory = AllAccounts::of(self.view())?.holding_stock().contains(code);
        let policies = self.policies()?;
        let is_clearing = CompanyAccount::CLEARING
            .into_iter()
            .chain([CompanyAccount::WorkInProcess])
            .any(|which| policies.account(which) == *code);
        let is_accrual = service_accrual::accounts(self.view())?.contains(code);
        if !is_inventory && !is_clearing && !is_accrual {
            return Ok(());
        }
        let need = "an account that explains the difference".into();
        let found = format!("{code}, which stock keeps itself");
        Err(Refusal::Unfit { need, found }.into())
    }

    /// Returns whether the chart has the account. The chart is not read as a whole: it may be long, and few accounts
    /// are asked for.
    fn in_chart(&self, code: &AccountCode) -> Result<bool, Fault> {
        Ok(self.view().find::<Account>(&[code])?.is_some())
    }
}
