//! What the operator is doing: one of the registered jobs, or what comes before and between them.

use super::event::Job;
use super::machine::Machine;
use super::{home, sign_in};
use crate::domain::command::Place;
use crate::domain::job::each_job;
use serde::{Deserialize, Serialize};

macro_rules! works {
    ($($(#[$doc:meta])* $job:ident in $module:ident { $($entry:tt)* })*) => {
        /// What the operator is doing.
        #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
        pub enum Work {
            /// Nobody is signed in.
            SignIn(Box<sign_in::State>),
            /// Waiting for any scan.
            Home(Box<home::State>),
            $($(#[$doc])* $job(Box<super::$module::State>),)*
        }

        impl Work {
            /// Returns the first step of a job.
            pub fn of(job: Job) -> Self {
                match job { $(Job::$job => Self::$job(Box::default()),)* }
            }

            /// Returns the job; `None` before and between jobs.
            pub const fn job(&self) -> Option<Job> {
                match self {
                    Self::SignIn(_) | Self::Home(_) => None,
                    $(Self::$job(_) => Some(Job::$job),)*
                }
            }

            /// Returns the job's machine.
            pub fn machine(&self) -> &dyn Machine {
                match self {
                    Self::SignIn(state) => state.as_ref(),
                    Self::Home(state) => state.as_ref(),
                    $(Self::$job(state) => state.as_ref(),)*
                }
            }

            /// Returns the job's machine, to step it.
            pub fn machine_mut(&mut self) -> &mut dyn Machine {
                match self {
                    Self::SignIn(state) => state.as_mut(),
                    Self::Home(state) => state.as_mut(),
                    $(Self::$job(state) => state.as_mut(),)*
                }
            }
        }
    };
}

each_job!(works);

impl Work {
    /// Returns the place where the operator stands.
    pub fn place(&self) -> Place {
        match (self.job(), self) {
            (Some(job), _) => Place::Work(job),
            (None, Self::SignIn(_)) => Place::SignIn,
            (None, _) => Place::Home,
        }
    }
}

impl From<home::State> for Work {
    fn from(state: home::State) -> Self {
        Self::Home(Box::new(state))
    }
}

impl Default for Work {
    fn default() -> Self {
        Self::SignIn(Box::default())
    }
}
