//! Movements and journal entries written down.

use super::books::Books;
use super::limit::summable;
use super::stock::{Goods, Place};
use crate::domain::amount::{Money, Qty};
use crate::domain::code::{Channel, SiteCode};
use crate::domain::entry::{Entry, EntryLine, Rule};
use crate::domain::movement::{Movement, MovementKind};
use crate::domain::policy::CompanyAccount;
use crate::domain::record::Fault;
use crate::domain::refusal::Refusal;
use crate::domain::stock::Status;
use crate::ledger::balanced::{Balanced, Lines};
use crate::ledger::posting::SaleAccounts;
use crate::operations::change::Halt;
use crate::operations::log::HEEDED;
use chrono::NaiveDate;

/// A movement to write down.
#[derive(Clone, Debug)]
pub(super) struct Step<'a> {
    /// What happens.
    pub kind: MovementKind,
    /// The goods.
    pub goods: &'a Goods,
    /// How many.
    pub qty: Qty,
    /// Where they were; `None` if they come from outside.
    pub from: Option<&'a Place>,
    /// Where they are now; `None` if they left the house.
    pub to: Option<&'a Place>,
    /// What the stock's value gains.
    pub value: Money,
    /// Valued quantity before it.
    pub pool_before: Qty,
    /// The document.
    pub document: Option<String>,
    /// The order line.
    pub order_line: Option<i64>,
    /// The movement whose goods come back or arrive, or that of the kit whose component they are.
    pub origin: Option<i64>,
    /// The movement that it negates.
    pub reverses: Option<i64>,
}

impl<'a> Step<'a> {
    /// Returns a movement without value, document or origin.
    pub fn new(
        kind: MovementKind,
        goods: &'a Goods,
        qty: Qty,
        from: Option<&'a Place>,
        to: Option<&'a Place>,
    ) -> Self {
        let (value, pool_before) = (Money::ZERO, Qty::ZERO);
        Self {
            kind,
            goods,
            qty,
            from,
            to,
            value,
            pool_before,
            document: None,
            order_line: None,
            origin: None,
            reverses: None,
        }
    }

    /// Returns the step with a document and one of its lines.
    pub fn for_line(self, document: &str, line: i64) -> Self {
        Self {
            document: Some(document.to_owned()),
            order_line: Some(line),
            ..self
        }
    }
}

/// What an entry is about.
#[derive(Clone, Debug)]
pub(super) struct About {
    /// The rule.
    pub rule: Rule,
    /// The movement it values.
    pub movement: i64,
    /// The site.
    pub site: SiteCode,
    /// The item group.
    pub group: i64,
    /// The channel.
    pub channel: Channel,
    /// The document.
    pub document: Option<String>,
    /// The entry it negates.
    pub negates: Option<i64>,
}

impl Books<'_, '_> {
    /// Returns the paper that an entry belongs to: the one that a document names, else the one that it is about.
    pub fn paper(&self, about: Option<String>) -> Option<String> {
        let named = self.request.document.clone().filter(|_| self.is_of(HEEDED));
        named.or(about)
    }

    /// Returns a movement that another record refers to by its number.
    pub fn moved(&self, seq: i64) -> Result<Movement, Halt> {
        let found: Option<Movement> = self.view().find(&[&seq])?;
        Ok(found.ok_or_else(|| Fault::new(format!("movement {seq} is missing")))?)
    }

    /// Writes a movement; returns its number.
    pub fn movement(&mut self, step: &Step<'_>) -> Result<i64, Halt> {
        let seq = self.view().next::<Movement>()?;
        let status = |place: Option<&Place>| place.map(|place| place.status);
        let lpn = |place: Option<&Place>| place.map(|place| place.lpn.clone()).unwrap_or_default();
        let place = step.from.or(step.to);
        let site = place.map_or_else(|| self.site.clone(), |place| place.site.clone());
        let (request, goods) = (self.request, step.goods);
        let movement = Movement {
            seq,
            operation: self.operation,
            kind: step.kind,
            item: goods.item.item.clone(),
            lot: goods.lot.clone(),
            expiry: goods.expiry,
            serial: goods.serial.clone(),
            qty: step.qty,
            from_location: step.from.map(|place| place.location.clone()),
            to_location: step.to.map(|place| place.location.clone()),
            from_status: status(step.from).or(status(step.to)).unwrap_or(Status::Available),
            site: site.clone(),
            to_status: status(step.to).or(status(step.from)).unwrap_or(Status::Available),
            from_lpn: lpn(step.from),
            to_lpn: lpn(step.to),
            value: step.value,
            pool_before: step.pool_before,
            document: step.document.clone().or_else(|| request.document.clone()),
            order_line: step.order_line,
            origin: step.origin,
            reason: request.reason.clone(),
            effective: self.effective.unwrap_or(request.date),
            posting: self.posting_date_at(&site)?,
            entered_at: request.at,
            operator: request.requester.operator().clone(),
            terminal: request.requester.terminal().clone(),
            source: request.source,
            reverses: step.reverses,
            read: request.read,
            dimensions: self.said_of(step)?,
        };
        self.draft.put(&movement);
        Ok(seq)
    }

    /// Writes a journal entry, unless there is nothing to post: only those lines that count while stock is not in the
    /// ledger, and what must be carried over to a day on which that changes.
    pub fn entry(&mut self, about: About, lines: Lines) -> Result<(), Halt> {
        let largest = lines.largest();
        summable(largest.0, || format!("a journal line of {largest}"))?;
        let debits = lines.debits();
        if debits.money().is_none() {
            let what = format!("a journal entry of {debits}");
            return Err(Refusal::TooLarge { what }.into());
        }
        let balanced = lines.balanced().map_err(|lines| unbalanced(&lines))?;
        let day = self.posting_date_at(&about.site)?;
        let (posted, carried) = self.as_integrated(&about, day, balanced)?;
        let rule = Rule::Integration;
        let carry = About {
            rule,
            ..about.clone()
        };
        self.entry_on(about, &posted, day)?;
        for (day, lines) in carried {
            self.entry_on(carry.clone(), &lines, day)?;
        }
        Ok(())
    }

    /// Writes balanced lines as a journal entry of a posting day, unless there are none.
    fn entry_on(&mut self, about: About, balanced: &Balanced, posting: NaiveDate) -> Result<(), Halt> {
        if balanced.is_empty() {
            return Ok(());
        }
        let entry = self.view().next::<Entry>()?;
        let moved: Option<Movement> = self.view().find(&[&about.movement])?;
        let said = moved
            .as_ref()
            .map(|moved| moved.dimensions.clone())
            .unwrap_or_default();
        self.says_enough(about.rule, balanced, &said)?;
        let head = Entry {
            entry,
            operation: self.operation,
            movement: about.movement,
            rule: about.rule,
            negates: about.negates,
            document: about.document.or_else(|| self.request.document.clone()),
            site: about.site,
            group_number: about.group,
            channel: about.channel,
            posting,
            effective: moved.map_or(self.request.date, |moved| moved.effective),
            entered_at: self.request.at,
        };
        self.draft.put(&head);
        for (line, it) in (1..).zip(balanced.lines()) {
            self.draft.put(&EntryLine {
                entry,
                line,
                account: it.account.clone(),
                amount: it.amount,
                dimensions: it.dimensions.clone().unwrap_or_else(|| said.clone()),
            });
        }
        Ok(())
    }
}

/// Returns the fault of a rule whose debits and credits differ.
pub(super) fn unbalanced(lines: &Lines) -> Fault {
    Fault::new(format!(
        "debits and credits of an entry differ by {}: {lines:?}",
        lines.difference()
    ))
}

/// Returns the company accounts of a sale.
pub(super) fn sale_accounts(books: &Books<'_, '_>) -> Result<SaleAccounts, Halt> {
    Ok(SaleAccounts {
        customer: books.account(CompanyAccount::CustomerControl)?,
        tax: books.account(CompanyAccount::SalesTax)?,
    })
}
