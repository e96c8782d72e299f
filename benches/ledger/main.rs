//! What the ledger costs where much is at stake at once, next to a bare insert of the same rows on the same disk.
//!
//! `cargo bench --bench ledger` measures late cost, and what it takes to import, prove and apply again a long history.
//! `cargo bench --bench ledger -- late` or `-- history` measures one of them. `BINLEDGER_BENCH_MOVEMENTS` says how long
//! the history is: fifty thousand movements, unless told otherwise.

#![allow(clippy::print_stdout, reason = "a bench prints its figures")]

mod bare;
mod child;
mod history;
mod late;

/// The program's own.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() {
    let movements =
        std::env::var("BINLEDGER_BENCH_MOVEMENTS").map_or(Ok(50_000), |movements| movements.parse());
    let movements = movements.expect("a number of movements");
    let asked: Vec<String> = std::env::args()
        .skip(1)
        .filter(|word| !word.starts_with('-'))
        .collect();
    let wanted = |part: &str| asked.is_empty() || asked.iter().any(|word| word == part);
    if wanted("late") {
        println!("{:<64}{:>8}{:>8}{:>8}{:>8}", "", "rows", "ms", "bare", "times");
        late::measure();
    }
    if wanted("history") {
        history::measure(movements);
    }
}
