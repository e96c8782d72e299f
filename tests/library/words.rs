//! The words of the program in one table, `words/sentences.snap`, to be read as a whole: every prompt, refusal, notice,
//! question and hint. It is made from the source, so that no sentence can be missing from it.

mod literals;

use super::tidy::sources;
use binledger::domain::command::{Command, PREFIX};
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// The folders of `src`, in the order in which their words matter to the floor.
const LAYERS: &[&str] = &[
    "clock",
    "flows",
    "session",
    "domain",
    "operations",
    "ui",
    "app",
    "keys",
    "scan",
    "bridge",
    "valuation",
    "ledger",
    "store",
    "cli",
];

/// Files whose texts nobody is told: statements for a store, titles and codes that standards print.
const NOT_SAID: &[&str] = &[
    "scan/gs1/table.rs",
    "scan/gs1/iso.rs",
    "scan/envelope/identifiers.rs",
    "store/sqlite.rs",
    "store/sqlite/",
];

/// Returns the files of a layer with what they say, by their paths under `src`.
fn said() -> Vec<(String, Vec<String>)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut told = Vec::new();
    for layer in LAYERS {
        let mut files = vec![root.join(format!("{layer}.rs"))];
        files.extend(sources(&root.join(layer)));
        for file in files {
            let name = file
                .strip_prefix(&root)
                .unwrap()
                .to_str()
                .unwrap()
                .replace('\\', "/");
            let is_test = name.ends_with("tests.rs") || name.contains("/tests/");
            if is_test || NOT_SAID.iter().any(|none| name.starts_with(none)) {
                continue;
            }
            let sentences = literals::sentences(&fs::read_to_string(&file).unwrap());
            if !sentences.is_empty() {
                told.push((name, sentences));
            }
        }
    }
    told
}

#[test]
fn every_sentence_stands_in_the_table() {
    let mut table = String::new();
    for (file, sentences) in said() {
        table.extend(["## ", &file, "\n", &sentences.join("\n"), "\n\n"]);
    }
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("words");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!("sentences", table));
}

#[test]
fn every_layer_is_read() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    for entry in fs::read_dir(root).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        let name = name.trim_end_matches(".rs");
        assert!(
            LAYERS.contains(&name) || ["lib", "main"].contains(&name),
            "the table of words leaves {name} out"
        );
    }
}

#[test]
fn every_command_that_a_sentence_names_can_be_typed() {
    let card = |command: &Command| command.card().trim_start_matches(PREFIX).to_owned();
    let mut named = BTreeSet::new();
    for (_, sentences) in said().into_iter().filter(|(file, _)| is_of_the_floor(file)) {
        // What is written in capitals as a whole is a title, and names none.
        let told = sentences.iter().filter(|it| it.contains(char::is_lowercase));
        let words: BTreeSet<&str> = told
            .flat_map(|it| it.split(|c: char| !c.is_alphanumeric()))
            .collect();
        let is_said = |it: &&Command| card(it).len() > 1 && words.contains(card(it).as_str());
        named.extend(Command::PLAIN.iter().filter(is_said));
    }
    assert!(named.contains(&Command::Empty) && named.contains(&Command::SignOut));
    for command in named {
        assert_eq!(Command::of_word(&card(command)).as_ref(), Some(command));
    }
}

/// Nouns that are counted in sentences.
const COUNTED: &[&str] = &[
    "line", "parcel", "scan", "read", "day", "entry", "pick", "bin", "beep", "count",
];

/// Returns the plurals behind a placeholder.
fn plurals(sentence: &str) -> impl Iterator<Item = &str> {
    let behind = sentence.split("} ").skip(1);
    let words = behind.filter_map(|rest| rest.split(|c: char| !c.is_alphabetic()).next());
    words.filter(|word| word.ends_with('s'))
}

#[test]
fn one_line_is_not_1_lines() {
    for (file, sentences) in said().into_iter().filter(|(file, _)| is_of_the_floor(file)) {
        for sentence in &sentences {
            for plural in plurals(sentence) {
                let one = plural.trim_end_matches('s');
                let singular = format!("1 {one}");
                let is_told_apart = sentences.iter().any(|other| other.contains(&singular));
                assert!(
                    !COUNTED.contains(&one) || is_told_apart,
                    "src/{file} says {sentence:?} of one {one}, too"
                );
            }
        }
    }
}

/// Whether the floor is told what a file says.
fn is_of_the_floor(file: &str) -> bool {
    ["flows", "session", "ui", "app"]
        .iter()
        .any(|layer| file.starts_with(layer))
}

#[test]
fn what_the_jobs_say_joins_with_one_full_stop() {
    for (file, sentences) in said().into_iter().filter(|(file, _)| file.starts_with("flows")) {
        for sentence in sentences {
            assert!(
                !sentence.ends_with(['.', '?', '!']),
                "src/{file}: {sentence:?} ends itself"
            );
        }
    }
}

#[test]
fn a_refusal_says_what_is_wrong_before_what_is_needed() {
    for (file, sentences) in said() {
        for sentence in sentences {
            let is_clumsy = sentence.contains("need {") || sentence.contains(", got ");
            assert!(!is_clumsy, "src/{file} says {sentence:?}");
        }
    }
}
