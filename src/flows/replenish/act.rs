//! What the operator does: claims a face, takes goods from the reserve, brings them there.

use super::{Posted, RENEW_AFTER_MS, State, Step};
use crate::domain::amount::Qty;
use crate::domain::catalog::Location;
use crate::domain::code::{LocationCode, Lpn, OrderNo};
use crate::domain::refusal::Refusal;
use crate::domain::shelf_life::leaves_before;
use crate::domain::task::TaskKind;
use crate::flows::carry::Carry;
use crate::flows::event::{Command, Context, Effect};
use crate::flows::goods::{info, many, post, too_early, unexpected, warn};
use crate::flows::machine::Machine;
use crate::flows::scanned::Scanned;
use crate::operations::request::{GetWork, KeepWork, MoveKind, Short, TakeOver};

impl State {
    pub(super) fn scanned(&mut self, scanned: &Scanned, context: &Context) -> Vec<Effect> {
        if self.wanted() == Step::Face && self.is_proved_by(scanned) {
            return self.put();
        }
        if let Some(location) = scanned.location() {
            return self.location(location);
        }
        if let Some(plate) = scanned.plate() {
            return self.reserve(&plate.location, Some(&plate.lpn));
        }
        match self.wanted() {
            Step::Work if self.has_work() => {
                let need = "Scan a pick face, or press Enter for work";
                vec![unexpected(need, scanned.known_as())]
            }
            Step::Work => vec![unexpected("Scan a pick face, or say DONE", scanned.known_as())],
            Step::From | Step::Nothing => vec![unexpected(Machine::prompt(self), scanned.known_as())],
            Step::Goods(_) | Step::Quantity | Step::Face => self.take(scanned, context),
        }
    }

    /// Returns whether a read is the face's check digits, typed.
    fn is_proved_by(&self, scanned: &Scanned) -> bool {
        let digits = self.work.as_ref().and_then(|work| work.check_digits.as_deref());
        scanned.typed && scanned.meanings.is_empty() && digits == Some(scanned.text.as_str())
    }

    fn location(&mut self, location: &Location) -> Vec<Effect> {
        let code = &location.location;
        let is_face = self.work.as_ref().is_some_and(|work| work.face == *code);
        match self.wanted() {
            Step::Work => self.claim(Some(code.clone())),
            Step::Face if is_face => self.put(),
            Step::From => self.reserve(code, None),
            Step::Goods(_) if self.carry.is_empty() && !is_face => self.reserve(code, None),
            Step::Face => {
                let need = self.work.as_ref().map(|work| work.face.to_string());
                let (need, found) = (need.unwrap_or_default(), code.to_string());
                vec![Effect::Refuse(Refusal::WrongLocation { need, found })]
            }
            Step::Goods(_) | Step::Quantity | Step::Nothing => {
                vec![too_early(code, Machine::prompt(self))]
            }
        }
    }

    /// Takes a bin of the reserve, or a pallet in it. Free goods of the item must lie there; loose ones come before
    /// those on pallets.
    fn reserve(&mut self, bin: &LocationCode, lpn: Option<&Lpn>) -> Vec<Effect> {
        if !self.carry.is_empty() || self.work.is_none() {
            return vec![too_early(bin, Machine::prompt(self))];
        }
        let fits =
            |source: &&super::Source| source.location == *bin && lpn.is_none_or(|lpn| *lpn == source.lpn);
        let mut here: Vec<&super::Source> = self.sources().filter(fits).collect();
        here.sort_by_key(|source| !source.lpn.is_empty());
        let Some(found) = here.first().map(|source| source.lpn.clone()) else {
            let need = self
                .sources()
                .next()
                .map(super::Source::place)
                .unwrap_or_default();
            let found = lpn.map_or_else(|| bin.to_string(), ToString::to_string);
            return vec![Effect::Refuse(Refusal::WrongLocation { need, found })];
        };
        let best = self.sources().next();
        let other = best.filter(|best| best.location != *bin || best.lpn != found);
        let other = other.map(super::Source::place);
        self.carry = Carry {
            from: Some(bin.clone()),
            lpn: Some(found).filter(|lpn| !lpn.is_empty()),
            ..Carry::default()
        };
        self.look_through();
        match other {
            None => self.hint(),
            Some(best) => {
                let text = format!("{best} is suggested. {}", Machine::prompt(self));
                vec![warn("OTHER BIN", text)]
            }
        }
    }

    fn take(&mut self, scanned: &Scanned, context: &Context) -> Vec<Effect> {
        let before = self.carry.hand.clone();
        let taken = self.carry.take(scanned, context);
        let has_parts = !before.is_empty();
        let taken = taken.map_err(|refusal| self.not_this(refusal, scanned, has_parts));
        let taken = taken.and_then(|echo| self.fits_the_face().map(|()| echo));
        match taken {
            Ok(echo) => {
                let mut effects = vec![info(echo)];
                effects.extend(self.later_lot());
                effects
            }
            Err(refusal) => {
                self.carry.hand = before;
                vec![Effect::Refuse(refusal)]
            }
        }
    }

    /// Turns the refusal of goods that do not belong to the face into one that names what is needed; parts that were kept
    /// go first.
    fn not_this(&self, refusal: Refusal, scanned: &Scanned, has_parts: bool) -> Refusal {
        let (Refusal::NotEnough { item, .. }, Some(work)) = (&refusal, &self.work) else {
            return refusal;
        };
        if let Some((found, ..)) = scanned.item().filter(|(found, ..)| found.item != work.item) {
            let (need, found) = (
                format!("Scan {}", work.item),
                format!("{} is another item", found.item),
            );
            return Refusal::WrongItem { need, found };
        }
        let here = self.carry.content.iter().map(crate::flows::carry::Held::named);
        let here = here.collect::<Vec<_>>().join(" or ");
        let need = if here.is_empty() {
            Machine::prompt(self)
        } else if has_parts {
            format!("BACK first, then scan {here}")
        } else {
            format!("Scan {here}")
        };
        let found = format!("{item} is not here");
        Refusal::NotExpected { need, found }
    }

    fn fits_the_face(&self) -> Result<(), Refusal> {
        let Some(work) = &self.work else { return Ok(()) };
        let qty = self.carry.hand.qty;
        let Some(room) = work.room().known().filter(|room| *room < qty) else {
            return Ok(());
        };
        let why = format!(
            "{} takes {} more up to its maximum of {}",
            work.face,
            many(room, &work.uom),
            work.max
        );
        Err(Refusal::BadQuantity { qty, why })
    }

    /// Returns a warning if a lot in the reserve expires before the one in hand.
    fn later_lot(&self) -> Option<Effect> {
        let lot = self.carry.lot()?;
        let expiry = |lot| self.sources().find(|it| it.lot == lot).and_then(|it| it.expiry);
        let (first, mine) = (self.sources().next()?, expiry(lot.clone())?);
        let is_later = leaves_before(first.expiry, Some(mine));
        let text = format!("{} expires first, it lies at {}", first.lot, first.place());
        is_later.then(|| warn("LATER LOT", text))
    }

    /// Brings the goods in hand to the face.
    fn put(&mut self) -> Vec<Effect> {
        let Some(work) = self.work.clone() else {
            return self.hint();
        };
        let (item, at) = (self.carry.named(), self.carry.place());
        let (need, free) = (self.carry.hand.qty, self.carry.there());
        if free.is_below(need) {
            return vec![Effect::Refuse(Refusal::Promised { item, at, need, free })];
        }
        let text = format!("{item} put in {}", work.face);
        let operation = self.carry.bring(&work.face, MoveKind::Move);
        self.posted
            .extend(operation.iter().map(|_| Posted::Put(text.clone())));
        operation.into_iter().map(post).collect()
    }

    pub(super) fn enter(&mut self) -> Vec<Effect> {
        match self.wanted() {
            Step::Work => self.claim(None),
            _ => self.hint(),
        }
    }

    pub(super) fn command(&mut self, command: &Command) -> Vec<Effect> {
        match (command, self.wanted()) {
            (Command::Back, _) => self.back(),
            (Command::TakeOver, Step::Work) => self.take_over(),
            (Command::Done, Step::Work) => vec![Effect::Leave],
            (Command::Done, Step::Quantity) => {
                self.carry.hand.said = true;
                self.hint()
            }
            (Command::Done, _) if self.carry.is_empty() => self.leave(),
            (Command::Done, _) => vec![too_early("DONE", Machine::prompt(self))],
            (Command::Qty(qty), Step::Goods(_) | Step::Quantity | Step::Face) => self.quantity(*qty),
            (Command::Short | Command::Empty, Step::From) => {
                vec![unexpected(
                    Machine::prompt(self),
                    "What is short shows at its bin",
                )]
            }
            (Command::Short, Step::Goods(_)) if self.carry.is_empty() => self.found_short("not_found"),
            (Command::Empty, Step::Goods(_)) if self.carry.is_empty() => self.found_short("empty"),
            _ => self.hint(),
        }
    }

    fn quantity(&mut self, qty: Qty) -> Vec<Effect> {
        let before = self.carry.hand.clone();
        let set = self.carry.set(qty);
        match set.and_then(|echo| self.fits_the_face().map(|()| echo)) {
            Ok(echo) => vec![info(echo)],
            Err(refusal) => {
                self.carry.hand = before;
                vec![Effect::Refuse(refusal)]
            }
        }
    }

    /// Reports that the bin has less than it should: it will be counted, and the next one is offered.
    fn found_short(&mut self, code: &str) -> Vec<Effect> {
        let first = || self.sources().next().map(|it| it.location.clone());
        let place = self.carry.from.clone().or_else(first);
        let (Some(bin), Some(work)) = (place, &self.work) else {
            return self.hint();
        };
        let task = work.task;
        self.carry = Carry::default();
        self.posted.push_back(Posted::Short(bin.clone()));
        vec![post(Short {
            task,
            code: code.to_owned(),
            location: Some(bin),
        })]
    }

    pub(super) fn claim(&mut self, face: Option<LocationCode>) -> Vec<Effect> {
        self.held = None;
        self.posted.push_back(Posted::Claim(face.clone()));
        vec![post(GetWork {
            kind: TaskKind::Replenish,
            order: None,
            location: face,
        })]
    }

    fn take_over(&mut self) -> Vec<Effect> {
        let Some(face) = self.held.take() else {
            return self.hint();
        };
        self.posted.push_back(Posted::Claim(Some(face.clone())));
        vec![post(TakeOver {
            kind: TaskKind::Replenish,
            order: OrderNo::default(),
            location: Some(face),
        })]
    }

    /// Renews the claim, but not more than once a minute.
    pub(super) fn renew(&mut self, context: &Context) -> Vec<Effect> {
        let Some(work) = &self.work else { return Vec::new() };
        if context.now.since_ms(self.renewed) < RENEW_AFTER_MS {
            return Vec::new();
        }
        let (tasks, keep) = (vec![work.task], true);
        self.renewed = context.now;
        self.posted.push_back(Posted::Keep);
        vec![post(KeepWork { tasks, keep })]
    }

    fn back(&mut self) -> Vec<Effect> {
        if self.carry.hand.back() {
            return self.hint();
        }
        if self.carry.from.is_some() {
            self.carry = Carry::default();
            return self.hint();
        }
        self.leave()
    }

    /// Gives the face back; leaves the job if none was claimed.
    fn leave(&mut self) -> Vec<Effect> {
        let Some(effect) = self.give_back() else {
            return vec![Effect::Leave];
        };
        self.posted.push_back(Posted::Leave);
        vec![effect]
    }

    pub(super) fn hint(&self) -> Vec<Effect> {
        vec![info(Machine::prompt(self))]
    }
}
