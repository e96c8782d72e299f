//! The program without a screen, as a user runs it: the real binary, a store in a folder of its own.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a test stops where its story breaks, and says when it skips"
)]

mod anchors;
mod backups;
mod books;
mod care;
mod categories;
mod clocks;
mod credits;
mod cut_off;
mod days;
mod dictionary;
mod dimensions;
mod documents;
mod entered;
mod entities;
mod fees;
mod files;
mod floor;
mod goods;
mod group_accounts;
mod growing_logs;
mod huge;
mod import;
mod inodes;
mod killed_logs;
mod killed_restores;
mod late;
mod late_counts;
mod limits;
mod logs;
mod margins;
pub mod minor_units;
mod older;
mod outputs;
mod pins;
mod post;
mod purchases;
mod queries;
mod reading;
mod reads;
mod refused_logs;
mod reports;
mod restores;
mod services;
mod sheets;
mod signed;
mod since;
mod stalled;
mod stock_reports;
mod stores;
mod taxes;
mod turns;
mod versions;
mod why;
mod work_orders;
pub mod workplace;
