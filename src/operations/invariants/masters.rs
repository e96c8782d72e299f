//! Master data, people, policies, heads of orders, restorations and backups: exactly the records that the log defined,
//! as it defined them last.
//!
//! A record is what its last definition in the log says, but for what other operations change of it, which is left to
//! the replay.

use super::{Check, Finding};
use crate::domain::bin_range::BinRange;
use crate::domain::catalog::{Item, Location};
use crate::domain::code::{Badge, SiteCode};
use crate::domain::company::Policy;
use crate::domain::log::{Logged, MadeBackup, Restoration, SeenRestoration};
use crate::domain::order::Order;
use crate::domain::policy::{Policies, PolicyKey};
use crate::domain::record::{Cell, Fault, Record, Row, Table, Value};
use crate::domain::time::Time;
use crate::domain::user::User;
use crate::operations::log::MINOR;
use crate::operations::pages::Rows;
use crate::operations::request::{BackedUp, Define, Master, Operation, Request, Restored, SignIn};
use crate::operations::view::View;
use std::collections::BTreeMap;

/// The tables of records that operations of their own define, besides master data.
const OTHERS: [&Table; 4] = [
    Order::TABLE,
    Restoration::TABLE,
    SeenRestoration::TABLE,
    MadeBackup::TABLE,
];
/// The operations that define or change such records, and those that number ledger batches.
const DEFINES: [&str; 14] = [
    "define",
    "item",
    "add_bins",
    "place_order",
    "sign_in",
    "first_user",
    "set_pin",
    "unlock",
    "standard_cost",
    "seal",
    "reverse_batch",
    "restored",
    "see_restoration",
    "backed_up",
];

/// The cells of a record; `None` where its definition says nothing.
type Said = Vec<Option<Value>>;

/// The records that the log defined so far.
pub(super) struct Defined {
    records: BTreeMap<&'static str, BTreeMap<Row, Said>>,
    named: Check,
    /// The number of the newest ledger batch, or the highest that may be known outside.
    batch: i64,
}

impl Defined {
    /// Nothing is defined before the first operation.
    pub(super) fn new() -> Self {
        Self {
            records: BTreeMap::new(),
            named: Check::of("each row of the log has the key and the kind of its request"),
            batch: 0,
        }
    }

    /// Takes over what an operation of the log defines.
    pub(super) fn pass(&mut self, logged: &Logged) {
        let is_named = is_named(logged);
        let (seq, rules) = (logged.seq, logged.rules);
        self.named.see(is_named, || {
            format!("operation {seq}: the row's key or kind differs from its request")
        });
        if is_named && !DEFINES.contains(&logged.op.as_str()) {
            return;
        }
        let request: Result<Request, _> = serde_json::from_str(&logged.request);
        if let Ok(request) = request {
            self.define(seq, rules, request);
        }
    }

    fn define(&mut self, seq: i64, rules: i64, request: Request) {
        let by = request.requester.badge().cloned().unwrap_or_default();
        let (site, at) = (request.site, request.at);
        match request.operation {
            Operation::Define(Define { master }) => {
                if let Master::Policy(policy) = &master
                    && MINOR <= rules
                {
                    self.first_currency(policy);
                }
                let (table, row) = master.to_row();
                self.say_row(table, row, &[]);
            }
            Operation::DescribeItem(asked) => {
                self.first::<Item>(asked.item.to_value());
            }
            Operation::AddBins(asked) => {
                let range = BinRange::between(asked.first.as_str(), asked.last.as_str());
                for code in range.iter().flat_map(BinRange::codes) {
                    self.first::<Location>(code.to_value());
                }
            }
            Operation::PlaceOrder(asked) => {
                self.say(&asked.head(&request.dimensions), &["state"]);
            }
            Operation::FirstUser(asked) => {
                let unsaid: &[&str] = if site.is_some() { &[] } else { &["site"] };
                self.say(&asked.user(site.unwrap_or_else(|| SiteCode::from(""))), unsaid);
            }
            Operation::SetPin(asked) => {
                self.change(&asked.badge, "pin_hash", Some(asked.pin_hash).to_value());
            }
            Operation::Unlock(asked) => {
                self.change(&asked.badge, "failures", 0i64.to_value());
                self.change(&asked.badge, "locked", false.to_value());
            }
            Operation::SignIn(asked) => self.sign_in(&asked),
            Operation::StandardCost(asked) => {
                if let Some(said) = self.said::<Item>(&[asked.item.to_value()]) {
                    said[place::<Item>("standard_cost")] = None;
                }
            }
            Operation::ChangeMethod(asked) => {
                if let Some(said) = self.said::<Item>(&[asked.item.to_value()]) {
                    said[place::<Item>("method")] = None;
                    said[place::<Item>("standard_cost")] = None;
                }
            }
            Operation::Seal(_) | Operation::ReverseBatch(_) => self.batch += 1,
            Operation::Restored(asked) => self.restored(seq, at, asked),
            Operation::SeeRestoration(asked) => {
                let restoration = asked.restoration;
                self.say(&SeenRestoration { restoration, at, by }, &[]);
            }
            Operation::BackedUp(asked) => {
                let backup = self.next::<MadeBackup>();
                let BackedUp { file, operation, .. } = asked;
                self.say(
                    &MadeBackup {
                        backup,
                        operation,
                        at,
                        file,
                    },
                    &[],
                );
            }
            _ => {}
        }
    }

    /// Takes over what the first currency fixes besides.
    fn first_currency(&mut self, policy: &Policy) {
        let is_currency = policy.key == PolicyKey::Currency.key();
        if is_currency
            && self.said::<Policy>(&[policy.key.to_value()]).is_none()
            && let Some(kept) = Policies::decimals_kept(&policy.value)
        {
            self.say(&kept, &[]);
        }
    }

    fn restored(&mut self, seq: i64, at: Time, asked: Restored) {
        self.batch = self.batch.max(asked.batch);
        let restoration = self.next::<Restoration>();
        self.say(
            &Restoration {
                restoration,
                operation: seq - 1,
                at,
                backup: asked.backup,
                lost: asked.lost,
                batch: self.batch,
            },
            &[],
        );
    }

    /// Returns the number of the next record of a kind that is numbered without gaps.
    fn next<R: Record>(&self) -> i64 {
        let before = self.records.get(R::TABLE.name).map_or(0, BTreeMap::len);
        i64::try_from(before + 1).unwrap_or(i64::MAX)
    }

    /// Counts a wrong PIN, or forgets those before a right one.
    fn sign_in(&mut self, asked: &SignIn) {
        let attempts = self.attempts();
        let Some(said) = self.said::<User>(&[asked.badge.to_value()]) else {
            return;
        };
        let (failures, locked) = (place::<User>("failures"), place::<User>("locked"));
        let Some(before) = said[failures].take().and_then(i64::from_value) else {
            return;
        };
        let now = if asked.pin_right { 0 } else { before + 1 };
        said[failures] = Some(now.to_value());
        if !asked.pin_right {
            said[locked] = attempts.map(|attempts| (attempts <= now).to_value());
        }
    }

    /// Returns how many wrong PINs lock a badge, as far as the log says so.
    fn attempts(&mut self) -> Option<i64> {
        let key = PolicyKey::PinAttempts.key().to_owned();
        let Some(said) = self.said::<Policy>(&[key.to_value()]) else {
            return Policies::default().pin_attempts().ok().map(i64::from);
        };
        let value = said[place::<Policy>("value")].clone();
        value.and_then(String::from_value)?.trim().parse().ok()
    }

    /// Takes over a record, but for the columns that other operations change.
    fn say<R: Record>(&mut self, record: &R, unsaid: &[&str]) {
        self.say_row(R::TABLE, record.to_row(), unsaid);
    }

    fn say_row(&mut self, table: &'static Table, row: Row, unsaid: &[&str]) {
        let key = row[..table.key].to_vec();
        let columns = table.columns.iter();
        let said = columns
            .zip(row)
            .map(|(column, cell)| (!unsaid.contains(column)).then_some(cell));
        self.records
            .entry(table.name)
            .or_default()
            .insert(key, said.collect());
    }

    /// Takes over that a record is there; what it says where it was not known before is left to the replay.
    fn first<R: Record>(&mut self, key: Value) {
        let mut said = vec![Some(key.clone())];
        said.resize(R::TABLE.columns.len(), None);
        self.records
            .entry(R::TABLE.name)
            .or_default()
            .entry(vec![key])
            .or_insert(said);
    }

    fn change(&mut self, badge: &Badge, column: &str, cell: Value) {
        if let Some(said) = self.said::<User>(&[badge.to_value()]) {
            said[place::<User>(column)] = Some(cell);
        }
    }

    fn said<R: Record>(&mut self, key: &[Value]) -> Option<&mut Said> {
        self.records.get_mut(R::TABLE.name)?.get_mut(key)
    }

    /// Compares the tables with what was defined.
    pub(super) fn finish(mut self, view: &dyn View, found: &mut Vec<Finding>) -> Result<(), Fault> {
        found.push(self.named.finish());
        let mut check = Check::of("master data, people, policies and orders are as the log defined them");
        for table in Master::TABLES.iter().chain(&OTHERS).copied() {
            let mut said = self.records.remove(table.name).unwrap_or_default();
            for row in Rows::of(table, view) {
                let row = row?;
                let own = said.remove(&row[..table.key]);
                check.see(own.is_some_and(|own| is_as(&row, &own)), || {
                    format!("{} {} differs from the log", table.name, shown(&row[..table.key]))
                });
            }
            for key in said.keys() {
                check.see(false, || format!("{} {} is missing", table.name, shown(key)));
            }
        }
        found.push(check.finish());
        Ok(())
    }
}

/// Returns whether a row of the log has the key and the kind of its request, which begins with the one and names the
/// other.
fn is_named(logged: &Logged) -> bool {
    let begins = serde_json::to_string(&logged.key).map(|key| format!("{{\"key\":{key},"));
    begins.is_ok_and(|begins| logged.request.starts_with(&begins))
        && logged.request.contains(&format!("\"op\":\"{}\"", logged.op))
}

/// Returns the place of a column.
fn place<R: Record>(column: &str) -> usize {
    let columns = R::TABLE.columns;
    columns
        .iter()
        .position(|own| *own == column)
        .unwrap_or(columns.len())
}

fn is_as(row: &Row, said: &Said) -> bool {
    let mut cells = row.iter().zip(said);
    cells.all(|(cell, said)| said.as_ref().is_none_or(|said| said == cell))
}

fn shown(key: &[Value]) -> String {
    let cell = |cell: &Value| match cell {
        Value::Null => "-".to_owned(),
        Value::Int(number) => number.to_string(),
        Value::Text(text) => text.to_string(),
    };
    key.iter().map(cell).collect::<Vec<_>>().join(" ")
}
