//! A kit leaves: it is sold as one, and each component leaves from its own lots and cost layers.

use super::{Leaving, leave, post};
use crate::domain::amount::Money;
use crate::domain::catalog::Item;
use crate::domain::refusal::Refusal;
use crate::operations::change::Halt;
use crate::operations::request::{Ship, ShipLine};
use crate::operations::rules::books::Books;
use crate::operations::rules::here;
use crate::operations::rules::kit::components;
use crate::operations::rules::sources::Wanted;
use crate::operations::rules::stock::Goods;
use crate::operations::rules::tax::Charge;

/// Posts sales in the kit's group, as for a service, and cost of sales in the group of each component.
pub(super) fn ship(
    books: &mut Books<'_, '_>,
    asked: &Ship,
    line: &ShipLine,
    item: Item,
    charge: Charge,
) -> Result<(), Halt> {
    let named = [line.lot.is_some(), line.serial.is_some()];
    if let [true, _] | [_, true] = named {
        let (item, what) = (item.item.to_string(), "lot or serial number".to_owned());
        return Err(Refusal::NotTracked { item, what }.into());
    }
    if let Some(from) = &line.from {
        let from = books.location(from)?;
        here::bin(books, &from)?;
        books.site = from.site;
    }
    let channel = asked.channel.clone().unwrap_or_default();
    let code = item.item.clone();
    let whole = Goods::plain(item);
    let leaving = Leaving {
        goods: &whole,
        qty: line.qty,
        from: None,
        order: None,
        kit: None,
    };
    let (sold, _) = leave(books, &leaving, &charge)?;
    post(books, &leaving, sold, charge, Money::ZERO, &channel)?;
    for (component, need) in components(books, &code, line.qty)? {
        let wanted = Wanted {
            item: &component,
            from: line.from.as_ref(),
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
            let (movement, part_cost) = leave(books, &leaving, &Charge::default())?;
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
            Charge::default(),
            cost,
            &channel,
        )?;
    }
    Ok(())
}
