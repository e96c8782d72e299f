//! What is scanned: bins are counted as the books have them, and pieces are carried from bin to bin and back.

use binledger::domain::amount::Qty;
use binledger::domain::catalog::{Barcode, Item, Location, Purpose};
use binledger::domain::count::{Count, CountState};
use binledger::domain::record::{Fault, Range};
use binledger::domain::stock::{Balance, Status};
use binledger::operations::view::View;
use binledger::store::Store;

/// Who scans.
pub const BADGE: &str = "EMP-101";
/// The sample company's PIN of the badge.
pub const PIN: &str = "4417";
/// A bin with room for everything.
const STORAGE: &str = "STORAGE";
/// Kinds of goods in a bin that is counted, at most.
const KINDS: usize = 4;

/// Scans to count bins: a bin, each kind of goods with how many, DONE. Each scan but the bin's first look posts.
pub fn counting(store: &dyn Store, scans: usize) -> Vec<String> {
    let sheets = bins(store).into_iter().map(|(bin, goods)| {
        let mut sheet = vec![bin];
        for (label, qty) in goods {
            sheet.push(label);
            if Qty::ONE < qty {
                sheet.push(qty.to_string());
            }
        }
        sheet.push("$BL.DONE".to_owned());
        sheet
    });
    whole(sheets.collect(), scans)
}

/// Scans to carry pieces to another bin and back: from where, what, to where.
pub fn moving(store: &dyn Store, scans: usize) -> Vec<String> {
    let trips = bins(store).into_iter().flat_map(|(bin, goods)| {
        let trip = move |(label, _): (String, Qty)| {
            [&bin, &label, STORAGE, STORAGE, &label, &bin]
                .map(ToString::to_string)
                .to_vec()
        };
        goods.into_iter().map(trip).collect::<Vec<_>>()
    });
    whole(trips.collect(), scans)
}

/// The scans of the jobs, one job after the other and round again, up to this number of scans.
fn whole(jobs: Vec<Vec<String>>, scans: usize) -> Vec<String> {
    assert!(!jobs.is_empty(), "nothing in the store can be scanned");
    let mut script = Vec::new();
    for job in jobs.into_iter().cycle() {
        if scans <= script.len() {
            break;
        }
        script.extend(job);
    }
    script
}

/// Bins from all over the store, with a label of each kind of goods in them and how many there are.
fn bins(store: &dyn Store) -> Vec<(String, Vec<(String, Qty)>)> {
    let found = store.read(|view| {
        let range = Range::by(Location::BY_WALK, &[&"MAIN".to_owned()]);
        let mut all: Vec<Location> = view.list(&range)?;
        all.retain(|bin| {
            bin.purpose.is_pickable() && bin.purpose != Purpose::Receiving && bin.location.as_str() != STORAGE
        });
        // A stride that shares no factor with the number of bins leads to all of them in no order.
        let (count, stride) = (all.len(), 7919);
        let mut bins = Vec::new();
        for step in 0..count {
            let bin = &all[step * stride % count];
            if bins.len() < 500
                && let Some(goods) = countable(view, bin)?
            {
                bins.push((bin.location.to_string(), goods));
            }
        }
        Ok(bins)
    });
    found.expect("the store can be read")
}

/// The goods of a bin where all of them can be counted by label and number.
fn countable(view: &dyn View, bin: &Location) -> Result<Option<Vec<(String, Qty)>>, Fault> {
    let sheets: Vec<Count> = view.list(&Range::by(Count::BY_LOCATION, &[&bin.location]))?;
    let is_open = |sheet: &Count| !matches!(sheet.state, CountState::Posted | CountState::Rejected);
    let content: Vec<Balance> = view.list(&Range::by(Balance::BY_LOCATION, &[&bin.location]))?;
    // Goods go back into a bin that is kept for another item only when it is scanned twice.
    let is_strange = |balance: &Balance| bin.fixed_item.as_ref().is_some_and(|item| *item != balance.item);
    if sheets.iter().any(is_open)
        || content.is_empty()
        || KINDS < content.len()
        || content.iter().any(is_strange)
    {
        return Ok(None);
    }
    let mut goods = Vec::new();
    for balance in content {
        let item: Option<Item> = view.find(&[&balance.item])?;
        let plain =
            balance.serial.is_empty() && balance.lpn.is_empty() && balance.status == Status::Available;
        let Some(item) = item.filter(|item| plain && item.uom.as_str() == "EA") else {
            return Ok(None);
        };
        goods.push((label(view, &item, &balance)?, balance.qty));
    }
    Ok(Some(goods))
}

/// What a scanner reads off one piece: a GS1 label with the lot where there is one, else the plain GTIN or the code.
fn label(view: &dyn View, item: &Item, balance: &Balance) -> Result<String, Fault> {
    let codes: Vec<Barcode> = view.list(&Range::by(Barcode::BY_ITEM, &[&item.item]))?;
    let gtin = codes
        .into_iter()
        .map(|code| (code.qty, code.barcode))
        .find(|(qty, code)| {
            *qty == Qty::ONE && code.len() == 14 && code.bytes().all(|digit| digit.is_ascii_digit())
        });
    Ok(match gtin {
        Some((_, gtin)) if balance.lot.is_empty() => gtin,
        Some((_, gtin)) => format!("]C101{gtin}10{}", balance.lot),
        None => item.item.to_string(),
    })
}
