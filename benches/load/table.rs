//! How long things took, as a row of a table.

use std::time::Duration;

/// Prints the head of the table.
pub fn head() {
    println!(
        "{:<28}{:>8}{:>10}{:>10}{:>10}{:>10}",
        "", "done/s", "p50 ms", "p95 ms", "p99 ms", "max ms"
    );
}

/// Prints a row: what took so long, done within a time, and a word on it.
pub fn row(name: &str, mut took: Vec<Duration>, within: Duration, word: &str) {
    took.sort_unstable();
    let at = |percent: usize| {
        let micros = took
            .get((took.len() * percent / 100).min(took.len().saturating_sub(1)))
            .map_or(0, Duration::as_micros);
        format!("{}.{}", micros / 1000, micros % 1000 / 100)
    };
    let rate = took.len() as u128 * 1000 / within.as_millis().max(1);
    println!(
        "{name:<28}{rate:>8}{:>10}{:>10}{:>10}{:>10}  {word}",
        at(50),
        at(95),
        at(99),
        at(100)
    );
}
