//! Sales and purchases by tax type and region, as they were posted, and how the tax accounts agree.

use super::{RowKind, Scope};
use crate::domain::amount::{Money, Qty, Total};
use crate::domain::code::{AccountCode, Region, TaxCode};
use crate::domain::company::Tax;
use crate::domain::movement::{Movement, MovementKind};
use crate::domain::policy::CompanyAccount;
use crate::domain::record::Fault;
use crate::domain::tax::{TaxLine, TaxSide};
use crate::operations::buyer::Buyer;
use crate::operations::pages::{Pages, journal};
use crate::operations::view::View;
use crate::words;
use serde::Serialize;
use std::collections::BTreeMap;

words! {
    /// How sales are broken down besides by tax type.
    pub enum By {
        /// Not at all.
        Type = "type",
        /// By the region that goods went to.
        Region = "region",
    }
}

/// What was posted of one tax type, or of sales or purchases in all.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Row {
    /// A tax type at one rate, or the sum of a side.
    pub kind: RowKind,
    /// Sales or purchases.
    pub side: TaxSide,
    /// The tax type; `None` for what has none, and for the sum.
    pub tax_type: Option<TaxCode>,
    /// What it is called.
    pub name: Option<String>,
    /// Its rate in percent; `None` where there is no type, the tax was given as an amount, and for the sum.
    pub rate_percent: Option<Qty>,
    /// The region that goods went to, if these are told apart; `None` for purchases, and where nobody said.
    pub region: Option<Region>,
    /// Amounts without tax, less what was given back.
    pub net: Total,
    /// Tax on them.
    pub tax: Total,
    /// With tax.
    pub gross: Total,
    /// Of a sum: the journal total of the tax account, credits for sales and debits for purchases.
    pub ledger: Option<Total>,
    /// Of a sum: the part of it without a tax line, posted by an older rule book.
    pub other: Option<Total>,
}

/// What tells rows apart: side, tax type, rate, region.
type Key = (TaxSide, Option<TaxCode>, Option<i64>, Option<Region>);

/// Returns a row for each tax type and rate of sales, and each region where these are told apart, then their sum, and
/// the same of purchases. A site and posting days may narrow it.
///
/// # Errors
/// Fails if the store can't be read.
pub fn rows(view: &dyn View, scope: &Scope, by: By) -> Result<Vec<Row>, Fault> {
    let mut told: BTreeMap<Key, (Total, Total)> = BTreeMap::new();
    let mut accounts: BTreeMap<AccountCode, TaxSide> = BTreeMap::new();
    let policies = view.policies()?;
    accounts.insert(policies.account(CompanyAccount::PurchaseTax), TaxSide::Purchases);
    accounts.insert(policies.account(CompanyAccount::SalesTax), TaxSide::Sales);
    for line in Pages::<TaxLine>::of(view) {
        let line = line?;
        accounts.insert(line.account.clone(), line.side);
        if scope.day(line.posting) && is_at(view, scope, &line)? {
            let region = match (by, line.side) {
                (By::Region, TaxSide::Sales) => region(view, &line)?,
                _ => None,
            };
            let key = (line.side, line.tax_type, line.rate_ppm, region);
            let (net, tax) = told.entry(key).or_default();
            *net += line.net;
            *tax += line.tax;
        }
    }
    let posted = posted(view, scope, &accounts)?;
    let mut rows = Vec::new();
    for side in [TaxSide::Sales, TaxSide::Purchases] {
        let (mut net, mut tax) = (Total::ZERO, Total::ZERO);
        for (key, sums) in told.iter().filter(|(key, _)| key.0 == side) {
            net += sums.0;
            tax += sums.1;
            rows.push(row(view, key, *sums)?);
        }
        let ledger = posted.get(&side).copied().unwrap_or_default();
        rows.push(Row {
            ledger: Some(ledger),
            other: Some(ledger - tax),
            ..Row::of(RowKind::Sum, side, (net, tax))
        });
    }
    Ok(rows)
}

impl Row {
    fn of(kind: RowKind, side: TaxSide, (net, tax): (Total, Total)) -> Self {
        Self {
            kind,
            side,
            tax_type: None,
            name: None,
            rate_percent: None,
            region: None,
            net,
            tax,
            gross: net + tax,
            ledger: None,
            other: None,
        }
    }
}

/// From parts per million to a percentage in millionths.
const TO_PERCENT: i64 = 100;

fn row(view: &dyn View, (side, tax_type, ppm, region): &Key, sums: (Total, Total)) -> Result<Row, Fault> {
    let known: Option<Tax> = match tax_type {
        Some(code) => view.find(&[code])?,
        None => None,
    };
    Ok(Row {
        tax_type: tax_type.clone(),
        name: known.map(|tax| tax.name),
        region: region.clone(),
        rate_percent: ppm.map(|ppm| Qty(ppm.saturating_mul(TO_PERCENT))),
        ..Row::of(RowKind::Row, *side, sums)
    })
}

/// Returns whether a tax line is of the site in scope.
fn is_at(view: &dyn View, scope: &Scope, line: &TaxLine) -> Result<bool, Fault> {
    if scope.site.is_none() {
        return Ok(true);
    }
    let moved: Option<Movement> = view.find(&[&line.movement])?;
    Ok(moved.is_some_and(|moved| scope.site(&moved.site)))
}

/// Returns the region of a tax line: that of the shipment that it bills, credits or reverses.
fn region(view: &dyn View, line: &TaxLine) -> Result<Option<Region>, Fault> {
    let mut seq = line.of.unwrap_or(line.movement);
    loop {
        let Some(moved): Option<Movement> = view.find(&[&seq])? else {
            return Ok(None);
        };
        let is_sale = moved.kind == MovementKind::Shipment && moved.reverses.is_none();
        // Whatever credits something or takes it back is later, so that the walk ends.
        match moved
            .reverses
            .or(moved.origin)
            .filter(|before| !is_sale && *before < seq)
        {
            Some(before) => seq = before,
            None => return Buyer::of(view, &moved)?.region(view),
        }
    }
}

/// Returns the journal totals of the tax accounts of each side.
fn posted(
    view: &dyn View,
    scope: &Scope,
    accounts: &BTreeMap<AccountCode, TaxSide>,
) -> Result<BTreeMap<TaxSide, Total>, Fault> {
    let mut sums: BTreeMap<TaxSide, Total> = BTreeMap::new();
    for posted in journal(view) {
        let (entry, lines) = posted?;
        if !scope.site(&entry.site) || !scope.day(entry.posting) {
            continue;
        }
        for line in lines {
            let Some(side) = accounts.get(&line.account) else {
                continue;
            };
            let amount: Money = match side {
                TaxSide::Sales => -line.amount,
                TaxSide::Purchases => line.amount,
            };
            *sums.entry(*side).or_default() += amount;
        }
    }
    Ok(sums)
}
