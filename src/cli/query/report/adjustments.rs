//! `report adjustments`: what was written off, found and counted otherwise, and why.

use super::{Common, Takes, print};
use crate::cli::failure::Failure;
use crate::cli::output::Printer;
use crate::operations::reports::adjustments::{self, By};
use crate::operations::view::View;
use crate::store::StoreError;
use clap::Args;

/// The arguments of `report adjustments`.
#[derive(Clone, Debug, Args)]
pub struct Adjustments {
    #[command(flatten)]
    pub(super) common: Common,
    /// What is told apart besides reasons
    #[arg(long, value_name = "operator|group|category")]
    by: Option<By>,
}

impl Adjustments {
    pub(super) fn rows(&self, view: &dyn View, printer: &mut Printer) -> Result<(), Failure> {
        let takes = Takes {
            item: true,
            lot: true,
            days: true,
        };
        let scope = self.common.scope(takes)?;
        let rows = adjustments::rows(view, &scope, self.by).map_err(StoreError::from)?;
        print(&rows, printer)
    }
}
