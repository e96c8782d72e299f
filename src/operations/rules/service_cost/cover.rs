//! Bills, and what comes back, cover what was sold before it was billed.

use super::{Step, held, keep, note, shorts};
use crate::domain::amount::{Money, Qty};
use crate::domain::catalog::Item;
use crate::domain::company::Accounts;
use crate::domain::entry::Rule;
use crate::domain::movement::MovementKind;
use crate::domain::service::{ServicePool, ServiceShort};
use crate::ledger::posting;
use crate::operations::buyer::Buyer;
use crate::operations::change::Halt;
use crate::operations::rules::books::Books;
use crate::operations::rules::post::{self, About};
use crate::operations::rules::stock::Goods;

/// Covers what was sold of services before it was billed, wherever the operation left both: first what comes back itself,
/// then the oldest sale first. Each sale that is covered, in whole or in part, gets a movement of its own and an entry for
/// the difference.
pub(in crate::operations::rules) fn settle(books: &mut Books<'_, '_>) -> Result<(), Halt> {
    let site = books.site.clone();
    // What is said of dimensions belongs to the bill; the difference belongs to the sale.
    let said = std::mem::take(&mut books.said);
    for ((code, at), first) in books.services.clone() {
        let item = books.item(&code)?;
        let known: Option<ServicePool> = books.view().find(&[&code, &at])?;
        let Some(mut pool) = known else { continue };
        let mut there = held(books, &pool)?;
        let mut open = shorts(books, &pool)?;
        open.sort_by_key(|short| (!first.contains(&short.movement), short.movement));
        books.site = at.clone();
        for short in open {
            if there.0 <= Qty::ZERO {
                break;
            }
            there = cover(books, &item, &mut pool, there, short)?;
        }
    }
    books.services.clear();
    (books.site, books.said) = (site, said);
    Ok(())
}

/// Covers one sale as far as what is `there` goes; returns what is left of that.
fn cover(
    books: &mut Books<'_, '_>,
    item: &Item,
    pool: &mut ServicePool,
    there: (Qty, Money),
    short: ServiceShort,
) -> Result<(Qty, Money), Halt> {
    let qty = there.0.min(short.qty);
    let owed = short.value.share(qty, short.qty)?;
    let cost = there.1.share(qty, there.0)?;
    let gained = owed - cost;
    let sale = books.moved(short.movement)?;
    let goods = Goods::plain(item.clone());
    let movement = books.movement(&post::Step {
        document: sale.document.clone(),
        origin: Some(sale.seq),
        ..post::Step::new(MovementKind::Cover, &goods, Qty::ZERO, None, None)
    })?;
    let step = Step {
        movement,
        kind: MovementKind::Cover,
        of: Some(sale.seq),
    };
    note(books, pool, step, (Qty::ZERO, gained), (-qty, -owed));
    let rest = ServiceShort {
        qty: short.qty - qty,
        value: short.value - owed,
        ..short
    };
    if rest.qty.is_zero() {
        books.draft.remove(&rest);
    } else {
        books.draft.put(&rest);
    }
    let group = Accounts {
        inventory: pool.account.clone(),
        ..books.accounts(item, &pool.site)?
    };
    let lines = posting::gain_or_loss(&group, &group.cost_of_sales, gained);
    pool.value += gained;
    keep(books, pool)?;
    let about = About {
        rule: Rule::Cover,
        movement,
        site: pool.site.clone(),
        group: group.group,
        channel: Buyer::of(books.view(), &sale)?.channel,
        document: sale.document,
        negates: None,
    };
    books.entry(about, lines)?;
    Ok((there.0 - qty, there.1 - cost))
}
