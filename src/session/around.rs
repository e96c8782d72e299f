//! Commands to the terminal around the work: what a session does of them itself, and what it hands to its screen.

use super::Session;
use super::reply::Reply;
use super::state::{Around, State};
use crate::domain::record::Fault;
use crate::domain::refusal::Refusal;
use crate::flows::event::{Command, Context, Level, Said};
use crate::operations::view::View;
use crate::store::{Store, StoreError};
use chrono::{DateTime, Utc};

impl Session<'_> {
    /// Works without a screen from now on: what only a screen can do is refused.
    pub const fn work_without_screen(&mut self) {
        self.state.around = Around::Script;
    }

    /// Looks again at what is shown, because another terminal changed the store; returns what the operator must know
    /// about it.
    ///
    /// # Errors
    /// If the store fails.
    pub fn refresh(&mut self, now: DateTime<Utc>) -> Result<Option<Said>, StoreError> {
        let store: &dyn Store = self.store;
        let state = &mut self.state;
        let context = state.context(now);
        store.read(|view| state.look_again(view, &context))
    }
}

impl State {
    fn look_again(&mut self, view: &dyn View, context: &Context) -> Result<Option<Said>, Fault> {
        let held = self.flow.work().machine().unfinished();
        let effects = self.flow.refresh();
        self.look_only(view, effects, context)?;
        let lost = held.filter(|_| self.flow.work().machine().unfinished().is_none());
        Ok(lost.map(|held| {
            let text = format!("{held}: another operator went on with this work. Put back what is in hand.");
            Said::new(Level::Warn, "TAKEN OVER", text)
        }))
    }

    /// Carries out a command to the terminal as far as it needs no screen, and hands the rest to the screen.
    pub(super) fn hand_over(
        &mut self,
        view: &dyn View,
        command: Command,
        reply: &mut Reply,
        context: &Context,
    ) -> Result<(), Fault> {
        let needs_screen = !matches!(command, Command::Help | Command::Quit | Command::Refresh);
        if needs_screen && self.around == Around::Script {
            let command = command.label().to_owned();
            reply.refuse(&Refusal::NoScreen { command });
            return Ok(());
        }
        if command == Command::Refresh {
            let told = self.look_again(view, context)?;
            reply.say(told.unwrap_or_else(|| {
                Said::new(Level::Info, "", format!("looked again. {}", self.flow.prompt()))
            }));
        } else if let Some(text) = done(&command) {
            reply.say(Said::new(Level::Info, "", text));
        }
        reply.moved |= command != Command::Help;
        reply.terminal = Some(command);
        Ok(())
    }
}

/// Returns what is said when the screen carries out a command; `None` if the effect can be seen anyway.
const fn done(command: &Command) -> Option<&'static str> {
    Some(match command {
        Command::Diagnostics => "diagnostics is shown; the work waits as it is",
        Command::Calibrate => "calibration is shown; the work waits as it is",
        Command::Clear => "what was typed is cleared",
        Command::Redraw => "the screen is drawn again",
        Command::Quit => "the terminal is left; the work waits as it is",
        _ => return None,
    })
}
