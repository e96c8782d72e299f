//! Inquire: what is known of anything that can be scanned. Nothing is changed, but a supervisor may hold the lot or piece shown.

use super::event::{self, Command, Context, Effect, Event};
use super::goods::{good, info, post_because, too_early, warn};
use super::machine::{Machine, Subject};
pub use super::question::inquire::{Card, Question, Told};
use super::scanned::{Meaning, Scanned};
use crate::domain::code::LotCode;
use crate::domain::refusal::Refusal;
use crate::domain::user::Role;
use crate::operations::answer::Answer;
use crate::operations::request::{HoldLot, Release};
use serde::{Deserialize, Serialize};

/// The reason code that releases a lot instead of holding it.
const RELEASE: &str = "release";

/// Inquiring, as far as it has come.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct State {
    asked: Option<Question>,
    code: String,
    #[serde(skip)]
    card: Option<Box<Card>>,
    line: usize,
    /// Whether the job was chosen, not started by a scan that belongs to no other.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    chosen: bool,
    /// What was scanned and is not answered yet; an answer to anything else only brings the screen up to date.
    #[serde(skip)]
    wanted: Option<Question>,
}

impl State {
    /// Returns what is shown.
    pub fn card(&self) -> Option<&Card> {
        self.card.as_deref()
    }

    /// Returns the row that is marked.
    pub const fn line(&self) -> usize {
        self.line
    }

    fn scanned(&mut self, scanned: &Scanned) -> Vec<Effect> {
        if self.card.is_some() && tells_nothing(scanned) {
            return vec![Effect::Refuse(
                scanned.misread("an item, lot, place or order", self.prompt()),
            )];
        }
        let question = question(scanned);
        self.code.clone_from(&scanned.text);
        self.wanted = Some(question.clone());
        vec![ask(question)]
    }

    fn told(&mut self, told: Told) -> Vec<Effect> {
        let Told::Found(found) = told;
        let wanted = self.wanted.take();
        let Some(card) = found else {
            if wanted.is_none() {
                (self.card, self.asked) = (None, None);
                return Vec::new();
            }
            let refused = Effect::Refuse(Refusal::UnknownCode {
                code: self.code.clone(),
            });
            return if self.card.is_none() && !self.chosen {
                vec![refused, Effect::Leave]
            } else {
                vec![refused]
            };
        };
        let text = card.text.clone();
        self.card = Some(card);
        if wanted.is_none() {
            return Vec::new();
        }
        (self.asked, self.line) = (wanted, 0);
        vec![good(text)]
    }

    fn command(&mut self, command: &Command) -> Vec<Effect> {
        let rows = self.card.as_ref().map_or(0, |card| card.rows.len());
        match command {
            Command::Done | Command::Back => return vec![Effect::Leave],
            Command::Down => self.line = (self.line + 1).min(rows.saturating_sub(1)),
            Command::Up => self.line = self.line.saturating_sub(1),
            _ => return vec![info(self.prompt())],
        }
        Vec::new()
    }
}

impl State {
    /// Puts the lot or piece that is shown on hold for a reason, or releases it; for supervisors only.
    fn hold(&self, why: String, context: &Context) -> Vec<Effect> {
        let shown = match self.asked.clone() {
            Some(Question::Item {
                item,
                serial: Some(serial),
                ..
            }) => (Some(item), None, Some(serial)),
            Some(Question::Item {
                item, lot: Some(lot), ..
            }) => (Some(item), Some(lot), None),
            Some(Question::Lot(lot)) => (None, Some(lot), None),
            _ => return vec![too_early(why, "Scan the label of a lot or piece first")],
        };
        if !context.operator.has(Role::Supervisor) {
            let (need, badge) = (Role::Supervisor.to_string(), context.operator.badge.to_string());
            return vec![Effect::Refuse(Refusal::RoleNeeded { need, badge })];
        }
        let (item, lot, from) = shown;
        if why == RELEASE {
            let released = Release {
                item,
                lot,
                from,
                ..Release::default()
            };
            return vec![post_because(released, Some(why))];
        }
        let held = HoldLot {
            item,
            lot,
            from,
            why: Some(why.clone()),
            ..HoldLot::default()
        };
        vec![post_because(held, Some(why))]
    }

    fn answered(&self, answer: &Answer) -> Vec<Effect> {
        let note = answer.note.clone().filter(|_| answer.refusal.is_none());
        let mut effects: Vec<Effect> = note.map(|note| warn("DONE", note)).into_iter().collect();
        effects.extend(self.refresh());
        effects
    }
}

fn ask(question: Question) -> Effect {
    Effect::Ask(event::Question::Inquire(question))
}

/// Returns the question that a read asks, about the most specific thing it names.
fn question(scanned: &Scanned) -> Question {
    if let Some((item, ..)) = scanned.item() {
        let (lot, serial) = (scanned.label.lot.clone(), scanned.label.serial.clone());
        return Question::Item {
            item: item.item.clone(),
            lot,
            serial,
        };
    }
    if let Some(location) = scanned.location() {
        return Question::Location(location.location.clone());
    }
    if let Some(plate) = scanned.plate() {
        return Question::Plate(plate.lpn.clone());
    }
    if let Some(order) = scanned.order() {
        return Question::Order(order.kind, order.order_no.clone());
    }
    let lot = scanned.label.lot.clone();
    Question::Lot(lot.unwrap_or_else(|| LotCode::from(scanned.text.as_str())))
}

/// Returns whether a code is known, but nothing can be looked up about it: a badge, a site, a count sheet, a transfer.
fn tells_nothing(scanned: &Scanned) -> bool {
    let of = |meaning: &Meaning| {
        matches!(
            meaning,
            Meaning::Badge(_) | Meaning::Site(_) | Meaning::Count(_) | Meaning::Transfer(_)
        )
    };
    !scanned.meanings.is_empty() && scanned.meanings.iter().all(of)
}

impl Machine for State {
    fn step(&mut self, event: Event, context: &Context) -> Vec<Effect> {
        match event {
            Event::Scanned(scanned) => self.scanned(&scanned),
            Event::Command(Command::Reason(why)) => self.hold(why, context),
            Event::Command(command) => self.command(&command),
            Event::Told(event::Told::Inquire(told)) => self.told(told),
            Event::Enter => vec![info(self.prompt())],
            Event::Posted(answer) => self.answered(&answer),
            Event::Told(_) => Vec::new(),
        }
    }

    fn prompt(&self) -> String {
        let what = if self.card.is_some() {
            "Scan the next thing"
        } else {
            "Scan an item, lot, place or order"
        };
        what.into()
    }

    fn subject(&self) -> Subject {
        match &self.asked {
            Some(Question::Item { item, .. }) => Subject::of(Some(item.clone()), None),
            Some(Question::Location(location)) => Subject::of(None, Some(location.clone())),
            _ => Subject::default(),
        }
    }

    fn commands(&self) -> Vec<Command> {
        let rows = self.card.as_ref().map_or(0, |card| card.rows.len());
        let mut legal = vec![Command::Done];
        if 1 < rows {
            legal.extend([Command::Down, Command::Up]);
        }
        legal.extend([Command::Back, Command::Help]);
        legal
    }

    fn refresh(&self) -> Vec<Effect> {
        self.asked.clone().map(ask).into_iter().collect()
    }

    fn is_chosen(&mut self) {
        self.chosen = true;
    }

    fn lines(&self) -> usize {
        self.card.as_ref().map_or(0, |card| card.rows.len())
    }

    fn choose(&mut self, line: usize) -> Vec<Effect> {
        self.line = line;
        Vec::new()
    }
}
