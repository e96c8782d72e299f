//! The home screen: anything may be scanned; the jobs are there for who wants to choose one.

use super::face::{Column, Face, Field, Row, RowRole, Table};
use crate::flows::event::Job;
use crate::flows::home::State;
use crate::flows::machine::Machine;

/// Says which jobs there are, and what was left at another terminal.
pub fn face(state: &State) -> Face {
    let mut face = Face::new("binledger", state.prompt());
    if let Some(left) = state.elsewhere() {
        face.fields = vec![
            Field::wanted("Left at", format!("{} since {}", left.terminal, left.since)),
            Field::optional("There", left.prompt.clone()),
        ];
    }
    let rows = (1..).zip(state.jobs()).map(|(number, job)| {
        let number: i32 = number;
        Row::new(
            RowRole::Plain,
            [number.to_string(), name(*job).to_owned(), what(*job).to_owned()],
        )
    });
    face.table = Some(Table {
        columns: vec![
            Column::right("#", 0),
            Column::left("Job", 0),
            Column::left("Starts with", 2),
        ],
        rows: rows.collect(),
        selected: None,
        offset: 0,
    });
    face
}

/// The job in the words of the floor.
pub const fn name(job: Job) -> &'static str {
    match job {
        Job::Receive => "Receive",
        Job::Putaway => "Put away",
        Job::Pick => "Pick",
        Job::Pack => "Pack",
        Job::Ship => "Ship",
        Job::Move => "Move",
        Job::Transfer => "Transfer",
        Job::Replenish => "Replenish",
        Job::Return => "Return",
        Job::Count => "Count",
        Job::Reconcile => "Reconcile",
        Job::Ledger => "Ledger",
        Job::Inquire => "Inquire",
    }
}

/// What starts the job when it is scanned here.
const fn what(job: Job) -> &'static str {
    match job {
        Job::Receive => "a purchase order",
        Job::Putaway => "the job, then a dock or pallet",
        Job::Pick => "a sales order, or Enter",
        Job::Pack => "a tote",
        Job::Ship => "a packed parcel",
        Job::Move => "the job, then a bin",
        Job::Transfer => "a site, or a transfer's number",
        Job::Return => "the job, then order or parcel",
        Job::Count => "a count sheet",
        Job::Replenish => "the job, then Enter",
        Job::Reconcile | Job::Ledger => "the job",
        Job::Inquire => "an item, lot, bin or plate",
    }
}
