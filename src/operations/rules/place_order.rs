//! Orders placed: a head with its lines, the same again or changed as far as nothing was done for them.

use super::books::Books;
use super::define::codes::no_barcode;
use super::described::{coded, same};
use super::goods::{new_lot, positive};
use super::kit::{of_line, spread};
use super::lines::{done, remove, too_few};
use super::tasks::open_tasks;
use super::{ship, tax};
use crate::domain::amount::Qty;
use crate::domain::catalog::{Lot, Party, PartyKind, Site};
use crate::domain::order::{Order, OrderKind, OrderLine, OrderState};
use crate::domain::refusal::Refusal;
use crate::domain::task::Task;
use crate::domain::user::Role;
use crate::operations::change::Halt;
use crate::operations::log::{HEEDED, NAMED};
use crate::operations::masters;
use crate::operations::request::PlaceOrder;

/// Creates an order with its lines, or changes it as far as nothing was done for what changes.
pub(super) fn place_order(books: &mut Books<'_, '_>, asked: &PlaceOrder) -> Result<Option<String>, Halt> {
    books.need(&[Role::Administrator, Role::Supervisor])?;
    let PlaceOrder { order, lines, .. } = asked;
    books.may_say(&order.dimensions)?;
    let order = &asked.head(&books.said);
    let known: Option<Order> = books.view().find(&[&order.kind, &order.order_no])?;
    if known.is_none() {
        coded(books, order.order_no.as_str())?;
    }
    partners(books, order)?;
    taxed(books, order)?;
    let before: Vec<OrderLine> = books.view().all(&[&order.kind, &order.order_no])?;
    if let Some(known) = &known {
        let what = format!("{} order {}", order.kind, order.order_no);
        if before.iter().any(OrderLine::is_begun) {
            same(&what, "party", &known.party, Some(&order.party))?;
            same(&what, "site", &known.site, Some(&order.site))?;
        }
    } else {
        no_barcode(books, order.order_no.as_str(), None)?;
    }
    let state = known.as_ref().map_or(OrderState::Open, |known| known.state);
    if books.is_of(HEEDED) && order.state != OrderState::Open {
        let what = format!("{} order {}", order.kind, order.order_no);
        same(&what, "state", &state, Some(&order.state))?;
    }
    books.draft.put(&Order {
        state,
        ..order.clone()
    });
    for number in asked.without.iter().flatten() {
        take_off(books, order, &before, *number)?;
    }
    for line in lines {
        check(books, order, line)?;
    }
    for line in &spread(books, order, lines)? {
        put(books, order, line)?;
    }
    let after: Vec<OrderLine> = books.view().all(&[&order.kind, &order.order_no])?;
    let Some(known) = known else { return Ok(None) };
    settle(books, &known, &before, &after)?;
    let note = || -> Result<String, Halt> {
        let mut told = masters::differences(
            &known,
            &Order {
                state,
                ..order.clone()
            },
        )?;
        told.extend(of_lines(&before, &after)?);
        Ok(masters::note(&told))
    };
    books.is_bounded().then(note).transpose()
}

/// Refuses an order of somebody, or at a site, that is unknown.
fn partners(books: &Books<'_, '_>, order: &Order) -> Result<(), Halt> {
    let kind = if order.kind == OrderKind::Purchase {
        PartyKind::Vendor
    } else {
        PartyKind::Customer
    };
    let party: Option<Party> = books.view().find(&[&kind, &order.party])?;
    party.ok_or_else(|| Refusal::UnknownParty {
        party: order.party.to_string(),
    })?;
    let site: Option<Site> = books.view().find(&[&order.site])?;
    site.ok_or_else(|| Refusal::UnknownSite {
        site: order.site.to_string(),
    })?;
    Ok(())
}

/// Refuses a tax type that is unknown, and terms of tax on a purchase, whose goods are taxed by their bill.
fn taxed(books: &Books<'_, '_>, order: &Order) -> Result<(), Halt> {
    let says_of_tax = order.tax_type.is_some() || order.prices_include_tax.is_some();
    if order.kind == OrderKind::Purchase && says_of_tax {
        let need = "the tax of a purchase on its bill".to_owned();
        let found = format!("it on order {}", order.order_no);
        return Err(Refusal::Unfit { need, found }.into());
    }
    match &order.tax_type {
        Some(code) => tax::known(books, code).map(drop),
        None => Ok(()),
    }
}

/// Makes an order that was known fit its lines: open again where there is more to do, closed where a purchase has
/// nothing left to come or what is left of a sale has been shipped; and the work that is planned for it as urgent as it
/// is now.
fn settle(
    books: &mut Books<'_, '_>,
    known: &Order,
    before: &[OrderLine],
    after: &[OrderLine],
) -> Result<(), Halt> {
    let was = |number: i64| {
        before
            .iter()
            .find(|line| line.line == number)
            .map_or(Qty::ZERO, |line| line.qty)
    };
    let grown = after.iter().any(|line| was(line.line) < line.qty);
    let is_over = known.kind == OrderKind::Purchase && after.iter().all(|line| line.open().is_zero());
    let Some(head) = books.view().find::<Order>(&[&known.kind, &known.order_no])? else {
        return Ok(());
    };
    let state = match known.state {
        _ if is_over && !after.is_empty() => OrderState::Closed,
        OrderState::Closed | OrderState::Picked | OrderState::Packed if grown => OrderState::Open,
        state => state,
    };
    if known.kind == OrderKind::Sales && (known.priority, known.due) != (head.priority, head.due) {
        for task in open_tasks(books, &known.order_no)? {
            let (priority, due) = (head.priority, head.due);
            books.draft.put(&Task {
                priority,
                due,
                ..task
            });
        }
    }
    let head = Order { state, ..head };
    books.draft.put(&head);
    let is_shipped = after.iter().any(|line| Qty::ZERO < line.done);
    if books.is_of(NAMED) && head.kind == OrderKind::Sales && state != OrderState::Closed && is_shipped {
        // Services are billed where the order ships from, whoever changes it.
        books.site = head.site.clone();
        ship::close_when_done(books, head)?;
    }
    Ok(())
}

/// Returns what lines say otherwise than before, line by line.
fn of_lines(before: &[OrderLine], after: &[OrderLine]) -> Result<Vec<String>, Halt> {
    let mut told = Vec::new();
    for line in after {
        match before.iter().find(|known| known.line == line.line) {
            None => told.push(format!("line {} is new", line.line)),
            Some(known) => {
                let differences = masters::differences(known, line)?;
                told.extend(differences.iter().map(|it| format!("line {}: {it}", line.line)));
            }
        }
    }
    let gone = before
        .iter()
        .filter(|known| !after.iter().any(|line| line.line == known.line));
    told.extend(
        gone.map(|known| format!("line {} is gone: it was {} {}", known.line, known.qty, known.item)),
    );
    Ok(told)
}

/// Takes a line off an order, and those of its components if it is of a kit.
fn take_off(books: &mut Books<'_, '_>, order: &Order, before: &[OrderLine], number: i64) -> Result<(), Halt> {
    let lines = of_line(books, before, number);
    if lines.is_empty() && books.is_of(NAMED) {
        let need = format!("a line of {} order {}", order.kind, order.order_no);
        let found = format!("line {number}, which it does not have");
        return Err(Refusal::Unfit { need, found }.into());
    }
    for line in lines {
        remove(books, line)?;
    }
    Ok(())
}

/// Refuses a line that does not belong to this order, or names no item, quantity or price.
fn check(books: &Books<'_, '_>, order: &Order, line: &OrderLine) -> Result<(), Halt> {
    positive(line.qty)?;
    let item = books.item(&line.item)?;
    let known = || {
        books
            .view()
            .find::<OrderLine>(&[&line.kind, &line.order_no, &line.line])
    };
    if !line.qty.is_whole() && books.is_of(NAMED) && known()?.is_none_or(|known| known.qty != line.qty) {
        books.countable(&item, line.qty)?;
    }
    if let Some(lot) = &line.lot
        && books.view().find::<Lot>(&[&line.item, lot])?.is_none()
        && known()?.is_none_or(|known| known.lot.as_ref() != Some(lot))
    {
        new_lot(books, &line.item, lot)?;
    }
    if books.is_of(HEEDED) {
        undone(line, known()?.as_ref())?;
    }
    let owned = line.kind == order.kind && line.order_no == order.order_no;
    if !owned || line.price.0 < 0 || line.price_per.0 <= 0 {
        let (need, found) = (
            "a line of the order with a price".to_owned(),
            format!("line {} of {}", line.line, line.order_no),
        );
        return Err(Refusal::Unfit { need, found }.into());
    }
    Ok(())
}

/// Refuses what a line says is done of it, unless the books say so: it follows from what comes and leaves.
fn undone(line: &OrderLine, known: Option<&OrderLine>) -> Result<(), Halt> {
    let done = |of: fn(&OrderLine) -> Qty| (of(line), known.map_or(Qty::ZERO, of));
    let told = [
        ("done", done(|line| line.done)),
        ("allocated", done(|line| line.allocated)),
        ("picked", done(|line| line.picked)),
        ("packed", done(|line| line.packed)),
        ("short", done(|line| line.short)),
    ];
    for (field, (found, known)) in told {
        if !found.is_zero() {
            same(
                &format!("Line {} of {}", line.line, line.order_no),
                field,
                &known,
                Some(&found),
            )?;
        }
    }
    Ok(())
}

/// Writes a line. One that work was done on stays of the same goods, and is not below what was done.
fn put(books: &mut Books<'_, '_>, order: &Order, line: &OrderLine) -> Result<(), Halt> {
    let known: Option<OrderLine> = books.view().find(&[&line.kind, &line.order_no, &line.line])?;
    if let Some(known) = known.filter(OrderLine::is_begun) {
        let what = format!("line {} of {} order {}", line.line, order.kind, order.order_no);
        same(&what, "item", &known.item, Some(&line.item))?;
        if line.qty < done(&known) {
            return Err(too_few(&known, line.qty));
        }
        let lot = |line: &OrderLine| line.lot.clone().unwrap_or_default();
        if books.is_bounded() {
            same(&what, "lot", &lot(&known), Some(&lot(line)))?;
        }
        books.draft.put(&OrderLine {
            qty: line.qty,
            price: line.price,
            price_per: line.price_per,
            ..known
        });
        return Ok(());
    }
    let fresh = OrderLine {
        done: Qty::ZERO,
        allocated: Qty::ZERO,
        picked: Qty::ZERO,
        packed: Qty::ZERO,
        short: Qty::ZERO,
        ..line.clone()
    };
    books.draft.put(&fresh);
    Ok(())
}
