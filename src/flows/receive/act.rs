//! What a read or a command does to a receipt.

use super::{Question, State, Step};
use crate::domain::amount::Qty;
use crate::domain::catalog::Location;
use crate::domain::code::{ItemCode, LocationCode, Lpn, OrderNo};
use crate::domain::order::OrderKind;
use crate::domain::refusal::Refusal;
use crate::domain::stock::{LpnKind, Status};
use crate::domain::user::Role;
use crate::flows::event::{self, Command, Context, Effect};
use crate::flows::goods::{elsewhere, info, many, misread, of_another_site, post, too_early};
use crate::flows::hand::Hand;
use crate::flows::kept::awaited;
use crate::flows::room::{asked, is_set_aside};
use crate::flows::scanned::Scanned;
use crate::operations::request::Receive;

impl State {
    pub(super) fn scanned(&mut self, scanned: &Scanned, context: &Context) -> Vec<Effect> {
        if let Some(effects) = self.answers_far(scanned, context) {
            return effects;
        }
        if let Some(order) = scanned.order().filter(|order| order.kind == OrderKind::Purchase) {
            if let (Step::Goods(part), false) = (self.wanted(), self.hand.is_empty()) {
                return vec![misread(scanned, awaited(Some(part)), self.prompt())];
            }
            if let Some(refused) = of_another_site(order, &context.site) {
                return vec![refused];
            }
            return self.take_order(order.order_no.clone());
        }
        if self.wanted() == Step::Order {
            return self.unordered(scanned, context);
        }
        if let Some(location) = scanned.location() {
            if let Some(refused) = elsewhere(location, &context.site) {
                return vec![refused];
            }
            if let Step::Goods(part) = self.wanted() {
                return vec![misread(scanned, awaited(Some(part)), self.prompt())];
            }
            return self.place(location);
        }
        self.again.forget();
        if let Some(plate) = scanned.plate() {
            if plate.kind == LpnKind::Pallet && self.wanted() == Step::Place {
                self.lpn = Some(plate.lpn.clone());
                return self.put(plate.location.clone(), false);
            }
            let (need, found) = ("Scan a new licence plate".into(), plate.lpn.to_string());
            let why = format!("is a {} in use at {}", plate.kind, plate.location);
            return vec![Effect::Refuse(Refusal::WrongLpn { need, found, why })];
        }
        if self.wanted() == Step::Place
            && scanned.item().is_none()
            && let Some(refusal) = scanned.of_another_kind("a place", self.prompt())
        {
            return vec![Effect::Refuse(refusal)];
        }
        self.goods(scanned, context)
    }

    fn take_order(&mut self, order: OrderNo) -> Vec<Effect> {
        if !self.hand.is_empty() {
            return vec![too_early(order, self.prompt())];
        }
        *self = Self {
            last: self.last.take(),
            counted: std::mem::take(&mut self.counted),
            ..Self::default()
        };
        self.order = Some(order.clone());
        vec![Self::ask_order(order)]
    }

    /// Takes goods that nobody ordered: a supervisor may receive them at their last known cost.
    fn unordered(&mut self, scanned: &Scanned, context: &Context) -> Vec<Effect> {
        if scanned.item().is_none() {
            return vec![misread(scanned, "a purchase order", "Scan a purchase order")];
        }
        if !context.operator.has(Role::Supervisor) {
            return vec![misread(
                scanned,
                "a purchase order",
                "Scan the purchase order first",
            )];
        }
        self.blind = true;
        let mut effects = self.goods(scanned, context);
        if let Some(item) = &self.hand.item {
            let cost = Question::Cost(item.item.clone());
            effects.push(Effect::Ask(event::Question::Receive(cost)));
        }
        effects
    }

    fn goods(&mut self, scanned: &Scanned, context: &Context) -> Vec<Effect> {
        let ordered = |item: &ItemCode| self.lines.iter().any(|line| line.item == *item);
        let alone = self.hand.item.is_none().then(|| scanned.by_its_lot(ordered));
        let by_lot = match alone.flatten().transpose() {
            Ok(found) => found,
            Err(refusal) => return vec![Effect::Refuse(refusal)],
        };
        let scanned = by_lot.as_ref().unwrap_or(scanned);
        if let Some((item, ..)) = scanned.item()
            && !self.blind
            && !self.lines.iter().any(|line| line.item == item.item)
        {
            let (item, order) = (
                item.item.to_string(),
                self.order.clone().unwrap_or_default().to_string(),
            );
            return vec![Effect::Refuse(Refusal::NotOnOrder { item, order })];
        }
        let before = self.hand.clone();
        if let (Some(known), Some(found)) = (self.lpn(), &scanned.label.sscc)
            && known != *found
        {
            let found = found.to_string();
            let (need, why) = (
                "Put that down first, or BACK".into(),
                format!("is not the plate in hand, {known}"),
            );
            return vec![Effect::Refuse(Refusal::WrongLpn { need, found, why })];
        }
        let says_more = scanned.item().is_some() || scanned.unknown_item().is_some() || scanned.is_part();
        let taken = match &scanned.label.sscc {
            Some(sscc) if !says_more => self.plate(sscc, scanned),
            _ => self.hand.take(scanned, true, context),
        };
        let taken = taken.and_then(|echo| {
            let counted = self.counted.check(self.hand.number().as_ref());
            let aside = counted.inspect_err(|_| self.hand.set_aside(before.clone(), scanned));
            aside.map(|()| echo)
        });
        let echo = match taken {
            Ok(echo) => echo,
            Err(refusal) => return vec![Effect::Refuse(refusal)],
        };
        self.was = before.clone();
        let mut effects = vec![info(format!("{echo}{}", self.hand.still(&before, true)))];
        match self.looked_up(&before, scanned.symbol.is_empty()) {
            // Its answer may put the hand back, so only then is the hand judged.
            Some(question) => effects.push(Effect::Ask(event::Question::Receive(question))),
            None => effects.extend(self.over(context).into_iter().chain(self.judged())),
        }
        effects
    }

    /// Returns what is asked about the piece or lot in hand that was not in hand before.
    fn looked_up(&self, before: &Hand, plain: bool) -> Option<Question> {
        let item = self.hand.item.as_ref()?.item.clone();
        let is_fresh = before.item.is_none();
        if let Some(serial) = self.hand.serial() {
            let is_new = is_fresh || before.serial().as_ref() != Some(&serial);
            return is_new.then_some(Question::Serial { item, serial, plain });
        }
        let is_new = is_fresh || before.lot() != self.hand.lot() || before.expiry() != self.hand.expiry();
        let lot = self.hand.lot().filter(|_| is_new)?;
        let plain = plain && !is_fresh && before.lot().is_none();
        Some(Question::Lot { item, lot, plain })
    }

    /// Asks for a supervisor if the read under way brought more into the hand than may be received without one.
    pub(super) fn over(&self, context: &Context) -> Option<Effect> {
        self.too_many(context).filter(|_| self.was.qty != self.hand.qty)
    }

    /// Asks for a supervisor if more is in hand than may be received without one.
    fn too_many(&self, context: &Context) -> Option<Effect> {
        let (line, item) = (self.line()?, self.hand.item.as_ref()?);
        let over = line
            .ordered
            .percent(i64::from(context.over_receipt_percent))
            .ok()?;
        let (open, found) = (line.open(), self.hand.qty);
        let order = self
            .order
            .as_ref()
            .filter(|_| line.ordered + over < line.received + found)?;
        let (item, order) = (item.item.to_string(), order.to_string());
        Some(Effect::Vouch(Refusal::OverReceipt {
            item,
            order,
            open,
            found,
        }))
    }

    /// Takes a licence plate on a label of its own; returns what to tell.
    fn plate(&mut self, sscc: &Lpn, scanned: &Scanned) -> Result<String, Refusal> {
        if scanned.symbol.is_empty() {
            self.lpn = Some(sscc.clone());
        } else {
            self.hand.note(scanned)?;
        }
        let kept = if self.hand.item.is_some() { "" } else { "kept: " };
        Ok(format!("{kept}plate {sscc}"))
    }

    /// Returns what is wrong with the label as a whole, but only once: when the last missing part has come.
    pub(super) fn judged(&self) -> Option<Effect> {
        let is_whole = self.was.missing(true).is_some() && self.hand.missing(true).is_none();
        self.hand.fault().filter(|_| is_whole)
    }

    pub(super) fn enter(&mut self) -> Vec<Effect> {
        self.again.forget();
        match (self.wanted(), self.last.clone()) {
            (Step::Place, Some(last)) => {
                let place = Question::Place(last);
                vec![Effect::Ask(event::Question::Receive(place))]
            }
            _ => self.hint(),
        }
    }

    /// Puts the goods in hand into a bin; one that is not meant for them only when it is scanned twice.
    pub(super) fn place(&mut self, place: &Location) -> Vec<Effect> {
        let is_whole = self.wanted() == Step::Place && !self.hand.qty.is_zero();
        if let Some(question) = asked(&mut self.again, place, &self.hand, is_whole) {
            return vec![question];
        }
        self.put(place.location.clone(), !is_set_aside(place.purpose))
    }

    pub(super) fn command(&mut self, command: &Command, context: &Context) -> Vec<Effect> {
        self.again.forget();
        match (command, self.far.take()) {
            (Command::Confirm, Some(far)) => return self.confirm_far(*far),
            (Command::Back, Some(_)) => return self.hint(),
            _ => {}
        }
        match command {
            Command::Qty(qty) => {
                let before = self.hand.clone();
                match self.hand.set(*qty) {
                    Ok(echo) => {
                        self.was = before;
                        [info(echo)].into_iter().chain(self.too_many(context)).collect()
                    }
                    Err(refusal) => vec![Effect::Refuse(refusal)],
                }
            }
            Command::Status(status) => self.mark(*status),
            Command::Damaged => self.mark(Status::Damaged),
            Command::Done if self.hand.is_empty() => self.leave(),
            Command::Done => vec![too_early("DONE", self.prompt())],
            Command::Back if self.has_too_many_back(context) => {
                vec![info(format!("{} in hand", self.hand.named()))]
            }
            Command::Back => self.back(),
            _ => self.hint(),
        }
    }

    fn mark(&mut self, status: Status) -> Vec<Effect> {
        self.status = Some(status);
        vec![info(format!(
            "{status}. {}",
            crate::flows::machine::Machine::prompt(self)
        ))]
    }

    /// Takes back the quantity that is more than may be received, as long as the goods had another one; returns whether
    /// they had.
    fn has_too_many_back(&mut self, context: &Context) -> bool {
        let is_same = self.was.item.is_some() && self.was.lacks(true) == self.hand.lacks(true);
        if !is_same || self.was.qty == self.hand.qty || self.too_many(context).is_none() {
            return false;
        }
        self.hand = std::mem::take(&mut self.was);
        true
    }

    fn back(&mut self) -> Vec<Effect> {
        if self.lpn.take().is_some() || self.status.take().is_some() || self.hand.back() {
            return self.hint();
        }
        if self.wanted() == Step::Order {
            return vec![Effect::Leave];
        }
        *self = Self {
            last: self.last.take(),
            counted: std::mem::take(&mut self.counted),
            ..Self::default()
        };
        self.hint()
    }

    /// Leaves the order, telling what has still to come.
    fn leave(&self) -> Vec<Effect> {
        let Some(order) = &self.order else {
            return vec![Effect::Leave];
        };
        let open: Vec<String> = self
            .lines
            .iter()
            .filter(|line| !line.open().is_zero())
            .map(|line| format!("{} {}", many(line.open(), &line.uom), line.item))
            .collect();
        let text = match open.as_slice() {
            [] => format!("{order} is received in full"),
            some => format!("{order} stays open: {}", some.join(", ")),
        };
        vec![crate::flows::goods::good(text), Effect::Leave]
    }

    /// Posts the goods in hand to their place; Enter may put the next ones there too if it `offers` that.
    fn put(&mut self, to: LocationCode, offers: bool) -> Vec<Effect> {
        if self.wanted() != Step::Place || self.hand.qty.is_zero() {
            return vec![too_early(to, self.prompt())];
        }
        let Some(item) = self.hand.item.clone() else {
            return self.hint();
        };
        if self.blind && self.cost.is_none() {
            return vec![Effect::Refuse(Refusal::NoCost {
                item: item.item.to_string(),
            })];
        }
        let qty: Qty = self.hand.qty;
        let lpn = self.lpn();
        let on = lpn.as_ref().map(|lpn: &Lpn| format!(" on {lpn}"));
        let on = on.unwrap_or_default();
        let set = self
            .status
            .map(|status| format!(", {status}"))
            .unwrap_or_default();
        self.posted = Some(format!("{} received at {to}{on}{set}", self.hand.named()));
        self.going = Some(to.clone()).filter(|_| offers);
        vec![post(Receive {
            item: item.item.clone(),
            qty,
            cost: self.cost.filter(|_| self.blind),
            value: None,
            to: Some(to),
            lot: self.hand.lot(),
            expiry: self.hand.expiry(),
            serial: self.hand.serial(),
            vendor: None,
            status: self.status,
            order: self.order.clone(),
            line: None,
            lpn,
            invoice: None,
            currency: None,
            rate: None,
        })]
    }

    fn prompt(&self) -> String {
        crate::flows::machine::Machine::prompt(self)
    }
}
