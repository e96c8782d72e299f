//! One terminal: the program in a pseudo-terminal, and the screen that it draws.

use super::company::{Company, PROGRAM};
use portable_pty::{CommandBuilder, ExitStatus, MasterPty, PtySize, SlavePty, native_pty_system};
use rustix::process::{Pid, Signal};
use std::io::{Read, Write};
use std::num::NonZeroU16;
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::{Duration, Instant};

/// How long anything that is waited for may take; only a failing test waits so long.
pub const PATIENCE: Duration = Duration::from_mins(1);

/// `F9`, as a terminal sends it.
pub const F9: &[u8] = b"\x1b[20~";

/// A terminal in use.
pub struct Station {
    pid: Pid,
    master: Box<dyn MasterPty + Send>,
    _slave: Box<dyn SlavePty + Send>,
    before: String,
    keyboard: Box<dyn Write + Send>,
    heard: Receiver<Vec<u8>>,
    ended: Receiver<ExitStatus>,
    screen: vt100::Parser,
    /// Every byte that the program wrote.
    pub written: Vec<u8>,
}

impl Station {
    /// The program on a company's store, in the surroundings of a modern terminal.
    pub fn program(company: &Company) -> CommandBuilder {
        let mut command = CommandBuilder::new(PROGRAM);
        command.env_clear();
        command.env("HOME", company.home());
        command.env("BINLEDGER_PIN_MS", "1");
        command.env("TERM", "xterm-256color");
        command.env("LANG", "C.UTF-8");
        command.arg("--store");
        command.arg(company.store());
        command
    }

    /// Starts a program in a terminal of this size: columns, rows.
    pub fn start(command: CommandBuilder, size: (u16, u16)) -> Self {
        let pair = native_pty_system().openpty(pty_size(size)).unwrap();
        let before = modes(&*pair.master);
        let mut child = pair.slave.spawn_command(command).unwrap();
        let pid = Pid::from_raw(i32::try_from(child.process_id().unwrap()).unwrap()).unwrap();
        let mut reader = pair.master.try_clone_reader().unwrap();
        let (sender, heard) = channel();
        thread::spawn(move || {
            let mut buffer = [0; 8192];
            while let Ok(count @ 1..) = reader.read(&mut buffer) {
                if sender.send(buffer[..count].to_vec()).is_err() {
                    break;
                }
            }
        });
        let (sender, ended) = channel();
        thread::spawn(move || sender.send(child.wait().unwrap()));
        let (columns, rows) = cells(size);
        Self {
            pid,
            keyboard: pair.master.take_writer().unwrap(),
            master: pair.master,
            _slave: pair.slave,
            before,
            heard,
            ended,
            screen: vt100::Parser::new(rows, columns, 0),
            written: Vec::new(),
        }
    }

    /// What is on the screen, as one line: what is broken over two rows reads on.
    pub fn shown(&self) -> String {
        let contents = self.screen.screen().contents();
        contents.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// The screen itself.
    pub fn screen(&self) -> &vt100::Screen {
        self.screen.screen()
    }

    /// Presses keys, or scans.
    pub fn send(&mut self, bytes: &[u8]) {
        self.keyboard.write_all(bytes).unwrap();
        self.keyboard.flush().unwrap();
    }

    /// Waits until the screen is as wanted.
    #[track_caller]
    pub fn wait_until(&mut self, what: &str, is_there: impl Fn(&Self) -> bool) {
        let deadline = Instant::now() + PATIENCE;
        while !is_there(self) {
            let left = deadline.saturating_duration_since(Instant::now());
            match self.heard.recv_timeout(left) {
                Ok(bytes) => self.hear(&bytes),
                Err(why) => panic!("no {what:?}, {why}, in\n{}", self.screen.screen().contents()),
            }
        }
    }

    /// Hears what the program draws for a while; returns whether it drew anything.
    pub fn settle(&mut self, silence: Duration) -> bool {
        let heard = self.written.len();
        while let Ok(bytes) = self.heard.recv_timeout(silence) {
            self.hear(&bytes);
        }
        heard < self.written.len()
    }

    /// Hears what the program draws until all its threads wait for something, however slow the machine is.
    #[track_caller]
    pub fn rest(&mut self) {
        let (deadline, mut looks) = (Instant::now() + PATIENCE, 0);
        // A thread that was just told of something may be seen asleep for a moment, and so may one that waits for more
        // to draw at once.
        while looks < 10 {
            assert!(Instant::now() < deadline, "the program is still busy");
            let drew = self.settle(Duration::from_millis(10));
            looks = if drew || self.is_busy() { 0 } else { looks + 1 };
        }
    }

    /// Whether a thread of the program runs, or waits for the disk.
    fn is_busy(&self) -> bool {
        let pid = self.pid.as_raw_pid();
        let Ok(threads) = std::fs::read_dir(format!("/proc/{pid}/task")) else {
            return false;
        };
        let stat = |thread: std::fs::DirEntry| std::fs::read_to_string(thread.path().join("stat"));
        let stats = threads.filter_map(|thread| thread.and_then(stat).ok());
        // The state stands behind the name, which is in brackets and may itself hold any.
        let state = |stat: &str| stat.rsplit(") ").next().and_then(|rest| rest.chars().next());
        stats
            .into_iter()
            .any(|stat| matches!(state(&stat), Some('R' | 'D')))
    }

    /// The most memory that the program took so far, in kB.
    pub fn most_memory(&self) -> u64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.pid.as_raw_pid())).unwrap();
        let most = status
            .lines()
            .find_map(|line| line.strip_prefix("VmHWM:"))
            .unwrap();
        most.trim().trim_end_matches(" kB").parse().unwrap()
    }

    /// Waits for a text on the screen.
    #[track_caller]
    pub fn wait_for(&mut self, text: &str) {
        self.wait_until(text, |station| station.shown().contains(text));
    }

    /// Presses keys and waits for a text that was not on the screen before.
    #[track_caller]
    pub fn press(&mut self, keys: &[u8], text: &str) {
        let shown = self.shown();
        assert!(!shown.contains(text), "{text:?} is shown already: {shown}");
        self.send(keys);
        self.wait_for(text);
    }

    /// Scans or types a code and Enter, and waits for a text that was not on the screen before.
    #[track_caller]
    pub fn scan(&mut self, code: &str, text: &str) {
        self.press(format!("{code}\r").as_bytes(), text);
    }

    /// Signs in with badge and PIN.
    #[track_caller]
    pub fn sign_in(&mut self, badge: &str, pin: &str) {
        self.wait_for("Scan your badge");
        self.scan(badge, "your PIN");
        self.scan(pin, "Scan anything");
    }

    /// Signs in where work waits, and sees that it goes on.
    #[track_caller]
    pub fn sign_in_again(&mut self, badge: &str, pin: &str) {
        self.wait_for("Scan your badge");
        self.scan(badge, "your PIN");
        self.scan(pin, "you went on where");
    }

    /// Changes the size of the window: columns, rows.
    pub fn resize(&mut self, size: (u16, u16)) {
        let (columns, rows) = cells(size);
        self.screen.set_size(rows, columns);
        self.master.resize(pty_size(size)).unwrap();
    }

    /// Sends the program a signal.
    pub fn signal(&self, signal: Signal) {
        rustix::process::kill_process(self.pid, signal).unwrap();
    }

    /// Waits until the program has ended, and hears all that it had to say.
    #[track_caller]
    pub fn end(&mut self) -> ExitStatus {
        let status = self.ended.recv_timeout(PATIENCE).expect("the program ends");
        while let Ok(bytes) = self.heard.recv_timeout(Duration::from_millis(50)) {
            self.hear(&bytes);
        }
        status
    }

    /// Kills the program as a power cut would.
    #[track_caller]
    pub fn kill(mut self) {
        self.signal(Signal::KILL);
        self.end();
    }

    /// Whether the modes of the line are those from before the program.
    pub fn is_line_as_before(&self) -> bool {
        modes(&*self.master) == self.before
    }

    fn hear(&mut self, bytes: &[u8]) {
        self.written.extend(bytes);
        self.screen.process(bytes);
    }
}

impl Drop for Station {
    fn drop(&mut self) {
        let _ = rustix::process::kill_process(self.pid, Signal::KILL);
    }
}

/// What `stty` would say.
fn modes(line: &dyn MasterPty) -> String {
    format!("{:?}", line.get_termios().unwrap())
}

fn pty_size((columns, rows): (u16, u16)) -> PtySize {
    PtySize {
        rows,
        cols: columns,
        pixel_width: 0,
        pixel_height: 0,
    }
}

fn cells((columns, rows): (u16, u16)) -> (NonZeroU16, NonZeroU16) {
    (NonZeroU16::new(columns).unwrap(), NonZeroU16::new(rows).unwrap())
}
