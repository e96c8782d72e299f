//! `report service-accrual`: what was billed of services and is not sold yet, and what was sold before it was billed.

use super::{Common, Takes, print};
use crate::cli::failure::Failure;
use crate::cli::output::Printer;
use crate::operations::reports::service_accrual;
use crate::operations::view::View;
use crate::store::StoreError;
use clap::Args;

/// The arguments of `report service-accrual`.
#[derive(Clone, Debug, Args)]
pub struct ServiceAccrual {
    #[command(flatten)]
    pub(super) common: Common,
}

impl ServiceAccrual {
    pub(super) fn rows(&self, view: &dyn View, printer: &mut Printer) -> Result<(), Failure> {
        let takes = Takes {
            item: true,
            ..Takes::default()
        };
        let scope = self.common.scope(takes)?;
        let rows = service_accrual::rows(view, &scope).map_err(StoreError::from)?;
        print(&rows, printer)
    }
}
