//! Keymap files: TOML in, bindings out, every mistake named with its place.

use super::chord::Chord;
use super::error::{KeymapError, Trouble};
use super::key::Key;
use super::keymap::{Builtin, Keymap};
use super::layer::Layer;
use crate::domain::command::Command;
use crossterm::event::{KeyCode, KeyModifiers};
use std::collections::HashMap;
use toml::{Table, Value};

/// The word that takes a binding away.
const UNBOUND: &str = "none";

impl Keymap {
    /// Reads a keymap that comes with the program.
    ///
    /// # Errors
    /// Never for the files as they are shipped; a test reads them all.
    pub fn builtin(which: Builtin) -> Result<Self, KeymapError> {
        read(which.name(), which.text())
    }

    /// Reads a user's file and lays it, key by key, over the keymap that it names as its `base`.
    ///
    /// `name` is how errors name the file.
    ///
    /// # Errors
    /// The first thing wrong in the file, with section and key.
    pub fn read(name: &str, text: &str) -> Result<Self, KeymapError> {
        read_over_base(name, text)
    }
}

/// Reads a file that stands alone.
fn read(name: &str, text: &str) -> Result<Keymap, KeymapError> {
    let bare = Keymap {
        leader: '.',
        bindings: HashMap::new(),
        ignored: None,
    };
    lay_over(bare, text).map_err(|trouble| KeymapError {
        file: name.to_owned(),
        trouble,
    })
}

/// Reads a file that changes the keymap it names as its base.
fn read_over_base(name: &str, text: &str) -> Result<Keymap, KeymapError> {
    let blame = |trouble| KeymapError {
        file: name.to_owned(),
        trouble,
    };
    let table = parse(text).map_err(blame)?;
    let base = base(&table).map_err(blame)?;
    lay_over(Keymap::builtin(base)?, text).map_err(blame)
}

fn parse(text: &str) -> Result<Table, Trouble> {
    text.parse()
        .map_err(|error: toml::de::Error| Trouble::Syntax(error.to_string().trim_end().to_owned()))
}

fn base(table: &Table) -> Result<Builtin, Trouble> {
    let Some(value) = table.get("base") else {
        return Ok(Builtin::Default);
    };
    let known = |name: &str| Builtin::ALL.into_iter().find(|builtin| builtin.name() == name);
    value.as_str().and_then(known).ok_or_else(|| Trouble::Entry {
        expected: "base = \"default\" or \"no-function-keys\"".to_owned(),
        found: value.to_string(),
    })
}

fn lay_over(mut keymap: Keymap, text: &str) -> Result<Keymap, Trouble> {
    for (name, value) in &parse(text)? {
        match (name.as_str(), value) {
            ("base", _) => {}
            ("leader", value) => keymap.leader = leader(value)?,
            (name, Value::Table(bindings)) => {
                let layer = Layer::named(name).ok_or_else(|| unknown_section(name))?;
                let section = section(layer, bindings)?;
                let bound = keymap.bindings.entry(layer).or_default();
                for (chord, action) in section {
                    match action {
                        Some(action) => bound.insert(chord, action),
                        None => bound.remove(&chord),
                    };
                }
            }
            (name, _) => return Err(unknown_section(name)),
        }
    }
    let doubled = Chord::led(keymap.leader);
    keymap.bindings.values_mut().for_each(|bound| {
        bound.remove(&doubled);
    }); // Twice the leader types it.
    Ok(keymap)
}

fn unknown_section(name: &str) -> Trouble {
    let sections: Vec<_> = Layer::all().map(|layer| format!("[{layer}]")).collect();
    Trouble::Entry {
        expected: format!("base, leader or a section of {}", sections.join(" ")),
        found: format!("\"{name}\""),
    }
}

/// Reads the leader, which must be a sign: a letter or a digit begins too many codes.
fn leader(value: &Value) -> Result<char, Trouble> {
    let only = |text: &str| {
        let mut characters = text.chars();
        characters
            .next()
            .filter(|sign| characters.next().is_none() && sign.is_ascii_punctuation())
    };
    value.as_str().and_then(only).ok_or_else(|| Trouble::Entry {
        expected: "leader = one sign such as \".\"".to_owned(),
        found: value.to_string(),
    })
}

/// Reads one section; `None` stands for a binding taken away.
fn section(layer: Layer, bindings: &Table) -> Result<HashMap<Chord, Option<Command>>, Trouble> {
    let mut found: HashMap<Chord, Option<Command>> = HashMap::new();
    let mut spelled: HashMap<Chord, &str> = HashMap::new();
    for (key, value) in bindings {
        let blame = |expected: &str, found: String| Trouble::Binding {
            section: layer.name().to_owned(),
            key: key.clone(),
            expected: expected.to_owned(),
            found,
        };
        let chord: Chord = key.parse().map_err(|_| {
            blame(
                "a key such as f8, ctrl-r, esc or \"leader u\"",
                format!("\"{key}\""),
            )
        })?;
        let action = match value.as_str() {
            Some(UNBOUND) => None,
            Some(name) => Some(
                Command::named(name)
                    .ok_or_else(|| blame("the name of an action or \"none\"", format!("\"{name}\"")))?,
            ),
            None => return Err(blame("the name of an action in quotes", value.to_string())),
        };
        if let Some(rule) = broken_rule(chord, action.as_ref()) {
            return Err(blame(rule, format!("\"{}\"", value.as_str().unwrap_or_default())));
        }
        if let Some(first) = spelled.insert(chord, key) {
            let (section, key, again) = (layer.name().to_owned(), first.to_owned(), key.clone());
            return Err(Trouble::Twice { section, key, again });
        }
        found.insert(chord, action);
    }
    Ok(found)
}

/// Returns which rule of the floor a binding would break.
fn broken_rule(chord: Chord, action: Option<&Command>) -> Option<&'static str> {
    let Chord::Alone(key) = chord else { return None };
    match (key.code(), key.modifiers()) {
        (KeyCode::Enter, KeyModifiers::NONE) => {
            (action != Some(&Command::Next)).then_some("enter to be \"next\", because every scanner sends it")
        }
        (KeyCode::Tab, _) => Some("a key other than tab, which ends a scan"),
        (KeyCode::Backspace, _) => Some("a key other than backspace, which edits"),
        (KeyCode::Char(_), KeyModifiers::NONE) => {
            Some("a function, control or leader key, because plain characters are data")
        }
        (KeyCode::Char(c), KeyModifiers::ALT) if c.is_ascii_digit() => {
            Some("a key that no scanner sends (alt and digits spell a control character)")
        }
        (KeyCode::Char(_), KeyModifiers::CONTROL) if scanner_sends(key) => {
            Some("a key that no scanner sends (this one is a control character of scans)")
        }
        _ => None,
    }
}

/// LF, CR, TAB, BS and ESC have keys of their own; FS, GS, RS and US separate the fields of a scan.
fn scanner_sends(key: Key) -> bool {
    key.control().is_some_and(|c| "jmih[\\]^_ 3456728@".contains(c))
}
