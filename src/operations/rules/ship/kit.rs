//! A kit leaves: it is sold as one, and each component leaves from its own lots and cost layers.

use super::{Leaving, leave, post, tax_on};
use crate::domain::amount::{Money, Qty};
use crate::domain::catalog::Item;
use crate::domain::refusal::Refusal;
use crate::ledger::posting::Sale;
use crate::operations::change::Halt;
use crate::operations::request::Ship;
use crate::operations::rules::books::Books;
use crate::operations::rules::here;
use crate::operations::rules::kit::components;
use crate::operations::rules::sources::Wanted;
use crate::operations::rules::stock::Goods;

/// Posts sales in the kit's group, as for a service, and cost of sales in the group of each component.
pub(super) fn ship(
    books: &mut Books<'_, '_>,
    asked: &Ship,
    item: &Item,
    qty: Qty,
) -> Result<Option<String>, Halt> {
    let named = [asked.lot.is_some(), asked.serial.is_some()];
    if let [true, _] | [_, true] = named {
        let (item, what) = (item.item.to_string(), "lot or serial number".to_owned());
        return Err(Refusal::NotTracked { item, what }.into());
    }
    if let Some(from) = &asked.from {
        let from = books.location(from)?;
        here::bin(books, &from)?;
        books.site = from.site;
    }
    let (group, channel) = (books.group(item)?, asked.channel.clone().unwrap_or_default());
    let net = asked.price.map_or(Ok(Money::ZERO), |price| qty.at_unit(price))?;
    let sale = Sale {
        net,
        tax: tax_on(books, &group, net)?,
    };
    let whole = Goods::plain(item.clone());
    let leaving = Leaving {
        goods: &whole,
        qty,
        from: None,
        order: None,
        kit: None,
    };
    let (sold, _) = leave(books, &leaving, sale)?;
    post(books, &leaving, sold, sale, Money::ZERO, &channel)?;
    for (component, need) in components(books, &item.item, qty)? {
        let wanted = Wanted {
            item: &component,
            from: asked.from.as_ref(),
            lot: None,
            serial: None,
            used: true,
        };
        let (mut cost, mut first) = (Money::ZERO, None);
        for part in books.gather_below(&wanted, need)? {
            let leaving = Leaving {
                goods: &part.goods,
                qty: part.qty,
                from: Some(&part.place),
                order: None,
                kit: Some(sold),
            };
            let (movement, part_cost) = leave(books, &leaving, Sale::default())?;
            first.get_or_insert(movement);
            cost += part_cost;
        }
        let whole = Goods {
            item: component,
            ..whole.clone()
        };
        let leaving = Leaving {
            goods: &whole,
            qty: need,
            ..leaving
        };
        post(
            books,
            &leaving,
            first.unwrap_or(sold),
            Sale::default(),
            cost,
            &channel,
        )?;
    }
    Ok(None)
}
