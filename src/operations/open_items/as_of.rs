//! What was open at the end of a past posting day. Receipts, bills and vouchers know only what is open now, so this is read
//! off the journal: every line on a clearing account belongs to what opened it, however often it was settled and that
//! taken back since. So what was open adds up to what its account said that day, whatever was entered since.

use super::{OpenItem, OpenKind, list};
use crate::domain::amount::{Money, Total};
use crate::domain::code::{AccountCode, OrderNo, SiteCode};
use crate::domain::entry::{Entry, EntryLine};
use crate::domain::log::Logged;
use crate::domain::movement::{Movement, MovementKind};
use crate::domain::purchase::{Bill, Receipt};
use crate::domain::record::{Fault, Range};
use crate::operations::accounts::company_account;
use crate::operations::pages::journal;
use crate::operations::request::{Operation, Request};
use crate::operations::view::View;
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// An account, the movement that something was opened on it with, and its site and group.
type Stands = BTreeMap<(AccountCode, i64), (Total, Spot)>;

/// A site and an item group.
type Spot = (SiteCode, i64);

/// The journal as it is followed.
struct Follow<'v> {
    view: &'v dyn View,
    kinds: BTreeMap<AccountCode, OpenKind>,
    stands: Stands,
    /// What left the ledger, by account and the movement of that change.
    left: BTreeMap<(AccountCode, i64), Stands>,
    /// What stock carried into the ledger when it entered it, by account and spot: nobody knows it by its papers there.
    entered: BTreeMap<(AccountCode, Spot), i64>,
    roots: BTreeMap<(i64, AccountCode), Movement>,
}

/// All that was open at the end of posting day `day`, the oldest movement first; quantities where nothing of an item was
/// settled by then, or nothing since. What was open when stock entered the ledger again is one item for each site and group.
///
/// # Errors
/// Where the store can't be read.
pub fn list_as_of(view: &dyn View, day: NaiveDate) -> Result<Vec<OpenItem>, Fault> {
    let later: Vec<Entry> = view.list(&Range::of::<Entry>(&[]).by(1).after(&day).first(1))?;
    let now = list(view)?;
    if later.is_empty() {
        return Ok(now);
    }
    let mut kinds = BTreeMap::new();
    for kind in [
        OpenKind::Shipped,
        OpenKind::LandedCost,
        OpenKind::InTransit,
        OpenKind::Grni,
    ] {
        kinds.insert(company_account(view, kind.account())?, kind);
    }
    kinds.extend(now.iter().map(|item| (item.account.clone(), item.kind.whole())));
    let mut follow = Follow {
        view,
        kinds,
        stands: Stands::new(),
        left: BTreeMap::new(),
        entered: BTreeMap::new(),
        roots: BTreeMap::new(),
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
        for line in lines {
            if !self.kinds.contains_key(&line.account) {
                continue;
            }
            let root = self.root_of(entry, &line.account)?;
            if root.kind == MovementKind::Integration {
                self.carry(entry, line, root.seq);
                continue;
            }
            let spot = (root.site.clone(), entry.group_number);
            let entered = self.entered.get(&(line.account.clone(), spot.clone()));
            let seq = entered.copied().filter(|seq| root.seq < *seq).unwrap_or(root.seq);
            self.stand(line, seq, spot);
        }
        Ok(())
    }

    fn stand(&mut self, line: &EntryLine, seq: i64, spot: Spot) {
        let key = (line.account.clone(), seq);
        self.stands.entry(key).or_insert((Total::ZERO, spot)).0 += line.amount;
    }

    /// Stock leaves the ledger with all that stands, or enters it as one sum; or that is taken back.
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
            self.stand(line, seq, spot);
        }
    }

    /// The movement that opened what an entry adds to, or takes off, on an account.
    fn root_of(&mut self, entry: &Entry, account: &AccountCode) -> Result<Movement, Fault> {
        let negated: Option<Entry> = match entry.negates {
            Some(number) => self.view.find(&[&number])?,
            None => None,
        };
        let first = negated.map_or(entry.movement, |negated| negated.movement);
        if let Some(known) = self.roots.get(&(first, account.clone())) {
            return Ok(known.clone());
        }
        let mut movement = self.movement(first)?;
        while let Some(before) = self.before(&movement)? {
            movement = self.movement(before)?;
        }
        self.roots.insert((first, account.clone()), movement.clone());
        Ok(movement)
    }

    /// The movement that this one settles or belongs to; none where it opens something itself.
    fn before(&self, movement: &Movement) -> Result<Option<i64>, Fault> {
        match movement.kind {
            MovementKind::Receipt => self.bill_of(movement),
            MovementKind::LandedCost => {
                let made = self.made(movement)?;
                Ok(made.movement.filter(|first| *first != movement.seq))
            }
            MovementKind::TransferOut | MovementKind::Shipment => Ok(None),
            _ => Ok(movement.origin),
        }
    }

    /// The bill that came before the goods of a receipt; what was taken back since is known from the log alone.
    fn bill_of(&self, receipt: &Movement) -> Result<Option<i64>, Fault> {
        let known: Option<Receipt> = self.view.find(&[&receipt.seq])?;
        if let Some(known) = known {
            return Ok(known.bill);
        }
        let made = self.made(receipt)?;
        let request: Option<Request> = serde_json::from_str(&made.request).ok();
        let Some(Operation::Receive(asked)) = request.map(|request| request.operation) else {
            return Ok(None);
        };
        let Some(id) = asked.invoice else { return Ok(None) };
        let bill: Vec<Logged> = self.view.list(&Range::of::<Logged>(&[&id]).by(1).first(1))?;
        Ok(bill.into_iter().next().and_then(|bill| bill.movement))
    }

    fn movement(&self, seq: i64) -> Result<Movement, Fault> {
        let known: Option<Movement> = self.view.find(&[&seq])?;
        known.ok_or_else(|| Fault::new(format!("movement {seq} is missing")))
    }

    fn made(&self, movement: &Movement) -> Result<Logged, Fault> {
        let made: Option<Logged> = self.view.find(&[&movement.operation])?;
        made.ok_or_else(|| Fault::new(format!("operation {} is missing", movement.operation)))
    }

    /// What stands, as open items.
    fn items(&self, now: &[OpenItem]) -> Result<Vec<OpenItem>, Fault> {
        let mut items = Vec::new();
        for ((account, seq), (amount, _)) in &self.stands {
            let too_large = || {
                Fault::new(format!(
                    "movement {seq} opened {amount} on {account}, more than an item can be"
                ))
            };
            let value = amount.money().ok_or_else(too_large)?;
            let whole = self.kinds.get(account).copied().unwrap_or(OpenKind::Grni);
            if !value.is_zero() {
                items.push(self.item(now, whole, account, *seq, value)?);
            }
        }
        items.sort_by_key(|item| (item.kind, item.movement));
        Ok(items)
    }

    fn item(
        &self,
        now: &[OpenItem],
        whole: OpenKind,
        account: &AccountCode,
        seq: i64,
        amount: Money,
    ) -> Result<OpenItem, Fault> {
        let root = self.movement(seq)?;
        let is_bill = whole == OpenKind::Grni && root.kind == MovementKind::Invoice;
        let kind = if is_bill { OpenKind::Bill } else { whole };
        let value = if kind.is_debit() { amount } else { -amount };
        let same = |item: &&OpenItem| item.movement == seq && item.account == *account && item.value == value;
        if let Some(item) = now.iter().find(same) {
            return Ok(item.clone());
        }
        let receipt: Option<Receipt> = self.view.find(&[&seq])?;
        let bill: Option<Bill> = self.view.find(&[&seq])?;
        let whole = match (&receipt, &bill) {
            (Some(receipt), _) => Some((receipt.cost, receipt.qty)),
            (_, Some(bill)) => Some((-bill.cost, bill.qty)),
            _ => None,
        };
        let vendor = receipt.as_ref().map(|it| it.vendor.clone());
        Ok(OpenItem {
            kind,
            movement: seq,
            account: account.clone(),
            vendor: vendor.or(bill.map(|it| it.vendor)).unwrap_or_default(),
            order_no: receipt
                .as_ref()
                .map_or_else(OrderNo::default, |it| it.order_no.clone()),
            order_line: receipt.map_or(0, |it| it.order_line),
            item: root.item,
            site: root.site,
            lot: root.lot,
            since: root.effective,
            qty: whole.filter(|(cost, _)| *cost == value).map(|(_, qty)| qty),
            value,
        })
    }
}
