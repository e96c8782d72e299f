//! What the jobs ask of the store, one file a job. Looking changes nothing.

pub mod carry;
pub mod count;
pub mod customer_return;
pub mod home;
pub mod inquire;
pub mod ledger;
pub mod r#move;
pub mod pack;
pub mod pick;
pub mod putaway;
pub mod receive;
pub mod reconcile;
pub mod replenish;
pub mod ship;
pub mod sign_in;
pub mod transfer;

use crate::domain::catalog::{Item, Location};
use crate::domain::code::{ItemCode, Key, LocationCode};
use crate::domain::movement::Source;
use crate::domain::record::Fault;
use crate::flows::event::{Context, Question, Told};
use crate::operations::request::{Operation, Request};
use crate::operations::view::View;
use crate::store::{Store, StoreError};

/// Answers a question of a flow.
///
/// # Errors
/// Where the store can't answer.
pub fn answer(store: &dyn Store, question: &Question, context: &Context) -> Result<Told, StoreError> {
    if let Question::Reconcile(asked) = question {
        return reconcile::answer(store, asked, context).map(Told::Reconcile);
    }
    store.read(|view| {
        Ok(match question {
            Question::SignIn(asked) => Told::SignIn(sign_in::answer(view, asked)?),
            Question::Home(asked) => Told::Home(home::answer(view, asked, context)?),
            Question::Receive(asked) => Told::Receive(receive::answer(view, asked, context)?),
            Question::Putaway(asked) => Told::Putaway(putaway::answer(view, asked, context)?),
            Question::Move(asked) => Told::Move(r#move::answer(view, asked)?),
            Question::Replenish(asked) => Told::Replenish(replenish::answer(view, asked, context)?),
            Question::Transfer(asked) => Told::Transfer(transfer::answer(view, asked, context)?),
            Question::Return(asked) => Told::Return(customer_return::answer(view, asked, context)?),
            Question::Inquire(asked) => Told::Inquire(inquire::answer(view, asked, context)?),
            Question::Pick(asked) => Told::Pick(pick::answer(view, asked, context)?),
            Question::Pack(asked) => Told::Pack(pack::answer(view, asked)?),
            Question::Ship(asked) => Told::Ship(ship::answer(view, asked, context)?),
            Question::Count(asked) => Told::Count(count::answer(view, asked, context)?),
            Question::Ledger(asked) => Told::Ledger(ledger::answer(view, asked, context)?),
            Question::Reconcile(_) => return Err(Fault::new("deciding about counts asks the store itself")),
        })
    })
}

/// A request as this operator would send it now, to be previewed and never sent.
fn request(context: &Context, operation: impl Into<Operation>) -> Request {
    Request {
        key: Key::from("preview"),
        operator: context.operator.badge.clone(),
        terminal: context.terminal.clone(),
        source: Source::System,
        at: context.now,
        date: context.today,
        read: None,
        reason: None,
        document: None,
        site: Some(context.site.clone()),
        approved_by: None,
        operation: operation.into(),
    }
}

/// The item of a record that names one.
fn item(view: &dyn View, item: &ItemCode) -> Result<Item, Fault> {
    let found: Option<Item> = view.find(&[item])?;
    found.ok_or_else(|| Fault::new(format!("item {item} is missing")))
}

/// The location of a record that names one.
fn location(view: &dyn View, location: &LocationCode) -> Result<Location, Fault> {
    let found: Option<Location> = view.find(&[location])?;
    found.ok_or_else(|| Fault::new(format!("location {location} is missing")))
}
