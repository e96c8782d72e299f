//! Totes: whether one may take the goods is known as soon as it is scanned.

use super::{After, Question, State, Step};
use crate::domain::code::{Lpn, Serial};
use crate::domain::refusal::Refusal;
use crate::domain::stock::LpnKind;
use crate::flows::event::{self, Effect};
use crate::flows::goods::{good, info, is_trade_item, unexpected};
use crate::flows::machine::Machine;
use crate::flows::scanned::Scanned;

impl State {
    /// Takes a tote: one already in use at any step, an unknown code where a tote is wanted, or before the goods.
    pub(super) fn tote_scanned(&mut self, scanned: &Scanned) -> Option<Vec<Effect>> {
        let tote = scanned.plate().filter(|plate| plate.kind == LpnKind::Tote);
        let is_used = self
            .tote
            .as_ref()
            .is_some_and(|tote| *tote.as_str() == *scanned.text);
        let code = match (tote, self.wanted()) {
            (Some(plate), _) => plate.lpn.clone(),
            _ if is_used => self.tote.clone().unwrap_or_default(),
            (None, Step::Tote) if scanned.typed && scanned.quantity().is_some() => {
                // A bare number typed here is a quantity that came too late, not a tote.
                return Some(vec![unexpected(
                    "Scan a tote's label",
                    format!("{} is a quantity", scanned.text),
                )]);
            }
            (None, Step::Tote) => could_be_tote(scanned)?,
            (None, Step::Bin | Step::Item | Step::Quantity)
                if !scanned.lots.is_empty() || !self.hand.kept.is_empty() =>
            {
                return None;
            }
            (None, Step::Bin | Step::Item | Step::Quantity) if !scanned.typed || self.wants_piece() => {
                let stop = self.stops.first()?;
                let is_of_stop =
                    stop.names(&scanned.text) || stop.check_digits.as_ref() == Some(&scanned.text);
                could_be_tote(scanned).filter(|_| !is_of_stop && scanned.quantity().is_none())?
            }
            _ => return None,
        };
        if let Some(refused) = self.not_in_use(&code).filter(|_| tote.is_some()) {
            return Some(vec![refused]);
        }
        if self.new_tote.as_ref() == Some(&code) {
            self.new_tote = None;
            return Some(self.take_tote(code));
        }
        self.new_tote = None;
        if tote.is_some() && !self.hand.qty.is_zero() {
            // The goods go into it at once, so the rules judge it with them.
            return Some(self.take_tote(code));
        }
        let is_put = self.tote.is_none() && !self.hand.qty.is_zero() && self.wanted() == Step::Tote;
        let (task, tote) = (self.stops.first()?.task, code);
        Some(vec![Effect::Ask(event::Question::Pick(Question::Tote {
            task,
            tote,
            is_put,
        }))])
    }

    /// Refuses a tote other than the one in use, once goods are in hand.
    fn not_in_use(&self, code: &Lpn) -> Option<Effect> {
        let used = self.tote.as_ref().filter(|used| *used != code)?;
        if self.hand.qty.is_zero() {
            return None;
        }
        let need = format!("Scan {used}, or say FULL to change it");
        let (found, why) = (code.to_string(), "is not the tote in use".to_owned());
        Some(Effect::Refuse(Refusal::WrongLpn { need, found, why }))
    }

    /// Returns whether a serial number is scanned now, with its item or without it.
    fn wants_piece(&self) -> bool {
        let by_piece = self
            .stops
            .first()
            .is_some_and(|stop| stop.tracking.wants_serial());
        by_piece && self.wanted() == Step::Item
    }

    /// Returns whether nothing but a tote is awaited.
    fn takes_tote(&self) -> bool {
        !matches!(self.wanted(), Step::Bin | Step::Item | Step::Quantity)
    }

    /// Takes a code that the books know as something else than a tote: a piece of the stop is picked by it.
    pub(super) fn not_a_tote(&mut self, code: &Lpn, is_piece: bool, found: String) -> Vec<Effect> {
        if is_piece && self.wants_piece() {
            return self.serial(Serial::from(code.as_str()));
        }
        let need = match self.stops.first() {
            _ if self.takes_tote() => "Scan a tote's label".to_owned(),
            Some(stop) if self.wanted() == Step::Item => format!("Scan {}, or say SHORT", stop.goods()),
            _ => self.prompt(),
        };
        vec![unexpected(need, found)]
    }

    /// Takes what is known of a tote that was scanned.
    pub(super) fn tote_told(&mut self, tote: Lpn, is_new: bool, unfit: Option<Refusal>) -> Vec<Effect> {
        let other = self.not_in_use(&tote);
        let is_wanted = self.takes_tote() && other.is_none();
        match (unfit.map(Effect::Refuse).or(other.filter(|_| !is_new)), is_new) {
            (Some(refused), _) => vec![refused],
            (None, true) if is_wanted => {
                let found = format!("{tote} is not known as a tote");
                self.new_tote = Some(tote);
                vec![unexpected("Scan it again if it is one, or CONFIRM", found)]
            }
            (None, true) => {
                let need = match self.stops.first() {
                    Some(stop) if self.wanted() == Step::Item => {
                        format!("Scan {}, or say SHORT", stop.goods())
                    }
                    _ => self.prompt(),
                };
                vec![unexpected(need, format!("{tote} is unknown"))]
            }
            (None, false) => self.take_tote(tote),
        }
    }

    /// Puts what is in hand into a tote that may take it, or begins to pick into it.
    pub(super) fn take_tote(&mut self, tote: Lpn) -> Vec<Effect> {
        let wanted = self.wanted();
        let text = format!("picking into {tote}");
        self.tote = Some(tote);
        if self.hand.qty.is_zero() {
            return vec![good(text)];
        }
        let after = self.after.take().unwrap_or(After::Stay);
        if matches!(wanted, Step::Tote | Step::Quantity | Step::Put) {
            self.finish(after)
        } else {
            self.after = Some(after).filter(|after| *after != After::Stay);
            vec![info(self.prompt())]
        }
    }
}

/// Returns the code of something nobody knows that may be a tote: a plain code, or the label of a logistic unit.
fn could_be_tote(scanned: &Scanned) -> Option<Lpn> {
    if !scanned.meanings.is_empty() || scanned.is_part() {
        return None;
    }
    if let Some(label) = &scanned.label.sscc {
        return Some(label.clone());
    }
    if is_trade_item(scanned) {
        return None;
    }
    let is_plain = scanned.symbol.is_empty() && !scanned.text.starts_with([']', '$', '%']);
    let fits = is_plain && (1..=30).contains(&scanned.text.chars().count());
    fits.then(|| Lpn::from(scanned.text.as_str()))
}
