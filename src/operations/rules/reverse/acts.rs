//! Acts that are more than what they moved: a report of too little, a closed parcel, a decision about a count, a hold.

use super::refused;
use crate::domain::code::{CountNo, Key};
use crate::domain::count::{Count, CountState};
use crate::domain::log::Logged;
use crate::domain::order::{Order, OrderState};
use crate::domain::refusal::Refusal;
use crate::domain::stock::{LpnState, Plate};
use crate::domain::task::Task;
use crate::operations::blindness::DECIDES;
use crate::operations::change::Halt;
use crate::operations::log::NAMED;
use crate::operations::request::{CloseParcel, Operation};
use crate::operations::rules::books::Books;
use crate::operations::rules::{allocate, count, hold, pack, short, tasks};

/// Refuses an operator who may no longer do what is taken back, where the operation was an act: it was right when it was
/// done, but its opposite is decided now.
pub(super) fn need(books: &Books<'_, '_>, operation: &Operation) -> Result<(), Halt> {
    match operation {
        Operation::Short(asked) => match books.view().find::<Task>(&[&asked.task])? {
            Some(task) => books.need(tasks::roles(task.kind)),
            None => Ok(()),
        },
        Operation::CloseParcel(_) => books.need(pack::CLOSES),
        Operation::HoldLot(_) | Operation::Release(_) => books.need(hold::HOLDS),
        Operation::CountApprove(_) | Operation::CountAgain(_) | Operation::CountReject(_) => {
            books.need(DECIDES)
        }
        _ => Ok(()),
    }
}

/// Takes an act back, where the operation was one; returns what to tell.
pub(super) fn take_back(
    books: &mut Books<'_, '_>,
    logged: &Logged,
    operation: &Operation,
) -> Result<Option<String>, Halt> {
    let (of, note) = (&logged.key, logged.note.as_deref());
    Ok(Some(match operation {
        Operation::Short(asked) => short::take_back(books, asked)?.map_err(|why| refused(of, why))?,
        Operation::CloseParcel(asked) => reopen(books, of, asked)?,
        Operation::HoldLot(asked) => {
            hold::take_back(books, asked, (logged.seq, note))?.map_err(|why| refused(of, why))?
        }
        Operation::Release(_) => hold::held_again(books, logged.seq)?.map_err(|why| refused(of, why))?,
        Operation::CountApprove(asked) => undecide(books, of, &asked.count, CountState::Posted, note)?,
        Operation::CountAgain(asked) => undecide(books, of, &asked.count, CountState::RecountWanted, note)?,
        Operation::CountClose(asked) if books.is_of(NAMED) => match unpost(books, of, &asked.count)? {
            Some(told) => told,
            None => return Ok(None),
        },
        Operation::CountReject(asked) => undecide(books, of, &asked.count, CountState::Rejected, note)?,
        _ => return Ok(None),
    }))
}

/// Opens a closed parcel again, as long as it is still here.
fn reopen(books: &mut Books<'_, '_>, of: &Key, asked: &CloseParcel) -> Result<String, Halt> {
    let parcel = pack::plate(books, &asked.parcel)?;
    match parcel.state {
        LpnState::Closed => {}
        LpnState::Open => return Err(refused(of, "the parcel is open already")),
        LpnState::Shipped => return Err(refused(of, "the parcel has left; take that back first")),
    }
    let order = parcel.order_no.clone().unwrap_or_default();
    let head = allocate::sales_order(books, &order)?;
    if head.state == OrderState::Packed {
        let state = OrderState::Picked;
        books.draft.put(&Order { state, ..head });
    }
    let told = format!("{} is open again", parcel.lpn);
    books.draft.put(&Plate {
        state: LpnState::Open,
        weight: None,
        carton: None,
        ..parcel
    });
    Ok(told)
}

/// Lets a count wait for a decision again, as it did before; `made` is what the decision made of it.
fn undecide(
    books: &mut Books<'_, '_>,
    of: &Key,
    number: &CountNo,
    made: CountState,
    note: Option<&str>,
) -> Result<String, Halt> {
    let sheet: Option<Count> = books.view().find(&[number])?;
    let sheet = sheet.ok_or_else(|| Refusal::UnknownCount {
        count: number.to_string(),
    })?;
    if sheet.state != made {
        let now = sheet.state.word().replace('_', " ");
        return Err(refused(of, format!("the count is {now} by now")));
    }
    let is_final = matches!(made, CountState::Posted | CountState::Rejected);
    if is_final {
        not_counted_anew(books, of, &sheet)?;
    }
    let told = format!("the count of {} waits for a decision again", sheet.location);
    let state = count::before_decision(&sheet, note);
    books.draft.put(&Count {
        state,
        note: None,
        ..sheet
    });
    Ok(told)
}

/// Has a count counted anew whose differences were posted and are taken back; `None` if it is no such count. It is
/// another operator's to count: whoever closed it may have seen the books since.
fn unpost(books: &mut Books<'_, '_>, of: &Key, number: &CountNo) -> Result<Option<String>, Halt> {
    let sheet: Option<Count> = books.view().find(&[number])?;
    let Some(sheet) = sheet.filter(|sheet| sheet.state == CountState::Posted) else {
        return Ok(None);
    };
    not_counted_anew(books, of, &sheet)?;
    let told = format!(
        "the count of {} is taken back, another operator counts it again",
        sheet.location
    );
    let state = CountState::RecountWanted;
    books.draft.put(&Count { state, ..sheet });
    Ok(Some(told))
}

/// Refuses to open a sheet again whose bin has another one by now.
fn not_counted_anew(books: &Books<'_, '_>, of: &Key, sheet: &Count) -> Result<(), Halt> {
    if count::open_sheet(books, &sheet.location)?.is_none() {
        return Ok(());
    }
    let why = format!("{} is being counted anew; finish that first", sheet.location);
    Err(refused(of, why))
}
