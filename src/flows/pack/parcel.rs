//! The parcel: its code, its carton, its weight, and its label that closes it.

use super::{Question, State};
use crate::domain::code::{Lpn, OrderNo};
use crate::domain::parcel::{self, HEAVIEST};
use crate::domain::refusal::Refusal;
use crate::domain::stock::{LpnKind, LpnState, Plate};
use crate::flows::event::{self, Effect, Job};
use crate::flows::goods::{info, is_trade_item, unexpected};
use crate::flows::home::next_job;
use crate::flows::machine::Machine;
use crate::flows::scanned::Scanned;

impl State {
    /// Resumes filling an open parcel; a closed one goes on to the dock.
    pub(super) fn resume(&mut self, scanned: &Scanned) -> Vec<Effect> {
        if let Some(job) = next_job(scanned).filter(|job| *job != Job::Pack) {
            return vec![Effect::Start(job, Some(Box::new(scanned.clone())))];
        }
        let open = |plate: &&Plate| plate.kind == LpnKind::Parcel && plate.state == LpnState::Open;
        let Some(plate) = scanned.plate().filter(open).cloned() else {
            return vec![unexpected(
                "Scan a tote, an open parcel or an order",
                scanned.known_as(),
            )];
        };
        let order = plate.order_no.unwrap_or_default();
        self.go_on_with(plate.lpn, &order);
        self.load(order)
    }

    /// Goes on with a parcel that was opened before. A name of the form `ORDER-P1` was made up, so there may be no label to
    /// scan.
    pub(super) fn go_on_with(&mut self, parcel: Lpn, order: &OrderNo) {
        self.is_unlabelled = parcel::order_in(parcel.as_str()) == Some(order.as_str());
        self.parcel = Some(parcel);
    }

    pub(super) fn parcel_scanned(&mut self, scanned: &Scanned) -> Vec<Effect> {
        let order = self.order.clone().unwrap_or_default();
        if let Some(plate) = scanned.plate() {
            let ours = plate.kind == LpnKind::Parcel && plate.order_no.as_ref() == Some(&order);
            if !ours || plate.state != LpnState::Open {
                let (need, found) = (
                    format!("Scan a new label, or an open parcel of {order}"),
                    plate.lpn.to_string(),
                );
                let of = plate.order_no.as_ref().filter(|of| **of != order);
                let of = of.map_or_else(String::new, |of| format!(" of {of}"));
                let why = if ours {
                    format!("is {}", plate.state)
                } else {
                    format!("is a {}{of}", plate.kind)
                };
                return vec![Effect::Refuse(Refusal::WrongLpn { need, found, why })];
            }
            let effects = self.open(plate.lpn.clone());
            self.go_on_with(plate.lpn.clone(), &order);
            return effects;
        } else if scanned.quantity().is_some() {
            let found = format!("{} is a quantity", scanned.text);
            return vec![unexpected("Scan a parcel label", found)];
        } else if !scanned.meanings.is_empty()
            || scanned.text.is_empty()
            || scanned.is_part()
            || is_trade_item(scanned)
        {
            return vec![unexpected("Scan a parcel label", scanned.known_as())];
        }
        let parcel = code_of(scanned);
        vec![Effect::Ask(event::Question::Pack(Question::Parcel {
            order,
            parcel,
        }))]
    }

    pub(super) fn open(&mut self, parcel: Lpn) -> Vec<Effect> {
        let text = format!("packing into {parcel}");
        self.parcel = Some(parcel);
        self.is_unlabelled = false;
        vec![info(text)]
    }

    /// Takes the carton of the parcel; a number is a quantity that came too late.
    pub(super) fn carton_scanned(&mut self, scanned: &Scanned) -> Vec<Effect> {
        if !scanned.meanings.is_empty() {
            return vec![unexpected(self.prompt(), scanned.known_as())];
        }
        if scanned.quantity().is_some() {
            let found = format!("{} is a quantity", scanned.text);
            return vec![unexpected(self.prompt(), found)];
        }
        let carton = scanned.text.clone();
        vec![Effect::Ask(event::Question::Pack(Question::Carton { carton }))]
    }

    /// Takes the kind of the carton, unless the books know the code as something else.
    pub(super) fn carton_told(&mut self, carton: String, otherwise: Option<String>) -> Vec<Effect> {
        if let Some(found) = otherwise {
            return vec![unexpected(self.prompt(), found)];
        }
        self.carton = Some(carton);
        self.next_stage()
    }

    pub(super) fn weigh(&mut self, scanned: &Scanned) -> Vec<Effect> {
        match scanned.number() {
            Some(weight) if parcel::may_weigh(weight) => {
                self.weight = Some(weight);
                self.next_stage()
            }
            Some(weight) => {
                let found = format!("a parcel does not weigh {weight} kg (above 0, at most {HEAVIEST})");
                vec![unexpected("Type the weight like 2.5", found)]
            }
            None => vec![unexpected("Type the weight like 2.5", scanned.is_not("a weight"))],
        }
    }

    pub(super) fn close_scanned(&mut self, scanned: &Scanned) -> Vec<Effect> {
        let found = code_of(scanned);
        match self.parcel.clone() {
            Some(parcel) if parcel == found => self.close(parcel),
            parcel => {
                let (need, found) = (format!("Scan {}", parcel.unwrap_or_default()), found.to_string());
                let why = "does not close this parcel".into();
                vec![Effect::Refuse(Refusal::WrongLpn { need, found, why })]
            }
        }
    }
}

/// Returns a read as the code of a licence plate, whether that is known or not.
pub(super) fn code_of(scanned: &Scanned) -> Lpn {
    let known = scanned.plate().map(|plate| plate.lpn.clone());
    let label = known.or_else(|| scanned.label.sscc.clone());
    label.unwrap_or_else(|| Lpn::from(scanned.text.as_str()))
}
