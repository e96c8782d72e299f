//! Which posting periods are closed: in the books of the whole company, or of one legal entity. Closing a period closes all
//! earlier ones too, because posting to an earlier one would change a balance that was closed.

use super::entities;
use super::view::View;
use crate::domain::code::{EntityCode, SiteCode};
use crate::domain::company::ClosedPeriod;
use crate::domain::entity::{Entity, EntityClosing};
use crate::domain::record::{Fault, Range};

/// Returns the last period that was closed for the whole company; all books are closed up to its end.
///
/// # Errors
/// Fails if the store can't be read.
pub fn last(view: &dyn View) -> Result<Option<ClosedPeriod>, Fault> {
    Ok(view
        .list(&Range::of::<ClosedPeriod>(&[]).backwards().first(1))?
        .pop())
}

/// Returns the last closing in the books of a legal entity alone; `None` if there is none, as for the company itself,
/// which closes with all.
///
/// # Errors
/// Fails if the store can't be read.
pub fn last_of(view: &dyn View, entity: &EntityCode) -> Result<Option<EntityClosing>, Fault> {
    if entity.is_empty() {
        return Ok(None);
    }
    let range = Range::of::<EntityClosing>(&[entity]).backwards().first(1);
    Ok(view.list(&range)?.pop())
}

/// Returns the last period up to whose end the books of a site are closed.
///
/// # Errors
/// Fails if the store can't be read.
pub fn last_at(view: &dyn View, site: &SiteCode) -> Result<Option<String>, Fault> {
    let own = last_of(view, &entities::of_site(view, site)?)?;
    let all = last(view)?.map(|closed| closed.period);
    Ok(all.max(own.map(|closed| closed.period)))
}

/// Returns the last period up to whose end any books are closed.
///
/// # Errors
/// Fails if the store can't be read.
pub fn last_of_any(view: &dyn View) -> Result<Option<String>, Fault> {
    let mut last = last(view)?.map(|closed| closed.period);
    for entity in view.all::<Entity>(&[])? {
        last = last.max(last_of(view, &entity.entity)?.map(|closed| closed.period));
    }
    Ok(last)
}

/// Returns the closing of the whole company that covers a period (`YYYY-MM`): its own or that of a later one; `None` while
/// it is open.
///
/// # Errors
/// Fails if the store can't be read.
pub fn closing(view: &dyn View, period: &str) -> Result<Option<ClosedPeriod>, Fault> {
    match last(view)?.filter(|last| period <= last.period.as_str()) {
        Some(last) => Ok(view.find(&[&period.to_owned()])?.or(Some(last))),
        None => Ok(None),
    }
}

/// Returns whether a period (`YYYY-MM`) is closed in the books of a legal entity, or in all where none is named.
///
/// # Errors
/// Fails if the store can't be read.
pub fn is_closed(view: &dyn View, period: &str, entity: Option<&EntityCode>) -> Result<bool, Fault> {
    let own = entity.map_or(Ok(None), |entity| last_of(view, entity))?;
    Ok(own.is_some_and(|own| period <= own.period.as_str()) || closing(view, period)?.is_some())
}

/// Returns whether the books of a site are closed for a period (`YYYY-MM`).
///
/// # Errors
/// Fails if the store can't be read.
pub fn is_closed_at(view: &dyn View, site: &SiteCode, period: &str) -> Result<bool, Fault> {
    Ok(last_at(view, site)?.is_some_and(|last| period <= last.as_str()))
}
