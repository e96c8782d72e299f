//! What stood on a past day, as open items: their rows tell what they are about, or the log if those were taken back
//! since.

use super::Follow;
use crate::domain::amount::{Money, Qty, Total};
use crate::domain::code::{AccountCode, OrderNo, PartyCode, SiteCode};
use crate::domain::entry::{Entry, EntryLine};
use crate::domain::log::Logged;
use crate::domain::movement::{Movement, MovementKind};
use crate::domain::order::{Order, OrderKind};
use crate::domain::purchase::{Bill, Receipt};
use crate::domain::record::{Fault, Range};
use crate::domain::transfer::Transfer;
use crate::operations::entities::site_of;
use crate::operations::open_items::{OpenItem, OpenKind};
use crate::operations::request::Operation;
use std::collections::BTreeMap;

/// The items that are open now, by movement.
type Now<'i> = BTreeMap<i64, Vec<&'i OpenItem>>;

impl Follow<'_> {
    /// Returns what stands as open items.
    pub(super) fn items(&self, now: &[OpenItem]) -> Result<Vec<OpenItem>, Fault> {
        let mut known = Now::new();
        for item in now {
            known.entry(item.movement).or_default().push(item);
        }
        let mut items = Vec::new();
        for ((account, seq), (amount, _)) in &self.stands {
            let too_large = || {
                Fault::new(format!(
                    "movement {seq} opened {amount} on {account}, more than an item can be"
                ))
            };
            let amount = amount.money().ok_or_else(too_large)?;
            items.push(self.item(&known, account, *seq, amount)?);
        }
        items.sort_by_key(|item| (item.kind, item.movement));
        Ok(items)
    }

    fn item(&self, now: &Now<'_>, account: &AccountCode, seq: i64, amount: Money) -> Result<OpenItem, Fault> {
        let known: Option<Movement> = self.view.find(&[&seq])?;
        let root = known.ok_or_else(|| Fault::new(format!("movement {seq} is missing")))?;
        let whole = self.kinds.get(account).copied().unwrap_or(OpenKind::Grni);
        let is_bill = whole == OpenKind::Grni && root.kind == MovementKind::Invoice;
        let kind = if is_bill { OpenKind::Bill } else { whole };
        let value = if kind.is_debit() { amount } else { -amount };
        let same = |item: &&&OpenItem| item.account == *account && item.value == value;
        if let Some(item) = now.get(&seq).and_then(|items| items.iter().find(same)) {
            return Ok((*item).clone());
        }
        let made = self.made(root.operation)?;
        let goods = self.goods(&root, &made)?;
        let qty = match kind {
            OpenKind::LandedCost => Some(Qty::ZERO),
            _ if self.opened(&root, &made, account)? != amount => None,
            OpenKind::Bill => self.billed(&root)?,
            _ => (root.kind != MovementKind::Integration).then(|| goods.iter().map(|it| it.qty).sum()),
        };
        let (order_no, order_line) = order_of(&root, kind);
        Ok(OpenItem {
            kind,
            movement: seq,
            account: account.clone(),
            vendor: self.vendor(&root, &order_no)?,
            order_no,
            order_line,
            site: self.site(&root)?,
            item: root.item,
            lot: if goods.iter().all(|it| it.lot == root.lot) {
                root.lot
            } else {
                "".into()
            },
            since: root.effective,
            qty,
            value,
        })
    }

    /// Returns the site in whose books it is open.
    fn site(&self, root: &Movement) -> Result<SiteCode, Fault> {
        let sent: Option<Transfer> = self.view.find(&[&root.seq])?;
        sent.map_or_else(|| Ok(root.site.clone()), |sent| site_of(self.view, &sent))
    }

    /// Returns the movements that were opened as one item: all lots of a transfer, else the movement alone.
    fn goods(&self, root: &Movement, made: &Logged) -> Result<Vec<Movement>, Fault> {
        if root.kind != MovementKind::TransferOut {
            return Ok(vec![root.clone()]);
        }
        let count = usize::try_from(made.movements).unwrap_or(1);
        let own = Range::of::<Movement>(&[]).after(&(root.seq - 1)).first(count);
        self.view.list(&own)
    }

    /// Returns what the entries of a movement itself posted to an account by that day.
    fn opened(&self, root: &Movement, made: &Logged, account: &AccountCode) -> Result<Total, Fault> {
        let (Some(first), Ok(count)) = (made.entry, usize::try_from(made.entries)) else {
            return Ok(Total::ZERO);
        };
        let mut opened = Total::ZERO;
        let own = Range::of::<Entry>(&[]).after(&(first - 1)).first(count);
        for entry in self.view.list::<Entry>(&own)? {
            if entry.movement == root.seq && entry.posting <= self.day {
                let lines = self.view.all::<EntryLine>(&[&entry.entry])?;
                let lines = lines.iter().filter(|line| line.account == *account);
                opened += lines.map(|line| line.amount).sum::<Total>();
            }
        }
        Ok(opened)
    }

    /// Returns the quantity of a bill before its goods.
    fn billed(&self, root: &Movement) -> Result<Option<Qty>, Fault> {
        let known: Option<Bill> = self.view.find(&[&root.seq])?;
        Ok(match (known, self.asked(root.operation)?) {
            (Some(bill), _) => Some(bill.qty),
            (None, Some(Operation::Invoice(asked))) => asked.qty.or_else(|| {
                let mut lines = asked.lines.iter().flatten();
                let own = lines.find(|line| line.item.as_ref() == Some(&root.item));
                own.and_then(|line| line.qty)
            }),
            _ => None,
        })
    }

    /// Returns the vendor it is owed to, if the papers name one.
    fn vendor(&self, root: &Movement, order_no: &OrderNo) -> Result<PartyCode, Fault> {
        let receipt: Option<Receipt> = self.view.find(&[&root.seq])?;
        let bill: Option<Bill> = self.view.find(&[&root.seq])?;
        if let Some(known) = receipt.map(|it| it.vendor).or(bill.map(|it| it.vendor)) {
            return Ok(known);
        }
        let named = match self.asked(root.operation)? {
            Some(Operation::Receive(asked)) => asked.vendor,
            Some(Operation::Invoice(asked)) => asked.vendor,
            _ => return Ok(PartyCode::default()),
        };
        if let Some(named) = named {
            return Ok(named);
        }
        let order: Option<Order> = self.view.find(&[&OrderKind::Purchase, order_no])?;
        Ok(order.map(|order| order.party).unwrap_or_default())
    }
}

/// Returns the order line that a movement received or shipped; an empty order and 0 if there was none.
fn order_of(root: &Movement, kind: OpenKind) -> (OrderNo, i64) {
    let is_ordered = matches!(kind, OpenKind::Grni | OpenKind::Shipped);
    match (&root.document, root.order_line) {
        (Some(document), Some(line)) if is_ordered => (OrderNo::from(document.as_str()), line),
        _ => (OrderNo::default(), 0),
    }
}
