//! Kits: what they consist of, and what becomes of them on an order.

use super::books::Books;
use super::goods::positive;
use super::lines::remove;
use crate::domain::amount::{AmountError, Money, Price, Qty, allocate};
use crate::domain::catalog::{Item, Kit};
use crate::domain::code::ItemCode;
use crate::domain::movement::Shipment;
use crate::domain::order::{COMPONENTS, Order, OrderKind, OrderLine, ordered_as};
use crate::domain::record::Range;
use crate::domain::refusal::Refusal;
use crate::operations::change::Halt;
use crate::operations::log::NAMED;

/// Notes a component of a kit. A kit holds goods only, no other kit and no service, and was never in stock itself.
pub(super) fn define(books: &mut Books<'_, '_>, kit: &Kit) -> Result<(), Halt> {
    let item = books.item(&kit.kit)?;
    positive(kit.qty)?;
    if kit.kit == kit.component {
        let (need, found) = ("another item than the kit".into(), kit.kit.to_string());
        return Err(Refusal::Unfit { need, found }.into());
    }
    books.stock_item(&kit.component)?;
    let within = Range::by(Kit::BY_COMPONENT, &[&kit.kit]).first(1);
    let outer = books.view().list::<Kit>(&within)?.pop();
    let need = "an item that was never in stock, no service and in no other kit".to_owned();
    let found = if let Some(outer) = outer {
        format!("{}, which is in kit {}", kit.kit, outer.kit)
    } else if item.service {
        format!("{}, which is a service", kit.kit)
    } else if books.was_in_stock(&item.item)? {
        format!("{}, which was in stock", kit.kit)
    } else {
        books.draft.put(kit);
        return Ok(());
    };
    Err(Refusal::Unfit { need, found }.into())
}

/// Returns what a kit consists of: each component with the quantity that `kits` of them take.
pub(super) fn components(books: &Books<'_, '_>, kit: &ItemCode, kits: Qty) -> Result<Vec<(Item, Qty)>, Halt> {
    let part = |it: Kit| -> Result<(Item, Qty), Halt> {
        let qty = it.qty.times(kits)?;
        positive(qty)?;
        Ok((books.stock_item(&it.component)?, qty))
    };
    books.view().all::<Kit>(&[kit])?.into_iter().map(part).collect()
}

/// Returns the lines of an order that were ordered as line `number`. Older rule books took every line for a component
/// that has the number of one.
pub(super) fn of_line<'l>(books: &Books<'_, '_>, lines: &'l [OrderLine], number: i64) -> Vec<&'l OrderLine> {
    if books.is_of(NAMED) {
        return ordered_as(lines, number);
    }
    let is_of = |line: &&OrderLine| line.line == number || line.is_within(number);
    lines.iter().filter(is_of).collect()
}

/// Returns the lines of an order with each kit replaced by its components, which is what is promised, picked and
/// shipped. They share the price of the kit.
pub(super) fn spread(
    books: &mut Books<'_, '_>,
    order: &Order,
    lines: &[OrderLine],
) -> Result<Vec<OrderLine>, Halt> {
    let mut plain = Vec::new();
    for line in lines {
        if books.is_kit(&line.item)? {
            plain.extend(of_kit(books, order, line, lines)?);
        } else {
            no_kit(books, order, line, lines)?;
            plain.push(line.clone());
        }
    }
    Ok(plain)
}

/// Removes the components of a line that was of a kit and is of a plain item now.
fn no_kit(
    books: &mut Books<'_, '_>,
    order: &Order,
    line: &OrderLine,
    lines: &[OrderLine],
) -> Result<(), Halt> {
    let is_own = lines.iter().any(|other| other.is_within(line.line));
    if !books.is_of(NAMED) || is_own {
        return Ok(());
    }
    let known: Vec<OrderLine> = books.view().all(&[&order.kind, &order.order_no])?;
    for old in ordered_as(&known, line.line) {
        if old.line != line.line {
            remove(books, old)?;
        }
    }
    Ok(())
}

/// Returns the component lines of one kit line. Earlier ones are replaced unless work on them has begun: then they
/// stay, and must say the same.
fn of_kit(
    books: &mut Books<'_, '_>,
    order: &Order,
    line: &OrderLine,
    lines: &[OrderLine],
) -> Result<Vec<OrderLine>, Halt> {
    if order.kind == OrderKind::Purchase {
        let item = line.item.to_string();
        return Err(Refusal::KitItem { item }.into());
    }
    if line.lot.is_some() {
        let (item, what) = (line.item.to_string(), "lot".to_owned());
        return Err(Refusal::NotTracked { item, what }.into());
    }
    let made = component_lines(books, order, line)?;
    let taken = lines.iter().any(|other| other.is_within(line.line));
    let too_many = COMPONENTS <= i64::try_from(made.len()).unwrap_or(COMPONENTS);
    if taken || i64::MAX / COMPONENTS <= line.line || too_many {
        let need = format!("line numbers below {COMPONENTS} beside a kit, and fewer components than that");
        let found = format!("kit {} on line {} of {}", line.item, line.line, order.order_no);
        return Err(Refusal::Unfit { need, found }.into());
    }
    let mut known: Vec<OrderLine> = books.view().all(&[&order.kind, &order.order_no])?;
    known.retain(|known| known.line == line.line || known.is_within(line.line));
    if !known.iter().any(OrderLine::is_begun) {
        for old in &known {
            books.draft.remove(old);
        }
        return Ok(made);
    }
    let goods = |lines: &[OrderLine]| {
        lines
            .iter()
            .map(|it| (it.item.clone(), it.qty))
            .collect::<Vec<_>>()
    };
    let worth = |lines: &[OrderLine]| {
        lines
            .iter()
            .map(|it| it.qty.at(it.price, it.price_per))
            .sum::<Result<Money, AmountError>>()
    };
    let (worth_known, worth_made) = (worth(&known)?, worth(&made)?);
    if (goods(&known), worth_known) == (goods(&made), worth_made) {
        return Ok(Vec::new());
    }
    let told = |lines: &[OrderLine], worth: Money| {
        let parts = lines.iter().map(|it| format!("{} {}", it.qty, it.item));
        format!("{} for {}", parts.collect::<Vec<_>>().join(", "), worth)
    };
    Err(Refusal::Differs {
        what: format!("line {} of sales order {}", line.line, order.order_no),
        field: "kit".into(),
        known: told(&known, worth_known),
        found: told(&made, worth_made),
    }
    .into())
}

fn component_lines(books: &Books<'_, '_>, order: &Order, line: &OrderLine) -> Result<Vec<OrderLine>, Halt> {
    let parts = components(books, &line.item, line.qty)?;
    let shares = allocate(line.qty.at(line.price, line.price_per)?, &weights(&parts)?)?;
    let made = (1..).zip(parts).zip(shares).map(|((at, (item, qty)), share)| {
        Ok(OrderLine {
            // A line number too large for this has been refused before.
            line: line.line.saturating_mul(COMPONENTS).saturating_add(at),
            order_no: order.order_no.clone(),
            item: item.item,
            qty,
            price: Price::of_money(share)?,
            price_per: qty,
            ..line.clone()
        })
    });
    made.collect()
}

/// Returns the weights by which components share the price of their kit: list prices if all have one, else standard
/// costs if all have one, else quantities.
fn weights(parts: &[(Item, Qty)]) -> Result<Vec<i64>, Halt> {
    let by = |price: fn(&Item) -> Option<Price>| {
        let mut weights = Vec::with_capacity(parts.len());
        for (item, qty) in parts {
            let worth = price(item).map(|price| qty.at_unit(price)).transpose()?;
            weights.push(worth.map(|worth| worth.0).filter(|worth| 0 < *worth));
        }
        Ok::<_, Halt>(weights.into_iter().collect::<Option<Vec<i64>>>())
    };
    if let Some(weights) = by(|item| item.price)? {
        return Ok(weights);
    }
    let weights = by(|item| item.standard_cost)?;
    Ok(weights.unwrap_or_else(|| parts.iter().map(|(_, qty)| qty.0).collect()))
}

/// One line of what was sold, and what left with it.
pub(super) struct Sold {
    /// What was sold: goods, a service, or a kit.
    pub lead: Shipment,
    /// The components, where it is a kit.
    pub parts: Vec<Shipment>,
}

impl Sold {
    /// Returns whether it is a kit.
    pub fn is_kit(&self) -> bool {
        !self.parts.is_empty()
    }
}

/// Returns what was sold among what left in one operation. The movement of a kit comes first, and those of its components
/// name it.
pub(super) fn sold(books: &Books<'_, '_>, rows: Vec<Shipment>) -> Result<Vec<Sold>, Halt> {
    let mut found: Vec<Sold> = Vec::new();
    for row in rows {
        let origin = books.moved(row.movement)?.origin;
        match found.last_mut() {
            Some(last) if origin == Some(last.lead.movement) => last.parts.push(row),
            _ => found.push(Sold {
                lead: row,
                parts: Vec::new(),
            }),
        }
    }
    Ok(found)
}
