//! What setting a company up asks: what there is already, and what a range of bins would make.

use super::request;
use crate::domain::bin_range::BinRange;
use crate::domain::catalog::{Item, Location, Party, PartyKind, Purpose, Site, Uom};
use crate::domain::code::{LocationCode, OrderNo, PartyCode, SiteCode, UomCode};
use crate::domain::company::Group;
use crate::domain::movement::{Movement, MovementKind};
use crate::domain::order::{Order, OrderKind, OrderState};
use crate::domain::record::{Fault, Range};
use crate::domain::refusal::Refusal;
use crate::domain::stock::Balance;
use crate::domain::user::User;
use crate::flows::event::Context;
use crate::flows::question::set_up::{Bins, Goods, Question, Receipt, Standing, Told, Trade};
use crate::operations::preview::{Foreseen, preview};
use crate::operations::request::AddBins;
use crate::operations::view::View;

/// The movements among which a first receipt is looked for, the latest first.
const LATEST: usize = 200;

/// Answers a question of setting up.
///
/// # Errors
/// A [`Fault`] if the store can't answer.
pub fn answer(view: &dyn View, question: &Question, context: &Context) -> Result<Told, Fault> {
    match question {
        Question::Standing(site) => {
            let site = site.as_ref().unwrap_or(&context.site);
            Ok(Told::Standing(Box::new(standing(view, site, context)?)))
        }
        Question::Bins(text, site) => bins(view, text, site, context),
    }
}

fn standing(view: &dyn View, site: &SiteCode, context: &Context) -> Result<Standing, Fault> {
    let policies = view.policies()?;
    let mut bins: Vec<Location> = view.all(&[])?;
    let receiving = |bin: &&Location| bin.site == context.site && bin.purpose == Purpose::Receiving;
    let mut dock = None;
    for place in bins.iter().filter(receiving) {
        let here = Range::by(Balance::BY_LOCATION, &[&place.location]).first(1);
        if !view.list::<Balance>(&here)?.is_empty() {
            dock = Some(place.location.clone());
        }
    }
    let leaving = |bin: &&Location| bin.site == context.site && bin.purpose == Purpose::Shipping;
    let gate = bins.iter().filter(leaving).min_by_key(|bin| bin.sequence);
    let gate = gate.map(|bin| bin.location.clone()).unwrap_or_default();
    bins.retain(|bin| bin.site == *site);
    let latest = Range::of::<Movement>(&[]).backwards().first(LATEST);
    let latest: Vec<Movement> = view.list(&latest)?;
    let group = view.list::<Group>(&Range::of::<Group>(&[]).first(1))?.pop();
    Ok(Standing {
        company: policies.company()?.to_string(),
        currency: policies.currency()?.to_string(),
        is_posted: !latest.is_empty(),
        home: context.site.clone(),
        site: view.find::<Site>(&[site])?,
        bins: bins.len(),
        behind: bins.iter().map(|bin| bin.sequence).max().unwrap_or(0) + 1,
        items: view.all::<Item>(&[])?.len(),
        people: view.all::<User>(&[])?.len(),
        goods: Goods::of(group, unit(view)?),
        bought: trade(view, (OrderKind::Purchase, "PO"), (PartyKind::Vendor, "V"))?,
        sold: trade(view, (OrderKind::Sales, "SO"), (PartyKind::Customer, "C"))?,
        receipt: receipt(&latest),
        dock,
        gate,
        today: context.today,
    })
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

fn receipt(latest: &[Movement]) -> Receipt {
    let is_receipt = |it: &&Movement| it.kind == MovementKind::Receipt;
    let mut receipts = latest.iter().filter(is_receipt);
    match (receipts.clone().count(), receipts.any(|it| it.reverses.is_some())) {
        (0, _) => Receipt::None,
        (_, true) => Receipt::TakenBack,
        (_, false) => Receipt::Made,
    }
}

fn trade(
    view: &dyn View,
    (kind, order): (OrderKind, &str),
    (with, party): (PartyKind, &str),
) -> Result<Trade, Fault> {
    let mut open = None;
    for state in OrderState::ALL
        .iter()
        .filter(|state| **state != OrderState::Closed)
    {
        let first = Range::by(Order::BY_URGENCY, &[&kind, state]).first(1);
        open = open.or(view.list::<Order>(&first)?.pop());
    }
    let any = Range::of::<Order>(&[&kind]).first(1);
    let (mut next_order, mut next_party) = (String::new(), String::new());
    for number in 1.. {
        next_order = format!("{order}-{number}");
        let code = OrderNo::from(next_order.as_str());
        if view.find::<Order>(&[&kind, &code])?.is_none() {
            break;
        }
    }
    for number in 1.. {
        next_party = format!("{party}-{number}");
        let code = PartyCode::from(next_party.as_str());
        if view.find::<Party>(&[&with, &code])?.is_none() {
            break;
        }
    }
    Ok(Trade {
        parties: view.all(&[&with])?,
        is_begun: !view.list::<Order>(&any)?.is_empty(),
        open,
        next_order,
        next_party,
    })
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
    let (mut known, mut first_known) = (0, None);
    let mut ends: Option<(String, String)> = None;
    for code in range.codes() {
        let location: Option<Location> = view.find(&[&LocationCode::from(code.as_str())])?;
        if location.is_some() {
            known += 1;
            first_known.get_or_insert_with(|| code.clone());
        }
        let first = ends.take().map_or_else(|| code.clone(), |(first, _)| first);
        ends = Some((first, code));
    }
    let (first, last) = ends.unwrap_or_default();
    let asked = AddBins {
        first: first.as_str().into(),
        last: last.as_str().into(),
        purpose: Purpose::Storage,
        sequence: None,
        site: Some(site.clone()),
    };
    if let Foreseen::Answered(answer) = preview(view, &request(context, asked))?
        && let Some(refusal) = answer.refusal
    {
        return Ok(Told::NoBins(refusal));
    }
    Ok(Told::Bins(Bins {
        first,
        last,
        count: range.count(),
        known,
        first_known,
    }))
}
