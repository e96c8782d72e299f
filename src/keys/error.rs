//! What can be wrong with a keymap file, said so that its author can mend it.

/// What is wrong in a keymap file, and where.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{file}: {trouble}")]
pub struct KeymapError {
    /// The file as it was named.
    pub file: String,
    /// What is wrong in it.
    pub trouble: Trouble,
}

/// What is wrong in a keymap file, with the section and the key it happened at.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Trouble {
    /// The text is not TOML; the message names line and column.
    #[error("{0}")]
    Syntax(String),
    /// A top-level entry has an unknown name or the wrong kind.
    #[error("expected {expected}, found {found}")]
    Entry {
        /// What may stand there.
        expected: String,
        /// What stands there.
        found: String,
    },
    /// A binding does not say what a binding must say.
    #[error("[{section}] \"{key}\": expected {expected}, found {found}")]
    Binding {
        /// The section.
        section: String,
        /// The key as the file spells it.
        key: String,
        /// What may stand there.
        expected: String,
        /// What stands there.
        found: String,
    },
    /// One key is bound twice in one section, spelled in two ways.
    #[error("[{section}] \"{key}\": expected each key once, found it again as \"{again}\"")]
    Twice {
        /// The section.
        section: String,
        /// The key as the file spells it first.
        key: String,
        /// The key as the file spells it later.
        again: String,
    },
}
