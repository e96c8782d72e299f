//! When what is in a store was recorded.

use super::view::View;
use super::{log, read_links};
use crate::domain::log::{Logged, NotedRead};
use crate::domain::record::Fault;
use crate::domain::time::Time;
use serde::Deserialize;

/// Returns the stamp of an operation.
///
/// # Errors
/// A [`Fault`] where its request can't be read.
pub fn stamp(logged: &Logged) -> Result<Time, Fault> {
    #[derive(Deserialize)]
    struct Stamped {
        at: Time,
    }
    let wrong = |e| Fault::caused(format!("operation {} of the log is damaged", logged.seq), e);
    serde_json::from_str(&logged.request)
        .map(|stamped: Stamped| stamped.at)
        .map_err(wrong)
}

/// Returns the newest stamp of the store, of its last operation or its newest linked read. `None` in an empty store.
///
/// # Errors
/// A [`Fault`] where it can't be read.
pub fn newest(view: &dyn View) -> Result<Option<Time>, Fault> {
    let operation = log::last(view)?.as_ref().map(stamp).transpose()?;
    let read: Option<NotedRead> = match read_links::newest(view)? {
        Some(link) => view.find(&[&link.terminal, &link.read])?,
        None => None,
    };
    Ok(operation.max(read.map(|read| read.last_at)))
}
