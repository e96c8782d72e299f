//! `report would-have-been`: closed months with what was entered late.

use super::{Common, Takes, print};
use crate::cli::failure::Failure;
use crate::cli::output::Printer;
use crate::operations::reports::would_have_been;
use crate::operations::view::View;
use crate::store::StoreError;
use clap::Args;

/// The arguments of `report would-have-been`.
#[derive(Clone, Debug, Args)]
pub struct WouldHaveBeen {
    #[command(flatten)]
    pub(super) common: Common,
    /// Closed months, such as 2026-03; all of them where none is named
    #[arg(value_name = "PERIOD")]
    periods: Vec<String>,
    /// The lines that would have been in another month, entry by entry
    #[arg(long)]
    entries: bool,
}

impl WouldHaveBeen {
    pub(super) fn rows(&self, view: &dyn View, printer: &mut Printer) -> Result<(), Failure> {
        let scope = self.common.scope(Takes::default())?;
        let closed = would_have_been::closed(view, scope.site.as_ref()).map_err(StoreError::from)?;
        if let Some(open) = self.periods.iter().find(|period| !closed.contains(period)) {
            let known = if closed.is_empty() {
                "none".to_owned()
            } else {
                closed.join(", ")
            };
            return Err(Failure::usage(format!(
                "expected closed months ({known} so far), found {open}; in an open month nothing is late: see trial-balance"
            )));
        }
        let periods = if self.periods.is_empty() {
            &closed
        } else {
            &self.periods
        };
        if self.entries {
            let rows = would_have_been::moved(view, &scope, periods).map_err(StoreError::from)?;
            return print(&rows, printer);
        }
        let rows = would_have_been::rows(view, &scope, periods).map_err(StoreError::from)?;
        print(&rows, printer)
    }
}
