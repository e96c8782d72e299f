//! `report margin`: what each sales order left.

use super::{Common, Takes, known_dimension, print};
use crate::cli::failure::Failure;
use crate::cli::output::Printer;
use crate::operations::reports::Apart;
use crate::operations::reports::margin::{self, By};
use crate::operations::view::View;
use crate::store::StoreError;
use clap::Args;

/// The arguments of `report margin`.
#[derive(Clone, Debug, Args)]
pub struct Margin {
    #[command(flatten)]
    pub(super) common: Common,
    /// What sales are told apart by
    #[arg(
        long,
        value_name = "order|group|channel|category|DIMENSION",
        default_value = "order"
    )]
    by: Apart<By>,
}

impl Margin {
    pub(super) fn rows(&self, view: &dyn View, printer: &mut Printer) -> Result<(), Failure> {
        let takes = Takes {
            item: true,
            lot: true,
            days: true,
        };
        known_dimension(view, &self.by)?;
        let scope = self.common.scope(takes)?;
        let rows = margin::rows(view, &scope, self.by.clone()).map_err(StoreError::from)?;
        print(&rows, printer)
    }
}
