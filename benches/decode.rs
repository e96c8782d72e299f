//! What it costs to understand a read: element strings a second, allocations a read, nanoseconds for a plain EAN.
//!
//! `cargo bench --bench decode` decodes 22 labels as scanners send them, on one thread and with every check that a
//! whole label gets. Machines differ, so the same run times a fixed loop over digits: compare figures of two machines
//! only after dividing them by that yardstick.

#![allow(clippy::print_stdout, reason = "a bench prints its figures")]

use binledger::scan::{Options, decode};
use chrono::NaiveDate;
use std::hint::black_box;
use std::time::{Duration, Instant};
use testing::labels::LABELS;

/// The best sample counts: whatever else the machine does only ever adds time. Many short ones, so that some fall
/// between its other work.
const SAMPLES: u32 = 1000;

/// Picoseconds for one call of some work, called so often in each sample.
fn best(calls: u32, mut work: impl FnMut()) -> u128 {
    let sample = |_| {
        let start = Instant::now();
        (0..calls).for_each(|_| work());
        start.elapsed()
    };
    let least = (0..SAMPLES).map(sample).min().unwrap_or(Duration::ZERO);
    least.as_nanos() * 1000 / u128::from(calls)
}

/// A pass over digits as a check digit needs it, byte by byte: each place is hidden from the compiler, so that it
/// takes them one after the other on every machine.
fn yardstick(digits: &[u8]) -> u32 {
    let weighted = |(place, digit): (usize, &u8)| {
        let weight = if black_box(place) % 2 == 0 { 3 } else { 1 };
        u32::from(digit & 0x0f) * weight
    };
    digits.iter().enumerate().map(weighted).sum()
}

fn main() {
    let today = NaiveDate::from_ymd_opt(2026, 7, 1).expect("a day");
    let options = Options {
        strict: true,
        ..Options::default()
    };
    let understand = |read: &[u8]| drop(black_box(decode(black_box(read), today, options)));
    for label in LABELS {
        assert!(
            decode(label, today, options).label().is_some(),
            "every label is right"
        );
    }
    let measure = best(5_000, || {
        black_box(yardstick(black_box(&[b'7'; 64])));
    });
    let all = best(50, || LABELS.into_iter().for_each(understand));
    let announced = best(5_000, || understand(b"]E04006381333931"));
    let bare = best(5_000, || understand(b"4006381333931"));
    let allocations = |label| allocation_counter::measure(|| understand(label)).count_total;
    let most = LABELS.into_iter().map(allocations).max().unwrap_or(0);

    let each = all / LABELS.len() as u128;
    let of_yardstick = |time: u128| time * 100 / measure.max(1);
    let print = |what: &str, time: u128| {
        let (ns, tenth) = (time / 1000, time / 100 % 10);
        println!(
            "{what:<36}{ns:>7}.{tenth} ns{:>8} % of the yardstick",
            of_yardstick(time)
        );
    };
    print("yardstick: a pass over 64 digits", measure);
    print("element string, all checks", each);
    print("EAN-13, announced", announced);
    print("EAN-13, bare", bare);
    println!(
        "element strings a second, one thread{:>13}",
        1_000_000_000_000 / each.max(1)
    );
    println!("allocations a read, at most{most:>22}");
}
