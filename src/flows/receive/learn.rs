//! What the store answers to receiving.

use super::{State, Told};
use crate::domain::refusal::Refusal;
use crate::domain::shelf_life::{ShelfLife, Unusable, leaves_before};
use crate::flows::event::{Context, Effect};
use crate::flows::expiry;
use crate::flows::goods::{counted, good, info, warn};
use crate::flows::hand::Hand;
use crate::flows::machine::Machine;
use crate::operations::answer::Answer;
use chrono::NaiveDate;

impl State {
    pub(super) fn told(&mut self, told: Told, context: &Context) -> Vec<Effect> {
        match told {
            Told::Order { order, vendor, lines } => self.order_lines(&order.to_string(), vendor, lines),
            Told::Lot { expiry, hold, latest } => {
                let mut effects = self.lot(expiry, hold, latest, context);
                if self.far.is_none() {
                    effects.extend(self.over(context));
                }
                effects
            }
            Told::Serial(Some(at)) => {
                let hand = std::mem::replace(&mut self.hand, std::mem::take(&mut self.was));
                let item = hand
                    .item
                    .as_ref()
                    .map(|item| item.item.to_string())
                    .unwrap_or_default();
                let serial = hand.serial().unwrap_or_default().to_string();
                if self.hand.item.is_none() {
                    self.hand.begin_anew();
                }
                vec![Effect::Refuse(Refusal::SerialInStock {
                    item,
                    serial,
                    at: at.to_string(),
                })]
            }
            Told::Otherwise(found) => {
                self.hand = std::mem::take(&mut self.was);
                let need = Machine::prompt(self);
                vec![Effect::Refuse(Refusal::NotExpected { need, found })]
            }
            Told::Cost(Some(cost)) => {
                self.cost = Some(cost);
                Vec::new()
            }
            Told::Cost(None) => {
                let hand = std::mem::replace(&mut self.hand, std::mem::take(&mut self.was));
                self.blind = false;
                let item = hand.item.map(|item| item.item.to_string()).unwrap_or_default();
                vec![Effect::Refuse(Refusal::NoCost { item })]
            }
            Told::Serial(None) => self.over(context).into_iter().chain(self.judged()).collect(),
            Told::Place(place) => self.place(&place),
        }
    }

    fn order_lines(&mut self, order: &str, vendor: String, lines: Vec<super::Line>) -> Vec<Effect> {
        let first = self.lines.is_empty();
        self.vendor = vendor;
        self.lines = lines;
        if !first {
            return Vec::new();
        }
        let open = self.lines.iter().filter(|line| !line.open().is_zero()).count();
        if open == 0 {
            return vec![warn("RECEIVED", format!("{order} is received in full"))];
        }
        let open = counted(open, "line");
        vec![info(format!("{order} from {}: {open} open", self.vendor))]
    }

    /// Takes what the store knows of the lot; its expiry stands in for one that is not on the label.
    fn lot(
        &mut self,
        known: Option<NaiveDate>,
        hold: Option<String>,
        latest: Option<NaiveDate>,
        context: &Context,
    ) -> Vec<Effect> {
        self.hand.dated = known.is_some();
        let lot = self.hand.lot().unwrap_or_default();
        if let Some(why) = hold {
            let text = format!("lot {lot}: {why}. Set it aside, or receive it into quarantine");
            return vec![warn("ON HOLD", text)];
        }
        if let (Some(known), Some(found)) = (known, self.hand.expiry())
            && known != found
        {
            let text = format!(
                "lot {lot} expires {known} by our books, {found} by this label. Check it; at its place a supervisor decides"
            );
            return vec![warn("OTHER EXPIRY", text)];
        }
        if known.is_none()
            && let Some(question) = self.doubt_expiry(&lot, context)
        {
            return question;
        }
        let Some(expiry) = self.hand.expiry().or(known) else {
            return self.judged().into_iter().collect();
        };
        let echo = format!("lot {lot} expires {}", expiry::echo(expiry, context.today));
        if let Some(effect) = self.unusable(&echo, expiry, context) {
            return vec![effect];
        }
        match latest {
            Some(latest) if leaves_before(Some(expiry), Some(latest)) => {
                vec![warn(
                    "OLDER",
                    format!("{echo}; stock on hand lasts until {latest}"),
                )]
            }
            _ => {
                let mut effects = vec![info(echo)];
                effects.extend(self.judged());
                effects
            }
        }
    }

    /// Returns a warning about goods that a supervisor must accept, unless they are set aside, because they have expired
    /// or expire too soon.
    fn unusable(&self, echo: &str, expiry: NaiveDate, context: &Context) -> Option<Effect> {
        let least = self.hand.item.as_ref().and_then(|item| item.min_life_days);
        let least = least.unwrap_or(0);
        // What arrives on its last day has not expired yet.
        let checked = ShelfLife::on(context.today, true).check_day(expiry, least);
        let remedy = "Receive it into quarantine, or a supervisor accepts it at its place";
        match checked {
            Err(Unusable::Expired { .. }) => Some(warn("EXPIRED", format!("{echo}. {remedy}"))),
            Err(Unusable::Short { .. }) => {
                Some(warn("SHORT LIFE", format!("{echo}, needed {least}. {remedy}")))
            }
            _ => None,
        }
    }

    pub(super) fn answered(&mut self, answer: &Answer) -> Vec<Effect> {
        let (told, going) = (self.posted.take(), self.going.take());
        if answer.refusal.is_some() {
            return Vec::new();
        }
        let mut effects = Vec::new();
        if let Some(text) = told {
            self.last = going.or(self.last.take());
            self.counted.append(&mut self.hand.pieces);
            self.hand = Hand::default();
            self.status = None;
            self.lpn = None;
            if self.blind {
                self.cost = None;
                self.blind = false;
            }
            effects.push(good(text));
        }
        effects.extend(self.refresh());
        effects
    }
}
