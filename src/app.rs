//! The full-screen terminal: model, messages, the loop, the terminal guard.
