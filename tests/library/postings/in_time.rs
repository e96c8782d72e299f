//! Whatever is entered late, in whatever order: at moving average the books say what they would have said in time.

use super::late::company::Company;
use binledger::domain::stock::Pool;
use proptest::prelude::*;
use proptest::test_runner::{Config, RngSeed};
use serde_json::json;

/// What happened on one day, and when it was entered: late where `late`.
#[derive(Clone, Debug)]
struct Day {
    kind: u8,
    units: i64,
    cost: i64,
    of: usize,
    late: bool,
}

fn day() -> impl Strategy<Value = Day> {
    let numbers = (0_u8..8, 1_i64..5, 100_i64..2000, any::<usize>(), any::<bool>());
    numbers.prop_map(|(kind, units, cost, of, late)| Day {
        kind,
        units,
        cost,
        of,
        late,
    })
}

/// Enters a day; returns whether it was accepted.
fn enter(company: &mut Company, at: usize, days: &[Day]) -> bool {
    let Day {
        kind,
        units,
        cost,
        of,
        ..
    } = days[at];
    let date = format!("2026-03-{:02}", at + 2);
    let qty = format!("{units}.5");
    let sold: Vec<usize> = (0..at).filter(|at| matches!(days[*at].kind, 2..=4)).collect();
    let value = format!("{}.{:02}", cost / 100, cost % 100);
    let document = match (kind, sold.get(of % sold.len().max(1))) {
        (0..=1, _) => json!({ "op": "receive", "item": "A", "qty": qty, "value": value }),
        (2..=4, _) => json!({ "op": "ship", "item": "A", "qty": qty }),
        (5, Some(sold)) => {
            let what = if units % 2 == 0 { "restock" } else { "scrap" };
            json!({ "op": "customer_return", "of": format!("day{sold}"), "qty": "0.5", "disposition": what })
        }
        _ => json!({ "op": "adjust", "item": "A", "qty": "-0.25" }),
    };
    let mut document = document;
    document["id"] = json!(format!("day{at}"));
    document["date"] = json!(date);
    company.send(document).refusal.is_none()
}

/// The value of the stock on hand, in cents.
fn worth(company: &Company) -> i64 {
    company.all::<Pool>().remove(0).value.0
}

/// Days entered late or in time; those that did not apply in time are left out.
fn enter_all(company: &mut Company, days: &[Day], entered: &[bool]) -> Vec<usize> {
    let mut late: Vec<usize> = Vec::new();
    for at in (0..days.len()).filter(|at| entered[*at]) {
        if days[at].late || days[at].kind == 5 && !late.is_empty() {
            late.push(at);
        } else {
            assert!(enter(company, at, days));
        }
    }
    late
}

fn begun() -> Company {
    let mut company = Company::new("average");
    company.receive("first", "01", "200", "3.333333");
    company
}

proptest! {
    #![proptest_config(Config {
        cases: 80,
        rng_seed: RngSeed::Fixed(2026),
        failure_persistence: None,
        ..Config::default()
    })]

    #[test]
    fn entered_late_everything_costs_what_it_would_have_cost_in_time(
        days in proptest::collection::vec(day(), 2..14),
    ) {
        let mut in_time = begun();
        let entered: Vec<bool> = (0..days.len()).map(|at| enter(&mut in_time, at, &days)).collect();
        let mut company = begun();
        let late = enter_all(&mut company, &days, &entered);
        let (last, mut before) = (late.last().copied(), None);
        for at in late {
            before = Some((company.stock(), company.costs()));
            prop_assert!(enter(&mut company, at, &days), "day {at} of {days:?}");
        }
        prop_assert_eq!(company.stock(), in_time.stock());
        let sorted = |company: &Company| {
            let mut costs = company.costs();
            costs.sort();
            costs
        };
        prop_assert_eq!(sorted(&company), sorted(&in_time));
        company.holds("late");
        if let Some(last) = last {
            company.reverse(&format!("day{last}"));
            prop_assert_eq!(Some((company.stock(), company.costs())), before);
            company.holds("taken back");
        }
    }
    #[test]
    fn freight_that_comes_last_goes_where_it_would_have_gone_with_its_receipt(
        days in proptest::collection::vec(day(), 2..14),
    ) {
        let mut in_time = begun();
        in_time.freight("freight", &["first"], "77.77");
        let entered: Vec<bool> = (0..days.len()).map(|at| enter(&mut in_time, at, &days)).collect();
        let mut company = begun();
        for at in enter_all(&mut company, &days, &entered) {
            prop_assert!(enter(&mut company, at, &days), "day {at} of {days:?}");
        }
        company.freight("freight", &["first"], "77.77");
        // In time every cost was rounded for itself, and half a cent each is all that they may differ by.
        let most = i64::try_from(days.len()).unwrap() / 2 + 1;
        prop_assert!((worth(&company) - worth(&in_time)).abs() <= most, "{days:?}");
        company.holds("freight");
        let before = company.stock();
        company.reverse("freight");
        company.freight("again", &["first"], "77.77");
        prop_assert_eq!(company.stock(), before);
    }
}
