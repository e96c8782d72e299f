//! The home screen: what the operator may do.

use super::face::{Column, Face, Field, Row, RowRole, Table};
use crate::flows::event::Job;
use crate::flows::home::State;
use crate::flows::machine::Machine;

/// Lists the jobs, each with the digit that chooses it.
pub fn face(state: &State) -> Face {
    let mut face = Face::new("Home", state.prompt());
    if let Some(left) = state.elsewhere() {
        face.fields = vec![Field::given(
            "Left at",
            format!("{} {}", left.terminal, left.since),
        )];
    }
    let row = |(line, job): (usize, &Job)| {
        Row::new(
            RowRole::Plain,
            [
                format!("{}", line + 1),
                name(*job).to_owned(),
                help(*job).to_owned(),
            ],
        )
    };
    face.table = Some(Table {
        columns: vec![Column::right("#", 0), Column::left("Job", 0), Column::left("", 3)],
        rows: state.jobs().iter().enumerate().map(row).collect(),
        selected: None,
        offset: 0,
    });
    face
}

const fn name(job: Job) -> &'static str {
    match job {
        Job::Receive => "Receive",
        Job::Putaway => "Put away",
        Job::Pick => "Pick",
        Job::Pack => "Pack",
        Job::Ship => "Ship",
        Job::Move => "Move",
        Job::Return => "Return",
        Job::Count => "Count",
        Job::Reconcile => "Reconcile",
        Job::Inquire => "Inquire",
    }
}

const fn help(job: Job) -> &'static str {
    match job {
        Job::Receive => "scan a purchase order",
        Job::Putaway => "scan the dock or a plate",
        Job::Pick => "scan a sales order",
        Job::Pack => "scan a tote",
        Job::Ship => "scan the dock",
        Job::Move => "from bin to bin",
        Job::Return => "a customer sends goods back",
        Job::Count => "scan a bin",
        Job::Reconcile => "decide about counts",
        Job::Inquire => "scan anything",
    }
}
