//! Where a command can do anything.

use crate::domain::job::{Job, Taken};
use std::fmt;

/// Where an operator stands when a command is given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Place {
    /// A badge or a PIN is awaited.
    SignIn,
    /// The home screen.
    Home,
    /// A job.
    Work(Job),
    /// Scanner, screen and bell are tested beside the work.
    Diagnostics,
    /// A scanner is set up beside the work.
    Calibrate,
}

impl Place {
    /// Returns all places.
    pub fn all() -> impl Iterator<Item = Self> {
        let jobs = Job::ALL.iter().map(|job| Self::Work(*job));
        let beside = [Self::Diagnostics, Self::Calibrate];
        [Self::SignIn, Self::Home].into_iter().chain(jobs).chain(beside)
    }

    /// Returns the place's section of a keymap file.
    pub const fn section(self) -> &'static str {
        match self {
            Self::SignIn => "sign-in",
            Self::Home => "home",
            Self::Work(job) => job.section(),
            Self::Diagnostics => "diagnostics",
            Self::Calibrate => "calibrate",
        }
    }

    /// Returns the place in one or two words.
    pub const fn label(self) -> &'static str {
        match self {
            Self::SignIn => "signing in",
            Self::Home => "home",
            Self::Work(job) => job.label(),
            Self::Diagnostics => "the scanner test",
            Self::Calibrate => "calibration",
        }
    }
}

/// The jobs in which a command can do anything.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Jobs {
    /// No job.
    None,
    /// Every job.
    All,
    /// Those whose entry in the register takes it.
    Taking(Taken),
}

impl Jobs {
    /// Returns whether a job is among them.
    fn covers(self, job: Job) -> bool {
        match self {
            Self::None => false,
            Self::All => true,
            Self::Taking(taken) => job.takes().contains(&taken),
        }
    }
}

/// The places at which a command can do anything.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reach {
    signed_out: bool,
    signed_in: bool,
    jobs: Jobs,
    others: &'static [Place],
}

impl Reach {
    /// No place at all, to add places to.
    pub(super) const NOWHERE: Self = Self {
        signed_out: false,
        signed_in: false,
        jobs: Jobs::None,
        others: &[],
    };
    /// At home and in every job.
    pub(super) const SIGNED_IN: Self = Self {
        signed_in: true,
        ..Self::NOWHERE
    };
    /// Every place, including the screens beside the work.
    pub(super) const EVERYWHERE: Self = Self {
        signed_out: true,
        ..Self::SIGNED_IN
    };

    /// In every job.
    pub(super) const EVERY_JOB: Self = Self {
        jobs: Jobs::All,
        ..Self::NOWHERE
    };

    /// In the jobs whose entry in the register takes it.
    pub(super) const fn taking(taken: Taken) -> Self {
        Self {
            jobs: Jobs::Taking(taken),
            ..Self::NOWHERE
        }
    }

    /// At these places as well.
    pub(super) const fn or(self, others: &'static [Place]) -> Self {
        Self { others, ..self }
    }

    /// Returns whether `place` is among them.
    pub fn covers(&self, place: Place) -> bool {
        let by_kind = match place {
            Place::SignIn | Place::Diagnostics | Place::Calibrate => self.signed_out,
            Place::Home => self.signed_in,
            Place::Work(job) => self.signed_in || self.jobs.covers(job),
        };
        by_kind || self.others.contains(&place)
    }
}

/// The places in words: `Pick, Transfer and Replenish`.
impl fmt::Display for Reach {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.signed_out {
            return out.write_str("every screen");
        }
        let mut places: Vec<&str> = match self.jobs {
            _ if self.signed_in => vec!["home", "every job"],
            Jobs::All => vec!["every job"],
            jobs => Job::ALL
                .iter()
                .filter(|job| jobs.covers(**job))
                .map(|job| job.label())
                .collect(),
        };
        places.extend(self.others.iter().map(|place| place.label()));
        match places.split_last() {
            Some((last, [])) => out.write_str(last),
            Some((last, others)) => write!(out, "{} and {last}", others.join(", ")),
            None => Ok(()),
        }
    }
}
