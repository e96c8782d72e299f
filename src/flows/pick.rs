//! Pick: from stop to stop, bin, goods and tote, each proved by a scan.

mod act;
mod hand;
mod learn;
mod lot;
mod number;
mod read;
mod serial;
mod short;
mod tote;

pub use self::hand::Hand;
use self::number::Put;
use super::event::{self, Command, Context, Effect, Event};
use super::goods::{many, many_of, post};
use super::machine::{Machine, Subject};
use super::pieces::Pieces;
pub use super::question::pick::{Question, Stop, Told};
use crate::domain::code::{LocationCode, LotCode, Lpn, OrderNo};
use crate::domain::time::Time;
use crate::operations::request::{KeepWork, Pick};
use serde::{Deserialize, Serialize};
use std::collections::VecDeque;

/// The minimum time between renewals of a claim while its owner scans, in milliseconds.
const RENEW_AFTER_MS: i64 = 60_000;

/// What is wanted next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Work.
    Work,
    /// The bin of the stop.
    Bin,
    /// The item.
    Item,
    /// Its lot.
    Lot,
    /// Its serial number.
    Serial,
    /// How many.
    Quantity,
    /// A tote.
    Tote,
    /// Why there are not enough.
    Reason,
    /// Nothing: what is in hand goes into the tote.
    Put,
}

/// What was posted and is not answered yet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
enum Posted {
    Work,
    Keep,
    Leave,
    Pick {
        text: String,
        #[serde(default)]
        put: Option<Box<Put>>,
    },
    /// The reversal of a pick whose piece had been picked before.
    Back(OrderNo),
    Short,
}

/// What happens once the goods in hand are in the tote.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
enum After {
    Stay,
    Short(String),
    Skip,
    NewTote,
}

/// Picking, as far as it has come.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct State {
    order: Option<OrderNo>,
    stops: Vec<Stop>,
    skipped: Vec<i64>,
    at: Option<LocationCode>,
    tote: Option<Lpn>,
    totes: Vec<Lpn>,
    hand: Hand,
    why: bool,
    after: Option<After>,
    posted: VecDeque<Posted>,
    held: Option<OrderNo>,
    renewed: Time,
    /// What was reported short, until the stops that replace it are known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    was_short: Option<Box<short::Shortage>>,
    /// The goods that went into a tote just before their stop was reported short, in words, until that is told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    put_before_short: Option<String>,
    /// The pieces in the totes that have a number on their label.
    #[serde(default)]
    counted: Pieces,
    /// What was put into a tote last, as long as its label may go on with a number.
    #[serde(default)]
    put: Option<Box<Put>>,
    /// A code that nobody knows and that was read where a tote is wanted; the same again makes it one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    new_tote: Option<Lpn>,
    /// A tote that may take the goods, to show what is scanned there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    example: Option<Lpn>,
    /// The promised lot, once it turned out that it may not leave.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    barred: Option<LotCode>,
}

impl Machine for State {
    fn step(&mut self, event: Event, context: &Context) -> Vec<Effect> {
        match event {
            Event::Scanned(scanned) => {
                let mut effects = self.renew(context);
                effects.extend(self.scanned(&scanned, context));
                effects
            }
            Event::Enter => self.enter(),
            Event::Command(command) => self.command(command),
            Event::Told(event::Told::Pick(told)) => self.told(told),
            Event::Posted(answer) => self.answered(&answer),
            Event::Told(_) => Vec::new(),
        }
    }

    fn prompt(&self) -> String {
        let Some(stop) = self.stops.first() else {
            return match &self.held {
                Some(order) => format!("Take over {order}, or scan another order"),
                None => "Press Enter for work, or scan an order".into(),
            };
        };
        match self.wanted() {
            Step::Work | Step::Bin => format!("Go to {}, scan it", stop.location),
            Step::Item if !self.hand.kept.is_empty() && !self.hand.doubts_kept_lot() => {
                self.hand.kept.prompt()
            }
            Step::Item | Step::Lot if self.is_barred(stop) => {
                format!("Scan another lot than {}, or say SHORT or SKIP", stop.lot)
            }
            Step::Item => format!("Scan {}", stop.goods()),
            Step::Lot => format!("Scan lot {}", stop.lot),
            Step::Serial => format!("Scan a serial, such as {}", stop.serial),
            Step::Quantity => {
                format!(
                    "{}: scan, or type the total",
                    many_of(self.hand.qty, self.hand.to_take(stop.left), &stop.uom)
                )
            }
            Step::Tote if self.new_tote.is_some() => "CONFIRM the new tote, or scan another one".into(),
            Step::Tote => {
                let such = self.example.as_ref().map(|tote| format!(", such as {tote}"));
                let goods = many(self.hand.qty, &stop.uom);
                format!("Scan a tote for {goods}{}", such.unwrap_or_default())
            }
            Step::Reason => "Say EMPTY, DAMAGED or SHORT (not found)".into(),
            Step::Put => format!(
                "Press Enter to put {} in the tote",
                many(self.hand.qty, &stop.uom)
            ),
        }
    }

    fn subject(&self) -> Subject {
        let stop = self.stops.first();
        Subject::of(
            stop.map(|stop| stop.item.clone()),
            stop.map(|stop| stop.location.clone()),
        )
    }

    fn commands(&self) -> Vec<Command> {
        use Command::{Back, Confirm, Damaged, Done, Empty, Full, Help, Short, Skip, TakeOver};
        let mut legal = match self.wanted() {
            Step::Work if self.held.is_some() => vec![TakeOver],
            Step::Work => Vec::new(),
            Step::Bin => vec![Skip, Done],
            Step::Reason => vec![Empty, Damaged, Short],
            Step::Quantity if !self.hand.qty.is_zero() => vec![Done, Short, Full, Skip],
            Step::Item | Step::Lot | Step::Serial | Step::Quantity => vec![Short, Skip, Full, Empty, Damaged],
            Step::Tote | Step::Put => vec![Short, Skip],
        };
        if self.hand.doubt.is_some() || self.new_tote.is_some() {
            legal.insert(0, Confirm);
        }
        legal.extend([Back, Help]);
        legal
    }

    fn refresh(&self) -> Vec<Effect> {
        self.ask_work()
    }

    fn unfinished(&self) -> Option<String> {
        if !self.hand.kept.is_empty() {
            return Some(self.hand.kept.to_string());
        }
        let stop = self.stops.first().filter(|_| !self.hand.qty.is_zero())?;
        Some(format!("{} in hand", self.hand.named(stop)))
    }

    fn claim_again(&mut self) -> Option<Vec<Effect>> {
        let order = self.order.clone().filter(|_| !self.stops.is_empty())?;
        Some(self.claim_of(Some(order)))
    }

    fn release(&self) -> Vec<Effect> {
        if self.stops.is_empty() {
            return Vec::new();
        }
        let (tasks, keep) = (self.tasks(), false);
        vec![post(KeepWork { tasks, keep })]
    }
}

impl State {
    /// Returns what is wanted next.
    pub fn wanted(&self) -> Step {
        let Some(stop) = self.stops.first() else {
            return Step::Work;
        };
        let in_hand = self.hand.qty;
        let is_all =
            self.hand.to_take(stop.left) <= in_hand || stop.is_enough(in_hand, self.hand.last_piece());
        let enough = !in_hand.is_zero() && is_all;
        let full = enough || self.after.is_some();
        match () {
            () if self.why => Step::Reason,
            () if self.at.as_ref() != Some(&stop.location) => Step::Bin,
            () if !self.hand.item => Step::Item,
            () if stop.tracking.wants_lot() && self.hand.lot.is_none() => Step::Lot,
            () if stop.tracking.wants_serial() && self.hand.serial.is_none() => Step::Serial,
            () if !full => Step::Quantity,
            () if self.tote.is_none() => Step::Tote,
            () => Step::Put,
        }
    }

    fn is_barred(&self, stop: &Stop) -> bool {
        self.barred.as_ref() == Some(&stop.lot)
    }

    fn tasks(&self) -> Vec<i64> {
        self.stops.iter().map(|stop| stop.task).collect()
    }

    /// Returns the goods of a pick with the bin they came from: `12 EA FD-1001 NC-2511 at A-01-1`.
    pub fn named(&self, pick: &Pick) -> Option<String> {
        let stop = self.stops.iter().find(|stop| Some(stop.task) == pick.task)?;
        let goods = stop.taken(pick.qty?, pick.lot.as_ref(), pick.serial.as_ref());
        Some(format!("{goods} at {}", stop.location))
    }

    /// Returns the order being picked.
    pub const fn order(&self) -> Option<&OrderNo> {
        self.order.as_ref()
    }

    /// Returns the stops still to do, the current one first.
    pub fn stops(&self) -> &[Stop] {
        &self.stops
    }

    /// Returns the tote in use.
    pub const fn tote(&self) -> Option<&Lpn> {
        self.tote.as_ref()
    }

    /// Returns what has been scanned at the current stop.
    pub const fn hand(&self) -> &Hand {
        &self.hand
    }
}
