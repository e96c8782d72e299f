//! `report turnover`: how fast stock turns over, and how long it lasts.

use super::{Common, Takes, print};
use crate::cli::failure::Failure;
use crate::cli::output::Printer;
use crate::operations::reports::turnover::{self, By};
use crate::operations::view::View;
use crate::store::StoreError;
use clap::Args;

/// The arguments of `report turnover`.
#[derive(Clone, Debug, Args)]
pub struct Turnover {
    #[command(flatten)]
    pub(super) common: Common,
    /// By what stock is told apart
    #[arg(long, value_name = "group|site|item|category", default_value = "group")]
    by: By,
}

impl Turnover {
    pub(super) fn rows(&self, view: &dyn View, printer: &mut Printer) -> Result<(), Failure> {
        let takes = Takes {
            item: true,
            days: true,
            ..Takes::default()
        };
        let scope = self.common.scope(takes)?;
        let days = self.common.year()?;
        let rows = turnover::rows(view, &scope, self.by, days).map_err(StoreError::from)?;
        print(&rows, printer)
    }
}
