//! What every job on the floor is to the kernel.

use super::event::{Command, Context, Effect, Event};
use crate::domain::code::{ItemCode, LocationCode};

/// The item and the location that a step is about, as far as they are known: what a refused read is counted under.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Subject {
    /// The item.
    pub item: Option<ItemCode>,
    /// The location.
    pub location: Option<LocationCode>,
}

impl Subject {
    /// Returns an item and a location.
    pub const fn of(item: Option<ItemCode>, location: Option<LocationCode>) -> Self {
        Self { item, location }
    }

    /// Returns the same, with what is not known here from another one.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        Self {
            item: self.item.or(other.item),
            location: self.location.or(other.location),
        }
    }
}

/// The state of one job: takes events, answers effects, says what it waits for.
///
/// An [`Event::Posted`] that the job did not ask for says that something was taken back behind it: it looks again at
/// what it shows. A refused answer needs no effect of the job: the kernel tells the operator.
pub trait Machine {
    /// Takes an event and answers what is to be done.
    fn step(&mut self, event: Event, context: &Context) -> Vec<Effect>;
    /// Returns what to do now, as one sentence.
    fn prompt(&self) -> String;
    /// Returns the commands that do something now, the most important first.
    fn commands(&self) -> Vec<Command>;

    /// Asks again for what is shown, because another terminal may have changed it.
    fn refresh(&self) -> Vec<Effect> {
        Vec::new()
    }

    /// Returns how many lines can be chosen by their number now.
    fn lines(&self) -> usize {
        0
    }

    /// Chooses a line that is among [`Self::lines`], counted from 0.
    fn choose(&mut self, _line: usize) -> Vec<Effect> {
        Vec::new()
    }

    /// Returns what the step is about.
    fn subject(&self) -> Subject {
        Subject::default()
    }

    /// Returns what would be lost if the job were left now; `None` if everything is posted.
    fn unfinished(&self) -> Option<String> {
        None
    }

    /// Gives back what the job holds (claimed work), because it is left by another way than its own.
    fn release(&self) -> Vec<Effect> {
        Vec::new()
    }

    /// Takes back the last read in the job's own way; none leaves it to the kernel, which reverses what was posted.
    fn undo(&mut self) -> Option<Vec<Effect>> {
        None
    }

    /// Returns whether the read awaited now is a secret that is never written down.
    fn is_secret(&self) -> bool {
        false
    }
}
