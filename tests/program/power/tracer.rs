//! A process whose calls to the system are seen before they are done and after, and can be made to fail.
//!
//! It is traced by the kernel (ptrace(2)), so nothing gets past that: no library, and no call that goes round one. A call
//! that fails is not done; a short write is done with fewer bytes.

use super::call::{Asked, Call};
use nix::errno::Errno;
use nix::libc;
use nix::sys::ptrace::{self, Options};
use nix::sys::signal::{Signal, kill};
use nix::sys::wait::{WaitPidFlag, WaitStatus, waitpid};
use nix::unistd::Pid;
use std::collections::BTreeMap;
use std::io::Write;
use std::process::{Child, Command, Stdio};

/// What becomes of a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It is done.
    Done,
    /// It is not done and fails.
    Fails(Errno),
    /// It writes so many bytes.
    Short(u64),
    /// The process is killed before it is done.
    Killed,
}

/// Sees the calls of processes and says what becomes of them.
pub trait Watch {
    /// Returns what becomes of a call that a process is about to make.
    fn before(&mut self, process: i32, asked: &Asked) -> Fate;

    /// Sees what a call did.
    fn after(&mut self, process: i32, call: Call);

    /// Sees that a process ended.
    fn ended(&mut self, process: i32);

    /// Returns whether what was waited for has happened.
    fn is_over(&self) -> bool;
}

/// Programs that are traced. Each waits for its input before it begins.
#[derive(Default)]
pub struct Tracer {
    children: Vec<Child>,
    /// The process of each thread.
    processes: BTreeMap<i32, i32>,
    /// The calls that threads are in the middle of.
    asked: BTreeMap<i32, (Asked, Fate)>,
}

/// Whether processes can be traced here, by this test.
pub fn can_trace() -> bool {
    let mut tracer = Tracer::default();
    let Ok(process) = tracer.start(&mut Command::new("true")) else {
        return false;
    };
    tracer.feed(process, b"", Then::Ends);
    tracer.run(&mut Nobody(None));
    true
}

/// What follows an input.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Then {
    More,
    Ends,
}

struct Nobody(Option<i32>);

impl Watch for Nobody {
    fn before(&mut self, _: i32, _: &Asked) -> Fate {
        Fate::Done
    }

    fn after(&mut self, _: i32, _: Call) {}

    fn ended(&mut self, process: i32) {
        self.0 = Some(process);
    }

    fn is_over(&self) -> bool {
        self.0.is_some()
    }
}

impl Tracer {
    /// Starts a program under a shell that hands its input on, and traces it; returns its number.
    pub fn start(&mut self, program: &mut Command) -> nix::Result<i32> {
        let mut shell = Command::new("sh");
        shell.args(["-c", r#"read go; exec "$@""#, "sh"]);
        shell.arg(program.get_program()).args(program.get_args());
        for (name, value) in program.get_envs() {
            shell.env(name, value.unwrap_or_default());
        }
        let shell = shell
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        let child = shell.spawn().expect("a shell");
        let pid = pid_of(&child);
        let options = Options::PTRACE_O_TRACESYSGOOD
            | Options::PTRACE_O_TRACECLONE
            | Options::PTRACE_O_TRACEEXEC
            | Options::PTRACE_O_EXITKILL;
        self.children.push(child);
        ptrace::seize(pid, options)?;
        ptrace::interrupt(pid)?;
        waitpid(pid, Some(WaitPidFlag::__WALL))?;
        // It begins only now that nothing of it is missed.
        self.feed(pid.as_raw(), b"go\n", Then::More);
        ptrace::syscall(pid, None)?;
        Ok(pid.as_raw())
    }

    /// Gives a program input.
    pub fn feed(&mut self, process: i32, input: &[u8], then: Then) {
        let child = self
            .children
            .iter_mut()
            .find(|child| pid_of(child).as_raw() == process);
        let child = child.expect("it was started");
        if let Some(stdin) = &mut child.stdin {
            // A program that stops at a failing disk reads no further.
            let _ = stdin.write_all(input);
        }
        if then == Then::Ends {
            child.stdin = None;
        }
    }

    /// Lets the programs run until the watch is over.
    pub fn run(&mut self, watch: &mut impl Watch) {
        while !watch.is_over() {
            // Only what this thread traces, for other tests wait for processes of their own.
            let flags = WaitPidFlag::__WALL | WaitPidFlag::__WNOTHREAD;
            let status = waitpid(None, Some(flags)).expect("a program that is traced");
            let (thread, signal) = match status {
                WaitStatus::Exited(thread, _) | WaitStatus::Signaled(thread, ..) => {
                    if self.children.iter().any(|child| pid_of(child) == thread) {
                        watch.ended(thread.as_raw());
                    }
                    continue;
                }
                WaitStatus::PtraceSyscall(thread) => {
                    self.step(thread, watch);
                    (thread, None)
                }
                WaitStatus::Stopped(thread, signal) => (thread, Some(signal)),
                WaitStatus::PtraceEvent(thread, ..) => (thread, None),
                _ => continue,
            };
            // A thread that was killed meanwhile is told next.
            let _ = ptrace::syscall(thread, signal.filter(|signal| *signal != Signal::SIGTRAP));
        }
    }

    /// Sees a call of a thread at its beginning or its end.
    fn step(&mut self, thread: Pid, watch: &mut impl Watch) {
        let Ok(info) = ptrace::syscall_info(thread) else {
            return;
        };
        let process = *self
            .processes
            .entry(thread.as_raw())
            .or_insert_with(|| process_of(thread.as_raw()));
        let Ok(mut registers) = ptrace::getregs(thread) else {
            return;
        };
        if info.op == libc::PTRACE_SYSCALL_INFO_ENTRY {
            let of = [registers.rdi, registers.rsi, registers.rdx, registers.r10];
            let Some(asked) = Asked::of(thread.as_raw(), registers.orig_rax, of) else {
                return;
            };
            let fate = watch.before(process, &asked);
            match fate {
                Fate::Done => {}
                Fate::Fails(_) => registers.orig_rax = u64::MAX,
                Fate::Short(bytes) => registers.rdx = bytes,
                Fate::Killed => drop(kill(Pid::from_raw(process), Signal::SIGKILL)),
            }
            let _ = ptrace::setregs(thread, registers);
            self.asked.insert(thread.as_raw(), (asked, fate));
        } else if let Some((asked, fate)) = self.asked.remove(&thread.as_raw()) {
            if let Fate::Fails(errno) = fate {
                registers.rax = (-i64::from(errno as i32)).cast_unsigned();
                let _ = ptrace::setregs(thread, registers);
            }
            if let Some(call) = asked.done(registers.rax.cast_signed()) {
                watch.after(process, call);
            }
        }
    }
}

impl Drop for Tracer {
    fn drop(&mut self) {
        for child in &mut self.children {
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}

fn pid_of(child: &Child) -> Pid {
    Pid::from_raw(i32::try_from(child.id()).expect("numbers of processes are small"))
}

/// The process that a thread belongs to.
fn process_of(thread: i32) -> i32 {
    let status = std::fs::read_to_string(format!("/proc/{thread}/status")).unwrap_or_default();
    let process = status.lines().find_map(|line| line.strip_prefix("Tgid:"));
    process
        .and_then(|process| process.trim().parse().ok())
        .unwrap_or(thread)
}
