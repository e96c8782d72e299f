//! What is behind a work order: its components, what moved for it, and what is in process.

use super::order::{Controls, Step, step};
use crate::domain::code::OrderNo;
use crate::domain::movement::{Movement, MovementKind};
use crate::domain::record::Fault;
use crate::domain::work_order::{WorkOrder, WorkPart};
use crate::operations::pages::Pages;
use crate::operations::view::View;

/// A work order with all that is behind it.
#[derive(Clone, Debug)]
pub struct WorkWhy {
    /// The work order.
    pub order: WorkOrder,
    /// Its components.
    pub parts: Vec<WorkPart>,
    /// What moved for it, in the order in which it happened.
    pub steps: Vec<Step>,
}

/// Returns the work order with this number, if there is one.
///
/// # Errors
/// A [`Fault`] if the store can't be read.
pub fn of_work_order(view: &dyn View, order_no: &OrderNo) -> Result<Option<WorkWhy>, Fault> {
    let Some(order) = view.find::<WorkOrder>(&[order_no])? else {
        return Ok(None);
    };
    let controls = Controls::default();
    let mut steps = Vec::new();
    for movement in Pages::<Movement>::of(view) {
        let movement = movement?;
        if is_work(movement.kind) && movement.document.as_deref() == Some(order_no.as_str()) {
            steps.push(step(view, movement, &controls)?);
        }
    }
    let parts = view.all(&[order_no])?;
    Ok(Some(WorkWhy { order, parts, steps }))
}

const fn is_work(kind: MovementKind) -> bool {
    matches!(
        kind,
        MovementKind::WorkIssue
            | MovementKind::WorkReturn
            | MovementKind::WorkScrap
            | MovementKind::WorkReport
            | MovementKind::WorkClose
    )
}
