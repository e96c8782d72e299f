//! Goods, kits and services are sold straight, without an order: the lines of one document.

use super::{Leaving, kit, leave, post};
use crate::domain::amount::Money;
use crate::domain::catalog::{Item, Party, PartyKind};
use crate::domain::refusal::Refusal;
use crate::domain::tax::TaxSide;
use crate::ledger::posting::Sale;
use crate::operations::change::Halt;
use crate::operations::log::HEEDED;
use crate::operations::request::{Ship, ShipLine};
use crate::operations::rules::books::Books;
use crate::operations::rules::goods::{may_leave, positive};
use crate::operations::rules::sources::{Part, Wanted};
use crate::operations::rules::stock::Goods;
use crate::operations::rules::tax::{self, Charge, Priced};
use crate::operations::rules::{here, stated};

/// Ships the lines of a document, which is taxed as one.
pub(super) fn ship(
    books: &mut Books<'_, '_>,
    asked: &Ship,
    lines: &[ShipLine],
) -> Result<Option<String>, Halt> {
    let includes_tax = match asked.prices_include_tax {
        Some(named) => named,
        None => books.policies()?.sales_prices_include_tax()?,
    };
    let (mut items, mut priced) = (Vec::new(), Vec::new());
    for line in lines {
        positive(line.qty)?;
        let item = books.item(&line.item)?;
        let amount = price_of(line, &item, 1 < lines.len())?;
        let named = line.tax_type.as_ref().or(asked.tax_type.as_ref());
        let tax = tax::on(books, TaxSide::Sales, &item, named)?;
        priced.push(Priced::of(amount, tax, includes_tax));
        items.push(item);
    }
    let sum: Money = priced.iter().map(|it| it.amount).sum();
    if sum < Money::ZERO {
        let (need, found) = ("lines that come to zero or more".into(), sum.to_string());
        return Err(Refusal::Unfit { need, found }.into());
    }
    tax::at_most(&priced, asked.tax)?;
    let site = books.site.clone();
    let charges = tax::charges(priced, asked.tax)?;
    for ((line, item), charge) in lines.iter().zip(items).zip(charges) {
        books.site = site.clone();
        books.says_line(line.dimensions.as_ref())?;
        if item.service {
            service(books, asked, line, item, charge)?;
        } else if books.is_kit(&item.item)? {
            kit::ship(books, asked, line, item, charge)?;
        } else {
            loose(books, asked, line, &item, charge)?;
        }
    }
    Ok(None)
}

/// Returns what a line sells for. A service among other lines may take something off.
fn price_of(line: &ShipLine, item: &Item, is_among_others: bool) -> Result<Money, Halt> {
    let Some(price) = line.price else {
        return Ok(Money::ZERO);
    };
    if price.0 < 0 && !(is_among_others && item.service) {
        let need = "a price from zero; only a service among other lines takes something off".into();
        let found = price.to_string();
        return Err(Refusal::Unfit { need, found }.into());
    }
    Ok(line.qty.at_unit(price)?)
}

/// Ships goods straight from the bins, first expiry first out if no lot is named.
fn loose(
    books: &mut Books<'_, '_>,
    asked: &Ship,
    line: &ShipLine,
    item: &Item,
    charge: Charge,
) -> Result<(), Halt> {
    if let Some(from) = &line.from {
        let from = books.location(from)?;
        here::bin(books, &from)?;
    }
    let wanted = Wanted {
        item,
        from: line.from.as_ref(),
        lot: line.lot.as_ref(),
        serial: line.serial.as_ref(),
        used: true,
    };
    let (mut left, mut rest, mut cost, mut first) = (line.qty, charge.sale, Money::ZERO, None);
    let mut last = None;
    let life = life_for(books, asked)?;
    for Part { goods, place, qty } in books.gather_below(&wanted, line.qty)? {
        if 0 < life {
            may_leave(books, &goods, life)?;
        }
        let sale = Sale {
            net: rest.net.share(qty, left)?,
            tax: rest.tax.share(qty, left)?,
        };
        let leaving = Leaving {
            goods: &goods,
            qty,
            from: Some(&place),
            order: None,
            kit: None,
        };
        let share = Charge {
            sale,
            by: charge.by.clone(),
        };
        let (movement, part_cost) = leave(books, &leaving, &share)?;
        first.get_or_insert(movement);
        rest = Sale {
            net: rest.net - sale.net,
            tax: rest.tax - sale.tax,
        };
        left -= qty;
        cost += part_cost;
        last = Some((goods, place));
    }
    let (Some((goods, place)), Some(movement)) = (last, first) else {
        return Err(Refusal::NothingToMove {}.into());
    };
    let leaving = Leaving {
        goods: &goods,
        qty: line.qty,
        from: Some(&place),
        order: None,
        kit: None,
    };
    let channel = asked.channel.clone().unwrap_or_default();
    post(books, &leaving, movement, charge, cost, &channel)
}

/// Returns the days of life that the customer named wants of goods.
fn life_for(books: &Books<'_, '_>, asked: &Ship) -> Result<i64, Halt> {
    let customer: Option<Party> = match asked.customer.as_ref().filter(|_| books.is_of(HEEDED)) {
        Some(customer) => books.view().find(&[&PartyKind::Customer, customer])?,
        None => None,
    };
    Ok(customer.and_then(|customer| customer.min_life_days).unwrap_or(0))
}

/// Sells a service: sales without goods.
fn service(
    books: &mut Books<'_, '_>,
    asked: &Ship,
    line: &ShipLine,
    item: Item,
    charge: Charge,
) -> Result<(), Halt> {
    let said = [
        ("from", line.from.is_some()),
        ("lot", line.lot.is_some()),
        ("serial", line.serial.is_some()),
    ];
    stated::nothing(books, &said, "a service lies nowhere")?;
    let goods = Goods::plain(item);
    let leaving = Leaving {
        goods: &goods,
        qty: line.qty,
        from: None,
        order: None,
        kit: None,
    };
    let (movement, cost) = leave(books, &leaving, &charge)?;
    let channel = asked.channel.clone().unwrap_or_default();
    post(books, &leaving, movement, charge, cost, &channel)
}
