//! `log apply`: what a log holds is done again, bit by bit, and proved to come out as it did.

use super::differing::{Onto, differing};
use super::reader::Reader;
use crate::app::seat::Seat;
use crate::cli::failure::{Failure, LOG_NOT_NEXT, OTHER_STORE, STORE_IN_USE};
use crate::cli::intake::{TURN, say};
use crate::cli::output::{Format, Printer};
use crate::cli::place::Place;
use crate::cli::stop::Stop;
use crate::domain::record::Fault;
use crate::flows::naming::counted;
use crate::operations::anchor::{Anchor, Link};
use crate::operations::carried::{Begin, Differs, Fit, Line};
use crate::operations::view::View;
use crate::store::{Local, Store, StoreError, Taken};
use clap::Args;
use serde::Serialize;
use std::path::{Path, PathBuf};
use std::time::Instant;

/// How many lines are read ahead.
const AHEAD: usize = 256;

/// The arguments of `log apply`.
#[derive(Debug, Args)]
pub struct Apply {
    /// The logs, oldest first; `-` for standard input
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,
    /// Do nothing behind this operation
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(i64).range(1..))]
    until: Option<i64>,
    #[command(flatten)]
    format: Format,
}

/// What became of a log.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Applied {
    log: String,
    /// How many operations are new in the store.
    operations: usize,
    /// How many reads with their results are.
    reads: usize,
    /// The last operation of the store then.
    operation: i64,
    /// Its hash.
    hash: String,
}

impl Applied {
    /// Returns what became of it, in a sentence.
    pub fn told(&self) -> String {
        format!(
            "{} and {} of {} were done again, up to operation {}.",
            counted(self.operations, "operation"),
            counted(self.reads, "read"),
            self.log,
            self.operation
        )
    }
}

impl Apply {
    /// Applies the logs one after the other.
    pub fn run(self, place: &Place) -> Result<(), Failure> {
        let begins = proved(&self.files, self.until, place)?;
        if let Some(terminal) = Seat::taken(&place.store).unwrap_or_default().first() {
            return Err(Failure::coded(
                STORE_IN_USE,
                format!(
                    "terminal {terminal} is at work in this store, and what is done here keeps a log from going on. \
                     Sign off there, or name another store. Nothing was changed."
                ),
            ));
        }
        let mut store = match begins.first() {
            Some(begin) if !place.store.exists() => {
                if begin.operation.0 != 0 {
                    return Err(missing(place, begin));
                }
                place.create_file()?
            }
            _ => place.open_file()?,
        };
        let stop = Stop::wait().map_err(Failure::Output)?;
        let onto = Onto {
            what: "the store",
            program: &place.program(),
        };
        let mut printer = Printer::new(self.format);
        for file in &self.files {
            let mut reader = Reader::open(file, self.until, place)?;
            let applied = apply(&mut store, &mut reader, &onto, Some(&stop))?;
            printer.row(&applied)?;
        }
        printer.finish()
    }
}

/// Proves logs that can be read twice, up to operation `until`, before anything is done. Returns where each begins.
///
/// # Errors
/// [`Failure::Data`] that names the first line that does not follow.
pub fn proved(files: &[PathBuf], until: Option<i64>, place: &Place) -> Result<Vec<Begin>, Failure> {
    let is_stream =
        |file: &Path| file.as_os_str() == "-" || !file.is_file() && file.exists() && !file.is_dir();
    let mut begins = Vec::new();
    for file in files.iter().filter(|file| !is_stream(file)) {
        let mut reader = Reader::open(file, until, place)?;
        while reader.next()?.is_some() {}
        begins.push(reader.begin().clone());
    }
    Ok(begins)
}

fn missing(place: &Place, begin: &Begin) -> Failure {
    Failure::coded(
        LOG_NOT_NEXT,
        format!(
            "there is no store at {}, and the log begins behind operation {}. Copy a backup there that ends with that \
             operation or a later one, or restore it with the log: `{} restore BACKUP --log FILE`. Nothing was changed.",
            place.store.display(),
            begin.operation.0,
            place.program()
        ),
    )
}

/// Does again what a log holds and the store does not, in short turns.
///
/// # Errors
/// [`Failure::Refused`] where the store does not end where the log begins, or something does not come out as it did;
/// [`Failure::Data`] where a line does not follow; [`Failure::Stopped`]. What was applied before stays.
pub fn apply(
    store: &mut dyn Local,
    reader: &mut Reader,
    onto: &Onto<'_>,
    stop: Option<&Stop>,
) -> Result<Applied, Failure> {
    let mut applied = Applied {
        log: reader.name().to_owned(),
        ..Applied::default()
    };
    let stands = begin(store, reader, onto)?;
    let is_known = |line: &Line| match line {
        Line::Operation(done) => done.logged.seq < stands.0,
        Line::Read(heard) => heard.link < stands.1,
        Line::Begin(_) | Line::End(_) => true,
    };
    loop {
        let (lines, is_last) = ahead(reader, &is_known)?;
        let mut left = lines.as_slice();
        while !left.is_empty() {
            if let Some(signal) = stop.and_then(Stop::signal) {
                let at = (store as &dyn Store).read(|view| last(view))?.0;
                let said = format!("Stopped behind operation {at}. The same command goes on there.");
                return Err(Failure::Stopped { signal, said });
            }
            let (through, differs) = turn(store, left, &mut applied)?;
            if let Some(differs) = differs {
                return Err(differing(store, reader.name(), &differs, onto)?);
            }
            left = &left[through..];
        }
        if is_last {
            break;
        }
    }
    if reader.is_cut() {
        say(&format!(
            "The last line of {} is cut off and was passed over.",
            reader.name()
        ));
    }
    end(store, reader, onto, &mut applied)?;
    Ok(applied)
}

/// Reads some lines ahead that are not known, and returns whether they are the last. Behind an anchor nothing is waited for:
/// whoever writes may have nothing more to write for now.
fn ahead(reader: &mut Reader, is_known: &dyn Fn(&Line) -> bool) -> Result<(Vec<Line>, bool), Failure> {
    let mut lines = Vec::new();
    while lines.len() < AHEAD {
        match reader.next()? {
            Some(Line::End(_)) if !lines.is_empty() => break,
            Some(line) if is_known(&line) => {}
            Some(line) => lines.push(line),
            None => return Ok((lines, true)),
        }
    }
    Ok((lines, false))
}

/// Applies as many lines as a turn lasts for; returns how many that were, and why the next one can't be.
fn turn(
    store: &mut dyn Local,
    lines: &[Line],
    applied: &mut Applied,
) -> Result<(usize, Option<Differs>), StoreError> {
    let mut came = (0, None, 0, 0);
    store.turn(&mut |turn| {
        came = (0, None, 0, 0);
        let began = Instant::now();
        for line in lines {
            match (turn.take(line)?, line) {
                (Taken::Not(why), _) => {
                    came.1 = Some(why);
                    break;
                }
                (Taken::New, Line::Operation(_)) => came.2 += 1,
                (Taken::New, Line::Read(_)) => came.3 += 1,
                _ => {}
            }
            came.0 += 1;
            if TURN <= began.elapsed() {
                break;
            }
        }
        Ok(())
    })?;
    let (through, differs, operations, reads) = came;
    applied.operations += operations;
    applied.reads += reads;
    Ok((through, differs))
}

/// Compares the store with the beginning of a log. Returns its last operation and its newest link, up to which lines can
/// be passed over unseen: their chain ends in them.
fn begin(store: &dyn Store, reader: &Reader, onto: &Onto<'_>) -> Result<(i64, i64), Failure> {
    match store.read(|view| reader.begin().fit(view))? {
        Fit::Behind(operation, link) => Ok((operation, link)),
        Fit::OtherStore => Err(Failure::coded(
            OTHER_STORE,
            format!(
                "{} is the log of another store than the one here: their first operations differ. Name another log, or \
                 another store with --store. Nothing was changed.",
                reader.name()
            ),
        )),
        Fit::Not(differs) => Err(differing(store, reader.name(), &differs, onto)?),
    }
}

/// Proves that the store holds what the log ends with, and so all that came before.
fn end(store: &dyn Store, reader: &Reader, onto: &Onto<'_>, applied: &mut Applied) -> Result<(), Failure> {
    let (differs, last) = store.read(|view| Ok((reader.chain().differs(view)?, last(view)?)))?;
    if let Some(differs) = differs {
        return Err(differing(store, reader.name(), &differs, onto)?);
    }
    (applied.operation, applied.hash) = last;
    Ok(())
}

fn last(view: &dyn View) -> Result<Link, Fault> {
    Ok(Anchor::of(view)?
        .map(|anchor| anchor.operation)
        .unwrap_or_default())
}
