//! Credits of vendors for services: a part of their price, or so many of them that are taken back.

use super::over;
use crate::domain::amount::{Amount, Money, Qty, allocate};
use crate::domain::code::PartyCode;
use crate::domain::log::Logged;
use crate::domain::movement::{Movement, MovementKind};
use crate::domain::purchase::{Paper, Settlement};
use crate::domain::record::Range;
use crate::domain::refusal::Refusal;
use crate::domain::tax::{TaxLine, TaxSide};
use crate::ledger::balanced::Line;
use crate::ledger::posting::Sale;
use crate::ledger::posting::purchase::{Billed, invoice};
use crate::operations::change::Halt;
use crate::operations::request::{CreditNote, Operation, Request};
use crate::operations::rules::books::Books;
use crate::operations::rules::currency::Terms;
use crate::operations::rules::goods::positive;
use crate::operations::rules::invoice::{numbered, paper_of, post, purchase_accounts, same};
use crate::operations::rules::service_cost::{self, Step};
use crate::operations::rules::stock::Goods;
use crate::operations::rules::tax::{self, TaxedBy};

/// A service on a bill, and what of it may still be credited.
struct Open {
    /// The movement of the bill.
    bill: Movement,
    /// Its amount without tax, and the tax.
    left: Sale,
    /// Its units.
    units: Qty,
    /// Its tax terms.
    by: TaxedBy,
}

/// What a credit note gives for one service, in company currency.
#[derive(Clone, Copy)]
struct Part {
    /// Of the price, at the rate of the bill.
    price: Money,
    /// What the rates make.
    exchange: Money,
    /// Tax on it.
    tax: Money,
}

/// Credits the services that an operation billed, each by its share.
pub(super) fn credit(
    books: &mut Books<'_, '_>,
    asked: &CreditNote,
    (logged, bills): (&Logged, Vec<Movement>),
    terms: &Terms,
) -> Result<Option<String>, Halt> {
    let what = format!("bill {}", asked.of);
    let (vendor, known) = billed(books, logged)?;
    let named = asked.vendor.as_ref().map(PartyCode::as_str);
    same(&what, "vendor", vendor.as_str(), named)?;
    numbered(books, Paper::CreditNote, asked.vendor.as_ref(), &vendor)?;
    let open: Vec<Open> = bills
        .into_iter()
        .map(|bill| open(books, bill))
        .collect::<Result<_, _>>()?;
    let parts = parts(books, asked, (&open, &known), terms, &what)?;
    for (open, part) in open.into_iter().zip(parts) {
        if !(part.price.is_zero() && part.exchange.is_zero() && part.tax.is_zero()) {
            one(books, open, part, asked.qty)?;
        }
    }
    Ok(None)
}

/// Returns the vendor that a bill names, and its currency and rate.
fn billed(books: &Books<'_, '_>, logged: &Logged) -> Result<(PartyCode, Terms), Halt> {
    let (mut vendor, mut currency, mut rate) = (None, None, None);
    if let Operation::Invoice(bill) = Request::of(logged)?.operation {
        (vendor, currency, rate) = (bill.vendor, bill.currency, bill.rate);
    }
    let terms = Terms::of(books, currency.as_ref(), rate)?;
    Ok((vendor.unwrap_or_default(), terms))
}

fn open(books: &Books<'_, '_>, bill: Movement) -> Result<Open, Halt> {
    let noted: Option<TaxLine> = books.view().find(&[&bill.seq])?;
    let mut left = noted.as_ref().map_or_else(Sale::default, |noted| Sale {
        net: noted.net,
        tax: noted.tax,
    });
    let mut units = bill.qty;
    let credited = Range::by(Settlement::BY_SETTLED, &[&bill.seq]);
    for it in books.view().list::<Settlement>(&credited)? {
        left.net -= it.payable;
        left.tax += it.tax;
        units -= books.moved(it.movement)?.qty;
    }
    let by = noted.map_or_else(TaxedBy::default, |noted| TaxedBy {
        tax_type: noted.tax_type,
        rate_ppm: noted.rate_ppm,
        includes_tax: false,
    });
    Ok(Open {
        bill,
        left,
        units,
        by,
    })
}

/// Returns what is credited of each service: together no more than was billed and not credited yet.
fn parts(
    books: &Books<'_, '_>,
    asked: &CreditNote,
    (open, known): (&[Open], &Terms),
    terms: &Terms,
    what: &str,
) -> Result<Vec<Part>, Halt> {
    let mut left = Sale {
        net: open.iter().map(|it| it.left.net).sum(),
        tax: open.iter().map(|it| it.left.tax).sum(),
    };
    if let Some(qty) = asked.qty {
        let units = units(open, qty)?;
        left = Sale {
            net: left.net.share(qty, units)?,
            tax: left.tax.share(qty, units)?,
        };
    }
    let (amount, tax) = apart(books, asked, left, terms)?;
    let total = terms.in_company(amount)?;
    let is_foreign = terms.matches(books, known, what)? && known.rate.is_some();
    let price = if is_foreign {
        known.in_company(amount)?
    } else {
        total
    };
    if left.net <= Money::ZERO || left.net < price {
        return Err(over(&asked.of, left.net.max(Money::ZERO), price));
    }
    let tax = match tax {
        Some(tax) => terms.in_company(tax)?,
        None => left.tax.with(price, left.net)?,
    };
    if left.tax < tax && !is_foreign {
        return Err(over(
            &format!("the tax of {}", asked.of).as_str().into(),
            left.tax,
            tax,
        ));
    }
    let by_net: Vec<i64> = open.iter().map(|it| it.left.net.0).collect();
    let prices = allocate(price, &by_net)?;
    let exchanges = allocate(total - price, &by_net)?;
    let by_tax: Vec<i64> = open.iter().map(|it| it.left.tax.0).collect();
    let is_taxed = by_tax.iter().any(|tax| *tax != 0);
    let taxes = allocate(tax, if is_taxed { &by_tax } else { &by_net })?;
    let both = prices.into_iter().zip(exchanges).zip(taxes);
    Ok(both
        .map(|((price, exchange), tax)| Part { price, exchange, tax })
        .collect())
}

/// Returns how many units of the one service are open of which `qty` are taken back.
fn units(open: &[Open], qty: Qty) -> Result<Qty, Halt> {
    positive(qty)?;
    let [one] = open else {
        let need = "a bill of one service, of which units are taken back".into();
        let found = format!("one of {}", open.len());
        return Err(Refusal::WrongWord { need, found }.into());
    };
    if one.units < qty {
        let need = format!("at most {}, which were billed and not credited", one.units);
        let found = qty.to_string();
        return Err(Refusal::Unfit { need, found }.into());
    }
    Ok(one.units)
}

/// Returns the amount of a note without tax, and the tax, where it is named or part of the amount.
fn apart(
    books: &Books<'_, '_>,
    asked: &CreditNote,
    left: Sale,
    terms: &Terms,
) -> Result<(Amount, Option<Amount>), Halt> {
    if asked.prices_include_tax != Some(true) {
        return Ok((asked.amount, asked.tax));
    }
    let tax = match asked.tax {
        Some(tax) => tax,
        None if left.tax.is_zero() => Amount::default(),
        None => {
            let units = Money(terms.minor_units(books, asked.amount)?);
            terms.amount(units.with(left.tax, left.net + left.tax)?.0)
        }
    };
    Ok((asked.amount - tax, Some(tax)))
}

/// Credits one service: D supplier · C purchases; or where its cost is tracked, C its accrual for what is taken back or not
/// sold yet.
fn one(books: &mut Books<'_, '_>, open: Open, part: Part, qty: Option<Qty>) -> Result<(), Halt> {
    let bill = &open.bill;
    books.site = bill.site.clone();
    let goods = Goods::plain(books.item(&bill.item)?);
    let item = &goods.item;
    let group = books.accounts(item, &bill.site)?;
    let units = qty.unwrap_or(Qty::ZERO);
    let is_tracked =
        service_cost::is_tracked(books, item)? && service_cost::step_of(books, bill.seq)?.is_some();
    let (account, gone, sold) = if is_tracked {
        let account = service_cost::accrual(books, item, &bill.site)?;
        let (gone, sold) = taken(books, &open, part.price, qty)?;
        (account, gone, sold)
    } else {
        (books.purchases(&group)?, part.price, Money::ZERO)
    };
    let movement = paper_of(books, Paper::CreditNote, (&goods, units), None, Some(bill.seq))?;
    if is_tracked {
        let step = Step {
            movement,
            kind: MovementKind::CreditNote,
            of: Some(bill.seq),
        };
        service_cost::credit(books, item, &bill.site, step, (units, gone))?;
    }
    let billed = Billed {
        cost: -gone,
        amount: -(part.price + part.exchange),
        tax: -part.tax,
        exchange: -part.exchange,
        laid: -sold,
    };
    let laid = Line {
        account: group.cost_of_sales.clone(),
        amount: -sold,
        dimensions: None,
    };
    let lines = invoice(&group, &purchase_accounts(books)?, &account, billed, &[laid]);
    post(books, Paper::CreditNote, &group, movement, None, lines)?;
    let (net, tax) = (billed.amount, billed.tax);
    let about = (movement, Some(bill.seq));
    tax::note(books, about, TaxSide::Purchases, open.by, Sale { net, tax })?;
    books.draft.put(&Settlement {
        movement,
        settles: bill.seq,
        qty: Qty::ZERO,
        cost: Money::ZERO,
        payable: part.price,
        exchange: Money::ZERO,
        tax: -part.tax,
        difference: Money::ZERO,
    });
    Ok(())
}

/// Returns what the accrual gives for a credit, and what of it belongs to what was sold. Units that are taken back leave at
/// the moving average, and must be there. A price that is credited comes off the units of the bill as far as so many are
/// there.
fn taken(books: &Books<'_, '_>, open: &Open, price: Money, qty: Option<Qty>) -> Result<(Money, Money), Halt> {
    let (held, worth) = service_cost::there(books, &open.bill.item, &open.bill.site)?;
    let Some(qty) = qty else {
        let here = held.min(open.units);
        let gone = if here.is_zero() {
            Money::ZERO
        } else {
            price.share(here, open.units)?.min(worth)
        };
        return Ok((gone, price - gone));
    };
    if held < qty {
        let need = format!(
            "at most {held} of {}, which are not sold yet; leave the quantity out to credit the price alone",
            open.bill.item
        );
        let found = qty.to_string();
        return Err(Refusal::Unfit { need, found }.into());
    }
    Ok((worth.share(qty, held)?, Money::ZERO))
}
