//! What setting a company up asks: what there is already, and what a range of bins would make.

use super::{dock_with_goods, request, shipping_dock};
use crate::domain::bin_range::BinRange;
use crate::domain::catalog::{Item, Location, Party, PartyKind, Purpose, Site, Uom};
use crate::domain::code::{OrderNo, PartyCode, SiteCode, UomCode};
use crate::domain::company::{Group, Policy};
use crate::domain::currency;
use crate::domain::movement::{Movement, MovementKind, Source};
use crate::domain::order::{Order, OrderKind, OrderState};
use crate::domain::policy::PolicyKey;
use crate::domain::purchase::Receipt as Received;
use crate::domain::record::{Fault, Range, Record};
use crate::domain::refusal::Refusal;
use crate::domain::user::User;
use crate::flows::event::Context;
use crate::flows::question::set_up::{Bins, Goods, MadeOf, Question, Receipt, SEEN, Standing, Told, Trade};
use crate::operations::preview::{Foreseen, preview};
use crate::operations::request::{AddBins, Define, Master};
use crate::operations::view::View;
use std::collections::BTreeSet;

/// The movements with which a company is still young; with more it needs no first receipt.
const YOUNG: usize = 200;

/// Answers a question of setting up.
///
/// # Errors
/// A [`Fault`] if the store can't answer.
pub fn answer(view: &dyn View, question: &Question, context: &Context) -> Result<Told, Fault> {
    match question {
        Question::Standing(site, order) => {
            let site = site.as_ref().unwrap_or(&context.site);
            let mut standing = standing(view, site, context)?;
            match order {
                Some(OrderKind::Purchase) => standing.bought.made_of = purchase(view)?,
                Some(OrderKind::Sales) => standing.sold.made_of = sale(view)?,
                None => {}
            }
            Ok(Told::Standing(Box::new(standing)))
        }
        Question::Bins(text, site) => bins(view, text, site, context),
        Question::Party(kind, text) => party(view, *kind, text),
    }
}

fn standing(view: &dyn View, site: &SiteCode, context: &Context) -> Result<Standing, Fault> {
    let policies = view.policies()?;
    let currency = policies.currency()?.to_string();
    let decimals = policies.money_decimals()?.unwrap_or(currency::USUAL);
    let (bins, behind) = walk(view, site)?;
    let group = view.list::<Group>(&Range::of::<Group>(&[]).first(1))?.pop();
    Ok(Standing {
        company: policies.company()?.to_string(),
        currency_stays: currency_stays(view, currency::like(&currency, decimals), context)?,
        money: policies.money()?,
        currency,
        home: context.site.clone(),
        has_sites: 1 < view.list::<Site>(&Range::of::<Site>(&[]).first(2))?.len(),
        site: view.find::<Site>(&[site])?,
        bins,
        behind,
        items: seen::<Item>(view)?,
        people: seen::<User>(view)?,
        goods: Goods::of(group, unit(view)?),
        bought: trade(view, OrderKind::Purchase, &context.site)?,
        sold: trade(view, OrderKind::Sales, &context.site)?,
        receipt: receipt(view)?,
        dock: dock_with_goods(view, &context.site)?,
        gate: shipping_dock(view, &context.site)?.unwrap_or_default(),
        today: context.today,
    })
}

/// Returns why the rule book keeps the currency; `None` while it may be this other one.
fn currency_stays(view: &dyn View, other: &str, context: &Context) -> Result<Option<Refusal>, Fault> {
    let (key, value) = (PolicyKey::Currency.key().to_owned(), other.to_owned());
    let master = Master::Policy(Policy { key, value });
    match preview(view, &request(context, Define { master }))? {
        Foreseen::Answered(answer) => Ok(answer.refusal),
        Foreseen::Applied(_) => Ok(None),
    }
}

/// Returns how many records there are, as far as they are counted.
fn seen<R: Record>(view: &dyn View) -> Result<usize, Fault> {
    Ok(view.list::<R>(&Range::of::<R>(&[]).first(SEEN + 1))?.len())
}

/// Returns how many bins a site has, as far as they are counted, and the place behind them in the walk.
fn walk(view: &dyn View, site: &SiteCode) -> Result<(usize, i64), Fault> {
    let (mut bins, mut last) = (0, 0);
    for purpose in Purpose::ALL {
        let walk = Range::by(Location::BY_WALK, &[site, purpose]).backwards();
        let found: Vec<Location> = view.list(&walk.first(SEEN + 1 - bins.min(SEEN)))?;
        last = found.first().map_or(last, |bin| bin.sequence.max(last));
        bins = (bins + found.len()).min(SEEN + 1);
    }
    Ok((bins, last + 1))
}

/// Returns the unit of new items: pieces, else the first there is.
fn unit(view: &dyn View) -> Result<UomCode, Fault> {
    let units: Vec<Uom> = view.all(&[])?;
    let pieces = units.iter().find(|unit| unit.uom.as_str() == "EA");
    Ok(pieces
        .or(units.first())
        .map(|unit| unit.uom.clone())
        .unwrap_or_default())
}

/// Returns how far the first receipt has come. What was received is noted until it is taken back; that it was is looked
/// for only where nothing stays, and only while a company is young.
fn receipt(view: &dyn View) -> Result<Receipt, Fault> {
    let kept = Range::of::<Received>(&[]).first(1);
    if !view.list::<Received>(&kept)?.is_empty() {
        return Ok(Receipt::Made);
    }
    let movements: Vec<Movement> = view.list(&Range::of::<Movement>(&[]).first(YOUNG + 1))?;
    // What was there at the start came out of a file as a receipt too, which nobody took back.
    let is_received = |it: &Movement| it.order_line.is_some() || it.source != Source::Import;
    let is_receipt = |it: &Movement| it.kind == MovementKind::Receipt && is_received(it);
    Ok(if movements.iter().any(is_receipt) {
        Receipt::TakenBack
    } else if YOUNG < movements.len() {
        Receipt::Past
    } else {
        Receipt::None
    })
}

fn trade(view: &dyn View, kind: OrderKind, home: &SiteCode) -> Result<Trade, Fault> {
    let mut open = None;
    for state in OrderState::ALL
        .iter()
        .filter(|state| **state != OrderState::Closed)
    {
        let first = Range::by(Order::BY_URGENCY, &[&kind, state, home]).first(1);
        open = open.or(view.list::<Order>(&first)?.pop());
    }
    let any = Range::of::<Order>(&[&kind]).first(1);
    Ok(Trade {
        is_begun: !view.list::<Order>(&any)?.is_empty(),
        open,
        made_of: MadeOf::default(),
    })
}

fn purchase(view: &dyn View) -> Result<MadeOf, Fault> {
    made_of(view, (OrderKind::Purchase, "PO"), (PartyKind::Vendor, "V"))
}

fn sale(view: &dyn View) -> Result<MadeOf, Fault> {
    made_of(view, (OrderKind::Sales, "SO"), (PartyKind::Customer, "C"))
}

fn made_of(
    view: &dyn View,
    (kind, order): (OrderKind, &str),
    (with, party): (PartyKind, &str),
) -> Result<MadeOf, Fault> {
    let is_order = |code: &str| Ok(view.find::<Order>(&[&kind, &OrderNo::from(code)])?.is_some());
    let is_party = |code: &str| Ok(view.find::<Party>(&[&with, &PartyCode::from(code)])?.is_some());
    let mut parties: Vec<Party> = view.list(&Range::of::<Party>(&[&with]).first(SEEN + 1))?;
    let has_more = SEEN < parties.len();
    parties.truncate(SEEN);
    Ok(MadeOf {
        parties,
        has_more,
        next_order: free(order, is_order)?,
        next_party: free(party, is_party)?,
    })
}

/// Returns who has a code, in capitals or as it was typed.
fn party(view: &dyn View, kind: PartyKind, text: &str) -> Result<Told, Fault> {
    for code in [text.to_owned(), text.to_uppercase()] {
        if let Some(party) = view.find::<Party>(&[&kind, &PartyCode::from(code.as_str())])? {
            return Ok(Told::Party(Some(Box::new(party))));
        }
    }
    Ok(Told::Party(None))
}

/// Returns a numbered code that is free behind one that is taken, or the first. Of a thousand in a row it looks at twenty.
fn free(begin: &str, is_taken: impl Fn(&str) -> Result<bool, Fault>) -> Result<String, Fault> {
    let code = |number: u64| format!("{begin}-{number}");
    let (mut taken, mut free) = (0, 1);
    while is_taken(&code(free))? {
        (taken, free) = (free, free.saturating_mul(2));
    }
    while taken + 1 < free {
        let middle = taken + (free - taken) / 2;
        if is_taken(&code(middle))? {
            taken = middle;
        } else {
            free = middle;
        }
    }
    Ok(code(free))
}

/// Returns what a range would make, or why the rule book makes none of it.
fn bins(view: &dyn View, text: &str, site: &SiteCode, context: &Context) -> Result<Told, Fault> {
    let range = match BinRange::read(text) {
        Ok(range) => range,
        Err(why) => {
            let (need, found) = (why.to_string(), format!("{text} is no range of bins"));
            return Ok(Told::NoBins(Refusal::NotExpected { need, found }));
        }
    };
    let codes = || range.codes();
    let (first, last) = (codes().next(), codes().last());
    let (first, last) = (first.unwrap_or_default(), last.unwrap_or_default());
    let asked = AddBins {
        first: first.as_str().into(),
        last: last.as_str().into(),
        purpose: Purpose::Storage,
        sequence: None,
        site: Some(site.clone()),
    };
    let made = match preview(view, &request(context, asked))? {
        Foreseen::Applied(foreseen) => foreseen.bins,
        Foreseen::Answered(answer) => match answer.refusal {
            Some(refusal) => return Ok(Told::NoBins(refusal)),
            None => Vec::new(),
        },
    };
    let new: BTreeSet<&str> = made.iter().map(|bin| bin.location.as_str()).collect();
    Ok(Told::Bins(Bins {
        first,
        last,
        count: range.count(),
        known: range.count() - new.len(),
        first_known: codes().find(|code| !new.contains(code.as_str())),
    }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::cell::Cell;

    #[test]
    fn a_free_code_is_found_without_a_walk_over_those_that_are_taken() {
        for taken in [0, 1, 2, 3, 4, 7, 1000] {
            let looks = Cell::new(0);
            let is_taken = |code: &str| {
                looks.set(looks.get() + 1);
                let number: u64 = code[3..].parse().expect("a number");
                Ok(number <= taken)
            };
            let code = free("PO", is_taken).expect("nothing fails");
            assert_eq!(code, format!("PO-{}", taken + 1));
            assert!(looks.get() <= 20, "{} looks for {taken}", looks.get());
        }
    }
}
