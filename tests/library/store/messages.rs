//! Every message of the write path is the same after it crossed a wire.

use binledger::domain::log::{NotedRead, Outcome, ReadResult, SavedSession};
use binledger::domain::movement::Source;
use binledger::domain::refusal::Refusal;
use binledger::domain::time::Time;
use binledger::operations::answer::{Answer, Verdict};
use binledger::operations::request::Request;
use binledger::store::Note;
use proptest::prelude::*;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::json;
use std::fmt::Debug;
use testing::company::{founded, order, receive, request, ship};

fn assert_crosses<T: Serialize + DeserializeOwned + PartialEq + Debug>(message: &T) {
    let text = serde_json::to_string(message).unwrap();
    assert_eq!(&serde_json::from_str::<T>(&text).unwrap(), message, "{text}");
}

#[test]
fn every_request_crosses_as_it_is() {
    let mut requests: Vec<Request> = founded();
    requests.extend([
        receive("GR-1", "BEANS", 3),
        ship("S-1", "BEANS", 1),
        order("SO-1", "BEANS", 2),
    ]);
    requests.push(request(
        "M",
        json!({"op": "adjust", "item": "BEANS", "qty": "-1.000001"}),
    ));
    requests.iter().for_each(assert_crosses);
}

fn words() -> impl Strategy<Value = String> {
    prop_oneof![any::<String>(), "[ -~]{0,12}", Just("\u{1d}\u{0}\"\\".to_owned())]
}

prop_compose! {
    fn read()(terminal in words(), read in any::<i64>(), operator in words(), typed in any::<bool>(), device in words(),
        raw in words(), first in any::<i64>(), last in any::<i64>()) -> Note {
        let source = if typed { Source::Typed } else { Source::Scan };
        Note::Read(NotedRead { terminal: terminal.as_str().into(), read, operator: operator.as_str().into(), source,
            device, raw, first_at: Time(first), last_at: Time(last) })
    }
}

prop_compose! {
    fn result()(terminal in words(), read in any::<i64>(), outcome in prop::sample::select(Outcome::ALL),
        code in prop::option::of(words()), message in words(), step in words(), millis in any::<i64>(),
        item in prop::option::of(words()), location in prop::option::of(words())) -> Note {
        Note::Result(ReadResult { terminal: terminal.as_str().into(), read, outcome, code, message, step, millis,
            item: item.map(|item| item.as_str().into()), location: location.map(|location| location.as_str().into()) })
    }
}

prop_compose! {
    fn session()(terminal in words(), operator in words(), state in words(), read in any::<i64>(), at in any::<i64>())
        -> Note {
        Note::Session(SavedSession { terminal: terminal.as_str().into(), operator: operator.as_str().into(), state, read,
            saved_at: Time(at) })
    }
}

prop_compose! {
    fn answer()(id in words(), verdict in prop::sample::select(Verdict::ALL), movement in any::<Option<i64>>(),
        entry in any::<Option<i64>>(), code in prop::option::of(words()), note in prop::option::of(words())) -> Answer {
        let refusal = code.map(|code| Refusal::UnknownCode { code });
        Answer { id: id.as_str().into(), verdict, movement, entry, refusal, note }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn every_note_and_every_answer_cross_as_they_are(
        note in prop_oneof![read(), result(), session()], answer in answer(),
    ) {
        assert_crosses(&note);
        assert_crosses(&answer);
    }
}
