//! Requests of files and commands.

use crate::clock;
use crate::domain::code::Key;
use crate::operations::request::{Define, Master, Operation, Request};
use chrono::NaiveDate;

/// Returns a request that defines a record of master data.
pub fn define(key: String, date: NaiveDate, master: Master) -> Request {
    request_of(key, date, Define { master }.into())
}

/// Returns a request of a file or command.
pub fn request_of(key: String, date: NaiveDate, operation: Operation) -> Request {
    let at = clock::now().into();
    Request {
        asked_on: clock::day_beside_utc(),
        ..Request::of_document(Key::from(key), at, date, operation)
    }
}
