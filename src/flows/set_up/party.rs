//! With whom an order is: one of the list, or somebody new by name.

use super::Standing;
use super::entry::{Taken, line, name};
use crate::domain::catalog::{Party, PartyKind};
use crate::domain::order::OrderKind;
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
/// What to do about somebody new: they are made, or it is no name.
pub(super) fn find(
    scanned: &Scanned,
    kind: OrderKind,
    standing: &Standing,
    need: &str,
) -> Result<Party, Box<(Taken, Option<Party>)>> {
    let trade = standing.trade(kind);
    if let Some(line) = line(scanned, trade.parties.len()) {
        return Ok(trade.parties[line].clone());
    }
    let is_named = |party: &&Party| {
        let same = |text: &str| text.eq_ignore_ascii_case(&scanned.text);
        same(party.party.as_str()) || same(&party.name)
    };
    if let Some(known) = trade.parties.iter().find(is_named) {
        return Ok(known.clone());
    }
    let name = name(scanned, need).map_err(|refused| Box::new((refused, None)))?;
    let party = Party {
        kind: kind_of(kind),
        party: trade.next_party.as_str().into(),
        name,
        min_life_days: None,
    };
    let told = format!("{} is {} {}", party.name, party.kind, party.party);
    let master = Master::Party(party.clone());
    Err(Box::new((Taken::post(Define { master }, told), Some(party))))
}
