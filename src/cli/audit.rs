//! `audit`: proves the invariants.

mod anchors;
mod proved;
pub mod replay;

use self::anchors::Anchors;
use super::anchor::keys;
use super::failure::Failure;
use super::output::{Format, Printer};
use super::place::Place;
use super::priority;
use crate::clock;
use crate::domain::log::Checkpoint;
use crate::domain::record::Fault;
use crate::operations::care::Care;
use crate::operations::decide::decide_by;
use crate::operations::invariants::{Finding, audit};
use crate::operations::view::View;
use crate::store::Store;
use crate::store::sqlite::checkpoint;
use clap::Args;
use std::panic::resume_unwind;
use std::path::PathBuf;
use std::thread;

/// The arguments of `audit`.
#[derive(Debug, Args)]
pub struct Audit {
    /// Also rebuild everything from the operation log alone and compare row by row
    #[arg(long)]
    replay: bool,
    /// With --replay: begin with the first operation, whatever an upgrade left to begin with
    #[arg(long, requires = "replay")]
    whole: bool,
    /// Also prove that nothing was rewritten before an anchor: a file that `anchor` wrote, an export with hashes, or a
    /// backup; may be given more than once
    #[arg(long, value_name = "FILE")]
    anchor: Vec<PathBuf>,
    /// Prove what came since the last time, in time proportional to it, by the proof in this file, and keep the new
    /// proof there; where it is not there yet everything is audited. Keep it where nobody who works with the store can
    /// write
    #[arg(long, value_name = "FILE", conflicts_with = "replay")]
    since_last: Option<PathBuf>,
    #[command(flatten)]
    format: Format,
}

impl Audit {
    /// Prints one row for each invariant; clean only when all hold.
    pub fn run(self, place: &Place) -> Result<(), Failure> {
        priority::lower();
        let (found, told) = self.look(place)?;
        let mut printer = Printer::new(self.format);
        for finding in &found {
            printer.row(finding)?;
        }
        printer.finish()?;
        for told in told {
            eprintln!("{told}.");
        }
        let broken = found.iter().filter(|finding| finding.broken > 0).count();
        if broken == 0 {
            eprintln!("All {} invariants hold.", found.len());
            return Ok(());
        }
        eprintln!(
            "{broken} of {} invariants are broken. Stop posting, keep the store, and restore a backup.",
            found.len()
        );
        Err(Failure::Unclean)
    }
}

impl Audit {
    /// Returns what is found in the file, in the books and, where it is asked for, behind them in the log. The books of a
    /// damaged file are not read. Also returns what has to be known of the store besides.
    fn look(&self, place: &Place) -> Result<(Vec<Finding>, Vec<String>), Failure> {
        let anchors: Vec<Anchors> = self
            .anchor
            .iter()
            .map(|path| Anchors::read(path, place))
            .collect::<Result<_, _>>()?;
        let keys = keys(place)?;
        let store = place.open_file_to_read()?;
        let anchored = |view: &dyn View| -> Result<Vec<Finding>, Fault> {
            let proved = anchors.iter().map(|anchors| anchors.prove(view, &keys));
            Ok(proved.collect::<Result<Vec<_>, _>>()?.concat())
        };
        let told = || {
            let told = (&store as &dyn Store).read(|view| Ok(Care::of(view, clock::now().into())?.told()));
            // What can't be read is among what is found.
            told.unwrap_or_default()
        };
        if let Some(file) = &self.since_last {
            let found = proved::since_last(&store, file, place, &keys, &anchored)?;
            return Ok((found, told()));
        }
        let mut found = store.prove_file()?;
        if found.first().is_some_and(|pages| 0 < pages.broken) {
            return Ok((found, Vec::new()));
        }
        let told = told();
        let prove = |store: &dyn Store| -> Result<Vec<Finding>, Failure> {
            Ok(store.read(|view| Ok([anchored(view)?, audit(view)?].concat()))?)
        };
        if !self.replay {
            found.extend(prove(&store)?);
            return Ok((found, told));
        }
        thread::scope(|scope| {
            let proved = scope.spawn(|| prove(place.open_to_read()?.as_ref()));
            let at_hand = |it: &Checkpoint| {
                if self.whole {
                    return Err(Fault::new("all of the log was asked for"));
                }
                checkpoint::at_hand(&place.store, it)
            };
            let rebuilt = replay::replay_from(&store, &at_hand, &decide_by);
            found.extend(proved.join().unwrap_or_else(|panic| resume_unwind(panic))?);
            found.extend(rebuilt?);
            Ok((found, told))
        })
    }
}
