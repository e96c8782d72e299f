//! A command: to the kernel, to the terminal, or to the job at hand.

use super::Flow;
use crate::domain::command::Place;
use crate::domain::refusal::Refusal;
use crate::flows::event::{Command, Context, Effect, Event};
use crate::flows::goods::{info, warn};

/// What is remembered of a take-over until it is confirmed.
const TAKE_OVER: &str = "TAKEOVER";

impl Flow {
    pub(super) fn command(&mut self, command: Command, context: &Context) -> Vec<Effect> {
        match command {
            Command::Confirm if self.pending.is_some() => return self.confirm(context),
            Command::Confirm | Command::Reject if self.doubt.question().is_some() => {
                return self.settle_doubt(command == Command::Confirm, context);
            }
            Command::Back if self.awaits_approval() => return self.without_proof().unwrap_or_default(),
            Command::Back if self.doubt.forget() => return vec![info(self.prompt())],
            _ => {}
        }
        if !command.reaches(self.work.place()) {
            return vec![Effect::Refuse(Refusal::NotHere {
                command: command.label().to_owned(),
                places: command.reach().to_string(),
                need: self.prompt(),
            })];
        }
        match command {
            Command::Undo => self.undo(context),
            Command::Start(job) => {
                let there = self.work.place() == Place::Work(job);
                let mut effects = self.start(job, None, context);
                if there && effects.is_empty() {
                    effects.push(info(self.prompt()));
                }
                effects
            }
            Command::SignOut => self.sign_out(context),
            Command::Exit => self.exit(context),
            Command::Help => vec![info(self.prompt()), Effect::Terminal(command)],
            Command::PageUp | Command::PageDown if !self.legal().contains(&command) => {
                vec![Effect::Terminal(command)]
            }
            Command::TakeOver if self.legal().contains(&command) && !self.again.is_second(TAKE_OVER) => {
                let text = "whoever has this work loses it at once and is told; UNDO can't give it back. \
                            TAKEOVER again takes it over";
                vec![warn("TAKE OVER", text)]
            }
            command if command.is_of_terminal() => vec![Effect::Terminal(command)],
            command => {
                self.forget_pending(context);
                self.doubt.forget();
                self.again.forget();
                self.give(&command, context)
            }
        }
    }

    /// Posts what is pending once more, now that the operator means it.
    fn confirm(&mut self, context: &Context) -> Vec<Effect> {
        let Some(pending) = self.pending.take() else {
            return Vec::new();
        };
        match pending.confirmed(&context.operator) {
            Ok(accepted) => self.accept(pending, accepted),
            Err(refusal) => {
                self.pending = Some(pending);
                vec![Effect::Refuse(refusal)]
            }
        }
    }

    /// Gives the job a command. It is refused if it changes nothing and the job only repeats its prompt, so that nobody
    /// takes the tone of an answer for success.
    fn give(&mut self, command: &Command, context: &Context) -> Vec<Effect> {
        let before = self.work.clone();
        let effects = match command.choice() {
            Some(line) => self.choose(line, context),
            None => Some(self.run(Event::Command(command.clone()), context)),
        };
        let idle = || {
            let told = effects.as_deref().unwrap_or_default();
            self.work == before && (told.is_empty() || told == [info(before.machine().prompt())])
        };
        if effects.is_none() || (idle() && !before.machine().commands().contains(command)) {
            return vec![Effect::Refuse(Refusal::NotNow {
                command: command.label().to_owned(),
                need: self.prompt(),
            })];
        }
        effects.unwrap_or_default()
    }

    /// Chooses a line of the list that is shown, counted from 1; `None` if there is no such line.
    fn choose(&mut self, line: usize, context: &Context) -> Option<Vec<Effect>> {
        let machine = self.work.machine_mut();
        let line = line.checked_sub(1).filter(|line| *line < machine.lines())?;
        let effects = machine.choose(line);
        Some(self.absorb(effects, context))
    }
}
