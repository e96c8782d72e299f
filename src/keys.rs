//! Key spelling, keymap files and layers: which key asks for which command.
//!
//! - [`Key`] and [`Chord`] — one key press, and one as a keymap file spells it (`f8`, `ctrl-r`, `leader u`).
//! - [`Layer`] — the section of a keymap file in which a binding is looked up.
//! - [`Keymap`] — the bindings of one terminal, read from `keymaps/*.toml` with a user's file laid over.
//!
//! No binding on a plain letter or digit exists here, in any layer: a scan may arrive at any moment, and its first
//! character must never be a command.

mod chord;
mod error;
mod file;
mod key;
mod keymap;
mod layer;

pub use chord::Chord;
pub use error::{KeymapError, Trouble};
pub use key::{Key, Misspelt};
pub use keymap::{Builtin, Hint, Keymap};
pub use layer::Layer;
