//! The rows of files as one batch, each with what it asks for after what was imported before.

use super::hashes::Hashes;
use super::known::{Known, Refers};
use super::{Lined, Sheets, place_of, requests, user_of, versions};
use crate::cli::failure::Failure;
use crate::domain::log::Logged;
use crate::domain::record::{Fault, Record};
use crate::domain::user::Role;
use crate::operations::answer::Answer;
use crate::operations::request::{Request, Requester};
use crate::operations::view::View;
use crate::store::{Batch, Store};

/// The rows of files, laid over what the store knows. They are laid over it again where it has changed until they are
/// applied, so that nothing is written back that others wrote meanwhile.
pub(super) struct Merged<'s> {
    sheets: &'s Sheets,
    requester: Requester,
    /// The PINs that were hashed, so that none is hashed again while others wait.
    hashes: Hashes,
    /// The last operation that the requests know of.
    after: i64,
    pub(super) lined: Vec<Lined<'s>>,
    pub(super) requests: Vec<Request>,
    pub(super) answers: Vec<Answer>,
    /// What is wrong with rows since others wrote.
    wrong: Option<Failure>,
}

impl<'s> Merged<'s> {
    /// Returns the rows of sheets over what the store knows now.
    ///
    /// # Errors
    /// Names every row that can't be imported.
    pub(super) fn of(store: &dyn Store, sheets: &'s Sheets, requester: Requester) -> Result<Self, Failure> {
        let mut merged = Self {
            sheets,
            requester,
            hashes: Hashes::default(),
            after: 0,
            lined: Vec::new(),
            requests: Vec::new(),
            answers: Vec::new(),
            wrong: None,
        };
        store.read(|view| merged.merge(view))?;
        match merged.wrong.take() {
            Some(wrong) => Err(wrong),
            None => Ok(merged),
        }
    }

    /// Returns what is wrong with rows since others wrote; `None` if nothing is.
    pub(super) fn into_wrong(self) -> Option<Failure> {
        self.wrong
    }

    /// Lays the rows over what is known, or notes what is wrong with them.
    fn merge(&mut self, view: &dyn View) -> Result<(), Fault> {
        match laid(view, self.sheets, &self.requester, &self.hashes)? {
            Ok((lined, requests)) => (self.lined, self.requests) = (lined, requests),
            Err(problems) => {
                let said = problems.into_iter().chain(["Nothing was imported.".to_owned()]);
                self.wrong = Some(Failure::Data(said.collect()));
            }
        }
        self.after = view.last(Logged::TABLE)?;
        Ok(())
    }
}

/// The rows of files, and what each asks for; or what is wrong with them, line by line.
type Laid<'s> = Result<(Vec<Lined<'s>>, Vec<Request>), Vec<String>>;

/// Returns the rows of sheets laid over what is known.
pub(super) fn laid<'s>(
    view: &dyn View,
    sheets: &'s Sheets,
    requester: &Requester,
    hashes: &Hashes,
) -> Result<Laid<'s>, Fault> {
    let mut problems = sheets.problems.clone();
    let (mut known, mut refers) = (Known::of(view)?, Refers::default());
    let mut lined = Vec::new();
    for sheet in &sheets.read {
        lined.extend(requests(sheet, &mut known, &mut refers, &mut problems));
    }
    refers.unknown(&known, &mut problems);
    if !problems.is_empty() {
        return Ok(Err(problems.told()));
    }
    lined.sort_by_key(|line| turn_of(line, requester));
    let settled = lined
        .iter()
        .map(|line| versions::settled(view, line, requester, hashes));
    let requests = settled.collect::<Result<_, Fault>>()?;
    Ok(Ok((lined, requests)))
}

/// Returns when a row has its turn: administrators before others with a badge, so that one follows another, and who
/// imports last of all, so that no row takes the right to those behind it.
fn turn_of(line: &Lined<'_>, requester: &Requester) -> (usize, bool) {
    let place = place_of(&line.sheet.file);
    match user_of(&line.request) {
        Some(user) if requester.badge() == Some(&user.badge) => (usize::MAX, true),
        Some(user) => (place, !user.has(Role::Administrator)),
        None => (place, false),
    }
}

impl Batch for Merged<'_> {
    fn begin(&mut self, view: &dyn View) -> Result<(), Fault> {
        self.answers.clear();
        if view.last(Logged::TABLE)? != self.after {
            self.merge(view)?;
        }
        match &self.wrong {
            Some(_) => Err(Fault::new("rows can't be imported after what others wrote")),
            None => Ok(()),
        }
    }

    fn next(&mut self) -> Result<Option<Request>, Fault> {
        Ok(self.requests.get(self.answers.len()).cloned())
    }

    fn answered(&mut self, answer: Answer) {
        self.answers.push(answer);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::import::{File, Mappings, apply, apply_all, embedded, sheets};
    use crate::cli::lay_down;
    use crate::cli::request::define;
    use crate::domain::code::Badge;
    use crate::domain::user::User;
    use crate::operations::request::Master;
    use crate::store::memory::Memory;
    use std::sync::LazyLock;

    static DAY: LazyLock<chrono::NaiveDate> = LazyLock::new(crate::cli::clock::today);

    fn files(name: &str, content: &str) -> Vec<File> {
        embedded(&[(name, content)])
    }

    fn store() -> Memory {
        let mut store = Memory::new();
        lay_down(&mut store, &[]).expect("a store");
        let users = files("users.csv", "badge,name,pin,site\nE,Ann,4711,MAIN\n");
        apply(&mut store, users).expect("a badge");
        store
    }

    fn user(store: &Memory) -> User {
        (store as &dyn Store)
            .all::<User>()
            .expect("the store works")
            .remove(0)
    }

    #[test]
    fn what_others_write_after_the_files_were_read_stays() {
        let mut store = store();
        let mut files = files("users.csv", "badge,name,site\nE,Anna,MAIN\n");
        let sheets = sheets(&mut files, &Mappings::new());
        let merged =
            Merged::of(&store, &sheets, Requester::document(Badge::NONE)).expect("they can be imported");
        let locked = User {
            locked: true,
            failures: 5,
            ..user(&store)
        };
        let request = define("by-hand".into(), *DAY, Master::User(locked));
        assert_eq!(store.transact(&request).expect("the store works").refusal, None);
        let done = apply_all(&mut store, merged).expect("they are imported");
        assert_eq!((done.new, done.changed), (1, 1));
        let user = user(&store);
        assert_eq!(
            (user.name.as_str(), user.locked, user.failures),
            ("Anna", true, 5)
        );
        assert!(user.pin_hash.is_some());
    }

    #[test]
    fn rows_that_others_made_wrong_meanwhile_are_named() {
        let mut store = store();
        let mut files = files("customers.csv", "customer,name\n123,Ann\n");
        let sheets = sheets(&mut files, &Mappings::new());
        let merged =
            Merged::of(&store, &sheets, Requester::document(Badge::NONE)).expect("they can be imported");
        let other = embedded(&[("customers.csv", "customer,name\n00123,Ann\n")]);
        apply(&mut store, other).expect("a customer");
        let Err(Failure::Data(said)) = apply_all(&mut store, merged) else {
            panic!("the zeros are lost");
        };
        assert!(said[0].contains("customers.csv line 2, column customer: expected \"00123\""));
        assert_eq!(said[1], "Nothing was imported.");
    }
}
