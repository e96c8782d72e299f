//! The books of a company in memory: documents in, journal lines and stock out.

use binledger::cli::replay::replay;
use binledger::cli::{document, lay_down};
use binledger::domain::amount::Money;
use binledger::domain::entry::{Entry, EntryLine};
use binledger::domain::record::Record;
use binledger::operations::answer::{Answer, Verdict};
use binledger::operations::invariants::audit;
use binledger::store::Store;
use binledger::store::memory::Memory;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::sync::Mutex;

/// The charts laid down so far, by their policies; every company begins with a copy.
static LAID_DOWN: Mutex<BTreeMap<Vec<(String, String)>, Memory>> = Mutex::new(BTreeMap::new());

/// The variable of the environment that names the currency of all books of a process: amounts have one minor unit in it.
pub const CURRENCY: &str = "BINLEDGER_CURRENCY";

/// A store and the documents posted to it so far.
pub struct Books {
    pub store: Memory,
    posted: usize,
    /// The day of documents that name none.
    pub date: String,
}

impl Books {
    /// The chart that `init` lays down, with these policies.
    pub fn new(date: &str, policies: &[(&str, &str)]) -> Self {
        let owned = |(key, value): &(&str, &str)| ((*key).to_owned(), (*value).to_owned());
        let currency = std::env::var(CURRENCY)
            .ok()
            .map(|code| ("currency".to_owned(), code));
        let policies: Vec<(String, String)> = policies.iter().map(owned).chain(currency).collect();
        let mut laid_down = LAID_DOWN.lock().expect("a chart can be laid down");
        let first: &dyn Store = laid_down.entry(policies).or_insert_with_key(|policies| {
            let mut store = Memory::new();
            lay_down(&mut store, policies).expect("a store begins empty");
            store
        });
        let store = first.read(Memory::of).expect("the store works");
        let (posted, date) = (0, date.to_owned());
        Self { store, posted, date }
    }

    /// Posts a document; returns its id with the answer. Where it has no id, it becomes `d` and its number.
    pub fn post(&mut self, mut fields: Value) -> (String, Answer) {
        self.posted += 1;
        for (name, default) in [("id", format!("d{}", self.posted)), ("date", self.date.clone())] {
            if fields[name].is_null() {
                fields[name] = json!(default);
            }
        }
        let (request, _) = document::read(&fields.to_string()).unwrap().unwrap();
        let answer = self.store.transact(&request).unwrap();
        (fields["id"].as_str().unwrap().to_owned(), answer)
    }

    /// Posts a document that must be applied; returns its id.
    #[track_caller]
    pub fn ok(&mut self, fields: &Value) -> String {
        let (id, answer) = self.post(fields.clone());
        assert_eq!(answer.verdict, Verdict::Applied, "{fields}: {:?}", answer.refusal);
        id
    }

    /// Posts a document that must be refused; returns the refusal's code.
    #[track_caller]
    pub fn no(&mut self, fields: &Value) -> String {
        let (_, answer) = self.post(fields.clone());
        let refusal = answer.refusal.unwrap_or_else(|| panic!("{fields} was applied"));
        refusal.code().to_owned()
    }

    /// How many documents were posted, the refused ones among them.
    pub fn posted(&self) -> usize {
        self.posted
    }

    /// The store.
    pub fn store(&self) -> &dyn Store {
        &self.store
    }

    /// Every record of a table.
    pub fn all<R: Record>(&self) -> Vec<R> {
        self.store().all().unwrap()
    }

    /// How many entries there are.
    pub fn entries(&self) -> usize {
        self.all::<Entry>().len()
    }

    /// The journal lines of all entries after the first `before`, debits positive.
    pub fn lines(&self, before: usize) -> Vec<String> {
        self.lines_after(before)
            .map(|line| format!("{} {}", line.account, line.amount))
            .collect()
    }

    /// Account by account what all entries after the first `before` add up to, the zeros left out.
    pub fn sums(&self, before: usize) -> String {
        let mut sums = BTreeMap::new();
        for line in self.lines_after(before) {
            let sum = sums.entry(line.account.to_string()).or_default();
            *sum = line.amount + *sum;
        }
        let shown = |(account, sum)| format!("{account} {sum}");
        let sums = sums.into_iter().filter(|(_, sum)| *sum != Money::ZERO);
        sums.map(shown).collect::<Vec<_>>().join(", ")
    }

    fn lines_after(&self, before: usize) -> impl Iterator<Item = EntryLine> {
        let lines = self.all::<EntryLine>().into_iter();
        lines.filter(move |line| before < usize::try_from(line.entry).unwrap())
    }

    /// Proves every invariant, and that the log makes the same store again.
    #[track_caller]
    pub fn holds(&self, title: &str) {
        let mut found = self.store().read(audit).unwrap();
        found.extend(replay(self.store()).unwrap());
        let broken: Vec<_> = found.iter().filter(|finding| finding.broken != 0).collect();
        assert!(broken.is_empty(), "{title}: {broken:?}");
    }
}

/// Makes a company the books that it keeps: whatever can be asked of the books can be asked of it.
macro_rules! keeps_books {
    ($company:ty) => {
        impl std::ops::Deref for $company {
            type Target = $crate::postings::books::Books;

            fn deref(&self) -> &Self::Target {
                &self.books
            }
        }

        impl std::ops::DerefMut for $company {
            fn deref_mut(&mut self) -> &mut Self::Target {
                &mut self.books
            }
        }
    };
}
pub(crate) use keeps_books;
