//! What the packer does: packs all, closes the parcel, goes back.

use super::{Posted, Stage, State, Step, ask_for_work};
use crate::domain::code::Lpn;
use crate::flows::event::{Command, Effect};
use crate::flows::goods::{info, many, post, warn};
use crate::flows::machine::Machine;
use crate::operations::request::{CloseParcel, Pack};

impl State {
    pub(super) fn enter(&mut self) -> Vec<Effect> {
        match self.wanted() {
            Step::Parcel => self.open_next(),
            Step::Carton | Step::Weight => self.next_stage(),
            Step::Close if self.is_unlabelled => {
                self.parcel.clone().map_or_else(Vec::new, |it| self.close(it))
            }
            _ => vec![info(self.prompt())],
        }
    }

    /// Opens a parcel under a code that was made up for it.
    fn open_next(&mut self) -> Vec<Effect> {
        let effects = self.open(self.next.clone());
        self.is_unlabelled = true;
        effects
    }

    pub(super) fn command(&mut self, command: Command) -> Vec<Effect> {
        match (command, self.wanted()) {
            (Command::Back, _) => self.back(),
            (Command::Done, Step::Item) if !self.kept.is_empty() => vec![self.kept.first("DONE")],
            (Command::Full, Step::Item) if !self.kept.is_empty() => vec![self.kept.first("FULL")],
            (Command::Qty(qty), Step::Item) => self.so_many(qty),
            (Command::Done, Step::Item) => self.done(),
            (Command::Done, Step::Carton | Step::Weight) => self.next_stage(),
            (Command::Full, Step::Item) if !self.is_parcel_empty() => {
                self.stage = Stage::Carton;
                vec![info(self.prompt())]
            }
            (Command::Done, Step::Tote) => vec![Effect::Leave],
            _ => vec![info(self.prompt())],
        }
    }

    /// Packs all that is left on the bench, which was verified when it was picked; closes the parcel if nothing is
    /// left. Where some was checked piece by piece, the rest is packed unchecked only if DONE is said again.
    fn done(&mut self) -> Vec<Effect> {
        let Some(parcel) = self.parcel.clone() else {
            return vec![info(self.prompt())];
        };
        let mut totes: Vec<Lpn> = self.left().map(|goods| goods.lpn.clone()).collect();
        totes.dedup();
        if totes.is_empty() && self.is_parcel_empty() {
            *self = Self::default();
            let text = format!("{parcel} stays empty. {}", self.prompt());
            return vec![info(text), ask_for_work()];
        }
        if totes.is_empty() {
            self.stage = Stage::Carton;
            return vec![info(self.prompt())];
        }
        let is_begun = !self.is_parcel_empty();
        let left: Vec<String> = self
            .left()
            .map(|it| format!("{} {}", many(it.qty, &it.uom), it.named()))
            .collect();
        let left = left.join(", ");
        if is_begun && !self.again.is_second(&left) {
            let text = format!("{left} not checked. DONE again packs it as it was picked");
            return vec![warn("NOT CHECKED", text)];
        }
        let what = if is_begun { "the rest" } else { "all" };
        let mut effects = Vec::new();
        for tote in totes {
            let (text, last) = (format!("{what} of {tote} packed in {parcel}"), None);
            self.posted.push_back(Posted::Pack { text, last });
            let parcel = parcel.clone();
            let (item, qty, lot, serial) = (None, None, None, None);
            effects.push(post(Pack {
                tote,
                parcel,
                item,
                qty,
                lot,
                serial,
            }));
        }
        effects
    }

    pub(super) fn next_stage(&mut self) -> Vec<Effect> {
        self.stage = match self.stage {
            Stage::Fill => Stage::Carton,
            Stage::Carton => Stage::Weight,
            Stage::Weight | Stage::Close => Stage::Close,
        };
        vec![info(self.prompt())]
    }

    pub(super) fn close(&mut self, parcel: Lpn) -> Vec<Effect> {
        self.posted.push_back(Posted::Close);
        let (weight, carton) = (self.weight, self.carton.clone());
        vec![post(CloseParcel {
            parcel,
            weight,
            carton,
        })]
    }

    fn back(&mut self) -> Vec<Effect> {
        match self.wanted() {
            Step::Tote => return vec![Effect::Leave],
            Step::Part => {
                self.kept.back();
                self.part = self.part.take().filter(|_| self.kept.label().has_item());
            }
            Step::Item if self.kept.back() => {}
            Step::Close => self.stage = Stage::Weight,
            Step::Weight => self.stage = Stage::Carton,
            Step::Carton if self.left().next().is_some() || !self.elsewhere().is_empty() => {
                self.stage = Stage::Fill;
            }
            Step::Item if self.is_parcel_empty() => self.parcel = None,
            Step::Carton | Step::Item | Step::Parcel => {
                *self = Self::default();
                return vec![info(self.prompt()), ask_for_work()];
            }
        }
        vec![info(self.prompt())]
    }
}
