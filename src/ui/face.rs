//! What a screen says, without saying where it stands.

use crate::domain::command::Command;

use super::signal::Signal;

/// Is what every screen produces and one renderer draws.
///
/// Nothing here knows the size of the terminal: the renderer decides what is shown as what.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Face {
    /// Names the job: `Pick SO-1001`.
    pub title: String,
    /// Says who works where: `ana · MAIN · T7`.
    pub place: String,
    /// Says what to do, imperatively, with one verb: `Scan bin`.
    pub lead: String,
    /// Is what must be readable at arm's length, such as the bin.
    pub big: Option<String>,
    /// Lists what is wanted and what is given, in the order of the walk.
    pub fields: Vec<Field>,
    /// Lists lines of work, of stock or of an order.
    pub table: Option<Table>,
    /// Gives the table all columns, below the fields, also where it could stand beside them.
    pub wide: bool,
    /// Draws a value over time, between the fields and the table.
    pub trend: Option<Trend>,
    /// Answers the last scan.
    pub notice: Option<Notice>,
    /// Is what stands on the input line.
    pub input: String,
    /// Counts the characters of the input before the cursor.
    pub cursor: usize,
    /// Shows the input as dots.
    pub secret: bool,
    /// Lists what is legal now, the most important first.
    pub commands: Vec<Command>,
    /// Counts the reads: `scans 12  ok 11  refused 1`.
    pub strip: String,
}

/// Names one thing that the step needs or has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// Names it in one or two words: `Lot`.
    pub label: String,
    /// Is its value, or what is expected, such as `L-0417`.
    pub value: String,
    /// Says whether it is still wanted.
    pub state: FieldState,
}

/// Says whether a field is still wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FieldState {
    /// The step waits for it; small screens drop it last.
    Wanted,
    /// It was scanned, typed or is known.
    Given,
    /// It is good to know; small screens drop it first.
    Optional,
}

/// Lists things in columns.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Table {
    /// Describes the columns.
    pub columns: Vec<Column>,
    /// Is what stands in them.
    pub rows: Vec<Row>,
    /// Marks a row; the renderer keeps it in sight.
    pub selected: Option<usize>,
    /// Counts the rows scrolled away.
    pub offset: usize,
}

/// Is a value over time.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Trend {
    /// Are the values, oldest first, the same time apart or not.
    pub points: Vec<i128>,
    /// Names the first moment.
    pub first: String,
    /// Names the last moment.
    pub last: String,
    /// Spells the greatest value.
    pub most: String,
    /// Spells the value at which the bars stand.
    pub least: String,
}

/// Describes one column of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Names the column.
    pub title: String,
    /// Says to which side its cells lean.
    pub align: Align,
    /// Says how dearly it is kept: 0 always, higher numbers are dropped first on narrow screens.
    pub priority: u8,
}

/// Says to which side text leans.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Align {
    /// Text.
    Left,
    /// Quantities and money.
    Right,
}

/// Is one line of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Is what stands in each column.
    pub cells: Vec<String>,
    /// Says what kind of line it is.
    pub role: RowRole,
}

/// Says what kind of line a row is; each has a symbol and a style.
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

/// Answers a scan or an action.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// Says how serious it is.
    pub level: Level,
    /// Is the answer in a word or two, upper case for refusals: `WRONG LOT`.
    pub head: String,
    /// Says what was expected, what was scanned and what to do.
    pub text: String,
}

/// Says how serious a notice is.
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
    /// Gives the word that stands where a notice has no head.
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

    /// Gives the sound that goes with the level.
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

    /// Gives the head, or the word of the level where it is empty.
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
