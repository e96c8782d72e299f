//! The library from the outside: the decoder, the rule book, the stores, the floor and the books, each told in a module.

#![allow(clippy::unwrap_used, reason = "a test stops where its story breaks")]

mod audit;
mod documents;
mod floor;
mod frames;
mod heeded;
mod histories;
mod labels;
mod pages;
mod postings;
mod reads;
mod refusals;
mod rules;
mod store;
mod swallowed;
mod tidy;
mod words;
