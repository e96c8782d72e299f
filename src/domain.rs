//! What an item, a lot, a movement and a refusal are. No I/O, no clock.
