//! What can be wrong with a keymap file, said so that its author can mend it.

/// Says what is wrong where in a keymap file.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{file}: {trouble}")]
pub struct KeymapError {
    /// Names the file as it was given.
    pub file: String,
    /// Says what is wrong in it.
    pub trouble: Trouble,
}

/// Says what is wrong in a keymap file, with the section and the key it happened at.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Trouble {
    /// The text is not TOML; the message names line and column.
    #[error("{0}")]
    Syntax(String),
    /// A top-level entry has an unknown name or the wrong kind.
    #[error("expected {expected}, found {found}")]
    Entry {
        /// Says what may stand there.
        expected: String,
        /// Says what stands there.
        found: String,
    },
    /// A binding does not say what a binding must say.
    #[error("[{section}] \"{key}\": expected {expected}, found {found}")]
    Binding {
        /// Names the section.
        section: String,
        /// Spells the key as the file does.
        key: String,
        /// Says what may stand there.
        expected: String,
        /// Says what stands there.
        found: String,
    },
    /// One key is bound twice in one section, spelled in two ways.
    #[error("[{section}] \"{key}\": expected each key once, found it again as \"{again}\"")]
    Twice {
        /// Names the section.
        section: String,
        /// Spells the key as the file does first.
        key: String,
        /// Spells the key as the file does later.
        again: String,
    },
}
