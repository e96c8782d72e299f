//! Write-offs, finds, and counts without a sheet.

use super::books::Books;
use super::goods::{new_serial, note_lot};
use super::post::{About, Step};
use super::stock::{Goods, Place};
use super::{counted, here, short_bins, stated};
use crate::domain::amount::{Money, Price, Qty};
use crate::domain::catalog::Purpose;
use crate::domain::code::{AccountCode, Channel};
use crate::domain::company::Method;
use crate::domain::entry::Rule;
use crate::domain::movement::{Movement, MovementKind};
use crate::domain::policy::FifoBackdating;
use crate::domain::refusal::Refusal;
use crate::domain::user::Role;
use crate::ledger::posting;
use crate::operations::change::Halt;
use crate::operations::log::{COUNTED, HEEDED};
use crate::operations::request::{Adjust, CountOnce};

/// A difference between the book and the bin, and how it is explained.
pub(super) struct Difference<'a> {
    /// Which kind of movement it is.
    pub kind: MovementKind,
    /// By which rule it is posted.
    pub rule: Rule,
    /// The goods.
    pub goods: &'a Goods,
    /// Where.
    pub place: &'a Place,
    /// The quantity found (positive) or missing (negative).
    pub qty: Qty,
    /// The account that explains it; the group's own if none is named.
    pub account: Option<&'a AccountCode>,
    /// Price for a find that has no known cost.
    pub cost: Option<Price>,
    /// The paper.
    pub document: Option<String>,
    /// The late movement whose goods a count saw, if this corrects that count.
    pub late: Option<&'a Movement>,
}

/// Writes goods off or books a find.
pub(super) fn adjust(books: &mut Books<'_, '_>, asked: &Adjust) -> Result<Option<String>, Halt> {
    books.need(&[Role::Supervisor])?;
    if asked.qty.is_zero() {
        return Err(Refusal::NothingToMove {}.into());
    }
    let item = books.stock_item(&asked.item)?;
    let location = books.location_or(asked.at.as_ref(), Purpose::Storage)?;
    here::bin(books, &location)?;
    let place = Place::at(&location).with(asked.status);
    let goods = books.goods(item, asked.lot.as_ref(), asked.serial.as_ref(), asked.qty)?;
    let goods = if asked.qty < Qty::ZERO {
        let why = "goods that are written off go at what they cost, and their lot is known";
        let said = [("cost", asked.cost.is_some()), ("expiry", asked.expiry.is_some())];
        stated::nothing(books, &said, why)?;
        goods
    } else {
        note_lot(books, goods, asked.expiry)?
    };
    if let Some(account) = &asked.account {
        books.known_account(account)?;
        books.not_kept_by_stock(account)?;
    }
    if let Some(cost) = asked.cost.filter(|cost| cost.0 < 0) {
        let (need, found) = ("a cost from zero".into(), cost.to_string());
        return Err(Refusal::Unfit { need, found }.into());
    }
    book(
        books,
        &Difference {
            kind: MovementKind::Adjustment,
            rule: Rule::Adjustment,
            goods: &goods,
            place: &place,
            qty: asked.qty,
            account: asked.account.as_ref(),
            cost: asked.cost,
            document: None,
            late: None,
        },
    )?;
    Ok(None)
}

/// Sets the book of the day to what was counted, and carries the difference to now; a later count stands.
pub(super) fn count(books: &mut Books<'_, '_>, asked: &CountOnce) -> Result<Option<String>, Halt> {
    books.need(&[Role::Supervisor])?;
    if asked.counted < Qty::ZERO {
        return Err(Refusal::BadQuantity {
            qty: asked.counted,
            why: "nothing can be counted below zero".into(),
        }
        .into());
    }
    let item = books.stock_item(&asked.item)?;
    let location = books.location_or(asked.at.as_ref(), Purpose::Storage)?;
    here::bin(books, &location)?;
    let place = Place::at(&location);
    let probe = if asked.serial.is_some() {
        Qty::ONE
    } else {
        asked.counted
    };
    let goods = books.goods(item, asked.lot.as_ref(), asked.serial.as_ref(), probe)?;
    short_bins::counted(books, &place.location, Some(&asked.item))?;
    let (day, now) = (books.request.date, books.balance(&goods, &place)?.qty);
    let mut book_qty = now;
    if books.is_of(COUNTED) {
        book_qty -= counted::since(books, &goods, &place, day)?;
        let later = counted::first_after(books, &goods, &place, day)?;
        counted::note(books, &place.location, Some((&goods, place.status)), (day, None));
        if let Some(later) = later {
            let (counted, later) = (asked.counted, later.day);
            return Ok(Some(format!(
                "counted {counted}, the book of {day} says {book_qty}. The count of {later} stands: nothing was posted"
            )));
        }
    }
    let qty = asked.counted - book_qty;
    if qty.is_zero() {
        return Ok(Some(format!("counted {} as the book says", asked.counted)));
    }
    let goods = if Qty::ZERO < qty && books.is_of(HEEDED) {
        note_lot(books, goods, None)?
    } else {
        goods
    };
    let (kind, rule) = (MovementKind::Count, Rule::Count);
    let difference = Difference {
        kind,
        rule,
        goods: &goods,
        place: &place,
        qty,
        account: None,
        cost: None,
        document: None,
        late: None,
    };
    book(books, &difference)?;
    Ok(None)
}

/// Books a difference: stock, value, movement and entry.
pub(super) fn book(books: &mut Books<'_, '_>, found: &Difference<'_>) -> Result<(), Halt> {
    let Difference { goods, place, .. } = found;
    let (item, site, qty) = (&goods.item, &place.site, found.qty.abs());
    let pool_before = books.pool(&item.item, site)?.qty;
    let seq = books.view().next::<Movement>()?;
    let gained = Qty::ZERO < found.qty;
    let value = if gained {
        new_serial(books, goods)?;
        books.put_in(goods, place, qty)?;
        let cost = cost_of_found(books, found)?;
        books.value_in(goods, site, qty, cost, seq)?
    } else {
        match found.kind {
            MovementKind::Adjustment => books.take_out_below(goods, place, qty)?,
            _ => books.take_out(goods, place, qty, Qty::ZERO)?,
        }
        let layer = found.late.map_or(0, |late| late.seq);
        -books.value_out_of(goods, site, qty, layer, seq)?
    };
    let (from, to) = if gained {
        (None, Some(*place))
    } else {
        (Some(*place), None)
    };
    let step = Step::new(found.kind, goods, qty, from, to);
    let movement = books.movement(&Step {
        value,
        pool_before,
        document: found.document.clone(),
        ..step
    })?;
    let group = books.accounts(item, site)?;
    let own = if found.rule == Rule::Count {
        &group.count_variance
    } else {
        &group.adjustment
    };
    let lines = posting::gain_or_loss(&group, found.account.unwrap_or(own), value);
    let (rule, channel) = (found.rule, Channel::default());
    let document = books.paper(found.document.clone());
    books.entry(
        About {
            rule,
            movement,
            site: site.clone(),
            group: group.group,
            channel,
            document,
            negates: None,
        },
        lines,
    )
}

/// Returns what goods that were found are worth: at FIFO what a count saw gone already, as much as that left with, unless
/// the queue goes by days and it is not settled yet what that is.
fn cost_of_found(books: &Books<'_, '_>, found: &Difference<'_>) -> Result<Money, Halt> {
    let (item, site, qty) = (&found.goods.item, &found.place.site, found.qty);
    let left_with = found.late.map_or(Money::ZERO, |late| -late.value);
    let by_entry = books.policies()?.fifo_backdating()? == FifoBackdating::Queue;
    if item.method == Method::Fifo && by_entry && Money::ZERO < left_with {
        return Ok(left_with);
    }
    books.found_cost((item, Some(&found.goods.lot)), site, qty, found.cost)
}
