//! Value below zero, by policy: goods that leave before they arrive cost what was last paid for them, in a provisional
//! layer of its own; the goods that come next cover it, and the difference is posted.
//!
//! FIFO and average keep the same provisional layers, oldest first. Between operations stock is either above zero or
//! provisional, never both: [`settle`] sees to that when an operation ends. At standard cost there is nothing to cover.

use super::issued_since;
use crate::domain::amount::{Money, Qty};
use crate::domain::catalog::Item;
use crate::domain::code::{ItemCode, SiteCode};
use crate::domain::company::Method;
use crate::domain::entry::Rule;
use crate::domain::movement::{Movement, MovementKind};
use crate::domain::record::Fault;
use crate::domain::refusal::Refusal;
use crate::domain::stock::{Layer, Pool, Slice};
use crate::ledger::posting;
use crate::operations::buyer::Buyer;
use crate::operations::change::Halt;
use crate::operations::rules::books::Books;
use crate::operations::rules::limit::summable;
use crate::operations::rules::post::{About, Step};
use crate::operations::rules::stock::Goods;
use crate::valuation::pool;

impl Books<'_, '_> {
    /// Remembers stock that is below zero, to be covered when the operation ends.
    pub(super) fn watch(&mut self, pool: &Pool) {
        if pool.qty < Qty::ZERO {
            self.below.insert((pool.item.clone(), pool.site.clone()));
        }
    }

    /// Remembers stock that a provisional layer was just written for.
    fn watch_layer(&mut self, layer: &Layer) {
        self.below.insert((layer.item.clone(), layer.site.clone()));
    }

    /// Returns what of a pool is really there: all of it, less what its provisional layers owe.
    pub(super) fn held(&self, pool: &Pool) -> Result<Pool, Halt> {
        let known = self.below.contains(&(pool.item.clone(), pool.site.clone()));
        let mut held = pool.clone();
        if Qty::ZERO <= pool.qty && !known {
            return Ok(held);
        }
        for layer in self.provisional(&pool.item, &pool.site)? {
            held.qty -= layer.qty;
            held.value -= layer.value;
        }
        Ok(held)
    }

    /// Returns the provisional layers of an item at a site, oldest first.
    fn provisional(&self, item: &ItemCode, site: &SiteCode) -> Result<Vec<Layer>, Halt> {
        let mut layers: Vec<Layer> = self.view().all(&[item, site])?;
        layers.retain(|layer| layer.qty < Qty::ZERO);
        Ok(layers)
    }

    /// Makes a provisional layer of `qty` for what `movement` takes that is not in stock; returns what it costs: the
    /// last known purchase cost, else the carrying average.
    pub(super) fn provide(
        &mut self,
        item: &Item,
        pool: &Pool,
        qty: Qty,
        movement: i64,
    ) -> Result<Money, Halt> {
        let cost = pool::provisional_cost(pool, qty)?.ok_or_else(|| Refusal::NoCost {
            item: item.item.to_string(),
        })?;
        summable(cost.0, || format!("{qty} of {} worth {cost}", item.item))?;
        let layer = Layer {
            item: item.item.clone(),
            site: pool.site.clone(),
            seq: movement,
            qty: -qty,
            value: -cost,
            received: self.request.date,
            lot: "".into(),
        };
        self.draft.add(&layer);
        self.slice(&layer, movement, -qty, -cost);
        self.watch_layer(&layer);
        Ok(cost)
    }

    /// Returns whether a layer began below zero.
    pub(super) fn is_provisional(&self, layer: &Layer) -> Result<bool, Halt> {
        let first: Option<Slice> = self.view().find(&[&layer.seq, &layer.seq])?;
        Ok(first.is_some_and(|slice| slice.qty < Qty::ZERO))
    }

    /// Checks what a layer would hold once slices of movement `old` are restored: a provisional layer never more than
    /// zero, any other never less.
    pub(super) fn restorable(&mut self, layer: &Layer, old: i64) -> Result<(), Halt> {
        let Layer { qty, value, .. } = layer;
        let empty = !qty.is_zero() || value.is_zero();
        if self.is_provisional(layer)? {
            self.watch_layer(layer);
            let owes = *qty <= Qty::ZERO && *value <= Money::ZERO && empty;
            return if owes { Ok(()) } else { Err(covered_since(old)) };
        }
        let holds = Qty::ZERO <= *qty && Money::ZERO <= *value && empty;
        if holds { Ok(()) } else { Err(issued_since(old)) }
    }

    /// Checks that what a pool really holds is possible after movement `old` was taken back. At standard cost the pool
    /// may be as far below zero as it was before the movement.
    pub(super) fn possible(&self, pool: &Pool, method: Method, old: i64, put_back: bool) -> Result<(), Halt> {
        if method == Method::Standard {
            let made: Option<Movement> = self.view().find(&[&old])?;
            let before = made.map_or(Qty::ZERO, |made| made.pool_before).min(Qty::ZERO);
            let fits = put_back || before <= pool.qty;
            return if fits { Ok(()) } else { Err(issued_since(old)) };
        }
        let held = self.held(pool)?;
        let empty = !held.qty.is_zero() || held.value.is_zero();
        if held.qty < Qty::ZERO || held.value < Money::ZERO || !empty {
            return Err(issued_since(old));
        }
        Ok(())
    }
}

fn covered_since(movement: i64) -> Halt {
    let why = format!(
        "what movement {movement} took below zero was covered since; take back what covered it first, or let the goods \
         come back"
    );
    Refusal::NotReversible {
        id: movement.to_string(),
        why,
    }
    .into()
}

/// Covers what is provisional with what is in stock, oldest first, wherever the operation left both. Each layer that is
/// covered, in whole or in part, gets a movement of its own, with which no goods move, and an entry for the difference.
///
/// # Errors
/// As any posting.
pub(in crate::operations::rules) fn settle(books: &mut Books<'_, '_>) -> Result<(), Halt> {
    let site = books.site.clone();
    for (code, at) in books.below.clone() {
        let item = books.item(&code)?;
        if item.method == Method::Standard {
            continue;
        }
        for layer in books.provisional(&code, &at)? {
            let pool = books.pool(&code, &at)?;
            let held = books.held(&pool)?;
            if held.qty <= Qty::ZERO {
                break;
            }
            books.site = at.clone();
            cover(books, &item, &pool, &held, layer)?;
        }
    }
    books.below.clear();
    books.site = site;
    Ok(())
}

/// Covers one provisional layer as far as `held` goes.
fn cover(books: &mut Books<'_, '_>, item: &Item, pool: &Pool, held: &Pool, layer: Layer) -> Result<(), Halt> {
    let qty = held.qty.min(-layer.qty);
    let seq = books.view().next::<Movement>()?;
    let owed = (-layer.value).share(qty, -layer.qty)?;
    let cost = match item.method {
        Method::Fifo => books.take_layers(pool, None, qty, seq)?,
        _ => held.value.share(qty, held.qty)?,
    };
    let gained = owed - cost;
    books.slice(&layer, seq, qty, owed);
    let origin = origin(books, layer.seq)?;
    books.keep_layer(&Layer {
        qty: layer.qty + qty,
        value: layer.value + owed,
        ..layer
    })?;
    books.keep_pool(&Pool {
        value: pool.value + gained,
        ..pool.clone()
    })?;
    let goods = Goods::plain(item.clone());
    let movement = books.movement(&Step {
        value: gained,
        pool_before: pool.qty,
        document: origin.document.clone(),
        origin: Some(origin.seq),
        ..Step::new(MovementKind::Cover, &goods, Qty::ZERO, None, None)
    })?;
    let group = books.accounts(item, &pool.site)?;
    let against = match origin.kind {
        MovementKind::Adjustment => &group.adjustment,
        _ => &group.cost_of_sales,
    };
    let lines = posting::gain_or_loss(&group, against, gained);
    let about = About {
        rule: Rule::Cover,
        movement,
        site: books.site.clone(),
        group: group.group,
        channel: Buyer::of(books.view(), &origin)?.channel,
        document: origin.document,
        negates: None,
    };
    books.entry(about, lines)
}

/// Returns the movement that took goods before they arrived.
fn origin(books: &Books<'_, '_>, seq: i64) -> Result<Movement, Halt> {
    let made: Option<Movement> = books.view().find(&[&seq])?;
    Ok(made.ok_or_else(|| Fault::new(format!("layer {seq} has no movement")))?)
}
