//! The jobs, one variant each.

use super::event::Job;
use super::machine::Machine;
use serde::{Deserialize, Serialize};

macro_rules! works {
    ($($(#[$doc:meta])* $name:ident($state:ty),)*) => {
        /// What the operator is doing.
        #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
        pub enum Work { $($(#[$doc])* $name(Box<$state>),)* }

        impl Work {
            /// The job's machine.
            pub fn machine(&self) -> &dyn Machine {
                match self { $(Self::$name(state) => state.as_ref(),)* }
            }

            /// The job's machine, to step it.
            pub fn machine_mut(&mut self) -> &mut dyn Machine {
                match self { $(Self::$name(state) => state.as_mut(),)* }
            }
        }

        $(impl From<$state> for Work {
            fn from(state: $state) -> Self { Self::$name(Box::new(state)) }
        })*
    };
}

works! {
    /// Nobody is signed in.
    SignIn(super::sign_in::State),
    /// Waiting for any scan.
    Home(super::home::State),
    /// Receiving.
    Receive(super::receive::State),
    /// Putting away.
    Putaway(super::putaway::State),
    /// Moving.
    Move(super::relocate::State),
    /// Between sites.
    Transfer(super::transfer::State),
    /// Refilling pick faces.
    Replenish(super::replenish::State),
    /// Taking goods back.
    Return(super::customer_return::State),
    /// Looking.
    Inquire(super::inquire::State),
    /// Picking.
    Pick(super::pick::State),
    /// Packing.
    Pack(super::pack::State),
    /// Shipping.
    Ship(super::ship::State),
    /// Counting.
    Count(super::count::State),
    /// Deciding about counts.
    Reconcile(super::reconcile::State),
    /// Looking at the books.
    Ledger(super::ledger::State),
}

impl Work {
    /// The first step of a job.
    pub fn of(job: Job) -> Self {
        match job {
            Job::Receive => super::receive::State::default().into(),
            Job::Putaway => super::putaway::State::default().into(),
            Job::Move => super::relocate::State::default().into(),
            Job::Transfer => super::transfer::State::default().into(),
            Job::Replenish => super::replenish::State::default().into(),
            Job::Return => super::customer_return::State::default().into(),
            Job::Inquire => super::inquire::State::default().into(),
            Job::Pick => super::pick::State::default().into(),
            Job::Pack => super::pack::State::default().into(),
            Job::Ship => super::ship::State::default().into(),
            Job::Count => super::count::State::default().into(),
            Job::Reconcile => super::reconcile::State::default().into(),
            Job::Ledger => super::ledger::State::default().into(),
        }
    }
}

impl Default for Work {
    fn default() -> Self {
        super::sign_in::State::default().into()
    }
}
