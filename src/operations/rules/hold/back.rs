//! A hold or a release taken back.

use super::before::{self, WAS_HELD};
use super::named::Named;
use super::release::second_person;
use super::{promises, put, settle};
use crate::domain::hold::{HeldGoods, Hold};
use crate::domain::record::Range;
use crate::operations::change::Halt;
use crate::operations::log::HELD;
use crate::operations::request::HoldLot;
use crate::operations::rules::books::Books;

const SINCE: &str = "some of it was released since";

/// Takes the hold that is operation `number` back, which lets goods go and so needs a second supervisor, unless some of
/// them were released since; returns what to tell, or why not. At a terminal nobody else is asked: there they are
/// released instead.
pub(in crate::operations::rules) fn take_back(
    books: &mut Books<'_, '_>,
    asked: &HoldLot,
    (number, note): (i64, Option<&str>),
) -> Result<Result<String, String>, Halt> {
    if !books.is_of(HELD) {
        return before::unhold(books, asked, (number, note));
    }
    if asked.why.is_none()
        && books.request.reason.is_none()
        && note.is_some_and(|note| !note.starts_with("Hold "))
    {
        return older_release(books, asked, note);
    }
    let words: Vec<HeldGoods> = books.view().list(&Range::by(HeldGoods::BY_SINCE, &[&number]))?;
    let Some(first) = words.first() else {
        return Ok(Err("what it held is held by a later one, or no longer".into()));
    };
    let hold: Option<Hold> = books.view().find(&[&first.hold])?;
    let all: Vec<HeldGoods> = books.view().all(&[&first.hold])?;
    let Some(hold) = hold.filter(|_| all.iter().all(|word| word.until == 0 && !word.free)) else {
        return Ok(Err(SINCE.into()));
    };
    let what: Vec<String> = words.iter().map(HeldGoods::named).collect();
    let what = what.join(", ");
    let alone = second_person(books, format!("Taking the hold of {what} back"));
    if alone.is_err() && !books.request.requester.is_document() {
        return Ok(Err(
            "it would let held goods go; release them, which takes another supervisor".into(),
        ));
    }
    alone?;
    for word in &all {
        let until = books.operation;
        books.draft.put(&HeldGoods {
            until,
            ..word.clone()
        });
    }
    let told = format!("hold {} is taken back: {what}", hold.hold);
    books.draft.put(&Hold {
        released: books.operation,
        released_because: "taken back".into(),
        released_by: books.operator().clone(),
        approved_by: books.request.approved_by.clone().unwrap_or_default(),
        released_at: Some(books.request.at),
        ..hold
    });
    settle(books, &all)?;
    Ok(Ok(told))
}

/// Takes a release back that an older rule book decided, which was a hold without a reason: the lot is on hold for what
/// it was before.
fn older_release(
    books: &mut Books<'_, '_>,
    asked: &HoldLot,
    note: Option<&str>,
) -> Result<Result<String, String>, Halt> {
    let Some((_, why)) = note.and_then(|note| note.split_once(WAS_HELD)) else {
        return Ok(Err("it released nothing".into()));
    };
    let (item, lot) = before::of_lot(asked);
    let serials = <_>::default();
    put(books, &[Named { item, lot, serials }], why).map(Ok)
}

/// Takes the release that is operation `number` back: what it let go is on hold again; returns what to tell, or why not.
pub(in crate::operations::rules) fn held_again(
    books: &mut Books<'_, '_>,
    number: i64,
) -> Result<Result<String, String>, Halt> {
    let freed: Vec<HeldGoods> = books.view().list(&Range::by(HeldGoods::BY_UNTIL, &[&number]))?;
    let exceptions: Vec<HeldGoods> = books.view().list(&Range::by(HeldGoods::BY_SINCE, &[&number]))?;
    let mut words: Vec<HeldGoods> = Vec::new();
    words.extend(freed.into_iter().map(|word| HeldGoods { until: 0, ..word }));
    words.extend(
        exceptions
            .into_iter()
            .filter(|word| word.until == 0)
            .map(|word| HeldGoods {
                until: books.operation,
                ..word
            }),
    );
    if words.is_empty() {
        return Ok(Err("what it released is released by another one since".into()));
    }
    for word in &words {
        books.draft.put(word);
    }
    for hold in books
        .view()
        .list::<Hold>(&Range::by(Hold::BY_RELEASE, &[&number]))?
    {
        books.draft.put(&Hold {
            released: 0,
            released_because: String::new(),
            released_by: "".into(),
            approved_by: "".into(),
            released_at: None,
            ..hold
        });
    }
    settle(books, &words)?;
    promises::of(books, &words)?;
    let what: Vec<String> = words.iter().map(HeldGoods::named).collect();
    Ok(Ok(format!("{} on hold again", what.join(", "))))
}
