//! `report ageing`: how old stock is, and how soon it expires.

use super::{Common, Takes, print};
use crate::cli::failure::Failure;
use crate::cli::filter::day;
use crate::cli::output::Printer;
use crate::clock;
use crate::operations::reports::ageing::{self, Age};
use crate::operations::reports::valuation::By;
use crate::operations::view::View;
use crate::store::StoreError;
use chrono::NaiveDate;
use clap::Args;

/// The arguments of `report ageing`.
#[derive(Clone, Debug, Args)]
pub struct Ageing {
    #[command(flatten)]
    pub(super) common: Common,
    /// What age is counted from: days since goods were received, or days until they expire
    #[arg(long, value_name = "receipt|expiry", default_value = "receipt")]
    age: Age,
    /// By what stock is told apart
    #[arg(long, value_name = "group|site|item|lot|category", default_value = "item")]
    by: By,
    /// At the end of this posting day; today where left out
    #[arg(long, value_name = "DAY", value_parser = day)]
    at: Option<NaiveDate>,
}

impl Ageing {
    pub(super) fn rows(&self, view: &dyn View, printer: &mut Printer) -> Result<(), Failure> {
        let takes = Takes {
            item: true,
            lot: true,
            ..Takes::default()
        };
        let scope = self.common.scope(takes)?;
        let at = self.at.unwrap_or_else(clock::today);
        let rows = ageing::rows(view, &scope, self.age, self.by, at).map_err(StoreError::from)?;
        print(&rows, printer)
    }
}
