//! Command barcodes as the flows' commands.

use crate::domain::stock::Status;
use crate::flows::event::{Command, Event, Screen};
use crate::scan::command::{self, Action};

/// The event that a command barcode stands for; none where it is no part of the work.
pub(super) fn event(command: &command::Command<'_>) -> Option<Event> {
    Some(Event::Command(match command {
        command::Command::Job(job) => Command::Start(*job),
        command::Command::Action(Action::Next) => return Some(Event::Enter),
        command::Command::Action(action) => action_of(*action)?,
        command::Command::Quantity(quantity) => Command::Qty(quantity.to_string().parse().ok()?),
        command::Command::Site(_) => return None,
        command::Command::Reason(code) => Command::Reason(code.to_lowercase()),
        // `restock` and `scrap` are no status of stock, but what becomes of a return.
        command::Command::Status(word) => match word.to_lowercase().parse::<Status>() {
            Ok(status) => Command::Status(status),
            Err(_) => Command::Reason(word.to_lowercase()),
        },
    }))
}

/// The command; none for one that is no part of the work.
const fn action_of(action: Action) -> Option<Command> {
    Some(match action {
        Action::Done => Command::Done,
        Action::Back => Command::Back,
        Action::Undo => Command::Undo,
        Action::Skip => Command::Skip,
        Action::Short => Command::Short,
        Action::Full => Command::Full,
        Action::Damaged => Command::Damaged,
        Action::Empty => Command::Empty,
        Action::Help | Action::Next => Command::Help,
        Action::Confirm => Command::Confirm,
        Action::TakeOver => Command::TakeOver,
        Action::Approve => Command::Approve,
        Action::Reject => Command::Reject,
        Action::Recount => Command::Recount,
        Action::Up => Command::Up,
        Action::Down => Command::Down,
        Action::PageUp => Command::PageUp,
        Action::PageDown => Command::PageDown,
        Action::Exit => Command::Exit,
        Action::SignOut => Command::SignOut,
        Action::Diagnostics => Command::Show(Screen::Diagnostics),
        Action::Calibrate => Command::Show(Screen::Calibration),
        Action::Bell => return None,
    })
}
