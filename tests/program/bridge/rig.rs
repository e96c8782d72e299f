//! A workstation: a terminal with a bridge in it, and a scanner on a serial line.

use super::company::{Company, PROGRAM};
use super::server::Server;
use super::station::{PATIENCE, Station};
use portable_pty::CommandBuilder;
use rustix::fs::OFlags;
use rustix::process::{Pid, Signal};
use serialport::{SerialPort, TTYPort};
use std::fs::File;
use std::io::{Read, Write};
use std::os::unix::fs::{OpenOptionsExt, symlink};
use std::path::{Path, PathBuf};

/// What the scanner of these tests is told: two bytes, so that a plain ACK differs.
pub const GOOD: &[u8] = b"\x06G";
/// What it is told of a refused read.
pub const BAD: &[u8] = b"\x06B";
/// What it is told where nobody says what became of its read.
pub const ACK: &[u8] = b"\x06";

/// The scanner's end of a line, with the workstation's end plugged in at a path that stays the same; that end stays open,
/// so that the scanner can hear the last that it was told.
pub struct Scanner {
    line: TTYPort,
    _other_end: File,
}

impl Scanner {
    fn plug_in(path: &Path) -> Self {
        let (mut scanner, port) = TTYPort::pair().unwrap();
        scanner.set_timeout(PATIENCE).unwrap();
        let name = port.name().unwrap();
        let flags = i32::try_from(OFlags::NOCTTY.bits()).unwrap();
        let other_end = File::options()
            .read(true)
            .custom_flags(flags)
            .open(&name)
            .unwrap();
        let fresh = path.with_extension("new");
        symlink(name, &fresh).unwrap();
        std::fs::rename(fresh, path).unwrap();
        Self {
            line: scanner,
            _other_end: other_end,
        }
    }

    /// Scans a code.
    pub fn scan(&mut self, code: &[u8]) {
        self.line.write_all(&[code, b"\r"].concat()).unwrap();
    }

    /// Waits until it was told exactly this.
    #[track_caller]
    pub fn hears(&mut self, wanted: &[u8]) {
        let mut heard = vec![0; wanted.len()];
        self.line.read_exact(&mut heard).expect("an answer");
        assert_eq!((heard.as_slice(), self.waiting()), (wanted, 0));
    }

    /// How many bytes wait to be heard.
    pub fn waiting(&self) -> u32 {
        self.line.bytes_to_read().unwrap()
    }
}

/// A workstation in use.
pub struct Workstation {
    path: PathBuf,
    /// The operator's terminal.
    pub terminal: Station,
    /// The scanner.
    pub scanner: Scanner,
}

impl Workstation {
    /// Starts a bridge to a script on the server, and plugs the scanner in.
    pub fn start(company: &Company, server: &Server, script: &str) -> Self {
        Self::with(company, &[], &server.command(script))
    }

    /// Starts a bridge with further arguments to a command.
    pub fn with(company: &Company, arguments: &[&str], command: &[std::ffi::OsString]) -> Self {
        let path = company.folder().join("scanner");
        let profile = company.folder().join("profile.toml");
        std::fs::write(&profile, "[feedback]\napplied = '\\x06G'\nrefused = '\\x06B'\n").unwrap();
        let mut bridge = program(company);
        bridge.args(["bridge", "--serial"]);
        bridge.arg(&path);
        bridge.arg("--profile");
        bridge.arg(profile);
        bridge.args(arguments);
        bridge.arg("--");
        bridge.args(command);
        let mut terminal = Station::start(bridge, (100, 24));
        wait_written(&mut terminal, "scanner is gone");
        let scanner = Scanner::plug_in(&path);
        wait_written(&mut terminal, "]2;binledger bridge");
        Self {
            path,
            terminal,
            scanner,
        }
    }

    /// Pulls the scanner's plug and puts it in again.
    pub fn replug(&mut self) {
        self.terminal.written.clear();
        self.scanner = Scanner::plug_in(&self.path.with_extension("other"));
        wait_written(&mut self.terminal, "is gone");
        self.scanner = Scanner::plug_in(&self.path);
        wait_written(&mut self.terminal, "]2;binledger bridge");
    }

    /// Waits until the bridge has written this.
    #[track_caller]
    pub fn waits_for(&mut self, text: &str) {
        wait_written(&mut self.terminal, text);
    }

    /// Waits until the bridge has ended; answers its exit code.
    #[track_caller]
    pub fn ends(&mut self) -> u32 {
        let status = self.terminal.end();
        let screen = self.terminal.screen();
        assert!(!screen.alternate_screen(), "still the alternate screen");
        assert!(!screen.bracketed_paste(), "pastes are still bracketed");
        assert!(!screen.hide_cursor(), "the cursor is hidden");
        assert!(self.terminal.is_line_as_before(), "the line is not sane");
        assert!(
            !self.written().contains("7348"),
            "what was said to the bridge was shown"
        );
        status.exit_code()
    }

    /// All that was written to the terminal.
    pub fn written(&self) -> String {
        String::from_utf8_lossy(&self.terminal.written).into_owned()
    }
}

/// The program in the surroundings of a workstation.
pub fn program(company: &Company) -> CommandBuilder {
    let mut command = CommandBuilder::new(PROGRAM);
    command.env_clear();
    command.env("HOME", company.home());
    command.env("BINLEDGER_PIN_MS", "1");
    command.env("PATH", std::env::var_os("PATH").unwrap_or_default());
    command.env("TERM", "xterm-256color");
    command
}

#[track_caller]
fn wait_written(terminal: &mut Station, text: &str) {
    terminal.wait_until(text, |terminal| {
        String::from_utf8_lossy(&terminal.written).contains(text)
    });
}

/// Sends a signal to the process whose number a script noted.
pub fn signal(company: &Company, noted: &str, signal: Signal) {
    let number = std::fs::read_to_string(company.folder().join(noted)).unwrap();
    let pid = Pid::from_raw(number.trim().parse().unwrap()).unwrap();
    rustix::process::kill_process(pid, signal).unwrap();
}
