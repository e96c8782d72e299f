//! What movements and their entries say of dimensions: what the document says, and what is taken over from what they
//! follow.

use super::books::Books;
use super::post::Step;
use crate::domain::dimension::Dimensions;
use crate::domain::entry::Rule;
use crate::domain::movement::MovementKind;
use crate::domain::order::{Order, OrderKind};
use crate::domain::refusal::Refusal;
use crate::ledger::balanced::Balanced;
use crate::operations::change::Halt;

impl Books<'_, '_> {
    /// Returns what a movement says: what the document, or its line, says; of dimensions of which that says nothing, what
    /// the movement says that it follows, or else the order that it is for. What takes a movement back says the same.
    pub fn said_of(&self, step: &Step<'_>) -> Result<Dimensions, Halt> {
        let defined = self.dimensions()?.len();
        if defined == 0 {
            return Ok(Dimensions::default());
        }
        if let Some(old) = step.reverses {
            return Ok(self.moved(old)?.dimensions);
        }
        let said = self.said.clone();
        if said.iter().count() == defined {
            return Ok(said);
        }
        if let Some(origin) = step.origin {
            return Ok(said.or(&self.moved(origin)?.dimensions));
        }
        Ok(match self.ordered(step)? {
            Some(order) => said.or(&order.dimensions),
            None => said,
        })
    }

    /// Returns the order that a movement is for.
    fn ordered(&self, step: &Step<'_>) -> Result<Option<Order>, Halt> {
        let (Some(document), Some(_)) = (&step.document, step.order_line) else {
            return Ok(None);
        };
        let kind = match step.kind {
            MovementKind::Receipt => OrderKind::Purchase,
            _ => OrderKind::Sales,
        };
        Ok(self.view().find(&[&kind, document])?)
    }

    /// Refuses to post without a dimension that the document or one of the accounts needs. What follows from earlier
    /// documents is not held to it: they were posted.
    pub fn says_enough(&self, rule: Rule, entry: &Balanced, said: &Dimensions) -> Result<(), Halt> {
        if matches!(
            rule,
            Rule::Cover | Rule::Backdated | Rule::Integration | Rule::Reversal
        ) {
            return Ok(());
        }
        let word = self.request.operation.word();
        for it in self.dimensions()? {
            if said.value(&it.dimension).is_some() {
                continue;
            }
            let own = entry.lines().iter().filter(|line| line.dimensions.is_none());
            let account = own
                .map(|line| line.account.as_str())
                .find(|account| it.is_needed_for(account));
            let document = Some(word).filter(|word| it.is_needed_for(word));
            if let Some(what) = account
                .map(|code| format!("account {code}"))
                .or(document.map(str::to_owned))
            {
                let (dimension, name) = (it.dimension.to_string(), it.name.clone());
                let remedy = if self.request.requester.is_document() {
                    "Name it in the dimensions of the document or of its order"
                } else {
                    "Ask the controller: it is named on the order, or in a document"
                };
                let remedy = remedy.to_owned();
                return Err(Refusal::DimensionNeeded {
                    dimension,
                    name,
                    what,
                    remedy,
                }
                .into());
            }
        }
        Ok(())
    }
}
