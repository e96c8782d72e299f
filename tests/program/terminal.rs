//! The real terminal thread and guard in a pseudo-terminal: nothing is lost, and the terminal comes back.
//!
//! Each test here starts this same test program again, inside the pseudo-terminal, to run the one test that plays
//! the terminal program.

#![allow(clippy::unwrap_used)] // The helpers of a test may fail as the test itself.

mod hostile;

use super::screen::{company, station};
use binledger::app::guard::{Guard, Leave};
use binledger::app::terminal::TermInput;
use binledger::app::{guard, terminal};
use binledger::scan::source::Room;
use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};
use std::io::{Read, Write};
use std::sync::mpsc;
use std::time::{Duration, Instant};

/// What the terminal writes when it is given back.
const GIVEN_BACK: &str = "\x1b[?1049l";

enum Message {
    Input(TermInput),
    Leave(Leave),
}

impl From<TermInput> for Message {
    fn from(input: TermInput) -> Self {
        Self::Input(input)
    }
}

impl From<Leave> for Message {
    fn from(leave: Leave) -> Self {
        Self::Leave(leave)
    }
}

/// Is set where this test program was started by one of its own tests, inside a pseudo-terminal.
const INSIDE: &str = "BINLEDGER_TEST_INSIDE_PTY";

/// Counts what it hears until it is asked to leave; `?` makes it speak, `!` makes it panic. It plays its part only
/// where another test started it.
#[test]
fn program() {
    if std::env::var_os(INSIDE).is_none() {
        return;
    }
    let (sender, inbox) = mpsc::channel::<Message>();
    guard::watch(sender.clone()).unwrap();
    let guard = Guard::take().unwrap();
    terminal::listen(sender, Room::default()).unwrap();
    let (mut lines, mut characters, mut pasted) = (0, 0, 0);
    let asked = loop {
        match inbox.recv().unwrap() {
            Message::Leave(leave) => break format!("{leave:?}"),
            Message::Input(TermInput::Closed { why }) => break why,
            Message::Input(TermInput::Paste { bytes, .. }) => pasted += bytes.len(),
            Message::Input(TermInput::Resize { columns, rows }) => break format!("{columns}x{rows}"),
            Message::Input(TermInput::Key { key, .. }) => match key.to_string().as_str() {
                "!" => panic!("as asked"),
                "?" => println!("listening"),
                "f9" => break "f9".to_owned(),
                "enter" => lines += 1,
                _ => characters += 1,
            },
            Message::Input(TermInput::Bytes { .. } | TermInput::Sequence { .. }) => characters += 1,
        }
    };
    drop(guard);
    println!("asked {asked} lines {lines} characters {characters} pasted {pasted}");
}

struct Session {
    child: Box<dyn Child + Send + Sync>,
    master: Box<dyn MasterPty + Send>,
    keyboard: Box<dyn Write + Send>,
    heard: mpsc::Receiver<Vec<u8>>,
    shown: String,
}

impl Session {
    fn start() -> Self {
        let size = PtySize {
            rows: 24,
            cols: 80,
            pixel_width: 0,
            pixel_height: 0,
        };
        let pair = native_pty_system().openpty(size).unwrap();
        let mut command = CommandBuilder::new(std::env::current_exe().unwrap());
        command.args(["--exact", "terminal::program", "--nocapture", "--test-threads=1"]);
        command.env(INSIDE, "1");
        let child = pair.slave.spawn_command(command).unwrap();
        drop(pair.slave);
        let mut reader = pair.master.try_clone_reader().unwrap();
        let (sender, heard) = mpsc::channel();
        std::thread::spawn(move || {
            let mut buffer = [0; 4096];
            while let Ok(count @ 1..) = reader.read(&mut buffer) {
                if sender.send(buffer[..count].to_vec()).is_err() {
                    break;
                }
            }
        });
        let mut session = Self {
            child,
            keyboard: pair.master.take_writer().unwrap(),
            master: pair.master,
            heard,
            shown: String::new(),
        };
        session.send(b"?");
        session.wait_for("listening");
        session
    }

    #[track_caller]
    fn wait_for(&mut self, needle: &str) {
        let deadline = Instant::now() + Duration::from_secs(30);
        while !self.shown.contains(needle) {
            let left = deadline.saturating_duration_since(Instant::now());
            match self.heard.recv_timeout(left) {
                Ok(bytes) => self.shown.push_str(&String::from_utf8_lossy(&bytes)),
                Err(why) => panic!("no {needle:?}, {why}, in {:?}", self.shown),
            }
        }
    }

    fn send(&mut self, bytes: &[u8]) {
        self.keyboard.write_all(bytes).unwrap();
        self.keyboard.flush().unwrap();
    }

    fn signal(&self, signal: rustix::process::Signal) {
        let pid = i32::try_from(self.child.process_id().unwrap()).unwrap();
        rustix::process::kill_process(rustix::process::Pid::from_raw(pid).unwrap(), signal).unwrap();
    }
}

#[test]
fn a_thousand_scans_written_at_once_all_arrive() {
    let mut session = Session::start();
    let mut scans: Vec<String> = (0..1000).map(|n| format!("40063813{n:05}\r")).collect();
    scans.push("\x1b[20~".to_owned());
    session.send(scans.concat().as_bytes());
    session.wait_for("lines 1000 characters 13000 pasted 0");
}

#[test]
fn a_paste_of_three_thousand_bytes_arrives_whole() {
    let mut session = Session::start();
    let text = "]d2010952123454321310A\x1d".repeat(131);
    session.send(format!("\x1b[200~{text}\x1b[201~\x1b[20~").as_bytes());
    session.wait_for(&format!("lines 0 characters 0 pasted {}", text.len()));
}

#[test]
fn a_signal_leaves_cleanly() {
    for (signal, name) in [
        (rustix::process::Signal::TERM, "Terminate"),
        (rustix::process::Signal::HUP, "HangUp"),
        (rustix::process::Signal::INT, "Interrupt"),
    ] {
        let mut session = Session::start();
        session.signal(signal);
        session.wait_for(&format!("asked {name}"));
        let (back, said) = (session.shown.find(GIVEN_BACK), session.shown.find("asked"));
        assert!(back.is_some() && back < said, "{:?}", session.shown);
        assert!(session.child.wait().unwrap().success());
    }
}

#[test]
fn a_panic_gives_the_terminal_back_before_it_speaks() {
    let mut session = Session::start();
    session.send(b"!");
    session.wait_for("as asked");
    let (back, said) = (session.shown.find(GIVEN_BACK), session.shown.find("as asked"));
    assert!(back.is_some() && back < said, "{:?}", session.shown);
}

#[test]
fn a_new_size_is_heard() {
    let mut session = Session::start();
    session
        .master
        .resize(PtySize {
            rows: 16,
            cols: 20,
            pixel_width: 0,
            pixel_height: 0,
        })
        .unwrap();
    session.wait_for("asked 20x16");
}
