//! The documents of a file as lines on their way into the store. They are read several times, first to find whatever is
//! wrong with any of them, then to apply them, so that only some of them are held at a time.

use super::document::{self, Wrong};
use super::input::Input;
use super::new_places::NewPlaces;
use super::printed::Printed;
use super::proof::Proved;
use super::{admitted, redated};
use crate::cli::failure::Failure;
use crate::cli::intake::Lines;
use crate::cli::output::{Shown, Spelling};
use crate::clock;
use crate::domain::record::Fault;
use crate::domain::refusal::Refusal;
use crate::operations::answer::Answer;
use crate::operations::log::in_hexadecimal;
use crate::operations::request::Request;
use crate::operations::view::View;
use crate::store::Store;
use chrono::NaiveDate;
use sha2::{Digest, Sha256};
use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::Write;

/// Documents that can all be read, with the places that they need before them.
pub(super) struct Documents {
    input: Input,
    /// The day of documents that name none.
    today: NaiveDate,
    /// By line, the first day of those documents that first came on another day.
    first: HashMap<usize, NaiveDate>,
    /// The places that are created, where that is asked for.
    places: Option<NewPlaces>,
    /// Whose approval is proved.
    proved: Proved,
    /// What tells each line from another text in its place.
    sums: Vec<u64>,
    digest: String,
    total: usize,
    told: Vec<u8>,
    out: Shown,
}

/// A document that was read.
pub(super) struct Document {
    number: usize,
    bytes: usize,
    request: Request,
}

impl Documents {
    /// Reads the documents for the first time.
    ///
    /// # Errors
    /// Names every document that can't be read.
    pub(super) fn read(
        store: &dyn Store,
        input: Input,
        (create, proved): (bool, Proved),
    ) -> Result<Self, Failure> {
        let mut input = input.again()?;
        let (today, mut first, mut problems) = (clock::today(), HashMap::new(), Vec::new());
        let (mut sums, mut total) = (Vec::new(), 0);
        let mut digest = Sha256::new_with_prefix([u8::from(create)]);
        while let Some((line, text)) = input.line() {
            if let Ok(text) = &text {
                digest.update(text);
                digest.update("\n");
                sums.push(sum(text));
            }
            match admitted(store, parsed(text))? {
                Ok(None) => {}
                Ok(Some((request, is_dated))) => {
                    total += 1;
                    let date = if is_dated { request.date } else { today };
                    let day = redated(store, Request { date, ..request }, is_dated)?.date;
                    if !is_dated && day != today {
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
            places: create.then(NewPlaces::default),
            proved,
            sums,
            digest: in_hexadecimal(&digest.finalize()),
            total,
            told: Vec::new(),
            out: Shown::new(Spelling::Json),
        })
    }

    /// Returns how many documents there are.
    pub(super) const fn total(&self) -> usize {
        self.total
    }

    /// Returns what tells this file from others.
    pub(super) fn digest(&self) -> &str {
        &self.digest
    }
}

impl Lines for Documents {
    type Line = Document;

    fn restart(&mut self) -> Result<(), Fault> {
        let wrong = |why| Fault::caused("the documents can't be read again", why);
        self.input.rewind().map_err(wrong)
    }

    fn next(&mut self) -> Result<Option<Document>, Fault> {
        loop {
            let Some((number, text)) = self.input.line() else {
                return Ok(None);
            };
            let changed = |why: String| Fault::new(format!("line {number} changed while it was read: {why}"));
            let known = self.sums.get(number - 1);
            if text.as_ref().is_ok_and(|text| known != Some(&sum(text))) {
                return Err(changed("it is not what was checked".to_owned()));
            }
            let bytes = text.as_ref().map_or(0, String::len);
            // What is wrong with a text was admitted at the first reading, where the document is known.
            let read = parsed(text).or_else(|wrong| wrong.meant().cloned().map(Some).ok_or(wrong));
            let Some((mut request, is_dated)) = read.map_err(|wrong| changed(wrong.to_string()))? else {
                continue;
            };
            if !is_dated {
                request.date = self.first.get(&number).copied().unwrap_or(self.today);
            }
            return Ok(Some(Document {
                number,
                bytes,
                request: self.proved.approving(request),
            }));
        }
    }

    fn bytes(&self, line: &Document) -> usize {
        line.bytes
    }

    fn asks(&mut self, view: &dyn View, line: &Document) -> Result<Vec<Request>, Fault> {
        let mut asked = match &mut self.places {
            Some(places) => places.missing(view, &line.request)?,
            None => Vec::new(),
        };
        asked.push(line.request.clone());
        Ok(asked)
    }

    fn answered(&mut self, _: &Document, answer: &Answer) {
        // Writing into memory can't fail, and an answer is made of words and numbers.
        let _ = Printed::from(answer).print(&mut self.told);
    }

    fn forget(&mut self) {
        self.told.clear();
        self.places = self.places.take().map(|_| NewPlaces::default());
    }

    fn tell(&mut self) -> Result<(), Failure> {
        let told = std::mem::take(&mut self.told);
        self.out.write_all(&told)?;
        Ok(self.out.flush()?)
    }

    fn whence(&self, line: &Document) -> String {
        format!("line {}", line.number)
    }

    fn named(&self, line: &Document) -> String {
        format!("line {}, {}", line.number, line.request.key)
    }

    fn refused(&self, _: &Document, refusal: &Refusal) -> String {
        format!("{}: {refusal}", refusal.code())
    }
}

fn parsed(text: std::io::Result<String>) -> Result<Option<(Request, bool)>, Wrong> {
    let text = text.map_err(|why| Wrong::new("", why.to_string()))?;
    document::read(&text)
}

/// Returns what tells a text from another.
fn sum(text: &str) -> u64 {
    let mut sum = DefaultHasher::new();
    text.hash(&mut sum);
    sum.finish()
}
