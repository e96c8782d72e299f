//! Credits of customers without goods: an allowance on what was sold.

use super::over;
use crate::domain::amount::{Money, Qty, allocate};
use crate::domain::code::Key;
use crate::domain::entry::Rule;
use crate::domain::log::Logged;
use crate::domain::movement::{Movement, MovementKind, Shipment};
use crate::domain::refusal::Refusal;
use crate::domain::tax::TaxSide;
use crate::ledger::posting::{Sale, sales};
use crate::operations::buyer::Buyer;
use crate::operations::change::Halt;
use crate::operations::nouns::noun;
use crate::operations::request::CreditNote;
use crate::operations::rules::books::Books;
use crate::operations::rules::currency::Terms;
use crate::operations::rules::goods::positive;
use crate::operations::rules::invoice::made_by;
use crate::operations::rules::post::{About, Step, sale_accounts};
use crate::operations::rules::stock::Goods;
use crate::operations::rules::{allowance, tax};

/// A part of what may be credited: of a shipment, or of what of it came back and was thrown away.
struct Part {
    shipment: Shipment,
    /// The movement that it is credited for.
    of: i64,
    /// Units that are credited.
    qty: Qty,
    /// What may be credited of them.
    left: Sale,
}

/// Credits a customer of what it was billed for a shipment and has not been credited yet: each line of it by its share.
pub(super) fn credit(
    books: &mut Books<'_, '_>,
    asked: &CreditNote,
    terms: &Terms,
) -> Result<Option<String>, Halt> {
    if let Some(vendor) = &asked.vendor {
        let (need, found) = ("no vendor on a customer's side".into(), vendor.to_string());
        return Err(Refusal::WrongWord { need, found }.into());
    }
    let amount = terms.in_company(asked.amount)?;
    let logged = made_by(books, &asked.of)?;
    let parts = parts(books, &logged)?;
    if parts.is_empty() {
        let need = "the id of a shipment, of its bill, or of a return that was thrown away".into();
        let found = format!("{} {}", noun(&logged.op), asked.of);
        return Err(Refusal::WrongWord { need, found }.into());
    }
    let most = most(asked, &parts)?;
    let includes_tax = asked.prices_include_tax == Some(true);
    let whole = if includes_tax {
        most.net + most.tax
    } else {
        most.net
    };
    if whole < amount {
        return Err(over(&asked.of, whole, amount));
    }
    let tax = match asked.tax {
        Some(tax) => terms.in_company(tax)?,
        None => most.tax.with(amount, whole)?,
    };
    let net = if includes_tax { amount - tax } else { amount };
    if most.net < net {
        return Err(over(&asked.of, most.net, net));
    }
    if most.tax < tax {
        let id: Key = format!("the tax of {}", asked.of).as_str().into();
        return Err(over(&id, most.tax, tax));
    }
    let nets: Vec<i64> = parts.iter().map(|part| part.left.net.0).collect();
    let taxes: Vec<i64> = parts.iter().map(|part| part.left.tax.0).collect();
    let (nets, taxes) = (allocate(net, &nets)?, allocate(tax, &taxes)?);
    for ((part, net), tax) in parts.iter().zip(nets).zip(taxes) {
        if !(net.is_zero() && tax.is_zero()) {
            one(books, part, Sale { net, tax })?;
        }
    }
    Ok(None)
}

/// Returns what may be credited of an operation: of what left by it or was billed by it, or came back by it to be thrown
/// away.
fn parts(books: &Books<'_, '_>, logged: &Logged) -> Result<Vec<Part>, Halt> {
    let first = logged.movement.unwrap_or(0);
    let mut found: Vec<Part> = Vec::new();
    for seq in first..first + logged.movements {
        let moved = books.moved(seq)?;
        let of = match moved.kind {
            MovementKind::SalesInvoice => moved.origin.unwrap_or(seq),
            _ => seq,
        };
        if moved.kind == MovementKind::Return {
            found.extend(thrown_away(books, &moved)?);
            continue;
        }
        let shipment: Option<Shipment> = books.view().find(&[&of])?;
        let is_new = |it: &Shipment| found.iter().all(|known| known.of != it.movement);
        if let Some(shipment) = shipment.filter(is_new) {
            let (qty, left) = (
                shipment.qty - shipment.qty_back,
                allowance::left(books, &shipment)?,
            );
            found.push(Part {
                shipment,
                of,
                qty,
                left,
            });
        }
    }
    Ok(found)
}

/// Returns what may be credited of goods that came back and were thrown away, which their return did not credit.
fn thrown_away(books: &Books<'_, '_>, back: &Movement) -> Result<Option<Part>, Halt> {
    let shipment: Option<Shipment> = match back.origin {
        Some(origin) => books.view().find(&[&origin])?,
        None => None,
    };
    let Some(shipment) = shipment else { return Ok(None) };
    if allowance::is_credited(books, back)? {
        return Ok(None);
    }
    let (whole, given) = (
        allowance::left(books, &shipment)?,
        allowance::of(books, &shipment, back.seq)?,
    );
    let own = allowance::share(books, &shipment, back.qty)?;
    let left = Sale {
        net: whole.net.min(own.net - given.net),
        tax: whole.tax.min(own.tax - given.tax),
    };
    let (of, qty) = (back.seq, back.qty);
    Ok(Some(Part {
        shipment,
        of,
        qty,
        left,
    }))
}

/// Returns what may be credited in all, or of the quantity named, which is of one item.
fn most(asked: &CreditNote, parts: &[Part]) -> Result<Sale, Halt> {
    let sum = |of: fn(&Sale) -> Money| parts.iter().map(|part| of(&part.left)).sum::<Money>();
    let all = Sale {
        net: sum(|left| left.net),
        tax: sum(|left| left.tax),
    };
    let Some(qty) = asked.qty else { return Ok(all) };
    positive(qty)?;
    let of_one = parts
        .iter()
        .all(|part| part.shipment.item == parts[0].shipment.item);
    let had: Qty = parts.iter().map(|part| part.qty).sum();
    if !of_one || had < qty {
        let need = if of_one {
            format!("at most {had}")
        } else {
            format!("no quantity, because {} is of several items", asked.of)
        };
        let found = qty.to_string();
        return Err(Refusal::Unfit { need, found }.into());
    }
    Ok(Sale {
        net: all.net.share(qty, had)?,
        tax: all.tax.share(qty, had)?,
    })
}

/// Posts a part of the credit, for one shipment.
fn one(books: &mut Books<'_, '_>, part: &Part, sale: Sale) -> Result<(), Halt> {
    let gone = books.moved(part.shipment.movement)?;
    books.site = gone.site.clone();
    books.after(&books.moved(part.of)?);
    let goods = Goods::of(books.item(&gone.item)?, &gone);
    let document = books.request.document.clone().or_else(|| gone.document.clone());
    let step = Step::new(MovementKind::CreditNote, &goods, Qty::ZERO, None, None);
    let movement = books.movement(&Step {
        pool_before: books.pool(&gone.item, &gone.site)?.qty,
        document: document.clone(),
        order_line: gone.order_line,
        origin: Some(gone.seq),
        ..step
    })?;
    allowance::note(books, movement, (gone.seq, part.of), sale);
    let by = tax::of_shipment(books, &part.shipment)?;
    tax::note(books, (movement, Some(gone.seq)), TaxSide::Sales, by, -sale)?;
    let group = books.accounts(&goods.item, &gone.site)?;
    let lines = sales::allowance(&group, &sale_accounts(books)?, sale);
    let about = About {
        rule: Rule::CreditNote,
        movement,
        site: gone.site.clone(),
        group: group.group,
        channel: Buyer::of(books.view(), &gone)?.channel,
        document,
        negates: None,
    };
    books.entry(about, lines)
}
