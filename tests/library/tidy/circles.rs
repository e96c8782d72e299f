//! No two rooms know each other, directly or around a ring.
//!
//! A room is a module with all that stands below it. Of each module it is asked which of its children knows which: rules
//! among rules, jobs among jobs, layers in the crate. A module and what stands below it are one room, and may know each
//! other.

use super::sources;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

/// The path of a module: `["operations", "rules", "pick"]`.
type Module = Vec<String>;

/// Which children of one module know which others, and by what words.
type Rooms = BTreeMap<String, BTreeMap<String, String>>;

/// The modules of the crate with their code; tests are allowed to know everything.
fn modules() -> BTreeMap<Module, String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut found = BTreeMap::new();
    for path in sources(&root) {
        let place = path
            .strip_prefix(&root)
            .expect("a file of src")
            .with_extension("");
        let module: Module = place.iter().map(|part| part.to_string_lossy().into()).collect();
        if !module.iter().any(|name| name == "tests") {
            found.insert(module, code(&fs::read_to_string(&path).expect("a readable file")));
        }
    }
    found
}

/// The code of a file, without comments and tests.
fn code(text: &str) -> String {
    let end = text.find("#[cfg(test)]\nmod ").unwrap_or(text.len());
    let lines = text[..end]
        .lines()
        .map(|line| line.split("//").next().unwrap_or_default());
    lines.collect::<Vec<_>>().join("\n")
}

/// The words of code: names, `::`, and all other characters one by one.
fn words(code: &str) -> Vec<&str> {
    let is_name = |c: char| c.is_alphanumeric() || c == '_';
    let (mut found, mut rest) = (Vec::new(), code);
    while let Some(first) = rest.chars().next() {
        let end = match first {
            ':' if rest.starts_with("::") => 2,
            first if is_name(first) => rest.find(|c| !is_name(c)).unwrap_or(rest.len()),
            first => first.len_utf8(),
        };
        let (word, after) = rest.split_at(end);
        if !word.trim().is_empty() && word != "#" {
            found.push(word);
        }
        rest = after;
    }
    // A raw name such as `r#move` is the name itself.
    found.dedup_by(|word, before| {
        *before == "r" && is_raw(word) && {
            *before = *word;
            true
        }
    });
    found
}

/// Whether a name is a word of the language, which a module can bear only as a raw name.
fn is_raw(word: &str) -> bool {
    matches!(word, "move" | "type" | "match" | "in" | "ref")
}

/// Every path that stands in code, those in braces one by one.
fn paths(code: &str) -> Vec<Vec<&str>> {
    let (words, mut found, mut at) = (words(code), Vec::new(), 0);
    while at < words.len() {
        at = path(&words, at, &[], &mut found);
    }
    found
}

/// Reads the path that begins at a word, after what stands before its braces; answers where the next one may begin.
fn path<'a>(words: &[&'a str], mut at: usize, before: &[&'a str], found: &mut Vec<Vec<&'a str>>) -> usize {
    if !words[at].starts_with(|c: char| c.is_alphanumeric() || c == '_') {
        return at + 1;
    }
    let mut so_far = before.to_vec();
    so_far.push(words[at]);
    while words.get(at + 1) == Some(&"::") {
        match words.get(at + 2) {
            Some(&"{") => {
                at += 3;
                while at < words.len() && words[at] != "}" {
                    at = path(words, at, &so_far, found);
                }
                return at + 1;
            }
            Some(name) => so_far.push(name),
            None => break,
        }
        at += 2;
    }
    if 1 < so_far.len() {
        found.push(so_far);
    }
    let is_renamed = words.get(at + 1) == Some(&"as");
    at + if is_renamed { 3 } else { 1 }
}

/// The module that a path leads to from another one; nothing where it leads out of the crate.
fn led_to(from: &Module, path: &[&str], modules: &BTreeMap<Module, String>) -> Option<Module> {
    let mut place = from.clone();
    let mut names = path.iter().peekable();
    if names.next_if(|name| **name == "crate").is_some() {
        place.clear();
    } else {
        names.next_if(|name| **name == "self");
        while names.next_if(|name| **name == "super").is_some() {
            place.pop();
        }
    }
    for name in names {
        place.push((*name).to_owned());
        if !modules.contains_key(&place) {
            place.pop();
            break;
        }
    }
    (!place.is_empty() && place != *from).then_some(place)
}

/// The rooms of every module.
fn house(modules: &BTreeMap<Module, String>) -> BTreeMap<Module, Rooms> {
    let mut house: BTreeMap<Module, Rooms> = BTreeMap::new();
    for (from, code) in modules {
        for path in paths(code) {
            let Some(to) = led_to(from, &path, modules) else {
                continue;
            };
            let shared = from.iter().zip(&to).take_while(|(a, b)| a == b).count();
            if let (Some(knower), Some(known)) = (from.get(shared), to.get(shared)) {
                let words = format!("{} names {}", from.join("/"), path.join("::"));
                let rooms = house.entry(from[..shared].to_vec()).or_default();
                rooms
                    .entry(knower.clone())
                    .or_default()
                    .insert(known.clone(), words);
            }
        }
    }
    house
}

/// A room that another one knows, of those that are left.
fn known<'r>(room: &str, rooms: &'r Rooms, left: &BTreeSet<&str>) -> Option<&'r str> {
    let known = rooms[room].keys().find(|known| left.contains(known.as_str()));
    known.map(String::as_str)
}

/// Rooms that know each other around a ring, in its order.
fn ring(rooms: &Rooms) -> Option<Vec<&str>> {
    let mut left: BTreeSet<&str> = rooms.keys().map(String::as_str).collect();
    // Who knows nobody is in no ring; what remains once all of these are gone knows somebody that remains.
    while let Some(free) = left
        .iter()
        .copied()
        .find(|room| known(room, rooms, &left).is_none())
    {
        left.remove(free);
    }
    let mut walk = vec![*left.first()?];
    loop {
        let next = known(walk[walk.len() - 1], rooms, &left)?;
        if let Some(at) = walk.iter().position(|room| *room == next) {
            return Some(walk.split_off(at));
        }
        walk.push(next);
    }
}

#[test]
fn no_two_rooms_know_each_other() {
    let house = house(&modules());
    for (module, rooms) in house {
        let name = module.join("/");
        if let Some(ring) = ring(&rooms) {
            let next = ring.iter().cycle().skip(1);
            let words: Vec<&str> = ring
                .iter()
                .zip(next)
                .map(|(knower, known)| rooms[*knower][*known].as_str())
                .collect();
            panic!(
                "{} know each other in {name}: {}",
                ring.join(", "),
                words.join("; ")
            );
        }
    }
}

#[test]
fn a_path_is_read_through_braces_and_raw_names() {
    let text = "use super::{a::{B, c::D}, self as e};\nuse crate::r#move::F;\nlet g = h::I { j }; k(l::m());";
    let expected: [&[&str]; 6] = [
        &["super", "a", "B"],
        &["super", "a", "c", "D"],
        &["super", "self"],
        &["crate", "move", "F"],
        &["h", "I"],
        &["l", "m"],
    ];
    assert_eq!(paths(text), expected);
    assert!(
        paths(&code(
            "// use crate::a;\n#[cfg(test)]\nmod tests { use crate::b; }"
        ))
        .is_empty()
    );
}

#[test]
fn a_ring_is_found_however_long_it_is() {
    let rooms = |known: &[(&str, &str)]| {
        let mut rooms = Rooms::new();
        for (a, b) in known {
            rooms
                .entry((*a).into())
                .or_default()
                .insert((*b).into(), String::new());
        }
        rooms
    };
    for (known, expected) in [
        (&[("a", "b"), ("b", "c"), ("a", "c")][..], None),
        (&[("a", "b"), ("b", "a")], Some(vec!["a", "b"])),
        (
            &[("z", "b"), ("b", "c"), ("c", "d"), ("d", "b")],
            Some(vec!["b", "c", "d"]),
        ),
    ] {
        assert_eq!(ring(&rooms(known)), expected, "{known:?}");
    }
}
