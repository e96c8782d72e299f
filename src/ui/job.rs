//! The screen of whatever the operator is doing, and what can be asked for there.

use super::face::Face;
use crate::domain::job::each_job;
use crate::flows::event::Command;
use crate::flows::work::Work;

macro_rules! faces {
    ($($(#[$doc:meta])* $job:ident in $module:ident { $($entry:tt)* })*) => {
        /// Returns what the job at hand says.
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

/// Returns the commands that do something now, the most important first.
pub fn commands(legal: Vec<Command>) -> Vec<Command> {
    let mut commands = legal;
    for always in [
        Command::Help,
        Command::Quit,
        Command::Diagnostics,
        Command::Calibrate,
        Command::Redraw,
    ] {
        if !commands.contains(&always) {
            commands.push(always);
        }
    }
    commands
}
