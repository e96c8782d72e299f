//! The real program in a pseudo-terminal of 80x24: scans in, frames out, each with its time.

use portable_pty::{Child, CommandBuilder, PtySize, native_pty_system};
use std::io::{Read, Write};
use std::num::NonZero;
use std::path::Path;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};

const ROWS: NonZero<u16> = NonZero::new(24).expect("some rows");
const COLUMNS: NonZero<u16> = NonZero::new(80).expect("some columns");
/// Longer than this nothing may take.
const DEADLINE: Duration = Duration::from_secs(30);
/// Silence that ends a frame.
const SILENCE: Duration = Duration::from_millis(4);

/// The measures of one scan.
pub struct Answered {
    /// From the terminator to the repainted screen, in microseconds.
    pub micros: u64,
    /// Bytes that were sent to the terminal for it.
    pub bytes: u64,
}

/// A running terminal.
pub struct Screen {
    child: Box<dyn Child + Send + Sync>,
    keyboard: Box<dyn Write + Send>,
    heard: Receiver<(Instant, Vec<u8>)>,
    shown: vt100::Parser,
    bytes: u64,
    scans: u64,
    _master: Box<dyn portable_pty::MasterPty + Send>,
}

impl Screen {
    /// Opens a terminal on the store, with the configuration in `home`. Answers it with the microseconds until its first frame.
    pub fn open(store: &Path, home: &Path) -> (Self, u64) {
        let size = PtySize {
            rows: ROWS.get(),
            cols: COLUMNS.get(),
            pixel_width: 0,
            pixel_height: 0,
        };
        let pair = native_pty_system().openpty(size).expect("a pseudo-terminal");
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_binledger"));
        command.arg("--store");
        command.arg(store);
        command.arg("--config");
        command.arg(home.join("config.toml"));
        command.env("TERM", "xterm-256color");
        command.env("LC_ALL", "C.UTF-8");
        command.env("XDG_DATA_HOME", home);
        command.env("XDG_CONFIG_HOME", home);
        let mut reader = pair.master.try_clone_reader().expect("a reader");
        let (sender, heard) = mpsc::channel();
        std::thread::spawn(move || {
            let mut buffer = [0; 16_384];
            while let Ok(count @ 1..) = reader.read(&mut buffer) {
                if sender.send((Instant::now(), buffer[..count].to_vec())).is_err() {
                    break;
                }
            }
        });
        let begun = Instant::now();
        let child = pair.slave.spawn_command(command).expect("the program starts");
        drop(pair.slave);
        let mut screen = Self {
            child,
            keyboard: pair.master.take_writer().expect("a keyboard"),
            heard,
            shown: vt100::Parser::new(ROWS, COLUMNS, 0),
            bytes: 0,
            scans: 0,
            _master: pair.master,
        };
        let shown = screen.until(|shown| counted(shown) == Some(0));
        screen.settle();
        (screen, micros(shown - begun))
    }

    /// Signs in; the strip counts the scans from then on.
    pub fn sign_in(&mut self, badge: &str, pin: &str) {
        self.scan(badge);
        self.write(pin);
        self.write("\r");
        self.until(|shown| shown.contains("Sign out"));
        self.settle();
        self.scans = counted(&self.shown.screen().contents()).expect("a count of scans");
    }

    /// Scans a code and waits until the screen shows the result.
    pub fn scan(&mut self, code: &str) -> Answered {
        self.bytes = 0;
        self.scans += 1;
        let scans = self.scans;
        self.write(code);
        let sent = Instant::now();
        self.write("\r");
        let shown = self.until(|shown| counted(shown) == Some(scans));
        self.settle();
        let contents = self.shown.screen().contents();
        assert!(contents.contains("refused 0"), "{code} was refused:\n{contents}");
        Answered {
            micros: micros(shown - sent),
            bytes: self.bytes,
        }
    }

    /// The resident memory now and at its highest, in KiB, as the system sees it.
    pub fn memory(&self) -> (u64, u64) {
        let pid = self.child.process_id().expect("a process");
        let status = std::fs::read_to_string(format!("/proc/{pid}/status")).unwrap_or_default();
        let field = |name: &str| {
            let line = status.lines().find_map(|line| line.strip_prefix(name))?;
            line.split_whitespace().next()?.parse().ok()
        };
        (
            field("VmRSS:").unwrap_or_default(),
            field("VmHWM:").unwrap_or_default(),
        )
    }

    /// Signs out and leaves.
    pub fn close(mut self) {
        self.write("$BL.SIGNOUT\r");
        self.until(|shown| counted(shown) == Some(0));
        self.leave();
    }

    /// Leaves without signing out.
    pub fn leave(mut self) {
        self.write("\x03");
        self.child.wait().expect("the program ends");
    }

    fn write(&mut self, text: &str) {
        self.keyboard
            .write_all(text.as_bytes())
            .expect("the terminal listens");
    }

    /// Reads until the screen is as wanted; answers when that was.
    fn until(&mut self, wanted: impl Fn(&str) -> bool) -> Instant {
        loop {
            let contents = self.shown.screen().contents();
            match self.heard.recv_timeout(DEADLINE) {
                Ok((at, bytes)) => {
                    self.show(&bytes);
                    if wanted(&self.shown.screen().contents()) {
                        return at;
                    }
                }
                Err(why) => panic!("the screen does not come, {why}:\n{contents}"),
            }
        }
    }

    /// Reads until nothing more comes.
    fn settle(&mut self) {
        loop {
            match self.heard.recv_timeout(SILENCE) {
                Ok((_, bytes)) => self.show(&bytes),
                Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => return,
            }
        }
    }

    fn show(&mut self, bytes: &[u8]) {
        self.shown.process(bytes);
        self.bytes += bytes.len() as u64;
    }
}

/// The scans that the strip at the bottom counts.
fn counted(contents: &str) -> Option<u64> {
    let strip = contents.lines().last()?;
    let (_, after) = strip.split_once("scans ")?;
    after.split_whitespace().next()?.parse().ok()
}

fn micros(time: Duration) -> u64 {
    u64::try_from(time.as_micros()).unwrap_or(u64::MAX)
}
