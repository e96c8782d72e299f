//! Requests of files and commands.

use crate::clock;
use crate::domain::code::Key;
use crate::domain::movement::Source;
use crate::operations::request::{Define, Master, Operation, Request, Requester};
use chrono::NaiveDate;

/// Returns a request that defines a record of master data.
pub fn define(key: String, date: NaiveDate, master: Master) -> Request {
    request_of(key, date, Define { master }.into())
}

/// Returns a request of a file or command.
pub fn request_of(key: String, date: NaiveDate, operation: Operation) -> Request {
    Request {
        key: Key::from(key),
        requester: Requester::Document { operator: None },
        source: Source::Import,
        at: clock::now().into(),
        date,
        asked_on: clock::day_beside_utc(),
        read: None,
        reason: None,
        document: None,
        site: None,
        approved_by: None,
        approved_by_pin: false,
        accepted: Vec::new(),
        late_behind_count: None,
        dimensions: <_>::default(),
        operation,
    }
}
