//! The layers of a keymap: one for everything, one for each job.

use crate::domain::job::Job;
use std::fmt;

/// The section of a keymap in which a key is looked up; the topmost open layer answers first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Layer {
    /// Open on every screen, below all others.
    Global,
    /// Open while a badge or a PIN is awaited.
    SignIn,
    /// Open at the home screen.
    Home,
    /// Open in a job.
    Job(Job),
    /// Open while scanner, screen and bell are tested.
    Diagnostics,
    /// Open while a scanner is set up.
    Calibrate,
    /// Open over everything while help is shown.
    Help,
}

impl Layer {
    /// Every layer, in the order in which they are documented.
    pub fn all() -> impl Iterator<Item = Self> {
        [Self::Global, Self::SignIn, Self::Home]
            .into_iter()
            .chain(Job::ALL.iter().copied().map(Self::Job))
            .chain([Self::Diagnostics, Self::Calibrate, Self::Help])
    }

    /// The layer as keymap files spell their sections.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Global => "global",
            Self::SignIn => "sign-in",
            Self::Home => "home",
            Self::Job(job) => job.section(),
            Self::Diagnostics => "diagnostics",
            Self::Calibrate => "calibrate",
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
