//! `report taxes`: sales and purchases by tax type and region.

use super::{Common, Takes, print};
use crate::cli::failure::Failure;
use crate::cli::output::Printer;
use crate::operations::reports::taxes::{self, By};
use crate::operations::view::View;
use crate::store::StoreError;
use clap::Args;

/// The arguments of `report taxes`.
#[derive(Clone, Debug, Args)]
pub struct Taxes {
    #[command(flatten)]
    pub(super) common: Common,
    /// What sales are told apart by besides their tax type
    #[arg(long, value_name = "type|region", default_value = "type")]
    by: By,
}

impl Taxes {
    pub(super) fn rows(&self, view: &dyn View, printer: &mut Printer) -> Result<(), Failure> {
        let takes = Takes {
            days: true,
            ..Takes::default()
        };
        let scope = self.common.scope(takes)?;
        let rows = taxes::rows(view, &scope, self.by).map_err(StoreError::from)?;
        print(&rows, printer)
    }
}
