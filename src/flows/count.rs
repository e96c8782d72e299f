//! Count: blind. What the books expect is neither in here nor in anything that this job asks for.

mod learn;
mod number;
mod read;
mod reads;
mod say;

use self::reads::Reads;
use super::again::Again;
use super::event::{self, Command, Context, Effect, Event};
use super::goods::{info, post, unexpected};
use super::kept::{Kept, Open};
use super::machine::{Machine, Subject};
use super::pieces::{Numbered, Pieces};
pub use super::question::count::{Counted, Named, Question, Told, Wanted};
use crate::domain::amount::Qty;
use crate::domain::code::{CountNo, LocationCode};
use crate::domain::count::CountState;
use crate::domain::stock::Status;
use crate::domain::task::TaskKind;
use crate::operations::request::{CountOpen, GetWork};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::collections::VecDeque;

/// What is wanted next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// A bin.
    Bin,
    /// What lies in it.
    Goods,
    /// The lot of the goods scanned.
    Lot,
    /// The expiry of a lot found for the first time.
    Expiry,
    /// The serial number of the goods scanned.
    Serial,
    /// Whether goods that were not counted are really not there.
    Missing,
}

/// A label that is not complete yet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Piece {
    goods: Named,
    expiry: Option<NaiveDate>,
    qty: Qty,
    asks_expiry: bool,
    /// The numbered package that its label identifies.
    #[serde(default)]
    numbered: Option<Numbered>,
}

impl Piece {
    const fn of(goods: Named, expiry: Option<NaiveDate>, qty: Qty) -> Self {
        Self {
            goods,
            expiry,
            qty,
            asks_expiry: false,
            numbered: None,
        }
    }
}

/// What was posted and is not answered yet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
enum Posted {
    Work,
    Open(LocationCode),
    Read {
        piece: Box<Piece>,
        whole: Qty,
        #[serde(default)]
        open: Option<Open>,
    },
    Nothing(Box<Named>),
    /// A zero to take back is counted as one first, so that the line ends up without a count.
    Lift,
    Back,
    Close,
}

/// Counting, as far as it has come.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct State {
    wanted: Vec<Wanted>,
    go_to: Option<LocationCode>,
    count: Option<CountNo>,
    location: Option<LocationCode>,
    lines: Vec<Counted>,
    /// Parts of a label whose item is still missing, or whose piece is not complete.
    #[serde(default)]
    kept: Kept,
    piece: Option<Piece>,
    /// The label of the piece with a plain code, while it is asked what else the code may be.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    unproved: Option<Kept>,
    last: Option<(Piece, Qty)>,
    /// The label of what was counted last, as long as more of its symbols may follow.
    #[serde(default)]
    open: Option<Open>,
    reads: Reads,
    /// Whether the scan of the bin stands before the first of them, so that it can be taken back too.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    is_from_the_bin: bool,
    status: Option<Status>,
    /// Digits typed for a lot that the item does not have, until they are typed again.
    #[serde(default, skip_serializing_if = "Again::is_idle")]
    again: Again,
    missing: Vec<Named>,
    /// How many reads there were when DONE was said, so that it is taken back before them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    done: Option<usize>,
    /// The bin whose count was closed last with nothing posted that could be taken back, and what became of the count.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    closed: Option<(LocationCode, CountState)>,
    posted: VecDeque<Posted>,
    /// The pieces that were counted and that their labels number.
    #[serde(default)]
    counted: Pieces,
}

impl Machine for State {
    fn step(&mut self, event: Event, context: &Context) -> Vec<Effect> {
        let again = match event {
            Event::Told(_) | Event::Posted(_) => Again::default(),
            _ => self.goes_on(),
        };
        match event {
            Event::Scanned(scanned) => self.scanned(&scanned, again, context),
            Event::Enter => self.enter(),
            Event::Command(command) => self.command(command),
            Event::Told(event::Told::Count(told)) => self.told(told),
            Event::Posted(answer) => self.answered(&answer),
            Event::Told(_) => Vec::new(),
        }
    }

    fn prompt(&self) -> String {
        let bin = self
            .location
            .as_ref()
            .map(ToString::to_string)
            .unwrap_or_default();
        let piece = self
            .piece
            .as_ref()
            .map(|piece| piece.goods.goods())
            .unwrap_or_default();
        match (self.wanted(), &self.go_to) {
            (Step::Bin, Some(bin)) => format!("Go to {bin}, scan it"),
            (Step::Bin, None) if self.wanted.is_empty() => "Scan the bin to count".into(),
            (Step::Bin, None) => "Scan a bin, or press Enter for work".into(),
            (Step::Goods | Step::Missing, _) if !self.kept.is_empty() => self.kept.prompt(),
            (Step::Goods, _) => match &self.last {
                Some((last, _)) if !last.goods.tracking.wants_serial() => {
                    let goods = last.goods.goods();
                    format!("Scan all in {bin}, or type the total of {goods}; then DONE")
                }
                _ => format!("Scan all in {bin}, then DONE"),
            },
            (Step::Lot, _) => format!("Scan the lot of {piece}"),
            (Step::Expiry, _) => "Scan the expiry, or type it like 0727".into(),
            (Step::Serial, _) => format!("Scan the serial of {piece}"),
            (Step::Missing, _) => {
                let goods = self.missing.first().map(Named::goods).unwrap_or_default();
                format!("Scan {goods}, or say EMPTY")
            }
        }
    }

    fn subject(&self) -> Subject {
        let item = self.piece.as_ref().map(|piece| piece.goods.item.clone());
        Subject::of(item, self.location.clone().or_else(|| self.go_to.clone()))
    }

    fn commands(&self) -> Vec<Command> {
        use Command::{Back, Done, Empty, Help};
        let mut legal = match self.wanted() {
            Step::Goods if self.lines.is_empty() => vec![Done, Empty],
            Step::Goods => vec![Done],
            Step::Missing => vec![Empty],
            Step::Bin | Step::Lot | Step::Expiry | Step::Serial => Vec::new(),
        };
        legal.extend([Back, Help]);
        legal
    }

    fn refresh(&self) -> Vec<Effect> {
        if self.count.is_some() {
            self.sheet()
        } else {
            vec![ask(Question::Wanted)]
        }
    }

    fn unfinished(&self) -> Option<String> {
        let bin = self.location.as_ref().filter(|_| self.count.is_some())?;
        Some(format!("the count of {bin}"))
    }

    fn undo(&mut self) -> Option<Vec<Effect>> {
        self.taken_back()
    }
}

impl State {
    /// Returns what is wanted next.
    pub fn wanted(&self) -> Step {
        match (&self.count, &self.piece) {
            (None, _) => Step::Bin,
            (Some(_), Some(piece)) if piece.asks_expiry => Step::Expiry,
            (Some(_), Some(piece)) if piece.goods.tracking.wants_serial() => Step::Serial,
            (Some(_), Some(_)) => Step::Lot,
            (Some(_), None) if self.missing.is_empty() => Step::Goods,
            (Some(_), None) => Step::Missing,
        }
    }

    /// Returns the sheet being counted.
    pub const fn count(&self) -> Option<&CountNo> {
        self.count.as_ref()
    }

    /// Returns the bin being counted.
    pub const fn location(&self) -> Option<&LocationCode> {
        self.location.as_ref()
    }

    /// Returns the bin to go to, once work was claimed.
    pub const fn go_to(&self) -> Option<&LocationCode> {
        self.go_to.as_ref()
    }

    /// Returns what was counted so far, as the operator counted it.
    pub fn lines(&self) -> &[Counted] {
        &self.lines
    }

    /// Returns the bins that wait for a count.
    pub fn waiting(&self) -> &[Wanted] {
        &self.wanted
    }

    /// Returns the goods that were not counted, by name.
    pub fn missing(&self) -> &[Named] {
        &self.missing
    }

    /// Returns the parts of a label whose item is still missing.
    pub const fn kept(&self) -> &Kept {
        &self.kept
    }

    /// Returns the goods whose label is not complete yet.
    pub fn half(&self) -> Option<&Named> {
        self.piece.as_ref().map(|piece| &piece.goods)
    }

    /// Returns the goods counted last.
    pub fn last(&self) -> Option<&Named> {
        self.last.as_ref().map(|(piece, _)| &piece.goods)
    }

    /// Forgets what was only for the read that follows; returns the digits that it may repeat.
    fn goes_on(&mut self) -> Again {
        self.closed = None;
        std::mem::take(&mut self.again)
    }

    fn enter(&mut self) -> Vec<Effect> {
        if self.wanted() != Step::Bin || self.go_to.is_some() {
            return vec![info(self.prompt())];
        }
        if let Some(begun) = self.wanted.first().filter(|wanted| !wanted.claimed) {
            self.go_to = Some(begun.location.clone());
            return vec![info(self.prompt())];
        }
        self.posted.push_back(Posted::Work);
        let (kind, order) = (TaskKind::Count, None);
        let location = None;
        vec![post(GetWork {
            kind,
            order,
            location,
        })]
    }

    fn command(&mut self, command: Command) -> Vec<Effect> {
        match (command, self.wanted()) {
            (Command::Back, _) => self.back(),
            (Command::Done, Step::Goods | Step::Missing) if !self.kept.is_empty() => {
                vec![self.kept.first("DONE")]
            }
            (Command::Empty, Step::Goods | Step::Missing) if !self.kept.is_empty() => {
                vec![self.kept.first("EMPTY")]
            }
            (Command::Qty(qty), Step::Goods | Step::Missing) => self.so_many(qty),
            (Command::Status(status), Step::Goods | Step::Missing) => {
                self.status = Some(status);
                vec![info(format!("the next goods count as {status}"))]
            }
            (Command::Done, Step::Goods | Step::Missing) => {
                self.done = self.done.or(Some(self.reads.len()));
                self.look_for_missing()
            }
            (Command::Empty, Step::Missing) => self.nothing(),
            (Command::Empty, Step::Goods) if self.lines.is_empty() => self.close(true),
            (Command::Empty, Step::Goods) => {
                let need = "Say DONE, then EMPTY for each thing that is missing";
                vec![unexpected(need, "You have counted goods here")]
            }
            (Command::Done, Step::Bin) => vec![Effect::Leave],
            _ => vec![info(self.prompt())],
        }
    }

    fn back(&mut self) -> Vec<Effect> {
        match self.wanted() {
            Step::Bin if self.go_to.take().is_none() => return vec![Effect::Leave],
            Step::Bin => {}
            _ if self.part_back() => {}
            Step::Missing => self.open_again(),
            Step::Goods | Step::Lot | Step::Serial | Step::Expiry => self.leave_bin(),
        }
        let mut effects = vec![info(self.prompt())];
        if self.count.is_none() {
            effects.push(ask(Question::Wanted));
        }
        effects
    }

    /// Leaves the bin; its sheet stays open.
    fn leave_bin(&mut self) {
        *self = Self {
            counted: std::mem::take(&mut self.counted),
            ..Self::default()
        };
    }

    fn open(&mut self, location: LocationCode) -> Vec<Effect> {
        self.posted.push_back(Posted::Open(location.clone()));
        vec![post(CountOpen { location })]
    }

    /// Leads back to before DONE was said.
    fn open_again(&mut self) {
        self.missing.clear();
        self.done = None;
    }

    fn look_for_missing(&self) -> Vec<Effect> {
        let question = |count: &CountNo| Question::Missing { count: count.clone() };
        self.count.iter().map(|count| ask(question(count))).collect()
    }
}

const fn ask(question: Question) -> Effect {
    Effect::Ask(event::Question::Count(question))
}
