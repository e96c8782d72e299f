//! What came since an audit, proved in time proportional to it, starting from the proof that the audit left.

use super::journal::see_entries;
use super::log::Walk;
use super::reads::links_behind;
use super::{Check, Finding};
use crate::domain::company::Policy;
use crate::domain::entry::{Entry, EntryLine, LedgerBatch, LedgerBatchLine};
use crate::domain::log::{Logged, ReadLink};
use crate::domain::movement::Movement;
use crate::domain::record::{Fault, Record};
use crate::domain::time::Time;
use crate::domain::user::User;
use crate::domain::value::spelled;
use crate::ledger::batch::sealed_text;
use crate::operations::anchor::{Anchor, Link};
use crate::operations::log::{chained, in_hexadecimal};
use crate::operations::pages::Pages;
use crate::operations::request::{Define, Master, Operation, Request};
use crate::operations::view::View;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// The operations that may change people or policies.
const OF_PEOPLE: [&str; 3] = ["define", "first_user", "set_pin"];

/// How far a store was proved. Nothing in it can be proved by it alone: it says where to go on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Proof {
    /// The last operation that was proved, and its hash.
    pub operation: Link,
    /// How many movements there were.
    pub movements: i64,
    /// How many journal entries there were.
    pub entries: i64,
    /// The newest read link and its hash; 0 if nothing was read.
    pub reads: Link,
    /// The newest ledger batch and its hash; 0 if nothing was sealed.
    pub batch: Link,
    /// SHA-256 over people, roles, PIN hashes and policies, in hexadecimal.
    pub people: String,
    /// When it was proved.
    pub at: Time,
}

impl Proof {
    /// Returns the proof of a store in which everything was found to hold. `None` if nothing was logged.
    ///
    /// # Errors
    /// A [`Fault`] where it can't be read.
    pub fn of(view: &dyn View, at: Time) -> Result<Option<Self>, Fault> {
        let Some(Anchor { operation, reads, .. }) = Anchor::of(view)? else {
            return Ok(None);
        };
        let batch = view.last(LedgerBatch::TABLE)?;
        let sealed: Option<LedgerBatch> = view.find(&[&batch])?;
        Ok(Some(Self {
            operation,
            movements: view.last(Movement::TABLE)?,
            entries: view.last(Entry::TABLE)?,
            reads: reads.unwrap_or_default(),
            batch: (batch, sealed.map_or_else(String::new, |sealed| sealed.hash)),
            people: people(view)?,
            at,
        }))
    }

    /// Checks what came since: that the store is still the one that was proved as far as that, and that operations,
    /// movements, entries, reads and ledger batches behind it are chained, numbered and balanced. What was altered before
    /// and what lies in the bins is for a whole audit.
    ///
    /// # Errors
    /// A [`Fault`] where the store can't be read.
    pub fn since(&self, view: &dyn View) -> Result<Vec<Finding>, Fault> {
        let mut found = vec![self.is_still_there(view)?];
        if 0 < found[0].broken {
            return Ok(found);
        }
        let (number, hash) = self.operation.clone();
        let mut walk = Walk::behind(number, hash, (self.movements, self.entries));
        let mut changed = None;
        for logged in Pages::<Logged>::behind(number, view) {
            let logged = logged?;
            changed = changed.or_else(|| is_of_people(&logged).then_some(logged.seq));
            walk.pass(logged);
        }
        found.extend(walk.finish(view)?);
        let mut numbers = Check::of("movements are numbered without gaps");
        let mut before = self.movements;
        for movement in Pages::<Movement>::behind(before, view) {
            let Movement { seq, operation, .. } = movement?;
            numbers.see(seq == before + 1 && number < operation, || {
                format!("movement {seq} of operation {operation} follows {before}")
            });
            before = seq;
        }
        found.push(numbers.finish());
        let lines = Pages::<EntryLine>::behind(self.entries, view);
        let entries = Pages::<Entry>::behind(self.entries, view);
        found.extend(see_entries(entries, lines, self.entries, &mut |_, _| {})?);
        found.push(links_behind(view, self.reads.clone())?);
        found.push(self.batches(view)?);
        found.push(self.people(view, changed)?);
        Ok(found)
    }

    fn is_still_there(&self, view: &dyn View) -> Result<Finding, Fault> {
        let mut check = Check::of("what was proved last is still there");
        let logged: Option<Logged> = view.find(&[&self.operation.0])?;
        let linked: Option<ReadLink> = view.find(&[&self.reads.0])?;
        let sealed: Option<LedgerBatch> = view.find(&[&self.batch.0])?;
        for (what, (number, hash), kept) in [
            ("operation", &self.operation, logged.map(|it| it.hash)),
            ("link of the reads", &self.reads, linked.map(|it| it.hash)),
            ("ledger batch", &self.batch, sealed.map(|it| it.hash)),
        ] {
            let holds = kept.as_ref() == Some(hash) || *number == 0 && kept.is_none();
            check.see(holds, || format!("{what} {number} is gone or was rewritten"));
        }
        Ok(check.finish())
    }

    fn batches(&self, view: &dyn View) -> Result<Finding, Fault> {
        let mut chain = Check::of("the ledger batches' hash chain is unbroken");
        let mut hash = self.batch.1.clone();
        for head in Pages::<LedgerBatch>::behind(self.batch.0, view) {
            let head = head?;
            let lines = view.all::<LedgerBatchLine>(&[&head.batch])?;
            let cited: Option<Logged> = head
                .operation
                .map(|seq| view.find(&[&seq]))
                .transpose()?
                .flatten();
            let is_of_log = cited.map(|logged| logged.hash) == head.log;
            let follows = head.previous == hash && head.hash == chained(&hash, &sealed_text(&head, &lines));
            chain.see(follows && is_of_log, || {
                format!("ledger batch {} does not match its hash or the log", head.batch)
            });
            hash = head.hash;
        }
        Ok(chain.finish())
    }

    /// Checks that people and policies are what they were, unless an operation since may have changed them.
    fn people(&self, view: &dyn View, changed: Option<i64>) -> Result<Finding, Fault> {
        let mut check =
            Check::of("people, roles, PINs and policies are as they were, but for what was logged");
        let Some(changed) = changed else {
            check.see(people(view)? == self.people, || {
                "they differ, and no operation changed them".to_owned()
            });
            return Ok(check.finish());
        };
        let detail = format!("not compared, since operation {changed} changed some: a whole audit does");
        Ok(Finding {
            detail,
            ..check.finish()
        })
    }
}

fn is_of_people(logged: &Logged) -> bool {
    if !OF_PEOPLE.contains(&logged.op.as_str()) {
        return false;
    }
    let request: Option<Request> = serde_json::from_str(&logged.request).ok();
    // A request that can't be read may have changed anything.
    request.is_none_or(|request| match request.operation {
        Operation::Define(Define { master }) => matches!(master, Master::User(_) | Master::Policy(_)),
        _ => true,
    })
}

/// Returns the digest of people and policies, leaving out wrong PINs and the locks that follow from them.
fn people(view: &dyn View) -> Result<String, Fault> {
    let mut sum = Sha256::new();
    for user in Pages::<User>::of(view) {
        let user = User {
            failures: 0,
            locked: false,
            ..user?
        };
        sum.update(spelled(&user.to_row()) + "\n");
    }
    for policy in Pages::<Policy>::of(view) {
        sum.update(spelled(&policy?.to_row()) + "\n");
    }
    Ok(in_hexadecimal(&sum.finalize()))
}
