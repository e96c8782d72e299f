//! The program itself, run as a command and watched while it runs.

use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

/// Ticks of the processor's clock a second, as proc(5) counts them on Linux.
const TICKS: u64 = 100;

/// What a command took.
#[derive(Default)]
pub struct Ran {
    /// From its start to its end.
    pub took: Duration,
    /// Of processors, all together.
    pub cpu: Duration,
    /// Resident memory at its highest, in KiB.
    pub peak: u64,
}

/// Runs a command, which must succeed.
pub fn run(store: &Path, arguments: &[&str]) -> Ran {
    let start = Instant::now();
    let mut child = Command::new(env!("CARGO_BIN_EXE_binledger"))
        .arg("--store")
        .arg(store)
        .args(arguments)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("the program");
    let mut ran = Ran::default();
    let ended = loop {
        look(&child, &mut ran);
        if let Some(ended) = child.try_wait().expect("the program runs") {
            break ended;
        }
        sleep(Duration::from_millis(5));
    };
    ran.took = start.elapsed();
    assert!(ended.success(), "{arguments:?} ended with {ended}");
    ran
}

/// What the system says of a process that is there: proc(5), the highest resident memory and the time it ran.
fn look(child: &Child, ran: &mut Ran) {
    let read =
        |name: &str| std::fs::read_to_string(format!("/proc/{}/{name}", child.id())).unwrap_or_default();
    let status = read("status");
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let peak = peak.and_then(|peak| peak.split_whitespace().next()?.parse().ok());
    ran.peak = ran.peak.max(peak.unwrap_or_default());
    let stat = read("stat");
    let behind_name = stat.rsplit_once(") ").map_or("", |(_, rest)| rest);
    let ticks: u64 = behind_name
        .split(' ')
        .skip(11)
        .take(2)
        .filter_map(|ticks| ticks.parse::<u64>().ok())
        .sum();
    ran.cpu = ran.cpu.max(Duration::from_millis(ticks * 1000 / TICKS));
}
