//! Late cost laid on goods that were received earlier: what is still here is worth more, what is gone cost more.

use super::books::Books;
use super::post::Step;
use super::stock::Goods;
use crate::domain::amount::{Money, Qty};
use crate::domain::catalog::Item;
use crate::domain::code::{Key, LocationCode};
use crate::domain::company::Method;
use crate::domain::late::LateCost;
use crate::domain::log::{Logged, Reversal};
use crate::domain::movement::{Movement, MovementKind, Shipment};
use crate::domain::part::part;
use crate::domain::record::Range;
use crate::domain::refusal::Refusal;
use crate::domain::stock::{Layer, Slice};
use crate::operations::change::Halt;
use crate::operations::late_costs;
use crate::valuation::late::{self, Effect, Spread};
use std::collections::HashSet;

part! {
    /// What a movement did to the pool of its site.
    pub(super) struct Moved of Movement {
        /// Its number.
        seq: i64,
        /// The logged operation that made it.
        operation: i64,
        /// What happened.
        kind: MovementKind,
        /// Base units moved.
        qty: Qty,
        /// The location it left.
        from_location: Option<LocationCode>,
        /// The location it reached.
        to_location: Option<LocationCode>,
        /// Change of the stock's value.
        value: Money,
        /// The movement whose goods come back.
        origin: Option<i64>,
        /// The movement that it negates.
        reverses: Option<i64>,
    }
}

/// Late cost that was laid on a receipt.
pub(super) struct Placed {
    /// The movement that records it. No goods moved with it.
    pub movement: i64,
    /// How much more stock is worth.
    pub stock: Money,
    /// The share of what is gone: with goods that left, or at standard all of it.
    pub gone: Money,
}

/// Lays `amount` on a receipt: writes a movement of `kind`, revalues stock, and keeps the detail of what is gone. The
/// caller posts the entry: D inventory `stock` · D cost of sales `gone` (at standard: purchase variance). A negative
/// amount is taken off in the same way.
///
/// # Errors
/// Refuses a receipt that was taken back, and taking off more than the goods cost.
pub(super) fn place(
    books: &mut Books<'_, '_>,
    receipt: &Movement,
    amount: Money,
    kind: MovementKind,
    document: Option<String>,
) -> Result<Placed, Halt> {
    not_taken_back(books, receipt)?;
    let item = books.item(&receipt.item)?;
    let spread = match item.method {
        Method::Fifo => by_layer(books, receipt, amount)?,
        Method::Average => by_average(books, receipt, amount)?,
        Method::Standard => Spread::default(),
    };
    let movement = paper(books, &item, receipt, kind, document, spread.stock)?;
    books.revalue(&item, &receipt.site, Some(receipt.seq), spread.stock, movement)?;
    not_below_zero(books, receipt, amount)?;
    keep(books, movement, &spread.gone)?;
    Ok(Placed {
        movement,
        stock: spread.stock,
        gone: amount - spread.stock,
    })
}

fn not_taken_back(books: &Books<'_, '_>, receipt: &Movement) -> Result<(), Halt> {
    let back: Option<Reversal> = books.view().find(&[&receipt.operation])?;
    if back.is_none() {
        return Ok(());
    }
    let made: Option<Logged> = books.view().find(&[&receipt.operation])?;
    let id = made.map_or_else(|| receipt.seq.to_string(), |made| made.key.to_string());
    Err(Refusal::Reversed { id }.into())
}

/// Refuses stock that would be worth less than nothing.
fn not_below_zero(books: &Books<'_, '_>, receipt: &Movement, amount: Money) -> Result<(), Halt> {
    let (item, site) = (&receipt.item, &receipt.site);
    let layer: Option<Layer> = books.view().find(&[item, site, &receipt.seq])?;
    let pool = books.pool(item, site)?;
    let below = |qty: Qty, value: Money| Qty::ZERO < qty && value < Money::ZERO;
    if below(pool.qty, pool.value) || layer.is_some_and(|layer| below(layer.qty, layer.value)) {
        return Err(below_zero(item.as_str(), amount));
    }
    Ok(())
}

fn below_zero(item: &str, amount: Money) -> Halt {
    let (item, amount) = (item.to_owned(), -amount);
    Refusal::BelowZero { item, amount }.into()
}

/// Splits an amount at FIFO: what the receipt's layer still holds, and who took the rest of it.
fn by_layer(books: &Books<'_, '_>, receipt: &Movement, amount: Money) -> Result<Spread, Halt> {
    let range = Range::by(Slice::BY_LAYER, &[&receipt.item, &receipt.site, &receipt.seq]);
    let slices: Vec<Slice> = books.view().list(&range)?;
    let taken = slices.iter().filter(|slice| !slice.qty.is_zero()).map(|slice| {
        let own = slice.movement == receipt.seq;
        let covered = if own { receipt.qty } else { Qty::ZERO };
        (slice.movement, covered - slice.qty)
    });
    Ok(late::fifo(amount, receipt.qty, taken)?)
}

/// Splits an amount at moving average: what is left of it after everything that happened since.
fn by_average(books: &Books<'_, '_>, receipt: &Movement, amount: Money) -> Result<Spread, Halt> {
    let (item, site) = (&receipt.item, &receipt.site);
    let pool = books.pool(item, site)?.qty;
    let (before, steps) = since(books, receipt, pool)?;
    let receipt = late::Step {
        movement: receipt.seq,
        effect: Effect::Arrives,
        qty: receipt.qty,
    };
    let spread = late::average(amount, &receipt, before, &steps);
    let what = || format!("{amount} for {item}, of which so much moved since,");
    Ok(spread.ok_or_else(|| Refusal::TooLarge { what: what() })?)
}

/// Returns what was in the pool before a receipt, and what happened after it in the order of days. If more left than
/// had arrived in that order, but not in the order of entry, the latter is used: it is how the goods were valued.
fn since(books: &Books<'_, '_>, receipt: &Movement, pool: Qty) -> Result<(Qty, Vec<late::Step>), Halt> {
    let read = |ranges: &[Range]| -> Result<(Qty, Vec<late::Step>), Halt> {
        let mut steps = Vec::new();
        for range in ranges {
            let movements: Vec<Moved> = books.view().parts(range)?;
            steps.extend(movements.iter().filter_map(step));
        }
        let moved: Qty = steps.iter().map(|step| step.qty).sum();
        Ok((pool - moved - receipt.qty, steps))
    };
    let (item, site, day) = (&receipt.item, &receipt.site, &receipt.effective);
    let same_day = Range::by(Movement::BY_STOCK_AND_DAY, &[item, site, day]).after(&receipt.seq);
    let later = Range::by(Movement::BY_STOCK_AND_DAY, &[item, site]).after(day);
    let by_day = read(&[same_day, later])?;
    if !is_overdrawn(receipt, &by_day) {
        return Ok(by_day);
    }
    let entered = read(&[Range::by(Movement::BY_STOCK, &[item, site]).after(&receipt.seq)])?;
    Ok(if is_overdrawn(receipt, &entered) {
        by_day
    } else {
        entered
    })
}

/// Returns whether the pool is ever below zero.
fn is_overdrawn(receipt: &Movement, (before, steps): &(Qty, Vec<late::Step>)) -> bool {
    let mut pool = *before;
    let mut falls = |qty: Qty| {
        pool += qty;
        pool < Qty::ZERO
    };
    falls(Qty::ZERO) || falls(receipt.qty) || steps.iter().any(|step| falls(step.qty))
}

/// Returns what a movement does to the pool of its site; `None` if no goods came or left.
pub(super) fn step(movement: &Moved) -> Option<late::Step> {
    let qty = match (&movement.from_location, &movement.to_location) {
        (None, Some(_)) => movement.qty,
        (Some(_), None) => -movement.qty,
        _ => return None,
    };
    let effect = match (movement.kind, movement.reverses, movement.origin) {
        (_, Some(of), _) => Effect::Negates { of },
        (MovementKind::Return, _, Some(of)) => Effect::Returns { of },
        _ if qty < Qty::ZERO => Effect::Leaves,
        _ => Effect::Arrives,
    };
    let movement = movement.seq;
    (!qty.is_zero()).then_some(late::Step {
        movement,
        effect,
        qty,
    })
}

/// Writes a movement with which no goods moved. It did not happen before its receipt, whatever day the bill names.
pub(super) fn paper(
    books: &mut Books<'_, '_>,
    item: &Item,
    receipt: &Movement,
    kind: MovementKind,
    document: Option<String>,
    value: Money,
) -> Result<i64, Halt> {
    books.site = receipt.site.clone();
    books.after(receipt);
    let goods = Goods::of(item.clone(), receipt);
    let pool_before = books.pool(&item.item, &receipt.site)?.qty;
    let step = Step::new(kind, &goods, Qty::ZERO, None, None);
    books.movement(&Step {
        value,
        pool_before,
        document,
        origin: Some(receipt.seq),
        ..step
    })
}

/// Records how much late cost went with which movement: a shipment costs that much more than its record says.
///
/// # Errors
/// Refuses to make a shipment cost less than zero.
pub(super) fn keep(books: &mut Books<'_, '_>, movement: i64, gone: &[(i64, Money)]) -> Result<(), Halt> {
    for (issue, value) in gone.iter().filter(|(_, value)| *value < Money::ZERO) {
        if let Some(shipment) = books.view().find::<Shipment>(&[issue])?
            && late_costs::cost_of(books.view(), &shipment)? + *value < Money::ZERO
        {
            return Err(below_zero(shipment.item.as_str(), *value));
        }
    }
    for (issue, value) in gone {
        let (issue, value) = (*issue, *value);
        books.draft.put(&LateCost {
            movement,
            issue,
            value,
        });
    }
    Ok(())
}

/// Sends the goods' late cost back to where it came from with the movement `old` that laid it on, which `new` negates.
///
/// # Errors
/// Refuses if some of those goods came back since, because their late cost then did as well.
pub(super) fn take_off(books: &mut Books<'_, '_>, old: &Movement, new: i64) -> Result<(), Halt> {
    let rows = late_costs::of(books.view(), old.seq)?;
    if rows.is_empty() {
        return Ok(());
    }
    let back = back_since(books, old)?;
    for row in rows {
        if back.contains(&row.issue) {
            return Err(came_back(old, row.issue));
        }
        let (movement, value) = (new, -row.value);
        books.draft.put(&LateCost {
            movement,
            value,
            ..row
        });
    }
    Ok(())
}

/// Returns the movements that were taken back after `old`, in earlier operations than this, and those whose goods a
/// customer returned since.
fn back_since(books: &Books<'_, '_>, old: &Movement) -> Result<HashSet<i64>, Halt> {
    let since = Range::by(Movement::BY_STOCK, &[&old.item, &old.site]);
    let since: Vec<Moved> = books.view().parts(&since.after(&old.seq))?;
    let taken_back: HashSet<i64> = since.iter().filter_map(|it| it.reverses).collect();
    let returned = |it: &Moved| it.kind == MovementKind::Return && !taken_back.contains(&it.seq);
    let earlier = since.iter().filter(|it| it.operation < books.operation);
    let back = earlier.filter_map(|it| it.reverses.or(it.origin.filter(|_| returned(it))));
    Ok(back.collect())
}

fn came_back(late: &Movement, issue: i64) -> Halt {
    let why =
        format!("goods of movement {issue} came back since, at what they cost by then; take that back first");
    let id = late.seq.to_string();
    Refusal::NotReversible { id, why }.into()
}

/// Goods come back to their layers, and with them the late cost that was laid on them since by those layers' receipts.
pub(super) fn back_to_layers(
    books: &mut Books<'_, '_>,
    item: &Item,
    old: &Movement,
    laid: &[LateCost],
    new: i64,
) -> Result<(), Halt> {
    for row in laid {
        let by: Option<Movement> = books.view().find(&[&row.movement])?;
        let layer = by.and_then(|by| by.origin);
        books.revalue(item, &old.site, layer, row.value, new)?;
    }
    Ok(())
}

/// Refuses to take a receipt back while late cost lies on it, other than what its own operation laid on it.
pub(super) fn nothing_laid_on(books: &Books<'_, '_>, of: &Key, receipt: &Movement) -> Result<(), Halt> {
    let later = Range::by(Movement::BY_STOCK, &[&receipt.item, &receipt.site]);
    let later: Vec<Moved> = books.view().parts(&later.after(&receipt.seq))?;
    let stands = |it: &Moved| later.iter().all(|back| back.reverses != Some(it.seq));
    let laid = |it: &&Moved| {
        it.origin == Some(receipt.seq)
            && it.qty.is_zero()
            && it.operation != receipt.operation
            && it.reverses.is_none()
            && stands(it)
    };
    let Some(late) = later.iter().find(laid) else {
        return Ok(());
    };
    let why = format!(
        "a {} was laid on it with movement {}; take that back first",
        late.kind, late.seq
    );
    let id = of.to_string();
    Err(Refusal::NotReversible { id, why }.into())
}
