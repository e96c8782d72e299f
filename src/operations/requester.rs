//! Who asks: somebody signed in at a terminal, a terminal where nobody is, or a document.

use crate::domain::code::{Badge, Filled, Terminal};
use serde::ser::SerializeStruct;
use serde::{Deserialize, Serialize, Serializer};

/// Who asks. The log writes it as the two words `operator` and `terminal`, either of which may be empty; every pair of
/// words is exactly one requester, and vice versa.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(from = "Written")]
pub enum Requester {
    /// Somebody who is signed in at a terminal. Each rule says which roles it needs.
    Operator {
        /// The badge.
        badge: Filled<Badge>,
        /// Where.
        terminal: Filled<Terminal>,
    },
    /// A terminal where nobody is signed in: all it may do is sign somebody in.
    Nobody {
        /// Where.
        terminal: Filled<Terminal>,
    },
    /// A document, file or command. Anybody who can write the store's file may ask for everything.
    Document {
        /// The operator that the document names.
        operator: Option<Filled<Badge>>,
    },
}

/// What rows and the log hold in place of a missing badge or terminal.
static NO_BADGE: Badge = Badge::NONE;
static NO_TERMINAL: Terminal = Terminal::NONE;

impl Requester {
    /// Returns the requester at a terminal: nobody if the badge is empty.
    pub fn at(terminal: Filled<Terminal>, badge: Badge) -> Self {
        match badge.filled() {
            Some(badge) => Self::Operator { badge, terminal },
            None => Self::Nobody { terminal },
        }
    }

    /// Returns a document as the requester; it names no operator if the badge is empty.
    pub fn document(operator: Badge) -> Self {
        let operator = operator.filled();
        Self::Document { operator }
    }

    /// Returns the operator who asks, or whom a document names.
    pub fn badge(&self) -> Option<&Badge> {
        match self {
            Self::Operator { badge, .. } => Some(badge),
            Self::Nobody { .. } => None,
            Self::Document { operator } => operator.as_deref(),
        }
    }

    /// Returns the badge as rows hold it: empty if there is none.
    pub fn operator(&self) -> &Badge {
        self.badge().unwrap_or(&NO_BADGE)
    }

    /// Returns the terminal as rows hold it: empty for a document.
    pub fn terminal(&self) -> &Terminal {
        match self {
            Self::Operator { terminal, .. } | Self::Nobody { terminal } => terminal,
            Self::Document { .. } => &NO_TERMINAL,
        }
    }

    /// Returns whether a document asks, which has the right of the store's file.
    pub const fn is_document(&self) -> bool {
        matches!(self, Self::Document { .. })
    }
}

/// How a requester is written.
#[derive(Deserialize)]
struct Written {
    operator: Badge,
    terminal: Terminal,
}

impl From<Written> for Requester {
    fn from(written: Written) -> Self {
        match written.terminal.filled() {
            Some(terminal) => Self::at(terminal, written.operator),
            None => Self::document(written.operator),
        }
    }
}

impl Serialize for Requester {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut written = serializer.serialize_struct("Requester", 2)?;
        written.serialize_field("operator", self.operator())?;
        written.serialize_field("terminal", self.terminal())?;
        written.end()
    }
}
