//! The screen of whatever the operator is doing, and the layer of the keymap that is open then.

use super::face::Face;
use crate::domain::job::each_job;
use crate::flows::event::{Command, Screen};
use crate::flows::work::Work;
use crate::keys::{Action, Layer};

macro_rules! faces {
    ($($(#[$doc:meta])* $job:ident in $module:ident { $($entry:tt)* })*) => {
        /// Says what the job at hand says.
        pub fn face(work: &Work) -> Face {
            match work {
                Work::SignIn(state) => super::sign_in::face(state),
                Work::Home(state) => super::home::face(state),
                $(Work::$job(state) => super::$module::face(state),)*
            }
        }
    };
}

each_job!(faces);

/// The layer of the keymap that is open in a job.
pub fn layer(work: &Work) -> Layer {
    match (work.job(), work) {
        (Some(job), _) => Layer::Job(job),
        (None, Work::SignIn(_)) => Layer::SignIn,
        (None, _) => Layer::Home,
    }
}

/// Lists the actions of the keymap that do something now, the most important first.
pub fn actions(legal: &[Command]) -> Vec<Action> {
    let mut actions: Vec<Action> = legal.iter().filter_map(action).collect();
    for always in [
        Action::Help,
        Action::Quit,
        Action::Diagnostics,
        Action::Calibrate,
        Action::Redraw,
    ] {
        if !actions.contains(&always) {
            actions.push(always);
        }
    }
    actions
}

/// The action that gives a command; none for what only a scan can say.
const fn action(command: &Command) -> Option<Action> {
    Some(match command {
        Command::Done => Action::Done,
        Command::Back => Action::Back,
        Command::Undo => Action::Undo,
        Command::Skip => Action::Skip,
        Command::Short => Action::Short,
        Command::Full => Action::Full,
        Command::Damaged => Action::Damaged,
        Command::Empty => Action::Empty,
        Command::Help => Action::Help,
        Command::Confirm => Action::Confirm,
        Command::TakeOver => Action::TakeOver,
        Command::Approve => Action::Approve,
        Command::Reject => Action::Reject,
        Command::Recount => Action::Recount,
        Command::Up => Action::Up,
        Command::Down => Action::Down,
        Command::PageUp => Action::PageUp,
        Command::PageDown => Action::PageDown,
        Command::Exit => Action::Exit,
        Command::SignOut => Action::SignOut,
        Command::Show(Screen::Diagnostics) => Action::Diagnostics,
        Command::Show(Screen::Calibration) => Action::Calibrate,
        Command::Start(_) | Command::Qty(_) | Command::Reason(_) | Command::Status(_) => return None,
    })
}
