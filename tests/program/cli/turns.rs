//! Long files in: checked whole, then applied in turns between those of others.

use super::workplace::{Said, Workplace};
use binledger::domain::log::Logged;
use binledger::domain::record::Record;
use binledger::store::sqlite::Sqlite;
use binledger::store::{Local, Store};
use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;
use serde_json::Value;
use std::fmt::Write as _;
use std::io::{BufRead, BufReader, Read};
use std::os::unix::process::ExitStatusExt;
use std::process::{Child, ChildStderr, ChildStdout};

/// Far more documents than the answers to which a pipe holds: an intake whose answers nobody takes stands still between
/// two turns.
pub const MANY: usize = 1600;

const ITEM: &str = r#"{"id":"item","op":"item","date":"2026-03-02","item":"A","method":"fifo"}"#;

/// The item, receipts of one piece each, and a sale of all of them.
pub fn documents(many: usize) -> String {
    let mut documents = format!("{ITEM}\n");
    for number in 2..many {
        let _ = writeln!(
            documents,
            r#"{{"id":"r-{number}","op":"receive","date":"2026-03-02","item":"A","qty":"1","cost":"2"}}"#
        );
    }
    let _ = writeln!(documents, "{}", sale("last", many - 2));
    documents
}

pub fn sale(id: &str, pieces: usize) -> String {
    format!(r#"{{"id":"{id}","op":"ship","date":"2026-03-02","item":"A","qty":"{pieces}","price":"5"}}"#)
}

/// An intake under way, whose answers are taken one by one.
pub struct UnderWay {
    pub child: Child,
    pub out: BufReader<ChildStdout>,
    err: ChildStderr,
}

impl UnderWay {
    /// Begins, and waits for the first answer.
    pub fn begin(place: &Workplace, file: &str) -> Self {
        let mut child = place.command(&["post", file]).spawn().expect("the program runs");
        let out = BufReader::new(child.stdout.take().expect("a standard output"));
        let err = child.stderr.take().expect("a standard error");
        let mut begun = Self { child, out, err };
        assert_eq!(begun.answer()["status"], "applied");
        begun
    }

    fn answer(&mut self) -> Value {
        let mut line = String::new();
        self.out.read_line(&mut line).expect("an answer");
        serde_json::from_str(&line).expect("a JSON object")
    }

    pub fn send(&self, signal: Signal) {
        kill(Pid::from_raw(self.child.id().cast_signed()), signal).expect("it lives");
    }

    /// Takes the other answers, and waits for the end; returns what was said and the signal that ended it.
    pub fn end(mut self) -> (Said, Option<i32>) {
        let (mut out, mut err) = (String::new(), String::new());
        self.out.read_to_string(&mut out).expect("answers");
        self.err.read_to_string(&mut err).expect("messages");
        let status = self.child.wait().expect("it ends");
        let code = status.code().unwrap_or(-1);
        (Said { code, out, err }, status.signal())
    }
}

/// How many operations there are, and how many commits wrote them.
pub fn counted(place: &Workplace) -> (i64, u64) {
    let store = Sqlite::open(&place.store()).expect("the store");
    let operations = (&store as &dyn Store).read(|view| view.last(Logged::TABLE));
    (operations.expect("a number"), commits(place))
}

/// How many commits began that have to be forced, as they are numbered beside the store.
fn commits(place: &Workplace) -> u64 {
    let numbers = std::fs::read(format!("{}.force", place.store().display())).expect("the numbers");
    let begun = numbers.first_chunk().expect("a number");
    u64::from_be_bytes(*begun)
}

/// Everything that the books say, without the moments at which it was entered.
pub fn books(place: &Workplace) -> String {
    let mut books = String::new();
    for query in ["stock", "moves", "journal", "layers", "trial-balance"] {
        for mut row in place.rows(&[query]) {
            if let Some(row) = row.as_object_mut() {
                row.remove("entered_at");
            }
            let _ = writeln!(books, "{query} {row}");
        }
    }
    books
}

pub fn last_line(text: &str) -> &str {
    text.lines().last().unwrap_or_default()
}

#[test]
fn a_thousand_documents_are_one_transaction_and_one_more_are_applied_in_turns() {
    for (many, whole, in_turns) in [(1000, false, false), (1001, false, true), (1001, true, false)] {
        let place = Workplace::new();
        let file = place.file("day.jsonl", &documents(many));
        let (operations, commits) = counted(&place);
        let way: &[&str] = if whole { &["--whole"] } else { &[] };
        let said = place.run(&[&["post", &file], way].concat()).well();
        let rows = said.rows();
        assert_eq!(rows.len(), many);
        assert!(rows.iter().all(|row| row["status"] == "applied"));
        assert_eq!(
            (&rows[0]["id"], &rows[many - 1]["id"]),
            (&"item".into(), &"last".into())
        );
        let after = counted(&place);
        assert_eq!(after.0 - operations, i64::try_from(many).expect("a number"));
        assert_eq!(4 <= after.1 - commits, in_turns, "{} commits", after.1 - commits);
        assert_eq!(after.1 - commits == 1, !in_turns, "{} commits", after.1 - commits);
        let again = place.run(&[&["post", &file], way].concat()).well();
        assert!(again.rows().iter().all(|row| row["status"] == "duplicate"));
        if in_turns {
            assert_eq!(said.err, "1001 documents are applied, 0 of them before.\n");
            assert_eq!(again.err, "1001 documents are applied, 1001 of them before.\n");
        }
        assert_eq!(counted(&place).0, after.0);
        place.run(&["audit", "--replay"]).well();
    }
}

#[test]
fn a_refused_line_of_a_long_file_keeps_all_of_it_out_in_turns_and_whole() {
    let place = Workplace::new();
    let documents = format!("{}{}\n", documents(1200), sale("too much", 1));
    let file = place.file("day.jsonl", &documents);
    let before = counted(&place);
    for way in [&["post", &file][..], &["post", &file, "--whole"]] {
        let said = place.run(way);
        assert_eq!(said.code, 1);
        assert_eq!(said.rows().len(), 1);
        assert_eq!(said.rows()[0]["refusal"]["code"], "NOT_ENOUGH");
        let why = "line 1201: NOT_ENOUGH: Only 0 of A at MAIN, not 1.";
        assert!(said.err.starts_with(why), "{}", said.err);
        assert!(said.err.ends_with("Nothing was applied.\n"), "{}", said.err);
        assert_eq!(counted(&place), before);
    }
}

#[test]
fn what_others_made_impossible_meanwhile_is_named_and_left_out_with_what_depends_on_it() {
    let place = Workplace::new();
    let returned = r#"{"id":"back","op":"customer_return","date":"2026-03-02","of":"last","qty":"1","disposition":"restock"}"#;
    let after = r#"{"id":"after","op":"receive","date":"2026-03-02","item":"A","qty":"3","cost":"2"}"#;
    let file = place.file("day.jsonl", &format!("{}{returned}\n{after}\n", documents(MANY)));
    let under_way = UnderWay::begin(&place, &file);
    // It stands between two turns by now, or will, before its answers are taken.
    place.feed(&["post", "-"], &sale("other", 1)).well();
    let (said, _) = under_way.end();
    assert_eq!(said.code, 1, "{}", said.err);
    let rows = said.rows();
    assert_eq!(rows.len(), MANY + 1, "and the first, which was taken before");
    let refused: Vec<&Value> = rows.iter().filter(|row| row["status"] == "refused").collect();
    assert_eq!(refused.len(), 2);
    assert_eq!(
        (&refused[0]["id"], &refused[1]["id"]),
        (&"last".into(), &"back".into())
    );
    let named: Vec<&str> = said.err.lines().collect();
    assert!(
        named[0].starts_with("line 1600, last: NOT_ENOUGH: Only "),
        "{}",
        said.err
    );
    assert!(
        named[0].ends_with("It became impossible and is left out."),
        "{}",
        said.err
    );
    assert!(named[1].starts_with("line 1601, back: "), "{}", said.err);
    assert_eq!(
        named[2],
        "2 documents became impossible and were left out. The other 1600 are applied."
    );
    assert_eq!(place.rows(&["stock"])[0]["on_hand"], "1600");
    place.run(&["audit", "--replay"]).well();
}

#[test]
fn a_file_of_which_a_restored_store_has_nothing_is_checked_as_a_whole_again() {
    let place = Workplace::new();
    let file = place.file("day.jsonl", &documents(MANY));
    let backup = place.path("monday.db").display().to_string();
    place.run(&["backup", &backup]).well();
    let under_way = UnderWay::begin(&place, &file);
    under_way.send(Signal::SIGTERM);
    let (said, _) = under_way.end();
    assert!(said.err.contains("Run the same command again"), "{}", said.err);
    place.run(&["restore", &backup]).well();
    let other = r#"{"id":"r-900","op":"item","date":"2026-03-02","item":"B","method":"fifo"}"#;
    place.feed(&["post", "-"], other).well();
    let before = counted(&place);
    let said = place.run(&["post", &file]);
    assert_eq!(said.code, 3, "{}", said.err);
    assert!(said.err.ends_with("Nothing was applied.\n"), "{}", said.err);
    assert_eq!(counted(&place), before);
}

#[test]
fn who_posts_beside_a_long_file_waits_for_a_turn_or_two_and_no_turn_is_long() {
    let place = Workplace::new();
    let file = place.file("day.jsonl", &documents(4000));
    let under_way = UnderWay::begin(&place, &file);
    let taking = std::thread::spawn(move || under_way.end().0.well());
    let mut store = Sqlite::open(&place.store()).expect("the store");
    let (mut posted, mut beside) = (0, 0);
    while !taking.is_finished() {
        posted += 1;
        let document = format!(
            r#"{{"id":"beside-{posted}","op":"receive","date":"2026-03-02","item":"A","qty":"1","cost":"2"}}"#
        );
        let (request, _) = binledger::cli::document::read(&document)
            .expect("fit")
            .expect("one");
        let last = |store: &Sqlite| (store as &dyn Store).glance(|view| view.last(Logged::TABLE));
        let (seen, before) = (last(&store).expect("a number"), commits(&place));
        let (mut turns, mut documents) = (0, 0);
        store
            .turn(&mut |turn| {
                turns = commits(&place) - before;
                documents = turn.view().last(Logged::TABLE)? - seen;
                turn.transact(&request).map(drop)
            })
            .expect("it is posted");
        assert!(turns <= 3, "{turns} turns of others came first");
        assert!(documents <= 4 * 256, "{documents} documents of others came first");
        beside += i64::from(0 < documents);
    }
    taking.join().expect("it ends well");
    assert!(20 < beside, "{beside} of {posted} were posted beside others");
    place.run(&["audit"]).well();
}

#[test]
fn long_files_of_rows_are_imported_in_turns_or_not_at_all() {
    let place = Workplace::new();
    let rows =
        |many: usize| (0..many).fold("item,group\n".to_owned(), |rows, n| rows + &format!("I-{n},1\n"));
    let before = counted(&place);
    // An item of two digits would choose a line of a list.
    let items = place.file("items.csv", &format!("{}42,1\n", rows(1100)));
    let said = place.run(&["import", &items]);
    assert_eq!(said.code, 3);
    assert!(
        said.err.contains("items.csv line 1102: CODE_TAKEN: "),
        "{}",
        said.err
    );
    assert!(said.err.ends_with("\nNothing was imported.\n"), "{}", said.err);
    assert_eq!(counted(&place), before);
    for (many, way, turns) in [
        (1000, &[][..], 1..2),
        (2100, &[], 4..1101),
        (3101, &["--whole"], 1..2),
    ] {
        let before = counted(&place);
        let items = place.file("items.csv", &rows(many));
        let said = place.run(&[&["import", &items], way].concat()).well();
        let after = counted(&place);
        let new = usize::try_from(after.0 - before.0).expect("a number");
        let known = many - new;
        assert_eq!(
            said.err.lines().last(),
            Some(&*format!("{new} records imported, {known} were known already."))
        );
        assert!(turns.contains(&(after.1 - before.1)), "{}", after.1 - before.1);
    }
    let said = place.run(&["import", &items]).well();
    assert_eq!(said.err, "0 records imported, 3101 were known already.\n");
    place.run(&["audit", "--replay"]).well();
}

#[test]
fn who_watches_a_long_file_at_a_terminal_sees_how_far_it_is() {
    use portable_pty::{CommandBuilder, PtySize, native_pty_system};
    let place = Workplace::new();
    let file = place.file("day.jsonl", &documents(MANY));
    let pair = native_pty_system()
        .openpty(PtySize::default())
        .expect("a terminal");
    let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_binledger"));
    command.args(["post", &file]);
    command.env("BINLEDGER_STORE", place.store());
    command.env("XDG_CONFIG_HOME", place.path("none"));
    let mut child = pair.slave.spawn_command(command).expect("the program runs");
    drop(pair.slave);
    let mut shown = Vec::new();
    // A terminal that everybody has left ends with an error.
    let _ = pair
        .master
        .try_clone_reader()
        .expect("a reader")
        .read_to_end(&mut shown);
    assert!(child.wait().expect("it ends").success());
    let shown = String::from_utf8_lossy(&shown).replace('\r', "\n");
    for part in [
        "\nchecking: ",
        "\napplying: ",
        " of 1600, ",
        " a second",
        "\n1600 documents are applied",
    ] {
        assert!(shown.contains(part), "{part:?} is not in {shown}");
    }
}
