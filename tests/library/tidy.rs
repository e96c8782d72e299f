//! The rules of the house, held by a test: who may know whom, how long a file may be, what may not stand in one.

mod circles;
mod imports;
mod modules;
mod vocabulary;

use binledger::domain::policy::{CompanyAccount, PolicyKey};
use std::fs;
use std::path::{Path, PathBuf};

/// Who may name whom. Whatever is not listed here is a broken wall. The map with its reasons is in `src/lib.rs`.
const MAY_USE: &[(&str, &str)] = &[
    ("domain", "each_job part record words"),
    ("keys", "domain"),
    ("clock", "domain"),
    ("scan", "domain clock"),
    ("valuation", "domain"),
    ("ledger", "domain words"),
    ("operations", "domain valuation ledger words"),
    ("store", "domain clock operations ledger"),
    ("flows", "domain scan operations words"),
    ("session", "domain clock scan operations ledger flows store"),
    ("ui", "domain scan operations ledger flows keys"),
    ("bridge", "scan"),
    (
        "cli",
        "domain clock scan operations ledger flows store session app bridge",
    ),
    (
        "app",
        "domain clock scan operations ledger flows store session ui keys",
    ),
];

/// Layers whose code must answer the same for the same input: no clock, no disk, no randomness, no environment.
const PURE: &[&str] = &["domain", "valuation", "ledger", "operations", "flows", "keys"];

/// What a pure layer may not name.
const IMPURE: &[&str] = &[
    "std::fs",
    "std::env",
    "std::time",
    "Utc::now",
    "Local::now",
    "SystemTime",
    "rusqlite",
];

pub fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).into_iter().flatten() {
        let path = entry.expect("a readable folder").path();
        if path.is_dir() {
            found.extend(sources(&path));
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            found.push(path);
        }
    }
    found.sort();
    found
}

fn layer_files(layer: &str) -> Vec<(PathBuf, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = sources(&root.join(layer));
    files.push(root.join(format!("{layer}.rs")));
    files
        .into_iter()
        .map(|path| (path.clone(), fs::read_to_string(&path).expect("a readable file")))
        .collect()
}

/// What follows `crate::` in a line of code: the layer it reaches into.
fn reached(line: &str) -> impl Iterator<Item = &str> {
    let code = if line.trim_start().starts_with("//") {
        ""
    } else {
        line
    };
    code.split("crate::").skip(1).map(|rest| {
        let end = rest
            .find(|c: char| !c.is_alphanumeric() && c != '_')
            .unwrap_or(rest.len());
        &rest[..end]
    })
}

#[test]
fn walls_hold() {
    for (layer, allowed) in MAY_USE {
        for (path, text) in layer_files(layer) {
            for (number, line) in (1..).zip(text.lines()) {
                for used in reached(line) {
                    let fits = used == *layer || allowed.split(' ').any(|it| it == used);
                    assert!(
                        fits,
                        "{}:{number} reaches into {used:?}, which {layer} may not know",
                        path.display()
                    );
                }
            }
        }
    }
}

#[test]
fn every_layer_of_the_map_has_its_walls() {
    let map = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("src/lib.rs")).expect("the map");
    for line in map.lines() {
        let Some(layer) = line.strip_prefix("pub mod ") else {
            continue;
        };
        let layer = layer.trim_end_matches(';');
        assert!(
            MAY_USE.iter().any(|(known, _)| *known == layer),
            "{layer} has no row in MAY_USE"
        );
        assert!(
            map.contains(&format!("[`{layer}`]")),
            "{layer} is not on the map in src/lib.rs"
        );
    }
}

#[test]
fn pure_layers_read_no_clock_and_no_disk() {
    for layer in PURE {
        for (path, text) in layer_files(layer) {
            for word in IMPURE {
                assert!(
                    !text.contains(word),
                    "{} names {word}; {layer} is pure",
                    path.display()
                );
            }
        }
    }
}

#[test]
fn the_time_of_day_is_read_in_one_place() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    for path in sources(&source) {
        let text = fs::read_to_string(&path).expect("a readable file");
        let reads = ["Utc::now", "Local::now", "SystemTime::now"];
        let read = reads.into_iter().find(|word| text.contains(word));
        assert!(
            read.is_none() || path == source.join("clock.rs"),
            "{} reads the clock by {read:?}: a time goes through `clock`",
            path.display()
        );
    }
}

#[test]
fn money_and_quantity_are_never_floats() {
    for layer in ["domain", "valuation", "ledger", "operations", "store"] {
        for (path, text) in layer_files(layer) {
            let float = text
                .split(|c: char| !c.is_alphanumeric())
                .find(|word| matches!(*word, "f32" | "f64"));
            assert!(float.is_none(), "{} uses a float", path.display());
        }
    }
}

/// Keys of policies that are everyday words, and stand in the source as other things too.
const EVERYDAY: [&str; 2] = ["currency", "summary"];

#[test]
fn policies_are_named_in_their_table_alone() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let keys = PolicyKey::ALL.iter().map(|policy| policy.key());
    let keys = keys.filter(|key| !EVERYDAY.contains(key));
    let mut names: Vec<String> = keys.map(|key| format!("\"{key}\"")).collect();
    names.push(format!("\"{}", CompanyAccount::PREFIX));
    // A policy is read with all others and asked for by its method; nobody looks up its row.
    names.extend(["Option<Policy>", "find::<Policy>"].map(str::to_owned));
    for path in sources(&source) {
        if path.starts_with(source.join("domain/policy")) {
            continue;
        }
        let text = fs::read_to_string(&path).expect("a readable file");
        for name in &names {
            assert!(
                !text.contains(name),
                "{} names a policy by {name}",
                path.display()
            );
        }
    }
}

#[test]
fn files_can_be_held_in_mind_and_are_finished() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for folder in ["src", "tests", "testing", "benches", "examples", "fuzz/targets"] {
        for path in sources(&root.join(folder)) {
            let text = fs::read_to_string(&path).expect("a readable file");
            assert!(
                text.lines().count() <= 400,
                "{} is too long to hold in mind",
                path.display()
            );
            assert!(
                !path.ends_with("mod.rs"),
                "{} should be named after its module",
                path.display()
            );
            for word in [
                concat!("TO", "DO"),
                concat!("FIX", "ME"),
                concat!("HA", "CK"),
                concat!("#[ign", "ore"),
            ] {
                assert!(!text.contains(word), "{} is not finished: {word}", path.display());
            }
        }
    }
}

#[test]
fn an_order_of_a_table_is_named_and_never_numbered() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    for path in sources(&root) {
        let text = fs::read_to_string(&path).expect("a readable file");
        for (asked, allowed) in [(".by(", ""), ("order: ", "0")] {
            let bare = text.split(asked).skip(1).find(|rest| {
                let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
                0 < digits && rest[..digits] != *allowed
            });
            assert!(
                bare.is_none(),
                "{} numbers an order after {asked:?}",
                path.display()
            );
        }
        let declares = path.ends_with("domain/record.rs") || path.ends_with("domain/table.rs");
        assert!(
            declares || !text.contains("Index::named"),
            "{} names an order outside of its table's declaration",
            path.display()
        );
    }
}

#[test]
fn functions_fit_a_screen() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let limits = fs::read_to_string(root.join("clippy.toml")).expect("the limits of clippy");
    let limit = limits
        .lines()
        .find_map(|line| line.strip_prefix("too-many-lines-threshold = "));
    assert_eq!(limit, Some("70"), "clippy measures functions by this");
    let excuse = concat!("clippy::too_many", "_lines");
    for folder in ["src", "tests", "testing/src", "benches", "examples"] {
        for path in sources(&root.join(folder)) {
            let text = fs::read_to_string(&path).expect("a readable file");
            assert!(
                !text.contains(excuse),
                "{} excuses a long function",
                path.display()
            );
        }
    }
}
