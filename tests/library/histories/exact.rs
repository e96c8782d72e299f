//! An oracle that replays everything in exact fractions: what came is known to the cent, and from that and the quantities
//! follows what every movement was worth. It knows nothing of how the program values goods; it reads what moved when,
//! what was paid, and which late cost was laid on which receipt, and works all of it through from the beginning.
//!
//! - Moving average: one quantity and one value a site, by day and within a day in the order of entry; what leaves takes
//!   its share.
//! - FIFO: layers in the order of entry, or by day where the queue goes by days; what leaves takes the oldest, what goes
//!   back to its vendor and what a count saw gone before it was entered its own first.
//! - What comes back brings what it left with, what arrives what was sent, what is built what was used up and labour, what comes out of process its parts of what went into it; what
//!   is found or comes out of others what there is of it is worth, at moving average on that day, and of these what becomes known of their
//!   cost later; at FIFO what a count saw gone before that was entered comes back at what it left with.
//! - What leaves before it came costs what covers it.
//!
//! The program rounds what it posts, each amount once, so that it may differ: a movement by half a cent when it is posted
//! and by at most a cent with every late document that changes it, and by its share of what the movements before it
//! differ by. All of that together is less than a cent for every movement and for every late document at every place.

mod order;
mod pool;
mod read;
mod replay;
mod work;

use binledger::domain::company::Method;
use binledger::domain::entity::IntercompanySale;
use binledger::domain::stock::{Layer, Pool};
use binledger::domain::transfer::Transfer;
use binledger::domain::work_order::WorkPart;
use binledger::store::Store;
use num_rational::BigRational;
use read::{Event, History, What, fraction};
use replay::{Exact, replay};
use std::collections::HashMap;

/// Checks that whatever moved and whatever is in stock or on its way is worth what an exact replay says. Left out are goods
/// at standard cost; goods of which, by their days, more left than there was; what covered such goods and was taken back;
/// and goods at moving average that were billed after a part of them went back, if something else about them was entered
/// late or taken back.
pub fn agrees(store: &dyn Store, after: &dyn std::fmt::Debug) {
    let history = History::of(store);
    let mut found = HashMap::new();
    for event in &history.events {
        if let What::Found(_) | What::CameOut { .. } = event.what
            && let Some(value) = worth(&history, event, &found)
        {
            found.insert(event.seq, value);
        }
    }
    let exact = replay(&history, i64::MAX, &found);
    for event in history.events.iter().filter(|event| history.stands(event)) {
        let Some(value) = exact.value(event) else {
            continue;
        };
        let Some(known) = history.known(event) else {
            continue;
        };
        near(&history, &known, &value, &|| format!("{event:?}"), after);
    }
    stock(store, &history, &exact, after);
}

/// What goods are worth that are found or come out of others; `None` if there are no others.
fn worth(history: &History, event: &Event, found: &HashMap<i64, BigRational>) -> Option<BigRational> {
    let by_layer = history.methods[&event.item] == Method::Fifo;
    if let Some(late) = event.late.filter(|_| by_layer && !history.replays) {
        let then = replay(history, event.seq, found);
        let left = history.events.iter().find(|it| it.seq == late);
        let left_with = -then.value(left.expect("it left"))?;
        if fraction(0) < left_with {
            return Some(left_with);
        }
    }
    // Where the queue goes by days, it is put in order behind what a document takes apart.
    let is_of_parts = matches!(event.what, What::CameOut { .. });
    let first = if by_layer && !(history.replays && is_of_parts) {
        event.seq
    } else {
        history.first_of(event)
    };
    let then = replay(history, first, found);
    let pool = then.pool(&event.item, &event.site)?;
    let (mut qty, mut value) = (pool.qty.clone(), pool.value.clone());
    for later in history.standing_before(first).filter(|_| !by_layer) {
        if later.key() == event.key() && event.day < later.day {
            qty -= &later.qty;
            value -= then.value(later)?;
        }
    }
    (fraction(0) < qty).then(|| value * &event.qty / qty)
}

/// Whatever is in stock, on its way and in process.
fn stock(store: &dyn Store, history: &History, exact: &Exact, after: &dyn std::fmt::Debug) {
    for it in store.all::<Pool>().expect("the store works") {
        if let Some(pool) = exact.pool(&it.item, &it.site)
            && it.qty.0 >= 0
        {
            assert_eq!(fraction(it.qty.0), pool.qty, "{it:?}");
            let what = || format!("{it:?}");
            near(history, &fraction(it.value.0), &pool.value, &what, after);
        }
    }
    for it in store.all::<Layer>().expect("the store works") {
        if let Some(pool) = exact.pool(&it.item, &it.site)
            && it.qty.0 >= 0
        {
            let what = || format!("{it:?}");
            let layer = pool.layers.iter().find(|layer| layer.seq == it.seq);
            let layer = layer.unwrap_or_else(|| panic!("no {it:?}"));
            assert_eq!(fraction(it.qty.0), layer.qty, "{it:?}");
            near(history, &fraction(it.value.0), &layer.value, &what, after);
        }
    }
    for it in store.all::<WorkPart>().expect("the store works") {
        let issues = history.held.get(&(it.order_no.clone(), it.item.clone()));
        let worth = |(seq, part): &(i64, BigRational)| {
            let issue = history.events.iter().find(|event| event.seq == *seq);
            Some(-exact.value(issue.expect("an issue"))? * part)
        };
        let parts = issues.into_iter().flatten().map(worth);
        if let Some(parts) = parts.collect::<Option<Vec<BigRational>>>() {
            let what = || format!("{it:?}");
            let worth = parts.into_iter().sum();
            near(history, &fraction(it.value.0), &worth, &what, after);
        }
    }
    let sales: Vec<IntercompanySale> = store.all().expect("the store works");
    for it in store.all::<Transfer>().expect("the store works") {
        let sent = history.events.iter().find(|event| event.seq == it.movement);
        let Some(sent) = sent.filter(|_| it.open) else {
            continue;
        };
        let sold: Option<IntercompanySale> = sales.iter().find(|sale| sale.movement == it.movement).cloned();
        let carried = match sold {
            Some(sale) => Some(fraction(sale.amount.0)),
            None => exact.value(sent).map(|value| fraction(it.freight.0) - value),
        };
        if let Some(carried) = carried {
            let open = carried * fraction(it.open_qty().0) / fraction(it.qty.0);
            let what = || format!("{it:?}");
            near(history, &fraction(it.open_value().0), &open, &what, after);
        }
    }
}

fn near(
    history: &History,
    known: &BigRational,
    exact: &BigRational,
    what: &dyn Fn() -> String,
    after: &dyn std::fmt::Debug,
) {
    let off = known - exact;
    let off = if off < fraction(0) { -off } else { off };
    assert!(
        off <= history.drift(),
        "{} is worth {exact} exactly (about {}), and {known} by the books, after {after:?}",
        what(),
        exact.round(),
    );
}
