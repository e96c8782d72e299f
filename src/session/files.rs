//! The files of an import, as a session asks for them: it reads no disk itself.

use crate::domain::log::Logged;
use crate::domain::record::{Fault, Record};
use crate::domain::refusal::Refusal;
use crate::domain::time::Time;
use crate::flows::set_up::Looked;
use crate::operations::log::in_hexadecimal;
use crate::operations::masters;
use crate::operations::preview::{Becomes, foreseen};
use crate::operations::request::{Define, Operation, Request, Requester};
use crate::operations::view::View;
use crate::store::Laid;
use sha2::{Digest, Sha256};
use std::borrow::Cow;

/// Who imports at a terminal, and when.
#[derive(Clone, Debug)]
pub struct Asking {
    /// The operator at the terminal.
    pub requester: Requester,
    /// The read that asks.
    pub read: i64,
    /// The moment of the read.
    pub at: Time,
}

/// What the rows of files ask for.
#[derive(Clone, Debug, Default)]
pub struct Rows {
    /// Each request with the place of its row, for people.
    pub requests: Vec<(String, Request)>,
    /// The kinds of files, each with the number of its rows.
    pub kinds: Vec<(String, usize)>,
    /// The names of files that are of no kind.
    pub others: Vec<String>,
    /// What tells these files from others of the same names.
    pub mark: String,
}

/// What is wrong with files, line by line.
pub type Wrong = Vec<String>;

/// Reads the files of an import. They lie in one folder, which no operator names.
pub trait Files {
    /// Returns the folder.
    fn folder(&self) -> String;

    /// Returns what the rows of the files ask for, after what was imported before.
    ///
    /// # Errors
    /// A [`Fault`] if the store can't answer; inside, what is wrong with the files.
    fn rows(&self, view: &dyn View, asking: &Asking) -> Result<Result<Rows, Wrong>, Fault>;

    /// Returns what a screen may tell of a row.
    fn told(&self, _: &Request, text: &str) -> String {
        text.to_owned()
    }

    /// Returns why a row is refused, in the words of files.
    fn refused(&self, refusal: &Refusal) -> String {
        format!("{}: {refusal}", refusal.code())
    }

    /// Takes notice that the rows were imported.
    fn imported(&self) {}
}

/// The files of a terminal that reads none.
#[derive(Clone, Copy, Debug)]
pub struct NoFiles;

impl Files for NoFiles {
    fn folder(&self) -> String {
        "no folder".to_owned()
    }

    fn rows(&self, _: &dyn View, _: &Asking) -> Result<Result<Rows, Wrong>, Fault> {
        Ok(Err(vec!["This terminal reads no files".to_owned()]))
    }
}

/// What files would do and the requests that do it, or what is wrong with them.
type Foreseen = Result<(Looked, Vec<Request>), Wrong>;

/// Returns what the files would do, or what is wrong with them: everything that a rule refuses, too.
pub(super) fn look(files: &dyn Files, view: &dyn View, asking: &Asking) -> Result<Foreseen, Fault> {
    let rows = match files.rows(view, asking)? {
        Ok(rows) => rows,
        Err(wrong) => return Ok(Err(wrong)),
    };
    let (places, requests): (Vec<String>, Vec<Request>) = rows.requests.into_iter().unzip();
    let (mut looked, mut wrong, mut new) = (Looked::default(), Vec::new(), Vec::new());
    (looked.kinds, looked.others) = (rows.kinds, rows.others);
    // What would be done is marked as it is, and not as it is told.
    let mut mark = Sha256::new_with_prefix(&rows.mark);
    let mut laid = Laid::over(view);
    for (whence, request) in places.iter().zip(&requests) {
        let (change, answer) = laid.decide(request)?;
        let code = code_of(&request.operation);
        let mut does = |list: &mut Vec<String>, how: &str| {
            list.push(files.told(request, &format!("{whence}: {code} {how}")));
            mark.update(format!("\n{} {how}", request.key));
        };
        match foreseen(change.as_ref(), &answer)?.becomes() {
            Becomes::New => {
                looked.new += 1;
                does(&mut new, "is new");
            }
            Becomes::Changed(note) => {
                looked.changed += 1;
                does(&mut looked.does, note);
            }
            Becomes::Known => looked.known += 1,
            Becomes::Refused(refusal) => {
                let why = files.told(request, &files.refused(refusal));
                wrong.push(format!("{whence}: {why}"));
            }
        }
    }
    looked.does.extend(new);
    looked.mark = in_hexadecimal(&mark.finalize());
    Ok(if wrong.is_empty() {
        Ok((looked, requests))
    } else {
        Err(wrong)
    })
}

/// Returns the code that people know the thing by that an operation of files makes or changes.
fn code_of(operation: &Operation) -> String {
    match operation {
        Operation::Define(Define { master }) => masters::code_of(master),
        Operation::PlaceOrder(asked) => asked.order.order_no.to_string(),
        Operation::Opening(asked) => format!("{} at {}", asked.item, asked.location),
        _ => String::new(),
    }
}

/// An import as it was foreseen, before others have to wait for it.
pub(super) struct Planned {
    /// What was shown to the operator who confirmed it.
    mark: String,
    /// The last operation that was known then.
    after: i64,
    foreseen: Foreseen,
}

impl Planned {
    /// Plans the import that was shown under this mark.
    pub(super) fn of(
        files: &dyn Files,
        view: &dyn View,
        mark: String,
        asking: &Asking,
    ) -> Result<Self, Fault> {
        Ok(Self {
            after: view.last(Logged::TABLE)?,
            foreseen: asked(files, view, &mark, asking)?,
            mark,
        })
    }

    /// Returns what it does now: what was foreseen, unless anything was posted since.
    pub(super) fn now(
        &self,
        files: &dyn Files,
        view: &dyn View,
        asking: &Asking,
    ) -> Result<Cow<'_, Foreseen>, Fault> {
        if view.last(Logged::TABLE)? == self.after {
            Ok(Cow::Borrowed(&self.foreseen))
        } else {
            asked(files, view, &self.mark, asking).map(Cow::Owned)
        }
    }
}

/// Returns what an import does: it must still be what it was when it had this mark.
fn asked(files: &dyn Files, view: &dyn View, mark: &str, asking: &Asking) -> Result<Foreseen, Fault> {
    Ok(look(files, view, asking)?.and_then(|(looked, requests)| {
        if looked.mark == mark {
            Ok((looked, requests))
        } else {
            Err(vec![
                "The files, or the records that they change, are no longer what was shown".to_owned(),
            ])
        }
    }))
}
