//! `report price-variance`: what purchases cost more or less than their goods were valued at.

use super::{Common, Takes, print};
use crate::cli::failure::Failure;
use crate::cli::output::Printer;
use crate::operations::reports::price_variance::{self, By};
use crate::operations::view::View;
use crate::store::StoreError;
use clap::Args;

/// The arguments of `report price-variance`.
#[derive(Clone, Debug, Args)]
pub struct PriceVariance {
    #[command(flatten)]
    pub(super) common: Common,
    /// By what items are sorted and totals are told
    #[arg(long, value_name = "group|category", default_value = "group")]
    by: By,
}

impl PriceVariance {
    pub(super) fn rows(&self, view: &dyn View, printer: &mut Printer) -> Result<(), Failure> {
        let takes = Takes {
            item: true,
            days: true,
            ..Takes::default()
        };
        let scope = self.common.scope(takes)?;
        let rows = price_variance::rows(view, &scope, self.by).map_err(StoreError::from)?;
        print(&rows, printer)
    }
}
