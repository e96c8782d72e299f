//! Counts and what is set off against them.

use super::{Check, Finding};
use crate::domain::code::{ItemCode, LocationCode, LotCode, Serial};
use crate::domain::count::{Counted, SetOff};
use crate::domain::movement::{Movement, MovementKind};
use crate::domain::record::Fault;
use crate::domain::stock::Status;
use crate::operations::pages::Pages;
use crate::operations::view::View;

/// Checks that each correction of a count equals its late movement, dated before the count.
pub(super) fn check(view: &dyn View) -> Result<Finding, Fault> {
    let mut check = Check::of("what is set off against a count = what was entered late behind it");
    for set_off in Pages::<SetOff>::of(view) {
        let set_off = set_off?;
        let holds = holds(view, &set_off)?;
        check.see(holds, || {
            let SetOff { movement, count, .. } = &set_off;
            format!("movement {movement}, against the count of operation {count}")
        });
    }
    Ok(check.finish())
}

fn holds(view: &dyn View, set_off: &SetOff) -> Result<bool, Fault> {
    let moved: Option<Movement> = view.find(&[&set_off.movement])?;
    let late: Option<Movement> = view.find(&[&set_off.late])?;
    let (Some(moved), Some(late)) = (moved, late) else {
        return Ok(false);
    };
    let (from, to) = (&moved.from_location, &moved.to_location);
    let (Some(at), true) = (from.as_ref().or(to.as_ref()), moved.kind == MovementKind::Count) else {
        return Ok(false);
    };
    let is_same = (&late.item, &late.lot, &late.serial, late.qty, late.operation)
        == (&moved.item, &moved.lot, &moved.serial, moved.qty, moved.operation);
    let is_opposite =
        from.is_some() && late.to_location == *from || to.is_some() && late.from_location == *to;
    let is_behind = late.effective < moved.effective && set_off.count < late.operation;
    Ok(is_same && is_opposite && is_behind && was_counted(view, set_off, &moved, at)?)
}

/// Returns whether an earlier operation counted the goods, or their whole bin, on the day of a movement.
fn was_counted(
    view: &dyn View,
    set_off: &SetOff,
    moved: &Movement,
    at: &LocationCode,
) -> Result<bool, Fault> {
    let (day, count) = (&moved.effective, &set_off.count);
    let own: Option<Counted> = view.find(&[
        at,
        &moved.item,
        &moved.lot,
        &moved.serial,
        &moved.from_status,
        day,
        count,
    ])?;
    let whole: Option<Counted> = view.find(&[
        at,
        &ItemCode::default(),
        &LotCode::default(),
        &Serial::default(),
        &Status::Available,
        day,
        count,
    ])?;
    Ok(own.is_some() || whole.is_some())
}
