//! Lines of files about dimensions of the company's own choosing, and their values.

use super::cells::Cells;
use super::known::{Known, Refers};
use crate::domain::code::{DimensionCode, DimensionValueCode};
use crate::domain::dimension::{Dimension, DimensionValue};
use crate::operations::request::Master;

/// Returns a dimension.
pub(super) fn dimension(cells: &mut Cells<'_>, known: &mut Known) -> Master {
    let dimension = DimensionCode::from(cells.needed("dimension"));
    known.add("dimension", &dimension);
    Master::Dimension(Dimension {
        name: cells.text("name").unwrap_or_else(|| dimension.to_string()),
        dimension,
        free: cells.read("free").unwrap_or(false),
        required_for: cells.text("required_for").unwrap_or_default(),
    })
}

/// Returns a value of a dimension.
pub(super) fn dimension_value(cells: &mut Cells<'_>, refers: &mut Refers) -> Master {
    let dimension = DimensionCode::from(cells.needed("dimension"));
    refers.to(cells, "dimension", "dimension", &dimension);
    let value = DimensionValueCode::from(cells.needed("value"));
    Master::DimensionValue(DimensionValue {
        dimension,
        name: cells.text("name").unwrap_or_else(|| value.to_string()),
        value,
        since: cells.read("since"),
        until: cells.read("until"),
    })
}
