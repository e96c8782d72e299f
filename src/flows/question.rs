//! What the jobs ask of the store and are told, one file a job.
//!
//! These files know of no step of a job, so that whoever carries questions and answers about knows none either.

pub mod home;
pub mod sign_in;

use crate::domain::job::each_job;

macro_rules! questions {
    ($($(#[$doc:meta])* $job:ident in $module:ident { $($entry:tt)* })*) => {
        $(pub mod $module;)*

        /// A question to the store, one enumeration a job.
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub enum Question {
            /// Signing in.
            SignIn(sign_in::Question),
            /// At the home screen.
            Home(home::Question),
            $($(#[$doc])* $job($module::Question),)*
        }

        /// The answer to a question, one enumeration a job.
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub enum Told {
            /// Signing in.
            SignIn(sign_in::Told),
            /// At the home screen.
            Home(home::Told),
            $($(#[$doc])* $job($module::Told),)*
        }
    };
}

each_job!(questions);
