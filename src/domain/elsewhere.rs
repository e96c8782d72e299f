//! What belongs to another site than the one where somebody works: an order, a bin, a tote or parcel.

use super::catalog::Location;
use super::code::{LocationCode, Lpn, OrderNo, SiteCode};
use super::refusal::Refusal;
use super::stock::LpnKind;

/// Returns why an order of `site` is not worked on `here`.
pub fn order(order: &OrderNo, site: &SiteCode, here: &SiteCode) -> Option<Refusal> {
    let (need, found) = (
        format!("Scan an order of {here}"),
        format!("{order} belongs to {site}"),
    );
    (site != here).then_some(Refusal::OrderElsewhere { need, found })
}

/// Returns why a bin is not used `here`.
pub fn bin(bin: &Location, here: &SiteCode) -> Option<Refusal> {
    place(&bin.location, &bin.site, here)
}

/// Returns why the bin with this code at `site` is not used `here`.
pub fn place(bin: &LocationCode, site: &SiteCode, here: &SiteCode) -> Option<Refusal> {
    let (need, found) = (format!("Scan a bin of {here}"), format!("{bin} is at {site}"));
    (site != here).then_some(Refusal::BinElsewhere { need, found })
}

/// Returns why goods of `site` are not handled `here`.
pub fn site(site: &SiteCode, here: &SiteCode) -> Option<Refusal> {
    let (need, found) = (format!("Scan a bin of {here}"), format!("{site} is another site"));
    (site != here).then_some(Refusal::BinElsewhere { need, found })
}

/// Returns why a licence plate that stands at `site` is not used `here`.
pub fn plate((kind, lpn): (LpnKind, &Lpn), site: &SiteCode, here: &SiteCode) -> Option<Refusal> {
    let (need, found) = (format!("Scan a {kind} of {here}"), format!("{lpn} is at {site}"));
    (site != here).then_some(Refusal::PlateElsewhere { need, found })
}
