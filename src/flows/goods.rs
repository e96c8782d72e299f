//! What the jobs have in common when goods are scanned: how many a label stands for, and how goods are named.

use super::event::{Effect, Level, Post, Said};
use super::held::Barred;
pub use super::naming::{counted, many, many_of, name, stated};
use super::scanned::{Meaning, Scanned};
use crate::domain::amount::Qty;
use crate::domain::catalog::{Item, Location};
use crate::domain::code::{ItemCode, LotCode, SiteCode};
use crate::domain::elsewhere;
use crate::domain::order::Order;
use crate::domain::refusal::Refusal;
use crate::operations::request::Operation;
use crate::scan::Gtin;

/// Returns the base units that a read of `item` stands for: the pack, times the count on its label; `None` for another
/// item.
pub fn amount_of(scanned: &Scanned, item: &ItemCode) -> Option<Qty> {
    let pack = scanned.meanings.iter().find_map(|meaning| match meaning {
        Meaning::Item {
            item: found, pack, ..
        } if found.item == *item => Some(*pack),
        _ => None,
    })?;
    Some(times(pack, scanned.label.count))
}

/// Returns the item a read means, with the base units it stands for.
pub fn item_of(scanned: &Scanned) -> Option<(&Item, Qty)> {
    let (item, pack, _) = scanned.item()?;
    Some((item, times(pack, scanned.label.count)))
}

/// Returns whether a read is the number of a trade item, on record or not: by its symbol, or as thirteen digits that check.
pub fn is_trade_item(scanned: &Scanned) -> bool {
    let is_printed = || scanned.text.len() == 13 && Gtin::read(scanned.text.as_bytes()).is_some();
    scanned.unknown_item().is_some() || scanned.item().is_some() || is_printed()
}

/// Returns the base units in `count` packs; [`Qty::BEYOND`], which the rule book refuses, if that is more than can be
/// recorded.
pub fn times(pack: Qty, count: Option<Qty>) -> Qty {
    count.map_or(pack, |count| pack.times(count).unwrap_or(Qty::BEYOND))
}

/// Tells that it worked.
pub fn good(text: impl Into<String>) -> Effect {
    said(Level::Good, "", text)
}

/// Tells something worth knowing.
pub fn info(text: impl Into<String>) -> Effect {
    said(Level::Info, "", text)
}

/// Tells something that needs a look.
pub fn warn(head: &str, text: impl Into<String>) -> Effect {
    said(Level::Warn, head, text)
}

/// Tells of a lot that may not be picked or shipped; `allowed` is a sentence that says what may be done with it.
pub fn bars(barred: &Barred, lot: &LotCode, allowed: &str) -> Effect {
    match barred {
        Barred::Held(why) => warn("ON HOLD", format!("lot {lot}: {why}. {allowed}")),
        Barred::Expired(day) => warn("EXPIRED", format!("lot {lot} expired {day}. {allowed}")),
    }
}

fn said(level: Level, head: &str, text: impl Into<String>) -> Effect {
    Effect::Say(Said::new(level, head, text))
}

/// Refuses a read that fits nothing here. `found` is a clause that says what is wrong, such as [`Scanned::known_as`];
/// `need` says what to do, in the imperative as prompts are.
pub fn unexpected(need: impl Into<String>, found: impl Into<String>) -> Effect {
    let (need, found) = (need.into(), found.into());
    Effect::Refuse(Refusal::NotExpected { need, found })
}

/// Refuses a read where `what` is awaited, by the kind that the books know it as; `need` says what to do.
pub fn misread(scanned: &Scanned, what: &str, need: impl Into<String>) -> Effect {
    Effect::Refuse(scanned.misread(what, need))
}

/// Refuses a bin at a site other than the operator's; `None` if it is at theirs.
pub fn elsewhere(location: &Location, here: &SiteCode) -> Option<Effect> {
    elsewhere::bin(location, here).map(Effect::Refuse)
}

/// Refuses an order of a site other than the operator's; `None` if it is of theirs.
pub fn of_another_site(order: &Order, here: &SiteCode) -> Option<Effect> {
    elsewhere::order(&order.order_no, &order.site, here).map(Effect::Refuse)
}

/// Refuses a code or a command whose turn has not come; `prompt` says what comes first.
pub fn too_early(found: impl std::fmt::Display, prompt: impl Into<String>) -> Effect {
    unexpected(prompt, format!("{found} comes too early"))
}

/// Posts an operation without a reason.
pub fn post(operation: impl Into<Operation>) -> Effect {
    post_because(operation, None)
}

/// Posts an operation with the operator's reason.
pub fn post_because(operation: impl Into<Operation>, reason: Option<String>) -> Effect {
    Effect::Post(Box::new(Post {
        reason,
        ..Post::of(operation)
    }))
}
