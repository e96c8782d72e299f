//! What is said of dimensions is what was posted.

use super::{Check, Finding};
use crate::domain::dimension::{Dimension, Dimensions};
use crate::domain::entry::{Entry, EntryLine};
use crate::domain::late::LateCost;
use crate::domain::movement::Movement;
use crate::domain::record::Fault;
use crate::operations::pages::journal;
use crate::operations::view::View;
use std::collections::BTreeSet;

/// Checks that each journal line says of dimensions what its movement says, or, where late cost follows goods, what these
/// said when they left; and that what takes an entry back says what that said.
pub(super) fn check(view: &dyn View) -> Result<Finding, Fault> {
    let mut check = Check::of("a journal line says of dimensions what its movement or its goods say");
    if view.all::<Dimension>(&[])?.is_empty() {
        return Ok(check.finish());
    }
    let mut said: (i64, Dimensions) = (0, Dimensions::default());
    for posted in journal(view) {
        let (entry, lines) = posted?;
        if let Some(of) = entry.negates {
            // While stock is not in the ledger, what was posted to its accounts is taken back from others.
            let negated: Vec<EntryLine> = view.all(&[&of])?;
            let moved: Option<Movement> = view.find(&[&entry.movement])?;
            let own = moved.map(|moved| moved.dimensions).unwrap_or_default();
            let known = negated.iter().map(|old| &old.dimensions).chain([&own]);
            let known: BTreeSet<&Dimensions> = known.collect();
            let holds = lines.iter().all(|line| known.contains(&line.dimensions));
            check.see(holds, || told(&entry));
            continue;
        }
        if said.0 != entry.movement {
            let moved: Option<Movement> = view.find(&[&entry.movement])?;
            said = (
                entry.movement,
                moved.map(|moved| moved.dimensions).unwrap_or_default(),
            );
        }
        let others = lines.iter().filter(|line| line.dimensions != said.1);
        let others: Vec<&EntryLine> = others.collect();
        let holds = others.is_empty() || follow(view, entry.movement, &others)?;
        check.see(holds, || told(&entry));
    }
    Ok(check.finish())
}

/// Returns whether lines say what the goods say on which a movement laid late cost.
fn follow(view: &dyn View, movement: i64, lines: &[&EntryLine]) -> Result<bool, Fault> {
    let mut known = Vec::new();
    for late in view.all::<LateCost>(&[&movement])? {
        let issue: Option<Movement> = view.find(&[&late.issue])?;
        known.extend(issue.map(|issue| (late.account, issue.dimensions)));
    }
    let is_known = |line: &&EntryLine| {
        let mut own = known.iter();
        own.any(|(account, said)| *account == line.account && *said == line.dimensions)
    };
    Ok(lines.iter().all(is_known))
}

fn told(entry: &Entry) -> String {
    format!(
        "entry {} says otherwise than movement {}",
        entry.entry, entry.movement
    )
}
