//! The company's own accounts.

use super::view::View;
use crate::domain::code::AccountCode;
use crate::domain::company::{COMPANY_ACCOUNTS, Policy};
use crate::domain::record::Fault;

/// The code of a company account by its name in [`COMPANY_ACCOUNTS`], whether or not the chart has it.
pub fn company_account(view: &dyn View, name: &str) -> Result<AccountCode, Fault> {
    let set: Option<Policy> = view.find(&[&format!("account.{name}")])?;
    let default = COMPANY_ACCOUNTS
        .iter()
        .find(|(known, _)| *known == name)
        .map_or("", |(_, code)| code);
    Ok(set.map_or_else(
        || AccountCode::from(default),
        |policy| AccountCode::from(policy.value),
    ))
}
