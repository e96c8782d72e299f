//! What can be asked of the store. A [`Request`] is serialisable: it crosses the port, and it is the operation log.

pub use super::operation::*;
pub use super::requester::Requester;

use crate::domain::code::{Badge, Key, SiteCode, Terminal};
use crate::domain::concession::Concession;
use crate::domain::dimension::Dimensions;
use crate::domain::log::Logged;
use crate::domain::movement::Source;
use crate::domain::policy::LateBehindCount;
use crate::domain::record::Fault;
use crate::domain::time::Time;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// One operation with who asks, where, when and under which key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Request {
    /// Unique for ever: a document's id, or terminal and read number. The same key is applied once.
    pub key: Key,
    /// Who asks, written as `operator` and `terminal`.
    #[serde(flatten)]
    pub requester: Requester,
    /// Where the words came from.
    pub source: Source,
    /// The time on the clock when it was asked.
    pub at: Time,
    /// When it happened.
    pub date: NaiveDate,
    /// The local day on which a file or command asked for it, where that is not the day of `at` in UTC.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub asked_on: Option<NaiveDate>,
    /// The read that asked for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub read: Option<i64>,
    /// Why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// The paper it belongs to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub document: Option<String>,
    /// The site; `None` for the operator's or the first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub site: Option<SiteCode>,
    /// A supervisor's badge that approves this one step at another operator's terminal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub approved_by: Option<Badge>,
    /// Whether that supervisor's PIN was proved, too.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub approved_by_pin: bool,
    /// What of it was refused before and accepted since, by that supervisor or, what needs none, by the operator.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub accepted: Vec<Concession>,
    /// Whether a later count saw these goods; as the policy `late_behind_count` says if left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub late_behind_count: Option<LateBehindCount>,
    /// What it says of dimensions.
    #[serde(default, skip_serializing_if = "Dimensions::is_empty")]
    pub dimensions: Dimensions,
    /// What is asked.
    pub operation: Operation,
}

impl Request {
    /// Returns what a document without an operator asks, made at that time about a day, which says nothing else.
    pub fn of_document(key: Key, at: Time, date: NaiveDate, operation: Operation) -> Self {
        Self {
            key,
            requester: Requester::Document { operator: None },
            source: Source::Import,
            at,
            date,
            asked_on: None,
            read: None,
            reason: None,
            document: None,
            site: None,
            approved_by: None,
            approved_by_pin: false,
            accepted: Vec::new(),
            late_behind_count: None,
            dimensions: Dimensions::default(),
            operation,
        }
    }

    /// Returns what an operation of the log was asked to do.
    ///
    /// # Errors
    /// A [`Fault`] if the log is damaged there.
    pub fn of(logged: &Logged) -> Result<Self, Fault> {
        let damaged = |why| Fault::caused(format!("operation {} of the log is damaged", logged.seq), why);
        serde_json::from_str(&logged.request).map_err(damaged)
    }

    /// Returns the day on which it was asked.
    pub fn day_asked(&self) -> NaiveDate {
        self.asked_on.unwrap_or_else(|| self.at.day())
    }

    /// Returns whether another request says the same. The clock is not compared, nor who was proved to approve it: a
    /// document that is sent again is the same document.
    pub fn says_as(&self, other: &Self) -> bool {
        let unproved = other.requester.is_document();
        *self
            == Self {
                at: self.at,
                asked_on: self.asked_on,
                approved_by_pin: if unproved {
                    self.approved_by_pin
                } else {
                    other.approved_by_pin
                },
                ..other.clone()
            }
    }
}

/// Returns the key of the `nth` operation that a read asks for, from 1.
pub fn key_of_read(terminal: &Terminal, read: i64, nth: i64) -> Key {
    Key::from(if nth == 1 {
        format!("{terminal}:{read}")
    } else {
        format!("{terminal}:{read}:{nth}")
    })
}
