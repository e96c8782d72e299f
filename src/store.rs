//! The port to what is kept, and its adapters.
