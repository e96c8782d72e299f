//! Bins by a range: all that are not known yet, one behind the other in the walk.

use super::books::Books;
use super::define;
use super::described::coded;
use crate::domain::bin_range::BinRange;
use crate::domain::catalog::{Location, Site};
use crate::domain::code::{LocationCode, SiteCode};
use crate::domain::refusal::Refusal;
use crate::domain::user::Role;
use crate::operations::change::Halt;
use crate::operations::request::AddBins;

/// The farthest place in a walk that a range may begin at.
const FARTHEST: i64 = 999_999_999;

/// Makes the bins of a range; those that are known stay as they are. Returns how many there were of both.
pub(super) fn add(books: &mut Books<'_, '_>, asked: &AddBins) -> Result<Option<String>, Halt> {
    books.need(&[Role::Administrator])?;
    let (first, last) = (asked.first.as_str(), asked.last.as_str());
    let range = BinRange::between(first, last).map_err(|why| Refusal::Unfit {
        need: why.wanted(),
        found: format!("{first} to {last}"),
    })?;
    let site = site(books, asked)?;
    let mut sequence = match asked.sequence {
        Some(found) if !(0..=FARTHEST).contains(&found) => {
            let need = format!("a place in the pickers' walk from 0 to {FARTHEST}");
            let found = found.to_string();
            return Err(Refusal::Unfit { need, found }.into());
        }
        Some(place) => place,
        None => behind(books, &site)?,
    };
    let (mut made, mut known) = (0, 0);
    for code in range.codes() {
        let location = LocationCode::from(code);
        if books.view().find::<Location>(&[&location])?.is_some() {
            known += 1;
            continue;
        }
        coded(books, location.as_str())?;
        let bin = Location {
            location,
            site: site.clone(),
            zone: String::new(),
            purpose: asked.purpose,
            sequence,
            capacity: None,
            check_digits: None,
            fixed_item: None,
        };
        define::location(books, &bin)?;
        sequence += 1;
        made += 1;
    }
    Ok(Some(format!("{made} made, {known} known already")))
}

/// Returns the site named, which must be known, else that of the operator.
fn site(books: &Books<'_, '_>, asked: &AddBins) -> Result<SiteCode, Halt> {
    let Some(site) = &asked.site else {
        return Ok(books.site.clone());
    };
    let known: Option<Site> = books.view().find(&[site])?;
    let unknown = || Refusal::UnknownSite {
        site: site.to_string(),
    };
    Ok(known.map(|site| site.site).ok_or_else(unknown)?)
}

/// Returns the place behind all bins of a site.
fn behind(books: &Books<'_, '_>, site: &SiteCode) -> Result<i64, Halt> {
    let all: Vec<Location> = books.view().all(&[])?;
    let here = all.iter().filter(|bin| bin.site == *site);
    Ok(here.map(|bin| bin.sequence).max().unwrap_or(0) + 1)
}
