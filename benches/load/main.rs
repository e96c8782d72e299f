//! Many terminals of one host at one store, each a process that scans at its own pace whether the answer to the scan
//! before has come or not.
//!
//! `cargo bench --bench load -- TERMINALS EVERY_MS SECONDS FLUSH_MS` prints how long a scan that posts takes, from the
//! moment it was due to its answer, next to a client that does nothing but a durable write of as many bytes, with the
//! same queue of writers, in the same run. Each terminal scans once in `EVERY_MS`, and `FLUSH_MS` is added to every
//! flush. By default: 50 1000 5 0.

#![allow(clippy::print_stdout, reason = "a bench prints its figures")]

mod bare;
mod pace;
mod session;
mod slow;

use mimalloc::MiMalloc;
use pace::Pace;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// The allocator of the program.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

/// What tells a process which client it is.
const CLIENT: &str = "BINLEDGER_LOAD_CLIENT";

/// What a client does at a pace in a folder, as the one of its number; returns how long each time took.
type Client = fn(&Path, u32, Pace) -> Vec<Duration>;

/// Two kinds of clients, by their names.
const CLIENTS: [(&str, Client); 2] = [("terminal", session::scans), ("bare write", bare::writes)];

fn main() {
    let given: Vec<u32> = std::env::args()
        .skip(1)
        .filter_map(|arg| arg.parse().ok())
        .collect();
    let number = |at: usize, default: u32| given.get(at).copied().unwrap_or(default);
    let (terminals, seconds) = (number(0, 50), number(2, 5));
    let milliseconds = |at: usize, default: u32| Duration::from_millis(number(at, default).into());
    let (every, flush) = (milliseconds(1, 1000), milliseconds(3, 0));
    if let Ok(client) = std::env::var(CLIENT) {
        return one(&client);
    }
    let home = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).expect("a folder on a disk");
    let shim = slow::shim(home.path(), flush);
    println!("{terminals} processes, a scan in {every:?} each, for {seconds} s, {flush:?} added to a flush");
    println!(
        "{:<12}{:>8}{:>10}{:>10}{:>10}{:>10}",
        "", "done/s", "p50 ms", "p95 ms", "p99 ms", "max ms"
    );
    for (name, _) in CLIENTS {
        let place = home.path().join(name.replace(' ', "-"));
        std::fs::create_dir(&place).expect("a folder");
        session::prepare(&place, terminals);
        bare::prepare(&place);
        // Everybody is signed in by then.
        let start = now() + Duration::from_secs(2) + Duration::from_millis(40) * terminals;
        let times = Duration::from_secs(seconds.into()).as_micros() / every.as_micros().max(1);
        let begun: Vec<Child> = (0..terminals)
            .map(|n| {
                let due = start + every * n / terminals;
                begin(
                    &[name, &place.display().to_string()],
                    [n.into(), due.as_micros(), every.as_micros(), times],
                    shim.as_deref(),
                )
            })
            .collect();
        let mut took = Vec::new();
        for child in begun {
            let said = child.wait_with_output().expect("a client");
            assert!(
                said.status.success(),
                "{name}: {}",
                String::from_utf8_lossy(&said.stderr)
            );
            let micros = String::from_utf8_lossy(&said.stdout).into_owned();
            took.extend(micros.lines().filter_map(|line| line.parse::<u64>().ok()));
        }
        let ended = now().saturating_sub(start);
        if name == CLIENTS[0].0 {
            let posted = session::posted(&place);
            assert!(took.len() <= posted, "every scan is posted");
        }
        tell(name, took, ended);
    }
}

/// Prints what scans took, in microseconds.
fn tell(name: &str, mut took: Vec<u64>, ended: Duration) {
    took.sort_unstable();
    let at = |percent: usize| {
        took.get((took.len() * percent / 100).min(took.len() - 1))
            .copied()
            .unwrap_or(0)
    };
    let ms = |micros: u64| format!("{}.{:01}", micros / 1000, micros % 1000 / 100);
    let rate = took.len() as u128 * 1000 / ended.as_millis().max(1);
    println!(
        "{name:<12}{rate:>8}{:>10}{:>10}{:>10}{:>10}",
        ms(at(50)),
        ms(at(95)),
        ms(at(99)),
        ms(at(100))
    );
}

fn now() -> Duration {
    SystemTime::now().duration_since(UNIX_EPOCH).expect("a clock")
}

/// Starts one client: which, where, and its number, when it begins, how often, how many times.
fn begin(texts: &[&str], numbers: [u128; 4], shim: Option<&Path>) -> Child {
    let numbers = numbers.iter().map(ToString::to_string);
    let told: Vec<String> = texts.iter().map(ToString::to_string).chain(numbers).collect();
    let mut command = Command::new(std::env::current_exe().expect("this program"));
    if let Some(shim) = shim {
        command.env("LD_PRELOAD", shim);
    }
    command
        .env(CLIENT, told.join("\n"))
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command.spawn().expect("a client")
}

/// Is one client: prints what each scan took.
fn one(told: &str) {
    let told: Vec<&str> = told.lines().collect();
    let [name, place, n, start, every, times] = told[..] else {
        panic!("{told:?}");
    };
    let micros = |text: &str| Duration::from_micros(text.parse().expect("a number"));
    let pace = Pace {
        start: UNIX_EPOCH + micros(start),
        every: micros(every),
        times: times.parse().expect("a number"),
    };
    let (_, client) = CLIENTS
        .iter()
        .find(|(known, _)| *known == name)
        .expect("a client");
    let took = client(&PathBuf::from(place), n.parse().expect("a number"), pace);
    let lines: Vec<String> = took.iter().map(|took| took.as_micros().to_string()).collect();
    println!("{}", lines.join("\n"));
}
