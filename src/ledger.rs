//! Accounts, balanced entries, posting rules, ledger batches and export formats.
