//! A log that is carried from one store to another, cut anywhere, and what must not pass for one.

use binledger::domain::code::Terminal;
use binledger::domain::log::{Logged, NotedRead, Outcome, ReadResult, SavedSession};
use binledger::domain::movement::Source;
use binledger::domain::record::{Range, Row};
use binledger::domain::time::Time;
use binledger::operations::carried::{Begin, Chain, Course, Differs, Fit, Line, Wrong};
use binledger::operations::request::{Request, key_of_read};
use binledger::store::memory::Memory;
use binledger::store::tables::TABLES;
use binledger::store::{Local, Note, Store, Taken};
use serde_json::json;
use testing::company::{define, founded, receive, ship};

fn read(terminal: &str, number: i64) -> NotedRead {
    NotedRead {
        terminal: terminal.into(),
        read: number,
        operator: "42".into(),
        source: Source::Scan,
        device: "wedge".into(),
        raw: format!("BEANS {number}"),
        first_at: Time(number),
        last_at: Time(number),
    }
}

fn result(terminal: &str, number: i64) -> Note {
    Note::Result(ReadResult {
        terminal: terminal.into(),
        read: number,
        outcome: Outcome::Applied,
        code: None,
        message: "+3".into(),
        step: "Scan".into(),
        millis: 4,
        item: None,
        location: None,
    })
}

fn session(terminal: &str, number: i64) -> Note {
    Note::Session(SavedSession {
        terminal: terminal.into(),
        operator: "42".into(),
        state: format!("{{\"after\":{number}}}"),
        read: number,
        saved_at: Time(number),
    })
}

/// The request of a read, its `nth` one.
fn asked(terminal: &str, number: i64, nth: i64, of: Request) -> Request {
    let of = serde_json::to_value(of).unwrap();
    let mut of = of.as_object().unwrap().clone();
    let key = key_of_read(&Terminal::from(terminal), number, nth);
    of.insert("key".into(), serde_json::to_value(key).unwrap());
    of.insert("terminal".into(), terminal.into());
    of.insert("operator".into(), "42".into());
    of.insert("read".into(), number.into());
    serde_json::from_value(of.into()).unwrap()
}

/// Two terminals at work beside documents: reads that ask for nothing, for one operation, for two, and whose first was
/// refused; one that was never worked on, and one that got its result after the next.
fn worked(store: &mut dyn Local) {
    store.transact_all(&founded()).unwrap();
    let user = json!({"record": "user", "badge": "42", "name": "Ana", "roles": "supervisor;receiver;picker",
        "pin_hash": null, "site": "MAIN", "failures": 0, "locked": false});
    store.transact(&define(user)).unwrap();
    let scan =
        |store: &mut dyn Local, terminal: &str, number: i64, posts: &[(i64, Request)], ends: &[i64]| {
            store.note(&[Note::Read(read(terminal, number))]).unwrap();
            store
                .turn(&mut |turn| {
                    for (nth, request) in posts {
                        let answer = turn.transact(&asked(terminal, number, *nth, request.clone()))?;
                        assert_eq!(answer.refusal, None);
                    }
                    let mut notes: Vec<Note> = ends.iter().map(|number| result(terminal, *number)).collect();
                    notes.extend(ends.iter().max().map(|number| session(terminal, *number)));
                    turn.note(&notes)
                })
                .unwrap();
        };
    scan(store, "T-1", 1, &[], &[1]);
    scan(store, "T-1", 2, &[(1, receive("", "BEANS", 9))], &[2]);
    scan(store, "T-2", 1, &[(2, receive("", "PEAS", 4))], &[1]);
    scan(store, "T-2", 2, &[], &[]);
    scan(
        store,
        "T-1",
        3,
        &[(1, ship("", "BEANS", 1)), (2, ship("", "BEANS", 2))],
        &[3],
    );
    scan(store, "T-2", 3, &[(1, ship("", "PEAS", 1))], &[3]);
    scan(store, "T-2", 4, &[], &[2, 4]);
    scan(store, "T-1", 4, &[], &[4]);
    for (key, qty) in [("D1", 3), ("D2", 4), ("D3", 5)] {
        store.transact(&receive(key, "BEANS", qty)).unwrap();
    }
    scan(store, "T-1", 5, &[(1, ship("", "BEANS", 3))], &[5]);
}

fn everything(store: &dyn Store) -> Vec<(&'static str, Vec<Row>)> {
    let rows = |table: &'static binledger::domain::record::Table| {
        let range = Range {
            table,
            order: 0,
            prefix: Vec::new(),
            after: None,
            descending: false,
            limit: usize::MAX,
        };
        (table.name, store.read(|view| view.rows(&range)).unwrap())
    };
    TABLES.iter().map(|table| rows(table)).collect()
}

fn begin(store: &dyn Store, operation: i64) -> Begin {
    let begin = store.read(|view| Ok(Begin::behind(view, operation)));
    begin.unwrap().unwrap()
}

fn lines(store: &dyn Store, operation: i64) -> Vec<Line> {
    let begin = begin(store, operation);
    let (mut course, mut all) = (Course::of(&begin), vec![Line::Begin(begin)]);
    loop {
        let mut next = course.clone();
        let (page, end) = store
            .read(|view| {
                let page = next.next(view)?;
                Ok((page, next.end(view)?))
            })
            .unwrap();
        course = next;
        all.extend(page.lines);
        if page.is_last {
            all.extend(end.map(|end| Line::End(format!("{end} "))));
            return all;
        }
    }
}

fn apply(store: &mut dyn Local, lines: &[Line]) -> Vec<Taken> {
    let mut taken = Vec::new();
    store
        .turn(&mut |turn| {
            taken = lines
                .iter()
                .map(|line| turn.take(line))
                .collect::<Result<_, _>>()?;
            Ok(())
        })
        .unwrap();
    taken
}

/// A store that lines were applied to.
fn made(lines: &[Line]) -> Memory {
    let mut store = Memory::new();
    let taken = apply(&mut store, lines);
    assert!(
        !taken.iter().any(|taken| matches!(taken, Taken::Not(_))),
        "{taken:?}"
    );
    store
}

fn source() -> Memory {
    let mut store = Memory::new();
    worked(&mut store);
    store
}

/// Returns the keys of the operations that reads with a result asked for and that are not in the log.
fn untrue(store: &dyn Store, source: &dyn Store) -> Vec<String> {
    let all: Vec<Logged> = source.all().unwrap();
    let here: Vec<Logged> = store.all().unwrap();
    let results: Vec<ReadResult> = store.all().unwrap();
    let mut missing = Vec::new();
    for result in results {
        let key = key_of_read(&result.terminal, result.read, 1).to_string();
        let of_it = |logged: &&Logged| {
            logged.key.as_str() == key || logged.key.as_str().starts_with(&format!("{key}:"))
        };
        let asked_for = all.iter().filter(of_it).map(|it| it.key.to_string());
        missing.extend(asked_for.filter(|key| !here.iter().any(|it| it.key.as_str() == key)));
    }
    missing
}

#[test]
fn a_log_that_is_cut_anywhere_is_gone_on_with_and_no_result_is_there_before_what_it_tells_of() {
    let source = source();
    let lines = lines(&source, 0);
    let expected = everything(&source);
    for cut in 0..=lines.len() {
        let mut store = made(&lines[..cut]);
        assert_eq!(untrue(&store, &source), Vec::<String>::new(), "cut at {cut}");
        let taken = apply(&mut store, &lines);
        let known = taken.iter().take_while(|taken| **taken == Taken::Known).count();
        assert!(cut <= known + 1, "cut at {cut}: {taken:?}");
        assert_eq!(everything(&store), expected, "cut at {cut}");
    }
}

#[test]
fn a_log_that_begins_behind_any_operation_goes_on_from_a_store_that_ends_there() {
    let source = source();
    let whole = lines(&source, 0);
    let (all, expected): (Vec<Logged>, _) = ((&source as &dyn Store).all().unwrap(), everything(&source));
    for logged in &all {
        let is_last = |line: &Line| matches!(line, Line::Operation(done) if done.logged.seq == logged.seq);
        let upto = whole.iter().position(is_last).unwrap();
        // Just behind the operation, and at the last moment before the next one.
        let next = whole[upto + 1..]
            .iter()
            .position(|line| matches!(line, Line::Operation(_)));
        let next = next.map_or(whole.len(), |next| upto + 1 + next);
        for end in [upto + 1, next] {
            let mut store = made(&whole[..end]);
            let begin = begin(&source, logged.seq);
            let fits = (&store as &dyn Store).read(|view| begin.fit(view)).unwrap();
            let is_fit = matches!(fits, Fit::Behind(operation, _) if operation == logged.seq);
            // An operation of a read is in the store a moment before the result of the read is.
            if end == upto + 1 && !is_fit {
                assert!(
                    matches!(fits, Fit::Not(Differs::Ahead { what: "link", .. })),
                    "{fits:?}"
                );
                continue;
            }
            assert!(is_fit, "{}: {fits:?}", logged.seq);
            apply(&mut store, &lines(&source, logged.seq));
            assert_eq!(everything(&store), expected, "behind operation {}", logged.seq);
        }
    }
}

#[test]
fn a_line_that_is_missing_or_altered_is_noticed() {
    let source = source();
    let whole = lines(&source, 3);
    let wrong = |lines: &[Line]| {
        let Some(Line::Begin(begin)) = lines.first() else {
            panic!("a beginning")
        };
        let mut chain = Chain::of(begin);
        lines.iter().find_map(|line| chain.pass(line).err())
    };
    assert_eq!(wrong(&whole), None);
    for at in 1..whole.len() - 1 {
        let mut fewer = whole.clone();
        fewer.remove(at);
        let found = wrong(&fewer);
        assert!(
            matches!(found, Some(Wrong::Gap { .. } | Wrong::Elsewhere { .. })),
            "{at}: {found:?}"
        );
        let mut altered = whole.clone();
        match &mut altered[at] {
            Line::Operation(done) => done.logged.request.push(' '),
            Line::Read(heard) => heard.result.message.push('!'),
            Line::Begin(_) | Line::End(_) => panic!("neither"),
        }
        let found = wrong(&altered);
        assert!(matches!(found, Some(Wrong::Altered { .. })), "{at}: {found:?}");
        if let Line::Read(heard) = &mut altered[at] {
            heard.result.message.pop();
            heard.reads.last_mut().unwrap().raw.push('!');
            assert!(matches!(wrong(&altered), Some(Wrong::Altered { .. })), "{at}");
        }
    }
}

/// What is done to what was logged of an operation.
type Alter = fn(&mut Logged);

#[test]
fn what_comes_out_otherwise_is_not_written() {
    let source = source();
    let whole = lines(&source, 0);
    let at = whole
        .iter()
        .position(|line| matches!(line, Line::Operation(done) if done.logged.key.as_str() == "D2"))
        .unwrap();
    let mut store = made(&whole[..at]);
    let before = everything(&store);
    let with = |alter: Alter| {
        let mut line = whole[at].clone();
        if let Line::Operation(done) = &mut line {
            alter(&mut done.logged);
        }
        line
    };
    let cases: [(Alter, &str); 5] = [
        (|it| it.movement = Some(77), "it makes 1 movements from"),
        (|it| it.note = Some("ok".into()), "note ok"),
        (|it| it.hash = "0".repeat(64), "its hash is another one"),
        (|it| it.request = "{}".into(), "it can't be read"),
        (
            |it| it.request = it.request.replace("BEANS", "STONES"),
            "it is refused, Item STONES is unknown",
        ),
    ];
    for (alter, why) in cases {
        let taken = apply(&mut store, &[with(alter)]);
        let Taken::Not(differs) = &taken[0] else {
            panic!("{why}: {taken:?}")
        };
        assert!(differs.to_string().contains(why), "{differs}");
        assert_eq!(everything(&store), before, "{why}");
    }
    apply(&mut store, &whole[at..]);
    assert_eq!(everything(&store), everything(&source));
}

#[test]
fn a_store_of_another_history_takes_nothing() {
    let source = source();
    let whole = lines(&source, 0);
    let mut store = source.clone();
    assert_eq!(store.transact(&receive("D9", "BEANS", 1)).unwrap().refusal, None);
    // What was carried before is of an earlier time of the same history.
    assert!(
        apply(&mut store, &whole)
            .iter()
            .all(|taken| *taken == Taken::Known)
    );
    let at = whole.len() - 5;
    let mut forked = made(&whole[..at]);
    assert_eq!(forked.transact(&receive("D9", "BEANS", 1)).unwrap().refusal, None);
    let before = everything(&forked);
    let taken = apply(&mut forked, &whole[at..]);
    assert!(
        matches!(
            taken.iter().find(|it| matches!(it, Taken::Not(_))),
            Some(Taken::Not(Differs::Forked { .. }))
        ),
        "{taken:?}"
    );
    assert_eq!(
        everything(&forked).iter().find(|it| it.0 == "operations"),
        before.iter().find(|it| it.0 == "operations")
    );
    let mut other = Memory::new();
    other.transact_all(&founded()[1..]).unwrap();
    let fits = (&other as &dyn Store)
        .read(|view| begin(&source, 0).fit(view))
        .unwrap();
    assert_eq!(fits, Fit::OtherStore);
    let early = made(&whole[..5]);
    let fits = (&early as &dyn Store)
        .read(|view| begin(&source, 9).fit(view))
        .unwrap();
    assert!(
        matches!(
            fits,
            Fit::Not(Differs::Ahead {
                what: "operation",
                ..
            })
        ),
        "{fits:?}"
    );
}
