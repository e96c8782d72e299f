//! `report audit-trail`: entry types, their number and sums.

use super::{Common, Takes, print};
use crate::cli::failure::Failure;
use crate::cli::output::Printer;
use crate::operations::reports::audit_trail;
use crate::operations::view::View;
use crate::store::StoreError;
use clap::Args;

/// The arguments of `report audit-trail`.
#[derive(Clone, Debug, Args)]
pub struct AuditTrail {
    #[command(flatten)]
    pub(super) common: Common,
    /// Tell posting days apart
    #[arg(long, value_name = "day", value_parser = ["day"])]
    by: Option<String>,
}

impl AuditTrail {
    pub(super) fn rows(&self, view: &dyn View, printer: &mut Printer) -> Result<(), Failure> {
        let takes = Takes {
            days: true,
            ..Takes::default()
        };
        let scope = self.common.scope(takes)?;
        let rows = audit_trail::rows(view, &scope, self.by.is_some()).map_err(StoreError::from)?;
        print(&rows, printer)
    }
}
