//! Requests that are applied together and read one by one, so that a long file of them needs little room.

use crate::domain::record::Fault;
use crate::operations::answer::Answer;
use crate::operations::request::Request;
use crate::operations::view::View;

/// Requests in their order.
pub trait Batch {
    /// Starts at the first request, on a store that only the batch changes from now on; earlier answers no longer count.
    /// Called again if the outcome of a commit is unknown.
    fn begin(&mut self, view: &dyn View) -> Result<(), Fault>;

    /// Returns the next request, given the current state of the store. `None` after the last. A remote store may show
    /// its state before the first request instead.
    fn next(&mut self, view: &dyn View) -> Result<Option<Request>, Fault>;

    /// Takes the answer to the previous request, which counts only once all are applied.
    fn answered(&mut self, answer: Answer);

    /// Returns whether refused requests are left out and answered like the others. Otherwise one refusal applies
    /// nothing.
    fn leaves_out(&self) -> bool {
        false
    }
}

/// Requests that are at hand.
pub(super) struct AtHand<'r> {
    requests: std::slice::Iter<'r, Request>,
    all: &'r [Request],
    pub(super) answers: Vec<Answer>,
}

impl<'r> AtHand<'r> {
    pub(super) fn of(requests: &'r [Request]) -> Self {
        Self {
            requests: requests.iter(),
            all: requests,
            answers: Vec::with_capacity(requests.len()),
        }
    }
}

impl Batch for AtHand<'_> {
    fn begin(&mut self, _: &dyn View) -> Result<(), Fault> {
        self.requests = self.all.iter();
        self.answers.clear();
        Ok(())
    }

    fn next(&mut self, _: &dyn View) -> Result<Option<Request>, Fault> {
        Ok(self.requests.next().cloned())
    }

    fn answered(&mut self, answer: Answer) {
        self.answers.push(answer);
    }
}
