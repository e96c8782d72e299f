//! Orders placed: a head with its lines, the same again or changed while nothing was done for them.

use super::books::Books;
use super::described::{coded, same};
use super::goods::positive;
use super::kit::spread;
use crate::domain::amount::Qty;
use crate::domain::catalog::{Party, PartyKind, Site};
use crate::domain::order::{Order, OrderKind, OrderLine, OrderState};
use crate::domain::refusal::Refusal;
use crate::domain::user::Role;
use crate::operations::change::Halt;
use crate::operations::request::PlaceOrder;

/// Creates an order with its lines. One that is sent again must be open, for the same party, and the same as far as
/// work was done on it.
pub(super) fn place_order(books: &mut Books<'_, '_>, asked: &PlaceOrder) -> Result<Option<String>, Halt> {
    books.need(&[Role::Administrator, Role::Supervisor])?;
    let PlaceOrder { order, lines } = asked;
    coded(order.order_no.as_str())?;
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
    let known: Option<Order> = books.view().find(&[&order.kind, &order.order_no])?;
    if let Some(known) = known {
        let what = format!("{} order {}", order.kind, order.order_no);
        same(&what, "state", &known.state, Some(&OrderState::Open))?;
        same(&what, "party", &known.party, Some(&order.party))?;
        let begun: Vec<OrderLine> = books.view().all(&[&order.kind, &order.order_no])?;
        if begun.iter().any(OrderLine::is_begun) {
            same(&what, "site", &known.site, Some(&order.site))?;
        }
    }
    books.draft.put(&Order {
        state: OrderState::Open,
        ..order.clone()
    });
    for line in lines {
        check(books, order, line)?;
    }
    for line in &spread(books, order, lines)? {
        put(books, order, line)?;
    }
    Ok(None)
}

/// Refuses a line that does not belong to this order, or names no item, quantity or price.
fn check(books: &Books<'_, '_>, order: &Order, line: &OrderLine) -> Result<(), Halt> {
    positive(line.qty)?;
    books.item(&line.item)?;
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

/// Writes a line. One that work was done on must stay the same.
fn put(books: &mut Books<'_, '_>, order: &Order, line: &OrderLine) -> Result<(), Halt> {
    let known: Option<OrderLine> = books.view().find(&[&line.kind, &line.order_no, &line.line])?;
    if let Some(known) = known.filter(OrderLine::is_begun) {
        let what = format!("line {} of {} order {}", line.line, order.kind, order.order_no);
        same(&what, "item", &known.item, Some(&line.item))?;
        same(&what, "qty", &known.qty, Some(&line.qty))?;
        same(&what, "price", &known.price, Some(&line.price))?;
        same(&what, "price_per", &known.price_per, Some(&line.price_per))?;
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
