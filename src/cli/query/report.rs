//! `report NAME`: figures with totals that agree with the trial balance, one file a report.

mod abc;
mod adjustments;
mod ageing;
mod audit_trail;
mod cost_of_sales;
mod dead_stock;
mod eliminations;
mod margin;
mod price_variance;
mod recall;
mod service_accrual;
mod taxes;
mod turnover;
mod valuation;
mod wip;
mod would_have_been;

use super::dimensions;
use crate::cli::failure::Failure;
use crate::cli::filter::Filter;
use crate::cli::output::{Printer, Wanted};
use crate::clock;
use crate::operations::reports::turnover::Days;
use crate::operations::reports::{Apart, Scope};
use crate::operations::view::View;
use chrono::TimeDelta;
use clap::{Args, Subcommand};
use serde::Serialize;

/// The reports.
#[derive(Clone, Debug, Subcommand)]
pub enum Report {
    /// What stock was worth by group, site, item or lot on any past day, and whether the inventory accounts agree
    Valuation(valuation::Valuation),
    /// How many entries each rule posted, their debits and credits
    AuditTrail(audit_trail::AuditTrail),
    /// Sales, cost of sales and margin by channel, group, site or item
    CostOfSales(cost_of_sales::CostOfSales),
    /// How old stock is by group, site, item or lot, since it was received or until it expires
    Ageing(ageing::Ageing),
    /// Stock of which nothing left for long, or that lasts for long
    DeadStock(dead_stock::DeadStock),
    /// How fast stock turns over by group, site or item, and how many days it lasts
    Turnover(turnover::Turnover),
    /// Items by what they make of all sales or picks, in classes A, B and C
    Abc(abc::Abc),
    /// What purchases cost more or less than their goods were valued at, by vendor and item
    PriceVariance(price_variance::PriceVariance),
    /// Where a lot came from, where it is, to whom it went and what came back, also through what was made of it
    Recall(recall::Recall),
    /// Sales and purchases by tax type and region, and whether the tax accounts agree
    Taxes(taxes::Taxes),
    /// What each sales order, group or channel brought and cost, late cost, returns and channel fees included
    Margin(margin::Margin),
    /// Open work orders and what is in process for them, by group and site
    Wip(wip::Wip),
    /// Services whose cost is tracked: billed and not sold, and sold before they were billed, by group and site
    ServiceAccrual(service_accrual::ServiceAccrual),
    /// What legal entities sold to each other and owe each other, and what they earned with goods that the group has
    Eliminations(eliminations::Eliminations),
    /// What was written off, found and counted otherwise than the book, by reason
    Adjustments(adjustments::Adjustments),
    /// Closed months as if what was entered late had been in them
    WouldHaveBeen(would_have_been::WouldHaveBeen),
}

/// What all reports are asked: filters and format.
#[derive(Clone, Debug, Args)]
pub struct Common {
    #[command(flatten)]
    filter: Filter,
    #[command(flatten)]
    wanted: Wanted,
}

/// What a report may be narrowed to besides a site.
#[derive(Clone, Copy, Debug, Default)]
struct Takes {
    item: bool,
    lot: bool,
    days: bool,
}

impl Common {
    /// Returns what the report is narrowed to.
    ///
    /// # Errors
    /// A filter that does not apply to the report.
    fn scope(&self, takes: Takes) -> Result<Scope, Failure> {
        let Filter {
            item,
            lot,
            site,
            location,
            since,
            until,
        } = self.filter.clone();
        let wrong = [
            ("--item", item.is_some() && !takes.item),
            ("--lot", lot.is_some() && !takes.lot),
            ("--location", location.is_some()),
            ("--since", since.is_some() && !takes.days),
            ("--until", until.is_some() && !takes.days),
        ];
        if let Some((found, _)) = wrong.into_iter().find(|(_, is_wrong)| *is_wrong) {
            let known = [
                ("--item", takes.item),
                ("--lot", takes.lot),
                ("--site", true),
                ("--since", takes.days),
                ("--until", takes.days),
            ];
            let known: Vec<&str> = known
                .iter()
                .filter(|(_, known)| *known)
                .map(|(name, _)| *name)
                .collect();
            return Err(Failure::usage(format!(
                "this report can be narrowed by {}, found {found}; leave it out",
                known.join(", ")
            )));
        }
        Ok(Scope {
            item,
            lot,
            site,
            since,
            until,
        })
    }
}

impl Common {
    /// Returns the days that are asked for; without `--since` the 365 up to the last one, which is today without `--until`.
    ///
    /// # Errors
    /// A first day behind the last one.
    fn year(&self) -> Result<Days, Failure> {
        let until = self.filter.until.unwrap_or_else(clock::today);
        let since = self.filter.since.unwrap_or(until - TimeDelta::days(364));
        if until < since {
            return Err(Failure::usage(format!(
                "expected --since no later than {until}, found {since}"
            )));
        }
        Ok(Days { since, until })
    }
}

impl Report {
    /// Returns how the rows of the report are wanted.
    pub(super) const fn wanted(&self) -> &Wanted {
        match self {
            Self::Ageing(asked) => &asked.common.wanted,
            Self::Eliminations(asked) => &asked.common.wanted,
            Self::DeadStock(asked) => &asked.common.wanted,
            Self::Turnover(asked) => &asked.common.wanted,
            Self::Abc(asked) => &asked.common.wanted,
            Self::PriceVariance(asked) => &asked.common.wanted,
            Self::Valuation(asked) => &asked.common.wanted,
            Self::AuditTrail(asked) => &asked.common.wanted,
            Self::CostOfSales(asked) => &asked.common.wanted,
            Self::Taxes(asked) => &asked.common.wanted,
            Self::Recall(asked) => &asked.common.wanted,
            Self::Margin(asked) => &asked.common.wanted,
            Self::Adjustments(asked) => &asked.common.wanted,
            Self::WouldHaveBeen(asked) => &asked.common.wanted,
            Self::Wip(asked) => &asked.common.wanted,
            Self::ServiceAccrual(asked) => &asked.common.wanted,
        }
    }

    /// Prints the rows of the report.
    pub(super) fn rows(&self, view: &dyn View, printer: &mut Printer) -> Result<(), Failure> {
        match self {
            Self::Eliminations(asked) => asked.rows(view, printer),
            Self::Ageing(asked) => asked.rows(view, printer),
            Self::DeadStock(asked) => asked.rows(view, printer),
            Self::Turnover(asked) => asked.rows(view, printer),
            Self::Abc(asked) => asked.rows(view, printer),
            Self::PriceVariance(asked) => asked.rows(view, printer),
            Self::Valuation(asked) => asked.rows(view, printer),
            Self::AuditTrail(asked) => asked.rows(view, printer),
            Self::CostOfSales(asked) => asked.rows(view, printer),
            Self::Taxes(asked) => asked.rows(view, printer),
            Self::Recall(asked) => asked.rows(view, printer),
            Self::Margin(asked) => asked.rows(view, printer),
            Self::Adjustments(asked) => asked.rows(view, printer),
            Self::WouldHaveBeen(asked) => asked.rows(view, printer),
            Self::Wip(asked) => asked.rows(view, printer),
            Self::ServiceAccrual(asked) => asked.rows(view, printer),
        }
    }
}

/// Refuses a dimension that is not defined.
fn known_dimension<B>(view: &dyn View, by: &Apart<B>) -> Result<(), Failure> {
    match by {
        Apart::By(_) => Ok(()),
        Apart::Dimension(dimension) => dimensions::defined(view, dimension),
    }
}

fn print(rows: &[impl Serialize], printer: &mut Printer) -> Result<(), Failure> {
    rows.iter().try_for_each(|row| printer.row(row))
}
