//! The vocabulary, `docs/vocabulary.md`, held to the source: what it points to is there, what it forbids is not.

use super::sources;
use std::fs;
use std::path::Path;

/// The words of a cell that stand in code type.
fn in_code(cell: &str) -> impl Iterator<Item = &str> {
    cell.split('`').skip(1).step_by(2)
}

#[test]
fn one_noun_for_one_thing() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let page = fs::read_to_string(root.join("docs/vocabulary.md")).expect("the vocabulary");
    let rows: Vec<Vec<&str>> = page
        .lines()
        .filter(|line| line.starts_with("| ") && !line.starts_with("| word "))
        .map(|line| line.trim_matches('|').split('|').map(str::trim).collect())
        .collect();
    assert!(20 <= rows.len(), "the vocabulary is a table");
    for row in &rows {
        let [word, _, place, _] = row[..] else {
            panic!("{row:?} has not four cells");
        };
        for path in in_code(place).filter(|code| code.contains('/')) {
            assert!(
                root.join("src").join(path).exists(),
                "{word}: there is no src/{path}"
            );
        }
    }
    let forbidden: Vec<&str> = rows.iter().flat_map(|row| in_code(row[3])).collect();
    assert!(forbidden.contains(&"relocate"));
    for path in sources(&root.join("src")) {
        let text = fs::read_to_string(&path).expect("a readable file");
        for word in &forbidden {
            assert!(!text.contains(word), "{} says {word}", path.display());
        }
    }
}
