//! What lies about at the sample company, and who works there.

use crate::screen::company::Company;
use binledger::domain::command::Command;
use serde_json::json;
use std::fmt::Write;
use std::path::Path;

/// Somebody with a badge.
pub(super) struct Person {
    pub(super) badge: &'static str,
    pub(super) pin: &'static str,
    /// The first name, by which the screen asks for the PIN.
    pub(super) name: &'static str,
}

const fn person(badge: &'static str, pin: &'static str, name: &'static str) -> Person {
    Person { badge, pin, name }
}

/// Everybody of `samples/users.csv`.
pub(super) const PEOPLE: [Person; 8] = [
    person("EMP-102", "2308", "Ana"),
    person("EMP-103", "9061", "Björn"),
    person("EMP-104", "5572", "Chiara"),
    person("EMP-105", "7140", "Dilek"),
    person("EMP-106", "3826", "Jörg"),
    person("EMP-101", "4417", "Astrid"),
    person("EMP-100", "8254", "Thomas"),
    person("EMP-107", "6093", "Noémie"),
];

/// Labels as scanners send them: goods with lot and expiry, weights, pieces, plates, labels that are no standard, labels
/// that are damaged.
pub(super) const LABELS: [&str; 24] = [
    "]C10109521234010012173105311010W-1001",
    "]C101095212340100121731053110W-1001",
    "]C101195212340100191731053110W-1002",
    "]C1010952123401001217200101100LD-1",
    "]C101095212340100431731053110W-1004",
    "]C101095212340100811731053110W-1008",
    "]C10195212340100041731053110W-1004",
    "]C10199521234010114310300125017310531\u{1d}10W-1011",
    "]C1019952123401011432010025",
    "]C110W-1001",
    "]C110NC-2511",
    "]C117310531",
    "]d2010952123402001121LP2-00417",
    "]d2010952123402001121LP2-00999",
    "]d2010952123402003521H1-772051",
    "]C100395212340000000410",
    "]C10195212340300173712",
    "]E09521234030010",
    "95212340300",
    "+A123BJC5D6E71G",
    "[)>\u{1e}06\u{1d}1PALF-4410\u{1d}Q24\u{1d}1TNC-2602\u{1d}14D20310131\u{1e}\u{4}",
    "https://id.example.org/01/9521234010012/10/W-1001",
    "]C1010952123401001317310531",
    "(01)09521234010012(10)W-1001",
];

/// What fingers type, what is written elsewhere, and what nothing is.
pub(super) const OTHER: [&str; 40] = [
    "",
    "1",
    "2",
    "3",
    "12",
    "24",
    "99",
    "999",
    "2.5",
    "12,5",
    "0",
    "-3",
    "0731",
    "310531",
    "31.05.2031",
    "MAY31",
    "+18m",
    "05/2031",
    "TOTE-1",
    "TOTE-2",
    "T1",
    "CARTON-S",
    "SO-26101-P1",
    "SO-26102-P1",
    "W-1001",
    "W-1004",
    "NC-2511",
    "SB-2548",
    "LP2-00417",
    "H1-772051",
    "PO-99999",
    "A-99-9",
    "NOWHERE",
    "96385074",
    "ALF-4410",
    "damaged",
    "scrap",
    "Ünïcode ☃",
    "]C1",
    "EMP-999",
];

/// What a prompt asks for by its kind, and reads of that kind.
const KINDS: [(&str, &[&str]); 25] = [
    (
        "choose a job",
        &[
            "$BL.RECEIVE",
            "$BL.PICK",
            "$BL.PACK",
            "$BL.SHIP",
            "$BL.MOVE",
            "$BL.PUTAWAY",
        ],
    ),
    (
        "choose a job",
        &[
            "$BL.COUNT",
            "$BL.RETURN",
            "$BL.REPLENISH",
            "$BL.BUILD",
            "$BL.TRANSFER",
            "$BL.RECONCILE",
            "$BL.LEDGER",
        ],
    ),
    (
        "purchase order",
        &[
            "PO-26031", "PO-26032", "PO-26033", "PO-26034", "PO-26035", "PO-26036", "PO-26037",
        ],
    ),
    (
        "or scan an order",
        &[
            "SO-26101", "SO-26102", "SO-26104", "SO-26106", "SO-26107", "SO-26108", "SO-26110", "",
        ],
    ),
    (
        "a tote or an order",
        &["TOTE-1", "TOTE-2", "SO-26101", "SO-26102", "SO-26106"],
    ),
    ("a work order", &["WO-1", ""]),
    ("a component", &["PK-3001", "PK-3004"]),
    ("its bin", &["", "P-01-1"]),
    ("press Enter", &[""]),
    ("or Enter", &[""]),
    (
        "the bin",
        &["A-01-1", "A-01-2", "A-02-1", "P-01-1", "E-01-1", "STORAGE"],
    ),
    ("a bin", &["A-01-1", "A-01-3", "A-02-2", "P-02-1", "C-01-1"]),
    (
        "where it goes",
        &["STORAGE", "A-01-3", "A-02-3", "QUARANTINE", "RECEIVING", "P-01-1"],
    ),
    ("its place", &["RECEIVING", "QUARANTINE", "A-01-1", "STORAGE"]),
    (
        "an item",
        &["FD-1001", "PK-3001", "EL-2001", "9521234010012", "19521234030017"],
    ),
    (
        "goods",
        &[
            "FD-1001",
            "PK-3001",
            "FD-1004",
            "19521234030017",
            "]C101195212340100191731053110W-1002",
        ],
    ),
    ("lot", &["W-1001", "W-1004", "W-1002", "NC-2511", "]C110W-1001"]),
    ("expiry", &["0731", "310531", "31.05.2031", "0126"]),
    ("serial", &["LP2-00417", "LP2-00999", "H1-772051", "LP2-01000"]),
    ("a tote", &["TOTE-1", "TOTE-2", "T1"]),
    ("dock", &["RECEIVING", "SHIPPING"]),
    ("total", &["1", "2", "6", "12", "24", "99"]),
    ("carton", &["", "CARTON-S"]),
    ("Weigh", &["", "2.5"]),
    ("the site", &["LUEB", "MAIN"]),
];

/// Returns reads of the kinds that a screen asks for.
pub(super) fn of_the_kind(shown: &str) -> Vec<&'static str> {
    let asked = KINDS.iter().filter(|(words, _)| shown.contains(words));
    asked.flat_map(|(_, reads)| reads.iter().copied()).collect()
}

/// Returns the codes in the first column of a sample file.
fn codes(file: &str) -> Vec<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples").join(file);
    let text = std::fs::read_to_string(path).unwrap();
    let first = |line: &str| line.split(',').next().unwrap().to_owned();
    let mut codes: Vec<String> = text.lines().skip(1).map(first).collect();
    codes.dedup();
    codes
}

/// Returns the code of every bin.
pub(super) fn bins() -> Vec<String> {
    codes("locations.csv")
}

/// Returns every code that a place, paper, badge or piece of goods carries.
pub(super) fn printed() -> Vec<String> {
    let files = [
        "locations.csv",
        "items.csv",
        "sales_orders.csv",
        "purchase_orders.csv",
        "users.csv",
        "sites.csv",
        "barcodes.csv",
    ];
    files.into_iter().flat_map(codes).collect()
}

/// Returns the cards that may be scanned at any time without leaving the terminal.
pub(super) fn cards() -> Vec<String> {
    use Command::{Calibrate, Quit, SignOut};
    let all = Command::all().chain(Command::examples());
    all.filter(|command| !matches!(command, SignOut | Quit | Calibrate))
        .map(|command| command.card().into_owned())
        .collect()
}

/// Puts goods that are still good on the shelves, so that there is work whatever the day; one lot is held.
pub(super) fn prepare(company: &Company) {
    let mut documents = String::new();
    let goods = [
        ("FD-1001", "W-1001", "A-01-1", "40"),
        ("FD-1001", "W-1002", "A-01-3", "60"),
        ("FD-1004", "W-1004", "A-01-2", "60"),
        ("FD-1008", "W-1008", "A-03-1", "12"),
        ("FD-1005", "W-1005", "A-02-1", "30"),
        ("FD-1007", "W-1007", "A-02-2", "50"),
        ("FD-1011", "W-1011", "C-01-1", "7.5"),
        ("FD-1014", "W-1014", "A-03-3", "30"),
        ("FD-1003", "W-1003", "RECEIVING", "24"),
    ];
    for (item, lot, to, qty) in goods {
        let document = json!({"id": lot, "op": "receive", "date": "2026-03-02", "item": item, "qty": qty, "cost": "2",
            "vendor": "VEN-01", "lot": lot, "expiry": "2031-05-31", "to": to});
        writeln!(documents, "{document}").unwrap();
    }
    let hold = json!({"id": "h-1", "op": "hold", "date": "2026-03-02", "item": "FD-1014", "lot": "W-1014",
        "why": "glass in a jar"});
    let policy = json!({"id": "p-1", "op": "define", "date": "2026-03-02",
        "master": {"record": "policy", "key": "pin_attempts", "value": "20"}});
    let work = json!({"id": "wo-1", "op": "work_order", "date": "2026-03-02", "order": "WO-1", "item": "PK-3004",
        "qty": "20", "components": [{"item": "PK-3001", "qty": "1"}]});
    writeln!(documents, "{hold}\n{policy}\n{work}").unwrap();
    let path = company.folder().join("goods.jsonl");
    std::fs::write(&path, documents).unwrap();
    company.run(&["post", &path.display().to_string()]).well();
}
