//! The pages for people: nothing that they link to is missing, and the index has them all.

use std::fs;
use std::path::{Path, PathBuf};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Returns the pages, by their paths.
fn pages() -> Vec<PathBuf> {
    let folders = ["", "docs", "keymaps", "samples", "fuzz"].map(|folder| root().join(folder));
    let files = folders.iter().flat_map(|folder| fs::read_dir(folder).unwrap());
    let paths = files.map(|file| file.unwrap().path());
    paths
        .filter(|path| path.extension().is_some_and(|ending| ending == "md"))
        .collect()
}

/// Returns what the page links to.
fn links(text: &str) -> impl Iterator<Item = &str> {
    let targets = text.split("](").skip(1);
    targets.filter_map(|rest| rest.split(')').next())
}

/// Returns the anchor of a heading.
fn anchor(heading: &str) -> String {
    let kept = heading
        .chars()
        .filter(|c| c.is_alphanumeric() || " -_".contains(*c));
    kept.collect::<String>().to_lowercase().replace(' ', "-")
}

#[test]
fn every_link_leads_to_a_page_and_to_a_heading_of_it() {
    for page in pages() {
        let text = fs::read_to_string(&page).unwrap();
        for link in links(&text).filter(|link| !link.contains("://")) {
            let (file, heading) = link.split_once('#').unwrap_or((link, ""));
            let target = if file.is_empty() {
                page.clone()
            } else {
                page.parent().unwrap().join(file)
            };
            assert!(target.exists(), "{}: {link} is missing", page.display());
            if !heading.is_empty() {
                let text = fs::read_to_string(&target).unwrap();
                let mut headings = text.lines().filter(|line| line.starts_with('#'));
                let found = headings.any(|line| anchor(line.trim_start_matches(['#', ' '])) == heading);
                assert!(found, "{}: {link} has no such heading", page.display());
            }
        }
    }
}

#[test]
fn the_index_has_every_page_of_the_documentation() {
    let index = fs::read_to_string(root().join("docs/README.md")).unwrap();
    for page in pages()
        .iter()
        .filter(|page| page.parent() == Some(&root().join("docs")))
    {
        let name = page.file_name().unwrap().to_str().unwrap();
        let listed = index.contains(&format!("]({name})"));
        assert!(listed || name == "README.md", "docs/README.md lacks {name}");
    }
}

#[test]
fn the_readme_can_be_read_in_one_sitting() {
    let readme = fs::read_to_string(root().join("README.md")).unwrap();
    assert!(
        readme.lines().count() <= 150,
        "README.md is for newcomers: the rest belongs to docs"
    );
}
