//! How much of a window is drawn.

/// The columns and rows that are drawn at most: what no monitor shows legibly is left blank, so that a session takes the
/// memory of a window that people look at, whatever size a terminal claims to have.
pub const MOST: (u16, u16) = (500, 200);

/// Returns the columns and rows of a window that are drawn.
pub fn drawn(columns: u16, rows: u16) -> (u16, u16) {
    (columns.min(MOST.0), rows.min(MOST.1))
}
