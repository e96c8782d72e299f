//! A store at the other end of a wire: every message, answer and error goes as text, and only the rows that are looked
//! at are read directly.

use binledger::domain::record::Fault;
use binledger::operations::answer::Answer;
use binledger::operations::change::Change;
use binledger::operations::request::Request;
use binledger::operations::view::View;
use binledger::store::memory::Memory;
use binledger::store::{BatchError, Note, Store, StoreError};
use serde::Serialize;
use serde::de::DeserializeOwned;

/// A handle that speaks to the store by text alone.
pub struct Wired(pub Memory);

/// Sends something over the wire and receives it.
fn sent<T: Serialize + ?Sized, U: DeserializeOwned>(told: &T) -> U {
    let text = serde_json::to_string(told).unwrap();
    serde_json::from_str(&text).unwrap_or_else(|e| panic!("{text} can't be read: {e}"))
}

impl Store for Wired {
    fn transact(&mut self, request: &Request) -> Result<Answer, StoreError> {
        sent(&self.0.transact(&sent(request)))
    }

    fn transact_all(&mut self, requests: &[Request]) -> Result<Vec<Answer>, BatchError> {
        sent(&self.0.transact_all(&sent::<_, Vec<Request>>(requests)))
    }

    fn preview(&self, request: &Request) -> Result<Result<Change, Box<Answer>>, StoreError> {
        let foreseen = self.0.preview(&sent(request))?;
        Ok(foreseen.map_err(|answer| sent(&answer)))
    }

    fn look(&self, look: &mut dyn FnMut(&dyn View) -> Result<(), Fault>) -> Result<(), StoreError> {
        self.0.look(look)
    }

    fn note(&mut self, notes: &[Note]) -> Result<(), StoreError> {
        sent(&self.0.note(&sent::<_, Vec<Note>>(notes)))
    }

    fn version(&self) -> Result<i64, StoreError> {
        self.0.version()
    }
}
