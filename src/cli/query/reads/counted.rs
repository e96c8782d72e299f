//! Reads, counted by one thing or another.

use super::Found;
use crate::cli::failure::Failure;
use crate::cli::filter::named;
use crate::cli::output::Printer;
use crate::domain::log::Outcome;
use crate::domain::movement::Source;
use clap::ValueEnum;
use serde::Serialize;
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// What reads are counted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum By {
    /// Why they were refused
    Reason,
    /// The item
    Item,
    /// The location
    Location,
    /// The operator
    Operator,
    /// The terminal
    Terminal,
    /// The scanner or keyboard
    Device,
    /// The code itself: one that is refused often is a label that reads badly, or names what nobody knows
    Label,
}

/// The counts of one kind of read.
#[derive(Clone, Debug, Default)]
struct Count {
    reads: u64,
    applied: u64,
    refused: u64,
    cancelled: u64,
    duplicate: u64,
    /// Codes that were scanned, and that were typed; keys, commands and PINs are neither.
    scanned: u64,
    typed: u64,
    last_at: String,
}

impl Count {
    /// Returns the percentage of the codes that were typed.
    fn typed_percent(&self) -> u64 {
        self.typed * 100 / (self.scanned + self.typed).max(1)
    }
}

/// All counts; the key is what they are counted by.
pub(super) struct Counts {
    by: Option<By>,
    refused: bool,
    found: BTreeMap<[Option<String>; 4], Count>,
}

/// One line of counts by one thing.
#[derive(Serialize)]
struct Row<'a> {
    by: &'a str,
    value: Option<&'a str>,
    reads: u64,
    applied: u64,
    refused: u64,
    cancelled: u64,
    duplicate: u64,
    scanned: u64,
    typed: u64,
    typed_percent: u64,
    last_at: &'a str,
}

/// One line of refused reads.
#[derive(Serialize)]
struct Refusals<'a> {
    reason: Option<&'a str>,
    item: Option<&'a str>,
    location: Option<&'a str>,
    operator: Option<&'a str>,
    refused: u64,
    scanned: u64,
    typed: u64,
    last_at: &'a str,
}

impl Counts {
    /// Starts with no counts; with `refused`, only what has refused reads is shown.
    pub(super) const fn by(by: Option<By>, refused: bool) -> Self {
        Self {
            by,
            refused,
            found: BTreeMap::new(),
        }
    }

    /// Counts a read. Without a single thing to count by, only refused ones count.
    pub(super) fn add(&mut self, found: &Found) {
        let outcome = found.result.as_ref().map(|result| result.outcome);
        if self.by.is_none() && outcome != Some(Outcome::Refused) {
            return;
        }
        let Some(key) = self.key(found) else {
            return;
        };
        let count = self.found.entry(key).or_default();
        count.reads += 1;
        match outcome {
            Some(Outcome::Applied) => count.applied += 1,
            Some(Outcome::Refused) => count.refused += 1,
            Some(Outcome::Cancelled) => count.cancelled += 1,
            Some(Outcome::Duplicate) => count.duplicate += 1,
            None => {}
        }
        if label(&found.read.raw).is_some() {
            let typed = found.read.source == Source::Typed;
            count.typed += u64::from(typed);
            count.scanned += u64::from(!typed);
        }
        count.last_at = count.last_at.clone().max(found.read.last_at.to_string());
    }

    /// Returns what a read is counted under; `None` if labels are counted and the read is not one.
    fn key(&self, found: &Found) -> Option<[Option<String>; 4]> {
        let result = found.result.as_ref();
        let reason = || result.and_then(|result| result.code.clone());
        let item = || {
            result
                .and_then(|result| result.item.as_ref())
                .map(ToString::to_string)
        };
        let location = || {
            result
                .and_then(|result| result.location.as_ref())
                .map(ToString::to_string)
        };
        let operator = || named(&found.read.operator);
        let one = match self.by {
            None => return Some([reason(), item(), location(), operator()]),
            Some(By::Reason) => reason(),
            Some(By::Item) => item(),
            Some(By::Location) => location(),
            Some(By::Operator) => operator(),
            Some(By::Terminal) => named(&found.read.terminal),
            Some(By::Device) => named(&found.read.device),
            Some(By::Label) => Some(label(&found.read.raw)?.to_owned()),
        };
        Some([one, None, None, None])
    }

    /// Returns the counts, the most frequent first.
    fn sorted(self) -> Vec<([Option<String>; 4], Count)> {
        let mut counts: Vec<_> = self.found.into_iter().collect();
        if self.refused {
            counts.retain(|(_, count)| 0 < count.refused);
            counts.sort_by_key(|(_, count)| Reverse(count.refused));
        } else {
            counts.sort_by_key(|(_, count)| Reverse(count.reads));
        }
        counts
    }

    /// Prints the counts.
    pub(super) fn print(self, printer: &mut Printer) -> Result<(), Failure> {
        let by = self.by.and_then(|by| by.to_possible_value());
        for ([first, item, location, operator], count) in &self.sorted() {
            match &by {
                Some(by) => printer.row(&Row {
                    by: by.get_name(),
                    value: first.as_deref(),
                    reads: count.reads,
                    applied: count.applied,
                    refused: count.refused,
                    cancelled: count.cancelled,
                    duplicate: count.duplicate,
                    scanned: count.scanned,
                    typed: count.typed,
                    typed_percent: count.typed_percent(),
                    last_at: &count.last_at,
                })?,
                None => printer.row(&Refusals {
                    reason: first.as_deref(),
                    item: item.as_deref(),
                    location: location.as_deref(),
                    operator: operator.as_deref(),
                    refused: count.refused,
                    scanned: count.scanned,
                    typed: count.typed,
                    last_at: &count.last_at,
                })?,
            }
        }
        Ok(())
    }
}

/// Returns the text of a read if that was a label: no Enter, no command, nothing that is kept secret.
fn label(raw: &str) -> Option<&str> {
    let is_label = !raw.is_empty() && raw != "****" && !raw.to_uppercase().starts_with("$BL.");
    is_label.then_some(raw)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::log::{NotedRead, ReadResult};
    use crate::domain::time::Time;

    fn found(raw: &str, source: Source, refused: bool) -> Found {
        let (terminal, message, step) = ("T-1".into(), String::new(), String::new());
        let outcome = if refused {
            Outcome::Refused
        } else {
            Outcome::Applied
        };
        let code = refused.then(|| "WRONG_LOT".to_owned());
        let result = ReadResult {
            terminal,
            read: 1,
            outcome,
            code,
            message,
            step,
            millis: 3,
            item: None,
            location: None,
        };
        let read = NotedRead {
            terminal: "T-1".into(),
            read: 1,
            operator: "ANA".into(),
            source,
            device: "terminal".into(),
            raw: raw.into(),
            first_at: Time(0),
            last_at: Time(9),
        };
        Found {
            read,
            result: Some(result),
        }
    }

    fn counted(by: By, refused: bool) -> Vec<(Option<String>, u64, u64, u64)> {
        let mut counts = Counts::by(Some(by), refused);
        for (raw, source, refused) in [
            ("LOT-1", Source::Scan, true),
            ("LOT-1", Source::Scan, true),
            ("LOT-2", Source::Typed, false),
            ("LOT-3", Source::Typed, true),
            ("", Source::Typed, false),
            ("$BL.UNDO", Source::Typed, false),
            ("****", Source::Typed, false),
        ] {
            counts.add(&found(raw, source, refused));
        }
        let sorted = counts.sorted().into_iter();
        sorted
            .map(|([value, ..], count)| (value, count.reads, count.refused, count.typed_percent()))
            .collect()
    }

    #[test]
    fn keys_commands_and_pins_are_no_typed_codes() {
        assert_eq!(counted(By::Operator, false), [(Some("ANA".into()), 7, 3, 50)]);
    }

    #[test]
    fn a_label_that_is_refused_often_comes_first() {
        let labels = counted(By::Label, true);
        let labels: Vec<_> = labels
            .iter()
            .map(|(label, reads, ..)| (label.as_deref(), *reads))
            .collect();
        assert_eq!(labels, [(Some("LOT-1"), 2), (Some("LOT-3"), 1)]);
    }
}
