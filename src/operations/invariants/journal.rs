//! Journal entries and what they add up to.

use super::log::Closings;
use super::{Check, Finding, billing, open_items, services, transit, work_orders};
use crate::domain::amount::Total;
use crate::domain::code::{AccountCode, SiteCode};
use crate::domain::company::{Account, Integration};
use crate::domain::entry::{Entry, EntryLine, Rule};
use crate::domain::record::Fault;
use crate::ledger::trial_balance::TrialBalance;
use crate::operations::group_accounts::AllAccounts;
use crate::operations::pages::{Pages, lines_of};
use crate::operations::pending::{self, Cover, net};
use crate::operations::standing::mode;
use crate::operations::view::View;
use crate::operations::{coverage, stock_worth};
use std::collections::{BTreeMap, HashSet};

/// What the journal lines add up to.
pub(super) struct Accounts {
    balances: TrialBalance,
    /// The balances of the accounts at each site.
    by_site: BTreeMap<(AccountCode, SiteCode), Total>,
}

/// Checks every entry; returns the accounts' balances.
pub(super) fn check(
    view: &dyn View,
    closings: &Closings,
    found: &mut Vec<Finding>,
) -> Result<Accounts, Fault> {
    let mut once = Check::of("each (movement, rule) is posted once");
    let mut open = Check::of("nothing is posted into a closed period");
    let mut accounts = Accounts {
        balances: TrialBalance::default(),
        by_site: BTreeMap::new(),
    };
    let mut seen = HashSet::new();
    let (entries, lines) = (Pages::<Entry>::of(view), Pages::<EntryLine>::of(view));
    let of_each = see_entries(entries, lines, 0, &mut |entry, own| {
        let number = entry.entry;
        // What is carried over several changes of integration has a day of its own for each.
        let day = (entry.rule == Rule::Integration).then_some(entry.posting);
        let is_new = seen.insert((entry.movement, entry.rule, entry.negates, day));
        once.see(is_new, || {
            format!(
                "movement {} is posted again by {} in entry {number}",
                entry.movement, entry.rule
            )
        });
        open.see(!closings.are_broken_by(entry), || {
            let period = entry.posting.format("%Y-%m");
            format!("entry {number} was posted into {period} after it was closed")
        });
        for line in own {
            accounts.balances.add_line(&line.account, line.amount);
            let spot = (line.account.clone(), entry.site.clone());
            *accounts.by_site.entry(spot).or_default() += line.amount;
        }
    })?;
    found.extend(of_each);
    found.extend([once.finish(), open.finish()]);
    Ok(accounts)
}

/// Checks entries behind number `before` and their lines; `see` sees each with its lines besides.
pub(super) fn see_entries(
    entries: Pages<'_, Entry>,
    lines: Pages<'_, EntryLine>,
    mut before: i64,
    see: &mut dyn FnMut(&Entry, &[EntryLine]),
) -> Result<[Finding; 2], Fault> {
    let mut numbers = Check::of("entries are numbered without gaps");
    let mut balanced = Check::of("debits = credits per entry");
    let mut lines = lines.peekable();
    for entry in entries {
        let entry = entry?;
        let number = entry.entry;
        numbers.see(number == before + 1, || {
            format!("entry {number} follows {before}")
        });
        before = number;
        let own = lines_of(&mut lines, number)?;
        balanced.see(!own.is_empty() && net(&own).is_zero(), || {
            format!("entry {number} is off by {}", net(&own))
        });
        see(&entry, &own);
    }
    if let Some(stray) = lines.next() {
        balanced.see(false, || {
            stray.map_or_else(
                |why| why.to_string(),
                |line| format!("a line of entry {} has no head", line.entry),
            )
        });
    }
    Ok([numbers.finish(), balanced.finish()])
}

/// Checks the control accounts against what stands behind them.
pub(super) fn check_accounts(
    view: &dyn View,
    accounts: &Accounts,
    found: &mut Vec<Finding>,
) -> Result<(), Fault> {
    let mut inventory = Check::of("Σ layer value = Σ ledger lines, per inventory account");
    for (account, worth) in stock_worth::in_ledger(view)? {
        let ledger = accounts.balances.balance(&account);
        inventory.see(ledger == worth, || {
            format!("account {account}: stock is worth {worth}, the ledger says {ledger}")
        });
    }
    let at_sites = check_sites(view, accounts)?;
    let mut reported = Check::of("the trial balance = Σ journal lines, per account");
    let report = pending::trial_balance(view, &Cover::default())?;
    for (account, ..) in accounts.balances.rows() {
        let (ledger, said) = (accounts.balances.balance(account), report.balance(account));
        reported.see(ledger == said, || {
            format!("account {account}: lines make {ledger}, batches and pending {said}")
        });
    }
    let covered = check_coverage(view)?;
    let rows = [inventory, at_sites, reported].map(Check::finish);
    found.extend(rows.into_iter().chain([covered]));
    transit::check(view, &accounts.by_site, found)?;
    work_orders::check(view, &accounts.balances, found)?;
    services::check(view, &accounts.by_site, found)?;
    open_items::check(view, &accounts.balances, found)?;
    billing::check(view, &accounts.balances, found)?;
    Ok(())
}

/// Checks that the stock of each site is in the account that its group has there, and in no other.
fn check_sites(view: &dyn View, accounts: &Accounts) -> Result<Check, Fault> {
    let mut check = Check::of("Σ layer value = Σ ledger lines, per inventory account and site");
    let holding = AllAccounts::of(view)?.holding_stock();
    let is_kept = mode(view, None)? == Integration::Full;
    let mut worth = stock_worth::by_account_and_site(view)?;
    worth.retain(|_, _| is_kept);
    let posted = accounts
        .by_site
        .iter()
        .filter(|((account, _), _)| holding.contains(account));
    for (spot, _) in posted {
        worth.entry(spot.clone()).or_default();
    }
    for ((account, site), worth) in worth {
        let spot = (account, site);
        let ledger = accounts.by_site.get(&spot).copied().unwrap_or_default();
        check.see(ledger == worth, || {
            let (account, site) = &spot;
            format!("account {account} at {site}: stock is worth {worth}, the ledger says {ledger}")
        });
    }
    Ok(check)
}

/// Checks that everything that moves has its accounts: those of every group and those of the company.
fn check_coverage(view: &dyn View) -> Result<Finding, Fault> {
    let mut covered = Check::of("every account that a movement may post to is in the chart");
    let mut see = |account: &AccountCode, what: &str| -> Result<(), Fault> {
        let known: Option<Account> = view.find(&[account])?;
        covered.see(known.is_some(), || {
            format!("account {account} for {what} is not in the chart")
        });
        Ok(())
    };
    let policies = view.policies()?;
    for which in coverage::company_accounts(view)? {
        see(&policies.account(which), &which.words())?;
    }
    for (site, accounts) in AllAccounts::of(view)?.each() {
        let at = site.map_or_else(String::new, |site| format!(" at {site}"));
        let what = format!("group {}{at}", accounts.group);
        for (_, account) in accounts.all() {
            see(account, &what)?;
        }
    }
    Ok(covered.finish())
}
