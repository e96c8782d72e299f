//! `log export`: what came behind an operation, in a form in which it can be done again.

use super::growing::Growing;
use super::lines::{Written, add, line};
use crate::cli::anchor::keys;
use crate::cli::failure::Failure;
use crate::cli::intake::say;
use crate::cli::output::{Shown, Spelling};
use crate::cli::place::Place;
use crate::cli::stop::Stop;
use crate::cli::whole_file::{Streamed, must_be_regular};
use crate::flows::naming::counted;
use crate::operations::anchor::{Anchor, Keys};
use crate::operations::carried::{Begin, Course, Line, NoBegin};
use crate::store::Store;
use crate::store::sqlite::head;
use clap::Args;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::thread::sleep;
use std::time::Duration;

/// How often it is looked for what came since.
const AGAIN: Duration = Duration::from_millis(200);

/// The arguments of `log export`.
#[derive(Debug, Args)]
pub struct Export {
    #[command(flatten)]
    from: From,
    /// Into this file instead of standard output
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Add what came since to the file, where it is there already
    #[arg(long, requires = "output")]
    append: bool,
    /// Go on for as long as the command runs, within a second of each operation
    #[arg(long)]
    follow: bool,
}

/// Where a log begins; without either, with the first operation.
#[derive(Debug, Args)]
struct From {
    /// Begin behind this operation
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(i64).range(0..), conflicts_with = "after_backup")]
    since: Option<i64>,
    /// Begin behind the last operation of this backup
    #[arg(long, value_name = "BACKUP")]
    after_backup: Option<PathBuf>,
}

impl Export {
    /// Writes the log.
    pub fn run(self, place: &Place) -> Result<(), Failure> {
        let keys = keys(place)?;
        let Some(output) = &self.output else {
            return self.print(place, &keys);
        };
        place.keep_from(output)?;
        if !self.append && !self.follow {
            let store = place.open_to_read()?;
            let begin = self.from.begin(store.as_ref())?;
            let mut file = Streamed::begin(output)?;
            let (course, written) = whole(store.as_ref(), begin, &keys, &mut file)?;
            file.keep()?;
            tell(output, &course, written);
            return Ok(());
        }
        // A copy of a store that can't be written would not show what comes.
        let store = place.open_file()?;
        let mut file = Growing::open(output, &store, &mut || self.from.begin(&store))?;
        if !self.follow {
            let written = file.add(&store, &keys)?;
            tell(output, file.course(), written);
            return Ok(());
        }
        say(&format!("Following into {}.", output.display()));
        follow(&store, &mut || file.add(&store, &keys).map(drop))?;
        let last = file.course().chain().operation.0;
        say(&format!(
            "Stopped: {} ends with operation {last}.",
            output.display()
        ));
        Ok(())
    }

    /// Prints the log.
    fn print(&self, place: &Place, keys: &Keys) -> Result<(), Failure> {
        let mut out = Shown::new(Spelling::Json);
        if !self.follow {
            let store = place.open_to_read()?;
            let begin = self.from.begin(store.as_ref())?;
            whole(store.as_ref(), begin, keys, &mut out)?;
            return Ok(out.flush()?);
        }
        let store = place.open_file()?;
        let (mut course, _) = whole(&store, self.from.begin(&store)?, keys, &mut out)?;
        follow(&store, &mut || {
            add(&store, &mut course, keys, &mut out)?;
            Ok(out.flush()?)
        })
    }
}

impl From {
    fn begin(&self, store: &dyn Store) -> Result<Begin, Failure> {
        let backup = match &self.after_backup {
            Some(path) => Some(end_of(path)?),
            None => None,
        };
        let begin = store.read(|view| {
            let begin = match &backup {
                Some(backup) => Begin::after(view, backup),
                None => Begin::behind(view, self.since.unwrap_or(0)),
            };
            match begin {
                Err(NoBegin::Fault(fault)) => Err(fault),
                begin => Ok(begin),
            }
        })?;
        begin.map_err(|why| self.refused(&why))
    }

    fn refused(&self, why: &NoBegin) -> Failure {
        let after = self.after_backup.as_deref().unwrap_or(Path::new(""));
        let after = after.display();
        Failure::Usage(match why {
            NoBegin::OtherHistory { .. } => format!(
                "{after} is no backup of what is in this store: {why}. Name one that was made since the store was restored \
                 last, or of this store."
            ),
            NoBegin::Unlinked => format!(
                "no log can begin there: {why}. Make a backup with this program, and begin with it: --after-backup BACKUP."
            ),
            NoBegin::NoOperation { .. } | NoBegin::Fault(_) => {
                format!("no log can begin there: {why}. Name one of the store.")
            }
        })
    }
}

/// Returns where a backup ends.
fn end_of(backup: &Path) -> Result<Anchor, Failure> {
    must_be_regular(backup)?;
    let wrong = |why: String| Failure::Data(vec![format!("{} can't be read: {why}", backup.display())]);
    let end = head::of(backup).map_err(|why| wrong(why.to_string()))?;
    end.ok_or_else(|| wrong("it is a store in which nothing was done".to_owned()))
}

/// Writes a log from its beginning up to now.
fn whole(
    store: &dyn Store,
    begin: Begin,
    keys: &Keys,
    out: &mut impl Write,
) -> Result<(Course, Written), Failure> {
    let mut course = Course::of(&begin);
    line(out, &Line::Begin(begin))?;
    let written = add(store, &mut course, keys, out)?;
    Ok((course, written))
}

/// Adds what comes, until it is asked to stop, and then what there is still.
fn follow(store: &dyn Store, add: &mut dyn FnMut() -> Result<(), Failure>) -> Result<(), Failure> {
    let stop = Stop::wait().map_err(Failure::Output)?;
    let mut seen = None;
    while stop.signal().is_none() {
        let version = store.version()?;
        if seen != Some(version) {
            add()?;
            seen = Some(version);
        }
        sleep(AGAIN);
    }
    add()
}

fn tell(output: &Path, course: &Course, written: Written) {
    say(&format!(
        "{} ends with operation {} now, {} and {} more.",
        output.display(),
        course.chain().operation.0,
        counted(written.operations, "operation"),
        counted(written.reads, "read")
    ));
}
