//! Why a change was not written, and whether that is certain.

use super::held::Held;
use super::place::room;
use super::presence::{Gone, replaced_while_opened};
use super::snapshot::Unwritable;
use super::statements::Statements;
use crate::domain::record::Fault;
use crate::store::StoreError;
use crate::store::engine::Failed;
use rusqlite::{ErrorCode, ffi};
use std::io;
use std::path::Path;

/// How a transaction is committed; tests of broken disks put another function in its place.
pub(super) type Commit = Box<dyn Fn(&Statements) -> rusqlite::Result<()> + Send>;

/// Returns the real commit.
pub(super) fn real() -> Commit {
    Box::new(|statements| statements.run("COMMIT"))
}

/// Returns what a failed commit says about what was written: certainly nothing if its last page never reached the log.
pub(super) fn failed(error: rusqlite::Error) -> Failed {
    let code = error.sqlite_error_code();
    let fault = Fault::caused("the change can't be recorded", error);
    match code {
        Some(ErrorCode::DiskFull | ErrorCode::ConstraintViolation) => Failed::Clean(fault),
        Some(ErrorCode::DatabaseBusy) => Failed::Retry(fault),
        _ => Failed::Unknown(fault),
    }
}

/// Returns whether an error is that of a force: what was written before it may not be on the disk.
pub(super) fn is_of_force(error: &rusqlite::Error) -> bool {
    let code = error.sqlite_error().map(|error| error.extended_code);
    matches!(code, Some(ffi::SQLITE_IOERR_FSYNC | ffi::SQLITE_IOERR_DIR_FSYNC))
}

/// Returns whether that is why a store could not be opened.
pub(super) fn failed_to_force(error: &StoreError) -> bool {
    let StoreError::Fault(fault) = error else {
        return false;
    };
    let cause = fault.source.as_ref().and_then(|cause| cause.downcast_ref());
    cause.is_some_and(is_of_force)
}

/// Returns what an error means that may be a fault of SQLite or the system.
pub(super) fn said_of(path: &Path, error: StoreError) -> StoreError {
    match error {
        StoreError::Fault(fault) => said(path, fault),
        other => other,
    }
}

/// Returns what a fault means, where SQLite said why.
pub(super) fn said(path: &Path, fault: Fault) -> StoreError {
    let cause = fault.source.as_ref();
    if let Some(gone) = cause.and_then(|cause| cause.downcast_ref::<Gone>()) {
        return StoreError::Gone {
            at: path.into(),
            why: gone.to_string(),
        };
    }
    if let Some(Unwritable { why, advice }) = cause.and_then(|cause| cause.downcast_ref()) {
        return StoreError::ReadOnly {
            at: path.into(),
            why: why.clone(),
            advice: advice.clone(),
        };
    }
    let of_system = cause.and_then(|cause| cause.downcast_ref::<io::Error>());
    if of_system.is_some_and(|error| error.kind() == io::ErrorKind::StorageFull) {
        return room::full(path);
    }
    let held = of_system.and_then(|error| error.get_ref()?.downcast_ref::<Held>());
    if let Some(held) = held {
        return StoreError::Busy {
            why: held.to_string(),
        };
    }
    let cause = cause.and_then(|cause| cause.downcast_ref::<rusqlite::Error>());
    let extended = cause
        .and_then(rusqlite::Error::sqlite_error)
        .map(|error| error.extended_code);
    if extended == Some(ffi::SQLITE_READONLY_DBMOVED) {
        return replaced_while_opened().into();
    }
    if extended == Some(ffi::SQLITE_IOERR_SHORT_READ) {
        return StoreError::Gone {
            at: path.into(),
            why: "the file or its log ends before what was written to it".to_owned(),
        };
    }
    match cause.and_then(rusqlite::Error::sqlite_error_code) {
        Some(ErrorCode::DiskFull) => room::full(path),
        Some(ErrorCode::SystemIoFailure | ErrorCode::CannotOpen) if room::is_full(path) => room::full(path),
        Some(ErrorCode::DatabaseBusy) => StoreError::Busy {
            why: "another process holds the store".to_owned(),
        },
        Some(ErrorCode::ReadOnly) => StoreError::ReadOnly {
            at: path.into(),
            why: fault.to_string(),
            advice: "Ask the administrator to let your user write it.".to_owned(),
        },
        Some(ErrorCode::NotADatabase) => StoreError::Unfit {
            at: path.into(),
            why: "it is a file of another program. Name another place".to_owned(),
        },
        _ => fault.into(),
    }
}
