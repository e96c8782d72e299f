//! What a bill to a customer is for: how much of which shipments, and at what price.

use crate::domain::amount::{Money, Qty};
use crate::domain::code::{Key, TaxCode};
use crate::domain::dimension::Dimensions;
use crate::domain::integration::Billing;
use crate::domain::movement::Shipment;
use crate::domain::record::Fault;
use crate::domain::refusal::Refusal;
use crate::operations::change::Halt;
use crate::operations::nouns::noun;
use crate::operations::request::{BillLine, SalesInvoice};
use crate::operations::rules::books::Books;
use crate::operations::rules::goods::positive;
use crate::operations::rules::invoice::made_by;
use crate::operations::rules::kit::{self, Sold};
use crate::operations::rules::tax::{self, Priced, TaxedBy};

/// A part of one shipment that is billed.
#[derive(Clone, Debug)]
pub(super) struct Billed {
    /// The movement of the shipment.
    pub movement: i64,
    /// Base units billed.
    pub qty: Qty,
    /// What they cost.
    pub cost: Money,
    /// What they are sold for, before tax is worked out.
    pub priced: Priced,
    /// What the line of the bill says of dimensions.
    pub dimensions: Option<Dimensions>,
}

/// Returns every part that is billed, and counts it as billed.
pub(super) fn billed(books: &mut Books<'_, '_>, asked: &SalesInvoice) -> Result<Vec<Billed>, Halt> {
    let mut billed = Vec::new();
    for line in lines(asked)? {
        if let Some(qty) = line.qty {
            positive(qty)?;
        }
        let named = line.tax_type.as_ref().or(asked.tax_type.as_ref());
        let id = line.of.clone().unwrap_or_default();
        let mut done = Qty::ZERO;
        for sold in sold(books, &id, &line)? {
            let (lead, qty) = &sold[0];
            let amount = at_price(&line, lead, done, *qty)?;
            done += *qty;
            for (at, (shipment, qty)) in sold.iter().enumerate() {
                let amount = amount.filter(|_| at == 0);
                billed.push(Billed {
                    dimensions: line.dimensions.clone(),
                    ..take(books, shipment, *qty, (amount, named))?
                });
            }
        }
    }
    Ok(billed)
}

/// Returns the lines of a bill, each with the id of its shipment; a bill without lines is one.
fn lines(asked: &SalesInvoice) -> Result<Vec<BillLine>, Halt> {
    let unfit = |need: &str, found: &str| {
        let (need, found) = (need.to_owned(), found.to_owned());
        Err(Refusal::WrongWord { need, found }.into())
    };
    let Some(lines) = &asked.lines else {
        return match &asked.of {
            None => unfit("the id of the shipment", "none"),
            of => Ok(vec![BillLine {
                of: of.clone(),
                item: None,
                qty: asked.qty,
                price: None,
                tax_type: None,
                dimensions: None,
            }]),
        };
    };
    if lines.is_empty() {
        return unfit("at least one line", "none");
    }
    if asked.qty.is_some() {
        return unfit("a quantity for each line", "one for all of them");
    }
    if asked.of.is_some() && lines.iter().all(|line| line.of.is_some()) {
        return unfit("the id of the shipment on every line, or for all of them", "both");
    }
    let named = |line: &BillLine| BillLine {
        of: line.of.clone().or_else(|| asked.of.clone()),
        ..line.clone()
    };
    let lines: Vec<BillLine> = lines.iter().map(named).collect();
    if lines.iter().any(|line| line.of.is_none()) {
        return unfit("the id of the shipment on every line, or for all of them", "none");
    }
    Ok(lines)
}

/// Returns how much of which shipments a line bills.
fn sold(books: &mut Books<'_, '_>, id: &Key, line: &BillLine) -> Result<Vec<Vec<(Shipment, Qty)>>, Halt> {
    let logged = made_by(books, id)?;
    let first = logged.movement.unwrap_or(0);
    let mut rows = Vec::new();
    for seq in first..first + logged.movements {
        let shipment: Option<Shipment> = books.view().find(&[&seq])?;
        if let Some(shipment) = shipment
            && books.view().find::<Billing>(&[&seq])?.is_some()
        {
            rows.push(shipment);
        }
    }
    let found: Vec<Sold> = kit::sold(books, rows)?
        .into_iter()
        .filter(|it| line.item.as_ref().is_none_or(|item| *item == it.lead.item))
        .collect();
    if found.is_empty() {
        let need = "the id of a shipment of these goods that was posted to be billed later".to_owned();
        let found = format!("{} {id}", noun(&logged.op));
        return Err(Refusal::WrongWord { need, found }.into());
    }
    let is_mixed = found.iter().any(|it| it.lead.item != found[0].lead.item);
    let one = [
        ("a quantity", line.qty.is_some()),
        ("a price", line.price.is_some()),
    ];
    if let Some((named, _)) = one.into_iter().find(|(_, is_named)| is_mixed && *is_named) {
        let need = format!("a line for each item of {id}, or all of it as it was shipped");
        let found = named.to_owned();
        return Err(Refusal::WrongWord { need, found }.into());
    }
    let mut open = Vec::new();
    for it in &found {
        open.push(waiting(books, &it.lead)?.open_qty());
    }
    let left: Qty = open.iter().copied().sum();
    let mut rest = line.qty.unwrap_or(left);
    if left.is_zero() {
        return Err(Refusal::NothingOpen { id: id.to_string() }.into());
    }
    if left < rest {
        let (id, found) = (id.to_string(), rest);
        return Err(Refusal::OverBilled { id, left, found }.into());
    }
    let mut taken = Vec::new();
    for (it, open) in found.into_iter().zip(open) {
        let qty = rest.min(open);
        rest -= qty;
        if Qty::ZERO < qty {
            let mut whole = vec![(it.lead.clone(), qty)];
            whole.extend(components(books, &it, qty)?);
            taken.push(whole);
        }
    }
    Ok(taken)
}

fn waiting(books: &Books<'_, '_>, shipment: &Shipment) -> Result<Billing, Halt> {
    let billing: Option<Billing> = books.view().find(&[&shipment.movement])?;
    let missing = || {
        Fault::new(format!(
            "what shipment {} waits for is missing",
            shipment.movement
        ))
    };
    Ok(billing.ok_or_else(missing)?)
}

/// Returns the components that belong to `qty` kits: the same share of each item.
fn components(books: &Books<'_, '_>, sold: &Sold, qty: Qty) -> Result<Vec<(Shipment, Qty)>, Halt> {
    let kit = waiting(books, &sold.lead)?;
    let mut items: Vec<_> = sold.parts.iter().map(|part| &part.item).collect();
    items.dedup();
    let mut taken = Vec::new();
    for item in items {
        let own = || sold.parts.iter().filter(|part| part.item == *item);
        let went: Qty = own().map(|part| part.qty).sum();
        let upto = |kits: Qty| went.share(kits, kit.qty);
        let mut left = upto(kit.done() + qty)? - upto(kit.done())?;
        for part in own() {
            let qty = left.min(waiting(books, part)?.open_qty());
            if Qty::ZERO < qty {
                taken.push((part.clone(), qty));
                left -= qty;
            }
        }
    }
    Ok(taken)
}

/// Returns what the next `qty` units of a line after `done` are billed at the price that it names, if it does.
fn at_price(line: &BillLine, sold: &Shipment, done: Qty, qty: Qty) -> Result<Option<Money>, Halt> {
    let Some(price) = line.price else { return Ok(None) };
    if price.0 < 0 && Money::ZERO <= sold.sales {
        let (need, found) = ("a price from zero".into(), price.to_string());
        return Err(Refusal::Unfit { need, found }.into());
    }
    Ok(Some((done + qty).at_unit(price)? - done.at_unit(price)?))
}

/// Takes a part of a shipment as billed; what it is worth is noted once tax is worked out.
fn take(
    books: &mut Books<'_, '_>,
    shipment: &Shipment,
    qty: Qty,
    (amount, named): (Option<Money>, Option<&TaxCode>),
) -> Result<Billed, Halt> {
    let billing = waiting(books, shipment)?;
    let done = billing.done();
    let [cost, net, tax] = billing.part(done, qty)?;
    let includes_tax = shipment.prices_include_tax;
    let amount = match amount {
        Some(amount) => amount,
        None if includes_tax => {
            let gross = billing.sales + billing.tax;
            gross.share(done + qty, billing.qty)? - gross.share(done, billing.qty)?
        }
        None => net,
    };
    let priced = match named {
        Some(code) => Priced::of(amount, Some(tax::known(books, code)?), includes_tax),
        None => Priced {
            amount,
            by: shipped_with(shipment),
            known: tax,
        },
    };
    let movement = billing.movement;
    let billing = Billing {
        qty_billed: billing.qty_billed + qty,
        ..billing
    };
    books.draft.put(&billing.settled());
    Ok(Billed {
        movement,
        qty,
        cost,
        priced,
        dimensions: None,
    })
}

fn shipped_with(shipment: &Shipment) -> TaxedBy {
    TaxedBy {
        tax_type: shipment.tax_type.clone(),
        rate_ppm: shipment.rate_ppm,
        includes_tax: shipment.prices_include_tax,
    }
}
