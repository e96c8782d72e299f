//! The order in which goods are valued.

use super::read::{History, What, fraction};
use std::collections::HashSet;

/// The order of entry, in which no revaluation is that was taken back: it never happened.
pub(super) fn without_gains_taken_back(history: &History, mut order: Vec<usize>) -> Vec<usize> {
    let gained = |at: &usize| matches!(history.events[*at].what, What::Gained(_));
    let gains: HashSet<i64> = order
        .iter()
        .filter(|at| gained(at))
        .map(|at| history.events[*at].seq)
        .collect();
    let undone = |at: &usize| match history.events[*at].what {
        What::Undone(of) => gains.contains(&of).then_some(of),
        _ => None,
    };
    let gone: HashSet<i64> = order.iter().filter_map(undone).collect();
    order.retain(|at| undone(at).is_none() && !gone.contains(&history.events[*at].seq));
    order
}

/// The order of days, in which nothing is that was taken back, and whether it can be relied on: not where more left than
/// there was and something was entered late or taken back.
pub(super) fn in_days(history: &History, entered: &[usize]) -> (Vec<usize>, bool) {
    let by_day = |at: &usize| (history.events[*at].day, history.events[*at].seq);
    let mut order: Vec<usize> = Vec::new();
    let (mut late, mut sound) = (false, true);
    for at in entered {
        let place = if let What::Undone(of) = history.events[*at].what {
            let undone = order.iter().position(|other| history.events[*other].seq == of);
            let undone = undone.expect("what is taken back is there");
            order.remove(undone);
            undone
        } else {
            let place = order.partition_point(|other| by_day(other) < by_day(at));
            order.insert(place, *at);
            place + 1
        };
        late |= place < order.len();
        let mut qty = fraction(0);
        sound &= !late
            || order.iter().all(|at| {
                qty += &history.events[*at].qty;
                fraction(0) <= qty
            });
    }
    (order, sound)
}
