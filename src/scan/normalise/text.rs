//! A text in which every byte knows its position in the read.

use crate::scan::finding::Finding;
use std::ops::{Deref, Range};

/// A read as it was meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mended {
    text: Vec<u8>,
    places: Vec<usize>,
    end: usize,
    /// What was undone, and where.
    pub found: Vec<Finding>,
}

impl Deref for Mended {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        &self.text
    }
}

impl Mended {
    /// Returns the text of a read, with nothing undone yet.
    pub(super) fn of(raw: &[u8]) -> Self {
        Self {
            text: raw.to_vec(),
            places: (0..raw.len()).collect(),
            end: raw.len(),
            found: Vec::new(),
        }
    }

    /// Returns the position of this byte in the read; for anything beyond the last byte, the end of the code.
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

    /// Replaces bytes: `change` gets the rest of the text, appends the replacement and returns how many bytes it
    /// replaces, 0 to keep the next byte. Returns the position in the read of the first change.
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
