//! Accounts, balanced entries, posting rules, ledger batches and export formats.

pub mod balanced;
pub mod batch;
pub mod export;
pub mod posting;
pub mod reconcile;
pub mod trial_balance;
