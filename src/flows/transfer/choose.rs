//! The first read: the site that goods go to, or the paper of a transfer.

use super::{Paper, Question, State, Way};
use crate::domain::code::SiteCode;
use crate::domain::refusal::Refusal;
use crate::domain::transfer::Transfer;
use crate::domain::user::User;
use crate::flows::event::{Context, Effect};
use crate::flows::goods::{counted, info, misread, unexpected, warn};
use crate::flows::machine::Machine;
use crate::flows::scanned::Scanned;

impl State {
    pub(super) fn choose(&mut self, scanned: &Scanned, context: &Context) -> Vec<Effect> {
        if let Some(site) = scanned.site() {
            if site.site == context.site {
                let found = format!("You are at {}", site.site);
                return vec![unexpected("Scan another site, or the paper of a transfer", found)];
            }
            if let Some(refusal) = not_for(&context.operator, Way::Out) {
                return vec![Effect::Refuse(refusal)];
            }
            *self = Self {
                way: Some(Way::Out),
                here: context.site.clone(),
                other: site.site.clone(),
                ..Self::default()
            };
            let text = format!(
                "goods for {}, {}. {}",
                site.site,
                site.name,
                Machine::prompt(self)
            );
            return vec![info(text)];
        }
        if !scanned.meanings.is_empty() && scanned.transfer().is_none() {
            let awaited = if self.takes_in_only {
                "a transfer"
            } else {
                "a site or a transfer"
            };
            return vec![misread(scanned, awaited, self.first())];
        }
        self.ask_paper(&scanned.text)
    }

    /// Returns what to scan before anything else.
    const fn first(&self) -> &'static str {
        if self.takes_in_only {
            "Scan the paper of a transfer"
        } else {
            "Scan the site that goods go to, or the paper of a transfer"
        }
    }

    /// Looks a transfer up; what is in hand and on the screen stays until it is found.
    pub(super) fn ask_paper(&mut self, number: &str) -> Vec<Effect> {
        number.clone_into(&mut self.asked);
        vec![Self::ask(Question::Paper {
            number: number.to_owned(),
            known: Vec::new(),
        })]
    }

    /// Takes the transfer of the list that is marked.
    pub(super) fn take_marked(&mut self) -> Vec<Effect> {
        let marked = self.on_the_way.get(self.selected);
        match marked.map(|paper| paper.number.clone()) {
            Some(number) => self.ask_paper(&number),
            None => self.hint(),
        }
    }

    pub(super) fn mark(&mut self, down: bool) -> Vec<Effect> {
        let last = self.on_the_way.len().saturating_sub(1);
        self.selected = if down {
            (self.selected + 1).min(last)
        } else {
            self.selected.saturating_sub(1)
        };
        match self.on_the_way.get(self.selected) {
            Some(paper) => vec![info(paper.told())],
            None => self.hint(),
        }
    }

    /// Takes the answer to a transfer that was asked for by its number.
    pub(super) fn found(&mut self, paper: Option<Paper>, context: &Context) -> Vec<Effect> {
        let asked = std::mem::take(&mut self.asked);
        let Some(paper) = paper else {
            return vec![unexpected(self.first(), format!("{asked} is unknown"))];
        };
        let Some((way, other)) = paper.way(&context.site) else {
            let found = format!("{} goes from {} to {}", paper.number, paper.from, paper.to);
            let need = format!("Scan a transfer to or from {}", context.site);
            return vec![unexpected(need, found)];
        };
        let other = other.clone();
        if let Some(refusal) = not_for(&context.operator, way) {
            return vec![Effect::Refuse(refusal)];
        }
        let (number, open, all) = (paper.number.clone(), paper.open().count(), paper.lines.len());
        *self = Self {
            way: Some(way),
            here: context.site.clone(),
            other,
            number: Some(number.clone()),
            last: self.last.take(),
            ..Self::default()
        };
        self.learn(paper);
        match (way, open) {
            (Way::In, 0) => vec![warn(
                "RECEIVED",
                format!("nothing of {number} is on its way any more"),
            )],
            (Way::In, _) => vec![info(format!(
                "{number} from {}: {open} of {} to come",
                self.other,
                counted(all, "line")
            ))],
            (Way::Out, _) => vec![info(format!(
                "{number} to {} goes on: {} left",
                self.other,
                counted(all, "line")
            ))],
        }
    }
}

impl Paper {
    /// Returns which way its goods go where the operator works, with the other site; `None` if they pass it by.
    pub(super) fn way(&self, here: &SiteCode) -> Option<(Way, &SiteCode)> {
        match here {
            here if self.to == *here => Some((Way::In, &self.from)),
            here if self.from == *here => Some((Way::Out, &self.to)),
            _ => None,
        }
    }

    fn told(&self) -> String {
        let (open, all) = (self.open().count(), self.lines.len());
        format!(
            "{} from {} to {}: {open} of {} on the way",
            self.number,
            self.from,
            self.to,
            counted(all, "line")
        )
    }
}

/// Returns why this operator may not transfer goods that way; `None` if they may.
pub(super) fn not_for(operator: &User, way: Way) -> Option<Refusal> {
    let roles = match way {
        Way::Out => Transfer::SENT_BY,
        Way::In => Transfer::TAKEN_IN_BY,
    };
    if roles.iter().any(|role| operator.has(*role)) {
        return None;
    }
    let words: Vec<&str> = roles.iter().map(|role| role.word()).collect();
    let (need, badge) = (words.join(" or "), operator.badge.to_string());
    Some(Refusal::RoleNeeded { need, badge })
}
