//! Queries that are narrowed to values of dimensions.

use crate::cli::failure::Failure;
use crate::domain::code::{DimensionCode, DimensionValueCode};
use crate::domain::dimension::{Dimension, Dimensions};
use crate::operations::view::View;
use crate::store::StoreError;
use clap::Args;
use serde::Serialize;

/// The values that a query is narrowed to; nothing named is everything.
#[derive(Clone, Debug, Default, Args)]
pub(super) struct Narrowed {
    /// Only what says this value of a dimension; several must all hold
    #[arg(long = "dimension", value_name = "NAME=VALUE", value_parser = pair)]
    dimensions: Vec<(DimensionCode, DimensionValueCode)>,
}

/// Reads a dimension with a value from the command line.
fn pair(text: &str) -> Result<(DimensionCode, DimensionValueCode), String> {
    let expected = || "expected a dimension with a value, such as project=P1".to_owned();
    let (name, value) = text.split_once('=').ok_or_else(expected)?;
    Ok((name.trim().into(), value.trim().into()))
}

impl Narrowed {
    /// Refuses dimensions that are not defined.
    pub fn check(&self, view: &dyn View) -> Result<(), Failure> {
        self.dimensions
            .iter()
            .try_for_each(|(name, _)| defined(view, name))
    }

    /// Returns whether something is left out.
    pub fn is_narrow(&self) -> bool {
        !self.dimensions.is_empty()
    }

    /// Returns whether what is said passes.
    pub fn passes(&self, said: &Dimensions) -> bool {
        self.dimensions
            .iter()
            .all(|(name, value)| said.value(name) == Some(value))
    }
}

/// What is said, as an object, or as a text for formats that know no objects.
#[derive(Clone, Debug, Serialize)]
#[serde(untagged)]
pub(super) enum Said {
    /// As an object.
    Object(Dimensions),
    /// As a text.
    Text(String),
}

impl Said {
    /// Returns whether an object has nothing to say. A column of texts is always there.
    pub fn is_nothing(&self) -> bool {
        matches!(self, Self::Object(said) if said.is_empty())
    }

    /// Returns what is said in the form that a format knows.
    pub fn of(said: Dimensions, is_nested: bool) -> Self {
        if is_nested {
            Self::Object(said)
        } else {
            Self::Text(said.to_string())
        }
    }
}

/// Refuses a dimension that is not defined.
pub(super) fn defined(view: &dyn View, dimension: &DimensionCode) -> Result<(), Failure> {
    let known = view.all::<Dimension>(&[]).map_err(StoreError::from)?;
    if known.iter().any(|known| known.dimension == *dimension) {
        return Ok(());
    }
    let names: Vec<&str> = known.iter().map(|known| known.dimension.as_str()).collect();
    let names = if names.is_empty() {
        "none is defined".to_owned()
    } else {
        names.join(", ")
    };
    Err(Failure::usage(format!(
        "expected a dimension ({names}), found {dimension}"
    )))
}
