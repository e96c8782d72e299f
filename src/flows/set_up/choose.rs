//! The list: which line is marked, what it opens, and what follows it.

use super::bins::BinsDraft;
use super::files::FilesDraft;
use super::item::ItemDraft;
use super::line::{Line, missing};
use super::named::Named;
use super::order::OrderDraft;
use super::site::SiteDraft;
use super::{State, Step};
use crate::domain::order::OrderKind;
use crate::flows::event::Effect;
use crate::flows::goods::{info, unexpected};
use crate::flows::machine::Machine;

impl State {
    /// Returns the line that is marked: the operator's choice, else the next one.
    pub fn marked(&self) -> Option<Line> {
        let chosen = self.marked.and_then(|line| Line::ALL.get(line).copied());
        chosen.or_else(|| missing(&self.standing))
    }

    pub(super) fn mark(&mut self, down: bool) -> Vec<Effect> {
        let last = Line::ALL.len() - 1;
        let line = self.marked().map_or(0, |line| line.number() - 1);
        self.marked = Some(if down {
            (line + 1).min(last)
        } else {
            line.saturating_sub(1)
        });
        vec![info(self.prompt())]
    }

    /// Returns what follows the answers at hand: the list, or the next question about a company that is new.
    pub(super) fn following(&mut self) -> Step {
        match self.step {
            Step::Named(Named::Company) if self.leads && self.standing.currency_stays.is_none() => {
                Step::Named(Named::Currency)
            }
            Step::Named(Named::Currency) if self.leads => {
                self.leads = false;
                Step::Site(SiteDraft::of(self.standing.home.clone()))
            }
            _ => Step::Choose,
        }
    }

    pub(super) fn open(&mut self, line: Line) -> Vec<Effect> {
        (self.marked, self.posted_before) = (None, None);
        self.leads = line == Line::Company && !line.is_there(&self.standing);
        if let Some(first) = line.needs(&self.standing) {
            let text = format!("{} comes first: line {}", first.word(), first.number());
            return vec![unexpected(self.prompt(), text)];
        }
        if let (Line::Currency, Some(refusal)) = (line, &self.standing.currency_stays) {
            return vec![Effect::Refuse(refusal.clone())];
        }
        match line {
            Line::Company => self.go(Step::Named(Named::Company)),
            Line::Currency => self.go(Step::Named(Named::Currency)),
            Line::Site => self.go(Step::Site(SiteDraft::default())),
            Line::Bins => self.go(Step::Bins(BinsDraft::default())),
            Line::Item => self.go(Step::Item(ItemDraft::default())),
            Line::Purchase => self.order(OrderKind::Purchase),
            Line::Sale => self.order(OrderKind::Sales),
            Line::Receipt => self.go(Step::Receipt),
            Line::Files => {
                self.step = Step::Files(FilesDraft::default());
                vec![Effect::LookAtFiles]
            }
        }
    }

    /// Begins an order, for which a free number is looked up.
    fn order(&mut self, kind: OrderKind) -> Vec<Effect> {
        self.go(Step::Order(OrderDraft::of(kind).into()));
        self.look()
    }
}
