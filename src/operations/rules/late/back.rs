//! Late cost that is taken off again with the movement that laid it on, or goes back with goods that are taken back.

use super::carry;
use super::refusals::came_back;
use super::track::Moved;
use crate::domain::amount::Money;
use crate::domain::code::Key;
use crate::domain::late::LateCost;
use crate::domain::movement::{Movement, MovementKind};
use crate::domain::record::Range;
use crate::domain::refusal::Refusal;
use crate::domain::stock::Requeue;
use crate::domain::transfer::Transfer;
use crate::operations::change::Halt;
use crate::operations::late_costs;
use crate::operations::rules::books::Books;
use crate::operations::rules::intercompany;
use crate::operations::takes::ByLayer;
use std::collections::{BTreeMap, HashMap, HashSet};

/// Sends the goods' late cost back to where it came from with the movement `old` that laid it on, which `new` negates.
///
/// # Errors
/// Refuses if some of those goods came back or went on since, because their late cost then did as well.
pub(in crate::operations::rules) fn take_off(
    books: &mut Books<'_, '_>,
    old: &Movement,
    new: i64,
) -> Result<(), Halt> {
    let rows = late_costs::of(books.view(), old.seq)?;
    if rows.is_empty() {
        return Ok(());
    }
    let back = back_since(books, old)?;
    let mut carried: BTreeMap<i64, (Money, Money)> = BTreeMap::new();
    for row in rows {
        if back.contains(&row.issue) {
            return Err(came_back(old, row.issue));
        }
        let issue = books.moved(row.issue)?;
        match (issue.kind, issue.origin) {
            (MovementKind::TransferOut, _) if intercompany::cost_of(books, issue.seq)?.is_none() => {
                carried.entry(issue.seq).or_default().0 -= row.value;
            }
            (MovementKind::TransferIn, Some(sent)) => carried.entry(sent).or_default().1 += row.value,
            _ => {}
        }
        let (movement, value) = (new, -row.value);
        books.draft.put(&LateCost {
            movement,
            value,
            ..row
        });
    }
    for (sent, (more, arrived)) in carried {
        uncarry(books, old, sent, more, arrived)?;
    }
    carry::take_off(books, old)
}

/// Takes late cost off a transfer; refuses if some of it arrived or was given up since, in earlier operations.
fn uncarry(
    books: &mut Books<'_, '_>,
    late: &Movement,
    sent: i64,
    more: Money,
    arrived: Money,
) -> Result<(), Halt> {
    let Some(transfer) = books.view().find::<Transfer>(&[&sent])? else {
        return Ok(());
    };
    for site in [&transfer.to_site, &transfer.from_site] {
        let since = Range::by(Movement::BY_STOCK, &[&transfer.item, site]).after(&late.seq);
        let since: Vec<Moved> = books.view().parts(&since)?;
        let ends = |it: &&Moved| matches!(it.kind, MovementKind::TransferIn | MovementKind::TransferClose);
        let mut since = since.iter().filter(ends);
        if let Some(next) = since.find(|it| it.origin == Some(sent) && it.operation < books.operation) {
            return Err(came_back(late, next.seq));
        }
    }
    books.draft.put(&Transfer {
        value: transfer.value + more,
        value_in: transfer.value_in + arrived,
        ..transfer
    });
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

/// Returns late cost of goods by the layers on which it was laid. What putting the queue in order made of it is known
/// with what they take of each layer, but for cents.
pub(in crate::operations::rules) fn by_layer(
    books: &Books<'_, '_>,
    laid: &[LateCost],
) -> Result<HashMap<i64, Money>, Halt> {
    let (mut layers, mut by_layer) = (HashMap::<i64, Money>::new(), ByLayer::default());
    let mut queued: BTreeMap<(i64, i64), Money> = BTreeMap::new();
    for row in laid {
        match by_layer.of(books.view(), row)? {
            Some(layer) => *layers.entry(layer).or_default() += row.value,
            None => *queued.entry((row.movement, row.issue)).or_default() += row.value,
        }
    }
    for ((movement, issue), value) in queued {
        let own: Vec<Requeue> = books.view().all(&[&movement, &issue])?;
        let rest = value - own.iter().map(|it| it.value).sum::<Money>();
        if let Some(largest) = own.iter().max_by_key(|it| it.qty)
            && !rest.is_zero()
        {
            *layers.entry(largest.layer).or_default() += rest;
        }
    }
    Ok(layers)
}

/// Refuses to take a receipt back while late cost lies on it, other than what its own operation laid on it.
pub(in crate::operations::rules) fn nothing_laid_on(
    books: &Books<'_, '_>,
    of: &Key,
    receipt: &Movement,
) -> Result<(), Halt> {
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
