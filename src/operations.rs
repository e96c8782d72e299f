//! The rule book: one pure function decides every change of the store.
