//! The end of a hold: for a reason, asked for by one supervisor and approved by another.

use super::named::{self, Named};
use super::{HOLDS, settle};
use crate::domain::hold::{HeldGoods, Hold, is_between};
use crate::domain::record::Range;
use crate::domain::refusal::Refusal;
use crate::operations::change::Halt;
use crate::operations::holds::standing;
use crate::operations::request::Release;
use crate::operations::rules::books::Books;
use std::collections::BTreeSet;

/// Releases a whole hold, or the goods named from every hold that holds them.
pub(in crate::operations::rules) fn release(
    books: &mut Books<'_, '_>,
    asked: &Release,
) -> Result<Option<String>, Halt> {
    books.need(HOLDS)?;
    let why = books.request.reason.as_deref().map(str::trim);
    let Some(why) = why.filter(|why| !why.is_empty()).map(str::to_owned) else {
        let (need, found) = ("a reason why the goods are released".into(), "none".into());
        return Err(Refusal::Unfit { need, found }.into());
    };
    let said = asked.into();
    let words = match asked.hold {
        Some(_) if named::Said::is_said(&said) => {
            let need = "the number of a hold alone, or the goods".to_owned();
            let found = "both".to_owned();
            return Err(Refusal::Unfit { need, found }.into());
        }
        Some(number) => of_hold(books, number)?,
        None => named::goods(books, &said)?,
    };
    let what: Vec<String> = words.iter().map(|named| named.said(0, 0, 0).named()).collect();
    let what = what.join(", ");
    let mut freed: Vec<HeldGoods> = Vec::new();
    for named in &words {
        freed.extend(free(books, named, asked.hold)?);
    }
    if freed.is_empty() {
        return Err(Refusal::NotOnHold { what }.into());
    }
    second_person(books, format!("Releasing {what}"))?;
    let holds: BTreeSet<i64> = freed.iter().map(|word| word.hold).collect();
    let mut told: Vec<String> = Vec::new();
    for number in holds {
        if let Some(words) = end(books, number, &why)? {
            told.push(words);
        }
    }
    settle(books, &freed)?;
    Ok(Some(format!("{what} released: {why}{}", told.concat())))
}

/// Returns what a hold that stands still holds.
fn of_hold(books: &Books<'_, '_>, number: i64) -> Result<Vec<Named>, Halt> {
    let hold: Option<Hold> = books.view().find(&[&number])?;
    let what = format!("Hold {number}");
    if hold.is_none_or(|hold| hold.released != 0) {
        return Err(Refusal::NotOnHold { what }.into());
    }
    let words: Vec<HeldGoods> = books.view().all(&[&number])?;
    let held = words.into_iter().filter(|word| word.until == 0 && !word.free);
    Ok(held
        .map(
            |HeldGoods {
                 item,
                 lot,
                 first,
                 last,
                 ..
             }| Named {
                item,
                lot,
                serials: (first, last),
            },
        )
        .collect())
}

/// Takes goods off every hold, or off one: a word about just these goods counts no longer, and in a longer range of
/// pieces they become an exception. Returns the words that changed.
fn free(books: &mut Books<'_, '_>, named: &Named, only: Option<i64>) -> Result<Vec<HeldGoods>, Halt> {
    let lot = Some(&named.lot).filter(|lot| !lot.is_empty());
    let mut words = standing(books.view(), &named.item, lot)?;
    words.retain(|word| !word.free && only.is_none_or(|only| only == word.hold));
    let mut freed = Vec::new();
    for word in words {
        if named.is_said_by(&word) {
            let word = HeldGoods {
                until: books.operation,
                ..word
            };
            books.draft.put(&word);
            freed.push(word);
        } else if is_part_of(named, &word) {
            let last: Option<HeldGoods> = {
                let words = Range::of::<HeldGoods>(&[&word.hold]).backwards().first(1);
                books.view().list(&words)?.pop()
            };
            let number = last.map_or(0, |last| last.word) + 1;
            let exception = HeldGoods {
                free: true,
                ..named.said(word.hold, number, books.operation)
            };
            books.draft.put(&exception);
            freed.push(exception);
        }
    }
    Ok(freed)
}

/// Returns whether pieces are a part of those that a word is about.
fn is_part_of(named: &Named, word: &HeldGoods) -> bool {
    let (first, last) = &named.serials;
    !word.first.is_empty()
        && is_between(&word.first, first, &word.last)
        && is_between(&word.first, last, &word.last)
}

/// Ends a hold that holds nothing any more; returns what to tell of it.
fn end(books: &mut Books<'_, '_>, number: i64, why: &str) -> Result<Option<String>, Halt> {
    let words: Vec<HeldGoods> = books.view().all(&[&number])?;
    let hold: Option<Hold> = books.view().find(&[&number])?;
    let holds = words.iter().any(|word| word.until == 0 && !word.free);
    let Some(hold) = hold.filter(|_| !holds) else {
        return Ok(None);
    };
    books.draft.put(&Hold {
        released: books.operation,
        released_because: why.to_owned(),
        released_by: books.operator().clone(),
        approved_by: books.request.approved_by.clone().unwrap_or_default(),
        released_at: Some(books.request.at),
        ..hold
    });
    Ok(Some(format!(". Hold {number} is over")))
}

/// Refuses what would let held goods go on the word of one person: a supervisor asks for it, and another one approves.
/// Whoever held the goods may be either of them.
pub(super) fn second_person(books: &Books<'_, '_>, what: String) -> Result<(), Halt> {
    let refusal = Refusal::SecondPerson { what };
    let asks = books.operator();
    let is_other = !asks.is_empty() && books.request.approved_by.as_ref() != Some(asks);
    if is_other && books.is_accepted(&refusal)? {
        return Ok(());
    }
    Err(refusal.into())
}
