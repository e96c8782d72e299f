//! Stores that forget something, so that the contract proves that it would notice.

use binledger::domain::code::Key;
use binledger::domain::log::Logged;
use binledger::domain::record::{Fault, Range, Record, Row, Table, Value};
use binledger::domain::stock::Balance;
use binledger::operations::answer::{Answer, Verdict};
use binledger::operations::change::Change;
use binledger::operations::decide::decide;
use binledger::operations::request::Request;
use binledger::operations::view::View;
use binledger::store::memory::Memory;
use binledger::store::{BatchError, Local, Note, Store, StoreError, Turn};

/// What a store forgets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gap {
    /// The balances that were written.
    Balance,
    /// Which end a range is read from.
    Direction,
    /// Where a range starts.
    After,
    /// Every third operation's key.
    Key,
    /// What was asked under a key.
    Content,
    /// That a refused operation was refused: its key is taken.
    Refusal,
    /// When the last operation was.
    Stamps,
    /// That several requests belong together.
    Together,
    /// What the requests before did.
    Before,
    /// To go on after a refusal.
    Rest,
    /// That a preview writes nothing.
    Preview,
    /// That a row was there already.
    Append,
    /// That several notes belong together.
    Notes,
    /// Everything, when it is closed.
    All,
    /// To look at what others wrote.
    Others,
    /// That others wrote.
    Version,
    /// To take back what a turn wrote that failed.
    Turn,
    /// The notes of a turn in which nothing was applied.
    Refused,
}

impl Gap {
    pub const ALL: &[Self] = &[
        Self::Balance,
        Self::Direction,
        Self::After,
        Self::Key,
        Self::Content,
        Self::Refusal,
        Self::Stamps,
        Self::Together,
        Self::Before,
        Self::Rest,
        Self::Preview,
        Self::Append,
        Self::Notes,
        Self::All,
        Self::Others,
        Self::Version,
        Self::Turn,
        Self::Refused,
    ];

    /// The clause that must notice.
    pub const fn clause(self) -> &'static str {
        match self {
            Self::Balance => "what was written is found",
            Self::Direction | Self::After => "a range is a slice of its order",
            Self::Key => "a key is applied once",
            Self::Content => "a key with other content is refused",
            Self::Refusal => "a refusal changes nothing",
            Self::Stamps => "no operation is stamped before the last",
            Self::Together => "several requests are applied all or none",
            Self::Before => "each of several sees the ones before",
            Self::Rest => "a batch that leaves refusals out applies the others",
            Self::Preview => "a preview is what will be written, and writes nothing",
            Self::Append => "what is appended stays as it is",
            Self::Notes => "a note is only a note",
            Self::All => "it is all there when it is opened again",
            Self::Others => "two handles are one store",
            Self::Version => "the version tells of others",
            Self::Turn => "a turn is written whole or not at all",
            Self::Refused => "a turn with a refusal keeps its notes",
        }
    }
}

/// A store in memory with a gap.
pub struct Forgetful {
    inner: Memory,
    gap: Gap,
    asked: usize,
    /// The first refusal.
    refused: Option<Answer>,
}

impl Forgetful {
    /// One more handle on the store, which forgets what the gap says.
    pub fn new(store: &Memory, gap: Gap) -> Self {
        let lonely = matches!(gap, Gap::All | Gap::Others);
        let inner = if lonely { Memory::new() } else { store.clone() };
        Self {
            inner,
            gap,
            asked: 0,
            refused: None,
        }
    }
}

impl Store for Forgetful {
    fn transact(&mut self, request: &Request) -> Result<Answer, StoreError> {
        self.asked += 1;
        match self.gap {
            Gap::Key if self.asked.is_multiple_of(3) => {
                let key = Key::from(format!("{} {}", request.key, self.asked));
                self.inner.transact(&Request {
                    key,
                    ..request.clone()
                })
            }
            Gap::Content => {
                let known: Vec<Logged> = (&self.inner as &dyn Store).all()?;
                match known.iter().find(|known| known.key == request.key) {
                    Some(known) => self
                        .inner
                        .transact(&serde_json::from_str(&known.request).unwrap()),
                    None => self.inner.transact(request),
                }
            }
            Gap::Rest => {
                let answer = match self.refused.take() {
                    Some(refused) => refused,
                    None => self.inner.transact(request)?,
                };
                self.refused = answer.refusal.is_some().then(|| answer.clone());
                Ok(answer)
            }
            Gap::Stamps => self.inner.transact_by(request, &decide),
            Gap::Refusal => {
                let answer = self.inner.transact(request)?;
                if answer.verdict == Verdict::Refused {
                    let mut taken = testing::company::define(
                        serde_json::json!({"record": "site", "site": "TAKEN", "name": ""}),
                    );
                    taken.key = request.key.clone();
                    self.inner.transact(&taken)?;
                }
                Ok(answer)
            }
            _ => self.inner.transact(request),
        }
    }

    fn transact_all(&mut self, requests: &[Request]) -> Result<Vec<Answer>, BatchError> {
        match self.gap {
            Gap::Together => {
                let one_by_one = requests
                    .iter()
                    .map(|request| self.inner.transact_all(std::slice::from_ref(request)));
                let mut answers = Vec::new();
                for (at, answered) in one_by_one.enumerate() {
                    match answered {
                        Err(BatchError::Refused { answer, .. }) => {
                            return Err(BatchError::Refused { at, answer });
                        }
                        answered => answers.extend(answered?),
                    }
                }
                Ok(answers)
            }
            Gap::Before if requests.len() < 5 => {
                let seen: Vec<bool> = requests
                    .iter()
                    .map(|request| matches!(self.inner.preview(request), Ok(Ok(_))))
                    .collect();
                match seen.iter().position(|applied| !applied) {
                    Some(at) => {
                        let answer = Box::new(self.inner.transact(&requests[at])?);
                        Err(BatchError::Refused { at, answer })
                    }
                    None => self.inner.transact_all(requests),
                }
            }
            _ => self.inner.transact_all(requests),
        }
    }

    fn preview(&self, request: &Request) -> Result<Result<Change, Box<Answer>>, StoreError> {
        let foreseen = self.inner.preview(request);
        if self.gap == Gap::Preview {
            self.inner.clone().transact(request)?;
        }
        foreseen
    }

    fn look(&self, look: &mut dyn FnMut(&dyn View) -> Result<(), Fault>) -> Result<(), StoreError> {
        let gap = self.gap;
        self.inner.look(&mut |view| look(&Dim { view, gap }))
    }

    fn note(&mut self, notes: &[Note]) -> Result<(), StoreError> {
        match self.gap {
            Gap::Append => self.inner.note(notes).or(Ok(())),
            Gap::Notes => notes
                .iter()
                .try_for_each(|note| self.inner.note(std::slice::from_ref(note))),
            _ => self.inner.note(notes),
        }
    }

    fn version(&self) -> Result<i64, StoreError> {
        if self.gap == Gap::Version {
            Ok(1)
        } else {
            self.inner.version()
        }
    }
}

impl Local for Forgetful {
    fn turn(&mut self, work: &mut dyn FnMut(&mut Turn<'_>) -> Result<(), Fault>) -> Result<(), StoreError> {
        let mut failed = Ok(());
        let gap = self.gap;
        let written = self.inner.turn(&mut |turn| {
            let before = turn.view().last(Logged::TABLE)?;
            failed = work(turn);
            if gap == Gap::Refused && turn.view().last(Logged::TABLE)? == before {
                return Err(Fault::new("nothing was applied"));
            }
            if gap == Gap::Turn {
                return Ok(());
            }
            std::mem::replace(&mut failed, Ok(()))
        });
        match gap {
            Gap::Refused => failed.map_err(StoreError::from),
            Gap::Turn => written.and(failed.map_err(StoreError::from)),
            _ => written,
        }
    }
}

/// A view that misses something.
struct Dim<'v> {
    view: &'v dyn View,
    gap: Gap,
}

impl View for Dim<'_> {
    fn row(&self, table: &'static Table, key: &[Value]) -> Result<Option<Row>, Fault> {
        if self.gap == Gap::Balance && *table == *Balance::TABLE {
            return Ok(None);
        }
        self.view.row(table, key)
    }

    fn rows(&self, range: &Range) -> Result<Vec<Row>, Fault> {
        let range = range.clone();
        self.view.rows(&match self.gap {
            Gap::Direction => Range {
                descending: false,
                ..range
            },
            Gap::After => Range { after: None, ..range },
            _ => range,
        })
    }

    fn last(&self, table: &'static Table) -> Result<i64, Fault> {
        self.view.last(table)
    }
}
