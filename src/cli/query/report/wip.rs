//! `report wip`: what is in process for open work orders.

use super::{Common, Takes, print};
use crate::cli::failure::Failure;
use crate::cli::output::Printer;
use crate::operations::reports::wip::{self, By};
use crate::operations::view::View;
use crate::store::StoreError;
use clap::Args;

/// The arguments of `report wip`.
#[derive(Clone, Debug, Args)]
pub struct Wip {
    #[command(flatten)]
    pub(super) common: Common,
    /// By what work in process is told apart
    #[arg(long, value_name = "order|component", default_value = "order")]
    by: By,
}

impl Wip {
    pub(super) fn rows(&self, view: &dyn View, printer: &mut Printer) -> Result<(), Failure> {
        let takes = Takes {
            item: true,
            ..Takes::default()
        };
        let scope = self.common.scope(takes)?;
        let rows = wip::rows(view, &scope, self.by).map_err(StoreError::from)?;
        print(&rows, printer)
    }
}
