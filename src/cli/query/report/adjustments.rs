//! `report adjustments`: what was written off, found and counted otherwise, and why.

use super::{Common, Takes, print};
use crate::cli::failure::Failure;
use crate::cli::output::Printer;
use crate::operations::reports::adjustments;
use crate::operations::view::View;
use crate::store::StoreError;
use clap::Args;

/// The arguments of `report adjustments`.
#[derive(Clone, Debug, Args)]
pub struct Adjustments {
    #[command(flatten)]
    pub(super) common: Common,
    /// Tell operators apart
    #[arg(long, value_name = "operator", value_parser = ["operator"])]
    by: Option<String>,
}

impl Adjustments {
    pub(super) fn rows(&self, view: &dyn View, printer: &mut Printer) -> Result<(), Failure> {
        let takes = Takes {
            item: true,
            lot: true,
            days: true,
        };
        let scope = self.common.scope(takes)?;
        let rows = adjustments::rows(view, &scope, self.by.is_some()).map_err(StoreError::from)?;
        print(&rows, printer)
    }
}
