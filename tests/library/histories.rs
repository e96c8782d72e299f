//! The rule book over random histories: whatever is asked, in whatever order, what must hold holds.

mod asked;
mod between;
mod bought;
mod company;
mod held;
mod later;
mod reported;
mod values;

use super::rules::house;
use asked::{Draw, ask};
use binledger::cli::audit::replay::replay;
use binledger::domain::entry::{Entry, EntryLine};
use binledger::domain::record::Record;
use binledger::operations::answer::Verdict;
use binledger::operations::preview::{self, Preview};
use binledger::operations::request::{Operation, Request, Reverse};
use company::company;
use held::{Dump, changed, dump, holds, movable};
use house::{House, at_terminal};
use proptest::prelude::*;
use proptest::test_runner::{Config, RngSeed};

/// Sends one request and checks everything that must hold after it; answers whether it was applied.
fn send(house: &mut House, request: &Request) -> bool {
    let before = dump(house);
    let store: &dyn binledger::store::Store = &house.store;
    let foreseen = store.preview(request).expect("the store works");
    let answer = house.send(request);
    let after = dump(house);
    if answer.verdict != Verdict::Applied {
        assert_eq!(before, after, "refused, and yet something changed: {request:?}");
        assert_eq!(foreseen.err().map(|answer| *answer), Some(answer));
        return false;
    }
    let change = foreseen.unwrap_or_else(|_| panic!("the preview refused {request:?}"));
    assert_eq!(
        changed(before, &change),
        after,
        "the preview said otherwise: {request:?}"
    );
    posts_as_foreseen(house, &preview::of(&change).expect("the change is sound"));
    holds(house, request);
    assert_eq!(house.send(request).verdict, Verdict::Duplicate);
    assert_eq!(after, dump(house), "a duplicate changed something: {request:?}");
    true
}

/// Checks that what was posted is, line by line, what the preview showed before.
fn posts_as_foreseen(house: &House, foreseen: &Preview) {
    let store: &dyn binledger::store::Store = &house.store;
    store
        .read(|view| {
            for posted in &foreseen.entries {
                let number = posted.entry.entry;
                assert_eq!(view.find(&[&number])?.as_ref(), Some(&posted.entry));
                assert_eq!(view.all::<EntryLine>(&[&number])?, posted.lines);
                let sum: i64 = posted.lines.iter().map(|line| line.amount.0).sum();
                assert_eq!(sum, 0, "the preview of entry {number} does not balance");
            }
            let newest = view.last(Entry::TABLE)?;
            let last = foreseen.entries.last().map(|posted| posted.entry.entry);
            assert!(
                last.is_none_or(|last| last == newest),
                "more was posted than foreseen"
            );
            for line in &foreseen.batch {
                assert_eq!(view.find(&[&line.batch, &line.line])?.as_ref(), Some(line));
            }
            Ok(())
        })
        .expect("the store works");
}

/// Takes back what was just done: stock, value and orders must be what they were.
fn take_back(house: &mut House, done: &Request, before: &Dump) {
    let releases = matches!(
        done.operation,
        Operation::CountClose(_) | Operation::CountApprove(_)
    );
    let moved = house.last_moved() > 0;
    let outside = moved && values::was_outside(house, house.last_posted());
    let mut request = house.request(Reverse { of: done.key.clone() });
    request.requester = at_terminal("SUE");
    let is_reversal = matches!(done.operation, Operation::Reverse(_));
    let applied = send(house, &request);
    let is_change = matches!(done.operation, Operation::Integrate(_));
    let expected = moved && !is_reversal && (is_change || !outside);
    assert_eq!(applied, expected, "taking back {done:?}");
    if applied && !releases {
        assert_eq!(*before, movable(&dump(house)), "taking back {done:?}");
    }
}

fn live_through(draws: &[Draw]) {
    let mut house = company();
    for draw in draws {
        let before = movable(&dump(&house));
        let Some(request) = ask(&mut house, draw) else {
            continue;
        };
        if send(&mut house, &request) && draw.is_taken_back() {
            take_back(&mut house, &request, &before);
        }
    }
    reported::agree(&house);
    for finding in replay(&house.store).expect("the store works") {
        assert_eq!(finding.broken, 0, "{finding:?}");
    }
}

/// The same where stock may go below zero and leaves the ledger and comes back; `later` posts sales with the bill.
fn live_below_zero(draws: &[Draw], later: bool) {
    let mut house = company();
    house.policy("negative_stock", "provisional");
    house.policy("revenue_on", if later { "invoice" } else { "ship" });
    for draw in draws {
        let before = movable(&dump(&house));
        let asked = values::ask(&mut house, draw).or_else(|| {
            let mut request = ask(&mut house, draw)?;
            request.date = values::day(&house, draw);
            Some(request)
        });
        let Some(request) = asked else { continue };
        if send(&mut house, &request) && draw.is_taken_back() {
            take_back(&mut house, &request, &before);
        }
    }
    reported::agree(&house);
    for finding in replay(&house.store).expect("the store works") {
        assert_eq!(finding.broken, 0, "{finding:?}");
    }
}

/// The same with purchases in every form, under any of the policies.
fn live_with_suppliers(draws: &[Draw], [capitalise, below, later]: [bool; 3]) {
    let mut house = company();
    let says = |set: bool, yes: &'static str, no: &'static str| if set { yes } else { no };
    house.policy("invoice_variance", says(capitalise, "capitalise", "variance"));
    house.policy("negative_stock", says(below, "provisional", "refuse"));
    house.policy("revenue_on", says(later, "invoice", "ship"));
    for (step, draw) in draws.iter().enumerate() {
        if step == draws.len() / 2 {
            reported::use_other_clearing(&mut house);
        }
        let before = movable(&dump(&house));
        let asked = bought::ask(&mut house, draw).or_else(|| {
            let other = if below {
                values::ask(&mut house, draw)
            } else {
                None
            };
            other.or_else(|| ask(&mut house, draw))
        });
        let Some(request) = asked else { continue };
        if send(&mut house, &request) && draw.is_taken_back() {
            take_back(&mut house, &request, &before);
        }
    }
    reported::agree(&house);
    for finding in replay(&house.store).expect("the store works") {
        assert_eq!(finding.broken, 0, "{finding:?}");
    }
}

proptest! {
    #![proptest_config(Config {
        cases: 36,
        rng_seed: RngSeed::Fixed(2026),
        failure_persistence: None,
        max_shrink_iters: 600,
        ..Config::default()
    })]

    #[test]
    fn whatever_is_asked_in_whatever_order_the_books_hold(
        draws in proptest::collection::vec(any::<Draw>(), 30..90),
    ) {
        live_through(&draws);
    }

    #[test]
    fn below_zero_billed_later_or_outside_the_ledger_the_books_hold(
        draws in proptest::collection::vec(any::<Draw>(), 40..100),
        later in any::<bool>(),
    ) {
        live_below_zero(&draws, later);
    }

    #[test]
    fn bought_billed_and_sent_back_under_any_policy_the_books_hold(
        draws in proptest::collection::vec(any::<Draw>(), 40..100),
        policies in any::<[bool; 3]>(),
    ) {
        live_with_suppliers(&draws, policies);
    }
}
