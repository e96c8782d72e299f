//! Accounts, balanced entries, posting rules, ledger batches and export formats.

pub mod balanced;
pub mod posting;
