//! The reads that a bridge numbered, until each has its answer.

use crate::scan::relay::{Fate, NAME, Relayed, Word};
use crate::scan::{Read, Source, SourceKind};
use chrono::{DateTime, Utc};
use std::collections::VecDeque;

/// The answers that are owed to the bridge. Reads are worked on in the order in which they came, so their numbers are
/// answered in that order too.
#[derive(Debug, Default)]
pub struct Relay {
    owed: VecDeque<u64>,
    said: Vec<Word>,
}

impl Relay {
    /// Hears a paste; returns `None` if no bridge numbered it, or if it was cut.
    pub fn hear(&mut self, paste: &[u8], cut: bool, at: DateTime<Utc>) -> Option<Read> {
        let relayed = Relayed::parse(paste).filter(|_| !cut)?;
        self.owed.push_back(relayed.number);
        Some(relayed.read(at))
    }

    /// Notes the outcome of a read of this source.
    pub fn settle(&mut self, source: &Source, applied: bool) {
        if is_bridged(source) {
            let fate = if applied { Fate::Applied } else { Fate::Refused };
            self.said
                .extend(self.owed.pop_front().map(|number| Word::Answer(number, fate)));
        }
    }

    /// Notes that the last read of this source found no room.
    pub fn turn_away(&mut self, source: &Source) {
        if is_bridged(source) {
            self.said.extend(
                self.owed
                    .pop_back()
                    .map(|number| Word::Answer(number, Fate::Refused)),
            );
        }
    }

    /// Notes that the reads that waited were given up.
    pub fn give_up(&mut self) {
        self.said.extend(
            self.owed
                .drain(..)
                .map(|number| Word::Answer(number, Fate::Refused)),
        );
    }

    /// Returns the words to be said to the bridge now.
    pub fn words(&mut self) -> Vec<Word> {
        std::mem::take(&mut self.said)
    }
}

/// Returns whether a bridge brings the reads of this source.
fn is_bridged(source: &Source) -> bool {
    source.kind == SourceKind::Paste && *source.name == *NAME
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_numbered_read_is_answered_once() {
        let (mut relay, at) = (Relay::default(), DateTime::UNIX_EPOCH);
        let reads: Vec<Read> = [7, 8, 9]
            .iter()
            .filter_map(|n| relay.hear(format!("\x01{n}\x02A\\x1dB").as_bytes(), false, at))
            .collect();
        assert_eq!(reads[0].bytes, b"A\x1dB");
        assert_eq!(relay.hear(b"A\r", false, at), None, "that was the clipboard");
        assert_eq!(
            relay.hear(b"\x0110\x02A", true, at),
            None,
            "the rest of it may be missing"
        );
        relay.settle(&reads[0].source, true);
        relay.settle(&Source::new(SourceKind::Paste, "pts/0"), false);
        relay.settle(&reads[1].source, false);
        let first = [Word::Answer(7, Fate::Applied), Word::Answer(8, Fate::Refused)];
        assert_eq!(relay.words(), first);
        let last = relay.hear(b"\x0110\x02A", false, at).unwrap();
        relay.turn_away(&last.source);
        assert_eq!(
            relay.words(),
            [Word::Answer(10, Fate::Refused)],
            "not the first of those that wait"
        );
        relay.give_up();
        assert_eq!(relay.words(), [Word::Answer(9, Fate::Refused)]);
        relay.settle(&reads[2].source, true);
        assert_eq!(relay.words(), []);
    }
}
