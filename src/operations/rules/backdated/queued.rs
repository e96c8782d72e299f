//! What was laid on a layer at FIFO, or taken off it, without goods, and is taken back after goods had left with their share
//! of it.

use super::post;
use crate::domain::amount::{Money, Qty};
use crate::domain::company::Method;
use crate::domain::movement::{Movement, MovementKind};
use crate::domain::record::Range;
use crate::domain::stock::{Requeue, Slice};
use crate::operations::change::Halt;
use crate::operations::rules::books::Books;
use crate::operations::rules::late::{self, Dearer, Moved, Root};
use crate::operations::takes;
use std::collections::HashSet;

/// Lets what left a layer since late cost was laid on it, or since it was revalued, cost so much less, if movement `made`
/// takes that back: it comes off what is still there.
pub(super) fn correct(books: &mut Books<'_, '_>, made: &Movement) -> Result<(), Halt> {
    let only_value = made.kind.is_late_cost() || made.kind == MovementKind::Revaluation;
    let Some(old) = made.reverses.filter(|_| only_value) else {
        return Ok(());
    };
    let old = books.moved(old)?;
    let item = books.item(&old.item)?;
    // What put the queue in order concerns all of its layers, and it is put in order again.
    let queues: Vec<Requeue> = books.view().list(&Range::of::<Requeue>(&[&old.seq]).first(1))?;
    if item.method != Method::Fifo || !queues.is_empty() {
        return Ok(());
    }
    for laid in books.view().all::<Slice>(&[&old.seq])? {
        let gone = gone_since(books, &old, &laid)?;
        if gone.is_empty() {
            continue;
        }
        let first = books.moved(laid.layer)?;
        let found = late::change(
            books,
            (&item, &first),
            Some(laid.layer),
            Root::of(&first),
            Dearer::of(&gone),
        )?;
        post(books, &item, &first, found)?;
    }
    Ok(())
}

/// Returns what took of a layer since a late movement, or takes it no longer, with what that now costs less or more: its
/// share of what lay on every unit.
fn gone_since(books: &Books<'_, '_>, old: &Movement, laid: &Slice) -> Result<Vec<(i64, Money)>, Halt> {
    let (layer, value) = (laid.layer, laid.value);
    let slices: Vec<Slice> = books
        .view()
        .list(&Range::by(Slice::BY_LAYER, &[&old.item, &old.site, &layer]))?;
    let then: Qty = slices
        .iter()
        .filter(|slice| slice.movement < old.seq)
        .map(|slice| slice.qty)
        .sum();
    let since: Vec<Moved> = books
        .view()
        .parts(&Range::by(Movement::BY_STOCK, &[&old.item, &old.site]).after(&old.seq))?;
    let taken_back: HashSet<i64> = since.iter().filter_map(|it| it.reverses).collect();
    let (mut held, mut left, mut gone) = (then, value, Vec::new());
    for taken in takes::of_layer(books.view(), layer, &slices)? {
        if taken.by <= old.seq {
            continue;
        }
        let moved = books.moved(taken.issue)?;
        if let Some(back) = moved.reverses {
            // What left before and came back since has no share of it.
            if back < old.seq {
                held -= taken.qty;
            }
            continue;
        }
        if taken_back.contains(&moved.seq) {
            continue;
        }
        let share = if taken.qty < Qty::ZERO {
            value.share(taken.qty, then)?
        } else {
            left.share(taken.qty, held)?
        };
        (held, left) = (held - taken.qty, left - share);
        let issue = moved.origin.filter(|_| moved.kind == MovementKind::Cover);
        gone.push((issue.unwrap_or(moved.seq), -share));
    }
    gone.retain(|(_, less)| !less.is_zero());
    Ok(gone)
}
