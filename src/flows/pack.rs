//! Pack: from totes into parcels, each piece proved by a scan, the parcel closed by its own label.

mod act;
mod learn;
mod parcel;
mod read;

use super::again::Again;
use super::event::{self, Command, Context, Effect, Event};
use super::goods::many_of;
use super::kept::{Kept, Open};
use super::machine::{Machine, Subject};
pub use super::question::pack::{Goods, Question, Told};
use crate::domain::amount::Qty;
use crate::domain::code::{ItemCode, Lpn, OrderNo};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeSet, VecDeque};

/// What is wanted next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// A tote or an order.
    Tote,
    /// The parcel's code.
    Parcel,
    /// Goods.
    Item,
    /// The lot or serial number of the goods scanned.
    Part,
    /// The carton.
    Carton,
    /// The weight.
    Weight,
    /// The parcel's label once more.
    Close,
}

/// How far the parcel has come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
enum Stage {
    #[default]
    Fill,
    Carton,
    Weight,
    Close,
}

/// What was posted and is not answered yet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
enum Posted {
    Pack { text: String, last: Option<Box<Last>> },
    Close,
}

/// The goods scanned last, so that a number typed behind them can say how many they are.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Last {
    goods: Goods,
    qty: Qty,
    /// Their label, as long as more of its symbols may follow.
    #[serde(default)]
    open: Option<Open>,
}

/// Packing, as far as it has come.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct State {
    order: Option<OrderNo>,
    bench: Vec<Lpn>,
    goods: Vec<Goods>,
    next: Lpn,
    parcel: Option<Lpn>,
    stage: Stage,
    /// Parts of a label whose item is still missing, or whose goods are not told apart yet.
    #[serde(default)]
    kept: Kept,
    part: Option<(ItemCode, Qty)>,
    last: Option<Box<Last>>,
    carton: Option<String>,
    weight: Option<Qty>,
    closed: Vec<Lpn>,
    posted: VecDeque<Posted>,
    /// Whether the parcel's code was made up, so that no label with it exists.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    is_unlabelled: bool,
    /// The rest that is packed unchecked if DONE is said again.
    #[serde(default, skip_serializing_if = "Again::is_idle")]
    again: Again,
    /// A tote that waits, to show what is scanned first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    example: Option<Lpn>,
}

impl Machine for State {
    fn step(&mut self, event: Event, context: &Context) -> Vec<Effect> {
        if !matches!(event, Event::Command(Command::Done) | Event::Told(_)) {
            self.again.forget();
        }
        match event {
            Event::Scanned(scanned) => self.scanned(&scanned, &context.site),
            Event::Enter => self.enter(),
            Event::Command(command) => self.command(command),
            Event::Told(event::Told::Pack(told)) => self.told(told),
            Event::Posted(answer) => self.answered(&answer),
            Event::Told(_) => Vec::new(),
        }
    }

    fn prompt(&self) -> String {
        let parcel = self.parcel.as_ref().unwrap_or(&self.next);
        match self.wanted() {
            Step::Tote => match &self.example {
                Some(tote) => format!("Scan a tote or an order, such as {tote}"),
                None => "Scan a tote or an order".into(),
            },
            Step::Parcel => format!("Scan a parcel, or Enter for {parcel}"),
            Step::Item if !self.kept.is_empty() => self.kept.prompt(),
            Step::Item => match self.next_goods() {
                Some(goods) => match self.begun(goods) {
                    Some(packed) => format!("{} {}: scan, or type the total", packed, goods.named()),
                    None => format!("Scan {}", goods.named()),
                },
                None => "Scan the next tote, or DONE".into(),
            },
            Step::Part => match &self.part {
                Some((item, _)) if self.wants_serial(item) => format!("Scan the serial of {item}"),
                Some((item, _)) => format!("Scan the lot of {item}"),
                None => String::new(),
            },
            Step::Carton => "Scan the kind of carton, or press Enter".into(),
            Step::Weight => "Weigh it: type kg, or press Enter".into(),
            Step::Close if self.is_unlabelled => format!("Scan {parcel} or press Enter to close it"),
            Step::Close => format!("Scan {parcel} to close it"),
        }
    }

    fn subject(&self) -> Subject {
        Subject::of(self.part.as_ref().map(|part| part.0.clone()), None)
    }

    fn commands(&self) -> Vec<Command> {
        use Command::{Back, Done, Full, Help};
        let mut legal = match self.wanted() {
            Step::Tote | Step::Parcel | Step::Close | Step::Part => Vec::new(),
            Step::Item if self.is_parcel_empty() => vec![Done],
            Step::Item => vec![Done, Full],
            Step::Carton | Step::Weight => vec![Done],
        };
        legal.extend([Back, Help]);
        legal
    }

    fn refresh(&self) -> Vec<Effect> {
        vec![self.order.as_ref().map_or_else(ask_for_work, ask)]
    }

    fn unfinished(&self) -> Option<String> {
        if !self.kept.is_empty() {
            return Some(self.kept.to_string());
        }
        let parcel = self.parcel.as_ref().filter(|_| !self.is_parcel_empty())?;
        Some(format!("parcel {parcel}"))
    }
}

impl State {
    /// Returns what is wanted next.
    pub const fn wanted(&self) -> Step {
        match (self.order.is_some(), self.parcel.is_some(), self.stage) {
            (false, _, _) => Step::Tote,
            (true, false, _) => Step::Parcel,
            (true, true, Stage::Carton) => Step::Carton,
            (true, true, Stage::Weight) => Step::Weight,
            (true, true, Stage::Close) => Step::Close,
            (true, true, Stage::Fill) if self.part.is_some() => Step::Part,
            (true, true, Stage::Fill) => Step::Item,
        }
    }

    /// Returns the order being packed.
    pub const fn order(&self) -> Option<&OrderNo> {
        self.order.as_ref()
    }

    /// Returns the parcel being filled.
    pub const fn parcel(&self) -> Option<&Lpn> {
        self.parcel.as_ref()
    }

    /// Returns the goods in totes and open parcels of the order.
    pub fn goods(&self) -> &[Goods] {
        &self.goods
    }

    /// Returns carton and weight, as far as they were given.
    pub const fn closing(&self) -> (Option<&String>, Option<Qty>) {
        (self.carton.as_ref(), self.weight)
    }

    /// Returns the parts of a label whose item is still missing.
    pub const fn kept(&self) -> &Kept {
        &self.kept
    }

    /// Returns what still lies in the totes on the bench.
    pub fn left(&self) -> impl Iterator<Item = &Goods> {
        let bench = |goods: &&Goods| !goods.packed && self.bench.contains(&goods.lpn);
        self.goods.iter().filter(bench)
    }

    /// Returns the goods that are packed next: more of those that a typed number would count, as long as there are any.
    fn next_goods(&self) -> Option<&Goods> {
        let begun = |goods: &&Goods| self.last.as_ref().is_some_and(|last| last.goods.is_like(goods));
        self.left().find(begun).or_else(|| self.left().next())
    }

    /// Returns whether nothing lies in the parcel yet.
    pub fn is_parcel_empty(&self) -> bool {
        !self
            .goods
            .iter()
            .any(|goods| Some(&goods.lpn) == self.parcel.as_ref())
    }

    /// Returns the totes of the order that hold goods and were not brought to the bench.
    fn elsewhere(&self) -> Vec<&Lpn> {
        let mut totes: Vec<&Lpn> = self
            .goods
            .iter()
            .filter(|goods| !goods.packed)
            .map(|g| &g.lpn)
            .collect();
        totes.retain(|tote| !self.bench.contains(tote));
        totes.dedup();
        totes
    }

    /// Returns the item whose lot or serial number is wanted.
    pub fn part(&self) -> Option<&ItemCode> {
        self.part.as_ref().map(|(item, _)| item)
    }

    /// Returns how many kinds of goods there are in totes and open parcels, and how many of them are packed.
    pub fn lines(&self) -> (usize, usize) {
        let name = |goods: &Goods| (goods.item.clone(), goods.lot.clone(), goods.serial.clone());
        let left: BTreeSet<_> = self.left().map(name).collect();
        let packed: BTreeSet<_> = self.packed().map(name).collect();
        (packed.difference(&left).count(), left.union(&packed).count())
    }

    /// Returns how many of goods are packed of how many, such as `3 of 12 EA`, once a total may be typed for them.
    fn begun(&self, goods: &Goods) -> Option<String> {
        let is_last = self.last.as_ref().is_some_and(|last| last.goods.is_like(goods));
        let packed = self.in_parcel(goods);
        if !is_last || packed.is_zero() || goods.tracking.wants_serial() {
            return None;
        }
        let left: Qty = self
            .left()
            .filter(|left| left.is_like(goods))
            .map(|left| left.qty)
            .sum();
        Some(many_of(packed, packed + left, &goods.uom))
    }

    fn wants_serial(&self, item: &ItemCode) -> bool {
        self.left()
            .any(|goods| goods.item == *item && goods.tracking.wants_serial())
    }
}

const fn ask_for_work() -> Effect {
    Effect::Ask(event::Question::Pack(Question::Waiting))
}

fn ask(order: &OrderNo) -> Effect {
    let order = order.clone();
    Effect::Ask(event::Question::Pack(Question::Load { order }))
}
