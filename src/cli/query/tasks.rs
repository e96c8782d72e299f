//! `tasks`: work to be done, and whose it is.

use super::Asked;
use crate::cli::failure::Failure;
use crate::cli::filter::named;
use crate::cli::output::Printer;
use crate::domain::amount::Qty;
use crate::domain::code::{Badge, Terminal};
use crate::domain::task::{Task, TaskKind, TaskState};
use crate::operations::pages::Pages;
use crate::operations::view::View;
use crate::store::StoreError;
use chrono::NaiveDate;
use serde::Serialize;

#[derive(Serialize)]
struct Row {
    task: i64,
    kind: TaskKind,
    state: TaskState,
    site: String,
    priority: i64,
    due: NaiveDate,
    location: String,
    item: Option<String>,
    lot: Option<String>,
    serial: Option<String>,
    order: Option<String>,
    line: Option<i64>,
    qty: Qty,
    done: Qty,
    owner: Option<Badge>,
    terminal: Option<Terminal>,
    since: Option<String>,
    until: Option<String>,
    reason: Option<String>,
}

/// Prints the tasks that pass the filter; a range of days is of due days.
pub(super) fn rows(view: &dyn View, asked: &Asked, printer: &mut Printer) -> Result<(), Failure> {
    let filter = &asked.filter;
    for task in Pages::<Task>::of(view) {
        let task = task.map_err(StoreError::from)?;
        let goods = filter.item(&task.item) && filter.lot(&task.lot);
        if goods && filter.site(&task.site) && filter.location(&task.location) && filter.day(task.due) {
            printer.row(&row(task))?;
        }
    }
    Ok(())
}

fn row(task: Task) -> Row {
    Row {
        task: task.task,
        kind: task.kind,
        state: task.state,
        site: task.site.to_string(),
        priority: task.priority,
        due: task.due,
        location: task.location.to_string(),
        item: named(&task.item),
        lot: named(&task.lot),
        serial: named(&task.serial),
        order: named(&task.order_no),
        line: Some(task.order_line).filter(|line| *line > 0),
        qty: task.qty,
        done: task.done,
        owner: task.owner,
        terminal: task.terminal,
        since: task.since.map(|at| at.to_string()),
        until: task.until.map(|at| at.to_string()),
        reason: task.reason,
    }
}
