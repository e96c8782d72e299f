//! Takes the pictures of `docs/images` from the program itself: it runs in a pseudo-terminal on the sample company, is
//! given a few reads, and what its screen shows then is drawn.
//!
//! `cargo build --release && cargo run --release --example picture -- docs/images`

#![allow(clippy::print_stdout, reason = "a tool says what it made")]

mod svg;

use anyhow::{Context, Result, bail, ensure};
use portable_pty::{CommandBuilder, MasterPty, PtySize, native_pty_system};
use std::io::{Read, Write};
use std::num::NonZeroU16;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::thread;
use std::time::{Duration, Instant};

/// How long the program may take to show what is waited for.
const PATIENCE: Duration = Duration::from_secs(30);

/// How long the screen must stand still before it is drawn.
const STILL: Duration = Duration::from_millis(400);

/// One picture: its file, the size of the terminal, and what is read.
struct Picture {
    file: &'static str,
    columns: u16,
    rows: u16,
    reads: &'static [Step],
}

/// What the screen must show, and what is read then.
type Step = (&'static str, &'static str);

const PICKING: &[Step] = &[
    ("badge", "EMP-103\r"),
    ("PIN", "9061\r"),
    ("Scan", "SO-26101\r"),
    ("A-01-1", "A-01-1\r"),
    ("Scan FD-1001", "(01)19521234010019(10)NC-2511\r"),
    ("12 of 24 EA: scan", "(01)19521234010019(10)NC-2511\r"),
    ("tote", ""),
];

const RECEIVING: &[Step] = &[
    ("badge", "EMP-102\r"),
    ("PIN", "2308\r"),
    ("Scan", "PO-26031\r"),
    ("PO-26031", "(01)19521234010019(17)351231(10)NC-2602\r"),
    ("its place", ""),
];

const PICTURES: &[Picture] = &[
    Picture {
        file: "pick.svg",
        columns: 80,
        rows: 24,
        reads: PICKING,
    },
    Picture {
        file: "pick-20x16.svg",
        columns: 20,
        rows: 16,
        reads: PICKING,
    },
    Picture {
        file: "receive.svg",
        columns: 80,
        rows: 24,
        reads: RECEIVING,
    },
];

fn main() -> Result<()> {
    let folder = std::env::args()
        .nth(1)
        .context("name the folder for the pictures")?;
    let program = program()?;
    for picture in PICTURES {
        let screen = taken(&program, picture).with_context(|| picture.file)?;
        let path = Path::new(&folder).join(picture.file);
        std::fs::write(&path, svg::drawn(&screen))?;
        println!("{}", path.display());
    }
    Ok(())
}

/// Returns the program that was built beside this example.
fn program() -> Result<PathBuf> {
    let example = std::env::current_exe()?;
    let built = example
        .parent()
        .and_then(Path::parent)
        .context("no folder of builds")?;
    let program = built.join("binledger");
    ensure!(
        program.exists(),
        "{} is missing: build it first",
        program.display()
    );
    Ok(program)
}

/// Returns the screen after the last read of a picture.
fn taken(program: &Path, picture: &Picture) -> Result<vt100::Parser> {
    let home = tempfile::tempdir()?;
    let mut command = CommandBuilder::new(program);
    command.env_clear();
    for (name, value) in [("TERM", "xterm-256color"), ("LANG", "C.UTF-8"), ("TZ", "UTC")] {
        command.env(name, value);
    }
    command.env("HOME", home.path());
    command.env("BINLEDGER_TERMINAL", "T-1");
    command.args(["demo"]);
    let size = PtySize {
        rows: picture.rows,
        cols: picture.columns,
        ..PtySize::default()
    };
    let pair = native_pty_system().openpty(size)?;
    let mut child = pair.slave.spawn_command(command)?;
    let mut keyboard = pair.master.take_writer()?;
    let heard = listen(&*pair.master)?;
    let size = NonZeroU16::new(picture.rows).zip(NonZeroU16::new(picture.columns));
    let (rows, columns) = size.context("a terminal has rows and columns")?;
    let mut screen = vt100::Parser::new(rows, columns, 0);
    for (shown, read) in picture.reads {
        wait(&mut screen, &heard, shown)?;
        keyboard.write_all(read.as_bytes())?;
    }
    child.kill()?;
    child.wait()?;
    Ok(screen)
}

/// Hands on what the program writes.
fn listen(master: &dyn MasterPty) -> Result<Receiver<Vec<u8>>> {
    let mut reader = master.try_clone_reader()?;
    let (sender, heard) = channel();
    thread::spawn(move || {
        let mut buffer = [0; 8192];
        while let Ok(count @ 1..) = reader.read(&mut buffer) {
            if sender.send(buffer[..count].to_vec()).is_err() {
                break;
            }
        }
    });
    Ok(heard)
}

/// Waits until the screen shows a text and stands still.
fn wait(screen: &mut vt100::Parser, heard: &Receiver<Vec<u8>>, text: &str) -> Result<()> {
    let started = Instant::now();
    loop {
        match heard.recv_timeout(STILL) {
            Ok(bytes) => screen.process(&bytes),
            Err(RecvTimeoutError::Timeout) if screen.screen().contents().contains(text) => return Ok(()),
            Err(RecvTimeoutError::Timeout) if started.elapsed() < PATIENCE => {}
            Err(_) => bail!("{text:?} never came:\n{}", screen.screen().contents()),
        }
    }
}
