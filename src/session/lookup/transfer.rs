//! What transferring asks: what is on its way, and what the paper of a transfer says.

use super::{carry, item, location};
use crate::domain::code::{ItemCode, Key, SiteCode};
use crate::domain::log::Logged;
use crate::domain::movement::Movement;
use crate::domain::record::{Fault, Range};
use crate::domain::shelf_life::ShelfLife;
use crate::domain::transfer::Transfer;
use crate::flows::event::Context;
use crate::flows::question::transfer::{Line, Paper, Question, Told, number_of};
use crate::operations::entities;
use crate::operations::view::View;
use std::collections::BTreeSet;

/// Answers a question of transferring.
///
/// # Errors
/// A [`Fault`] if the store can't answer.
pub fn answer(view: &dyn View, question: &Question, context: &Context) -> Result<Told, Fault> {
    let shelf_life = ShelfLife::of(&view.policies()?, context.today)?;
    Ok(match question {
        Question::OnTheWay => Told::OnTheWay(on_the_way(view, &context.site, shelf_life)?),
        Question::Paper { number, known } => {
            Told::Paper(paper(view, number, known, (&context.site, shelf_life))?)
        }
        Question::Place(code) => Told::Place(Box::new(location(view, code)?)),
        Question::Content(place, to) => {
            let content = carry::content(view, place, context)?;
            let items: BTreeSet<&ItemCode> = content.held.iter().map(|held| &held.item).collect();
            let unpriced = entities::unpriced(view, items, [&context.site, to], context.today)?;
            Told::Content(content, unpriced)
        }
    })
}

/// The maximum number of later movements searched for lines of the same paper.
const MOST_LATER: usize = 500;

/// A movement of a transfer, with the number of its paper.
struct Sent {
    number: String,
    id: Key,
    transfer: Transfer,
}

impl Sent {
    fn of(view: &dyn View, transfer: Transfer) -> Result<Self, Fault> {
        let movement: Option<Movement> = view.find(&[&transfer.movement])?;
        let missing = || Fault::new(format!("movement {} is missing", transfer.movement));
        let movement = movement.ok_or_else(missing)?;
        let logged: Option<Logged> = view.find(&[&movement.operation])?;
        let missing = || Fault::new(format!("operation {} is missing", movement.operation));
        let logged = logged.ok_or_else(missing)?;
        let first = logged.movement.unwrap_or(movement.seq);
        Ok(Self {
            number: movement.document.unwrap_or_else(|| number_of(first)),
            id: logged.key,
            transfer,
        })
    }

    fn is_called(&self, number: &str) -> bool {
        self.number.eq_ignore_ascii_case(number) || self.id.as_str() == number
    }

    fn line(self, view: &dyn View, shelf_life: ShelfLife) -> Result<Line, Fault> {
        let open = self.transfer.open_qty();
        let item = item(view, &self.transfer.item)?;
        let barred = carry::barred(view, &item.item, &self.transfer.lot, shelf_life)?;
        Ok(Line {
            barred,
            movement: self.transfer.movement,
            id: self.id,
            item: item.item,
            name: item.name,
            uom: item.uom,
            lot: self.transfer.lot,
            serial: self.transfer.serial,
            sent: self.transfer.qty,
            open,
        })
    }
}

/// Returns everything that is on its way, transfer by transfer: first those to this site, then those from it.
fn on_the_way(view: &dyn View, here: &SiteCode, shelf_life: ShelfLife) -> Result<Vec<Paper>, Fault> {
    let mut papers: Vec<Paper> = Vec::new();
    for sent in open(view)? {
        let Transfer {
            from_site, to_site, ..
        } = sent.transfer.clone();
        if from_site != *here && to_site != *here {
            continue;
        }
        let same = |paper: &&mut Paper| {
            paper.number == sent.number && paper.from == from_site && paper.to == to_site
        };
        let known = papers.iter_mut().find(same);
        let number = sent.number.clone();
        let line = sent.line(view, shelf_life)?;
        match known {
            Some(paper) => paper.lines.push(line),
            None => papers.push(Paper {
                number,
                from: from_site,
                to: to_site,
                lines: vec![line],
            }),
        }
    }
    papers.sort_by_key(|paper| paper.to != *here);
    Ok(papers)
}

fn open(view: &dyn View) -> Result<Vec<Sent>, Fault> {
    let open: Vec<Transfer> = view.list(&Range::by(Transfer::BY_OPEN, &[&true]))?;
    open.into_iter()
        .map(|transfer| Sent::of(view, transfer))
        .collect()
}

/// Returns the transfer with that number: its lines that are still on their way, and the `known` ones. If several have
/// the number, the one to this site is preferred.
fn paper(
    view: &dyn View,
    number: &str,
    known: &[i64],
    (here, shelf_life): (&SiteCode, ShelfLife),
) -> Result<Option<Paper>, Fault> {
    let mut found = open(view)?;
    found.retain(|sent| sent.is_called(number));
    if found.is_empty() && known.is_empty() {
        found = settled(view, number)?;
    }
    for movement in known {
        let seen = found.iter().any(|sent| sent.transfer.movement == *movement);
        let transfer = if seen { None } else { view.find(&[movement])? };
        found.extend(transfer.map(|transfer| Sent::of(view, transfer)).transpose()?);
    }
    found.sort_by_key(|sent| sent.transfer.movement);
    let coming = found.iter().find(|sent| sent.transfer.to_site == *here);
    let Some(first) = coming.or_else(|| found.first()) else {
        return Ok(None);
    };
    let number = first.number.clone();
    let (from, to) = (first.transfer.from_site.clone(), first.transfer.to_site.clone());
    found.retain(|sent| {
        sent.number == number && sent.transfer.from_site == from && sent.transfer.to_site == to
    });
    let lines = found.into_iter().map(|sent| sent.line(view, shelf_life));
    Ok(Some(Paper {
        number,
        from,
        to,
        lines: lines.collect::<Result<_, Fault>>()?,
    }))
}

/// Returns the lines of a transfer that is no longer on its way: those of its first document, and those that carry the
/// number it was given.
fn settled(view: &dyn View, number: &str) -> Result<Vec<Sent>, Fault> {
    let movement = number.to_uppercase().strip_prefix("TR-").map(str::parse::<i64>);
    let operation = match movement {
        Some(Ok(movement)) => {
            let movement: Option<Movement> = view.find(&[&movement])?;
            let logged = movement.map(|movement| view.find::<Logged>(&[&movement.operation]));
            logged.transpose()?.flatten()
        }
        _ => view
            .list(&Range::by(Logged::BY_KEY, &[&Key::from(number)]).first(1))?
            .pop(),
    };
    let Some(Logged {
        movement: Some(first),
        movements,
        ..
    }) = operation
    else {
        return Ok(Vec::new());
    };
    let mut found = Vec::new();
    for movement in first..first + movements {
        let transfer: Option<Transfer> = view.find(&[&movement])?;
        found.extend(transfer.map(|transfer| Sent::of(view, transfer)).transpose()?);
    }
    let Some(number) = found.first().map(|sent: &Sent| sent.number.clone()) else {
        return Ok(found);
    };
    let last = first + movements - 1;
    let later = Range::of::<Transfer>(&[]).after(&last).first(MOST_LATER);
    for transfer in view.list::<Transfer>(&later)? {
        let sent = Sent::of(view, transfer)?;
        if sent.number == number {
            found.push(sent);
        }
    }
    Ok(found)
}
