//! The loop: sleep until bytes, a scanner or a signal come, and pass on what may be passed on.

use super::child::Child;
use super::inbox::Inbox;
use super::local::Local;
use super::notice::Notice;
use super::output::Output;
use super::queue::Queue;
use super::scanners::{Device, Scanners};
use super::sequence::{Direction, Follower, Rest};
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::Errno;
use rustix::process::Signal;
use std::ffi::OsString;
use std::io;
use std::time::{Duration, Instant};

/// The most typed bytes kept for a command that does not read; the rest stays in the terminal.
const TYPED_AHEAD: usize = 64 * 1024;
/// The silence after which an escape counts as a key: a program at the end of a slow line must not find the beginning
/// of a paste right behind it.
pub(super) const ESCAPE_PAUSE: Duration = Duration::from_millis(300);
/// How long a read may wait before the operator is told.
pub(super) const WORTH_TELLING: Duration = Duration::from_secs(1);
/// How long a command that was asked to end may take.
pub(super) const GRACE: Duration = Duration::from_secs(2);

/// What to bridge.
#[derive(Debug)]
pub struct Plan {
    /// The command, its program first.
    pub command: Vec<OsString>,
    /// The scanners.
    pub scanners: Vec<Device>,
    /// Whether reads are typed as keys while the command takes no pastes; else they wait.
    pub plain: bool,
    /// Whether the terminal understands titles.
    pub titles: bool,
}

/// How the bridge ended.
#[derive(Debug)]
pub struct Ended {
    /// The exit code of the command; after a signal, 128 plus its number.
    pub code: u8,
    /// The reads that did not arrive, for the operator; empty if all did.
    pub report: String,
}

/// Runs the command to its end. The terminal is back in its old state when this returns.
///
/// # Errors
/// There is no terminal, or the command can't be started.
pub fn run(plan: Plan) -> io::Result<Ended> {
    let inbox = Inbox::new()?;
    inbox.watch_signals()?;
    let local = Local::take()?;
    let child = Child::spawn(&plan.command, local.before(), local.size()?)?;
    let heard = inbox.of_scanners()?;
    let scanners = Scanners::listen(plan.scanners, &heard)?;
    drop(heard);
    let bridge = Bridge {
        local,
        child,
        inbox,
        scanners,
        plain: plan.plain,
        notice: Notice::new(plan.titles),
        typed: Follower::new(Direction::Typed),
        typed_at: Instant::now(),
        outgoing: Vec::new(),
        output: Output::default(),
        queue: Queue::default(),
        waits_since: None,
        kill_at: None,
        sees: true,
        listens: true,
    };
    Ok(bridge.stay())
}

/// The bridge while the command runs.
pub(super) struct Bridge {
    pub(super) local: Local,
    pub(super) child: Child,
    pub(super) inbox: Inbox,
    pub(super) scanners: Scanners,
    pub(super) plain: bool,
    pub(super) notice: Notice,
    pub(super) typed: Follower,
    pub(super) typed_at: Instant,
    /// What the command has not taken yet: typed bytes, or one read.
    pub(super) outgoing: Vec<u8>,
    pub(super) output: Output,
    pub(super) queue: Queue,
    /// When the reads that wait began to wait.
    pub(super) waits_since: Option<Instant>,
    /// When a command that was asked to end is killed.
    pub(super) kill_at: Option<Instant>,
    /// Whether the operator's terminal is there.
    pub(super) sees: bool,
    /// Whether scanners are still listened to.
    pub(super) listens: bool,
}

impl Bridge {
    /// Runs the loop until the command has ended. If the system fails meanwhile, the reads are reported all the same.
    fn stay(mut self) -> Ended {
        loop {
            self.hand_over();
            self.announce();
            match self.child.ended() {
                Ok(None) => {}
                Ok(Some(code)) => return self.leave(code),
                Err(why) => return self.give_up(&why),
            }
            if let Err(why) = self.wait() {
                return self.give_up(&why);
            }
        }
    }

    fn give_up(self, why: &io::Error) -> Ended {
        tracing::error!(%why, "the bridge broke");
        self.child.signal(Signal::HUP);
        self.leave(u8::MAX)
    }

    /// Waits until there is something to do, and does it.
    fn wait(&mut self) -> io::Result<()> {
        let ready = self.ready(self.patience())?;
        if ready.messages {
            for message in self.inbox.take() {
                self.message(message);
            }
        }
        if ready.drawn {
            self.show();
        }
        if ready.typed {
            self.hear_keys();
        }
        if self.kill_at.is_some_and(|at| at <= Instant::now()) {
            self.child.signal(Signal::KILL);
            self.kill_at = Some(Instant::now() + GRACE);
        }
        Ok(())
    }

    /// Sleeps until bytes or messages arrive, or `patience` is over.
    fn ready(&self, patience: Option<Duration>) -> io::Result<Ready> {
        let stdin = io::stdin();
        let mut line = PollFlags::IN;
        line.set(PollFlags::OUT, !self.outgoing.is_empty());
        let mut fds = vec![PollFd::new(&self.inbox, PollFlags::IN)];
        if self.child.is_open() {
            fds.push(PollFd::new(&self.child, line));
        }
        if self.sees && self.outgoing.len() < TYPED_AHEAD {
            fds.push(PollFd::new(&stdin, PollFlags::IN));
        }
        match poll(&mut fds, patience.map(timespec).as_ref()) {
            Ok(_) | Err(Errno::INTR) => {}
            Err(error) => return Err(error.into()),
        }
        let mut came = fds.iter().map(|fd| !fd.revents().is_empty());
        Ok(Ready {
            messages: came.next().unwrap_or_default(),
            drawn: self.child.is_open() && came.next().unwrap_or_default(),
            typed: came.next().unwrap_or_default(),
        })
    }

    /// Returns how long the loop may sleep: until an escape is a key, a wait is worth telling, or a command must be
    /// killed.
    fn patience(&self) -> Option<Duration> {
        let waits = 0 < self.queue.waiting();
        let escape = (waits && self.typed.rest() == Rest::AfterPause).then(|| self.typed_at + ESCAPE_PAUSE);
        let tell = self
            .waits_since
            .filter(|_| !self.notice.tells_waiting())
            .map(|since| since + WORTH_TELLING);
        let until = [escape.filter(|at| Instant::now() < *at), tell, self.kill_at];
        until
            .into_iter()
            .flatten()
            .min()
            .map(|at| at.saturating_duration_since(Instant::now()))
    }
}

/// What the loop was woken by.
struct Ready {
    messages: bool,
    drawn: bool,
    typed: bool,
}

pub(super) fn timespec(time: Duration) -> Timespec {
    Timespec {
        tv_sec: i64::try_from(time.as_secs()).unwrap_or(i64::MAX),
        tv_nsec: time.subsec_nanos().into(),
    }
}
