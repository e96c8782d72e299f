//! A text in which every byte knows its place in the read.

use crate::scan::finding::Finding;
use std::ops::{Deref, Range};

/// A read as it was meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mended {
    text: Vec<u8>,
    places: Vec<usize>,
    end: usize,
    /// What was taken back, and where.
    pub found: Vec<Finding>,
}

impl Deref for Mended {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        &self.text
    }
}

impl Mended {
    /// Returns a read in which nothing is taken back yet.
    pub(super) fn of(raw: &[u8]) -> Self {
        Self {
            text: raw.to_vec(),
            places: (0..raw.len()).collect(),
            end: raw.len(),
            found: Vec::new(),
        }
    }

    /// Returns the place in the read of this byte; the end of the code for whatever is behind it.
    pub fn place(&self, at: usize) -> usize {
        self.places.get(at).copied().unwrap_or(self.end)
    }

    /// Keeps these bytes only.
    pub(super) fn keep(&mut self, kept: Range<usize>) {
        self.end = self.place(kept.end);
        self.text = self.text[kept.clone()].to_vec();
        self.places = self.places[kept].to_vec();
    }

    /// Changes bytes one by one.
    pub(super) fn each(&mut self, change: impl Fn(u8) -> u8) {
        for byte in &mut self.text {
            *byte = change(*byte);
        }
    }

    /// Puts something else in place of bytes: `change` is given what follows, puts out what belongs there and says for
    /// how many bytes that stands; none of them stays as it is. Answers where in the read the first change is.
    pub(super) fn rewrite(&mut self, mut change: impl FnMut(&[u8], &mut Vec<u8>) -> usize) -> Option<usize> {
        let mut text = Vec::with_capacity(self.text.len());
        let mut places = Vec::with_capacity(self.text.len());
        let (mut first, mut here) = (None, 0);
        while let Some(&byte) = self.text.get(here) {
            let used = change(&self.text[here..], &mut text);
            if used == 0 {
                text.push(byte);
            } else if first.is_none() {
                first = Some(self.places[here]);
            }
            places.resize(text.len(), self.places[here]);
            here += used.max(1);
        }
        self.text = text;
        self.places = places;
        first
    }
}
