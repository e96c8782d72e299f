//! What a work order makes, reported in parts.

use super::{open, parts, post, process, reasoned};
use crate::domain::amount::{Money, Qty};
use crate::domain::catalog::Purpose;
use crate::domain::entry::Rule;
use crate::domain::movement::{Movement, MovementKind};
use crate::domain::policy::CompanyAccount;
use crate::domain::refusal::Refusal;
use crate::domain::work_order::{OutputAct, WorkOrder, WorkPart};
use crate::ledger::work_orders as lines;
use crate::operations::change::Halt;
use crate::operations::request::WorkReport;
use crate::operations::rules::books::Books;
use crate::operations::rules::goods::{new_serial, note_lot, positive};
use crate::operations::rules::post::Step;
use crate::operations::rules::stock::{Goods, Place};
use crate::operations::rules::{assembly, here, stated};

/// Puts what was made into stock, or notes that it is spoilt: it costs the components that it takes, and its labour.
pub(in crate::operations::rules) fn report(
    books: &mut Books<'_, '_>,
    asked: &WorkReport,
) -> Result<Option<String>, Halt> {
    books.need(&WorkOrder::WORKED_BY)?;
    positive(asked.qty)?;
    let order = open(books, &asked.order)?;
    not_too_many(books, &order, asked.qty)?;
    process::after_issues(books, &order)?;
    let made = order.made() + asked.qty;
    let mut taken = Vec::new();
    for part in parts(books, &order.order_no)? {
        let due = (part.per.times(made)? - part.taken).max(Qty::ZERO);
        let qty = due.min(part.held());
        let worth = process::worth(&part, qty)?;
        taken.push((part, due, qty, worth));
    }
    let material: Money = taken.iter().map(|(.., worth)| *worth).sum();
    let labour = asked.qty.at_unit(order.labour)?;
    let (movement, kind) = match asked.act.unwrap_or(OutputAct::Stock) {
        OutputAct::Stock => stored(books, &order, asked, (material, labour))?,
        OutputAct::Scrap => spoilt(books, &order, asked, (material, labour))?,
    };
    let mut missing = Vec::new();
    for (part, due, qty, _) in taken {
        if qty < due {
            missing.push(format!("{} of {}", due - qty, part.item));
        }
        if !qty.is_zero() {
            process::take(books, part, (movement, kind), qty, |part| WorkPart {
                taken: part.taken + qty,
                ..part
            })?;
        }
    }
    process::note_whole(books, &order, (movement, kind), asked.qty);
    let (more, spoilt) = match kind {
        MovementKind::WorkReport => (asked.qty, Qty::ZERO),
        _ => (Qty::ZERO, asked.qty),
    };
    books.draft.put(&WorkOrder {
        reported: order.reported + more,
        scrapped: order.scrapped + spoilt,
        ..order
    });
    let told = || format!("not issued yet, so not in its cost: {}", missing.join(", "));
    Ok((!missing.is_empty()).then(told))
}

/// Refuses more than was ordered, unless a supervisor accepts it.
fn not_too_many(books: &Books<'_, '_>, order: &WorkOrder, qty: Qty) -> Result<(), Halt> {
    let percent = i64::from(books.policies()?.over_receipt_percent()?);
    let limit = order.qty + order.qty.percent(percent)?;
    if order.made() + qty <= limit {
        return Ok(());
    }
    let over = Refusal::OverReceipt {
        item: order.item.to_string(),
        order: order.order_no.to_string(),
        open: order.left(),
        found: qty,
    };
    if books.is_accepted(&over)? {
        return Ok(());
    }
    Err(over.into())
}

fn stored(
    books: &mut Books<'_, '_>,
    order: &WorkOrder,
    asked: &WorkReport,
    (material, labour): (Money, Money),
) -> Result<(i64, MovementKind), Halt> {
    let item = books.stock_item(&order.item)?;
    let known = Some(&order.lot).filter(|lot| !lot.is_empty());
    let lot = asked.lot.as_ref().or(known);
    let expiry = asked.expiry.or_else(|| order.expiry.filter(|_| lot == known));
    let goods = books.goods(item, lot, asked.serial.as_ref(), asked.qty)?;
    let goods = note_lot(books, goods, expiry)?;
    let bin = books.location_or(asked.to.as_ref(), Purpose::Storage)?;
    here::bin(books, &bin)?;
    if bin.site != order.site {
        let need = format!("a location of site {}", order.site);
        let found = format!("{}, which is at {}", bin.location, bin.site);
        return Err(Refusal::Unfit { need, found }.into());
    }
    books.check_room(&bin, asked.qty)?;
    let (place, cost) = (Place::at(&bin), material + labour);
    new_serial(books, &goods)?;
    books.put_in(&goods, &place, asked.qty)?;
    let pool_before = books.pool(&goods.item.item, &order.site)?.qty;
    let seq = books.view().next::<Movement>()?;
    let value = books.value_in(&goods, &order.site, asked.qty, cost, seq)?;
    books.note_cost(&goods.item.item, &order.site, asked.qty, cost)?;
    let kind = MovementKind::WorkReport;
    let step = Step::new(kind, &goods, asked.qty, None, Some(&place));
    let movement = books.movement(&Step {
        value,
        pool_before,
        ..step.for_line(order.order_no.as_str(), 0)
    })?;
    let (group, company) = (
        books.accounts(&goods.item, &order.site)?,
        assembly::accounts(books)?,
    );
    let lines = lines::made(&group, &order.account, &company, value, (material, labour));
    post(books, order, (Rule::WorkReport, movement), lines)?;
    Ok((movement, kind))
}

fn spoilt(
    books: &mut Books<'_, '_>,
    order: &WorkOrder,
    asked: &WorkReport,
    (material, labour): (Money, Money),
) -> Result<(i64, MovementKind), Halt> {
    let said = [
        ("to", asked.to.is_some()),
        ("lot", asked.lot.is_some()),
        ("expiry", asked.expiry.is_some()),
        ("serial", asked.serial.is_some()),
    ];
    stated::nothing(books, &said, "what is spoilt never was in stock")?;
    reasoned(books)?;
    let item = books.stock_item(&order.item)?;
    books.countable(&item, asked.qty)?;
    let goods = Goods::plain(item);
    let pool_before = books.pool(&goods.item.item, &order.site)?.qty;
    let kind = MovementKind::WorkScrap;
    let step = Step::new(kind, &goods, asked.qty, None, None);
    let movement = books.movement(&Step {
        pool_before,
        ..step.for_line(order.order_no.as_str(), 0)
    })?;
    let scrap = books.account(CompanyAccount::AssemblyScrap)?;
    let put_in = books.account(CompanyAccount::AssemblyLabour)?;
    let lines = lines::spoilt_output(&order.account, &scrap, &put_in, (material, labour));
    post(books, order, (Rule::WorkScrap, movement), lines)?;
    Ok((movement, kind))
}
