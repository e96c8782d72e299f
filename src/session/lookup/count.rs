//! What counting asks. No answer carries a quantity from the books: only what a counter has counted, and the names of
//! what has not been counted.

use super::{item, known, location};
use crate::domain::code::{CountNo, Lpn};
use crate::domain::count::{Count, CountAttempt, CountLine, CountState};
use crate::domain::record::{Fault, Range, Record, Value};
use crate::domain::stock::Balance;
use crate::domain::task::{Task, TaskKind, TaskState};
use crate::domain::value::Cell;
use crate::flows::event::Context;
use crate::flows::question::count::{Counted, Named, Question, Told, Wanted};
use crate::operations::view::View;

/// Answers a question of a count.
///
/// # Errors
/// A [`Fault`] if the store can't answer.
pub fn answer(view: &dyn View, question: &Question, context: &Context) -> Result<Told, Fault> {
    match question {
        Question::Wanted => Ok(Told::Wanted(wanted(view, context)?)),
        Question::Sheet { count } => {
            let (sheet, lines) = own(view, count)?;
            let counted = lines.iter().filter_map(|line| Some((line, line.counted?)));
            let lines: Result<_, Fault> = counted
                .map(|(line, qty)| {
                    Ok(Counted {
                        goods: named(view, &sheet, line)?,
                        qty,
                    })
                })
                .collect();
            Ok(Told::Sheet {
                count: sheet.count,
                location: sheet.location,
                lines: lines?,
            })
        }
        Question::Missing { count } => {
            let (sheet, lines) = own(view, count)?;
            let mut missing = Vec::new();
            for line in lines.iter().filter(|line| line.counted.is_none()) {
                if is_known_here(view, &sheet, line)? {
                    missing.push(named(view, &sheet, line)?);
                }
            }
            Ok(Told::Missing(missing))
        }
        Question::Lot { item, lot } => {
            let other = known::instead_of_lot(view, item, lot)?;
            Ok(Told::Otherwise(other.map(|other| format!("{other}, not a lot"))))
        }
        Question::Serial { item, serial } => {
            let other = known::instead_of_serial(view, item, serial)?;
            let not = |other| format!("{other}, not a serial number of {item}");
            Ok(Told::Otherwise(other.map(not)))
        }
    }
}

/// Returns the operator's unfinished counts, recounts of what others counted, and bins whose count was asked for.
fn wanted(view: &dyn View, context: &Context) -> Result<Vec<Wanted>, Fault> {
    let me = &context.operator.badge;
    let (mut wanted, mut open) = (Vec::new(), Vec::new());
    let mut add = |location, why: &str, claimed| {
        let why = why.to_owned();
        wanted.push(Wanted {
            location,
            why,
            claimed,
        });
    };
    for &state in CountState::OPEN {
        let counts: Vec<Count> = view.list(&Range::by(Count::BY_STATE, &[&state]))?;
        for count in counts.into_iter().filter(|count| count.site == context.site) {
            let attempts: Vec<CountAttempt> = view.all(&[&count.count])?;
            let mine = |attempt: &CountAttempt| attempt.operator == *me;
            // A bin whose sheet is open is listed by the sheet, or waits for somebody else.
            open.push(count.location.clone());
            match state {
                CountState::Counting if attempts.last().is_some_and(mine) => {
                    add(count.location, "go on", false);
                }
                CountState::RecountWanted if !attempts.iter().any(mine) => {
                    add(count.location, "recount", false);
                }
                _ => {}
            }
        }
    }
    let range = Range::by(
        Task::BY_URGENCY,
        &[&TaskKind::Count, &TaskState::Open, &context.site],
    );
    for task in view.list::<Task>(&range)? {
        let is_open = open.contains(&task.location);
        if !is_open && !task.is_held_from(me, context.now) {
            let why = task.reason.as_deref().unwrap_or("planned").replace('_', " ");
            add(task.location, &why, true);
        }
    }
    Ok(wanted)
}

/// Returns a sheet with the lines of its attempt under way.
fn own(view: &dyn View, count: &CountNo) -> Result<(Count, Vec<CountLine>), Fault> {
    let sheet: Option<Count> = view.find(&[count])?;
    let sheet = sheet.ok_or_else(|| Fault::new(format!("count {count} is missing")))?;
    let lines = view.all(&[count, &sheet.attempt])?;
    Ok((sheet, lines))
}

fn named(view: &dyn View, sheet: &Count, line: &CountLine) -> Result<Named, Fault> {
    let item = item(view, &line.item)?;
    let usual = location(view, &sheet.location)?.purpose.status();
    Ok(Named {
        item: line.item.clone(),
        name: item.name,
        uom: item.uom,
        tracking: item.tracking,
        lot: line.lot.clone(),
        serial: line.serial.clone(),
        status: Some(line.status).filter(|status| *status != usual),
    })
}

/// Returns whether such goods are in the bin at all, without revealing how many.
fn is_known_here(view: &dyn View, sheet: &Count, line: &CountLine) -> Result<bool, Fault> {
    let key: [Value; 6] = [
        line.item.to_value(),
        line.lot.to_value(),
        line.serial.to_value(),
        sheet.location.to_value(),
        line.status.to_value(),
        Lpn::default().to_value(),
    ];
    Ok(view.row(Balance::TABLE, &key)?.is_some())
}
