//! The hint line: what is legal now and how to reach it.

use super::fields::pack;
use super::theme::Theme;
use crate::domain::command::Command;
use crate::keys::Hint;
use ratatui::text::{Line, Span};

/// Packs the hints into at most `rows` rows; where there is room, in the order of the table of commands, so that the same
/// one stands at the same place. When not all fit, the most important and help stay, and one that is too long leaves its place to shorter
/// ones behind it.
pub(super) fn lay_out(hints: &[Hint], columns: usize, rows: usize, theme: &Theme) -> Vec<Line<'static>> {
    // Lines are chosen by the numbers beside them; nine hints would leave no room for others.
    let worth =
        |hint: &&Hint| !hint.key.is_empty() && hint.command.choice().is_none() && !is_rare(&hint.command);
    let shown: Vec<&Hint> = hints.iter().filter(worth).collect();
    let all = packed(&in_place(&shown, columns), columns, theme);
    if all.len() <= rows {
        return all;
    }
    let (help, others): (Vec<_>, Vec<_>) = shown.into_iter().partition(|hint| hint.command == Command::Help);
    let fitting = |some: &[&Hint]| {
        let lines = packed(&in_place(&[some, &help].concat(), columns), columns, theme);
        (lines.len() <= rows).then_some(lines)
    };
    let mut kept: Vec<&Hint> = Vec::new();
    let mut dropped: Vec<&Command> = Vec::new();
    for other in others {
        kept.push(other);
        if fitting(&kept).is_none() || partner(&other.command).is_some_and(|it| dropped.contains(&&it)) {
            kept.pop();
            dropped.push(&other.command);
        }
    }
    fitting(&kept).unwrap_or_default()
}

/// Returns whether a command is so seldom needed that only help names it.
const fn is_rare(command: &Command) -> bool {
    matches!(
        command,
        Command::Redraw | Command::Calibrate | Command::Diagnostics
    )
}

/// From this many columns on hints stand in the order of the table; below, whatever order saves a row.
const IN_PLACE_FROM: usize = 60;

/// Returns the hints in the order of the table of commands.
fn in_place<'h>(hints: &[&'h Hint], columns: usize) -> Vec<&'h Hint> {
    let place = |hint: &&Hint| Command::all().position(|command| command == hint.command);
    let mut hints = hints.to_vec();
    if columns < IN_PLACE_FROM {
        return hints;
    }
    hints.sort_by_key(|hint| place(hint).unwrap_or(usize::MAX));
    hints
}

/// Returns the command without whose hint the hint of this one says nothing.
const fn partner(command: &Command) -> Option<Command> {
    match command {
        Command::Up => Some(Command::Down),
        Command::PageUp => Some(Command::PageDown),
        _ => None,
    }
}

fn packed(hints: &[&Hint], columns: usize, theme: &Theme) -> Vec<Line<'static>> {
    pack(
        hints.iter().map(|hint| piece(hint, columns, theme)).collect(),
        columns,
    )
}

/// Returns the key and, where there is room at all, what it does.
fn piece(hint: &Hint, columns: usize, theme: &Theme) -> Line<'static> {
    let key = Span::styled(hint.key.clone(), theme.key);
    let line = Line::from(vec![
        key.clone(),
        " ".into(),
        Span::styled(hint.label, theme.hint),
    ]);
    if line.width() <= columns {
        line
    } else {
        Line::from(key)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::keys::{Builtin, Keymap, Layer};
    use crate::ui::theme::Palette;

    #[test]
    fn lines_to_choose_take_no_room_from_what_has_a_name() {
        let keymap = Keymap::builtin(Builtin::Default).unwrap();
        let legal = [
            Command::SignOut,
            Command::Choose1,
            Command::Choose9,
            Command::Help,
        ];
        let hints = keymap.hints(&[Layer::Global], &legal);
        let lines = lay_out(&hints, 80, 2, &Theme::new(Palette::Mono, false));
        let shown: Vec<String> = lines.iter().map(ToString::to_string).collect();
        assert_eq!(shown, ["^O Sign out  F1 Help"]);
    }
}
