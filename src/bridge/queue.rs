//! The reads of a bridge on their way from the scanner to the session: none is lost without a word.

use super::envelope::{Way, envelope};
use crate::scan::relay::Fate;
use crate::scan::{Ending, Read, Source};
use chrono::Local;
use std::collections::VecDeque;
use std::fmt::Write as _;

/// The most reads that wait for the session, or for its answers; nobody scans that many before looking up.
pub const MOST: usize = 1000;
/// The longest code that is printed whole, in characters.
const PRINTED: usize = 120;

/// A read that is being written to the session.
#[derive(Debug)]
struct InHand {
    read: Read,
    way: Way,
}

/// What a scanner is to be told now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Told {
    /// Its read was handed over; nobody will say what became of it.
    Received(Source),
    /// Its read was applied.
    Applied(Source),
    /// Its read was refused, by the session or here.
    Refused(Source),
}

/// The reads that are on their way.
#[derive(Debug, Default)]
pub struct Queue {
    last: u64,
    waiting: VecDeque<Read>,
    in_hand: Option<InHand>,
    unanswered: VecDeque<(u64, Read)>,
    too_long: Vec<Read>,
    too_many: usize,
    cut: Vec<(Source, Vec<u8>)>,
}

impl Queue {
    /// Takes a read from a scanner. Beyond [`MOST`] it is refused at once, as it could not be kept. A read that was cut
    /// is kept only for the report, because part of a code may be another code.
    pub fn take(&mut self, read: Read) -> Option<Told> {
        if read.ending == Ending::Cut {
            self.take_cut(read.source, read.bytes);
            return None;
        }
        if read.bytes.is_empty() {
            return Some(Told::Received(read.source)); // a terminator twice is no Enter: nobody pressed it
        }
        if MOST <= self.waiting.len() + self.unanswered.len() + self.too_long.len() {
            self.too_many += 1;
            return Some(Told::Refused(read.source));
        }
        self.waiting.push_back(read);
        None
    }

    /// Takes the beginning of a read whose end never came.
    pub fn take_cut(&mut self, source: Source, bytes: Vec<u8>) {
        if !bytes.is_empty() && self.cut.len() < MOST {
            self.cut.push((source, bytes));
        }
    }

    /// Returns how many reads wait to be handed over.
    pub fn waiting(&self) -> usize {
        self.waiting.len()
    }

    /// Returns the bytes of the next read, to be written in one piece; `None` if none waits or one is in hand.
    pub fn hand_over(&mut self, way: impl FnOnce(u64) -> Way) -> Option<Vec<u8>> {
        if self.in_hand.is_some() {
            return None;
        }
        let read = self.waiting.pop_front()?;
        self.last += 1;
        let way = way(self.last);
        let bytes = envelope(&read, way);
        self.in_hand = Some(InHand { read, way });
        Some(bytes)
    }

    /// Takes out the reads in front that are longer than any barcode, for a session that can't be told so.
    pub fn refuse_overlong(&mut self) -> Vec<Told> {
        let mut told = Vec::new();
        while let Some(read) = self.waiting.pop_front_if(|read| read.overlong) {
            told.push(Told::Refused(read.source.clone()));
            self.too_long.push(read);
        }
        told
    }

    /// Notes that the read in hand was written to its last byte; returns what its scanner is to be told, if anything
    /// yet.
    pub fn written(&mut self) -> Option<Told> {
        let InHand { read, way } = self.in_hand.take()?;
        match way {
            Way::Numbered(number) => {
                self.unanswered.push_back((number, read));
                None
            }
            Way::Pasted | Way::Typed => Some(Told::Received(read.source)),
        }
    }

    /// Notes what the session says became of a read; `None` if it waits for no answer under this number.
    pub fn answered(&mut self, number: u64, fate: Fate) -> Option<Told> {
        let at = self.unanswered.iter().position(|(known, _)| *known == number)?;
        let (_, read) = self.unanswered.remove(at)?;
        Some(match fate {
            Fate::Applied => Told::Applied(read.source),
            Fate::Refused => Told::Refused(read.source),
        })
    }

    /// Returns the reads that will not be delivered any more, for an error beep each.
    pub fn undelivered(&self) -> Vec<Told> {
        let undelivered = self
            .in_hand
            .iter()
            .map(|in_hand| &in_hand.read)
            .chain(&self.waiting);
        undelivered
            .map(|read| Told::Refused(read.source.clone()))
            .collect()
    }

    /// Returns the reads that did not arrive or were not answered, for the operator to see once the session has ended;
    /// empty if all went well.
    pub fn report(&self) -> String {
        let mut report = String::new();
        let undelivered: Vec<&Read> = self
            .in_hand
            .iter()
            .map(|in_hand| &in_hand.read)
            .chain(&self.waiting)
            .collect();
        name(&mut report, "not delivered. Scan again:", &undelivered);
        let unanswered: Vec<&Read> = self.unanswered.iter().map(|(_, read)| read).collect();
        name(
            &mut report,
            "handed over, but the session did not say what became of it. Look before you scan again:",
            &unanswered,
        );
        let too_long: Vec<&Read> = self.too_long.iter().collect();
        name(
            &mut report,
            "longer than any barcode and not delivered:",
            &too_long,
        );
        for (source, bytes) in &self.cut {
            let code = printed(bytes);
            let _ = writeln!(
                report,
                "{} was cut off in the middle of a read. Scan it again: {code}",
                source.name
            );
        }
        if 0 < self.too_many {
            let reads = reads(self.too_many);
            let _ = writeln!(report, "{reads} not taken, because {MOST} were waiting.");
        }
        report
    }
}

/// Adds a sentence about some reads, and a line for each.
fn name(report: &mut String, what: &str, named: &[&Read]) {
    if named.is_empty() {
        return;
    }
    let _ = writeln!(report, "{} {what}", reads(named.len()));
    for read in named {
        let at = read.last_at.with_timezone(&Local).format("%H:%M:%S");
        let _ = writeln!(report, "  {at} {} {}", read.source.name, printed(&read.bytes));
    }
}

fn reads(count: usize) -> String {
    match count {
        1 => "1 read was".to_owned(),
        count => format!("{count} reads were"),
    }
}

/// Returns a code in clear; of a very long one only the beginning.
fn printed(bytes: &[u8]) -> String {
    let clear = crate::scan::read::in_clear(bytes);
    match clear.get(..PRINTED) {
        Some(beginning) if PRINTED < clear.len() => format!("{beginning}… ({} bytes)", bytes.len()),
        _ => clear,
    }
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;

    use super::*;
    use crate::scan::SourceKind;

    fn read(code: &str) -> Read {
        Read {
            source: Source::new(SourceKind::Serial, "dock"),
            bytes: code.as_bytes().to_vec(),
            first_at: DateTime::UNIX_EPOCH,
            last_at: DateTime::UNIX_EPOCH,
            typed: false,
            ending: Ending::Enter,
            overlong: false,
        }
    }

    fn source() -> Source {
        read("").source
    }

    /// Returns the report without the times of day, which depend on where the test runs.
    fn report(queue: &Queue) -> String {
        let line = |line: &str| match line.strip_prefix("  ") {
            Some(named) => named.split_at("00:00:00".len()).1.to_owned(),
            None => line.to_owned(),
        };
        queue.report().lines().map(line).collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn a_plain_read_is_received_once_it_is_written() {
        let mut queue = Queue::default();
        assert_eq!(queue.take(read("A")), None);
        assert_eq!(queue.take(read("B")), None);
        let bytes = queue.hand_over(|_| Way::Typed);
        assert_eq!(bytes.as_deref(), Some(&b"A\r"[..]));
        assert_eq!(queue.hand_over(|_| Way::Typed), None, "one at a time");
        assert_eq!(queue.written(), Some(Told::Received(source())));
        assert_eq!(queue.written(), None);
        assert_eq!(report(&queue), "1 read was not delivered. Scan again:\n dock B");
    }

    #[test]
    fn a_numbered_read_waits_for_its_own_answer() {
        let mut queue = Queue::default();
        for code in ["A", "B", "C"] {
            queue.take(read(code));
            queue.hand_over(Way::Numbered).unwrap();
            assert_eq!(
                queue.written(),
                None,
                "not before the session has said what became of it"
            );
        }
        assert_eq!(queue.answered(2, Fate::Refused), Some(Told::Refused(source())));
        assert_eq!(queue.answered(2, Fate::Applied), None, "one answer a read");
        assert_eq!(queue.answered(9, Fate::Applied), None, "nobody asked");
        assert_eq!(queue.answered(1, Fate::Applied), Some(Told::Applied(source())));
        assert_eq!(
            report(&queue),
            "1 read was handed over, but the session did not say what became of it. Look before you scan again:\n dock C"
        );
    }

    #[test]
    fn every_read_that_did_not_arrive_is_named() {
        let mut queue = Queue::default();
        for code in ["A\x1d10", "B"] {
            queue.take(read(code));
        }
        queue.hand_over(|_| Way::Pasted);
        let cut = Read {
            ending: Ending::Cut,
            ..read("400638")
        };
        assert_eq!(queue.take(cut), None);
        assert_eq!(
            queue.undelivered(),
            [Told::Refused(source()), Told::Refused(source())]
        );
        assert_eq!(
            report(&queue),
            "2 reads were not delivered. Scan again:\n dock A\\x1d10\n dock B\n\
             dock was cut off in the middle of a read. Scan it again: 400638"
        );
        assert_eq!(Queue::default().report(), "");
    }

    #[test]
    fn a_terminator_twice_is_no_read() {
        let mut queue = Queue::default();
        assert_eq!(queue.take(read("")), Some(Told::Received(source())));
        assert_eq!(queue.waiting(), 0);
    }

    #[test]
    fn what_is_longer_than_any_barcode_is_not_pasted_in_pieces() {
        let mut queue = Queue::default();
        let piece = Read {
            overlong: true,
            ..read(&"X".repeat(4096))
        };
        queue.take(piece);
        queue.take(read("A"));
        assert_eq!(queue.refuse_overlong(), [Told::Refused(source())]);
        assert_eq!(queue.waiting(), 1, "the next one is whole");
        assert!(report(&queue).contains("X… (4096 bytes)"));
    }

    #[test]
    fn a_session_that_is_not_ready_for_long_is_no_reason_to_take_all_memory() {
        let mut queue = Queue::default();
        for _ in 0..MOST {
            assert_eq!(queue.take(read("A")), None);
        }
        assert_eq!(queue.take(read("B")), Some(Told::Refused(source())));
        assert!(report(&queue).ends_with("1 read was not taken, because 1000 were waiting."));
    }
}
