//! What reconciling asks: the counts that wait, and everything about one, with what its approval would post.

use super::{item, request};
use crate::domain::amount::Qty;
use crate::domain::code::{Badge, CountNo, Lpn};
use crate::domain::count::{Count, CountAttempt, CountLine, CountState};
use crate::domain::movement::{Movement, MovementKind};
use crate::domain::record::{Fault, Range};
use crate::domain::refusal::Refusal;
use crate::domain::stock::Balance;
use crate::domain::user::User;
use crate::flows::event::Context;
use crate::flows::naming;
use crate::flows::question::reconcile::{Line, Pick, Posting, Question, Sheet, Told, Waiting};
use crate::operations::closed::closing;
use crate::operations::preview::{Foreseen, Preview, Side, preview};
use crate::operations::request::{CountApprove, Request, Requester};
use crate::operations::view::View;
use std::collections::BTreeMap;

/// The number of recent picks from the bin that are shown.
const PICKS: usize = 5;
/// The maximum number of movements of an item searched for them.
const LOOK_BACK: usize = 500;

/// Answers a question of reconciling.
///
/// # Errors
/// A [`Fault`] if the store can't answer.
pub fn answer(view: &dyn View, question: &Question, context: &Context) -> Result<Told, Fault> {
    match question {
        Question::Waiting => waiting(view, context),
        Question::Sheet { count } => {
            let (preview, obstacle) = match preview(view, &approval(count, context, true))? {
                Foreseen::Applied(preview) => (preview, None),
                Foreseen::Answered(answer) => (anybody(view, count, context)?, answer.refusal),
            };
            let sheet = sheet(view, count, &preview, obstacle, context)?;
            Ok(Told::Sheet(Box::new(sheet)))
        }
    }
}

fn waiting(view: &dyn View, context: &Context) -> Result<Told, Fault> {
    let mut waiting = Vec::new();
    for state in [CountState::ToApprove, CountState::RecountWanted] {
        let counts: Vec<Count> = view.list(&Range::by(Count::BY_STATE, &[&state]))?;
        let here = counts.into_iter().filter(|count| count.site == context.site);
        waiting.extend(here.map(|count| Waiting {
            count: count.count,
            location: count.location,
            state,
            attempts: count.attempt,
            agreed: count.agreed,
        }));
    }
    Ok(Told::Waiting(waiting))
}

/// Returns what the approval would post if somebody else asked for it; an empty preview if nobody may approve.
fn anybody(view: &dyn View, count: &CountNo, context: &Context) -> Result<Preview, Fault> {
    Ok(match preview(view, &approval(count, context, false))? {
        Foreseen::Applied(preview) => preview,
        Foreseen::Answered(_) => Preview::default(),
    })
}

/// Returns the approval as this supervisor's request, or, unless `mine`, as one without an operator.
fn approval(count: &CountNo, context: &Context, mine: bool) -> Request {
    let asked = request(context, CountApprove { count: count.clone() });
    if mine {
        return asked;
    }
    Request {
        requester: Requester::Document { operator: None },
        ..asked
    }
}

fn sheet(
    view: &dyn View,
    number: &CountNo,
    preview: &Preview,
    obstacle: Option<Refusal>,
    context: &Context,
) -> Result<Sheet, Fault> {
    let count: Option<Count> = view.find(&[number])?;
    let count = count.ok_or_else(|| Fault::new(format!("count {number} is missing")))?;
    let attempts: Vec<CountAttempt> = view.all(&[number])?;
    let movements = &preview.movements;
    let lines = lines(view, &count, movements)?;
    let counters = attempts.iter().map(|attempt| name(view, &attempt.operator));
    let day = preview
        .entries
        .first()
        .map_or(context.today, |posted| posted.entry.posting);
    let period = day.format("%Y-%m").to_string();
    let closed = closing(view, &period)?;
    Ok(Sheet {
        counters: counters.collect::<Result<_, Fault>>()?,
        picks: picks(view, &count, &lines)?,
        postings: postings(view, preview)?,
        value: movements.iter().map(|movement| movement.value).sum(),
        period: (period, closed.is_some()),
        count: count.count,
        location: count.location,
        state: count.state,
        agreed: count.agreed,
        lines,
        obstacle,
    })
}

fn name(view: &dyn View, badge: &Badge) -> Result<String, Fault> {
    let user: Option<User> = view.find(&[badge])?;
    Ok(user.map_or_else(|| badge.to_string(), |user| user.name))
}

/// Returns every line of any attempt. Book quantity, moves and variance are those of the last attempt that has the
/// line.
fn lines(view: &dyn View, count: &Count, movements: &[Movement]) -> Result<Vec<Line>, Fault> {
    let mut found: BTreeMap<_, Line> = BTreeMap::new();
    let all: Vec<CountLine> = view.all(&[&count.count])?;
    for line in all {
        let key = (
            line.item.clone(),
            line.lot.clone(),
            line.serial.clone(),
            line.status,
        );
        let mut counted = found.remove(&key).map_or_else(Vec::new, |known| known.counted);
        let before = usize::try_from(line.attempt - 1).unwrap_or(0);
        counted.resize(before, None);
        counted.push(line.counted);
        found.insert(key, of_line(view, count, &line, counted, movements)?);
    }
    let attempts = usize::try_from(count.attempt).unwrap_or(0);
    for line in found.values_mut() {
        line.counted.resize(attempts, None);
    }
    Ok(found.into_values().collect())
}

fn of_line(
    view: &dyn View,
    count: &Count,
    line: &CountLine,
    counted: Vec<Option<Qty>>,
    movements: &[Movement],
) -> Result<Line, Fault> {
    let item = item(view, &line.item)?;
    let now: Option<Balance> = view.find(&[
        &line.item,
        &line.lot,
        &line.serial,
        &count.location,
        &line.status,
        &Lpn::default(),
    ])?;
    let now = now.map_or(Qty::ZERO, |balance| balance.qty);
    let same = |movement: &&Movement| {
        let status = [movement.from_status, movement.to_status].contains(&line.status);
        movement.item == line.item && movement.lot == line.lot && movement.serial == line.serial && status
    };
    let is_last = line.attempt == count.attempt;
    Ok(Line {
        item: line.item.clone(),
        name: item.name,
        uom: item.uom,
        lot: line.lot.clone(),
        serial: line.serial.clone(),
        status: line.status,
        counted,
        book: line.book,
        moved_before: line.book_at_scan - line.book,
        book_at_scan: line.book_at_scan,
        moved_after: now - line.book_at_scan,
        variance: if is_last { line.variance() } else { Qty::ZERO },
        value: movements.iter().filter(same).map(|movement| movement.value).sum(),
    })
}

/// Returns the last picks of the counted items from the bin, latest first.
fn picks(view: &dyn View, count: &Count, lines: &[Line]) -> Result<Vec<Pick>, Fault> {
    let mut items: Vec<_> = lines.iter().map(|line| &line.item).collect();
    items.dedup();
    let mut found = Vec::new();
    for item in items {
        let range = Range::by(Movement::BY_STOCK, &[item, &count.site]);
        let moved: Vec<Movement> = view.list(&range.backwards().first(LOOK_BACK))?;
        let from_here = |movement: &Movement| movement.from_location.as_ref() == Some(&count.location);
        let picked = moved
            .into_iter()
            .filter(|m| m.kind == MovementKind::Pick && from_here(m));
        found.extend(picked.take(PICKS));
    }
    found.sort_by_key(|movement| std::cmp::Reverse(movement.seq));
    let pick = |movement: Movement| {
        Ok(Pick {
            at: movement.entered_at,
            operator: name(view, &movement.operator)?,
            goods: naming::name(&movement.item, &movement.lot, &movement.serial),
            qty: movement.qty,
            order: movement.document.unwrap_or_default(),
        })
    };
    found.into_iter().take(PICKS).map(pick).collect()
}

/// Returns the journal lines of the approval, summed by account and side.
fn postings(view: &dyn View, preview: &Preview) -> Result<Vec<Posting>, Fault> {
    let sides = preview.sides(view)?.into_iter();
    Ok(sides
        .map(
            |Side {
                 account,
                 name,
                 amount,
             }| Posting {
                account,
                name,
                amount,
            },
        )
        .collect())
}
