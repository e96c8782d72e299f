//! Late cost written down: movements, worth of stock, what moved, and entries.

use super::carry::carry;
use super::found::{Found, Told};
use super::refusals::below_zero;
use super::{Laid, paper};
use crate::domain::amount::{Money, Qty};
use crate::domain::code::{AccountCode, Channel, SiteCode};
use crate::domain::dimension::Dimensions;
use crate::domain::entry::Rule;
use crate::domain::late::LateCost;
use crate::domain::movement::{Movement, Shipment};
use crate::domain::stock::{Layer, Pool};
use crate::ledger::balanced::{Line, Lines};
use crate::operations::change::Halt;
use crate::operations::late_costs;
use crate::operations::rules::books::Books;
use crate::operations::rules::post::About;
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// Late cost that was written down.
pub(in crate::operations::rules) struct Late {
    /// The movement at the receipt.
    pub movement: i64,
    /// What its entry debits, apart from the account that the amount is taken from.
    pub debits: Vec<Line>,
    /// What is posted where goods went on to.
    others: Vec<Other>,
}

/// What is posted at a place that goods went on to.
struct Other {
    movement: i64,
    group: i64,
    site: SiteCode,
    effective: Option<NaiveDate>,
    posting: Option<NaiveDate>,
    lines: Lines,
}

impl Late {
    /// Returns late cost that nobody follows.
    pub fn of(movement: i64, debits: Vec<Line>) -> Self {
        let others = Vec::new();
        Self {
            movement,
            debits,
            others,
        }
    }

    /// Adds its debits to the lines of an entry.
    pub fn debit(&self, lines: Lines) -> Lines {
        let debits = self.debits.iter();
        debits.fold(lines, |lines, it| {
            lines.line(&it.account, it.amount, it.dimensions.as_ref())
        })
    }
}

/// Writes what was found of late cost that is laid on `first`: its receipt, or the first movement that was entered late.
///
/// # Errors
/// Refuses goods that would be worth or have cost less than nothing.
pub(in crate::operations::rules) fn write(
    books: &mut Books<'_, '_>,
    first: &Movement,
    laid: &Laid,
    found: Found,
) -> Result<Late, Halt> {
    let (told, carried) = found.told(laid.amount)?;
    let mut told = told.into_iter();
    let Some(main) = told.next() else {
        return Ok(Late::of(0, Vec::new()));
    };
    books.after(first);
    let movement = one(books, first, laid, &main)?;
    let debits = debits(books, &main)?;
    if !laid.amount.is_zero() {
        books.draft.put(&LateCost {
            movement,
            issue: first.seq,
            account: laid.from.clone(),
            value: -laid.amount,
        });
    }
    let (site, effective, posting) = (books.site.clone(), books.effective, books.posting);
    let mut others = Vec::new();
    for it in told.filter(|it| !it.stock.is_zero() || !it.moved.is_empty()) {
        let goods = books.moved(it.spot.reached)?;
        (books.effective, books.posting) = (effective, posting);
        books.effective = books.effective.max(Some(goods.effective));
        books.posting = books.posting.max(books.effective).max(Some(goods.posting));
        let movement = one(books, &goods, laid, &it)?;
        others.push(Other {
            movement,
            group: it.spot.group.group,
            site: it.spot.site.clone(),
            effective: books.effective,
            posting: books.posting,
            lines: debits_of(books, &it)?,
        });
    }
    (books.site, books.effective, books.posting) = (site, effective, posting);
    carry(books, movement, &carried, laid.amount)?;
    Ok(Late {
        movement,
        debits,
        others,
    })
}

/// Posts what belongs to the places that goods went on to, by the same rule, each at its own site.
pub(in crate::operations::rules) fn post(
    books: &mut Books<'_, '_>,
    rule: Rule,
    document: Option<&String>,
    late: Late,
) -> Result<(), Halt> {
    let (effective, posting) = (books.effective, books.posting);
    for other in late.others {
        (books.effective, books.posting) = (other.effective, other.posting);
        let about = About {
            rule,
            movement: other.movement,
            site: other.site,
            group: other.group,
            channel: Channel::default(),
            document: document.cloned(),
            negates: None,
        };
        books.entry(about, other.lines)?;
    }
    (books.effective, books.posting) = (effective, posting);
    Ok(())
}

/// Writes what happened at one place.
fn one(books: &mut Books<'_, '_>, goods: &Movement, laid: &Laid, told: &Told) -> Result<i64, Halt> {
    let (item, site) = (&told.spot.item, &told.spot.site);
    let movement = paper(books, item, goods, laid.kind, laid.document.clone(), told.stock)?;
    books.revalue(item, site, told.spot.layer, told.stock, movement)?;
    not_below_zero(books, told, laid.amount)?;
    for ((issue, account), value) in &told.moved {
        // What a replay makes of the movements of its own pool is never below zero.
        if *value < Money::ZERO && told.spot.reached != 0 {
            shipped_for_something(books, *issue, *value)?;
        }
        books.draft.put(&LateCost {
            movement,
            issue: *issue,
            account: account.clone(),
            value: *value,
        });
    }
    Ok(movement)
}

/// Refuses stock that would be worth less than nothing.
fn not_below_zero(books: &Books<'_, '_>, told: &Told, amount: Money) -> Result<(), Halt> {
    let (item, site) = (&told.spot.item.item, &told.spot.site);
    let layer: Option<Layer> = match &told.spot.layer {
        Some(layer) => books.view().find(&[item, site, layer])?,
        None => None,
    };
    let Pool { qty, value, .. } = books.pool(item, site)?;
    let below = |qty: Qty, value: Money| Qty::ZERO < qty && value < Money::ZERO;
    if below(qty, value) || layer.is_some_and(|layer| below(layer.qty, layer.value)) {
        return Err(below_zero(item.as_str(), amount));
    }
    Ok(())
}

/// Refuses to make a shipment cost less than zero.
fn shipped_for_something(books: &Books<'_, '_>, issue: i64, less: Money) -> Result<(), Halt> {
    if let Some(shipment) = books.view().find::<Shipment>(&[&issue])?
        && late_costs::cost_of(books.view(), &shipment)? + less < Money::ZERO
    {
        return Err(below_zero(shipment.item.as_str(), less));
    }
    Ok(())
}

/// Returns what is debited at a place: stock, and whatever left it, account by account. What was sold or used up says of
/// dimensions what it said when it left, whatever the document says that lays cost on it: so what a project sold costs
/// what the project is charged.
fn debits(books: &Books<'_, '_>, told: &Told) -> Result<Vec<Line>, Halt> {
    let mut sums: BTreeMap<(&AccountCode, Option<Dimensions>), Money> = BTreeMap::new();
    let is_told_apart = !books.dimensions()?.is_empty();
    for ((issue, account), value) in &told.moved {
        let said = is_told_apart.then(|| books.moved(*issue)).transpose()?;
        let said = said.map(|issue| issue.dimensions);
        *sums.entry((account, said)).or_default() += *value;
    }
    *sums.entry((&told.spot.group.inventory, None)).or_default() += told.stock;
    let own = sums.into_iter().filter(|(_, sum)| !sum.is_zero());
    let line = |((account, dimensions), amount): ((&AccountCode, Option<Dimensions>), Money)| Line {
        account: account.clone(),
        amount,
        dimensions,
    };
    Ok(own.map(line).collect())
}

fn debits_of(books: &Books<'_, '_>, told: &Told) -> Result<Lines, Halt> {
    Ok(Late::of(0, debits(books, told)?).debit(Lines::default()))
}
