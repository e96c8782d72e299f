//! Reconcile: a supervisor decides about counts, seeing everything that approval would post.

use super::event::{self, Command, Context, Effect, Event};
use super::goods::{good, info, post_because, unexpected};
use super::machine::{Machine, Subject};
pub use super::question::reconcile::{Line, Pick, Posting, Question, Sheet, Told, Waiting};
use super::scanned::Scanned;
use crate::operations::answer::Answer;
use crate::operations::request::{CountAgain, CountApprove, CountReject};
use serde::{Deserialize, Serialize};
use std::collections::VecDeque;

/// What is wanted next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// A count of the list.
    Choose,
    /// A decision.
    Decide,
    /// Why it is counted again or rejected.
    Note,
}

/// A decision that waits for its note.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
enum Decision {
    Approve,
    Again,
    Reject,
}

/// Reconciling, as far as it has come.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct State {
    waiting: Vec<Waiting>,
    selected: usize,
    sheet: Option<Sheet>,
    row: usize,
    decision: Option<Decision>,
    posted: VecDeque<Decision>,
}

impl Machine for State {
    fn step(&mut self, event: Event, _context: &Context) -> Vec<Effect> {
        match event {
            Event::Scanned(scanned) => self.scanned(&scanned),
            Event::Enter => self.enter(),
            Event::Command(command) => self.command(command),
            Event::Told(event::Told::Reconcile(told)) => self.told(told),
            Event::Posted(answer) => self.answered(&answer),
            Event::Told(_) => Vec::new(),
        }
    }

    fn prompt(&self) -> String {
        match (self.wanted(), &self.sheet) {
            (Step::Choose, _) if self.waiting.is_empty() => "No count waits for a decision: BACK".into(),
            (Step::Choose, _) | (_, None) => "Choose a count, or scan its bin".into(),
            (Step::Decide, Some(sheet)) if sheet.obstacle.is_some() => "Recount or reject".into(),
            (Step::Decide, Some(_)) => "Approve or reject".into(),
            (Step::Note, Some(_)) => "Type the reason".into(),
        }
    }

    fn subject(&self) -> Subject {
        Subject::of(None, self.sheet.as_ref().map(|sheet| sheet.location.clone()))
    }

    fn commands(&self) -> Vec<Command> {
        use Command::{Approve, Back, Down, Help, Recount, Reject, Up};
        let mut legal = match (self.wanted(), &self.sheet) {
            (Step::Choose, _) if self.waiting.is_empty() => Vec::new(),
            (Step::Choose, _) => vec![Down, Up],
            (Step::Decide, Some(sheet)) if sheet.obstacle.is_some() => vec![Recount, Reject, Down, Up],
            (Step::Decide, _) => vec![Approve, Recount, Reject, Down, Up],
            (Step::Note, _) => Vec::new(),
        };
        legal.extend([Back, Help]);
        legal
    }

    fn refresh(&self) -> Vec<Effect> {
        match &self.sheet {
            Some(sheet) => vec![ask(Question::Sheet {
                count: sheet.count.clone(),
            })],
            None => vec![ask(Question::Waiting)],
        }
    }

    fn lines(&self) -> usize {
        match &self.sheet {
            Some(sheet) => sheet.lines.len(),
            None => self.waiting.len(),
        }
    }

    fn choose(&mut self, line: usize) -> Vec<Effect> {
        if self.sheet.is_some() {
            self.row = line;
            return Vec::new();
        }
        self.selected = line;
        self.show()
    }
}

impl State {
    /// Returns what is wanted next.
    pub const fn wanted(&self) -> Step {
        match (&self.sheet, self.decision) {
            (None, _) => Step::Choose,
            (Some(_), None) => Step::Decide,
            (Some(_), Some(_)) => Step::Note,
        }
    }

    /// Returns the counts that wait, and which one is marked.
    pub fn waiting(&self) -> (&[Waiting], usize) {
        (&self.waiting, self.selected)
    }

    /// Returns the count under decision, and which of its lines is marked.
    pub const fn sheet(&self) -> Option<(&Sheet, usize)> {
        match &self.sheet {
            Some(sheet) => Some((sheet, self.row)),
            None => None,
        }
    }

    fn scanned(&mut self, scanned: &Scanned) -> Vec<Effect> {
        if let (Step::Note, Some(decision)) = (self.wanted(), self.decision) {
            return self.post(decision, Some(scanned.text.clone()));
        }
        let bin = scanned.location().map(|found| &found.location);
        let sheet = scanned.count().map(|found| &found.count);
        let fits = |known: &Waiting| Some(&known.location) == bin || Some(&known.count) == sheet;
        match self.waiting.iter().position(fits) {
            Some(found) => {
                self.selected = found;
                self.show()
            }
            None => match sheet.cloned() {
                Some(count) => vec![ask(Question::Sheet { count })],
                None => vec![unexpected(
                    "Scan a bin or a count that waits",
                    bin.map_or_else(
                        || scanned.known_as(),
                        |bin| format!("{bin} has no count that waits for a decision"),
                    ),
                )],
            },
        }
    }

    fn enter(&mut self) -> Vec<Effect> {
        if self.wanted() == Step::Choose && !self.waiting.is_empty() {
            return self.show();
        }
        vec![info(self.prompt())]
    }

    fn show(&self) -> Vec<Effect> {
        let question = |known: &Waiting| Question::Sheet {
            count: known.count.clone(),
        };
        self.waiting
            .get(self.selected)
            .map(|known| ask(question(known)))
            .into_iter()
            .collect()
    }

    fn command(&mut self, command: Command) -> Vec<Effect> {
        match (command, self.wanted()) {
            (Command::Back | Command::Done, Step::Choose) => vec![Effect::Leave],
            (Command::Back, Step::Decide) => {
                self.sheet = None;
                vec![ask(Question::Waiting)]
            }
            (Command::Back, Step::Note) => {
                self.decision = None;
                vec![info(self.prompt())]
            }
            (Command::Down, _) => self.mark(1),
            (Command::Up, _) => self.mark(-1),
            (Command::Approve, Step::Decide) => self.approve(),
            (Command::Recount, Step::Decide) => self.ask_why(Decision::Again),
            (Command::Reject, Step::Decide) => self.ask_why(Decision::Reject),
            (Command::Reason(code), Step::Note) => match self.decision {
                Some(decision) => self.post(decision, Some(code)),
                None => Vec::new(),
            },
            _ => vec![info(self.prompt())],
        }
    }

    /// Moves the mark in the list that is shown.
    fn mark(&mut self, by: isize) -> Vec<Effect> {
        let (mark, rows) = match &self.sheet {
            Some(sheet) => (&mut self.row, sheet.lines.len()),
            None => (&mut self.selected, self.waiting.len()),
        };
        *mark = mark.saturating_add_signed(by).min(rows.saturating_sub(1));
        Vec::new()
    }

    fn approve(&mut self) -> Vec<Effect> {
        match self.sheet.as_ref().and_then(|sheet| sheet.obstacle.clone()) {
            Some(obstacle) => vec![Effect::Refuse(obstacle)],
            None => self.post(Decision::Approve, None),
        }
    }

    fn ask_why(&mut self, decision: Decision) -> Vec<Effect> {
        self.decision = Some(decision);
        vec![info(self.prompt())]
    }

    fn post(&mut self, decision: Decision, note: Option<String>) -> Vec<Effect> {
        let Some(count) = self.sheet.as_ref().map(|sheet| sheet.count.clone()) else {
            return vec![info(self.prompt())];
        };
        self.posted.push_back(decision);
        vec![match decision {
            Decision::Approve => post_because(CountApprove { count }, note),
            Decision::Again => post_because(CountAgain { count }, note),
            Decision::Reject => post_because(CountReject { count }, note),
        }]
    }

    fn told(&mut self, told: Told) -> Vec<Effect> {
        match told {
            Told::Waiting(waiting) => {
                self.selected = self.selected.min(waiting.len().saturating_sub(1));
                self.waiting = waiting;
            }
            Told::Sheet(sheet) => {
                let known = self
                    .sheet
                    .as_ref()
                    .is_some_and(|known| known.count == sheet.count);
                self.row = if known {
                    self.row.min(sheet.lines.len().saturating_sub(1))
                } else {
                    let differs = sheet.lines.iter().position(|line| !line.variance.is_zero());
                    differs.unwrap_or(0)
                };
                self.sheet = Some(*sheet);
            }
        }
        Vec::new()
    }

    fn answered(&mut self, answer: &Answer) -> Vec<Effect> {
        let decision = self.posted.pop_front();
        if answer.refusal.is_some() {
            return Vec::new();
        }
        let bin = self
            .sheet
            .as_ref()
            .map(|sheet| sheet.location.to_string())
            .unwrap_or_default();
        let text = match decision {
            Some(Decision::Approve) => format!("{bin} approved and posted"),
            Some(Decision::Again) => format!("{bin} waits for another counter"),
            Some(Decision::Reject) => format!("{bin} rejected, nothing posted"),
            None => return vec![ask(Question::Waiting)],
        };
        self.sheet = None;
        self.decision = None;
        vec![good(text), ask(Question::Waiting)]
    }
}

const fn ask(question: Question) -> Effect {
    Effect::Ask(event::Question::Reconcile(question))
}
