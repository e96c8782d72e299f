//! Ship: parcel after parcel leaves from a dock.

use super::event::{self, Command, Context, Effect, Event};
use super::goods::{self, counted, good, info, post, unexpected};
use super::machine::{Machine, Subject};
pub use super::question::ship::{Question, Told, Waiting};
use super::scanned::Scanned;
use crate::domain::catalog::Purpose;
use crate::domain::code::{LocationCode, Lpn};
use crate::domain::refusal::Refusal;
use crate::domain::stock::{LpnKind, LpnState};
use crate::operations::answer::Answer;
use crate::operations::request::Ship;
use serde::{Deserialize, Serialize};
use std::collections::VecDeque;

/// Shipping, as far as it has come.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct State {
    dock: Option<LocationCode>,
    in_hand: Option<Lpn>,
    waiting: Vec<Waiting>,
    shipped: Vec<Lpn>,
    posted: VecDeque<Lpn>,
    /// A dock of the site, to show what is scanned first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    example: Option<LocationCode>,
}

impl Machine for State {
    fn step(&mut self, event: Event, context: &Context) -> Vec<Effect> {
        match event {
            Event::Scanned(scanned) => {
                let dock = scanned
                    .location()
                    .and_then(|dock| goods::elsewhere(dock, &context.site));
                match dock {
                    Some(refused) => vec![refused],
                    None if self.dock.is_none() => self.at_dock(&scanned),
                    None => self.parcel(&scanned),
                }
            }
            Event::Command(Command::Done) => self.leave(),
            Event::Command(Command::Back) => self.back(),
            Event::Told(event::Told::Ship(Told::Waiting { parcels, dock })) => {
                self.shipped
                    .retain(|parcel| !parcels.iter().any(|back| back.parcel == *parcel));
                self.waiting = parcels;
                self.example = dock;
                Vec::new()
            }
            Event::Told(event::Told::Ship(Told::Parcel { parcel, refusal })) => self.placed(parcel, refusal),
            Event::Posted(answer) => self.answered(&answer),
            Event::Enter | Event::Command(_) => vec![info(self.prompt())],
            Event::Told(_) => Vec::new(),
        }
    }

    fn prompt(&self) -> String {
        let such = self.example.as_ref().map(|dock| format!(", such as {dock}"));
        let such = such.unwrap_or_default();
        match (&self.dock, self.waiting.first()) {
            (None, _) => match &self.in_hand {
                Some(parcel) => format!("Scan the dock for {parcel}{such}"),
                None => format!("Go to the dock{such}, scan it"),
            },
            (Some(_), None) => "Scan a parcel, or DONE".into(),
            (Some(_), Some(next)) => format!("Scan a parcel, such as {}", next.parcel),
        }
    }

    fn subject(&self) -> Subject {
        Subject::of(None, self.dock.clone())
    }

    fn commands(&self) -> Vec<Command> {
        vec![Command::Done, Command::Back, Command::Help]
    }

    fn refresh(&self) -> Vec<Effect> {
        vec![Self::ask()]
    }
}

impl State {
    /// Returns the dock.
    pub const fn dock(&self) -> Option<&LocationCode> {
        self.dock.as_ref()
    }

    /// Returns the closed parcels that wait.
    pub fn waiting(&self) -> &[Waiting] {
        &self.waiting
    }

    /// Returns the parcels that left in this job.
    pub fn shipped(&self) -> &[Lpn] {
        &self.shipped
    }

    fn at_dock(&mut self, scanned: &Scanned) -> Vec<Effect> {
        match scanned.location() {
            Some(location) if location.purpose == Purpose::Shipping => {
                self.dock = Some(location.location.clone());
                let mut effects = vec![good(format!("at {}", location.location)), Self::ask()];
                let in_hand = self.in_hand.take();
                effects.extend(in_hand.map(|parcel| self.ship(parcel)));
                effects
            }
            Some(location) => {
                let (need, found) = (
                    "a shipping dock".into(),
                    format!("{} ({})", location.location, location.purpose),
                );
                vec![Effect::Refuse(Refusal::WrongLocation { need, found })]
            }
            None if scanned.plate().is_some() => self.parcel(scanned),
            None => vec![unexpected(self.prompt(), scanned.is_not("a dock"))],
        }
    }

    fn ship(&mut self, lpn: Lpn) -> Effect {
        self.posted.push_back(lpn.clone());
        post(Ship::of_parcel(lpn))
    }

    fn back(&mut self) -> Vec<Effect> {
        let is_first = self.dock.is_none() && self.in_hand.is_none();
        self.dock = None;
        self.in_hand = None;
        if is_first {
            vec![Effect::Leave]
        } else {
            vec![info(self.prompt())]
        }
    }

    const fn ask() -> Effect {
        Effect::Ask(event::Question::Ship(Question::Waiting))
    }

    fn parcel(&mut self, scanned: &Scanned) -> Vec<Effect> {
        if let Some(location) = scanned
            .location()
            .filter(|found| found.purpose == Purpose::Shipping)
        {
            self.dock = Some(location.location.clone());
            return vec![good(format!("at {}", location.location))];
        }
        let Some(plate) = scanned.plate() else {
            return vec![unexpected("Scan a parcel", scanned.known_as())];
        };
        let found = plate.lpn.to_string();
        let another = if self.dock.is_some() {
            "Scan a closed parcel"
        } else {
            "Scan the dock, or a closed parcel"
        };
        let (why, need) = match (plate.kind, plate.state) {
            (LpnKind::Parcel, LpnState::Closed) => {
                let (parcel, location) = (plate.lpn.clone(), plate.location.clone());
                let question = Question::Parcel { parcel, location };
                return vec![Effect::Ask(event::Question::Ship(question))];
            }
            (LpnKind::Parcel, LpnState::Open) => ("is still open".to_owned(), "Close it at packing first"),
            (LpnKind::Parcel, LpnState::Shipped) => ("has left already".to_owned(), another),
            (LpnKind::Tote, _) => ("is a tote".to_owned(), "Pack it first"),
            (kind, _) => (format!("is a {kind}"), another),
        };
        let need = need.to_owned();
        vec![Effect::Refuse(Refusal::WrongLpn { need, found, why })]
    }

    /// Takes a closed parcel that stands at this site: it leaves, or waits for its dock.
    fn placed(&mut self, parcel: Lpn, refusal: Option<Refusal>) -> Vec<Effect> {
        if let Some(refusal) = refusal {
            return vec![Effect::Refuse(refusal)];
        }
        if self.dock.is_none() {
            self.in_hand = Some(parcel);
            return vec![info(self.prompt()), Self::ask()];
        }
        vec![self.ship(parcel)]
    }

    fn answered(&mut self, answer: &Answer) -> Vec<Effect> {
        let parcel = self.posted.pop_front();
        match (parcel, &answer.refusal) {
            (_, Some(_)) => Vec::new(),
            (Some(parcel), None) => {
                let text = format!("{parcel} shipped");
                self.shipped.push(parcel);
                vec![good(text), Self::ask()]
            }
            (None, None) => vec![Self::ask()],
        }
    }

    /// Leaves the dock, telling what went and what still waits.
    fn leave(&mut self) -> Vec<Effect> {
        if let Some(parcel) = &self.in_hand {
            return vec![unexpected(self.prompt(), format!("{parcel} has not shipped yet"))];
        }
        let dock = self.dock.take().map(|dock| format!(" from {dock}"));
        let gone = match self.shipped.len() {
            0 => "nothing shipped".to_owned(),
            count => format!("{} shipped{}", counted(count, "parcel"), dock.unwrap_or_default()),
        };
        let text = match self.waiting.len() {
            0 => gone,
            count => format!("{gone}, {} still here", counted(count, "parcel")),
        };
        vec![good(text), Effect::Leave]
    }
}
