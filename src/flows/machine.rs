//! What every job on the floor is to the kernel.

use super::event::{Command, Context, Effect, Event};
use crate::domain::code::{ItemCode, LocationCode};

/// The item and the location that a step is about, as far as they are known; refused reads are counted by them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Subject {
    /// The item.
    pub item: Option<ItemCode>,
    /// The location.
    pub location: Option<LocationCode>,
}

impl Subject {
    /// Returns the subject with this item and location.
    pub const fn of(item: Option<ItemCode>, location: Option<LocationCode>) -> Self {
        Self { item, location }
    }

    /// Returns the subject with what is not known here taken from `other`.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        Self {
            item: self.item.or(other.item),
            location: self.location.or(other.location),
        }
    }
}

/// The state of one job: takes events, returns effects, says what it waits for.
///
/// An [`Event::Posted`] that the job did not ask for says that something was taken back behind it, and the job looks
/// again at what it shows. A refused answer needs no effect from the job: the kernel tells the operator.
pub trait Machine {
    /// Takes an event and returns the effects to perform.
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

    /// Gives back what the job holds (claimed work), because it is left by a way that is not its own.
    fn release(&self) -> Vec<Effect> {
        Vec::new()
    }

    /// Claims the work again that was given back when the job was left; `None` if it had none, or needs no claim.
    fn claim_again(&mut self) -> Option<Vec<Effect>> {
        None
    }

    /// Takes back the last read in the job's own way; `None` leaves it to the kernel, which reverses what was posted.
    fn undo(&mut self) -> Option<Vec<Effect>> {
        None
    }

    /// Notes that the job was chosen, not started by a scan.
    fn is_chosen(&mut self) {}

    /// Returns whether a supervisor's badge is awaited, whose PIN comes after it.
    fn asks_for_approval(&self) -> bool {
        false
    }

    /// Returns whether the read awaited now is a secret that is never written down.
    fn is_secret(&self) -> bool {
        false
    }

    /// Goes back to before any badge or PIN that allowed a step: work that was saved says nothing of who stands there.
    fn unvouch(&mut self) {}
}
