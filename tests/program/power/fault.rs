//! What goes wrong: which call of a kind, counted from 1, in which way, once or from then on.

use super::call::{Asked, Kind};
use super::tracer::Fate;
use nix::errno::Errno;
use std::collections::BTreeMap;

/// A way in which a call goes wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    Fails(Errno),
    /// Only the first half is written.
    Short,
    Killed,
}

/// One thing that goes wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fault {
    pub kind: Kind,
    pub way: Way,
    /// The call that goes wrong, from 1.
    pub at: usize,
    /// Whether all that follow go wrong as well.
    pub for_good: bool,
}

/// The ways in which calls of a kind go wrong.
const WAYS: [(Kind, &[Way]); 8] = [
    (Kind::Force, &[Way::Fails(Errno::EIO), Way::Killed]),
    (
        Kind::Write,
        &[
            Way::Fails(Errno::EIO),
            Way::Fails(Errno::ENOSPC),
            Way::Short,
            Way::Killed,
        ],
    ),
    (Kind::Cut, &[Way::Fails(Errno::EIO), Way::Killed]),
    (Kind::Open, &[Way::Fails(Errno::EIO), Way::Fails(Errno::EMFILE)]),
    (Kind::Rename, &[Way::Fails(Errno::EIO), Way::Killed]),
    (Kind::Remove, &[Way::Fails(Errno::EIO), Way::Killed]),
    (Kind::Reserve, &[Way::Fails(Errno::ENOSPC)]),
    (Kind::Lock, &[Way::Fails(Errno::ENOLCK)]),
];

/// Returns everything that can go wrong among so many calls of each kind.
pub fn all(counts: &BTreeMap<Kind, usize>) -> Vec<Fault> {
    let mut all = Vec::new();
    for (kind, ways) in WAYS {
        for at in 1..=counts.get(&kind).copied().unwrap_or(0) {
            for way in ways {
                let lasts: &[bool] = if matches!(way, Way::Fails(_)) {
                    &[false, true]
                } else {
                    &[false]
                };
                all.extend(lasts.iter().map(|for_good| Fault {
                    kind,
                    way: *way,
                    at,
                    for_good: *for_good,
                }));
            }
        }
    }
    all
}

impl Fault {
    /// Returns what becomes of the call of a kind that has this number among those.
    pub fn fate(&self, asked: &Asked, number: usize) -> Fate {
        let is_hit = asked.kind == self.kind && (number == self.at || self.for_good && self.at < number);
        match self.way {
            Way::Fails(errno) if is_hit => Fate::Fails(errno),
            Way::Short if is_hit && 1 < asked.length() => Fate::Short(asked.length() as u64 / 2),
            Way::Killed if is_hit => Fate::Killed,
            _ => Fate::Done,
        }
    }
}
