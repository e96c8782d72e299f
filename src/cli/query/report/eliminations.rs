//! `report eliminations`: what legal entities sold to each other.

use super::{Common, Takes, print};
use crate::cli::failure::Failure;
use crate::cli::output::Printer;
use crate::operations::reports::eliminations;
use crate::operations::view::View;
use crate::store::StoreError;
use clap::Args;

/// The arguments of `report eliminations`.
#[derive(Clone, Debug, Args)]
pub struct Eliminations {
    #[command(flatten)]
    pub(super) common: Common,
}

impl Eliminations {
    pub(super) fn rows(&self, view: &dyn View, printer: &mut Printer) -> Result<(), Failure> {
        let takes = Takes {
            days: true,
            ..Takes::default()
        };
        let scope = self.common.scope(takes)?;
        let rows = eliminations::rows(view, &scope).map_err(StoreError::from)?;
        print(&rows, printer)
    }
}
