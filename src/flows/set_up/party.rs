//! With whom an order is: one of the list, or somebody new by name.

use super::entry::{Taken, line, name};
use super::{Question, Standing};
use crate::domain::catalog::{Party, PartyKind};
use crate::domain::order::OrderKind;
use crate::flows::event::{self, Effect};
use crate::flows::scanned::Scanned;
use crate::operations::request::{Define, Master};

/// Returns with whom orders of a kind are.
pub(super) const fn kind_of(order: OrderKind) -> PartyKind {
    match order {
        OrderKind::Purchase => PartyKind::Vendor,
        OrderKind::Sales => PartyKind::Customer,
    }
}

/// Finds somebody who is known by number, code or name.
///
/// # Errors
/// What to do about somebody else: they are made, or looked for among those that are too many for a list; or it is no
/// name.
pub(super) fn find(
    scanned: &Scanned,
    kind: OrderKind,
    standing: &Standing,
    need: &str,
) -> Result<Party, Box<(Taken, Option<Party>)>> {
    let known = &standing.trade(kind).made_of;
    if let Some(line) = line(scanned, known.parties.len()) {
        return Ok(known.parties[line].clone());
    }
    let is_named = |party: &&Party| {
        let same = |text: &str| text.eq_ignore_ascii_case(&scanned.text);
        same(party.party.as_str()) || same(&party.name)
    };
    if let Some(party) = known.parties.iter().find(is_named) {
        return Ok(party.clone());
    }
    if known.has_more {
        let asked = Question::Party(kind_of(kind), scanned.text.clone());
        let asked = Effect::Ask(event::Question::SetUp(asked));
        return Err(Box::new((Taken::Told(asked), None)));
    }
    let name = name(scanned, need).map_err(|refused| Box::new((refused, None)))?;
    let party = Party {
        kind: kind_of(kind),
        party: known.next_party.as_str().into(),
        name,
        min_life_days: None,
        region: None,
    };
    let told = format!("{} is {} {}", party.name, party.kind, party.party);
    let master = Master::Party(party.clone());
    Err(Box::new((Taken::post(Define { master }, told), Some(party))))
}
