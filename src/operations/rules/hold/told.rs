//! What a hold reached, in words: where all of its goods are, and what became of their promises.

use super::promises::{Moved, in_stock};
use crate::domain::amount::Qty;
use crate::domain::blind::Stated;
use crate::domain::code::{LocationCode, Lpn, SiteCode};
use crate::domain::hold::HeldGoods;
use crate::domain::record::Range;
use crate::domain::stock::{LpnKind, Plate};
use crate::domain::transfer::Transfer;
use crate::operations::change::Halt;
use crate::operations::rules::books::Books;
use std::collections::BTreeMap;

/// How many places are named one by one.
const MOST: usize = 12;

/// Returns what is told of a new hold: `Hold 3: 20 pieces of FD-1001 NC-2602 held: 12 in TOTE-9 of SO-7 at PACK-1, 8 at
/// A-01-1`. Numbers of bins under count are withheld from whoever counts there.
pub(super) fn held(
    books: &Books<'_, '_>,
    hold: i64,
    words: &[HeldGoods],
    moved: &Moved,
) -> Result<String, Halt> {
    let mut places: BTreeMap<(LocationCode, Lpn), Qty> = BTreeMap::new();
    for balance in in_stock(books, words)? {
        *places.entry((balance.location, balance.lpn)).or_default() += balance.qty;
    }
    let (mut all, mut told) = (Stated::default(), Vec::new());
    for ((location, lpn), qty) in places {
        let stated = books.stated(&location, qty)?;
        all = all + stated;
        told.push(format!("{stated} {}", place(books, &location, &lpn)?));
    }
    for (site, qty) in on_the_way(books, words)? {
        all = all + qty.into();
        told.push(format!("{qty} in transit to {site}"));
    }
    let more = told.len().saturating_sub(MOST);
    told.truncate(MOST);
    if 0 < more {
        told.push(format!("and {more} more places"));
    }
    let goods: Vec<String> = words.iter().map(HeldGoods::named).collect();
    let (goods, places) = (goods.join(", "), told.join(", "));
    let places = if places.is_empty() {
        places
    } else {
        format!(": {places}")
    };
    Ok(format!(
        "Hold {hold}: {all} of {goods} held{places}{}",
        became(moved)
    ))
}

/// Returns where goods are: `in TOTE-9 of SO-7 at PACK-1`, `at A-01-1`.
fn place(books: &Books<'_, '_>, location: &LocationCode, lpn: &Lpn) -> Result<String, Halt> {
    if lpn.is_empty() {
        return Ok(format!("at {location}"));
    }
    let plate: Option<Plate> = books.view().find(&[lpn])?;
    let of = plate.as_ref().and_then(|plate| plate.order_no.clone());
    let of = of.map(|order| format!(" of {order}")).unwrap_or_default();
    let what = match plate.map(|plate| plate.kind) {
        Some(LpnKind::Tote) | None => "in",
        Some(LpnKind::Parcel) => "in parcel",
        Some(LpnKind::Pallet) => "on plate",
    };
    Ok(format!("{what} {lpn}{of} at {location}"))
}

/// Returns how many of the goods are on their way to each site.
fn on_the_way(books: &Books<'_, '_>, words: &[HeldGoods]) -> Result<BTreeMap<SiteCode, Qty>, Halt> {
    let mut found: BTreeMap<SiteCode, Qty> = BTreeMap::new();
    let open: Vec<Transfer> = books.view().list(&Range::by(Transfer::BY_OPEN, &[&true]))?;
    for transfer in open {
        let is_about =
            |word: &HeldGoods| word.item == transfer.item && word.is_about(&transfer.lot, &transfer.serial);
        if words.iter().any(is_about) {
            *found.entry(transfer.to_site.clone()).or_default() += transfer.open_qty();
        }
    }
    Ok(found)
}

/// Returns what became of promises: `. SO-7: 12 from elsewhere, 8 open again`.
fn became(moved: &Moved) -> String {
    let of_order = |(order, (again, open)): (_, &(Qty, Qty))| {
        let parts = [(again, "promised from elsewhere"), (open, "open again")];
        let parts = parts.iter().filter(|(qty, _)| !qty.is_zero());
        let parts: Vec<String> = parts.map(|(qty, what)| format!("{qty} {what}")).collect();
        format!(". {order}: {}", parts.join(", "))
    };
    moved.iter().map(of_order).collect()
}
