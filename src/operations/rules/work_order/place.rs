//! A work order placed, the same again or changed as far as nothing was done for what changes.

use super::parts;
use crate::domain::amount::{Money, Qty};
use crate::domain::catalog::{Item, Lot};
use crate::domain::code::{ItemCode, OrderNo};
use crate::domain::order::{Order, OrderKind};
use crate::domain::policy::CompanyAccount;
use crate::domain::record::Range;
use crate::domain::refusal::Refusal;
use crate::domain::user::Role;
use crate::domain::work_order::{WorkOrder, WorkPart, WorkStep};
use crate::operations::change::Halt;
use crate::operations::masters;
use crate::operations::request::{Component, WorkOrder as Asked};
use crate::operations::rules::books::Books;
use crate::operations::rules::define::codes::no_barcode;
use crate::operations::rules::described::{coded, same};
use crate::operations::rules::goods::{new_lot, positive};
use crate::operations::rules::{here, stated};

/// The accounts that a work order needs before anything is done for it.
const NEEDED: [CompanyAccount; 4] = [
    CompanyAccount::WorkInProcess,
    CompanyAccount::AssemblyScrap,
    CompanyAccount::AssemblyLabour,
    CompanyAccount::AssemblyVariance,
];

/// Places a work order at the site of the books, or changes it as far as nothing was done for what changes.
pub(in crate::operations::rules) fn place(
    books: &mut Books<'_, '_>,
    asked: &Asked,
) -> Result<Option<String>, Halt> {
    books.need(&[Role::Supervisor, Role::Administrator])?;
    positive(asked.qty)?;
    for account in NEEDED {
        books.account(account)?;
    }
    let item = books.stock_item(&asked.item)?;
    described(books, asked, &item)?;
    let known: Option<WorkOrder> = books.view().find(&[&asked.order])?;
    let before = parts(books, &asked.order)?;
    let order = match &known {
        Some(known) => changed(books, known, asked)?,
        None => fresh(books, asked)?,
    };
    books.draft.put(&order);
    listed(books, asked, &before)?;
    let Some(known) = known else { return Ok(None) };
    let mut told = masters::differences(&known, &order)?;
    told.extend(of_parts(&before, &parts(books, &asked.order)?)?);
    Ok(Some(masters::note(&told)))
}

/// Refuses labour below zero, and a lot or quantity that the item can't have.
fn described(books: &Books<'_, '_>, asked: &Asked, item: &Item) -> Result<(), Halt> {
    books.countable(item, asked.qty)?;
    if let Some(labour) = asked.labour.filter(|labour| labour.0 < 0) {
        let (need, found) = ("labour from zero".into(), labour.to_string());
        return Err(Refusal::Unfit { need, found }.into());
    }
    let untracked = |what: &str| Refusal::NotTracked {
        item: item.item.to_string(),
        what: what.to_owned(),
    };
    if let Some(lot) = &asked.lot {
        if !item.tracking.wants_lot() {
            return Err(untracked("lot").into());
        }
        if books.view().find::<Lot>(&[&item.item, lot])?.is_none() {
            new_lot(books, &item.item, lot)?;
        }
    }
    let why = "the expiry of a lot that is not named yet comes with it";
    stated::nothing(
        books,
        &[("expiry", asked.expiry.is_some() && asked.lot.is_none())],
        why,
    )
}

fn fresh(books: &Books<'_, '_>, asked: &Asked) -> Result<WorkOrder, Halt> {
    coded(books, asked.order.as_str())?;
    no_barcode(books, asked.order.as_str(), None)?;
    for kind in [OrderKind::Purchase, OrderKind::Sales] {
        if books.view().find::<Order>(&[&kind, &asked.order])?.is_some() {
            let (code, known) = (asked.order.to_string(), format!("a {kind} order"));
            return Err(Refusal::CodeTaken { code, known }.into());
        }
    }
    Ok(WorkOrder {
        order_no: asked.order.clone(),
        open: true,
        item: asked.item.clone(),
        site: books.site.clone(),
        qty: asked.qty,
        lot: asked.lot.clone().unwrap_or_default(),
        expiry: asked.expiry,
        due: asked.due,
        labour: asked.labour.unwrap_or_default(),
        account: books.account(CompanyAccount::WorkInProcess)?,
        reported: Qty::ZERO,
        scrapped: Qty::ZERO,
    })
}

fn changed(books: &Books<'_, '_>, known: &WorkOrder, asked: &Asked) -> Result<WorkOrder, Halt> {
    here::work(books, &known.order_no, &known.site)?;
    let what = format!("Work order {}", known.order_no);
    if !known.open {
        let (state, need) = ("closed".to_owned(), "Place another one".to_owned());
        return Err(Refusal::WrongState { what, state, need }.into());
    }
    same(&what, "item", &known.item, Some(&asked.item))?;
    let site = books.request.site.as_ref();
    same(&what, "site", &known.site, site)?;
    if asked.qty < known.made() {
        let (done, found) = (known.made(), asked.qty);
        return Err(Refusal::BelowDone { what, done, found }.into());
    }
    Ok(WorkOrder {
        qty: asked.qty,
        lot: asked.lot.clone().unwrap_or_default(),
        expiry: asked.expiry,
        due: asked.due,
        labour: asked.labour.unwrap_or_default(),
        ..known.clone()
    })
}

/// Writes the components, each with the line that it had or the next one; takes those off that are not named any more.
fn listed(books: &mut Books<'_, '_>, asked: &Asked, before: &[WorkPart]) -> Result<(), Halt> {
    let mut next = before.last().map_or(1, |last| last.line + 1);
    let mut named: Vec<&ItemCode> = Vec::new();
    for component in &asked.components {
        fitting(books, component, asked, &named)?;
        named.push(&component.item);
        let lot = component.lot.clone().unwrap_or_default();
        let known = before.iter().find(|part| part.item == component.item);
        let part = known.cloned().unwrap_or_else(|| {
            let line = next;
            next += 1;
            nothing_yet(&asked.order, line, &component.item)
        });
        let per = component.qty;
        books.draft.put(&WorkPart { per, lot, ..part });
    }
    if named.is_empty() {
        let (need, found) = ("components, each another item than what they make", "none");
        let (need, found) = (need.to_owned(), found.to_owned());
        return Err(Refusal::Unfit { need, found }.into());
    }
    let steps = Range::by(WorkStep::BY_ORDER, &[&asked.order]);
    let steps: Vec<WorkStep> = books.view().list(&steps)?;
    for part in before.iter().filter(|part| !named.contains(&&part.item)) {
        if steps.iter().any(|step| step.line == part.line) {
            let what = format!("Work order {} without {}", part.order_no, part.item);
            let (state, need) = ("not possible", "Keep it in the list, some of it was issued");
            let (state, need) = (state.to_owned(), need.to_owned());
            return Err(Refusal::WrongState { what, state, need }.into());
        }
        books.draft.remove(part);
    }
    Ok(())
}

fn nothing_yet(order: &OrderNo, line: i64, item: &ItemCode) -> WorkPart {
    WorkPart {
        order_no: order.clone(),
        line,
        item: item.clone(),
        per: Qty::ZERO,
        lot: "".into(),
        issued: Qty::ZERO,
        scrapped: Qty::ZERO,
        taken: Qty::ZERO,
        value: Money::ZERO,
    }
}

/// Refuses a component that is what is made, stands in the list twice, or says what only its issue can say.
fn fitting(
    books: &Books<'_, '_>,
    component: &Component,
    asked: &Asked,
    named: &[&ItemCode],
) -> Result<(), Halt> {
    let item = books.stock_item(&component.item)?;
    positive(component.qty)?;
    component.qty.times(asked.qty)?;
    let why = "the list says what is taken, and its issue which piece";
    let said = [
        ("expiry", component.expiry.is_some()),
        ("serial", component.serial.is_some()),
    ];
    stated::nothing(books, &said, why)?;
    if component.lot.is_some() && !item.tracking.wants_lot() {
        let (item, what) = (item.item.to_string(), "lot".to_owned());
        return Err(Refusal::NotTracked { item, what }.into());
    }
    let found = match () {
        () if component.item == asked.item => format!("{} of {}", asked.item, asked.item),
        () if named.contains(&&component.item) => format!("{} twice", component.item),
        () => return Ok(()),
    };
    let need = "components, each another item than what they make, and each once".to_owned();
    Err(Refusal::Unfit { need, found }.into())
}

/// Returns what the list says otherwise than before.
fn of_parts(before: &[WorkPart], after: &[WorkPart]) -> Result<Vec<String>, Halt> {
    let mut told = Vec::new();
    for part in after {
        match before.iter().find(|known| known.line == part.line) {
            None => told.push(format!("{} is new", part.item)),
            Some(known) => {
                let differences = masters::differences(known, part)?;
                told.extend(differences.iter().map(|it| format!("{}: {it}", part.item)));
            }
        }
    }
    let gone = before
        .iter()
        .filter(|known| after.iter().all(|part| part.line != known.line));
    told.extend(gone.map(|known| format!("{} is gone: it was {}", known.item, known.per)));
    Ok(told)
}
