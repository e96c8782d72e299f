//! Accounts, balanced entries, posting rules, ledger batches and export formats.

pub mod assembly;
pub mod balanced;
pub mod batch;
pub mod export;
pub mod integration;
pub mod matching;
pub mod posting;
pub mod tax;
pub mod transfers;
pub mod trial_balance;
pub mod work_orders;
