//! The rule book, told as stories over the store in memory.

#[path = "rules/counting.rs"]
mod counting;
#[path = "rules/coverage.rs"]
mod coverage;
#[path = "rules/hostile.rs"]
mod hostile;
#[path = "rules/house.rs"]
mod house;
#[path = "rules/inbound.rs"]
mod inbound;
#[path = "rules/outbound.rs"]
mod outbound;
#[path = "rules/policies.rs"]
mod policies;
#[path = "rules/taking_back.rs"]
mod taking_back;
