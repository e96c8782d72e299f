//! A long file in turns: checked whole on one state of the store, then applied bit by bit while others work.

use super::chunk::{Came, Chunk};
use super::progress::Progress;
use super::whole::{NotApplied, check};
use super::{Lines, say};
use crate::cli::failure::Failure;
use crate::cli::stop::Stop;
use crate::domain::record::Fault;
use crate::store::sqlite::intake::Intake;
use crate::store::{Store, StoreError};
use std::path::Path;

/// What is applied, and to which store.
pub struct About<'a> {
    /// The file of the store.
    pub store: &'a Path,
    /// What is applied, for people.
    pub what: &'a str,
    /// What tells the files from others.
    pub digest: &'a str,
    /// How many lines there are.
    pub total: usize,
    /// What one line is called, and several are.
    pub nouns: (&'a str, &'a str),
}

/// Checks lines on one state of the store, then applies them in turns. Answers are told as they become certain. Returns
/// how many were applied before, once all are applied.
///
/// # Errors
/// [`NotApplied::Refused`] if a rule refuses a line at the check, [`NotApplied::Failed`] where some lines were left out
/// later, or not all are through.
pub fn in_turns<L: Lines>(
    store: &mut dyn Store,
    lines: &mut L,
    about: &About<'_>,
) -> Result<usize, NotApplied> {
    let noted = |why| StoreError::from(Fault::caused("what is applied in turns can't be noted", why));
    let mut progress = Progress::of("checking", about.total);
    let mut intake = Intake::begin(about.store, (about.what, about.digest), about.total, |ahead| {
        say(&format!("This waits for another file: {ahead}."));
    })
    .map_err(noted)?;
    // A note says nothing of a store that was restored since, and anybody of the store's group can write one.
    let goes_on = intake.is_checked() && is_begun(store, lines)?;
    if !goes_on {
        let checked = check(store, lines, |decided| progress.show(decided));
        progress.clear();
        if let Err(why) = checked {
            let _ = intake.finish();
            return Err(why);
        }
        intake.checked().map_err(noted)?;
    }
    progress.turn_to("applying");
    let stop = Stop::wait().map_err(noted)?;
    lines.restart().map_err(StoreError::from)?;
    let mut course = Course {
        about,
        intake,
        progress,
        through: 0,
        known: 0,
        left_out: 0,
        has_other_content: false,
        has_gone_on: false,
    };
    let ended = course.go_on(store, lines, &stop);
    course.progress.clear();
    course.end(ended, &stop).map_err(NotApplied::Failed)
}

/// Returns whether one of the first lines was applied before.
fn is_begun<L: Lines>(store: &dyn Store, lines: &mut L) -> Result<bool, StoreError> {
    lines.restart()?;
    let mut first = Chunk::new();
    Ok(first.fill(store, lines)? && first.has_known())
}

/// Lines on their way.
struct Course<'a> {
    about: &'a About<'a>,
    intake: Intake,
    progress: Progress,
    /// How many lines are through.
    through: usize,
    /// How many of them were applied before.
    known: usize,
    /// How many of them were left out.
    left_out: usize,
    /// Whether one of those has an id that was used for something else.
    has_other_content: bool,
    /// Whether it was said where it goes on after what was applied before.
    has_gone_on: bool,
}

impl Course<'_> {
    /// Takes one turn after the other, until all lines are through or it is asked to stop.
    fn go_on<L: Lines>(&mut self, store: &mut dyn Store, lines: &mut L, stop: &Stop) -> Result<(), Failure> {
        let mut chunk = Chunk::new();
        while !stop.is_asked_for() && chunk.fill(store, lines)? {
            if let Some(new) = chunk.first_new().filter(|_| !self.has_gone_on) {
                self.has_gone_on = true;
                self.tell_where(&lines.whence(new), chunk.known_first());
            }
            let came = chunk.apply(store, lines, stop)?;
            self.take(&came);
            // Whoever stops reading the answers has still asked for all lines to be applied.
            match lines.tell() {
                Err(Failure::Output(why)) if why.kind() == std::io::ErrorKind::BrokenPipe => {}
                told => told?,
            }
        }
        Ok(())
    }

    /// Says where it goes on, if anything was applied before.
    fn tell_where(&mut self, whence: &str, known: usize) {
        let before = self.through + known;
        self.progress.pass(before);
        if 0 < before {
            let About { total, nouns, .. } = self.about;
            self.progress.clear();
            say(&format!(
                "The first {before} of {total} {} were applied before. It goes on at {whence}.",
                nouns.1
            ));
        }
    }

    fn take(&mut self, came: &Came) {
        self.through += came.through;
        self.known += came.known;
        self.left_out += came.left_out.len();
        self.has_other_content |= came.has_other_content;
        if !came.left_out.is_empty() {
            self.progress.clear();
        }
        for said in &came.left_out {
            say(&format!("{said} It became impossible and is left out."));
        }
        self.progress.show(self.through);
        // A note that can't be written misleads nobody.
        let _ = self.intake.reached(self.through);
    }

    /// Returns what became of the lines.
    fn end(self, ended: Result<(), Failure>, stop: &Stop) -> Result<usize, Failure> {
        if let Err(why) = ended {
            let (why, said) = (Box::new(why), self.so_far());
            return Err(Failure::Partly { why, said });
        }
        if let Some(signal) = stop.signal().filter(|_| self.through < self.about.total) {
            let said = format!("Stopped: {}", self.so_far());
            return Err(Failure::Stopped { signal, said });
        }
        // A note that stays says at most that the lines, which are known by now, were checked.
        let _ = self.intake.finish();
        let (one, several) = self.about.nouns;
        let (noun, were) = if self.left_out == 1 {
            (one, "was")
        } else {
            (several, "were")
        };
        let said = format!(
            "{} {noun} became impossible and {were} left out. The other {} are applied.",
            self.left_out,
            self.through - self.left_out
        );
        match self.left_out {
            0 => Ok(self.known),
            _ if self.has_other_content => Err(Failure::Data(vec![said])),
            _ => Err(Failure::Refused(said)),
        }
    }

    /// Returns how far it came, and how it goes on.
    fn so_far(&self) -> String {
        let Self { left_out, about, .. } = self;
        let left_out = match left_out {
            0 => String::new(),
            left_out => format!(", {left_out} left out"),
        };
        format!(
            "{} of {} {} are applied{left_out}. Run the same command again to go on.",
            self.through - self.left_out,
            about.total,
            about.nouns.1
        )
    }
}
