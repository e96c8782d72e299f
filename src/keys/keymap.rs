//! The bindings of one terminal: looked up through layers, and read back as hints.

use super::chord::Chord;
use super::key::Key;
use super::layer::Layer;
use crate::domain::command::Command;
use std::collections::HashMap;

/// A keymap that comes with the program.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Builtin {
    /// Function keys, `keymaps/default.toml`.
    Default,
    /// Control keys and the leader only, `keymaps/no-function-keys.toml`.
    NoFunctionKeys,
}

impl Builtin {
    /// The keymaps that come with the program.
    pub const ALL: [Self; 2] = [Self::Default, Self::NoFunctionKeys];

    /// Names the keymap as `base = "…"` in a user's file does.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Default => "default",
            Self::NoFunctionKeys => "no-function-keys",
        }
    }

    /// Returns the file, which is also the page users copy from.
    pub const fn text(self) -> &'static str {
        match self {
            Self::Default => include_str!("../../keymaps/default.toml"),
            Self::NoFunctionKeys => include_str!("../../keymaps/no-function-keys.toml"),
        }
    }
}

/// One legal command on the hint line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hint {
    /// What the key does.
    pub command: Command,
    /// The spelling of the key: `F8`, `^R`, `.u`; empty when only the card reaches the command.
    pub key: String,
    /// The command's label, in one or two words.
    pub label: &'static str,
}

/// The bindings of one terminal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Keymap {
    pub(super) leader: char,
    pub(super) bindings: HashMap<Layer, HashMap<Chord, Command>>,
    /// A key that a scanner presses before each code, and that therefore means nothing.
    pub(super) ignored: Option<Key>,
}

impl Keymap {
    /// Returns the key that announces a letter command.
    pub fn leader(&self) -> char {
        self.leader
    }

    /// Asks each open layer in turn, topmost (last) first, what a key does.
    pub fn resolve(&self, key: Key, layers: &[Layer]) -> Option<Command> {
        self.look_up(Chord::Alone(key), layers)
    }

    /// Asks each open layer in turn, topmost (last) first, what a letter after the leader does.
    pub fn resolve_led(&self, letter: char, layers: &[Layer]) -> Option<Command> {
        self.look_up(Chord::led(letter), layers)
    }

    /// Takes every meaning from a key, and gives the one before it its meaning back.
    pub const fn ignore(&mut self, key: Option<Key>) {
        self.ignored = key;
    }

    fn look_up(&self, chord: Chord, layers: &[Layer]) -> Option<Command> {
        if self.ignored.is_some_and(|key| chord == Chord::Alone(key)) {
            return None;
        }
        layers
            .iter()
            .rev()
            .find_map(|layer| self.bindings.get(layer)?.get(&chord).cloned())
    }

    /// Shows how to reach each legal command now, in the order given; read off the live keymap so that it cannot lie.
    pub fn hints(&self, layers: &[Layer], legal: &[Command]) -> Vec<Hint> {
        self.hints_among(layers, legal, |_| true)
    }

    /// Shows what may follow the leader, for the moment after it was typed.
    pub fn hints_led(&self, layers: &[Layer], legal: &[Command]) -> Vec<Hint> {
        let mut hints = self.hints_among(layers, legal, |chord| matches!(chord, Chord::Led(_)));
        hints.retain(|hint| !hint.key.is_empty());
        hints
    }

    fn hints_among(&self, layers: &[Layer], legal: &[Command], wanted: impl Fn(Chord) -> bool) -> Vec<Hint> {
        let hint = |command: &Command| {
            let chord = self
                .chords(command, layers)
                .into_iter()
                .find(|chord| wanted(*chord));
            let key = chord.map(|chord| chord.label(self.leader)).unwrap_or_default();
            Hint {
                command: command.clone(),
                key,
                label: command.label(),
            }
        };
        legal.iter().map(hint).collect()
    }

    /// Returns the chords that reach `command` through the open layers, the easiest first.
    pub fn chords(&self, command: &Command, layers: &[Layer]) -> Vec<Chord> {
        let mut found: Vec<Chord> = layers
            .iter()
            .filter_map(|layer| self.bindings.get(layer))
            .flat_map(|bindings| bindings.iter())
            .filter(|(chord, bound)| {
                *bound == command && self.look_up(**chord, layers).as_ref() == Some(command)
            })
            .map(|(chord, _)| *chord)
            .collect();
        found.sort_by_cached_key(|chord| (chord.rank(), chord.to_string()));
        found.dedup();
        found
    }

    /// Spells the letter after the leader that reaches `command`, such as `.u`.
    pub fn led_letter(&self, command: &Command, layers: &[Layer]) -> Option<String> {
        let chords = self.chords(command, layers);
        let led = chords.into_iter().find(|chord| matches!(chord, Chord::Led(_)))?;
        Some(led.label(self.leader))
    }
}

#[cfg(test)]
mod page;
#[cfg(test)]
mod tests;
