//! `report valuation`: what stock was worth, and whether the ledger agrees.

use super::{Common, Takes, print};
use crate::cli::failure::Failure;
use crate::cli::output::Printer;
use crate::operations::reports::valuation::{self, By};
use crate::operations::view::View;
use crate::store::StoreError;
use chrono::NaiveDate;
use clap::Args;

/// The arguments of `report valuation`.
#[derive(Clone, Debug, Args)]
pub struct Valuation {
    #[command(flatten)]
    pub(super) common: Common,
    /// By what stock is told apart
    #[arg(long, value_name = "group|site|item|lot|category", default_value = "group")]
    by: By,
    /// At the end of this posting day; now where left out. What happened earlier and was entered late counts from the day
    /// it was posted to, in stock and ledger alike, so a past day once closed never changes. While stock is not in the
    /// ledger (integration none) there is nothing to compare, and no difference is shown
    #[arg(long, value_name = "DAY")]
    at: Option<NaiveDate>,
}

impl Valuation {
    pub(super) fn rows(&self, view: &dyn View, printer: &mut Printer) -> Result<(), Failure> {
        let filter = &self.common.filter;
        if filter.since.is_some() || filter.until.is_some() {
            return Err(Failure::usage(
                "stock is valued at the end of one day: expected --at DAY, found --since or --until",
            ));
        }
        if filter.lot.is_some() && self.by != By::Lot {
            return Err(Failure::usage(
                "--lot narrows a valuation by lot: add --by lot, or leave it out",
            ));
        }
        let takes = Takes {
            item: true,
            lot: true,
            ..Takes::default()
        };
        let scope = self.common.scope(takes)?;
        let rows = valuation::rows(view, &scope, self.by, self.at).map_err(StoreError::from)?;
        print(&rows, printer)
    }
}
