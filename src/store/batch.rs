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

    /// Returns the next request, as it is asked on the store as it is by now; `None` after the last. A store elsewhere may
    /// show what was there before the first.
    fn next(&mut self, view: &dyn View) -> Result<Option<Request>, Fault>;

    /// Takes the answer to the previous request, which counts only once all are applied.
    fn answered(&mut self, answer: Answer);

    /// Returns whether a request that a rule refuses is left out, and answered like the others; else nothing is applied.
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
