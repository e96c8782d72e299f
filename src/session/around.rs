//! Commands to the terminal around the work: what a session does of them itself, and what it hands to its screen.

use super::Session;
use super::reply::Reply;
use super::state::{Around, State};
use super::watch::When;
use crate::domain::record::Fault;
use crate::domain::refusal::Refusal;
use crate::domain::task::Task;
use crate::domain::user::User;
use crate::flows::event::{Command, Context, Effect, Level, Said};
use crate::operations::draft::Draft;
use crate::operations::request::Operation;
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
        if let Some(told) = self.look_after(now, When::AtRest)? {
            return Ok(Some(told));
        }
        let store: &dyn Store = self.store;
        let state = &mut self.state;
        let context = state.context(now);
        store.read(|view| state.look_again(Draft::new(view).view(), &context))
    }
}

impl State {
    pub(super) fn look_again(&mut self, view: &dyn View, context: &Context) -> Result<Option<Said>, Fault> {
        let held = self.flow.work().machine().unfinished();
        let taken = self.taken_from(view)?;
        let effects = self.flow.refresh();
        self.look_only(view, effects, context)?;
        let kept = self.flow.work().machine().unfinished().is_some();
        let (what, rest) = match (held, taken.is_some()) {
            (Some(held), _) if !kept => (held, " Put back what is in hand."),
            (_, true) => ("this work".to_owned(), ""),
            _ => return Ok(None),
        };
        let who = taken.unwrap_or_else(|| "another operator went on with it".to_owned());
        Ok(Some(Said::new(
            Level::Warn,
            "TAKEN OVER",
            format!("{what}: {who}.{rest}"),
        )))
    }

    /// Returns who went on with the work that is claimed here, where and when; `None` if nobody did.
    pub(super) fn taken_from(&self, view: &dyn View) -> Result<Option<String>, Fault> {
        let Some(task) = self.claimed() else {
            return Ok(None);
        };
        let task: Option<Task> = view.find(&[&task])?;
        let Some((owner, task)) = task.and_then(|task| task.owner.clone().map(|owner| (owner, task))) else {
            return Ok(None);
        };
        if owner == self.operator.badge {
            return Ok(None);
        }
        let name = view
            .find::<User>(&[&owner])?
            .map_or_else(|| owner.to_string(), |user| user.name);
        let at = task
            .terminal
            .map_or_else(String::new, |terminal| format!(" at {terminal}"));
        let since = task
            .since
            .map_or_else(String::new, |since| format!(" at {}", self.clock(since)));
        Ok(Some(format!("{name} took it over{at}{since}")))
    }

    /// Returns the first task that the job at hand holds.
    fn claimed(&self) -> Option<i64> {
        let release = self.flow.work().machine().release();
        release.into_iter().find_map(|effect| match effect {
            Effect::Post(post) => match post.operation {
                Operation::KeepWork(work) => work.tasks.first().copied(),
                _ => None,
            },
            _ => None,
        })
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
