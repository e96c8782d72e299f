//! What the jobs ask of the store and are told, one file per job.
//!
//! These files know nothing about the steps of a job, so that the code that passes questions and answers on needs to
//! know nothing about them either.

pub mod home;
pub mod sign_in;

use crate::domain::job::each_job;

macro_rules! questions {
    ($($(#[$doc:meta])* $job:ident in $module:ident { $($entry:tt)* })*) => {
        $(pub mod $module;)*

        /// A question to the store, one enumeration per job.
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub enum Question {
            /// Signing in.
            SignIn(sign_in::Question),
            /// At the home screen.
            Home(home::Question),
            $($(#[$doc])* $job($module::Question),)*
        }

        /// The answer to a question, one enumeration per job.
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
