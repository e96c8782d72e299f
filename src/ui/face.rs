//! What a screen says, without saying where it stands.

use super::signal::Signal;
use crate::domain::command::Command;

/// What every screen produces and one renderer draws.
///
/// Nothing here knows the size of the terminal: the renderer decides what is shown as what.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Face {
    /// The name of the job: `Pick SO-1001`.
    pub title: String,
    /// Who works where: `ana · MAIN · T7`.
    pub place: String,
    /// What to do, in the imperative, with one verb: `Scan bin`.
    pub lead: String,
    /// What must be readable at arm's length, such as the bin.
    pub big: Option<String>,
    /// What is wanted and what is given, in the order of the walk.
    pub fields: Vec<Field>,
    /// Lines of work, of stock or of an order.
    pub table: Option<Table>,
    /// Whether the table gets all columns, below the fields, even where it could stand beside them.
    pub wide: bool,
    /// Whether the rows of the table are sentences, which are read to their ends.
    pub sentences: bool,
    /// A value over time, between the fields and the table.
    pub trend: Option<Trend>,
    /// The answer to the last scan.
    pub notice: Option<Notice>,
    /// The text on the input line.
    pub input: String,
    /// The number of characters before the cursor.
    pub cursor: usize,
    /// Whether the input is shown as dots.
    pub secret: bool,
    /// The actions that are legal now, the most important first.
    pub commands: Vec<Command>,
    /// The counters of reads: `scans 12  ok 11  refused 1`.
    pub strip: String,
}

/// One thing that the step needs or has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// Its name, in one or two words: `Lot`.
    pub label: String,
    /// Its value, or what is expected, such as `L-0417`.
    pub value: String,
    /// Whether it is still wanted.
    pub state: FieldState,
}

/// Whether a field is still wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FieldState {
    /// The step waits for it; small screens drop it last.
    Wanted,
    /// It was scanned, typed or is known.
    Given,
    /// It is good to know; small screens drop it first.
    Optional,
}

/// Things in columns.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Table {
    /// The columns.
    pub columns: Vec<Column>,
    /// The rows.
    pub rows: Vec<Row>,
    /// The marked row, which the renderer keeps in sight.
    pub selected: Option<usize>,
    /// The number of rows scrolled away.
    pub offset: usize,
}

/// A value over time.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Trend {
    /// The values, oldest first, the same time apart or not.
    pub points: Vec<i128>,
    /// The first moment, in words.
    pub first: String,
    /// The last moment, in words.
    pub last: String,
    /// The greatest value, in words.
    pub most: String,
    /// The value at which the bars stand, in words.
    pub least: String,
}

/// One column of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Its heading.
    pub title: String,
    /// The side to which its cells lean.
    pub align: Align,
    /// How important it is: 0 is always kept, higher numbers are dropped first on narrow screens.
    pub priority: u8,
}

/// The side to which text leans.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Align {
    /// Text.
    Left,
    /// Quantities and money.
    Right,
}

/// One line of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The text in each column.
    pub cells: Vec<String>,
    /// What kind of line it is.
    pub role: RowRole,
}

/// What kind of line a row is; each has a symbol and a style.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum RowRole {
    /// Nothing special.
    #[default]
    Plain,
    /// What the operator works on now.
    Current,
    /// Finished.
    Done,
    /// Needs a look.
    Warn,
    /// Wrong, short or blocked.
    Error,
    /// A sum or a heading.
    Total,
}

/// The answer to a scan or an action.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// How serious it is.
    pub level: Level,
    /// The answer in a word or two, upper case for refusals: `WRONG LOT`.
    pub head: String,
    /// What was expected, what was scanned and what to do.
    pub text: String,
}

/// How serious a notice is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// The scan was applied.
    Good,
    /// Something worth knowing.
    Info,
    /// Accepted, but look at it.
    Warn,
    /// Refused; the next correct scan clears it.
    Error,
    /// Refused unless confirmed by something that is not Enter.
    Danger,
    /// Nothing goes on before somebody helps.
    Stop,
}

impl Level {
    /// Returns the word that stands in for the head of a notice without one.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Good => "OK",
            Self::Info => "NOTE",
            Self::Warn => "CHECK",
            Self::Error => "REFUSED",
            Self::Danger => "DANGER",
            Self::Stop => "STOP",
        }
    }

    /// Returns the sound that goes with the level.
    pub const fn signal(self) -> Signal {
        match self {
            Self::Good => Signal::Good,
            Self::Info => Signal::Info,
            Self::Warn => Signal::Warning,
            Self::Error | Self::Danger => Signal::Error,
            Self::Stop => Signal::Supervisor,
        }
    }
}

impl Notice {
    /// Makes a notice.
    pub fn new(level: Level, head: impl Into<String>, text: impl Into<String>) -> Self {
        Self {
            level,
            head: head.into(),
            text: text.into(),
        }
    }

    /// Returns the head, or the word of the level where it is empty.
    pub fn heading(&self) -> &str {
        if self.head.is_empty() {
            self.level.word()
        } else {
            &self.head
        }
    }
}

impl Field {
    /// Makes a field that the step still waits for.
    pub fn wanted(label: impl Into<String>, value: impl Into<String>) -> Self {
        Self {
            label: label.into(),
            value: value.into(),
            state: FieldState::Wanted,
        }
    }

    /// Makes a field that is known.
    pub fn given(label: impl Into<String>, value: impl Into<String>) -> Self {
        Self {
            label: label.into(),
            value: value.into(),
            state: FieldState::Given,
        }
    }

    /// Makes a field that is good to know.
    pub fn optional(label: impl Into<String>, value: impl Into<String>) -> Self {
        Self {
            label: label.into(),
            value: value.into(),
            state: FieldState::Optional,
        }
    }
}

impl Column {
    /// Makes a column whose cells lean to the left.
    pub fn left(title: impl Into<String>, priority: u8) -> Self {
        Self {
            title: title.into(),
            align: Align::Left,
            priority,
        }
    }

    /// Makes a column whose cells lean to the right: quantities and money.
    pub fn right(title: impl Into<String>, priority: u8) -> Self {
        Self {
            title: title.into(),
            align: Align::Right,
            priority,
        }
    }
}

impl Row {
    /// Makes a row of a role.
    pub fn new<C: Into<String>>(role: RowRole, cells: impl IntoIterator<Item = C>) -> Self {
        Self {
            cells: cells.into_iter().map(Into::into).collect(),
            role,
        }
    }

    /// Makes a row with nothing special.
    pub fn plain<C: Into<String>>(cells: impl IntoIterator<Item = C>) -> Self {
        Self::new(RowRole::Plain, cells)
    }
}

impl Face {
    /// Starts a face with what every screen has.
    pub fn new(title: impl Into<String>, lead: impl Into<String>) -> Self {
        Self {
            title: title.into(),
            lead: lead.into(),
            ..Self::default()
        }
    }
}
