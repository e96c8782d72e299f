//! The rule book, told as stories over the store in memory.

mod alike;
mod approving;
mod codes;
mod counted;
mod counting;
mod coverage;
mod elsewhere;
mod holding;
mod hostile;
pub mod house;
pub mod inbound;
mod known;
mod late_counting;
pub mod outbound;
mod people;
mod placing;
mod policies;
mod promising;
mod ranges;
mod requesters;
mod taking_back;
