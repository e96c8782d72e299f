//! `report dead-stock`: what nobody wants.

use super::{Common, Takes, print};
use crate::cli::failure::Failure;
use crate::cli::filter::day;
use crate::cli::output::Printer;
use crate::clock;
use crate::operations::reports::dead_stock::{self, By};
use crate::operations::view::View;
use crate::store::StoreError;
use chrono::NaiveDate;
use clap::Args;

/// The arguments of `report dead-stock`.
#[derive(Clone, Debug, Args)]
pub struct DeadStock {
    #[command(flatten)]
    pub(super) common: Common,
    /// Dead is of what nothing left for so many days, slow what lasts for longer at the pace of the last 365
    #[arg(long, value_name = "N", default_value_t = 180, value_parser = clap::value_parser!(i64).range(1..=36_500))]
    days: i64,
    /// By what items are sorted and totals are told
    #[arg(long, value_name = "group|category", default_value = "group")]
    by: By,
    /// At the end of this posting day; today where left out
    #[arg(long, value_name = "DAY", value_parser = day)]
    at: Option<NaiveDate>,
}

impl DeadStock {
    pub(super) fn rows(&self, view: &dyn View, printer: &mut Printer) -> Result<(), Failure> {
        let takes = Takes {
            item: true,
            ..Takes::default()
        };
        let scope = self.common.scope(takes)?;
        let at = self.at.unwrap_or_else(clock::today);
        let rows = dead_stock::rows(view, &scope, self.by, self.days, at).map_err(StoreError::from)?;
        print(&rows, printer)
    }
}
