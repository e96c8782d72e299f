//! `report abc`: the items that make most of the sales.

use super::{Common, Takes, print};
use crate::cli::failure::Failure;
use crate::cli::output::Printer;
use crate::operations::reports::Scope;
use crate::operations::reports::abc::{self, Bounds, By};
use crate::operations::view::View;
use crate::store::StoreError;
use clap::Args;

/// The arguments of `report abc`.
#[derive(Clone, Debug, Args)]
pub struct Abc {
    #[command(flatten)]
    pub(super) common: Common,
    /// What items are ranked by: what was sold of them at cost, or how often they were picked; or categories, by the first
    #[arg(long, value_name = "value|picks|category", default_value = "value")]
    by: By,
    /// The share that class A makes, in percent
    #[arg(long, value_name = "PERCENT", default_value_t = 80, value_parser = clap::value_parser!(i64).range(1..=100))]
    a: i64,
    /// The share that classes A and B make together
    #[arg(long, value_name = "PERCENT", default_value_t = 95, value_parser = clap::value_parser!(i64).range(1..=100))]
    b: i64,
}

impl Abc {
    pub(super) fn rows(&self, view: &dyn View, printer: &mut Printer) -> Result<(), Failure> {
        let (a, b) = (self.a, self.b);
        if b < a {
            return Err(Failure::usage(format!(
                "classes A and B together make at least what class A makes: expected --b of at least {a}, found {b}"
            )));
        }
        let takes = Takes {
            days: true,
            ..Takes::default()
        };
        let days = self.common.year()?;
        let scope = Scope {
            since: Some(days.since),
            until: Some(days.until),
            ..self.common.scope(takes)?
        };
        let rows = abc::rows(view, &scope, self.by, Bounds { a, b }).map_err(StoreError::from)?;
        print(&rows, printer)
    }
}
