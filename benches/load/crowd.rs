//! Many processes that do the same thing, each at its own pace whether the time before is done or not.

use crate::pace::Pace;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// What tells a process which client it is.
const CLIENT: &str = "BINLEDGER_LOAD_CLIENT";

/// What a client does at a pace in a folder, as the one of its number; returns how long each time took.
pub type Client = fn(&Path, u32, Pace) -> Vec<Duration>;

/// How many there are, and how often each is due.
#[derive(Clone)]
pub struct Crowd {
    pub processes: u32,
    pub every: Duration,
    pub times: u32,
    /// A library that each process loads first.
    pub shim: Option<PathBuf>,
}

/// One time that something was done: when it was due, since 1970, and how long after that it was done.
#[derive(Clone, Copy)]
pub struct Done {
    pub due: Duration,
    pub took: Duration,
}

/// A crowd that was sent to work.
pub struct Begun {
    /// When the first of them is due, since 1970.
    pub start: Duration,
    every: Duration,
    children: Vec<Child>,
}

impl Crowd {
    /// Sends them to work in a folder as clients of this name.
    pub fn begin(&self, name: &str, place: &Path) -> Begun {
        // Everybody is signed in by then.
        let start = now() + Duration::from_secs(2) + Duration::from_millis(40) * self.processes;
        let children = (0..self.processes).map(|n| {
            let due = start + self.every * n / self.processes;
            let numbers = [
                n.into(),
                due.as_micros(),
                self.every.as_micros(),
                self.times.into(),
            ];
            let numbers = numbers.iter().map(ToString::to_string);
            let told = [name.to_owned(), place.display().to_string()];
            let told: Vec<String> = told.into_iter().chain(numbers).collect();
            let mut command = Command::new(std::env::current_exe().expect("this program"));
            if let Some(shim) = &self.shim {
                command.env("LD_PRELOAD", shim);
            }
            command
                .env(CLIENT, told.join("\n"))
                .stdout(Stdio::piped())
                .stderr(Stdio::piped());
            command.spawn().expect("a client")
        });
        Begun {
            start,
            every: self.every,
            children: children.collect(),
        }
    }

    /// Returns how long they are at work.
    pub fn lasts(&self) -> Duration {
        self.every * self.times
    }
}

impl Begun {
    /// Waits for all of them; returns what they did.
    pub fn end(self) -> Vec<Done> {
        let processes = u32::try_from(self.children.len()).expect("a number of processes");
        let mut done = Vec::new();
        for (n, child) in (0..).zip(self.children) {
            let said = child.wait_with_output().expect("a client");
            let failed = String::from_utf8_lossy(&said.stderr);
            assert!(said.status.success(), "client {n}: {failed}");
            let first = self.start + self.every * n / processes;
            let micros = String::from_utf8_lossy(&said.stdout).into_owned();
            let took = micros.lines().filter_map(|line| line.parse().ok());
            done.extend((0..).zip(took).map(|(time, took)| Done {
                due: first + self.every * time,
                took: Duration::from_micros(took),
            }));
        }
        done
    }
}

/// Is one client, where this process was begun as one: prints what each time took. Returns false where it was not.
pub fn is_client(clients: &[(&str, Client)]) -> bool {
    let Ok(told) = std::env::var(CLIENT) else {
        return false;
    };
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
    let (_, client) = clients
        .iter()
        .find(|(known, _)| *known == name)
        .expect("a client");
    let took = client(Path::new(place), n.parse().expect("a number"), pace);
    let lines: Vec<String> = took.iter().map(|took| took.as_micros().to_string()).collect();
    println!("{}", lines.join("\n"));
    true
}

/// Returns the time since 1970.
pub fn now() -> Duration {
    SystemTime::now().duration_since(UNIX_EPOCH).expect("a clock")
}
