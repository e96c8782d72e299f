//! Put away: from the dock into the bins, into the suggested one or, scanned twice, into another.

use super::again::Again;
use super::carry::{Carry, Held, MAY_MOVE, Place};
use super::event::{self, Command, Context, Effect, Event};
use super::goods::{elsewhere, good, info, misread, post, too_early, warn};
use super::hand::Part;
use super::kept::awaited;
use super::machine::{Machine, Subject};
use super::naming::WEIGH;
pub use super::question::putaway::{Bin, Question, Room, Told};
use super::room::{again_to, objection};
use super::scanned::Scanned;
use crate::domain::amount::Qty;
use crate::domain::blind::Stated;
use crate::domain::code::LocationCode;
use crate::domain::refusal::Refusal;
use crate::domain::stock::LpnState;
use crate::operations::answer::Answer;
use crate::operations::request::MoveKind;
use serde::{Deserialize, Serialize};

/// What is wanted next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Where the goods stand, or the licence plate.
    From,
    /// A part of the goods.
    Goods(Part),
    /// The bin.
    Bin,
}

/// Putting away, as far as it has come.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct State {
    carry: Carry,
    bin: Option<Bin>,
    full: Vec<LocationCode>,
    again: Again,
    posted: Option<(String, LocationCode)>,
    /// A dock where goods stand, to show what is scanned first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    example: Option<LocationCode>,
}

impl State {
    /// Returns the goods on their way.
    pub const fn carry(&self) -> &Carry {
        &self.carry
    }

    /// Returns the bin that is suggested.
    pub const fn bin(&self) -> Option<&Bin> {
        self.bin.as_ref()
    }

    /// Returns what is wanted next.
    pub fn wanted(&self) -> Step {
        if self.carry.from.is_none() {
            return Step::From;
        }
        if self.carry.is_whole() {
            return Step::Bin;
        }
        self.carry.missing().map_or(Step::Bin, Step::Goods)
    }

    fn goods(&self) -> String {
        if self.carry.is_whole() {
            self.carry.place()
        } else {
            self.carry.named()
        }
    }

    fn scanned(&mut self, scanned: &Scanned, context: &Context) -> Vec<Effect> {
        if let Some(bin) = self.bin.clone().filter(|_| self.wanted() == Step::Bin)
            && bin.check_digits.as_deref() == Some(scanned.text.as_str())
            && scanned.typed
            && scanned.meanings.is_empty()
        {
            return self.put(bin.location);
        }
        if let Some(location) = scanned.location() {
            if let Some(refused) = elsewhere(location, &context.site) {
                return vec![refused];
            }
            let location = location.location.clone();
            let same = Some(&location) == self.carry.from.as_ref() && self.carry.lpn.is_none();
            return match self.wanted() {
                Step::From => self.start(Place::At(location)),
                Step::Goods(Part::Item) if self.carry.is_empty() => self.start(Place::At(location)),
                _ if same && !self.carry.is_whole() => self.hint(),
                Step::Bin if self.carry.hand.wants_quantity() => {
                    vec![too_early(location, Machine::prompt(self))]
                }
                Step::Bin => self.look_at(location),
                Step::Goods(part) => {
                    vec![misread(scanned, awaited(Some(part)), Machine::prompt(self))]
                }
            };
        }
        if let Some(plate) = scanned.plate().filter(|plate| plate.state != LpnState::Shipped) {
            if self.carry.hand.is_empty() {
                return self.start(Place::On(plate.lpn.clone()));
            }
            return vec![too_early(&plate.lpn, Machine::prompt(self))];
        }
        if self.wanted() == Step::From {
            return vec![misread(
                scanned,
                "a dock or a licence plate",
                Machine::prompt(self),
            )];
        }
        self.again.forget();
        let before = self.carry.hand.clone();
        match self.carry.take(scanned, context) {
            Ok(echo) => {
                let mut effects = vec![info(echo)];
                effects.extend(self.carry.barred(&before, MAY_MOVE));
                effects.extend(self.suggest());
                effects
            }
            Err(refusal) => vec![Effect::Refuse(refusal)],
        }
    }

    fn start(&mut self, place: Place) -> Vec<Effect> {
        *self = Self {
            example: self.example.take(),
            ..Self::default()
        };
        vec![Effect::Ask(event::Question::Putaway(Question::Content(place)))]
    }

    /// Asks for the best bin, once the goods are known.
    fn suggest(&mut self) -> Vec<Effect> {
        if self.wanted() != Step::Bin {
            self.bin = None;
            return Vec::new();
        }
        let first = if self.carry.is_whole() {
            self.carry.content.first()
        } else {
            self.carry.fitting().next()
        };
        let Some(held) = first else {
            return Vec::new();
        };
        let known = self.carry.content.iter().filter_map(|held| held.qty.known());
        let whole: Qty = known.sum();
        let qty = if self.carry.is_whole() {
            whole
        } else {
            self.carry.hand.qty
        };
        let mut not = self.full.clone();
        not.extend(self.carry.from.clone());
        let (item, lot) = (held.item.clone(), held.lot.clone());
        vec![Effect::Ask(event::Question::Putaway(Question::Bin {
            item,
            lot,
            qty,
            not,
        }))]
    }

    /// Asks whether the goods may be put into a bin and fit.
    fn look_at(&self, location: LocationCode) -> Vec<Effect> {
        let held: Vec<&Held> = if self.carry.is_whole() {
            self.carry.content.iter().collect()
        } else {
            self.carry.fitting().take(1).collect()
        };
        let qty = if self.carry.is_whole() {
            // What is withheld is weighed by the rule book when the goods are put away.
            let all: Stated = held.iter().map(|held| held.qty).sum();
            all.known().unwrap_or_default()
        } else {
            self.carry.hand.qty
        };
        let items = held.into_iter().map(|held| held.item.clone()).collect();
        let asked = Question::Room { location, items, qty };
        vec![Effect::Ask(event::Question::Putaway(asked))]
    }

    /// Puts the goods into the bin that was scanned, unless they don't fit; another one than is suggested, or one that
    /// is kept for another item, only when it is scanned twice.
    fn bin_scanned(&mut self, location: LocationCode, room: Room) -> Vec<Effect> {
        if let Some(full) = room.full {
            self.again.forget();
            self.full.push(location);
            let mut effects = self.suggest();
            effects.push(Effect::Refuse(full));
            return effects;
        }
        let suggested = self.bin.as_ref().map(|bin| bin.location.clone());
        let suggested = suggested.filter(|bin| *bin != location);
        match objection(&location, room.unfit.as_ref(), suggested.as_ref()) {
            Some(warning) if !self.again.is_second(location.as_str()) => vec![warning],
            _ => self.put(location),
        }
    }

    fn put(&mut self, to: LocationCode) -> Vec<Effect> {
        self.again.forget();
        if !self.carry.is_whole() && self.carry.there().is_below(self.carry.hand.qty) {
            let (item, at) = (self.carry.named(), self.carry.place());
            let (need, have) = (self.carry.hand.qty, self.carry.there());
            return vec![Effect::Refuse(Refusal::NotEnough { item, at, need, have })];
        }
        let operations = if self.carry.is_whole() {
            self.carry.bring_all(&to, MoveKind::Putaway)
        } else {
            self.carry.bring(&to, MoveKind::Putaway).into_iter().collect()
        };
        self.posted = Some((format!("{} put in {to}", self.goods()), to));
        operations.into_iter().map(post).collect()
    }

    fn told(&mut self, told: Told) -> Vec<Effect> {
        match told {
            Told::Dock(dock) => {
                self.example = dock;
                Vec::new()
            }
            Told::Content(content) => {
                let fresh = self.carry.from.is_none();
                if let Some(refusal) = content.refusal("a place").filter(|_| fresh) {
                    return vec![Effect::Refuse(refusal)];
                }
                self.carry.learn(content);
                if !fresh {
                    return Vec::new();
                }
                let mut effects = vec![info(Machine::prompt(self))];
                effects.extend(self.carry.barred_as_a_whole(MAY_MOVE));
                effects.extend(self.suggest());
                effects
            }
            Told::Room { location, room } => self.bin_scanned(location, room),
            Told::Bin(Some(bin)) => {
                let text = format!("Bring it to {}, {}", bin.location, bin.why);
                self.bin = Some(bin);
                vec![info(text)]
            }
            Told::Bin(None) => {
                self.bin = None;
                vec![warn(
                    "NO BIN",
                    format!("{}: no bin has room, scan the one you use", self.goods()),
                )]
            }
        }
    }

    fn answered(&mut self, answer: &Answer) -> Vec<Effect> {
        let posted = self.posted.take();
        match (&answer.refusal, posted) {
            (Some(Refusal::LocationFull { .. }), Some((_, to))) => {
                self.full.push(to);
                self.suggest()
            }
            (Some(_), _) => Vec::new(),
            (None, Some((text, _))) => {
                let (from, lpn) = (self.carry.from.take(), self.carry.lpn.take());
                *self = Self::default();
                if lpn.is_none() {
                    self.carry.from = from;
                }
                let mut effects = vec![good(text)];
                effects.extend(self.refresh());
                effects
            }
            (None, None) => self.refresh(),
        }
    }

    fn command(&mut self, command: &Command) -> Vec<Effect> {
        match command {
            Command::Qty(qty) => match self.carry.set(*qty) {
                Ok(echo) => {
                    let mut effects = vec![info(echo)];
                    effects.extend(self.suggest());
                    effects
                }
                Err(refusal) => vec![Effect::Refuse(refusal)],
            },
            Command::Status(status) => {
                self.carry.status = Some(*status);
                self.hint()
            }
            Command::Full if self.wanted() == Step::Bin => {
                self.full.extend(self.bin.take().map(|bin| bin.location));
                self.suggest()
            }
            Command::Done if self.carry.is_empty() => vec![Effect::Leave],
            Command::Done => vec![too_early("DONE", Machine::prompt(self))],
            Command::Back => self.back(),
            _ => self.hint(),
        }
    }

    fn back(&mut self) -> Vec<Effect> {
        self.bin = None;
        self.again.forget();
        if self.carry.status.take().is_some() || self.carry.hand.back() {
            return self.hint();
        }
        if self.carry.from.is_none() {
            return vec![Effect::Leave];
        }
        *self = Self::default();
        let mut effects = self.hint();
        effects.extend(self.refresh());
        effects
    }

    fn hint(&self) -> Vec<Effect> {
        vec![info(Machine::prompt(self))]
    }
}

impl Machine for State {
    fn step(&mut self, event: Event, context: &Context) -> Vec<Effect> {
        match event {
            Event::Scanned(scanned) => self.scanned(&scanned, context),
            Event::Enter => self.hint(),
            Event::Command(command) => self.command(&command),
            Event::Told(event::Told::Putaway(told)) => self.told(told),
            Event::Posted(answer) => self.answered(&answer),
            Event::Told(_) => Vec::new(),
        }
    }

    fn prompt(&self) -> String {
        match self.wanted() {
            Step::From => match &self.example {
                Some(dock) => format!("Scan the dock, such as {dock}, or a licence plate"),
                None => "Scan the dock or a licence plate".into(),
            },
            Step::Goods(Part::Item) if self.carry.hand.is_empty() => match self.carry.content.first() {
                Some(_) => format!("Scan goods at {}", self.carry.place()),
                None => format!("{} is empty: DONE", self.carry.place()),
            },
            Step::Goods(part) => self.carry.hand.prompt(part),
            Step::Bin if self.carry.hand.wants_quantity() => WEIGH.into(),
            Step::Bin => match (&self.bin, self.again.awaited()) {
                (_, Some(code)) => again_to(code),
                (Some(bin), None) => format!("Bring it to {}, scan it", bin.location),
                (None, None) => "Scan the bin you use".into(),
            },
        }
    }

    fn subject(&self) -> Subject {
        let item = self.carry.hand.item.as_ref().map(|item| item.item.clone());
        let bin = self.bin.as_ref().map(|bin| bin.location.clone());
        Subject::of(item, bin.or_else(|| self.carry.from.clone()))
    }

    fn commands(&self) -> Vec<Command> {
        match self.wanted() {
            Step::Bin => vec![Command::Full, Command::Back, Command::Help],
            _ if self.carry.is_empty() => vec![Command::Done, Command::Back, Command::Help],
            _ => vec![Command::Back, Command::Help],
        }
    }

    fn refresh(&self) -> Vec<Effect> {
        let place = self.carry.origin().map(Question::Content);
        let asked = place.unwrap_or(Question::Dock);
        vec![Effect::Ask(event::Question::Putaway(asked))]
    }

    fn unfinished(&self) -> Option<String> {
        (!self.carry.is_empty()).then(|| format!("putting away {}", self.goods()))
    }
}
