//! What the ledger job asks and is told.

mod page;

pub use self::page::{Act, Column, Fact, Mark, Only, Page, Place, Row};
use crate::domain::refusal::Refusal;

/// What is asked of the store.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Question {
    /// A page.
    Page(Place),
}

/// What is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Told {
    /// The page.
    Page(Box<Page>),
    /// Why it is not shown.
    Refused(Refusal),
}
