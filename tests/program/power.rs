//! The power is cut whenever it may be, also after something went wrong before: what was acknowledged is there.
//!
//! The program runs under a tracer that lets a call to the system fail, cuts a write short or kills the process, and sees
//! every call that changes a file. A model of the disk keeps what was forced. The power is cut after each answer of the
//! program and after each force, and what may be left of the rest is left or not by chance. Two terminals work at the
//! store: one to which it happens, and one that has the store open meanwhile and goes on behind it.
//!
//! `BINLEDGER_POWER_FAULTS` says how many faults are tried of all that there are, `BINLEDGER_POWER_SECONDS` for how long
//! instead, `BINLEDGER_POWER_SEED` which, `BINLEDGER_POWER_KIND` only those of one kind of call, such as `Force`, and
//! `BINLEDGER_POWER_PROGRAM` tries another program, such as that of an older commit.

mod call;
mod disk;
mod fault;
mod tracer;

use crate::cli::workplace::Workplace;
use binledger::domain::movement::Movement;
use binledger::domain::record::Range;
use binledger::operations::invariants::audit;
use binledger::store::sqlite::Sqlite;
use binledger::store::{Store, StoreError};
use call::{Asked, Call, Kind};
use disk::{Disk, Left};
use fault::Fault;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};
use tracer::{Fate, Then, Tracer, Watch, can_trace};

/// Who signs in at the first terminal and at the second.
const FIRST: &str = "EMP-103\n9061\n$BL.MOVE\n";
const SECOND: &str = "EMP-102\n2308\n$BL.MOVE\n";
/// Carries pieces to and fro: every fourth scan posts, and those between are noted without force.
const TRIP: &str = "A-01-3\nFD-1001\nNC-2601\nSTORAGE\nSTORAGE\nFD-1001\nNC-2601\nA-01-3\n";
/// How many images are left to chance whenever the power is cut.
const CHANCES: u64 = 2;

/// The program that is tried.
fn program() -> String {
    let program = std::env::var("BINLEDGER_POWER_PROGRAM");
    program.unwrap_or_else(|_| env!("CARGO_BIN_EXE_binledger").to_owned())
}

/// A place with the store of a sample company, made by the program that is tried.
fn company() -> Workplace {
    let place = Workplace::empty();
    let store = place.path("store").join("store.db");
    let made = Command::new(program())
        .args(["init", "--samples", "--store"])
        .arg(&store)
        .output()
        .unwrap();
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    place
}

/// The last movement that the store in a folder holds, or why it is not sound.
fn last_movement(folder: &Path) -> Result<i64, String> {
    let told = |error: StoreError| format!("{error:?}");
    let store = Sqlite::open(&folder.join("store.db")).map_err(told)?;
    let store: &dyn Store = &store;
    let broken: Vec<_> = store
        .read(audit)
        .map_err(told)?
        .into_iter()
        .filter(|row| 0 < row.broken)
        .collect();
    if !broken.is_empty() {
        return Err(format!("{broken:?}"));
    }
    let last = Range::of::<Movement>(&[]).backwards().first(1);
    let last: Vec<Movement> = store.read(|view| view.list(&last)).map_err(told)?;
    Ok(last.first().map_or(0, |movement| movement.seq))
}

/// The movement that a line of the program acknowledges.
fn acknowledged(said: &[u8]) -> Option<i64> {
    let rows = said.split(|byte| *byte == b'\n');
    let rows = rows.filter_map(|row| serde_json::from_slice::<serde_json::Value>(row).ok());
    rows.filter_map(|row| row["movement"].as_i64()).next_back()
}

/// Two terminals at a copy of a store, and the disk beneath it.
struct Rig {
    folder: PathBuf,
    cut: PathBuf,
    disk: Disk,
    fault: Option<Fault>,
    /// The process to which it happens.
    victim: i32,
    /// The calls of that process, by their kind.
    counts: BTreeMap<Kind, usize>,
    /// The processes that have yet to be told that a force of a file failed.
    untold: BTreeSet<(i32, String)>,
    processes: Vec<i32>,
    /// What was acknowledged last.
    known: i64,
    /// How often each process said something.
    said: BTreeMap<i32, usize>,
    /// What is waited for: so much said by a process, or its end.
    awaited: (i32, Option<usize>),
    ended: BTreeSet<i32>,
    images: usize,
    /// How many of them hold something acknowledged.
    acknowledged: usize,
    chance: u64,
}

impl Rig {
    fn of(place: &Workplace, fault: Option<Fault>, chance: u64) -> Self {
        let (store, folder) = (place.path("store"), place.path("copy"));
        crate::killing::copy(&store, &folder);
        // The program makes the log anew, whose name has to last as well.
        for made in ["-wal", "-shm"] {
            let _ = std::fs::remove_file(folder.join(format!("store.db{made}")));
        }
        Self {
            disk: Disk::of(&folder),
            cut: place.path("cut"),
            folder,
            fault,
            victim: 0,
            counts: BTreeMap::new(),
            untold: BTreeSet::new(),
            processes: Vec::new(),
            known: 0,
            said: BTreeMap::new(),
            awaited: (0, None),
            ended: BTreeSet::new(),
            images: 0,
            acknowledged: 0,
            chance,
        }
    }

    /// Lets both terminals work.
    fn work(&mut self, trips: usize) {
        let mut tracer = Tracer::default();
        let folder = self.folder.clone();
        let start = |tracer: &mut Tracer, terminal: &str| {
            let mut program = Command::new(program());
            program
                .args(["scan", "--terminal", terminal])
                .env("BINLEDGER_STORE", folder.join("store.db"))
                .env("XDG_CONFIG_HOME", folder.join("none"));
            tracer.start(&mut program).expect("it can be traced")
        };
        let second = start(&mut tracer, "T-2");
        tracer.feed(second, SECOND.as_bytes(), Then::More);
        self.run(&mut tracer, second, Some(SECOND.lines().count()));
        let first = start(&mut tracer, "T-1");
        (self.victim, self.processes) = (first, vec![first, second]);
        tracer.feed(
            first,
            format!("{FIRST}{}", TRIP.repeat(trips)).as_bytes(),
            Then::Ends,
        );
        self.run(&mut tracer, first, None);
        let before = self.known;
        tracer.feed(second, TRIP.as_bytes(), Then::Ends);
        self.run(&mut tracer, second, None);
        if self.known == before {
            // It was told of the loss as well, said so and ended. Whoever comes next goes on.
            let next = start(&mut tracer, "T-2");
            tracer.feed(next, format!("{SECOND}{TRIP}").as_bytes(), Then::Ends);
            self.run(&mut tracer, next, None);
        }
        let fault = &self.fault;
        assert!(before < self.known, "{fault:?}: nobody goes on");
    }

    fn run(&mut self, tracer: &mut Tracer, process: i32, said: Option<usize>) {
        self.awaited = (process, said);
        tracer.run(self);
    }

    /// Cuts the power now, in all the ways that are tried, and looks at what is left.
    fn cut(&mut self) {
        if self.fault.is_some() && !self.disk.has_failed() {
            return;
        }
        for nth in 0..=CHANCES {
            let left = match nth {
                0 => Left::Nothing,
                nth => Left::Any(self.chance.wrapping_add(self.images as u64 * 7919 + nth)),
            };
            if self.disk.cut(&self.cut, left) {
                self.images += 1;
                self.acknowledged += usize::from(0 < self.known);
                let (known, fault) = (self.known, &self.fault);
                let kept =
                    last_movement(&self.cut).unwrap_or_else(|why| panic!("{fault:?}, {left:?}: {why}"));
                assert!(
                    known <= kept,
                    "{fault:?}, {left:?}: {known} was acknowledged, {kept} is kept"
                );
            }
        }
    }
}

impl Watch for Rig {
    fn before(&mut self, process: i32, asked: &Asked) -> Fate {
        let folder = self.folder.file_name().unwrap().to_string_lossy();
        if asked.is_said() || asked.folder != *folder && asked.name != *folder {
            return Fate::Done;
        }
        if asked.kind == Kind::Force && self.untold.remove(&(process, asked.name.clone())) {
            return Fate::Fails(nix::errno::Errno::EIO);
        }
        if process != self.victim {
            return Fate::Done;
        }
        let number = self.counts.entry(asked.kind).or_default();
        *number += 1;
        let fate = self.fault.map_or(Fate::Done, |fault| fault.fate(asked, *number));
        if fate != Fate::Done {
            self.disk.fails();
        }
        fate
    }

    fn after(&mut self, process: i32, call: Call) {
        if let Call::Forced { name, well: false } = &call
            && process == self.victim
        {
            let others = self.processes.iter().filter(|other| **other != process);
            self.untold.extend(others.map(|other| (*other, name.clone())));
        }
        match call {
            Call::Said { bytes } => {
                *self.said.entry(process).or_default() += String::from_utf8_lossy(&bytes).lines().count();
                self.known = self.known.max(acknowledged(&bytes).unwrap_or(0));
                self.cut();
            }
            call => {
                let is_force = matches!(call, Call::Forced { .. });
                self.disk.see(call);
                if is_force {
                    self.cut();
                }
            }
        }
    }

    fn ended(&mut self, process: i32) {
        self.ended.insert(process);
    }

    fn is_over(&self) -> bool {
        let (process, said) = self.awaited;
        let has_said = |much: usize| much <= self.said.get(&process).copied().unwrap_or(0);
        self.ended.contains(&process) || said.is_some_and(has_said)
    }
}

/// A number of the surroundings.
fn number(name: &str) -> Option<u64> {
    std::env::var(name).ok().map(|number| number.parse().unwrap())
}

#[test]
fn nothing_acknowledged_is_lost_when_the_power_is_cut() {
    if !can_trace() {
        println!("skipped: processes can't be traced here");
        return;
    }
    let place = company();
    let before = last_movement(&place.path("store")).unwrap();
    let mut rig = Rig::of(&place, None, number("BINLEDGER_POWER_SEED").unwrap_or(1));
    rig.work(2);
    assert_eq!(rig.known - before, 6, "both terminals carried to and fro");
    println!(
        "{} images, {} behind an acknowledged move",
        rig.images, rig.acknowledged
    );
    assert!(20 < rig.acknowledged);
}

#[test]
fn nothing_acknowledged_is_lost_whatever_goes_wrong_before_the_power_is_cut() {
    if !can_trace() {
        println!("skipped: processes can't be traced here");
        return;
    }
    let place = company();
    let seed = number("BINLEDGER_POWER_SEED").unwrap_or(1);
    let mut sound = Rig::of(&place, None, seed);
    sound.work(1);
    let mut faults = fault::all(&sound.counts);
    if let Ok(kind) = std::env::var("BINLEDGER_POWER_KIND") {
        faults.retain(|fault| format!("{:?}", fault.kind) == kind);
    }
    // Fisher and Yates, by Knuth's multiplier for a linear congruential generator.
    let mut chance = seed;
    for at in (1..faults.len()).rev() {
        chance = chance.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        faults.swap(at, usize::try_from(chance >> 33).unwrap() % (at + 1));
    }
    // One of each kind is tried first.
    let mut kinds = BTreeSet::new();
    faults.sort_by_cached_key(|fault| !kinds.insert(fault.kind));
    let (begun, seconds) = (Instant::now(), number("BINLEDGER_POWER_SECONDS"));
    let many = number("BINLEDGER_POWER_FAULTS").map_or(8, |many| usize::try_from(many).unwrap());
    let (mut tried, mut images, mut acknowledged) = (0, 0, 0);
    for fault in &faults {
        let is_enough = seconds.map_or(many <= tried, |seconds| {
            Duration::from_secs(seconds) < begun.elapsed()
        });
        if is_enough {
            break;
        }
        let mut rig = Rig::of(&place, Some(*fault), seed + tried as u64);
        rig.work(1);
        tried += 1;
        images += rig.images;
        acknowledged += rig.acknowledged;
    }
    println!(
        "{tried} of {} faults, {images} images, {acknowledged} behind an acknowledged move",
        faults.len()
    );
    assert!(0 < acknowledged);
}
