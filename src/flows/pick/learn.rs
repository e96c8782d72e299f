//! What the store answers to a pick.

use super::short::Shortage;
use super::{After, Hand, Posted, State, Stop, Told};
use crate::domain::amount::Qty;
use crate::domain::blind::Stated;
use crate::domain::code::{LotCode, Lpn, OrderNo, Terminal};
use crate::domain::refusal::Refusal;
use crate::domain::shelf_life::leaves_before;
use crate::flows::event::Effect;
use crate::flows::goods::{counted, good, info, many_of, unexpected, warn};
use crate::flows::kept::Kept;
use crate::operations::answer::Answer;
use chrono::NaiveDate;

/// What remains of an order when the operator has no stops left.
pub(super) struct Rest {
    /// Lines that wait for stock.
    waiting: usize,
    /// Stops that are open and not the operator's.
    others: usize,
    /// Totes with its goods, whoever filled them.
    totes: Vec<Lpn>,
}

/// What is known of a lot other than the promised one.
struct Other {
    expiry: Option<NaiveDate>,
    free: Stated,
    any: bool,
    forced: bool,
    life: Option<(i64, i64)>,
}

/// Tells that the operator has work of the order at another terminal.
fn left_open(order: &OrderNo, terminal: &Terminal) -> Effect {
    let text = format!("you left {order} open at {terminal}; go on with it here");
    warn("WORK LEFT", text)
}

impl State {
    pub(super) fn told(&mut self, told: Told) -> Vec<Effect> {
        match told {
            Told::Work {
                order,
                stops,
                waiting,
                others,
                totes,
                tote,
            } => {
                self.example = tote;
                let put = self.put_before_short.take();
                let short = self
                    .was_short
                    .take()
                    .map(|short| short.told(&stops, put.as_deref()));
                let rest = Rest {
                    waiting,
                    others,
                    totes,
                };
                let mut effects = Vec::from_iter(short);
                effects.extend(self.work(&order, stops, &rest));
                effects
            }
            Told::Lot {
                lot,
                obstacle: Some(refusal),
                ..
            } => self.may_not_leave(&lot, refusal),
            Told::Claimed { order, terminal } => terminal.iter().map(|at| left_open(&order, at)).collect(),
            Told::Lot {
                lot,
                is_known: false,
                otherwise,
                ..
            } if self.stops.first().is_none_or(|stop| stop.lot != lot) => self.no_lot(&lot, otherwise),
            Told::Lot {
                lot,
                expiry,
                free,
                any,
                forced,
                life,
                obstacle: None,
                ..
            } => self.lot_told(
                &lot,
                &Other {
                    expiry,
                    free,
                    any,
                    forced,
                    life,
                },
            ),
            Told::Serial {
                serial,
                is_free,
                obstacle,
            } => self.serial_told(serial, is_free, obstacle),
            Told::Tote {
                tote,
                otherwise: Some(found),
                is_piece,
                ..
            } => self.not_a_tote(&tote, is_piece, found),
            Told::Tote {
                tote, is_new, unfit, ..
            } => self.tote_told(tote, is_new, unfit),
        }
    }

    /// Refuses a code that is no lot of the item.
    fn no_lot(&mut self, lot: &LotCode, otherwise: Option<String>) -> Vec<Effect> {
        let Some(stop) = self.stops.first().cloned() else {
            return Vec::new();
        };
        (self.hand.doubt, self.hand.limit) = (None, None);
        self.hand.kept = Kept::default();
        let need = format!("Scan {}, or say SHORT", self.missing(&stop));
        let unknown = || format!("{lot} is no known lot of {}", stop.item);
        vec![unexpected(need, otherwise.unwrap_or_else(unknown))]
    }

    pub(super) fn work(&mut self, order: &OrderNo, mut stops: Vec<Stop>, rest: &Rest) -> Vec<Effect> {
        let place = |stop: &Stop| {
            self.skipped
                .iter()
                .position(|task| *task == stop.task)
                .map_or(0, |n| n + 1)
        };
        stops.sort_by_key(|stop| place(stop));
        let before = self.stops.first().map(|stop| (stop.task, stop.left));
        let was_picking = before.is_some();
        let at_hand = before.filter(|_| self.hand != Hand::default());
        if let Some(n) = at_hand.and_then(|(task, _)| stops.iter().position(|stop| stop.task == task)) {
            stops[..=n].rotate_right(1); // what is in hand belongs to it, whatever the order of the others
        }
        self.stops = stops;
        self.order = Some(order.clone());
        let now = self.stops.first().map(|stop| (stop.task, stop.left));
        if before.map(|it| it.0) != now.map(|it| it.0) {
            self.barred = None;
        }
        if before != now {
            self.hand = Hand::default();
            self.after = None;
        }
        if now.is_some() {
            return Vec::new();
        }
        let own: Vec<String> = self.totes.iter().map(ToString::to_string).collect();
        *self = Self {
            counted: std::mem::take(&mut self.counted),
            put: self.put.take(),
            ..Self::default()
        };
        let bring: Vec<String> = rest.totes.iter().map(ToString::to_string).collect();
        let (bring, is_brought) = (bring.join(", "), was_picking && !own.is_empty());
        vec![match (rest.waiting, rest.others) {
            (_, 1..) => {
                let stops = counted(rest.others, "stop");
                let tote = if own.is_empty() {
                    String::new()
                } else {
                    format!("; goods in {bring}")
                };
                info(format!(
                    "{stops} of {order} not picked yet{tote}. Scan {order} to go on"
                ))
            }
            (0, 0) if is_brought => good(format!("{order} is picked. Bring {bring} to packing")),
            (lines, 0) if is_brought => {
                let lines = counted(lines, "line");
                good(format!(
                    "{lines} of {order} not in stock yet. Bring {bring} to packing"
                ))
            }
            (0, 0) => info(format!("{order} has nothing left to pick")),
            (lines, 0) => info(format!("{} of {order} not in stock yet", counted(lines, "line"))),
        }]
    }

    /// Refuses a lot that may not leave; what was promised of it may have moved to another one by now.
    fn may_not_leave(&mut self, lot: &LotCode, refusal: Refusal) -> Vec<Effect> {
        let is_promised = self.bar(lot);
        let mut effects = vec![Effect::Refuse(refusal)];
        if is_promised {
            effects.extend(self.ask_work());
        }
        effects
    }

    /// Sets a lot aside that may not leave; what was taken of it goes back. Returns whether it was the promised one.
    fn bar(&mut self, lot: &LotCode) -> bool {
        let is_promised = self.stops.first().is_some_and(|stop| stop.lot == *lot);
        self.barred = Some(lot.clone()).filter(|_| is_promised);
        self.hand = Hand::default();
        self.after = None;
        is_promised
    }

    /// Takes what is known of the lot that was scanned: the promised one is taken, and another one waits to be
    /// confirmed.
    fn lot_told(&mut self, lot: &LotCode, known: &Other) -> Vec<Effect> {
        let Some(stop) = self.stops.first().cloned() else {
            return Vec::new();
        };
        // A lot whose item is still missing was only looked up.
        let is_kept = self.hand.doubt.as_ref().is_none_or(|(asked, _)| asked != lot);
        if is_kept && *lot == stop.lot {
            return vec![info(self.hand.kept.told())];
        }
        if *lot == stop.lot {
            (self.barred, self.hand.limit, self.hand.reason) = (None, None, None);
            return self.take_lot();
        }
        let Other {
            expiry,
            free,
            any,
            forced,
            life,
        } = *known;
        let found = lot.to_string();
        self.hand.limit = free.known();
        if free.is_zero() {
            (self.hand.doubt, self.hand.limit) = (None, None);
            self.hand.kept = Kept::default();
            let hint = format!(" (not free in {})", stop.location);
            let need = format!("Scan {}, or say SHORT", self.missing(&stop));
            return vec![Effect::Refuse(Refusal::WrongLot { need, found, hint })];
        }
        let is_plenty = !free.is_below(stop.left) && life.is_none();
        if is_kept {
            self.hand.doubt = Some((lot.clone(), Qty::ZERO));
        }
        if any && is_plenty {
            return self.confirm();
        }
        let compared = match (expiry, stop.expiry) {
            (Some(found), _) if leaves_before(stop.expiry, expiry) => format!(" (expires later, {found})"),
            (Some(found), _) => format!(" (expires {found})"),
            (None, _) => String::new(),
        };
        let mut hint = compared;
        if let Some(free) = free.known().filter(|free| *free < stop.left) {
            let of = many_of(free, stop.left, &stop.uom);
            hint = format!("{hint}, only {of} free in {}", stop.location);
        }
        if let Some((days, wanted)) = life {
            hint = format!("{hint}, days left {days} of {wanted}");
        }
        let need = match (self.is_barred(&stop), forced || life.is_some()) {
            (true, false) => "CONFIRM takes it, or say SHORT".to_owned(),
            (true, true) => "CONFIRM, and a supervisor accepts it at the tote, or say SHORT".to_owned(),
            (false, false) => format!("Scan {}, or CONFIRM", self.missing(&stop)),
            (false, true) => format!(
                "Scan {}, or CONFIRM, and a supervisor accepts it at the tote",
                self.missing(&stop)
            ),
        };
        vec![Effect::Refuse(Refusal::WrongLot { need, found, hint })]
    }

    pub(super) fn answered(&mut self, answer: &Answer) -> Vec<Effect> {
        let posted = self.posted.pop_front();
        if let Some(refusal) = &answer.refusal {
            return self.refused(posted.as_ref(), refusal);
        }
        match posted {
            Some(Posted::Work) => {
                self.order = answer
                    .note
                    .as_deref()
                    .map(OrderNo::from)
                    .or_else(|| self.order.take());
                self.ask_work()
            }
            Some(Posted::Keep) => Vec::new(),
            Some(Posted::Leave) => vec![Effect::Leave],
            Some(Posted::Pick { text, put }) => {
                self.put = put.map(|put| Box::new(put.under(answer.id.clone())));
                self.picked(text)
            }
            Some(Posted::Back(order)) => {
                self.order = Some(order);
                self.ask_work()
            }
            Some(Posted::Short) => {
                self.was_short = Shortage::of(self);
                self.hand = Hand::default();
                self.ask_work()
            }
            None => self.ask_work(),
        }
    }

    pub(super) fn picked(&mut self, text: String) -> Vec<Effect> {
        let (mut task, put) = (0, self.hand.qty);
        if let Some(stop) = self.stops.first_mut() {
            task = stop.task;
            let is_done = stop.is_enough(put, self.hand.last_piece());
            stop.left -= put;
            // What was said to be short turned out to be enough: there is no task left to report.
            self.after = self
                .after
                .take()
                .filter(|after| !is_done || !matches!(after, After::Short(_)));
        }
        self.hand.qty = Qty::ZERO;
        self.hand.serial = None;
        self.counted.append(&mut self.hand.pieces);
        self.hand.open = None;
        if self.hand.limit.is_some() || self.hand.reason.is_some() {
            // The next goods may be of the promised lot again, or of a third one.
            self.hand = Hand::default();
        }
        let is_short = matches!(self.after, Some(After::Short(_)));
        self.put_before_short = Some(text.clone()).filter(|_| is_short);
        let mut effects = vec![good(text)];
        effects.extend(self.go_on(task));
        effects
    }

    /// Takes a refusal: asks again for a refused tote, offers to take over lost work, and keeps all that was scanned.
    pub(super) fn refused(&mut self, posted: Option<&Posted>, refusal: &Refusal) -> Vec<Effect> {
        match (posted, refusal) {
            (Some(Posted::Leave), _) => return vec![Effect::Leave],
            (_, Refusal::Held { .. }) => {
                self.held = self.order.take().or_else(|| self.held.take());
                self.stops.clear();
                self.hand = Hand::default();
            }
            (Some(Posted::Pick { .. }), Refusal::WrongLpn { .. }) => self.tote = None,
            (Some(Posted::Pick { .. }), Refusal::OnHold { lot, .. } | Refusal::Expired { lot, .. }) => {
                let is_promised = self.bar(&LotCode::from(lot.as_str()));
                if is_promised {
                    return self.ask_work();
                }
            }
            (
                Some(Posted::Pick { .. } | Posted::Short),
                Refusal::WrongState { .. } | Refusal::NotClaimed { .. },
            ) => return self.ask_work(),
            (Some(Posted::Pick { .. }), Refusal::SerialCounted { .. }) => {
                self.hand = Hand::default();
                self.after = None;
            }
            (Some(Posted::Pick { .. }), Refusal::Promised { .. }) => {
                self.hand.serial = None;
                self.after = None;
            }
            (Some(Posted::Pick { .. }), _) => self.after = None,
            (Some(Posted::Work), _) => {
                self.order = None;
                self.stops.clear();
                self.hand = Hand::default();
            }
            _ => {}
        }
        Vec::new()
    }
}
