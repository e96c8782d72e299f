//! The clauses of the contract.

use super::stamps::STAMPED;
use binledger::domain::amount::Qty;
use binledger::domain::catalog::Site;
use binledger::domain::code::Terminal;
use binledger::domain::log::{Logged, NotedRead, Outcome, ReadResult, SavedSession};
use binledger::domain::movement::{Movement, Source};
use binledger::domain::record::{Fault, Range};
use binledger::domain::stock::Balance;
use binledger::domain::time::Time;
use binledger::operations::answer::{Answer, Verdict};
use binledger::operations::request::Request;
use binledger::operations::view::View;
use binledger::store::{Batch, BatchError, Note, Store};
use serde_json::json;
use testing::company::{define, founded, receive, request, ship};

/// A store to be tried.
pub struct Subject {
    /// Opens one more handle on it.
    pub open: Box<dyn Fn() -> Box<dyn Store>>,
}

impl Subject {
    /// A handle on the store, in which goods can move and ten BEANS lie.
    pub fn stocked(&self) -> Box<dyn Store> {
        let mut store = (self.open)();
        store.transact_all(&founded()).unwrap();
        apply(&mut *store, &receive("GR-1", "BEANS", 10));
        store
    }
}

/// A clause of the contract: its name and what it holds a store to.
pub type Clause = (&'static str, fn(&Subject));

pub const CLAUSES: &[Clause] = &[
    ("what was written is found", what_was_written_is_found),
    ("a range is a slice of its order", a_range_is_a_slice_of_its_order),
    ("a key is applied once", a_key_is_applied_once),
    (
        "a key with other content is refused",
        a_key_with_other_content_is_refused,
    ),
    ("a refusal changes nothing", a_refusal_changes_nothing),
    STAMPED,
    (
        "several requests are applied all or none",
        several_requests_are_applied_all_or_none,
    ),
    (
        "each of several sees the ones before",
        each_of_several_sees_the_ones_before,
    ),
    (
        "a batch that leaves refusals out applies the others",
        a_batch_that_leaves_refusals_out_applies_the_others,
    ),
    (
        "a preview is what will be written, and writes nothing",
        a_preview_writes_nothing,
    ),
    ("what is appended stays as it is", what_is_appended_stays_as_it_is),
    ("a note is only a note", a_note_is_only_a_note),
    (
        "it is all there when it is opened again",
        it_is_there_when_opened_again,
    ),
    ("two handles are one store", two_handles_are_one_store),
    ("the version tells of others", the_version_tells_of_others),
];

pub fn apply(store: &mut dyn Store, request: &Request) -> Answer {
    let answer = store.transact(request).unwrap();
    assert_eq!(answer.verdict, Verdict::Applied, "{answer:?}");
    answer
}

fn on_hand(store: &dyn Store, item: &str) -> i64 {
    let balances: Vec<Balance> = store.all().unwrap();
    let found = balances.iter().filter(|balance| balance.item.as_str() == item);
    found.map(|balance| balance.qty.0).sum::<i64>() / Qty::ONE.0
}

pub fn session(terminal: &str, operator: &str, read: i64) -> SavedSession {
    SavedSession {
        terminal: terminal.into(),
        operator: operator.into(),
        state: "{}".into(),
        read,
        saved_at: Time(0),
    }
}

pub fn saved(terminal: &str, operator: &str, number: i64) -> Note {
    Note::Session(session(terminal, operator, number))
}

pub fn result(terminal: &str, number: i64, message: &str) -> ReadResult {
    ReadResult {
        terminal: terminal.into(),
        read: number,
        outcome: Outcome::Applied,
        code: None,
        message: message.into(),
        step: "receive".into(),
        millis: 3,
        item: None,
        location: None,
    }
}

fn read(terminal: &str, number: i64, raw: &str) -> NotedRead {
    NotedRead {
        terminal: terminal.into(),
        read: number,
        operator: "42".into(),
        source: Source::Scan,
        device: "wedge".into(),
        raw: raw.into(),
        first_at: Time(1),
        last_at: Time(2),
    }
}

fn what_was_written_is_found(subject: &Subject) {
    let store = subject.stocked();
    let found = store
        .read(|view| {
            view.find::<Balance>(&[
                &"BEANS".to_owned(),
                &String::new(),
                &String::new(),
                &"A-01".to_owned(),
                &"available".to_owned(),
                &String::new(),
            ])
        })
        .unwrap();
    assert_eq!(found.map(|balance| balance.qty), Some(Qty::units(10)));
    let movements: Vec<Movement> = store.all().unwrap();
    assert_eq!(movements.len(), 1);
    assert_eq!(store.read(|view| view.next::<Movement>()).unwrap(), 2);
    assert_eq!(
        store
            .read(|view| view.find::<Site>(&[&"NONE".to_owned()]))
            .unwrap(),
        None
    );
}

fn a_range_is_a_slice_of_its_order(subject: &Subject) {
    let mut store = (subject.open)();
    let sessions = [("T3", "BO"), ("T1", "BO"), ("T2", "AL"), ("T4", "BO"), ("", "CY")];
    let notes: Vec<Note> = sessions
        .iter()
        .map(|(terminal, badge)| saved(terminal, badge, 7))
        .collect();
    store.note(&notes).unwrap();
    let terminals = |range: Range| -> Vec<String> {
        let found = store.read(|view| view.list::<SavedSession>(&range)).unwrap();
        found.iter().map(|session| session.terminal.to_string()).collect()
    };
    let all = || Range::of::<SavedSession>(&[]);
    let of = |badge: &str| Range::by(SavedSession::BY_OPERATOR, &[&badge.to_owned()]);
    assert_eq!(terminals(all()), ["", "T1", "T2", "T3", "T4"]);
    assert_eq!(
        terminals(Range::by(SavedSession::BY_OPERATOR, &[])),
        ["T2", "T1", "T3", "T4", ""]
    );
    assert_eq!(terminals(of("BO")), ["T1", "T3", "T4"]);
    assert_eq!(terminals(of("BO").backwards()), ["T4", "T3", "T1"]);
    assert_eq!(terminals(of("BO").first(2)), ["T1", "T3"]);
    assert_eq!(terminals(of("BO").backwards().first(1)), ["T4"]);
    assert_eq!(terminals(of("BO").after(&Terminal::from("T1"))), ["T3", "T4"]);
    assert_eq!(
        terminals(of("BO").after(&Terminal::from("T1")).backwards()),
        ["T4", "T3"]
    );
    assert_eq!(terminals(of("B")), [""; 0]);
}

fn a_key_is_applied_once(subject: &Subject) {
    let mut store = subject.stocked();
    let sales: Vec<Request> = (0..6).map(|n| ship(&format!("S-{n}"), "BEANS", 1)).collect();
    let first: Vec<_> = sales.iter().map(|sale| apply(&mut *store, sale)).collect();
    assert_eq!(on_hand(&*store, "BEANS"), 4);
    for (sale, first) in sales.iter().zip(&first) {
        let again = store.transact(sale).unwrap();
        assert_eq!(again.verdict, Verdict::Duplicate);
        assert_eq!((again.movement, again.entry), (first.movement, first.entry));
    }
    assert_eq!(on_hand(&*store, "BEANS"), 4);
}

fn a_key_with_other_content_is_refused(subject: &Subject) {
    let mut store = subject.stocked();
    apply(&mut *store, &ship("S-1", "BEANS", 1));
    let answer = store.transact(&ship("S-1", "BEANS", 2)).unwrap();
    assert_eq!(
        answer.refusal.map(|refusal| refusal.code()),
        Some("OTHER_CONTENT")
    );
    assert_eq!(on_hand(&*store, "BEANS"), 9);
}

fn a_refusal_changes_nothing(subject: &Subject) {
    let mut store = subject.stocked();
    let before: Vec<Logged> = store.all().unwrap();
    let answer = store.transact(&ship("S-1", "BEANS", 11)).unwrap();
    assert_eq!(answer.verdict, Verdict::Refused);
    assert_eq!(store.all::<Logged>().unwrap(), before);
    assert_eq!(on_hand(&*store, "BEANS"), 10);
    apply(&mut *store, &ship("S-1", "BEANS", 10));
}

fn several_requests_are_applied_all_or_none(subject: &Subject) {
    let mut store = subject.stocked();
    let before: Vec<Logged> = store.all().unwrap();
    let batch = [
        ship("S-1", "BEANS", 4),
        receive("GR-2", "PEAS", 5),
        ship("S-2", "BEANS", 7),
    ];
    let refused = store.transact_all(&batch);
    assert!(
        matches!(refused, Err(BatchError::Refused { at: 2, .. })),
        "{refused:?}"
    );
    assert_eq!(store.all::<Logged>().unwrap(), before);
    assert_eq!((on_hand(&*store, "BEANS"), on_hand(&*store, "PEAS")), (10, 0));
    assert_eq!(store.transact_all(&batch[..2]).unwrap().len(), 2);
    assert_eq!((on_hand(&*store, "BEANS"), on_hand(&*store, "PEAS")), (6, 5));
}

fn each_of_several_sees_the_ones_before(subject: &Subject) {
    let mut store = subject.stocked();
    let batch = [
        receive("GR-2", "BEANS", 1),
        ship("S-1", "BEANS", 11),
        ship("S-1", "BEANS", 11),
    ];
    let verdicts: Vec<Verdict> = store
        .transact_all(&batch)
        .unwrap()
        .iter()
        .map(|answer| answer.verdict)
        .collect();
    assert_eq!(verdicts, [Verdict::Applied, Verdict::Applied, Verdict::Duplicate]);
    assert_eq!(on_hand(&*store, "BEANS"), 0);
}

/// Requests one after the other, and what was answered.
struct Requests {
    all: Vec<Request>,
    at: usize,
    answers: Vec<Answer>,
    leaves_out: bool,
}

impl Batch for Requests {
    fn begin(&mut self, _: &dyn View) -> Result<(), Fault> {
        (self.at, self.answers) = (0, Vec::new());
        Ok(())
    }

    fn next(&mut self, _: &dyn View) -> Result<Option<Request>, Fault> {
        self.at += 1;
        Ok(self.all.get(self.at - 1).cloned())
    }

    fn answered(&mut self, answer: Answer) {
        self.answers.push(answer);
    }

    fn leaves_out(&self) -> bool {
        self.leaves_out
    }
}

fn a_batch_that_leaves_refusals_out_applies_the_others(subject: &Subject) {
    let mut store = subject.stocked();
    let mut batch = Requests {
        all: vec![
            ship("S-1", "BEANS", 4),
            ship("S-2", "BEANS", 7),
            ship("S-3", "BEANS", 6),
        ],
        at: 0,
        answers: Vec::new(),
        leaves_out: false,
    };
    let refused = store.transact_batch(&mut batch);
    assert!(
        matches!(refused, Err(BatchError::Refused { at: 1, .. })),
        "{refused:?}"
    );
    assert_eq!(on_hand(&*store, "BEANS"), 10);
    batch.leaves_out = true;
    store.transact_batch(&mut batch).unwrap();
    let verdicts: Vec<Verdict> = batch.answers.iter().map(|answer| answer.verdict).collect();
    assert_eq!(verdicts, [Verdict::Applied, Verdict::Refused, Verdict::Applied]);
    assert_eq!(on_hand(&*store, "BEANS"), 0);
    assert_eq!(
        store.transact(&ship("S-2", "BEANS", 7)).unwrap().verdict,
        Verdict::Refused
    );
}

fn a_preview_writes_nothing(subject: &Subject) {
    let mut store = subject.stocked();
    let sale = ship("S-1", "BEANS", 3);
    let foreseen = store.preview(&sale).unwrap().unwrap();
    assert_eq!(
        (on_hand(&*store, "BEANS"), store.all::<Movement>().unwrap().len()),
        (10, 1)
    );
    apply(&mut *store, &sale);
    let made = store.read(|view| view.find::<Movement>(&[&2_i64])).unwrap();
    assert_eq!(
        foreseen.of::<Movement>().unwrap(),
        made.into_iter().collect::<Vec<_>>()
    );
    let again = store.preview(&sale).unwrap().unwrap_err();
    assert_eq!(again.verdict, Verdict::Duplicate);
    let refused = store.preview(&ship("S-2", "BEANS", 99)).unwrap().unwrap_err();
    assert_eq!(refused.verdict, Verdict::Refused);
}

fn what_is_appended_stays_as_it_is(subject: &Subject) {
    let mut store = (subject.open)();
    store.note(&[Note::Read(read("T1", 1, "first"))]).unwrap();
    store.note(&[Note::Result(result("T1", 1, "taken"))]).unwrap();
    assert!(store.note(&[Note::Read(read("T1", 1, "second"))]).is_err());
    assert!(store.note(&[Note::Result(result("T1", 1, "refused"))]).is_err());
    assert_eq!(store.all::<NotedRead>().unwrap(), [read("T1", 1, "first")]);
    assert_eq!(store.all::<ReadResult>().unwrap(), [result("T1", 1, "taken")]);
}

fn a_note_is_only_a_note(subject: &Subject) {
    let mut store = (subject.open)();
    store.note(&[Note::Read(read("T1", 1, "x"))]).unwrap();
    let second = [saved("T1", "AL", 1), Note::Read(read("T1", 1, "again"))];
    assert!(store.note(&second).is_err());
    assert_eq!(store.all::<SavedSession>().unwrap(), []);
    store
        .note(&[saved("T1", "AL", 1), Note::Read(read("T1", 2, "y"))])
        .unwrap();
    store.note(&[saved("T1", "AL", 2)]).unwrap();
    assert_eq!(store.all::<SavedSession>().unwrap(), [session("T1", "AL", 2)]);
    assert_eq!(store.all::<NotedRead>().unwrap().len(), 2);
    assert_eq!(store.all::<Logged>().unwrap(), []);
}

fn it_is_there_when_opened_again(subject: &Subject) {
    let mut store = subject.stocked();
    apply(&mut *store, &ship("S-1", "BEANS", 3));
    store.note(&[saved("T1", "AL", 1)]).unwrap();
    let before = (store.all::<Logged>().unwrap(), store.all::<Balance>().unwrap());
    drop(store);
    let store = (subject.open)();
    assert_eq!(
        (store.all::<Logged>().unwrap(), store.all::<Balance>().unwrap()),
        before
    );
    assert_eq!(store.all::<SavedSession>().unwrap().len(), 1);
}

fn two_handles_are_one_store(subject: &Subject) {
    let mut one = subject.stocked();
    let mut other = (subject.open)();
    apply(&mut *one, &ship("S-1", "BEANS", 6));
    assert_eq!(on_hand(&*other, "BEANS"), 4);
    let answer = other.transact(&ship("S-2", "BEANS", 6)).unwrap();
    assert_eq!(answer.verdict, Verdict::Refused);
    assert_eq!(
        other.transact(&ship("S-1", "BEANS", 6)).unwrap().verdict,
        Verdict::Duplicate
    );
    apply(
        &mut *other,
        &request("M", json!({"op": "adjust", "item": "BEANS", "qty": "-1"})),
    );
    assert_eq!(on_hand(&*one, "BEANS"), 3);
}

fn the_version_tells_of_others(subject: &Subject) {
    let one = subject.stocked();
    let mut other = (subject.open)();
    let before = one.version().unwrap();
    assert_eq!(one.version().unwrap(), before);
    apply(
        &mut *other,
        &define(json!({"record": "site", "site": "SHOP", "name": "Shop"})),
    );
    assert_ne!(one.version().unwrap(), before);
}
