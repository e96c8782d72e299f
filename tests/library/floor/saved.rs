//! Work that an earlier version saved between two reads goes on at the same step.

use binledger::domain::job::Job;
use binledger::flows::flow::Flow;

/// What version 0.1.0 saved of every job, one line each, as its store keeps it.
const SAVED: &str = include_str!("saved.jsonl");

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
        assert_eq!(again, line, "{name} is saved in another form");
        // What was looked up is not saved: these three ask again before they say what they wait for.
        if !["REPLENISH", "RECONCILE", "INQUIRE"].contains(&name) {
            assert_eq!(flow.prompt(), asked, "{name}");
        }
    }
}
