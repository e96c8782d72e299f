//! `keymaps/README.md` as the commands, the places and the keymaps of the program make it.

use super::*;
use crate::domain::command::{Command, Place};
use std::fmt::Write;

const PAGE: &str = include_str!("../../../keymaps/README.md");

/// Returns the part of the page behind a line, up to the next empty line.
fn behind(line: &str) -> String {
    let rest = PAGE.split_once(line).unwrap_or_else(|| panic!("no {line:?}")).1;
    let block: Vec<&str> = rest.lines().skip_while(|line| line.is_empty()).collect();
    let block = block.split(|line| line.is_empty()).next().unwrap_or_default();
    block.join("\n") + "\n"
}

/// Returns the keys of a command, alone or after the leader, wherever it can do anything.
fn spelled(keymap: &Keymap, command: &Command, led: bool) -> String {
    let places = Place::all().filter(|place| command.reaches(*place));
    let layers: Vec<Layer> = std::iter::once(Layer::Global)
        .chain(places.map(Layer::At))
        .collect();
    let chords = keymap.chords(command, &layers).into_iter();
    let of_kind = chords.filter(|chord| matches!(chord, Chord::Led(_)) == led);
    let spelled = of_kind.map(|chord| match chord {
        Chord::Alone(key) => format!("`{key}`"),
        Chord::Led(_) => format!("`{}`", chord.label(keymap.leader())),
    });
    spelled.collect::<Vec<_>>().join(" ")
}

fn actions() -> String {
    let [default, plain] = Builtin::ALL.map(|builtin| Keymap::builtin(builtin).unwrap());
    let mut table = String::from(
        "| action | default | without function keys | leader | card | what it does | where |\n\
         |---|---|---|---|---|---|---|\n",
    );
    for command in Command::all() {
        let (keys, others) = (
            spelled(&default, &command, false),
            spelled(&plain, &command, false),
        );
        let (letters, card) = (spelled(&default, &command, true), command.card());
        let (help, reach) = (command.help(), command.reach());
        let _ = writeln!(
            table,
            "| `{command}` | {keys} | {others} | {letters} | `{card}` | {help} | {reach} |"
        );
    }
    table
}

fn cards_with_an_argument() -> String {
    let mut table = String::from("| card | what it does | where |\n|---|---|---|\n");
    for command in Command::examples() {
        let _ = writeln!(
            table,
            "| `{}` | {} | {} |",
            command.card(),
            command.help(),
            command.reach()
        );
    }
    table
}

fn sections() -> String {
    let names: Vec<String> = Layer::all().map(|layer| format!("`{layer}`")).collect();
    names.join(" ")
}

#[test]
fn the_page_lists_every_command_as_it_is() {
    let (written, made) = (behind("## Actions\n"), actions());
    assert!(written == made, "keymaps/README.md should have\n{made}");
    let (written, made) = (behind("## Cards with an argument\n"), cards_with_an_argument());
    assert!(written == made, "keymaps/README.md should have\n{made}");
}

#[test]
fn the_page_lists_every_section() {
    let written = behind("Sections of a keymap file:\n")
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ");
    assert_eq!(written, sections());
}
