//! What the reports say of a random history: every past day is worth what the inventory accounts held at its end, however
//! stock is told apart, and debits and sales are those of the trial balance.

use super::house::House;
use binledger::domain::amount::{Qty, Total};
use binledger::domain::catalog::Site;
use binledger::domain::code::AccountCode;
use binledger::domain::company::{Account, AccountKind, Integration};
use binledger::domain::entry::Entry;
use binledger::domain::policy::CompanyAccount;
use binledger::domain::record::Fault;
use binledger::ledger::trial_balance::TrialBalance;
use binledger::operations::open_items::list_as_of;
use binledger::operations::pending::{Cover, heads, sealed, trial_balance};
use binledger::operations::reports::valuation::{self, By, Row};
use binledger::operations::reports::{
    Apart, RowKind, Scope, audit_trail, cost_of_sales, margin, price_variance,
};
use binledger::operations::request::Master;
use binledger::operations::standing::mode;
use binledger::operations::stock_worth;
use binledger::operations::view::View;
use binledger::store::Store;
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};

fn sum(rows: &[Row], kind: RowKind) -> Total {
    rows.iter()
        .filter(|row| row.kind == kind)
        .map(|row| row.value)
        .sum()
}

/// Quantity and value of each item, from rows by item or lot.
fn by_item(rows: &[Row]) -> BTreeMap<String, (Qty, Total)> {
    let mut items: BTreeMap<String, (Qty, Total)> = BTreeMap::new();
    for row in rows.iter().filter(|row| row.kind == RowKind::Row) {
        let sum = items
            .entry(row.item.as_ref().expect("an item").to_string())
            .or_default();
        sum.0 += row.qty.expect("a quantity");
        sum.1 += row.value;
    }
    items.retain(|_, sum| *sum != <(Qty, Total)>::default());
    items
}

/// The accounts that clear what is received, in transit and shipped, before and after another one is named.
const CLEARING: [(&str, &str, &str); 3] = [
    ("account.grni", "2100", "2101"),
    ("account.in_transit", "1310", "1311"),
    ("account.shipped_not_invoiced", "2300", "2301"),
];

/// From here on what is received, in transit and shipped is cleared by other accounts.
pub fn use_other_clearing(house: &mut House) {
    for (key, _, account) in CLEARING {
        house.define(Master::Account(Account {
            account: account.into(),
            name: key.into(),
            kind: AccountKind::Liability,
        }));
        house.policy(key, account);
    }
}

/// What was open at the end of every past posting day makes up what the clearing accounts said then, and by the last of
/// them it is what is open now.
fn open_agrees(view: &dyn View) -> Result<(), Fault> {
    let days: BTreeSet<NaiveDate> = view.all::<Entry>(&[])?.into_iter().map(|it| it.posting).collect();
    for day in &days {
        let until = Some(*day);
        let ledger = trial_balance(
            view,
            &Cover {
                until,
                ..Cover::default()
            },
        )?;
        let mut open: BTreeMap<AccountCode, Total> = BTreeMap::new();
        let policies = view.policies()?;
        open.extend(CompanyAccount::CLEARING.map(|which| (policies.account(which), Total::ZERO)));
        open.extend(CLEARING.map(|(_, first, _)| (first.into(), Total::ZERO)));
        for item in list_as_of(view, *day)? {
            *open.entry(item.account.clone()).or_default() += item.amount();
        }
        for (account, amount) in open.iter().filter(|(account, _)| !account.is_empty()) {
            let due = match mode(view, until)? {
                Integration::Full => *amount,
                Integration::None => Total::ZERO,
            };
            assert_eq!(ledger.balance(account), due, "{account} at {day}");
        }
    }
    Ok(())
}

/// The balance of an account and of the one that the second site has instead.
fn both(ledger: &TrialBalance, accounts: [&str; 2]) -> Total {
    accounts
        .map(|account| ledger.balance(&account.into()))
        .into_iter()
        .sum()
}

/// What each site's stock is worth is what its accounts say there.
fn sites_agree(view: &dyn View) -> Result<(), Fault> {
    for Site { site, .. } in view.all::<Site>(&[])? {
        let site = Some(site);
        let scope = Scope {
            site,
            ..Scope::default()
        };
        for row in valuation::rows(view, &scope, By::Group, None)? {
            let is_right = row.difference.is_none_or(Total::is_zero);
            assert!(is_right, "{row:?} at {scope:?}");
            assert!(row.kind != RowKind::Total || row.account.is_some(), "{row:?}");
        }
    }
    Ok(())
}

/// Sales, their cost, what purchases differ by and margins are the same however they are told apart, and what the ledger
/// says.
fn sales_agree(view: &dyn View, ledger: &TrialBalance) -> Result<(), Fault> {
    let scope = &Scope::default();
    for by in cost_of_sales::By::ALL {
        let sold = cost_of_sales::rows(view, scope, *by)?;
        let sold = sold.last().expect("a sum");
        assert_eq!(sold.sales, -both(ledger, ["4000", "4001"]), "{by}");
        assert_eq!(sold.cost_of_sales, both(ledger, ["5000", "5001"]), "{by}");
    }
    for dimension in ["project", "centre"] {
        let sold = cost_of_sales::rows(view, scope, Apart::Dimension(dimension.into()))?;
        let (all, each) = sold.split_last().expect("a sum");
        assert_eq!(all.cost_of_sales, both(ledger, ["5000", "5001"]), "{dimension}");
        let cost = each.iter().map(|row| row.cost_of_sales).sum::<Total>();
        assert_eq!(cost, all.cost_of_sales, "{dimension}");
        let sold = margin::rows(view, scope, Apart::Dimension(dimension.into()))?;
        let (all, each) = sold.split_last().expect("a sum");
        assert_eq!(
            each.iter().map(|row| row.margin).sum::<Total>(),
            all.margin,
            "{dimension}"
        );
    }
    for by in price_variance::By::ALL {
        let varied = price_variance::rows(view, scope, *by)?;
        let (all, each) = varied.split_last().expect("a sum");
        assert_eq!(all.variance, both(ledger, ["5100", "5101"]), "{by}");
        let totals = each.iter().filter(|row| row.kind == RowKind::Total);
        assert_eq!(
            totals.map(|row| row.variance).sum::<Total>(),
            all.variance,
            "{by}"
        );
    }
    let whole = margin::rows(view, scope, margin::By::Order)?
        .pop()
        .expect("a sum")
        .margin;
    for by in margin::By::ALL {
        let sold = margin::rows(view, scope, *by)?;
        let (all, each) = sold.split_last().expect("a sum");
        assert_eq!(
            each.iter().map(|row| row.margin).sum::<Total>(),
            all.margin,
            "{by}"
        );
        assert_eq!(all.margin, whole, "{by}");
    }
    Ok(())
}

/// Checks all of it.
pub fn agree(house: &House) {
    let store: &dyn Store = &house.store;
    let checked = store.read(|view| {
        let scope = Scope::default();
        let mut days: Vec<_> = stock_worth::by_day(view)?.into_keys().map(Some).collect();
        days.push(None);
        for day in days {
            let valued = |by: By| valuation::rows(view, &scope, by, day);
            let groups = valued(By::Group)?;
            let until = Cover {
                until: day,
                ..Cover::default()
            };
            let ledger = trial_balance(view, &until)?;
            for row in &groups {
                let (held, difference) = (row.ledger.unwrap_or_default(), row.difference);
                match (row.integration, mode(view, day)?) {
                    (Some(Integration::None), Integration::None) => {
                        assert_eq!((held, difference), (Total::ZERO, None), "{row:?} at {day:?}");
                    }
                    (Some(Integration::Full), Integration::Full) => {
                        assert_eq!(difference, Some(Total::ZERO), "{row:?} at {day:?}");
                    }
                    (told, _) => assert_eq!((told, difference), (None, None), "{row:?} at {day:?}"),
                }
                let (Some(account), Some(said)) = (&row.account, row.ledger) else {
                    continue;
                };
                assert_eq!(said, ledger.balance(account), "{row:?} at {day:?}");
            }
            let whole = sum(&groups, RowKind::Sum);
            assert_eq!(sum(&groups, RowKind::Total), whole, "at {day:?}");
            let (sites, items, lots) = (valued(By::Site)?, valued(By::Item)?, valued(By::Lot)?);
            for rows in [&sites, &items, &lots, &valued(By::Category)?] {
                assert_eq!(sum(rows, RowKind::Row), whole, "at {day:?}: {rows:?}");
            }
            assert_eq!(by_item(&items), by_item(&lots), "at {day:?}");
        }
        open_agrees(view)?;
        sites_agree(view)?;
        let ledger = trial_balance(view, &Cover::default())?;
        // A batch that was reversed and the one that reverses it make nothing, on both sides of the trial balance.
        let mut undone = Total::ZERO;
        for head in heads(view)?.into_iter().filter(|head| head.reverses.is_some()) {
            for line in sealed(view, head)?.lines {
                undone += Total::from(line.debit) + line.credit;
            }
        }
        let debits = ledger.rows().map(|(_, debit, _)| debit).sum::<Total>() - undone;
        for by_day in [false, true] {
            let rules = audit_trail::rows(view, &scope, by_day)?;
            let posted = rules.last().expect("a sum");
            assert_eq!((posted.debit, posted.credit), (debits, debits));
        }
        sales_agree(view, &ledger)?;
        Ok(())
    });
    checked.expect("the store works");
}
