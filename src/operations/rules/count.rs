//! Count sheets: opened, counted, closed, recounted by another operator, approved or rejected.

mod sheet;
mod variance;

pub(super) use self::sheet::{may_open, open_sheet};

use self::sheet::{openable, other_counter, own_sheet, sheet};
use self::variance::{agree, post, within_tolerance};
use super::books::Books;
use super::goods::{goods_of, note_lot};
use super::stock::{Goods, Place, name_of};
use super::tasks::open_at;
use super::{here, short_bins};
use crate::domain::amount::Qty;
use crate::domain::code::CountNo;
use crate::domain::count::{Count, CountAttempt, CountLine, CountState};
use crate::domain::movement::Movement;
use crate::domain::record::{Range, Record};
use crate::domain::refusal::Refusal;
use crate::domain::stock::Balance;
use crate::domain::task::{Task, TaskKind, TaskState};
use crate::operations::blindness::{COUNTS, DECIDES};
use crate::operations::change::Halt;
use crate::operations::log::{COUNTED, NOTED};
use crate::operations::request::{CountClose, CountOpen, CountRead};

/// Opens a bin for counting, or for its recount. The note names the sheet.
pub(super) fn open(books: &mut Books<'_, '_>, asked: &CountOpen) -> Result<Option<String>, Halt> {
    books.need(COUNTS)?;
    let location = books.location(&asked.location)?;
    here::bin(books, &location)?;
    let waiting = open_sheet(books, &location.location)?;
    if let Some(count) = &waiting {
        openable(books, count)?;
    }
    let count = match waiting {
        Some(count) if count.state == CountState::RecountWanted => Count {
            state: CountState::Counting,
            attempt: count.attempt + 1,
            ..count
        },
        Some(count) => return Ok(Some(count.count.to_string())),
        None => Count {
            count: CountNo::opened_by(books.operation),
            site: location.site.clone(),
            location: location.location.clone(),
            state: CountState::Counting,
            attempt: 1,
            agreed: false,
            opened_at: books.request.at,
            note: None,
        },
    };
    let (number, attempt) = (count.count.clone(), count.attempt);
    books.draft.put(&count);
    books.draft.put(&CountAttempt {
        count: number.clone(),
        attempt,
        operator: books.operator().clone(),
        opened_at: books.request.at,
        closed_at: None,
        snapshot: books.view().last(Movement::TABLE)?,
        day: None,
    });
    for balance in loose(books, &count)? {
        let Balance {
            item,
            lot,
            serial,
            status,
            qty,
            ..
        } = balance;
        let expiry = None;
        let line = CountLine {
            count: number.clone(),
            attempt,
            item,
            lot,
            serial,
            status,
            expiry,
            book: qty,
            book_at_scan: qty,
            counted: None,
            seen: None,
        };
        books.draft.put(&line);
    }
    Ok(Some(number.to_string()))
}

/// Counts something on an open sheet, or takes back what was counted: with nothing left, it is uncounted again.
pub(super) fn read(books: &mut Books<'_, '_>, asked: &CountRead) -> Result<Option<String>, Halt> {
    let count = own_sheet(books, &asked.count)?;
    let item = books.stock_item(&asked.item)?;
    let probe = if asked.serial.is_some() {
        Qty::ONE
    } else {
        asked.qty
    };
    let goods = books.goods(item, asked.lot.as_ref(), asked.serial.as_ref(), probe)?;
    let goods = note_lot(books, goods, asked.expiry)?;
    let location = books.location(&count.location)?;
    let place = Place::at(&location).with(asked.status);
    let now = books.balance(&goods, &place)?.qty;
    let key: (&CountNo, i64) = (&count.count, count.attempt);
    let known: Option<CountLine> = books.view().find(&[
        key.0,
        &key.1,
        &goods.item.item,
        &goods.lot,
        &goods.serial,
        &place.status,
    ])?;
    let before = known.as_ref().and_then(|line| line.counted).unwrap_or(Qty::ZERO);
    let counted = before + asked.qty;
    if counted < Qty::ZERO {
        let why = "nothing can be counted below zero".into();
        return Err(Refusal::BadQuantity { qty: asked.qty, why }.into());
    }
    let is_taken_back = asked.qty < Qty::ZERO && counted.is_zero();
    if goods.item.tracking.wants_serial() && Qty::ZERO < asked.qty {
        counted_once(books, &count, &goods)?;
        if Qty::ONE < asked.qty {
            let (item, qty) = (name_of(&goods), asked.qty);
            return Err(Refusal::OneSerial { item, qty }.into());
        }
    }
    books.draft.put(&CountLine {
        count: count.count.clone(),
        attempt: count.attempt,
        item: goods.item.item.clone(),
        lot: goods.lot.clone(),
        serial: goods.serial.clone(),
        status: place.status,
        expiry: asked.expiry.or(goods.expiry),
        book: known.map_or(Qty::ZERO, |line| line.book),
        book_at_scan: now,
        counted: Some(counted).filter(|_| !is_taken_back),
        seen: last_movement(books)?,
    });
    Ok(Some(format!("{} {counted} counted", name_of(&goods))))
}

/// Finishes an attempt: a difference within tolerance is posted, otherwise another operator counts again, and then a
/// supervisor decides. The note names the new state and reveals nothing of the book.
pub(super) fn close(books: &mut Books<'_, '_>, asked: &CountClose) -> Result<Option<String>, Halt> {
    let count = own_sheet(books, &asked.count)?;
    let mut lines = lines_of(books, &count, count.attempt)?;
    for line in &mut lines {
        if line.counted.is_none() {
            let goods = line_goods(books, line)?;
            let place = place_of(books, &count, line)?;
            line.book_at_scan = books.balance(&goods, &place)?.qty;
            if !asked.rest_is_zero && !line.book_at_scan.is_zero() {
                let what = name_of(&goods);
                return Err(Refusal::NotCounted {
                    count: count.count.to_string(),
                    what,
                }
                .into());
            }
            line.counted = Some(Qty::ZERO);
            line.seen = last_movement(books)?;
            books.draft.put(line);
        }
    }
    let attempt: Option<CountAttempt> = books.view().find(&[&count.count, &count.attempt])?;
    if let Some(attempt) = attempt {
        books.draft.put(&CountAttempt {
            closed_at: Some(books.request.at),
            day: books.is_of(COUNTED).then_some(books.request.date),
            ..attempt
        });
    }
    finish_tasks(books, &count)?;
    let state = if count.attempt == 1 {
        if within_tolerance(books, &count, &lines)? {
            post(books, &count, &lines)?;
            short_bins::counted(books, &count.location, None)?;
            CountState::Posted
        } else {
            CountState::RecountWanted
        }
    } else {
        CountState::ToApprove
    };
    let agreed = 1 < count.attempt && agree(&lines_of(books, &count, count.attempt - 1)?, &lines);
    books.draft.put(&Count {
        state,
        agreed,
        ..count
    });
    Ok(Some(state.to_string()))
}

/// Approves a sheet for a supervisor: the difference of the last attempt is posted.
pub(super) fn approve(books: &mut Books<'_, '_>, count: &CountNo) -> Result<Option<String>, Halt> {
    books.need(DECIDES)?;
    let count = decidable(books, count)?;
    other_counter(books, &count)?;
    let lines = lines_of(books, &count, count.attempt)?;
    post(books, &count, &lines)?;
    short_bins::counted(books, &count.location, None)?;
    Ok(decided(books, count, CountState::Posted))
}

/// Has a sheet counted once more for a supervisor.
pub(super) fn again(books: &mut Books<'_, '_>, count: &CountNo) -> Result<Option<String>, Halt> {
    books.need(DECIDES)?;
    let count = decidable(books, count)?;
    Ok(decided(books, count, CountState::RecountWanted))
}

/// Rejects a sheet for a supervisor: nothing is posted.
pub(super) fn reject(books: &mut Books<'_, '_>, count: &CountNo) -> Result<Option<String>, Halt> {
    books.need(DECIDES)?;
    let count = decidable(books, count)?;
    short_bins::counted(books, &count.location, None)?;
    Ok(decided(books, count, CountState::Rejected))
}

/// Notes a decision about a sheet; returns the state before it, for whoever takes it back.
fn decided(books: &mut Books<'_, '_>, count: Count, state: CountState) -> Option<String> {
    let was = books.is_of(NOTED).then(|| count.state.to_string());
    let note = books.request.reason.clone();
    books.draft.put(&Count { state, note, ..count });
    was
}

/// Returns the state of a sheet before a decision about it, by what was noted then. Older decisions noted nothing.
pub(super) fn before_decision(count: &Count, note: Option<&str>) -> CountState {
    let wanted = CountState::RecountWanted;
    match note {
        Some(note) if note == wanted.word() => wanted,
        None if count.attempt == 1 => wanted,
        _ => CountState::ToApprove,
    }
}

/// Returns a sheet that a supervisor may decide about: closed by its counter, and not posted or rejected yet.
fn decidable(books: &Books<'_, '_>, number: &CountNo) -> Result<Count, Halt> {
    let count = sheet(books, number)?;
    if matches!(count.state, CountState::ToApprove | CountState::RecountWanted) {
        return Ok(count);
    }
    let (what, state) = (format!("Count {number}"), count.state.word().replace('_', " "));
    Err(Refusal::WrongState {
        what,
        state,
        need: "Name one that waits for a decision".into(),
    }
    .into())
}

/// Refuses a piece that is already on a sheet, whatever its status and its bin: it lies in one place only.
fn counted_once(books: &Books<'_, '_>, count: &Count, goods: &Goods) -> Result<(), Halt> {
    let (item, serial) = (&goods.item.item, &goods.serial);
    let range = Range::by(CountLine::BY_SERIAL, &[item, serial]);
    for line in books.view().list::<CountLine>(&range)? {
        let is_found = line.lot == goods.lot && line.counted.is_some_and(|qty| !qty.is_zero());
        if !is_found {
            continue;
        }
        let sheet: Option<Count> = books.view().find(&[&line.count])?;
        let counts = |sheet: &Count| {
            let is_open = [CountState::Counting, CountState::ToApprove].contains(&sheet.state);
            is_open && sheet.attempt == line.attempt
        };
        let Some(sheet) = sheet.filter(counts) else {
            continue;
        };
        let (item, serial) = (item.to_string(), serial.to_string());
        let at = if sheet.count == count.count {
            "on this sheet".to_owned()
        } else {
            format!("in {}, on sheet {}", sheet.location, sheet.count)
        };
        return Err(Refusal::SerialCounted { item, serial, at }.into());
    }
    Ok(())
}

/// Returns the loose goods in the bin; licence plates are counted by scanning them, not their content.
fn loose(books: &Books<'_, '_>, count: &Count) -> Result<Vec<Balance>, Halt> {
    let content = books.content(&count.location)?;
    Ok(content
        .into_iter()
        .filter(|balance| balance.lpn.is_empty())
        .collect())
}

/// Returns the last movement, up to which a count made now has seen everything.
fn last_movement(books: &Books<'_, '_>) -> Result<Option<i64>, Halt> {
    let last = books.view().last(Movement::TABLE)?;
    Ok(Some(last).filter(|_| books.is_of(COUNTED)))
}

fn lines_of(books: &Books<'_, '_>, count: &Count, attempt: i64) -> Result<Vec<CountLine>, Halt> {
    Ok(books.view().all(&[&count.count, &attempt])?)
}

fn line_goods(books: &Books<'_, '_>, line: &CountLine) -> Result<Goods, Halt> {
    goods_of(
        books,
        &Balance {
            item: line.item.clone(),
            lot: line.lot.clone(),
            serial: line.serial.clone(),
            location: "".into(),
            status: line.status,
            lpn: "".into(),
            site: "".into(),
            qty: Qty::ONE,
            allocated: Qty::ZERO,
            expiry: line.expiry,
        },
    )
}

fn place_of(books: &Books<'_, '_>, count: &Count, line: &CountLine) -> Result<Place, Halt> {
    Ok(Place::at(&books.location(&count.location)?).with(Some(line.status)))
}

/// Marks the count tasks of the bin as done.
fn finish_tasks(books: &mut Books<'_, '_>, count: &Count) -> Result<(), Halt> {
    for task in open_at(books, &count.location, TaskKind::Count)? {
        let state = TaskState::Done;
        books.draft.put(&Task { state, ..task });
    }
    Ok(())
}
