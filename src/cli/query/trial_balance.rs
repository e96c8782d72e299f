//! `trial-balance`: debits, credits and balance of every account that was posted to.

use super::{Told, dimensions};
use crate::cli::failure::Failure;
use crate::cli::filter::sites_of;
use crate::cli::output::Printer;
use crate::domain::amount::Total;
use crate::domain::code::{DimensionCode, DimensionValueCode, EntityCode};
use crate::domain::company::Account;
use crate::domain::record::Fault;
use crate::ledger::trial_balance::TrialBalance;
use crate::operations::pages::journal;
use crate::operations::pending::{self, Cover};
use crate::operations::view::View;
use crate::store::StoreError;
use clap::Args;
use serde::Serialize;
use std::collections::BTreeMap;

/// The arguments of `trial-balance`.
#[derive(Clone, Debug, Args)]
pub struct Asking {
    #[command(flatten)]
    pub(super) told: Told,
    /// Told apart by the values of a dimension
    #[arg(long, value_name = "DIMENSION")]
    by: Option<DimensionCode>,
    /// Only the books of this legal entity; - for the company itself
    #[arg(long, value_parser = crate::cli::filter::entity)]
    entity: Option<EntityCode>,
}

#[derive(Serialize)]
struct Row {
    account: String,
    name: String,
    debit: Total,
    credit: Total,
    balance: Total,
}

/// A row of one value of a dimension.
#[derive(Serialize)]
struct RowOf<'a> {
    value: Option<&'a str>,
    account: String,
    name: String,
    debit: Total,
    credit: Total,
    balance: Total,
}

/// Prints the balances; a range of days is of posting days.
pub(super) fn rows(view: &dyn View, asking: &Asking, printer: &mut Printer) -> Result<(), Failure> {
    let Told { asked, narrowed } = &asking.told;
    let filter = &asked.filter;
    if filter.item.is_some() || filter.lot.is_some() || filter.location.is_some() {
        return Err(Failure::usage(
            "a trial balance can be narrowed by --site, --entity, --since, --until and --dimension only",
        ));
    }
    narrowed.check(view)?;
    let cover = Cover {
        sites: sites_of(view, asking.entity.as_ref())?,
        site: filter.site.clone(),
        since: filter.since,
        until: filter.until,
    };
    if let Some(dimension) = &asking.by {
        dimensions::defined(view, dimension)?;
        let balances = apart(view, &cover, asking).map_err(StoreError::from)?;
        for (value, balance) in &balances {
            let value = Some(value.as_str()).filter(|value| !value.is_empty());
            for row in of(view, balance)? {
                printer.row(&RowOf {
                    value,
                    account: row.account,
                    name: row.name,
                    debit: row.debit,
                    credit: row.credit,
                    balance: row.balance,
                })?;
            }
        }
        return Ok(());
    }
    let balance = if narrowed.is_narrow() {
        let apart = apart(view, &cover, asking).map_err(StoreError::from)?;
        apart.into_values().next().unwrap_or_default()
    } else {
        pending::trial_balance(view, &cover).map_err(StoreError::from)?
    };
    of(view, &balance)?.iter().try_for_each(|row| printer.row(row))
}

/// Returns the balances by the value of the dimension that is asked for, of the journal lines that pass.
fn apart(
    view: &dyn View,
    cover: &Cover,
    asking: &Asking,
) -> Result<BTreeMap<DimensionValueCode, TrialBalance>, Fault> {
    let mut balances: BTreeMap<DimensionValueCode, TrialBalance> = BTreeMap::new();
    for posted in journal(view) {
        let (entry, lines) = posted?;
        if !cover.holds(entry.posting, &entry.site) {
            continue;
        }
        for line in lines
            .iter()
            .filter(|line| asking.told.narrowed.passes(&line.dimensions))
        {
            let value = asking.by.as_ref().and_then(|name| line.dimensions.value(name));
            let balance = balances.entry(value.cloned().unwrap_or_default()).or_default();
            balance.add_line(&line.account, line.amount);
        }
    }
    Ok(balances)
}

fn of(view: &dyn View, balance: &TrialBalance) -> Result<Vec<Row>, Failure> {
    let mut rows = Vec::new();
    for (account, debit, credit) in balance.rows() {
        let known: Option<Account> = view.find(&[account]).map_err(StoreError::from)?;
        rows.push(Row {
            account: account.to_string(),
            name: known.map(|known| known.name).unwrap_or_default(),
            debit,
            credit,
            balance: debit - credit,
        });
    }
    Ok(rows)
}
