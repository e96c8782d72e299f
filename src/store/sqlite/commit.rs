//! Why a change was not written, and whether that is certain.

use super::place;
use super::statements::Statements;
use super::{BatchError, StoreError};
use crate::domain::record::Fault;
use rusqlite::ErrorCode;
use std::path::Path;

/// How a transaction is ended; another one stands in its place in the tests of broken disks.
pub(super) type Commit = Box<dyn Fn(&Statements) -> rusqlite::Result<()> + Send>;

/// The real one.
pub(super) fn real() -> Commit {
    Box::new(|statements| statements.run("COMMIT"))
}

/// Why a transaction was not committed.
pub(super) enum Failure {
    /// A rule refused a request of several.
    Refused(BatchError),
    /// Nothing was begun.
    Certain(StoreError),
    /// A statement failed, and all of it was rolled back.
    Fault(Fault),
    /// The commit failed.
    Commit(rusqlite::Error),
}

impl Failure {
    /// Whether the change may have been recorded nevertheless.
    pub(super) fn is_unknown(&self) -> bool {
        matches!(self, Self::Commit(error) if !is_clean(error))
    }
}

impl From<Fault> for Failure {
    fn from(fault: Fault) -> Self {
        Self::Fault(fault)
    }
}

/// Whether a commit that failed so has certainly not happened: its last page was never written.
pub(super) fn is_clean(error: &rusqlite::Error) -> bool {
    matches!(
        error.sqlite_error_code(),
        Some(ErrorCode::DiskFull | ErrorCode::DatabaseBusy | ErrorCode::ConstraintViolation)
    )
}

/// What a fault means, where SQLite said why.
pub(super) fn said(path: &Path, fault: Fault) -> StoreError {
    let cause = fault
        .source
        .as_ref()
        .and_then(|cause| cause.downcast_ref::<rusqlite::Error>());
    match cause.and_then(rusqlite::Error::sqlite_error_code) {
        Some(ErrorCode::DiskFull) => place::full(path),
        Some(ErrorCode::SystemIoFailure | ErrorCode::CannotOpen) if place::is_full(path) => place::full(path),
        Some(ErrorCode::ReadOnly) => StoreError::ReadOnly {
            path: path.display().to_string(),
            why: fault.to_string(),
            advice: "Ask the administrator to let your user write it.".to_owned(),
        },
        Some(ErrorCode::NotADatabase) => StoreError::Unfit {
            path: path.display().to_string(),
            why: "it is a file of another program. Name another place".to_owned(),
        },
        _ => fault.into(),
    }
}
