//! What the jobs ask of the store, one file a job. Looking changes nothing.

pub mod count;
pub mod pack;
pub mod pick;
pub mod reconcile;
pub mod ship;

use crate::domain::catalog::{Item, Location};
use crate::domain::code::{ItemCode, LocationCode};
use crate::domain::company::{POLICIES, Policy};
use crate::domain::record::Fault;
use crate::operations::view::View;

/// The item of a record that names one.
fn item(view: &dyn View, item: &ItemCode) -> Result<Item, Fault> {
    let found: Option<Item> = view.find(&[item])?;
    found.ok_or_else(|| Fault::new(format!("item {item} is missing")))
}

/// The location of a record that names one.
fn location(view: &dyn View, location: &LocationCode) -> Result<Location, Fault> {
    let found: Option<Location> = view.find(&[location])?;
    found.ok_or_else(|| Fault::new(format!("location {location} is missing")))
}

/// A policy's value; its default where nobody set it.
fn policy(view: &dyn View, key: &str) -> Result<String, Fault> {
    let set: Option<Policy> = view.find(&[&key.to_owned()])?;
    let default = || {
        POLICIES
            .iter()
            .find(|row| row.0 == key)
            .map(|row| row.1.to_owned())
    };
    Ok(set
        .map(|policy| policy.value)
        .or_else(default)
        .unwrap_or_default())
}
