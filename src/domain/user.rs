//! Operators, their roles and their badges.

use super::code::{Badge, SiteCode};
use crate::record;
use crate::words;

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
