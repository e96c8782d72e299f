//! The rows of files as lines on their way into the store, each with what it asks for after what was imported before.

use super::hashes::Hashes;
use super::known::{Known, Refers};
use super::problems::Problems;
use super::{Done, Lined, Sheets, hidden, is_changed, place_of, refused, requests, user_of, versions};
use crate::cli::failure::Failure;
use crate::cli::intake::Lines;
use crate::domain::log::Logged;
use crate::domain::record::{Fault, Record};
use crate::domain::refusal::Refusal;
use crate::domain::user::Role;
use crate::operations::answer::{Answer, Verdict};
use crate::operations::request::{Request, Requester};
use crate::operations::view::View;
use crate::session::pin::Pins;
use crate::store::Store;
use std::rc::Rc;

/// The rows of files over what the store knows. What is applied in one transaction is laid over it again where it has
/// changed until then; in any case each row asks for what differs at the moment when it is applied, so that nothing is
/// written back that others wrote meanwhile.
pub(super) struct Merged<'s> {
    sheets: &'s Sheets,
    requester: Requester,
    /// The PINs that were hashed, so that none is hashed again while others wait.
    hashes: Hashes,
    /// The last operation that the rows know of.
    after: i64,
    pub(super) lined: Vec<Lined<'s>>,
    /// The row that is next.
    next: usize,
    /// The answers so far: those that are certain, and those given since.
    done: Done,
    answered: Done,
    /// What is wrong with rows since others wrote.
    wrong: Option<Failure>,
}

impl<'s> Merged<'s> {
    /// Returns the rows of sheets over what the store knows now.
    ///
    /// # Errors
    /// Names every row that can't be imported.
    pub(super) fn of(
        store: &dyn Store,
        sheets: &'s Sheets,
        requester: Requester,
        pins: Rc<Pins>,
    ) -> Result<Self, Failure> {
        let mut merged = Self {
            sheets,
            requester,
            hashes: Hashes::by(pins),
            after: 0,
            lined: Vec::new(),
            next: 0,
            done: Done::default(),
            answered: Done::default(),
            wrong: None,
        };
        store.read(|view| merged.merge(view))?;
        match merged.wrong.take() {
            Some(wrong) => Err(wrong),
            None => Ok(merged),
        }
    }

    /// Returns the answers that are certain.
    pub(super) const fn done(&self) -> Done {
        self.done
    }

    /// Returns what is wrong with rows since others wrote; `None` if nothing is.
    pub(super) fn into_wrong(self) -> Option<Failure> {
        self.wrong
    }

    /// Lays the rows over what is known, or notes what is wrong with them.
    fn merge(&mut self, view: &dyn View) -> Result<(), Fault> {
        let mut problems = Problems::default();
        match lined(view, self.sheets, &self.requester)? {
            Ok(lined) => self.lined = lined,
            Err(problems) => self.wrong = Some(nothing(problems)),
        }
        for line in self.lined.iter().filter(|line| user_of(&line.request).is_some()) {
            if let Err(problem) = versions::settled(view, line, &self.requester, &self.hashes)? {
                problems.add(problem);
            }
        }
        if !problems.is_empty() {
            self.wrong = Some(nothing(problems.told()));
        }
        self.after = view.last(Logged::TABLE)?;
        Ok(())
    }

    fn settled(&self, view: &dyn View, line: &Lined<'_>) -> Result<Request, Fault> {
        // Where others changed what a PIN must be since it was looked at.
        versions::settled(view, line, &self.requester, &self.hashes)?
            .map_err(|problem| Fault::new(problem.to_string()))
    }
}

/// Returns the failure of an import that did nothing because of this.
fn nothing(problems: Vec<String>) -> Failure {
    let said = problems.into_iter().chain(["Nothing was imported.".to_owned()]);
    Failure::Data(said.collect())
}

/// Returns the rows of sheets in their order over what is known; inside, what is wrong with them, line by line.
fn lined<'s>(
    view: &dyn View,
    sheets: &'s Sheets,
    requester: &Requester,
) -> Result<Result<Vec<Lined<'s>>, Vec<String>>, Fault> {
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
    Ok(Ok(lined))
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
    let lined = match lined(view, sheets, requester)? {
        Ok(lined) => lined,
        Err(problems) => return Ok(Err(problems)),
    };
    let (mut requests, mut problems) = (Vec::with_capacity(lined.len()), Problems::default());
    for line in &lined {
        match versions::settled(view, line, requester, hashes)? {
            Ok(request) => requests.push(request),
            Err(problem) => problems.add(problem),
        }
    }
    if !problems.is_empty() {
        return Ok(Err(problems.told()));
    }
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

impl Lines for Merged<'_> {
    /// The place of a row.
    type Line = usize;

    fn renew(&mut self, view: &dyn View) -> Result<(), Fault> {
        if view.last(Logged::TABLE)? != self.after {
            self.merge(view)?;
        }
        match &self.wrong {
            Some(_) => Err(Fault::new("rows can't be imported after what others wrote")),
            None => Ok(()),
        }
    }

    fn restart(&mut self) -> Result<(), Fault> {
        self.next = 0;
        Ok(())
    }

    fn next(&mut self) -> Result<Option<usize>, Fault> {
        let next = Some(self.next).filter(|next| *next < self.lined.len());
        self.next += 1;
        Ok(next)
    }

    fn asks(&mut self, view: &dyn View, line: &usize) -> Result<Vec<Request>, Fault> {
        Ok(vec![self.settled(view, &self.lined[*line])?])
    }

    fn answered(&mut self, _: &usize, answer: &Answer) {
        match answer.verdict {
            Verdict::Duplicate => self.answered.known += 1,
            Verdict::Applied => {
                self.answered.new += 1;
                self.answered.changed += usize::from(is_changed(answer.note.as_deref()));
            }
            Verdict::Refused => {}
        }
    }

    fn forget(&mut self) {
        self.answered = Done::default();
    }

    fn tell(&mut self) -> Result<(), Failure> {
        let answered = std::mem::take(&mut self.answered);
        self.done.new += answered.new;
        self.done.changed += answered.changed;
        self.done.known += answered.known;
        Ok(())
    }

    fn whence(&self, line: &usize) -> String {
        self.lined[*line].whence()
    }

    fn refused(&self, line: &usize, refusal: &Refusal) -> String {
        hidden::told(&self.lined[*line].sheet.file, &refused(refusal))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::import::{File, Mappings, apply, apply_all, embedded, sheets};
    use crate::cli::intake::{About, NotApplied, in_turns};
    use crate::cli::lay_down;
    use crate::cli::request::define;
    use crate::domain::catalog::Item;
    use crate::domain::code::Badge;
    use crate::domain::user::User;
    use crate::operations::request::Master;
    use crate::store::memory::Memory;
    use std::sync::LazyLock;

    static DAY: LazyLock<chrono::NaiveDate> = LazyLock::new(crate::clock::today);

    fn files(name: &str, content: &str) -> Vec<File> {
        embedded(&[(name, content)])
    }

    fn store() -> Memory {
        let mut store = Memory::new();
        lay_down(&mut store, &[]).expect("a store");
        let users = files("users.csv", "badge,name,pin,site\nE,Ann,4711,MAIN\n");
        apply(&mut store, users, Rc::default()).expect("a badge");
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
        let merged = Merged::of(&store, &sheets, Requester::document(Badge::NONE), Rc::default())
            .expect("they can be imported");
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
        let merged = Merged::of(&store, &sheets, Requester::document(Badge::NONE), Rc::default())
            .expect("they can be imported");
        let other = embedded(&[("customers.csv", "customer,name\n00123,Ann\n")]);
        apply(&mut store, other, Rc::default()).expect("a customer");
        let Err(Failure::Data(said)) = apply_all(&mut store, merged) else {
            panic!("the zeros are lost");
        };
        assert!(said[0].contains("customers.csv line 2, column customer: expected \"00123\""));
        assert_eq!(said[1], "Nothing was imported.");
    }

    /// Rows during which another process works on the store once the first of them are applied.
    struct Beside<'m, 's> {
        merged: &'m mut Merged<'s>,
        work: Option<Box<dyn FnOnce()>>,
    }

    impl Lines for Beside<'_, '_> {
        type Line = usize;

        fn renew(&mut self, view: &dyn View) -> Result<(), Fault> {
            self.merged.renew(view)
        }

        fn restart(&mut self) -> Result<(), Fault> {
            self.merged.restart()
        }

        fn next(&mut self) -> Result<Option<usize>, Fault> {
            self.merged.next()
        }

        fn asks(&mut self, view: &dyn View, line: &usize) -> Result<Vec<Request>, Fault> {
            self.merged.asks(view, line)
        }

        fn answered(&mut self, line: &usize, answer: &Answer) {
            self.merged.answered(line, answer);
        }

        fn forget(&mut self) {
            self.merged.forget();
        }

        fn tell(&mut self) -> Result<(), Failure> {
            self.work.take().into_iter().for_each(|work| work());
            self.merged.tell()
        }

        fn whence(&self, line: &usize) -> String {
            self.merged.whence(line)
        }

        fn refused(&self, line: &usize, refusal: &Refusal) -> String {
            self.merged.refused(line, refusal)
        }
    }

    #[test]
    fn rows_that_others_made_impossible_or_changed_meanwhile_are_left_out_or_laid_over_it() {
        let mut store = store();
        let home = tempfile::tempdir().expect("a folder");
        let place = home.path().join("store");
        std::fs::File::create(&place).expect("a file");
        let first = embedded(&[("items.csv", "item,name,group\nI-700,Old,1\n")]);
        apply(&mut store, first, Rc::default()).expect("an item");
        let rows: String = (0..1100).fold(String::new(), |rows, n| rows + &format!("I-{n},New,1\n"));
        let mut files = files("items.csv", &format!("item,name,group\n{rows}"));
        let sheets = sheets(&mut files, &Mappings::new());
        let mut merged =
            Merged::of(&store, &sheets, Requester::document(Badge::NONE), Rc::default()).expect("fit rows");
        let mut others = store.clone();
        let work = move || {
            let bin = embedded(&[("locations.csv", "location,site,purpose\nI-1099,MAIN,storage\n")]);
            apply(&mut others, bin, Rc::default()).expect("a bin of that name");
            let item = embedded(&[("items.csv", "item,name,group,price\nI-700,Old,1,2.50\n")]);
            apply(&mut others, item, Rc::default()).expect("a price");
        };
        let mut beside = Beside {
            merged: &mut merged,
            work: Some(Box::new(work)),
        };
        let about = About {
            store: &place,
            what: "import items.csv",
            digest: "D",
            total: 1100,
            nouns: ("record", "records"),
        };
        let Err(NotApplied::Failed(Failure::Refused(said))) = in_turns(&mut store, &mut beside, &about)
        else {
            panic!("a bin has that name");
        };
        assert_eq!(
            said,
            "1 record became impossible and was left out. The other 1099 are applied."
        );
        let done = merged.done();
        assert_eq!((done.new, done.changed, done.known), (1099, 1, 0));
        let items: Vec<Item> = (&store as &dyn Store).all().expect("the store works");
        assert_eq!(items.len(), 1099);
        let changed = items.iter().find(|item| item.item.as_str() == "I-700");
        let changed = changed.expect("the item");
        assert_eq!((changed.name.as_str(), changed.price.is_some()), ("New", true));
    }
}
