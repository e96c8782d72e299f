//! What a document says is heeded or refused: every field of every document, said in the contexts of the reference and in
//! those of `contexts.jsonl`, changes what is written and told, or is refused by name.

mod values;

use self::values::{EITHER, KEPT, others};
use crate::postings::books::Books;
use binledger::cli::document;
use binledger::domain::log::Logged;
use binledger::domain::record::Record;
use binledger::operations::change::{Halt, Write};
use binledger::operations::decide::{Decision, decide};
use binledger::operations::declare::{Document, Field};
use binledger::operations::request::Operation;
use chrono::{DateTime, Utc};
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;

const PAGE: &str = include_str!("../../docs/documents.md");
const CONTEXTS: &str = include_str!("heeded/contexts.jsonl");

/// What every document has besides its own fields, and what is said there.
const COMMON: [(&str, &str); 6] = [
    ("site", "SiteCode"),
    ("reason", "Reason"),
    ("document", "Paper"),
    ("operator", "Badge"),
    ("late_behind_count", "LateBehindCount"),
    ("dimensions", "Dimensions"),
];

type Fields = Map<String, Value>;

/// What became of a document: what it writes and answers, or the code of its refusal.
#[derive(Debug, PartialEq)]
enum Fate {
    Written(String),
    Refused(String),
}

/// Returns what the books would write and answer for a document; what is logged of its words is left aside.
fn fate(books: &Books, fields: &Fields) -> Fate {
    let line = Value::Object(fields.clone()).to_string();
    let mut request = match document::read(&line) {
        Ok(read) => read.expect("a document").0,
        Err(wrong) => return Fate::Refused(format!("BAD_DOCUMENT {wrong}")),
    };
    let noon: DateTime<Utc> = "2026-04-30T12:00:00Z".parse().expect("a time");
    (request.at, request.asked_on) = (noon.into(), None);
    match books.store().read(|view| Ok(decide(view, &request))).unwrap() {
        Ok(Decision::New(change, answer)) => {
            let told = (answer.movement, answer.entry, answer.note);
            let rows: Vec<_> = change.writes.iter().filter_map(row).collect();
            Fate::Written(format!("{told:?} {rows:?}"))
        }
        Ok(Decision::Known(answer)) => panic!("{line} is known: {answer:?}"),
        Err(Halt::Refused(refusal)) => Fate::Refused(refusal.code().to_owned()),
        Err(Halt::Fault(fault)) => panic!("{line}: {fault}"),
    }
}

/// Returns a written row by its table, unless it is the log's.
fn row(write: &Write) -> Option<String> {
    let table = write.table().name;
    let row = match write {
        Write::Put { row, .. } => format!("{table} {row:?}"),
        Write::Remove { key, .. } => format!("no {table} {key:?}"),
    };
    (table != Logged::TABLE.name).then_some(row)
}

/// The documents of the reference, in its order.
fn examples() -> impl Iterator<Item = &'static str> {
    let blocks = PAGE.split("```json\n").skip(1);
    let blocks = blocks.filter_map(|rest| rest.split("```").next());
    blocks.flat_map(str::lines)
}

fn fields_of(word: &str) -> &'static [Field] {
    let known = Operation::DOCUMENTS.iter().find(|it| it.word == word);
    known.unwrap_or_else(|| panic!("{word} is no document")).fields
}

/// The fields of a document with one of them said, or said otherwise.
fn saying(base: &Fields, field: &str, value: &Value) -> Fields {
    let mut fields = base.clone();
    fields.insert(field.to_owned(), value.clone());
    fields
}

/// What was tried, and what was passed over.
#[derive(Default)]
struct Tried {
    /// Each document's word with each of its fields.
    pairs: BTreeSet<(String, String)>,
    ignored: Vec<String>,
}

impl Tried {
    /// Says every field of a document otherwise, where the document would be applied next.
    fn walk(&mut self, books: &Books, base: &Fields) {
        let plain = fate(books, base);
        assert!(matches!(plain, Fate::Written(_)), "{base:?}: {plain:?}");
        let word = base["op"].as_str().expect("a word").to_owned();
        let own = fields_of(&word).iter().map(|field| (field.name, field.kind));
        for (field, kind) in own.chain(COMMON) {
            self.say(books, base, &plain, (field, kind));
            if base.contains_key(field) {
                self.inside(books, base, &plain, field);
            }
        }
    }

    /// Says one field otherwise, in all ways that there are, and notes it if none of them changes anything: one of them
    /// may say what holds anyhow.
    fn say(&mut self, books: &Books, base: &Fields, plain: &Fate, (field, kind): (&str, &str)) {
        let word = base["op"].as_str().expect("a word").to_owned();
        let values = others(kind)
            .into_iter()
            .filter(|value| base.get(field) != Some(value));
        let fates: Vec<Fate> = values
            .map(|value| fate(books, &saying(base, field, &value)))
            .collect();
        for fate in &fates {
            let is_read = !matches!(fate, Fate::Refused(why) if why.starts_with("BAD_DOCUMENT"));
            assert!(is_read, "{field} of {base:?}: {fate:?}");
        }
        self.pairs.insert((word.clone(), field.to_owned()));
        let is_kept = KEPT.contains(&field) && !moves(plain) || (&*word, field) == ("ship", "customer");
        let id = base["id"].as_str().expect("an id");
        let is_either = EITHER.contains(&(id, field))
            // No count lies behind it, and nothing of it is taxed.
            || field == "late_behind_count" && moves(plain)
            || is_untaxed(&word, base) && field == "prices_include_tax";
        if !is_kept && !is_either && !fates.is_empty() && fates.iter().all(|fate| fate == plain) {
            self.ignored.push(format!("{word} {id}: {field}"));
        }
    }

    /// Says each value inside a record or list otherwise.
    fn inside(&mut self, books: &Books, base: &Fields, plain: &Fate, field: &str) {
        for (path, value) in values::leaves(&base[field]) {
            let mut whole = base[field].clone();
            *whole.pointer_mut(&path).expect("the leaf") = value.clone();
            let fate = fate(books, &saying(base, field, &whole));
            if fate == *plain {
                let (op, id) = (&base["op"], &base["id"]);
                self.ignored.push(format!("{op} {id}: {field}{path} {value}"));
            }
        }
    }
}

/// Returns whether nothing says that a bill or credit note is taxed.
fn is_untaxed(word: &str, base: &Fields) -> bool {
    matches!(word, "invoice" | "credit_note") && !base.contains_key("tax")
}

/// Returns whether a document moves something or posts an entry, which has its words.
fn moves(fate: &Fate) -> bool {
    matches!(fate, Fate::Written(written) if !written.starts_with("(None, None"))
}

/// Posts documents one after the other, and does something with each before.
fn each(documents: impl Iterator<Item = &'static str>, mut before: impl FnMut(&Books, &Fields)) {
    let mut books = Books::new("2026-03-02", &[("currency", "EUR")]);
    for line in documents.filter(|line| !line.is_empty() && !line.starts_with('#')) {
        let Value::Object(base) = serde_json::from_str(line).expect("JSON") else {
            panic!("{line} is no object");
        };
        before(&books, &base);
        books.ok(&json!(base));
    }
    books.holds("what the documents say");
}

#[test]
fn every_field_of_every_document_is_heeded_or_refused() {
    let mut tried = Tried::default();
    each(examples(), |books, base| tried.walk(books, base));
    each(CONTEXTS.lines(), |books, base| tried.walk(books, base));
    assert!(
        tried.ignored.is_empty(),
        "passed over:\n{}",
        tried.ignored.join("\n")
    );
    let is_posted = |it: &&Document| !Operation::OWN.contains(&it.word);
    for document in Operation::DOCUMENTS.iter().filter(is_posted) {
        let own = document.fields.iter().map(|field| field.name);
        for field in own.chain(COMMON.map(|(name, _)| name)) {
            let pair = (document.word.to_owned(), field.to_owned());
            assert!(
                tried.pairs.contains(&pair),
                "nothing says {field} of {}",
                document.word
            );
        }
    }
}

#[test]
fn an_empty_word_is_left_out_or_refused() {
    let mut other = Vec::new();
    let mut empty = |books: &Books, base: &Fields| {
        let word = base["op"].as_str().expect("a word");
        let own = fields_of(word).iter().filter(|field| !field.required);
        let own = own.map(|field| field.name).chain(COMMON.map(|(name, _)| name));
        for field in own {
            let mut without = base.clone();
            without.remove(field);
            let said = fate(books, &saying(base, field, &json!("")));
            if matches!(said, Fate::Written(_)) && said != fate(books, &without) {
                other.push(format!("{word} {}: {field}", base["id"]));
            }
        }
    };
    each(examples(), &mut empty);
    each(CONTEXTS.lines(), &mut empty);
    assert!(other.is_empty(), "said something:\n{}", other.join("\n"));
}

#[test]
fn what_a_document_does_not_have_and_a_value_of_another_type_is_refused_by_its_name() {
    let other = |books: &Books, base: &Fields| {
        let word = base["op"].as_str().expect("a word");
        let own = fields_of(word);
        let known = |name: &str| own.iter().any(|field| field.name == name);
        let common = COMMON.map(|(name, _)| name);
        let all = Operation::DOCUMENTS.iter().flat_map(|document| document.fields);
        for strange in all.filter(|field| !known(field.name) && !common.contains(&field.name)) {
            let value = others(strange.kind).into_iter().next().unwrap_or(json!({}));
            unread(books, &saying(base, strange.name, &value), strange.name);
        }
        let plain = own
            .iter()
            .filter(|field| !["Master", "Order"].contains(&field.kind));
        for field in plain.map(|field| field.name).chain(common) {
            unread(
                books,
                &saying(base, field, &json!({"what": ["is", "this"]})),
                field,
            );
        }
    };
    each(examples(), other);
}

/// Checks that a document can't be read, because of a field.
#[track_caller]
fn unread(books: &Books, fields: &Fields, field: &str) {
    let found = fate(books, fields);
    let is_named = |why: &String| why.starts_with(&format!("BAD_DOCUMENT field {field}"));
    assert!(
        matches!(&found, Fate::Refused(why) if is_named(why)),
        "{field} of {fields:?}: {found:?}"
    );
}
