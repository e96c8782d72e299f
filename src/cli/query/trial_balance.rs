//! `trial-balance`: debits, credits and balance of every account that was posted to.

use super::Asked;
use crate::cli::failure::Failure;
use crate::cli::output::Printer;
use crate::domain::amount::Total;
use crate::domain::company::Account;
use crate::operations::pending::{self, Cover};
use crate::operations::view::View;
use crate::store::StoreError;
use serde::Serialize;

#[derive(Serialize)]
struct Row {
    account: String,
    name: String,
    debit: Total,
    credit: Total,
    balance: Total,
}

/// Prints the balances; a range of days is of posting days.
pub(super) fn rows(view: &dyn View, asked: &Asked, printer: &mut Printer) -> Result<(), Failure> {
    let filter = &asked.filter;
    if filter.item.is_some() || filter.lot.is_some() || filter.location.is_some() {
        return Err(Failure::usage(
            "a trial balance can be narrowed by --site, --since and --until only",
        ));
    }
    let cover = Cover {
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
