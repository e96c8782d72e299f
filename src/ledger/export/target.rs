//! The accounting systems and the files that each of them takes.

use crate::words;

words! {
    /// What a ledger batch can be written as.
    pub enum Target {
        /// A journal of hledger.
        Hledger = "hledger",
        /// A journal of ledger.
        Ledger = "ledger",
        /// A journal of beancount.
        Beancount = "beancount",
        /// Requests to Xero: manual journals.
        XeroJson = "xero-json",
        /// Xero's import of manual journals, which makes drafts.
        XeroCsv = "xero-csv",
        /// Requests to QuickBooks Online: journal entries.
        QuickbooksJson = "qbo-json",
        /// The import of journal entries of QuickBooks Online.
        QuickbooksCsv = "qbo-csv",
        /// The import of QuickBooks on the desktop.
        Iif = "iif",
        /// A plain table.
        Csv = "csv",
    }
}

impl Target {
    /// Returns the system whose accounts the target names, under which a mapping is configured; `None` if they are
    /// named after our own.
    pub const fn system(self) -> Option<&'static str> {
        match self {
            Self::Hledger | Self::Ledger | Self::Beancount | Self::Csv => None,
            Self::XeroJson | Self::XeroCsv => Some("xero"),
            Self::QuickbooksJson | Self::QuickbooksCsv => Some("qbo"),
            Self::Iif => Some("iif"),
        }
    }

    /// Returns how many rows of money one of its files may hold. Xero's import takes 300 lines, and the header is one
    /// of them.
    pub const fn most_rows(self) -> Option<usize> {
        match self {
            Self::XeroCsv => Some(299),
            _ => None,
        }
    }
}
