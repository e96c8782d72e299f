//! `counts`: count sheets and what each attempt found.

use super::Asked;
use crate::cli::failure::Failure;
use crate::cli::filter::named;
use crate::cli::output::Printer;
use crate::clock;
use crate::domain::amount::Qty;
use crate::domain::count::{Count, CountAttempt, CountLine, CountState};
use crate::domain::record::Range;
use crate::domain::stock::Status;
use crate::operations::view::View;
use crate::store::StoreError;
use chrono::NaiveDate;
use serde::Serialize;

#[derive(Serialize)]
struct Row {
    count: String,
    site: String,
    location: String,
    state: CountState,
    agreed: bool,
    opened_at: String,
    note: Option<String>,
    attempt: i64,
    operator: String,
    closed_at: Option<String>,
    item: Option<String>,
    lot: Option<String>,
    serial: Option<String>,
    status: Option<Status>,
    expiry: Option<NaiveDate>,
    book: Option<Qty>,
    counted: Option<Qty>,
    variance: Option<Qty>,
}

/// Prints the lines of the counts that pass the filter; a range of days is of the days of opening.
pub(super) fn rows(view: &dyn View, asked: &Asked, printer: &mut Printer) -> Result<(), Failure> {
    let filter = &asked.filter;
    for count in view.all::<Count>(&[]).map_err(StoreError::from)? {
        let passes = filter.site(&count.site) && filter.location(&count.location);
        if !passes || !filter.day(clock::day_of(count.opened_at)) {
            continue;
        }
        for attempt in view
            .all::<CountAttempt>(&[&count.count])
            .map_err(StoreError::from)?
        {
            let range = Range::of::<CountLine>(&[&count.count, &attempt.attempt]);
            let lines = view.list::<CountLine>(&range).map_err(StoreError::from)?;
            if lines.is_empty() && filter.item.is_none() && filter.lot.is_none() {
                printer.row(&row(&count, &attempt, None))?;
            }
            for line in lines
                .into_iter()
                .filter(|line| filter.item(&line.item) && filter.lot(&line.lot))
            {
                printer.row(&row(&count, &attempt, Some(line)))?;
            }
        }
    }
    Ok(())
}

fn row(count: &Count, attempt: &CountAttempt, line: Option<CountLine>) -> Row {
    Row {
        count: count.count.to_string(),
        site: count.site.to_string(),
        location: count.location.to_string(),
        state: count.state,
        agreed: count.agreed,
        opened_at: count.opened_at.to_string(),
        note: count.note.clone(),
        attempt: attempt.attempt,
        operator: attempt.operator.to_string(),
        closed_at: attempt.closed_at.map(|at| at.to_string()),
        item: line.as_ref().map(|line| line.item.to_string()),
        lot: line.as_ref().and_then(|line| named(&line.lot)),
        serial: line.as_ref().and_then(|line| named(&line.serial)),
        status: line.as_ref().map(|line| line.status),
        expiry: line.as_ref().and_then(|line| line.expiry),
        book: line.as_ref().map(|line| line.book),
        counted: line.as_ref().and_then(|line| line.counted),
        variance: line
            .filter(|line| line.counted.is_some())
            .map(|line| line.variance()),
    }
}
