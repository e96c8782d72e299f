//! Operators, their roles and their badges.

use super::code::{Badge, SiteCode};
use crate::record;
use crate::words;
use std::ops::RangeInclusive;

/// How many digits a PIN has.
pub const PIN_DIGITS: RangeInclusive<usize> = 4..=8;

/// Returns whether a text can be chosen as a PIN.
pub fn is_like_a_pin(text: &str) -> bool {
    PIN_DIGITS.contains(&text.len()) && is_of_digits(text)
}

/// Returns whether a text has nothing but digits.
pub fn is_of_digits(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit())
}

words! {
    /// What an operator may do.
    pub enum Role {
        /// Pick, pack and ship.
        Picker = "picker",
        /// Receive and put away.
        Receiver = "receiver",
        /// Count.
        Counter = "counter",
        /// Approve, reassign, override.
        Supervisor = "supervisor",
        /// Seal, export and close.
        Controller = "controller",
        /// Master data, users and policies.
        Administrator = "administrator",
    }
}

record! {
    table "users", key 1, orders [], append_only false;
    /// An operator.
    pub struct User {
        /// The code on the badge.
        badge: Badge,
        /// The name.
        name: String,
        /// The roles, separated by `;`.
        roles: String,
        /// The PIN as an argon2 hash; `None` if the badge alone is enough.
        pin_hash: Option<String>,
        /// Where the operator works.
        site: SiteCode,
        /// Wrong PINs in a row.
        failures: i64,
        /// Whether the badge is locked.
        locked: bool,
    }
}

impl User {
    /// Returns the operator's roles.
    pub fn roles(&self) -> impl Iterator<Item = Role> {
        self.roles.split(';').filter_map(|word| word.trim().parse().ok())
    }
    /// Returns whether the operator has a role.
    pub fn has(&self, role: Role) -> bool {
        self.roles().any(|own| own == role)
    }
}
