//! The program without a screen, as a user runs it: the real binary, a store in a folder of its own.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a test stops where its story breaks, and says when it skips"
)]

#[path = "cli/books.rs"]
mod books;
#[path = "cli/dictionary.rs"]
mod dictionary;
#[path = "cli/entered.rs"]
mod entered;
#[path = "cli/floor.rs"]
mod floor;
#[path = "cli/goods.rs"]
mod goods;
#[path = "cli/huge.rs"]
mod huge;
#[path = "cli/import.rs"]
mod import;
#[path = "cli/margins.rs"]
mod margins;
#[path = "cli/post.rs"]
mod post;
#[path = "cli/purchases.rs"]
mod purchases;
#[path = "cli/queries.rs"]
mod queries;
#[path = "cli/reads.rs"]
mod reads;
#[path = "cli/reports.rs"]
mod reports;
#[path = "cli/stores.rs"]
mod stores;
#[path = "cli/why.rs"]
mod why;
#[path = "cli/workplace.rs"]
mod workplace;
