//! No source file is forgotten: each is a module of the crate whose folder it stands in, by its place alone.

use super::sources;
use binledger::domain::job::each_job;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// The folders that hold sources, and nothing but those of crates that start in them.
const FOLDERS: [&str; 6] = [
    "src",
    "tests",
    "testing/src",
    "benches",
    "examples",
    "fuzz/targets",
];

/// The files that a crate starts in: `main.rs` and `lib.rs` wherever they stand, and each file at the top of a folder
/// in which Cargo looks for whole crates.
fn is_root(folder: &str, path: &Path) -> bool {
    let is_named_so = path.ends_with("main.rs") || path.ends_with("lib.rs");
    let is_at_the_top = path.parent().is_some_and(|parent| parent.ends_with(folder));
    is_named_so || (is_at_the_top && !folder.ends_with("src"))
}

macro_rules! modules {
    ($($(#[$doc:meta])* $job:ident in $module:ident { $($entry:tt)* })*) => {
        /// The modules of the registered jobs.
        const OF_JOBS: &[&str] = &[$(stringify!($module)),*];
    };
}

each_job!(modules);

/// How a macro over the jobs declares a module for each of them.
const EACH_JOB: &str = concat!("$(pub mod $", "module;)*");

/// The names of the modules that a file declares for each job.
fn of_jobs(text: &str) -> impl Iterator<Item = &'static str> {
    let all = if text.contains(EACH_JOB) { OF_JOBS } else { &[] };
    all.iter().map(|name| name.trim_start_matches("r#"))
}

/// The names of the modules that a file declares without a body.
fn declared(text: &str) -> impl Iterator<Item = &str> {
    text.lines().filter_map(|line| {
        let name = line.trim_start().strip_suffix(';')?;
        let (before, name) = name.rsplit_once("mod ")?;
        (before.is_empty() || before.starts_with("pub")).then_some(name.trim_start_matches("r#"))
    })
}

/// Adds a file and whatever it reaches by `mod`; a module stands beside a root, and below any other file.
fn reach(path: PathBuf, is_root: bool, reached: &mut BTreeSet<PathBuf>) {
    let text = fs::read_to_string(&path).unwrap_or_else(|why| panic!("{}: {why}", path.display()));
    let folder = if is_root {
        path.parent().expect("a file in a folder").to_owned()
    } else {
        path.with_extension("")
    };
    for name in declared(&text) {
        reach(folder.join(name).with_extension("rs"), false, reached);
    }
    for name in of_jobs(&text) {
        reach(folder.join(name).with_extension("rs"), false, reached);
    }
    reached.insert(path);
}

#[test]
fn no_file_is_forgotten() {
    for folder in FOLDERS {
        let all = sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join(folder));
        assert!(!all.is_empty(), "{folder} holds no sources");
        let mut reached = BTreeSet::new();
        for root in all.iter().filter(|path| is_root(folder, path)) {
            reach(root.clone(), true, &mut reached);
        }
        let forgotten: Vec<_> = all.iter().filter(|path| !reached.contains(*path)).collect();
        assert!(forgotten.is_empty(), "no `mod` leads to {forgotten:?}");
    }
}

#[test]
fn modules_stand_where_their_names_say() {
    for folder in FOLDERS {
        for path in sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)) {
            let text = fs::read_to_string(&path).expect("a readable file");
            let attribute = concat!("#[", "path");
            assert!(
                !text.contains(attribute),
                "{} places a module elsewhere",
                path.display()
            );
        }
    }
}
