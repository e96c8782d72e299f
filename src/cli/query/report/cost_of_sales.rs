//! `report cost-of-sales`: what was sold, and what that cost.

use super::{Common, Takes, known_dimension, print};
use crate::cli::failure::Failure;
use crate::cli::output::Printer;
use crate::operations::reports::Apart;
use crate::operations::reports::cost_of_sales::{self, By};
use crate::operations::view::View;
use crate::store::StoreError;
use clap::Args;

/// The arguments of `report cost-of-sales`.
#[derive(Clone, Debug, Args)]
pub struct CostOfSales {
    #[command(flatten)]
    pub(super) common: Common,
    /// By what sales are told apart
    #[arg(
        long,
        value_name = "channel|group|site|item|category|DIMENSION",
        default_value = "channel"
    )]
    by: Apart<By>,
}

impl CostOfSales {
    pub(super) fn rows(&self, view: &dyn View, printer: &mut Printer) -> Result<(), Failure> {
        let takes = Takes {
            item: true,
            days: true,
            ..Takes::default()
        };
        known_dimension(view, &self.by)?;
        let scope = self.common.scope(takes)?;
        let rows = cost_of_sales::rows(view, &scope, self.by.clone()).map_err(StoreError::from)?;
        print(&rows, printer)
    }
}
