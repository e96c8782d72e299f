//! Goods arrive: from a vendor, or as opening stock.

mod cost;

use self::cost::Paid;
use super::books::Books;
use super::goods::{new_serial, note_lot, positive};
use super::plates::pallet;
use super::post::{About, Step};
use super::stock::{Goods, Place};
use super::{here, stated};
use crate::domain::amount::{Money, Qty};
use crate::domain::catalog::{Item, Purpose};
use crate::domain::code::{Channel, OrderNo};
use crate::domain::entry::Rule;
use crate::domain::movement::MovementKind;
use crate::domain::order::{Order, OrderKind, OrderLine, OrderState};
use crate::domain::policy::CompanyAccount;
use crate::domain::refusal::Refusal;
use crate::domain::shelf_life::ShelfLife;
use crate::domain::stock::Status;
use crate::domain::user::Role;
use crate::ledger::posting;
use crate::operations::change::Halt;
use crate::operations::request::{Opening, Receive};
use chrono::NaiveDate;

/// Receives goods from a vendor.
pub(super) fn receive(books: &mut Books<'_, '_>, asked: &Receive) -> Result<Option<String>, Halt> {
    books.need(&[Role::Receiver, Role::Supervisor])?;
    positive(asked.qty)?;
    let item = books.stock_item(&asked.item)?;
    if asked.order.is_none() {
        let why = "it is a line of an order, and none is named";
        stated::nothing(books, &[("line", asked.line.is_some())], why)?;
    }
    let line = asked
        .order
        .as_ref()
        .map(|order| order_line(books, order, &item, asked))
        .transpose()?;
    let location = books.location_or(asked.to.as_ref(), Purpose::Storage)?;
    here::bin(books, &location)?;
    let place = Place::at(&location).with(asked.status).on(asked.lpn.as_ref());
    let goods = books.goods(item, asked.lot.as_ref(), asked.serial.as_ref(), asked.qty)?;
    let goods = known_lot(books, goods, asked.expiry, &place)?;
    new_serial(books, &goods)?;
    books.check_room(&location, asked.qty)?;
    let paid = Paid::of(books, (asked, &place.site), line.as_ref())?;
    let cost = paid.cost;
    pallet(books, asked.lpn.as_ref(), &place)?;
    books.put_in(&goods, &place, asked.qty)?;
    let before = books.pool(&goods.item.item, &place.site)?.qty;
    let seq = books.view().next::<crate::domain::movement::Movement>()?;
    let value = books.value_in(&goods, &place.site, asked.qty, cost, seq)?;
    books.note_cost(&goods.item.item, &place.site, asked.qty, cost)?;
    let step = Step::new(MovementKind::Receipt, &goods, asked.qty, None, Some(&place));
    let document = line.as_ref().map(|line| line.order_no.to_string());
    let order_line = line.as_ref().map(|line| line.line);
    let movement = books.movement(&Step {
        value,
        pool_before: before,
        document: document.clone(),
        order_line,
        ..step
    })?;
    let group = books.accounts(&goods.item, &place.site)?;
    let lines = posting::receipt(&group, &paid.account(books)?, value, cost);
    let document = books.paper(document);
    let about = about(Rule::Receipt, movement, &place, group.group, document);
    books.entry(about, lines)?;
    paid.note(books, movement, &goods, &place, asked, line.as_ref())?;
    if let Some(line) = line {
        let line = OrderLine {
            done: line.done + asked.qty,
            ..line
        };
        books.draft.put(&line);
        close_when_done(books, &line.order_no)?;
    }
    Ok(None)
}

/// Enters goods that were there before the books were.
pub(super) fn opening(books: &mut Books<'_, '_>, asked: &Opening) -> Result<Option<String>, Halt> {
    books.need(&[Role::Administrator, Role::Controller])?;
    positive(asked.qty)?;
    if asked.value < Money::ZERO {
        let found = "one below zero".into();
        return Err(Refusal::CostOrValue { found }.into());
    }
    let item = books.stock_item(&asked.item)?;
    let location = books.location(&asked.location)?;
    let place = Place::at(&location);
    let goods = books.goods(item, asked.lot.as_ref(), asked.serial.as_ref(), asked.qty)?;
    let goods = note_lot(books, goods, asked.expiry)?;
    new_serial(books, &goods)?;
    books.put_in(&goods, &place, asked.qty)?;
    let pool_before = books.pool(&goods.item.item, &place.site)?.qty;
    let seq = books.view().next::<crate::domain::movement::Movement>()?;
    let value = books.value_in(&goods, &place.site, asked.qty, asked.value, seq)?;
    books.note_cost(&goods.item.item, &place.site, asked.qty, asked.value)?;
    let step = Step::new(MovementKind::Receipt, &goods, asked.qty, None, Some(&place));
    let movement = books.movement(&Step {
        value,
        pool_before,
        ..step
    })?;
    let group = books.accounts(&goods.item, &place.site)?;
    let (against, revaluation) = (
        books.account(CompanyAccount::Opening)?,
        books.account(CompanyAccount::Revaluation)?,
    );
    let lines = posting::opening(&group, &against, &revaluation, value, asked.value);
    books.entry(about(Rule::Opening, movement, &place, group.group, None), lines)?;
    Ok(None)
}

/// Returns what a receipt's or opening's entry is about.
fn about(rule: Rule, movement: i64, place: &Place, group: i64, document: Option<String>) -> About {
    let (site, channel) = (place.site.clone(), Channel::default());
    About {
        rule,
        movement,
        site,
        group,
        channel,
        document,
        negates: None,
    }
}

/// Returns the order's line for the item: the one named, else the first that is still open, else the last.
fn order_line(
    books: &Books<'_, '_>,
    order: &OrderNo,
    item: &Item,
    asked: &Receive,
) -> Result<OrderLine, Halt> {
    let head: Option<Order> = books.view().find(&[&OrderKind::Purchase, order])?;
    let head = head.ok_or_else(|| Refusal::UnknownOrder {
        order: order.to_string(),
    })?;
    here::order(books, &head)?;
    let lines: Vec<OrderLine> = books.view().all(&[&OrderKind::Purchase, order])?;
    let wanted =
        |line: &&OrderLine| line.item == item.item && asked.line.is_none_or(|number| line.line == number);
    let open = lines.iter().find(|line| wanted(line) && Qty::ZERO < line.open());
    let line = open.or_else(|| lines.iter().rfind(wanted)).cloned();
    let line = line.ok_or_else(|| Refusal::NotOnOrder {
        item: item.item.to_string(),
        order: order.to_string(),
    })?;
    let percent = i64::from(books.policies()?.over_receipt_percent()?);
    let limit = line.qty + line.qty.percent(percent)?;
    if limit < line.done + asked.qty {
        let over = Refusal::OverReceipt {
            item: item.item.to_string(),
            order: order.to_string(),
            open: line.open(),
            found: asked.qty,
        };
        if !books.is_accepted(&over)? {
            return Err(over.into());
        }
    }
    Ok(line)
}

/// Returns the goods with their lot's expiry, checked against the books and the calendar.
fn known_lot(
    books: &mut Books<'_, '_>,
    goods: Goods,
    expiry: Option<NaiveDate>,
    place: &Place,
) -> Result<Goods, Halt> {
    let goods = note_lot(books, goods, expiry)?;
    let Some(expiry) = goods.expiry else {
        return Ok(goods);
    };
    let need = goods.item.min_life_days.unwrap_or(0);
    // The policy is about shipping: what arrives on its last day has not expired yet.
    let checked = ShelfLife::on(books.request.date, true).check_day(expiry, need);
    if let Err(unusable) = checked
        && place.status == Status::Available
    {
        let (item, lot) = (goods.item.item.to_string(), goods.lot.to_string());
        let refusal = unusable.refusal(item, lot, need);
        if !books.is_accepted(&refusal)? {
            return Err(refusal.into());
        }
    }
    Ok(goods)
}

fn close_when_done(books: &mut Books<'_, '_>, order: &OrderNo) -> Result<(), Halt> {
    let lines: Vec<OrderLine> = books.view().all(&[&OrderKind::Purchase, order])?;
    let head: Option<Order> = books.view().find(&[&OrderKind::Purchase, order])?;
    if let Some(head) = head.filter(|_| lines.iter().all(|line| line.open().is_zero())) {
        books.draft.put(&Order {
            state: OrderState::Closed,
            ..head
        });
    }
    Ok(())
}
