//! The page of refusals, `docs/refusals.md`, held to the program code by code.

use binledger::cli;
use binledger::domain::refusal::Refusal;

const PAGE: &str = include_str!("../../docs/refusals.md");

/// Returns the rows of the page that begin with a code: the code, what it means, what to do.
fn rows() -> impl Iterator<Item = [&'static str; 3]> {
    let rows = PAGE.lines().filter(|line| line.starts_with("| `"));
    rows.map(|line| {
        let cells: Vec<&str> = line.trim_matches('|').split('|').map(str::trim).collect();
        let [code, means, remedy] = cells[..] else {
            panic!("docs/refusals.md: {line} has not three cells");
        };
        [code.trim_matches('`'), means, remedy]
    })
}

#[test]
fn every_code_has_one_row_and_no_row_has_another_code() {
    let mut told: Vec<&str> = rows().map(|[code, ..]| code).collect();
    let mut known = [Refusal::CODES, &cli::CODES].concat();
    told.sort_unstable();
    known.sort_unstable();
    let lacks: Vec<&&str> = known.iter().filter(|code| !told.contains(*code)).collect();
    assert!(lacks.is_empty(), "docs/refusals.md lacks {lacks:?}");
    let gone: Vec<&&str> = told.iter().filter(|code| !known.contains(*code)).collect();
    assert!(
        gone.is_empty(),
        "docs/refusals.md has {gone:?}, which no refusal has"
    );
    assert_eq!(told, known, "docs/refusals.md has a code twice");
}

#[test]
fn every_row_says_what_it_means_and_what_to_do() {
    for [code, means, remedy] in rows() {
        for cell in [means, remedy] {
            let whole = 10 < cell.len() && cell.ends_with('.');
            assert!(whole, "docs/refusals.md: {code} has no sentence in {cell:?}");
        }
    }
}
