//! What was open at the end of a past posting day. Receipts, bills and vouchers only know what is open now, so this is
//! derived from the journal: every line on a clearing account belongs to the movement that opened it, however often
//! that was settled and the settlement taken back since. So what was open adds up to the account's balance on that day,
//! whatever was entered since.

mod told;

use super::{OpenItem, OpenKind, list};
use crate::domain::amount::{Money, Total};
use crate::domain::code::{AccountCode, SiteCode};
use crate::domain::entry::{Entry, EntryLine};
use crate::domain::log::Logged;
use crate::domain::movement::{Movement, MovementKind};
use crate::domain::part::part;
use crate::domain::purchase::Receipt;
use crate::domain::record::{Fault, Range};
use crate::operations::accounts::company_accounts_ever;
use crate::operations::late_costs;
use crate::operations::pages::journal;
use crate::operations::request::{Operation, Request};
use crate::operations::view::View;
use chrono::NaiveDate;
use std::collections::BTreeMap;

part! {
    /// The part of a movement that tells what it belongs to.
    struct Root of Movement {
        /// Its number.
        seq: i64,
        /// The logged operation that made it.
        operation: i64,
        /// What happened.
        kind: MovementKind,
        /// The site whose stock value it changed.
        site: SiteCode,
        /// The earlier movement that it follows from.
        origin: Option<i64>,
        /// The movement that it negates.
        reverses: Option<i64>,
    }
}

/// Non-zero amounts by account and opening movement, each with its site and group.
type Stands = BTreeMap<(AccountCode, i64), (Total, Spot)>;

/// A site and an item group.
type Spot = (SiteCode, i64);

/// The state of a pass over the journal.
struct Follow<'v> {
    view: &'v dyn View,
    day: NaiveDate,
    kinds: BTreeMap<AccountCode, OpenKind>,
    stands: Stands,
    /// What left the ledger, by account and the movement that took it out.
    left: BTreeMap<(AccountCode, i64), Stands>,
    /// What stock carried into the ledger when it entered it, by account and spot: nobody knows it by its papers there.
    entered: BTreeMap<(AccountCode, Spot), i64>,
}

/// Returns all that was open at the end of posting day `day`, the oldest movement first. The quantity is known if
/// nothing of an item had been settled by then, or nothing since, and for freight, which has none. A transfer of
/// several lots is one item. What was open when stock entered the ledger again is one item per site and group.
///
/// # Errors
/// Fails if the store can't be read.
pub fn list_as_of(view: &dyn View, day: NaiveDate) -> Result<Vec<OpenItem>, Fault> {
    let later: Vec<Entry> = view.list(&Range::by(Entry::BY_POSTING, &[]).after(&day).first(1))?;
    let now = list(view)?;
    if later.is_empty() {
        return Ok(now);
    }
    let mut kinds = BTreeMap::new();
    for (which, account) in company_accounts_ever(view)? {
        let kinds_of = [
            OpenKind::Shipped,
            OpenKind::LandedCost,
            OpenKind::InTransit,
            OpenKind::Grni,
        ];
        let kind = kinds_of.into_iter().find(|kind| kind.account() == which);
        kinds.extend(kind.map(|kind| (account, kind)));
    }
    kinds.extend(now.iter().map(|item| (item.account.clone(), item.kind.whole())));
    let mut follow = Follow {
        view,
        day,
        kinds,
        stands: Stands::new(),
        left: BTreeMap::new(),
        entered: BTreeMap::new(),
    };
    for posted in journal(view) {
        let (entry, lines) = posted?;
        if entry.posting <= day {
            follow.add(&entry, &lines)?;
        }
    }
    follow.items(&now)
}

impl Follow<'_> {
    fn add(&mut self, entry: &Entry, lines: &[EntryLine]) -> Result<(), Fault> {
        let own: Vec<&EntryLine> = lines
            .iter()
            .filter(|line| self.kinds.contains_key(&line.account))
            .collect();
        if own.is_empty() {
            return Ok(());
        }
        let root = self.root_of(entry)?;
        let mut apart = self.in_transit(entry)?;
        for line in own {
            if let Some(carried) = apart.remove(&line.account) {
                let sum: Money = carried.iter().map(|(_, value)| *value).sum();
                if sum == line.amount || sum == -line.amount {
                    for (sent, value) in carried {
                        let value = if sum == line.amount { value } else { -value };
                        self.known(entry, &line.account, value, &sent);
                    }
                    continue;
                }
            }
            if root.kind == MovementKind::Integration {
                self.carry(entry, line, root.seq);
                continue;
            }
            self.known(entry, &line.account, line.amount, &root);
        }
        Ok(())
    }

    /// Adds an amount to what a movement opened, or to what stock carried into the ledger since.
    fn known(&mut self, entry: &Entry, account: &AccountCode, amount: Money, root: &Root) {
        let spot = (root.site.clone(), entry.group_number);
        let entered = self.entered.get(&(account.clone(), spot.clone()));
        let seq = entered.copied().filter(|seq| root.seq < *seq).unwrap_or(root.seq);
        self.stand(account, amount, seq, spot);
    }

    /// Returns, by account, what late cost an entry adds to goods on their way, or takes off with those that arrived.
    fn in_transit(&self, entry: &Entry) -> Result<BTreeMap<AccountCode, Vec<(Root, Money)>>, Fault> {
        let mut found: BTreeMap<AccountCode, Vec<(Root, Money)>> = BTreeMap::new();
        let late = self.root(self.valued_by(entry)?)?;
        if !late.kind.is_late_cost() {
            return Ok(found);
        }
        for row in late_costs::of(self.view, late.reverses.unwrap_or(late.seq))? {
            if self.kinds.get(&row.account) == Some(&OpenKind::InTransit) {
                let root = self.first(row.issue)?;
                found.entry(row.account).or_default().push((root, row.value));
            }
        }
        Ok(found)
    }

    fn stand(&mut self, account: &AccountCode, amount: Money, seq: i64, spot: Spot) {
        let key = (account.clone(), seq);
        let (before, spot) = self.stands.remove(&key).unwrap_or((Total::ZERO, spot));
        let amount = before + amount;
        if !amount.is_zero() {
            self.stands.insert(key, (amount, spot));
        }
    }

    /// Follows stock that leaves the ledger with all that stands, or enters it as one sum; or a reversal of that.
    fn carry(&mut self, entry: &Entry, line: &EntryLine, seq: i64) {
        let spot: Spot = (entry.site.clone(), entry.group_number);
        let key = (line.account.clone(), seq);
        if let Some(gone) = self.left.remove(&key) {
            self.stands.extend(gone);
            return;
        }
        let (own, others): (Stands, Stands) = std::mem::take(&mut self.stands)
            .into_iter()
            .partition(|((account, _), (_, at))| *account == line.account && *at == spot);
        self.stands = others;
        let standing: Total = own.values().map(|(amount, _)| *amount).sum();
        if (standing + line.amount).is_zero() {
            self.left.insert(key, own);
            self.entered.remove(&(line.account.clone(), spot));
        } else {
            self.stands.extend(own);
            self.entered.insert((line.account.clone(), spot.clone()), seq);
            self.stand(&line.account, line.amount, seq, spot);
        }
    }

    /// Returns the movement that opened the item which an entry increases or reduces on a clearing account.
    fn root_of(&self, entry: &Entry) -> Result<Root, Fault> {
        self.first(self.valued_by(entry)?)
    }

    /// Returns the movement that an entry values, or the one it negates.
    fn valued_by(&self, entry: &Entry) -> Result<i64, Fault> {
        let negated: Option<Entry> = match entry.negates {
            Some(number) => self.view.find(&[&number])?,
            None => None,
        };
        Ok(negated.map_or(entry.movement, |negated| negated.movement))
    }

    /// Returns the movement that opened what a movement belongs to.
    fn first(&self, movement: i64) -> Result<Root, Fault> {
        let mut root = self.root(movement)?;
        if let Some(negated) = root.reverses {
            root = self.root(negated)?;
        }
        while let Some(before) = self.before(&root)? {
            root = self.root(before)?;
        }
        Ok(root)
    }

    /// Returns the movement that this one settles or belongs to; `None` if it opens something itself.
    fn before(&self, movement: &Root) -> Result<Option<i64>, Fault> {
        match movement.kind {
            MovementKind::Receipt => self.bill_of(movement),
            MovementKind::LandedCost | MovementKind::TransferOut => {
                let made = self.made(movement.operation)?;
                Ok(made.movement.filter(|first| *first != movement.seq))
            }
            MovementKind::Shipment => Ok(None),
            _ => Ok(movement.origin),
        }
    }

    /// Returns the bill that came before the goods of a receipt; if it was taken back since, only the log knows it.
    fn bill_of(&self, receipt: &Root) -> Result<Option<i64>, Fault> {
        let known: Option<Receipt> = self.view.find(&[&receipt.seq])?;
        if let Some(known) = known {
            return Ok(known.bill);
        }
        let Some(Operation::Receive(asked)) = self.asked(receipt.operation)? else {
            return Ok(None);
        };
        let Some(id) = asked.invoice else { return Ok(None) };
        let bill: Vec<Logged> = self.view.list(&Range::by(Logged::BY_KEY, &[&id]).first(1))?;
        Ok(bill.into_iter().next().and_then(|bill| bill.movement))
    }

    fn root(&self, seq: i64) -> Result<Root, Fault> {
        let known: Option<Root> = self.view.parts(&Range::of::<Movement>(&[&seq]))?.pop();
        known.ok_or_else(|| Fault::new(format!("movement {seq} is missing")))
    }

    fn made(&self, operation: i64) -> Result<Logged, Fault> {
        let made: Option<Logged> = self.view.find(&[&operation])?;
        made.ok_or_else(|| Fault::new(format!("operation {operation} is missing")))
    }

    /// Returns the request of a logged operation.
    fn asked(&self, operation: i64) -> Result<Option<Operation>, Fault> {
        let request: Option<Request> = serde_json::from_str(&self.made(operation)?.request).ok();
        Ok(request.map(|request| request.operation))
    }
}
