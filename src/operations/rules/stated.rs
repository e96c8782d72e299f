//! What a document says of where it happens holds, or the document is refused. Whoever works at a terminal works at one
//! site, and says nothing of it.

use super::books::Books;
use crate::domain::code::{CountNo, Lpn, OrderNo, SiteCode};
use crate::domain::count::Count;
use crate::domain::entry::{Entry, LedgerBatch};
use crate::domain::movement::Movement;
use crate::domain::order::{Order, OrderKind};
use crate::domain::policy::PolicyKey;
use crate::domain::record::Fault;
use crate::domain::refusal::Refusal;
use crate::domain::stock::Plate;
use crate::domain::task::Task;
use crate::operations::change::Halt;
use crate::operations::log::HEEDED;
use crate::operations::meant::{Meant, filled};
use crate::operations::request::{GetWork, Master, Operation, Request};
use crate::operations::site::default_site;
use crate::operations::view::View;

/// Returns the request as it is meant: without the blanks at the edge of its words, and without words that are empty.
pub(super) fn meant(view: &dyn View, request: &Request) -> Result<Request, Fault> {
    let mut meant = request.clone();
    for text in [&mut meant.reason, &mut meant.document] {
        *text = text.take().as_deref().and_then(filled);
    }
    meant.site.mend(view)?;
    meant.approved_by.mend(view)?;
    meant.operation.mend(view)?;
    Ok(meant)
}

/// Refuses a document that names a site where nothing of it happens. What is about the whole company may name the site
/// that stands where none is named.
pub(super) fn site(books: &Books<'_, '_>) -> Result<(), Halt> {
    let is_bound = books.is_of(HEEDED) && books.request.requester.is_document();
    let Some(named) = books.request.site.as_ref().filter(|_| is_bound) else {
        return Ok(());
    };
    let mut found = moved_at(books)?;
    if found.is_empty() {
        found.push(match said_at(books)? {
            Some(site) => site,
            None => default_site(books.view(), books.policies()?)?,
        });
    }
    let holds = match &books.request.operation {
        // They count at every site.
        Operation::StandardCost(_) | Operation::ChangeMethod(_) | Operation::Integrate(_) => {
            found.iter().all(|site| site == named)
        }
        // Movements are taken back from the last to the first.
        Operation::Reverse(_) => found.contains(named),
        _ => found.first() == Some(named),
    };
    if holds {
        return Ok(());
    }
    found.sort();
    found.dedup();
    let found: Vec<&str> = found.iter().map(SiteCode::as_str).collect();
    let (named, found) = (named.to_string(), found.join(", "));
    Err(Refusal::NotAtSite { named, found }.into())
}

/// Returns the sites of the movements that are written.
fn moved_at(books: &Books<'_, '_>) -> Result<Vec<SiteCode>, Halt> {
    let written = books.draft.written::<Movement>()?;
    Ok(written.into_iter().map(|movement| movement.site).collect())
}

/// Returns the site of the first of some tasks.
fn of_tasks(books: &Books<'_, '_>, tasks: &[i64]) -> Result<Option<SiteCode>, Halt> {
    tasks.first().map_or(Ok(None), |task| of_task(books, *task))
}

/// Returns the site of what a document with which nothing moves is about; `None` if it is about the whole company.
fn said_at(books: &Books<'_, '_>) -> Result<Option<SiteCode>, Halt> {
    Ok(match &books.request.operation {
        Operation::Define(asked) => of_record(books, &asked.master)?,
        Operation::GetWork(asked) => of_work(books, asked)?,
        Operation::PlaceOrder(asked) => Some(asked.order.site.clone()),
        Operation::CountOnce(asked) => match &asked.at {
            Some(at) => Some(books.location(at)?.site),
            None => Some(books.site.clone()),
        },
        Operation::CountOpen(asked) => Some(books.location(&asked.location)?.site),
        Operation::CountRead(asked) => of_sheet(books, &asked.count)?,
        Operation::CountClose(asked) => of_sheet(books, &asked.count)?,
        Operation::CountApprove(asked) => of_sheet(books, &asked.count)?,
        Operation::CountAgain(asked) => of_sheet(books, &asked.count)?,
        Operation::CountReject(asked) => of_sheet(books, &asked.count)?,
        Operation::Allocate(asked) => of_order(books, &asked.order)?,
        Operation::TakeOver(asked) => match &asked.location {
            Some(face) => Some(books.location(face)?.site),
            None => of_order(books, &asked.order)?,
        },
        Operation::KeepWork(asked) => of_tasks(books, &asked.tasks)?,
        Operation::Short(asked) => of_task(books, asked.task)?,
        Operation::CloseParcel(asked) => of_plate(books, &asked.parcel)?,
        Operation::Seal(asked) => Some(asked.at.clone()),
        Operation::Export(asked) => of_batch(books, asked.batch)?,
        Operation::Acknowledge(asked) => of_batch(books, asked.batch)?,
        Operation::ReverseBatch(asked) => of_batch(books, asked.batch)?,
        // About the company, people, or an item wherever it lies.
        Operation::DescribeItem(_)
        | Operation::HoldLot(_)
        | Operation::Release(_)
        | Operation::StandardCost(_)
        | Operation::ChangeMethod(_)
        | Operation::Reverse(_)
        | Operation::SignIn(_)
        | Operation::FirstUser(_)
        | Operation::SetPin(_)
        | Operation::Unlock(_)
        | Operation::ClosePeriod(_)
        | Operation::Integrate(_)
        | Operation::Restored(_)
        | Operation::SeeRestoration(_)
        | Operation::BackedUp(_) => None,
        // It is made there, or something moves there, or it is refused.
        Operation::AddBins(_)
        | Operation::Opening(_)
        | Operation::Receive(_)
        | Operation::Move(_)
        | Operation::MovePlate(_)
        | Operation::ChangeStatus(_)
        | Operation::Pick(_)
        | Operation::Pack(_)
        | Operation::Ship(_)
        | Operation::CustomerReturn(_)
        | Operation::Adjust(_)
        | Operation::Invoice(_)
        | Operation::LandedCost(_)
        | Operation::SupplierReturn(_)
        | Operation::CreditNote(_)
        | Operation::Revalue(_)
        | Operation::SalesInvoice(_)
        | Operation::TransferOut(_)
        | Operation::TransferIn(_)
        | Operation::TransferClose(_)
        | Operation::Build(_)
        | Operation::Unbuild(_)
        | Operation::WorkOrder(_)
        | Operation::WorkIssue(_)
        | Operation::WorkReport(_)
        | Operation::WorkClose(_) => Some(books.site.clone()),
    })
}

/// Refuses a document that says how a count behind it is to be taken, and with which nothing moves.
pub(super) fn behind(books: &Books<'_, '_>) -> Result<(), Halt> {
    let is_said = books.request.late_behind_count.is_some() && moved_at(books)?.is_empty();
    nothing(
        books,
        &[(PolicyKey::LateBehindCount.key(), is_said)],
        "nothing moves with it",
    )
}

/// Refuses a document whose paper would be told nowhere: what moves belongs to another one, and nothing is posted.
pub(super) fn paper(books: &Books<'_, '_>) -> Result<(), Halt> {
    let is_bound = books.is_of(HEEDED) && books.request.requester.is_document();
    let Some(named) = books.request.document.as_ref().filter(|_| is_bound) else {
        return Ok(());
    };
    let moved = books.draft.written::<Movement>()?;
    let is_named = |paper: &Option<String>| paper.as_ref() == Some(named);
    let Some(first) = moved.first() else { return Ok(()) };
    let is_told = moved.iter().any(|it| is_named(&it.document));
    if is_told
        || books
            .draft
            .written::<Entry>()?
            .iter()
            .any(|it| is_named(&it.document))
    {
        return Ok(());
    }
    let what = format!("The paper of movement {}", first.seq);
    let known = first.document.clone().unwrap_or_default();
    let (field, found) = ("document".to_owned(), named.clone());
    Err(Refusal::Differs {
        what,
        field,
        known,
        found,
    }
    .into())
}

/// Refuses fields that say nothing in this document, each with whether it is there.
pub(super) fn nothing(books: &Books<'_, '_>, fields: &[(&str, bool)], why: &str) -> Result<(), Halt> {
    let said = fields
        .iter()
        .find(|(_, is_there)| *is_there && books.is_of(HEEDED));
    let Some((field, _)) = said else { return Ok(()) };
    let (field, why) = ((*field).to_owned(), why.to_owned());
    Err(Refusal::NotSaid { field, why }.into())
}

fn of_record(books: &Books<'_, '_>, master: &Master) -> Result<Option<SiteCode>, Halt> {
    Ok(match master {
        Master::Location(location) => Some(location.site.clone()),
        Master::PickFace(face) => Some(books.location(&face.location)?.site),
        _ => None,
    })
}

fn of_work(books: &Books<'_, '_>, asked: &GetWork) -> Result<Option<SiteCode>, Halt> {
    Ok(match (&asked.order, &asked.location) {
        (Some(order), _) => of_order(books, order)?,
        (None, Some(face)) => Some(books.location(face)?.site),
        (None, None) => Some(books.site.clone()),
    })
}

fn of_sheet(books: &Books<'_, '_>, count: &CountNo) -> Result<Option<SiteCode>, Halt> {
    Ok(books.view().find::<Count>(&[count])?.map(|sheet| sheet.site))
}

fn of_order(books: &Books<'_, '_>, order: &OrderNo) -> Result<Option<SiteCode>, Halt> {
    let order: Option<Order> = books.view().find(&[&OrderKind::Sales, order])?;
    Ok(order.map(|order| order.site))
}

fn of_task(books: &Books<'_, '_>, task: i64) -> Result<Option<SiteCode>, Halt> {
    Ok(books.view().find::<Task>(&[&task])?.map(|task| task.site))
}

fn of_plate(books: &Books<'_, '_>, lpn: &Lpn) -> Result<Option<SiteCode>, Halt> {
    let plate: Option<Plate> = books.view().find(&[lpn])?;
    plate
        .map(|plate| Ok(books.location(&plate.location)?.site))
        .transpose()
}

fn of_batch(books: &Books<'_, '_>, batch: i64) -> Result<Option<SiteCode>, Halt> {
    Ok(books
        .view()
        .find::<LedgerBatch>(&[&batch])?
        .map(|batch| batch.site))
}
