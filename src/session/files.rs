//! The files of an import, as a session asks for them: it reads no disk itself.

use crate::domain::record::Fault;
use crate::domain::refusal::Refusal;
use crate::domain::time::Time;
use crate::flows::set_up::Looked;
use crate::operations::preview::{Becomes, each};
use crate::operations::request::{Request, Requester};
use crate::operations::view::View;

/// The most rows that a terminal imports, for which nobody on the floor waits long.
pub const MOST_ROWS: usize = 5_000;

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

    /// Returns why a row is refused, in the words of files.
    fn refused(&self, refusal: &Refusal) -> String {
        format!("{}: {refusal}", refusal.code())
    }
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
    let count = rows.requests.len();
    if MOST_ROWS < count {
        let command = format!("binledger import {}", files.folder());
        let why =
            format!("{count} rows are more than the {MOST_ROWS} that a terminal takes: {command} at a shell");
        return Ok(Err(vec![why]));
    }
    let (places, requests): (Vec<String>, Vec<Request>) = rows.requests.into_iter().unzip();
    let (mut looked, mut wrong) = (Looked::default(), Vec::new());
    (looked.kinds, looked.mark) = (rows.kinds, rows.mark);
    each(view, &requests, |at, _, foreseen| {
        match foreseen.becomes() {
            Becomes::New => looked.new += 1,
            Becomes::Changed(_) => looked.changed += 1,
            Becomes::Known => looked.known += 1,
            Becomes::Refused(refusal) => {
                let whence = places.get(at).cloned().unwrap_or_default();
                wrong.push(format!("{whence}: {}", files.refused(refusal)));
            }
        }
        Ok(true)
    })?;
    Ok(if wrong.is_empty() {
        Ok((looked, requests))
    } else {
        Err(wrong)
    })
}

/// Returns what an import does: the files must still say what they said when they had this mark.
pub(super) fn asked(
    files: &dyn Files,
    view: &dyn View,
    mark: &str,
    asking: &Asking,
) -> Result<Foreseen, Fault> {
    Ok(look(files, view, asking)?.and_then(|(looked, requests)| {
        if looked.mark == mark {
            Ok((looked, requests))
        } else {
            Err(vec!["The files are no longer what was shown".to_owned()])
        }
    }))
}
