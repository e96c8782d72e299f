//! The layers of a keymap: one for everything, one for each place where an operator stands, one for help.

use crate::domain::command::Place;
use std::fmt;

/// The section of a keymap in which a key is looked up; the topmost open layer answers first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Layer {
    /// Open on every screen, below all others.
    Global,
    /// Open at one place.
    At(Place),
    /// Open over everything while help is shown.
    Help,
}

impl Layer {
    /// Returns every layer, in the order of a keymap file.
    pub fn all() -> impl Iterator<Item = Self> {
        let places = Place::all().map(Self::At);
        std::iter::once(Self::Global).chain(places).chain([Self::Help])
    }

    /// Names the layer as keymap files spell their sections.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Global => "global",
            Self::At(place) => place.section(),
            Self::Help => "help",
        }
    }

    /// Finds the layer that keymap files call `name`.
    pub fn named(name: &str) -> Option<Self> {
        Self::all().find(|layer| layer.name() == name)
    }
}

impl fmt::Display for Layer {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.name())
    }
}
