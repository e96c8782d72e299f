//! Whole cents that add up, at every place and in every leg.

use super::*;
use crate::domain::amount::Qty;
use proptest::prelude::*;

fn part(cents: i64, part: i64, whole: i64) -> Fixed {
    Fixed::of(Money(cents)).ratio(Qty::units(part), Qty::units(whole))
}

fn held(stock: Fixed) -> Place {
    Place { stock, holds: true }
}

#[test]
fn thirds_of_ten_go_by_largest_remainder_and_the_first_takes_the_odd_cent() {
    let third = part(1000, 1, 3);
    let flow = |from, to, value| Flow { from, to, value };
    let network = Network {
        places: vec![held(third), held(third), held(third)],
        flows: vec![flow(0, 1, third), flow(0, 2, third)],
        ends: Vec::new(),
    };
    let rounded = network.rounded(Money(1000)).unwrap();
    assert_eq!(rounded.stock, [Money(334), Money(333), Money(333)]);
    assert_eq!(rounded.flows, [Money(333), Money(333)]);
    let less = Network {
        places: network.places.iter().map(|it| held(-it.stock)).collect(),
        flows: network
            .flows
            .iter()
            .map(|it| flow(it.from, it.to, -it.value))
            .collect(),
        ends: Vec::new(),
    };
    assert_eq!(
        less.rounded(Money(-1000)).unwrap().stock,
        [Money(-334), Money(-333), Money(-333)]
    );
}

#[test]
fn a_leg_of_a_thousand_tenths_of_a_cent_is_a_dollar_spread_evenly() {
    let ends = (0..1000).map(|_| End {
        from: 0,
        leg: 0,
        value: part(1, 1, 10),
    });
    let network = Network {
        places: vec![held(part(101, 1, 101))],
        flows: Vec::new(),
        ends: ends.collect(),
    };
    let rounded = network.rounded(Money(101)).unwrap();
    assert_eq!(rounded.stock, [Money(1)]);
    let tens: Vec<i64> = rounded
        .ends
        .chunks(10)
        .map(|ten| ten.iter().map(|it| it.0).sum())
        .collect();
    assert_eq!(tens, [1; 100]);
}

#[test]
fn legs_that_do_not_make_up_the_amount_are_none() {
    let network = Network {
        places: vec![held(part(5, 1, 1))],
        ..Network::default()
    };
    assert_eq!(
        network.rounded(Money(5)).map(|rounded| rounded.stock),
        Some(vec![Money(5)])
    );
    assert_eq!(network.rounded(Money(7)), None);
}

/// Places in a row and back again: each draw sends a part on from a place to another, or lets it end there.
fn drawn(amount: i64, draws: &[(u8, u8, i64)]) -> Network {
    let mut network = Network {
        places: vec![Place::default(); 4],
        ..Network::default()
    };
    network.places[0] = held(part(amount, 1, 1));
    for (from, to, units) in draws {
        let (from, to) = (usize::from(from % 4), usize::from(to % 6));
        let value = network.places[from]
            .stock
            .ratio(Qty::units(*units), Qty::units(7));
        network.places[from].stock -= value;
        if to < 4 {
            network.places[to].stock += value;
            network.places[to].holds = true;
            network.flows.push(Flow { from, to, value });
        } else {
            let leg = to - 4;
            network.ends.push(End { from, leg, value });
        }
    }
    network
}

proptest! {
    #[test]
    fn every_place_has_what_came_less_what_went_and_every_leg_is_within_a_cent(
        amount in -100_000..100_000_i64,
        draws in proptest::collection::vec((any::<u8>(), any::<u8>(), 0..7_i64), 0..60),
    ) {
        let network = drawn(amount, &draws);
        let rounded = network.rounded(Money(amount)).unwrap();
        let mut over: Vec<i64> = rounded.stock.iter().map(|it| -it.0).collect();
        over[0] += amount;
        for (flow, value) in network.flows.iter().zip(&rounded.flows) {
            over[flow.from] -= value.0;
            over[flow.to] += value.0;
            let off = Fixed::of(*value) - flow.value;
            prop_assert!(off.max(-off) < Fixed::of(Money(6)), "{off:?}");
        }
        let mut legs = [(Fixed::ZERO, Fixed::ZERO); 2];
        for (end, value) in network.ends.iter().zip(&rounded.ends) {
            over[end.from] -= value.0;
            legs[end.leg].0 += Fixed::of(*value);
            legs[end.leg].1 += end.value;
        }
        prop_assert_eq!(over, vec![0; 4]);
        let stock = network.places.iter().zip(&rounded.stock);
        let stock = stock.map(|(exact, told)| (Fixed::of(*told), exact.stock));
        for (told, exact) in stock.chain(legs) {
            let off = told - exact;
            prop_assert!(off.max(-off) < Fixed::of(Money(1)), "{off:?}");
        }
    }
}
