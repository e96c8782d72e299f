//! The pages of the books, with rows each of which may lead to another page.

use crate::domain::amount::Total;
use crate::domain::code::{AccountCode, SiteCode};
use crate::domain::refusal::Refusal;
use crate::operations::open_items::OpenKind;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// A page of the books.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Place {
    /// What there is to look at.
    #[default]
    Menu,
    /// Posting days with what is unsealed, and what was sealed lately.
    Days,
    /// What a ledger batch of a posting day and site would hold now.
    Day {
        /// The posting day.
        day: NaiveDate,
        /// The site.
        site: SiteCode,
    },
    /// Debits, credits and balance of every account.
    Balance,
    /// The last lines of an account.
    Account {
        /// The account.
        account: AccountCode,
        /// Which of its lines.
        only: Only,
    },
    /// A journal entry with all that is behind it.
    Entry(i64),
    /// A movement with all that is behind it.
    Movement(i64),
    /// The ledger batches.
    Batches,
    /// A ledger batch with its lines.
    Batch(i64),
    /// The journal entries behind a ledger batch.
    Entries(i64),
    /// The clearing accounts, and what is open on each.
    Clearing,
    /// What is open on one of them; bills that came before their goods are listed with the receipts.
    Open(OpenKind),
    /// What the stock of each inventory group is worth.
    Groups,
    /// What stock was worth day by day.
    Worth {
        /// The inventory group; `None` for all of it.
        group: Option<i64>,
    },
    /// Posting periods, open and closed.
    Periods,
    /// What must hold before a posting period is closed.
    Close {
        /// `YYYY-MM`.
        period: String,
    },
}

/// Which lines of an account are shown.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Only {
    /// All of them.
    #[default]
    Every,
    /// Those of a posting day at a site.
    Day {
        /// The posting day.
        day: NaiveDate,
        /// The site.
        site: SiteCode,
    },
    /// Those that a ledger batch covers.
    Batch(i64),
}

/// The content of a page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Page {
    /// What it is.
    pub title: String,
    /// What must be readable at arm's length.
    pub big: Option<String>,
    /// Single facts.
    pub facts: Vec<Fact>,
    /// The columns of the rows.
    pub columns: Vec<Column>,
    /// The rows.
    pub rows: Vec<Row>,
    /// A value day by day, oldest first.
    pub trend: Vec<(NaiveDate, Total)>,
    /// What can be posted from here.
    pub act: Option<Act>,
    /// Why this operator can't.
    pub obstacle: Option<Refusal>,
}

/// A single fact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fact {
    /// Its name, in a word or two.
    pub label: String,
    /// What it is.
    pub value: String,
    /// Whether small screens keep it.
    pub is_dear: bool,
}

/// One column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Column {
    /// Its name.
    pub title: &'static str,
    /// Whether its cells are numbers, which stand to the right.
    pub is_number: bool,
    /// Its rank on narrow screens: 0 is always kept, higher numbers are dropped first.
    pub rank: u8,
}

/// One row.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Row {
    /// What stands in the columns.
    pub cells: Vec<String>,
    /// What kind of row it is.
    pub mark: Mark,
    /// What is shown in full while the row is marked: name and value.
    pub whole: Option<(String, String)>,
    /// The page that is behind it.
    pub leads: Option<Place>,
}

/// What kind of row it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Mark {
    /// Nothing special.
    #[default]
    Plain,
    /// All is well with it.
    Good,
    /// It needs a look.
    Look,
    /// Something is wrong.
    Wrong,
    /// A sum.
    Sum,
}

/// What can be posted from a page, once it is confirmed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Act {
    /// Seal a posting day.
    Seal {
        /// The posting day.
        day: NaiveDate,
        /// The site.
        at: SiteCode,
    },
    /// Close a posting period.
    Close {
        /// `YYYY-MM`.
        period: String,
    },
}

impl Place {
    /// Returns whether the page reads so much that it is not read again whenever another terminal posts.
    pub const fn is_long(&self) -> bool {
        matches!(
            self,
            Self::Account { .. } | Self::Worth { .. } | Self::Groups | Self::Close { .. }
        )
    }
}

impl Page {
    /// Returns a page with columns and nothing else yet.
    pub fn new(title: impl Into<String>, columns: &[Column]) -> Self {
        Self {
            title: title.into(),
            columns: columns.to_vec(),
            ..Self::default()
        }
    }

    /// Adds a fact that small screens may leave out.
    pub fn fact(&mut self, label: &str, value: impl Into<String>) {
        self.facts.push(Fact {
            label: label.to_owned(),
            value: value.into(),
            is_dear: false,
        });
    }

    /// Adds a fact that every screen keeps.
    pub fn dear(&mut self, label: &str, value: impl Into<String>) {
        self.fact(label, value);
        if let Some(fact) = self.facts.last_mut() {
            fact.is_dear = true;
        }
    }

    /// Returns the act that this operator can post from here.
    pub fn may(&self) -> Option<&Act> {
        self.act.as_ref().filter(|_| self.obstacle.is_none())
    }
}

impl Column {
    /// Returns a column of text.
    pub const fn text(title: &'static str, rank: u8) -> Self {
        Self {
            title,
            is_number: false,
            rank,
        }
    }

    /// Returns a column of numbers.
    pub const fn number(title: &'static str, rank: u8) -> Self {
        Self {
            title,
            is_number: true,
            rank,
        }
    }
}

impl Row {
    /// Returns a row with nothing special.
    pub fn of<C: Into<String>>(cells: impl IntoIterator<Item = C>) -> Self {
        Self {
            cells: cells.into_iter().map(Into::into).collect(),
            ..Self::default()
        }
    }

    /// Returns the row with another mark.
    #[must_use]
    pub fn marked(self, mark: Mark) -> Self {
        Self { mark, ..self }
    }

    /// Returns the row with a page that it leads to.
    #[must_use]
    pub fn to(self, place: Place) -> Self {
        Self {
            leads: Some(place),
            ..self
        }
    }

    /// Returns the row with what is shown in full while it is marked.
    #[must_use]
    pub fn saying(self, label: &str, text: impl Into<String>) -> Self {
        Self {
            whole: Some((label.to_owned(), text.into())),
            ..self
        }
    }
}

impl std::fmt::Display for Act {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Seal { day, at } => write!(f, "seal {day} at {at}"),
            Self::Close { period } => write!(f, "close {period}"),
        }
    }
}
