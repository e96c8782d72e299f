//! Imports: one block at the head of a file, each module named once.

use super::sources;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// Returns the statements that import something at the head of a file, whole, and where each begins.
fn imports(text: &str) -> Vec<(usize, String)> {
    let mut found: Vec<(usize, String)> = Vec::new();
    let mut open = false;
    for (number, line) in text.lines().enumerate() {
        if open {
            found.last_mut().unwrap().1.push_str(line.trim());
        } else if line.starts_with("use ") {
            found.push((number, line.to_owned()));
        } else {
            continue;
        }
        open = !line.ends_with(';');
    }
    found
}

/// Returns the module of which a statement imports something.
fn module(import: &str) -> Option<&str> {
    let path = import.strip_prefix("use ")?.trim_end_matches(';');
    match path.split_once("::{") {
        Some((module, _)) => Some(module),
        None => path.rsplit_once("::").map(|(module, _)| module),
    }
}

#[test]
fn a_file_imports_in_one_block_and_names_each_module_once() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for folder in ["src", "tests", "testing", "benches", "examples", "fuzz/targets"] {
        for path in sources(&root.join(folder)) {
            let text = fs::read_to_string(&path).unwrap();
            let lines: Vec<&str> = text.lines().collect();
            let is_conditional = |at: usize| {
                at.checked_sub(1)
                    .is_some_and(|above| lines[above].starts_with("#["))
            };
            let mut modules = BTreeSet::new();
            for (at, import) in imports(&text) {
                let is_apart = at.checked_sub(2).is_some_and(|two| {
                    lines[at - 1].is_empty() && lines[two].ends_with(';') && lines[two].starts_with("use ")
                });
                assert!(
                    !is_apart,
                    "{}:{}: an empty line parts the imports",
                    path.display(),
                    at + 1
                );
                let Some(module) = module(&import).filter(|module| !is_conditional(at) && *module != "crate")
                else {
                    continue;
                };
                let is_new = modules.insert(module.to_owned());
                assert!(is_new, "{}:{}: imports of {module} twice", path.display(), at + 1);
            }
        }
    }
}
