//! What unlocking badges asks and is told.

use crate::domain::code::Badge;
use crate::domain::user::User;
use serde::{Deserialize, Serialize};

/// What unlocking asks of the store.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Question {
    /// The locked badges of the site.
    Locked,
}

/// What unlocking is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Told {
    /// The locked badges of the site, by name.
    Locked(Vec<Locked>),
}

/// A badge that too many wrong PINs have locked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Locked {
    /// The badge.
    pub badge: Badge,
    /// Whose it is.
    pub name: String,
    /// Wrong PINs in a row.
    pub failures: i64,
}

impl Locked {
    /// Returns the badge of a user's record.
    pub fn of(user: &User) -> Self {
        Self {
            badge: user.badge.clone(),
            name: user.name.clone(),
            failures: user.failures,
        }
    }
}
