//! What inquiring asks: everything known of a thing, as a card.

use super::item;
use crate::domain::amount::Qty;
use crate::domain::blind::Stated;
use crate::domain::catalog::{Category, Item, Location, Lot, Party, PartyKind};
use crate::domain::code::{ItemCode, LocationCode, LotCode, Lpn, OrderNo, Serial};
use crate::domain::hold::Hold;
use crate::domain::movement::Movement;
use crate::domain::order::{Order, OrderKind, OrderLine};
use crate::domain::record::{Fault, Range};
use crate::domain::shelf_life::ShelfLife;
use crate::domain::stock::{Balance, Plate};
use crate::flows::event::Context;
use crate::flows::naming::{counted, many, name, stated};
use crate::flows::question::inquire::{Card, Question, Told};
use crate::operations::blindness::{Blindness, hides_movement};
use crate::operations::view::View;
use crate::operations::{holds, takeable};

/// The maximum number of items with the same lot code that are listed; others are found by scanning the item first.
const LISTED: usize = 200;

/// Answers a question of inquiring.
///
/// # Errors
/// A [`Fault`] if the store can't answer.
pub fn answer(view: &dyn View, question: &Question, context: &Context) -> Result<Told, Fault> {
    let card = match question {
        Question::Item { item, lot, .. } if is_unheard_of(view, item, lot.as_ref())? => None,
        Question::Item { item, lot, serial } => {
            let wanted = |balance: &Balance| {
                lot.as_ref().is_none_or(|lot| *lot == balance.lot)
                    && serial.as_ref().is_none_or(|serial| *serial == balance.serial)
            };
            Some(goods(view, item, lot.as_ref(), serial.as_ref(), wanted, context)?)
        }
        Question::Lot(code) => any_lot(view, code, context)?,
        Question::Location(code) => location(view, code, context)?,
        Question::Plate(code) => plate(view, code, context)?,
        Question::Order(kind, no) => order(view, *kind, no)?,
    };
    Ok(Told::Found(card.map(Box::new)))
}

/// Returns whether a lot is named that no goods of the item ever had. Nothing can be said about it, not even that it is
/// used up.
fn is_unheard_of(view: &dyn View, code: &ItemCode, lot: Option<&LotCode>) -> Result<bool, Fault> {
    let Some(lot) = lot.filter(|lot| !lot.is_empty()) else {
        return Ok(false);
    };
    if !item(view, code)?.tracking.wants_lot() {
        return Ok(false);
    }
    let known: Option<Lot> = view.find(&[code, lot])?;
    Ok(known.is_none())
}

/// Returns an item with its stock: on hand, allocated, available, and where it lies.
fn goods(
    view: &dyn View,
    code: &ItemCode,
    lot: Option<&LotCode>,
    serial: Option<&Serial>,
    wanted: impl Fn(&Balance) -> bool,
    context: &Context,
) -> Result<Card, Fault> {
    let item = item(view, code)?;
    let mut stock: Vec<Balance> = view.all(&[code])?;
    stock.retain(|balance| !balance.qty.is_zero() && wanted(balance));
    let blindness = Blindness::of(view, &context.operator, &stock)?;
    let on_hand = blindness.total(&stock, |balance| balance.qty);
    let allocated: Qty = stock.iter().map(|balance| balance.allocated).sum();
    let mut free = Stated::default();
    let shelf_life = ShelfLife::of(&view.policies()?, context.today)?;
    let holds = on_hold(view, code, lot, serial)?;
    let mut rows = Vec::new();
    for balance in &stock {
        let lot = holds::lot_of(view, balance)?;
        let part = takeable::available(view, balance, shelf_life)?;
        free = free + blindness.state(&balance.location, part);
        // The pieces of a bin under count would be told by their number.
        let serial = if blindness.hides(&balance.location) {
            ""
        } else {
            balance.serial.as_str()
        };
        let what = [balance.lot.as_str(), serial].join(" ").trim().to_owned();
        let expiry = lot.and_then(|lot| lot.expiry);
        let expiry = expiry.map(|expiry| expiry.to_string()).unwrap_or_default();
        let at = if balance.lpn.is_empty() {
            balance.location.to_string()
        } else {
            format!("{} {}", balance.location, balance.lpn)
        };
        let row = vec![
            at,
            what,
            blindness.state(&balance.location, balance.qty).to_string(),
            balance.status.to_string(),
            expiry,
        ];
        if !blindness.hides(&balance.location) || !rows.contains(&row) {
            rows.push(row);
        }
    }
    let title = name(
        code,
        lot.unwrap_or(&LotCode::default()),
        serial.unwrap_or(&Serial::default()),
    );
    let places = places(&stock, &blindness);
    let text = format!(
        "{title} {}: on hand {}, allocated {allocated}, available {free}{places}",
        item.name,
        stated(on_hand, &item.uom)
    );
    let text = [vec![text], holds.clone()].concat().join("; ");
    let mut facts = item_facts(view, &item, (on_hand, allocated, free), context)?;
    facts.extend(holds.into_iter().map(|hold| ("On hold".to_owned(), hold)));
    Ok(Card {
        title,
        text,
        facts,
        columns: ["Where", "Lot", "#Qty", "Status", "Expiry"]
            .map(str::to_owned)
            .to_vec(),
        rows,
    })
}

/// Returns the lots and pieces that may not leave, and why: those asked about, or all of the item.
fn on_hold(
    view: &dyn View,
    code: &ItemCode,
    lot: Option<&LotCode>,
    serial: Option<&Serial>,
) -> Result<Vec<String>, Fault> {
    let mut lots: Vec<Lot> = view.all(&[code])?;
    lots.retain(|known| lot.is_none_or(|lot| *lot == known.lot));
    let held = |known: Lot| Some(format!("lot {} is held: {}", known.lot, known.hold?));
    let mut told: Vec<String> = lots.into_iter().filter_map(held).collect();
    match serial {
        Some(serial) => {
            let why = holds::of_piece(view, code, serial)?;
            told.extend(why.map(|why| format!("serial {serial} is held: {why}")));
        }
        None if lot.is_none() => {
            for word in holds::standing(view, code, None)? {
                let hold: Option<Hold> = view.find(&[&word.hold])?;
                let why = hold.filter(|_| !word.free && !word.first.is_empty());
                told.extend(why.map(|hold| format!("{} held: {}", word.named(), hold.reason)));
            }
        }
        None => {}
    }
    Ok(told)
}

fn item_facts(
    view: &dyn View,
    item: &Item,
    (on_hand, allocated, available): (Stated, Qty, Stated),
    context: &Context,
) -> Result<Vec<(String, String)>, Fault> {
    let mut facts = vec![
        ("Name".to_owned(), item.name.clone()),
        ("On hand".to_owned(), stated(on_hand, &item.uom)),
        ("Allocated".to_owned(), many(allocated, &item.uom)),
        ("Available".to_owned(), stated(available, &item.uom)),
    ];
    if let Some(code) = &item.category {
        let known: Option<Category> = view.find(&[code])?;
        let name = known.map_or_else(|| code.to_string(), |known| known.name);
        facts.push(("Category".into(), name));
    }
    let range = Range::by(Movement::BY_STOCK, &[&item.item, &context.site])
        .backwards()
        .first(1);
    if let Some(last) = view.list::<Movement>(&range)?.pop() {
        let when = last.entered_at.to_minute();
        let by = if last.operator.is_empty() {
            "a document".to_owned()
        } else {
            last.operator.to_string()
        };
        let moved = if hides_movement(view, &context.operator, &last)? {
            Stated::withheld()
        } else {
            last.qty.into()
        };
        facts.push((
            "Last moved".into(),
            format!("{when} {} {} by {by}", last.kind, stated(moved, &item.uom)),
        ));
    }
    Ok(facts)
}

/// Returns the first few places, in words.
fn places(stock: &[Balance], blindness: &Blindness) -> String {
    let mut all: Vec<String> = Vec::new();
    for balance in stock {
        let location = &balance.location;
        let place = format!("{} at {location}", blindness.state(location, balance.qty));
        if !blindness.hides(location) || !all.contains(&place) {
            all.push(place);
        }
    }
    match all.len() {
        0 => String::new(),
        4.. => format!(": {} and {} more", all[..3].join(", "), all.len() - 3),
        _ => format!(": {}", all.join(", ")),
    }
}

/// Returns the card of a lot whose item was not scanned: that of the only item that has it, else a list of items.
fn any_lot(view: &dyn View, code: &LotCode, context: &Context) -> Result<Option<Card>, Fault> {
    let lots: Vec<Lot> = view.list(&Range::by(Lot::BY_LOT, &[code]).first(LISTED))?;
    match lots.as_slice() {
        [] => Ok(None),
        [only] => goods(
            view,
            &only.item,
            Some(code),
            None,
            |balance| balance.lot == *code,
            context,
        )
        .map(Some),
        several => {
            let rows = several.iter().map(|lot| {
                let expiry = lot.expiry.map(|expiry| expiry.to_string()).unwrap_or_default();
                vec![lot.item.to_string(), expiry]
            });
            Ok(Some(Card {
                title: format!("lot {code}"),
                text: format!("lot {code} belongs to {} items. Scan the item too", several.len()),
                columns: vec!["Item".into(), "Expiry".into()],
                rows: rows.collect(),
                ..Card::default()
            }))
        }
    }
}

fn location(view: &dyn View, code: &LocationCode, context: &Context) -> Result<Option<Card>, Fault> {
    let found: Option<Location> = view.find(&[code])?;
    let Some(location) = found else { return Ok(None) };
    let stock: Vec<Balance> = view.list(&Range::by(Balance::BY_LOCATION, &[code]))?;
    let mut facts = vec![
        ("Site".to_owned(), location.site.to_string()),
        ("For".to_owned(), location.purpose.to_string()),
    ];
    facts.extend(
        location
            .capacity
            .map(|capacity| ("Holds".to_owned(), capacity.to_string())),
    );
    facts.extend(
        location
            .fixed_item
            .map(|fixed| ("Only".to_owned(), fixed.to_string())),
    );
    content(view, &format!("{code}"), &stock, facts, context).map(Some)
}

fn plate(view: &dyn View, code: &Lpn, context: &Context) -> Result<Option<Card>, Fault> {
    let found: Option<Plate> = view.find(&[code])?;
    let Some(plate) = found else { return Ok(None) };
    let stock: Vec<Balance> = view.list(&Range::by(Balance::BY_LPN, &[code]))?;
    let mut facts = vec![
        ("Kind".to_owned(), format!("{} {}", plate.state, plate.kind)),
        ("At".to_owned(), plate.location.to_string()),
    ];
    facts.extend(
        plate
            .order_no
            .map(|order| ("Order".to_owned(), order.to_string())),
    );
    content(view, &format!("{code}"), &stock, facts, context).map(Some)
}

/// Returns what lies at a location or on a licence plate.
fn content(
    view: &dyn View,
    title: &str,
    stock: &[Balance],
    facts: Vec<(String, String)>,
    context: &Context,
) -> Result<Card, Fault> {
    let blindness = Blindness::of(view, &context.operator, stock)?;
    let mut rows = Vec::new();
    let mut lines = Vec::new();
    let mut is_blind = false;
    for balance in stock.iter().filter(|balance| !balance.qty.is_zero()) {
        let item = item(view, &balance.item)?;
        let hides = blindness.hides(&balance.location);
        let serial = if hides {
            &Serial::default()
        } else {
            &balance.serial
        };
        let named = name(&balance.item, &balance.lot, serial);
        let qty = blindness.state(&balance.location, balance.qty);
        let line = format!("{} {named}", stated(qty, &item.uom));
        is_blind |= hides;
        if hides && lines.contains(&line) {
            continue;
        }
        lines.push(line);
        rows.push(vec![
            named,
            item.name,
            qty.to_string(),
            balance.status.to_string(),
            balance.lpn.to_string(),
        ]);
    }
    let about: Vec<String> = facts
        .iter()
        .map(|(name, value)| format!("{} {value}", name.to_lowercase()))
        .collect();
    let what = match lines.len() {
        0 => "empty".to_owned(),
        1..=3 => lines.join(", "),
        _ if is_blind => format!("{}, and more", lines[..3].join(", ")),
        more => format!("{}, and {} more", lines[..3].join(", "), more - 3),
    };
    Ok(Card {
        title: title.to_owned(),
        text: format!("{title} ({}): {what}", about.join(", ")),
        facts,
        columns: ["Goods", "Name", "#Qty", "Status", "On"]
            .map(str::to_owned)
            .to_vec(),
        rows,
    })
}

fn order(view: &dyn View, kind: OrderKind, no: &OrderNo) -> Result<Option<Card>, Fault> {
    let found: Option<Order> = view.find(&[&kind, no])?;
    let Some(head) = found else { return Ok(None) };
    let lines: Vec<OrderLine> = view.all(&[&kind, no])?;
    let side = if kind == OrderKind::Purchase {
        PartyKind::Vendor
    } else {
        PartyKind::Customer
    };
    let party: Option<Party> = view.find(&[&side, &head.party])?;
    let party = party.map_or_else(|| head.party.to_string(), |party| party.name);
    let done = lines.iter().filter(|line| line.open().is_zero()).count();
    let rows = lines.iter().map(|line| {
        vec![
            line.item.to_string(),
            line.qty.to_string(),
            line.done.to_string(),
            line.open().to_string(),
        ]
    });
    Ok(Some(Card {
        title: no.to_string(),
        text: format!(
            "{kind} order {no} of {party} is {}, due {}: {done} of {} done",
            head.state,
            head.due,
            counted(lines.len(), "line")
        ),
        facts: vec![
            ("With".into(), party),
            ("State".into(), head.state.to_string()),
            ("Due".into(), head.due.to_string()),
        ],
        columns: ["Item", "#Ordered", "#Done", "#Open"].map(str::to_owned).to_vec(),
        rows: rows.collect(),
    }))
}
