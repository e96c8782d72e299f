//! The documents of a file as one batch. They are read twice, first to find whatever is wrong with any of them, then to
//! apply them, so that only one of them is held at a time.

use super::document::{self, Wrong};
use super::input::Input;
use super::new_places::{self, NewPlaces};
use super::printed::Printed;
use super::{admitted, redated};
use crate::cli::clock;
use crate::cli::failure::Failure;
use crate::domain::record::Fault;
use crate::operations::answer::Answer;
use crate::operations::request::Request;
use crate::operations::view::View;
use crate::store::{Batch, Store};
use chrono::NaiveDate;
use std::collections::{HashMap, VecDeque};

/// Documents that can all be read, with the places that they need before them.
pub(super) struct Documents {
    input: Input,
    /// The day of documents that name none.
    today: NaiveDate,
    /// By line, the first day of those documents that first came on another day.
    first: HashMap<usize, NaiveDate>,
    /// The places that are known before the first document, where others are to be created.
    known: Option<NewPlaces>,
    /// The places that are known at the current document.
    places: Option<NewPlaces>,
    /// Requests of the line that are still to be answered: places, then the document.
    next: VecDeque<Request>,
    line: usize,
    told: Vec<u8>,
}

/// Where documents stand among the requests, and on which lines.
pub(super) type Own = Vec<(usize, usize)>;

impl Documents {
    /// Reads the documents for the first time.
    ///
    /// # Errors
    /// Names every document that can't be read.
    pub(super) fn read(store: &dyn Store, input: Input, create: bool) -> Result<Self, Failure> {
        let mut input = input.again()?;
        let (today, mut first, mut problems) = (clock::today(), HashMap::new(), Vec::new());
        while let Some((line, text)) = input.line() {
            match admitted(store, parsed(text))? {
                Ok(Some((_, true)) | None) => {}
                Ok(Some((request, false))) => {
                    let day = redated(
                        store,
                        Request {
                            date: today,
                            ..request
                        },
                        false,
                    )?
                    .date;
                    if day != today {
                        first.insert(line, day);
                    }
                }
                Err(wrong) => problems.push(format!("line {line}: {wrong}")),
            }
        }
        if !problems.is_empty() {
            problems.push("Nothing was applied.".to_owned());
            return Err(Failure::Data(problems));
        }
        Ok(Self {
            input,
            today,
            first,
            known: new_places::of(store, create)?,
            places: None,
            next: VecDeque::new(),
            line: 0,
            told: Vec::new(),
        })
    }

    /// Returns all requests, and where each document stands among them.
    pub(super) fn all(mut self) -> Result<(Vec<Request>, Own), Fault> {
        let (mut requests, mut own) = (Vec::new(), Vec::new());
        self.rewind()?;
        while let Some(request) = self.next()? {
            if self.next.is_empty() {
                own.push((requests.len(), self.line));
            }
            requests.push(request);
        }
        Ok((requests, own))
    }

    /// Returns the line of the document that a request belongs to.
    pub(super) fn line_of(&mut self, at: usize) -> Result<usize, Fault> {
        self.rewind()?;
        for _ in 0..=at {
            self.next()?;
        }
        Ok(self.line)
    }

    /// Starts at the first document.
    fn rewind(&mut self) -> Result<(), Fault> {
        self.places.clone_from(&self.known);
        self.next.clear();
        self.told.clear();
        self.line = 0;
        let wrong = |why| Fault::caused("the documents can't be read again", why);
        self.input.rewind().map_err(wrong)
    }

    /// Returns the answers to the documents, one a line.
    pub(super) fn told(&self) -> &[u8] {
        &self.told
    }
}

impl Batch for Documents {
    fn begin(&mut self, view: &dyn View) -> Result<(), Fault> {
        // What others created since is theirs, and not created over.
        if self.known.is_some() {
            self.known = Some(NewPlaces::of(view)?);
        }
        self.rewind()
    }

    fn next(&mut self) -> Result<Option<Request>, Fault> {
        while self.next.is_empty() {
            let Some((line, text)) = self.input.line() else {
                return Ok(None);
            };
            let wrong = |wrong| Fault::new(format!("line {line} changed while it was read: {wrong}"));
            // What is wrong with a text was admitted at the first reading, where the document is known.
            let read = parsed(text).or_else(|wrong| wrong.meant().cloned().map(Some).ok_or(wrong));
            let Some((mut request, dated)) = read.map_err(wrong)? else {
                continue;
            };
            if !dated {
                request.date = self.first.get(&line).copied().unwrap_or(self.today);
            }
            self.line = line;
            if let Some(places) = &mut self.places {
                self.next.extend(places.missing(&request));
            }
            self.next.push_back(request);
        }
        Ok(self.next.pop_front())
    }

    fn answered(&mut self, answer: Answer) {
        if self.next.is_empty() {
            // Writing into memory can't fail, and an answer is made of words and numbers.
            let _ = Printed::from(&answer).print(&mut self.told);
        }
    }
}

fn parsed(text: std::io::Result<String>) -> Result<Option<(Request, bool)>, Wrong> {
    let text = text.map_err(|why| Wrong::new("", why.to_string()))?;
    document::read(&text)
}
