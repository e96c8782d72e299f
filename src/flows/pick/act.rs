//! What the picker does: claims work, puts goods into the tote, skips, runs short, leaves.

use super::{After, Hand, Posted, Question, RENEW_AFTER_MS, State, Step};
use crate::domain::code::{LocationCode, OrderNo};
use crate::domain::task::TaskKind;
use crate::domain::weight::is_weight;
use crate::flows::event::{self, Command, Context, Effect};
use crate::flows::goods::{good, info, many, post, post_because, unexpected, warn};
use crate::flows::machine::Machine;
use crate::flows::pieces::Pieces;
use crate::operations::request::{GetWork, KeepWork, Pick, Short, TakeOver};

impl State {
    pub(super) fn enter(&mut self) -> Vec<Effect> {
        match self.wanted() {
            Step::Work => self.claim(None),
            Step::Quantity | Step::Put if !self.hand.qty.is_zero() => self.finish(After::Stay),
            _ => vec![info(self.prompt())],
        }
    }

    pub(super) fn command(&mut self, command: Command) -> Vec<Effect> {
        let busy = !self.stops.is_empty();
        match command {
            Command::Back => self.back(),
            Command::Confirm => self.confirm(),
            Command::TakeOver => self.take_over(),
            Command::Done if matches!(self.wanted(), Step::Work | Step::Bin) => self.leave(),
            Command::Done => self.enter(),
            Command::Short if self.why => self.finish(After::Short("not_found".into())),
            Command::Short | Command::Empty | Command::Damaged | Command::Reason(_)
                if self.wanted() == Step::Bin =>
            {
                let need = format!("Go to {}, scan it", self.here());
                vec![unexpected(need, "What is short shows at its bin")]
            }
            Command::Short if busy => {
                self.why = true;
                vec![info(self.prompt())]
            }
            Command::Empty if busy => self.finish(After::Short("empty".into())),
            Command::Damaged if busy => self.finish(After::Short("damaged".into())),
            Command::Reason(code) if busy => self.finish(After::Short(code)),
            Command::Skip if busy => self.finish(After::Skip),
            Command::Full if busy => self.finish(After::NewTote),
            Command::Qty(qty) => match self.stops.first().cloned() {
                Some(stop) => self.typed(&stop, qty),
                None => vec![info(self.prompt())],
            },
            _ => vec![info(self.prompt())],
        }
    }

    /// Claims an order that was scanned, and asks where else the operator has it open.
    pub(super) fn claim_scanned(&mut self, order: OrderNo) -> Vec<Effect> {
        let question = Question::Claimed { order: order.clone() };
        let mut effects = vec![Effect::Ask(event::Question::Pick(question))];
        effects.extend(self.claim(Some(order)));
        effects
    }

    pub(super) fn claim(&mut self, order: Option<OrderNo>) -> Vec<Effect> {
        self.order.clone_from(&order);
        self.held = None;
        self.put = None;
        self.counted = Pieces::default();
        self.claim_of(order)
    }

    /// Claims work, and leaves what was scanned as it is.
    pub(super) fn claim_of(&mut self, order: Option<OrderNo>) -> Vec<Effect> {
        self.posted.push_back(Posted::Work);
        let kind = TaskKind::Pick;
        let location = None;
        vec![post(GetWork {
            kind,
            order,
            location,
        })]
    }

    pub(super) fn back(&mut self) -> Vec<Effect> {
        match self.wanted() {
            Step::Work | Step::Bin => return self.leave(),
            Step::Reason => self.why = false,
            _ if self.new_tote.take().is_some() => {}
            _ if self.after.take().is_some() => {}
            _ if self.hand.kept.back() => self.hand.forget_kept_lot(),
            _ if self.hand != Hand::default() => self.hand = Hand::default(),
            _ => self.at = None,
        }
        vec![info(self.prompt())]
    }

    fn here(&self) -> LocationCode {
        let stop = self.stops.first();
        stop.map(|stop| stop.location.clone()).unwrap_or_default()
    }

    /// Gives the work back and goes home.
    pub(super) fn leave(&mut self) -> Vec<Effect> {
        if self.stops.is_empty() {
            return vec![Effect::Leave];
        }
        self.posted.push_back(Posted::Leave);
        let (tasks, keep) = (self.tasks(), false);
        vec![post(KeepWork { tasks, keep })]
    }

    pub(super) fn take_over(&mut self) -> Vec<Effect> {
        let Some(order) = self.held.take() else {
            return vec![info(self.prompt())];
        };
        self.order = Some(order.clone());
        self.posted.push_back(Posted::Work);
        let kind = TaskKind::Pick;
        let location = None;
        vec![post(TakeOver {
            kind,
            order,
            location,
        })]
    }

    /// Renews the claim, but not more than once a minute.
    pub(super) fn renew(&mut self, context: &Context) -> Vec<Effect> {
        if self.stops.is_empty() || context.now.since_ms(self.renewed) < RENEW_AFTER_MS {
            return Vec::new();
        }
        self.renewed = context.now;
        self.posted.push_back(Posted::Keep);
        let (tasks, keep) = (self.tasks(), true);
        vec![post(KeepWork { tasks, keep })]
    }

    /// Puts what is in hand into the tote, then does what comes after; waits if there is no tote yet.
    pub(super) fn finish(&mut self, after: After) -> Vec<Effect> {
        self.why = false;
        let Some(stop) = self.stops.first().cloned() else {
            return Vec::new();
        };
        if self.wanted() == Step::Lot && !self.hand.qty.is_zero() {
            // Nobody knows yet of which lot these are; they are no goods of the promised one.
            let goods = many(self.hand.qty, &stop.uom);
            if matches!(after, After::Short(_)) {
                self.hand = Hand::default();
                self.after = Some(after);
                let mut effects = vec![warn(
                    "SHORT",
                    format!("put {goods} back: their lot was not scanned"),
                )];
                effects.extend(self.go_on(stop.task));
                return effects;
            }
            let found = format!("{goods} in hand, lot not scanned");
            return vec![unexpected(
                format!("{}, or BACK puts it back", self.prompt()),
                found,
            )];
        }
        self.after = Some(after);
        if self.hand.qty.is_zero() {
            return self.go_on(stop.task);
        }
        let Some(tote) = self.tote.clone() else {
            return vec![info(self.prompt())];
        };
        let lot = self.hand.lot.clone().filter(|lot| *lot != stop.lot);
        let serial = self.hand.serial.clone().filter(|serial| *serial != stop.serial);
        let text = format!("{} put in {tote}", self.hand.named(&stop));
        if !self.totes.contains(&tote) {
            self.totes.push(tote.clone());
        }
        let (task, qty, order) = (Some(stop.task), Some(self.hand.qty), None);
        let last = self.hand.last_piece();
        let pick = Pick {
            piece: Some(last).filter(|last| is_weight(&stop.uom) && *last < self.hand.qty),
            tote,
            task,
            qty,
            order,
            lot,
            serial,
        };
        let (put, reason) = (self.put_in(&stop, &pick), self.hand.reason.clone());
        self.posted.push_back(Posted::Pick { text, put });
        vec![post_because(pick, reason)]
    }

    /// Does what comes after the goods are in the tote.
    pub(super) fn go_on(&mut self, task: i64) -> Vec<Effect> {
        match self.after.take() {
            Some(After::Short(code)) => {
                self.posted.push_back(Posted::Short);
                let location = None;
                return vec![post(Short { task, code, location })];
            }
            Some(After::Skip) => {
                self.skipped.retain(|known| *known != task);
                self.skipped.push(task);
                self.hand = Hand::default();
            }
            Some(After::NewTote) => {
                let full = self.tote.take();
                let told = full.map(|tote| good(format!("{tote} is full; the next goods go into another")));
                return told.into_iter().chain(self.ask_work()).collect();
            }
            Some(After::Stay) | None => {}
        }
        self.ask_work()
    }

    pub(super) fn ask_work(&self) -> Vec<Effect> {
        let question = |order: &OrderNo| Question::Work {
            order: order.clone(),
            wants_tote: self.tote.is_none(),
        };
        let ask = |order| Effect::Ask(event::Question::Pick(question(order)));
        self.order.iter().map(ask).collect()
    }
}
