//! `trial-balance`: debits, credits and balance of every account that was posted to.

use super::Asked;
use crate::cli::failure::Failure;
use crate::cli::filter::sites_of;
use crate::cli::output::Printer;
use crate::domain::amount::Total;
use crate::domain::code::EntityCode;
use crate::domain::company::Account;
use crate::operations::pending::{self, Cover};
use crate::operations::view::View;
use crate::store::StoreError;
use clap::Args;
use serde::Serialize;

#[derive(Serialize)]
struct Row {
    account: String,
    name: String,
    debit: Total,
    credit: Total,
    balance: Total,
}

/// The arguments of `trial-balance`.
#[derive(Clone, Debug, Args)]
pub struct TrialBalance {
    #[command(flatten)]
    pub(super) asked: Asked,
    /// Only the books of this legal entity; - for the company itself
    #[arg(long, value_parser = crate::cli::filter::entity)]
    entity: Option<EntityCode>,
}

/// Prints the balances; a range of days is of posting days.
pub(super) fn rows(view: &dyn View, balance: &TrialBalance, printer: &mut Printer) -> Result<(), Failure> {
    let filter = &balance.asked.filter;
    if filter.item.is_some() || filter.lot.is_some() || filter.location.is_some() {
        return Err(Failure::usage(
            "a trial balance can be narrowed by --site, --entity, --since and --until only",
        ));
    }
    let cover = Cover {
        sites: sites_of(view, balance.entity.as_ref())?,
        site: filter.site.clone(),
        since: filter.since,
        until: filter.until,
    };
    let balance = pending::trial_balance(view, &cover).map_err(StoreError::from)?;
    for (account, debit, credit) in balance.rows() {
        let known: Option<Account> = view.find(&[account]).map_err(StoreError::from)?;
        printer.row(&Row {
            account: account.to_string(),
            name: known.map(|known| known.name).unwrap_or_default(),
            debit,
            credit,
            balance: debit - credit,
        })?;
    }
    Ok(())
}
