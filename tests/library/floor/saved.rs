//! Work that an earlier version saved between two reads goes on at the same step.

use super::hand::Hand;
use super::house::House;
use super::stock;
use binledger::domain::amount::Qty;
use binledger::domain::code::ItemCode;
use binledger::domain::company::Method;
use binledger::domain::count::CountLine;
use binledger::domain::job::Job;
use binledger::flows::event::Command;
use binledger::flows::flow::Flow;

/// What version 0.1.0 saved of every job, one line each, as its store keeps it.
const SAVED: &str = include_str!("saved.jsonl");

/// What version 0.2.0 saved of a count with four reads of two items, each with all of the work before it.
const WITH_TRAIL: &str = include_str!("saved_with_trail.json");

/// The first thirteen jobs and the home screen, with what each of them asked for when it was saved.
const ASKED: [(&str, &str); 14] = [
    ("HOME", "Scan anything, or choose a job"),
    ("RECEIVE", "Scan the lot of FD-1001"),
    ("PUTAWAY", "Scan the dock or a licence plate"),
    ("PICK", "Go to A-01-3, scan it"),
    ("PACK", "Scan a tote or an order"),
    ("SHIP", "Go to the dock, scan it"),
    ("MOVE", "Scan the bin or plate to move from"),
    ("TRANSFER", "Scan the site it goes to"),
    ("REPLENISH", "No face is due: scan one, or DONE"),
    ("RETURN", "Scan the order, the parcel or goods"),
    ("COUNT", "Scan the lot of FD-1003"),
    ("RECONCILE", "No count waits for a decision: BACK"),
    ("LEDGER", "Choose what to look at"),
    ("INQUIRE", "Scan the next thing"),
];

#[test]
fn work_saved_by_the_first_version_goes_on_where_it_stopped() {
    assert_eq!(SAVED.lines().count(), ASKED.len());
    for (line, (name, asked)) in SAVED.lines().zip(ASKED) {
        let flow: Flow = serde_json::from_str(line).unwrap_or_else(|e| panic!("{name}: {e}"));
        let job = flow.work().job().map_or("HOME", Job::word);
        assert_eq!(job, name);
        let again = serde_json::to_string(&flow).unwrap();
        let read: Flow = serde_json::from_str(&again).unwrap_or_else(|e| panic!("{name} again: {e}"));
        assert_eq!(read, flow, "{name} is saved as something else");
        // What was looked up is not saved: these three ask again before they say what they wait for.
        if !["REPLENISH", "RECONCILE", "INQUIRE"].contains(&name) {
            assert_eq!(flow.prompt(), asked, "{name}");
        }
    }
}

#[test]
fn reads_that_an_earlier_version_saved_in_full_are_saved_by_what_they_changed() {
    let flow: Flow = serde_json::from_str(WITH_TRAIL).unwrap();
    let again = serde_json::to_string(&flow).unwrap();
    assert!(4 * again.len() < 3 * WITH_TRAIL.len(), "{} bytes", again.len());
    let read: Flow = serde_json::from_str(&again).unwrap();
    assert_eq!(read, flow);
    assert_eq!(serde_json::to_string(&read).unwrap(), again);
}

#[test]
fn what_is_saved_of_a_count_hardly_grows_with_what_was_counted() {
    let mut house = House::new(Method::Fifo);
    stock::plain(&mut house, 737, "STORAGE");
    let mut ana = Hand::new(&mut house, "ANA", Job::Count);
    ana.read(&mut house, "STORAGE");
    let mut lengths = Vec::new();
    for _ in 0..60 {
        ana.read(&mut house, "A");
        lengths.push(ana.saved().len());
    }
    let (few, many) = (lengths[9], lengths[59]);
    assert!(
        many < few + 50 * 60,
        "{few} bytes after ten reads, {many} after sixty"
    );
}

fn counted(house: &House) -> Vec<(ItemCode, Qty)> {
    let lines = house.all::<CountLine>().into_iter();
    lines
        .filter_map(|line| Some((line.item, line.counted?)))
        .collect()
}

#[test]
fn each_read_is_taken_back_after_work_was_saved_and_taken_up_again() {
    let mut house = House::new(Method::Fifo);
    stock::plain(&mut house, 737, "STORAGE");
    stock::lot(&mut house, 41, "L1", "2027-08-31");
    let mut ana = Hand::new(&mut house, "ANA", Job::Count);
    let mut stood = Vec::new();
    for code in ["STORAGE", "A", "A", "LOT", "L1", "A"] {
        ana.resume();
        stood.push(counted(&house));
        ana.read(&mut house, code);
    }
    // A lot and its number are one read of goods, and the bin is left by other means.
    stood.dedup();
    for before in stood.into_iter().rev().take(4) {
        ana.resume();
        ana.say(&mut house, Command::Undo);
        assert_eq!(counted(&house), before);
    }
}
