//! What the bridge does with what arrives: it passes bytes and reads on, tells scanners, and at the end leaves nothing
//! over.

use super::envelope::Way;
use super::inbox::Message;
use super::queue::Told;
use super::run::{Bridge, ESCAPE_PAUSE, Ended, GRACE, WORTH_TELLING, timespec};
use super::scanners::Scanners;
use super::sequence::Rest;
use crate::scan::Ending;
use crate::scan::source::SourceEvent;
use rustix::event::{PollFd, PollFlags, poll};
use rustix::process::Signal;
use signal_hook::consts::{SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGWINCH};
use std::time::{Duration, Instant};

/// How long the scanners are given to hear that their reads were not delivered.
const LAST_BEEP: Duration = Duration::from_millis(200);
/// How long the scanners may take to end.
const LAST_WORDS: Duration = Duration::from_secs(1);
/// How much is read at once, in bytes.
const PIECE: usize = 16 * 1024;
/// The most pieces of output shown after the command has ended; a process it left running may write for ever.
const LAST_PIECES: usize = 64;

impl Bridge {
    /// Writes what waits, and then the reads that may go now, each in one piece.
    pub(super) fn hand_over(&mut self) {
        self.flush();
        self.tell_overlong();
        while self.outgoing.is_empty() && self.may_put_in() {
            let Some(way) = self.way() else { break };
            let Some(bytes) = self.queue.hand_over(way) else {
                break;
            };
            self.outgoing = bytes;
            self.notice.handed_over();
            self.flush();
        }
        let waits = 0 < self.queue.waiting();
        self.waits_since = waits.then(|| self.waits_since.unwrap_or_else(Instant::now));
        let late = self
            .waits_since
            .is_some_and(|since| WORTH_TELLING <= since.elapsed());
        let worth_telling = late || (waits && self.way().is_none());
        self.notice
            .waiting(if worth_telling { self.queue.waiting() } else { 0 });
    }

    /// Returns whether a paste may follow what was typed so far.
    fn may_put_in(&self) -> bool {
        match self.typed.rest() {
            Rest::Now => true,
            Rest::AfterPause => ESCAPE_PAUSE <= self.typed_at.elapsed(),
            Rest::No => false,
        }
    }

    /// Returns how the next read reaches the command; `None` if it must wait.
    fn way(&self) -> Option<fn(u64) -> Way> {
        match (self.output.takes_pastes(), self.output.answers()) {
            (true, true) => Some(Way::Numbered),
            (true, false) => Some(|_| Way::Pasted),
            (false, _) => self.plain.then_some(|_| Way::Typed),
        }
    }

    /// Refuses reads longer than any barcode, which come in pieces, unless the session answers: only then can it be
    /// told so.
    fn tell_overlong(&mut self) {
        if self.output.answers() {
            return;
        }
        for told in self.queue.refuse_overlong() {
            self.notice
                .refused("a read was longer than any barcode and was not taken");
            self.scanners.tell(&told);
        }
    }

    /// Writes to the command as much as it takes now.
    fn flush(&mut self) {
        while !self.outgoing.is_empty() {
            match self.child.write(&self.outgoing) {
                0 => return,
                count => drop(self.outgoing.drain(..count)),
            }
        }
        if let Some(told) = self.queue.written() {
            self.scanners.tell(&told);
        }
    }

    /// Shows a piece of what the command wrote; returns whether there was one.
    pub(super) fn show(&mut self) -> bool {
        let mut bytes = [0; PIECE];
        let count = self.child.read(&mut bytes);
        let mut shown = Vec::with_capacity(count);
        for (number, fate) in self.output.hear(&bytes[..count], &mut shown) {
            if let Some(told) = self.queue.answered(number, fate) {
                self.scanners.tell(&told);
            }
        }
        self.write(&shown);
        0 < count
    }

    /// Passes on what was typed.
    pub(super) fn hear_keys(&mut self) {
        let mut bytes = [0; PIECE];
        match self.local.read(&mut bytes) {
            Ok(count) => {
                self.typed.follow(&bytes[..count]);
                self.typed_at = Instant::now();
                self.outgoing.extend_from_slice(&bytes[..count]);
            }
            Err(_) => self.lose_sight(),
        }
    }

    /// Tells the operator what is new, if the output is at rest.
    pub(super) fn announce(&mut self) {
        if self.output.is_at_rest() {
            let news = self.notice.news();
            if !news.is_empty() {
                self.write(news.as_bytes());
            }
        }
    }

    fn write(&mut self, bytes: &[u8]) {
        let restoring = self.output.restoring() + self.notice.farewell();
        self.local.remember(restoring);
        if self.sees && self.local.write(bytes).is_err() {
            self.lose_sight();
        }
    }

    /// Notes that the operator's terminal is gone, and asks the command to end.
    fn lose_sight(&mut self) {
        self.sees = false;
        self.end(Signal::HUP);
    }

    /// Asks the command to end; it is killed after [`GRACE`].
    fn end(&mut self, signal: Signal) {
        self.child.signal(signal);
        self.kill_at.get_or_insert_with(|| Instant::now() + GRACE);
    }

    pub(super) fn message(&mut self, message: Message) {
        match message {
            Message::Scanner(event) => self.scanner(event),
            Message::NoScanners => self.listens = false,
            Message::Signal(SIGWINCH) => {
                if let Ok(size) = self.local.size() {
                    self.child.resize(size);
                }
            }
            Message::Signal(SIGTERM | SIGQUIT) => self.end(Signal::TERM),
            Message::Signal(SIGHUP) => self.end(Signal::HUP),
            Message::Signal(SIGINT) => self.end(Signal::INT),
            Message::Signal(_) => {} // SIGCHLD: the loop looks whenever it is awake
        }
    }

    fn scanner(&mut self, event: SourceEvent) {
        match event {
            SourceEvent::Read(read) => {
                if read.ending == Ending::Cut {
                    self.notice.refused("a read was cut off: scan it again");
                }
                if let Some(told) = self.queue.take(read) {
                    if matches!(told, Told::Refused(_)) {
                        self.notice.refused("too many reads wait: one was not taken");
                    }
                    self.scanners.tell(&told);
                }
            }
            SourceEvent::Connected(source) => self.notice.back(&source.name),
            SourceEvent::Disconnected { source, why, cut } => {
                self.notice.gone(source.name.clone(), why);
                self.queue.take_cut(source, cut);
            }
        }
    }

    /// Winds up after the command has ended: shows the last of its output, tells the scanners, and gives the terminal
    /// back.
    pub(super) fn leave(mut self, code: u8) -> Ended {
        for _ in 0..LAST_PIECES {
            if !self.show() {
                break;
            }
        }
        let mut shown = Vec::new();
        self.output.finish(&mut shown);
        self.write(&shown);
        let undelivered = self.queue.undelivered();
        for told in &undelivered {
            self.scanners.tell(told);
        }
        if !undelivered.is_empty() {
            self.hear_out(LAST_BEEP);
        }
        self.scanners = Scanners::default();
        self.hear_out(LAST_WORDS);
        drop(self.local);
        Ended {
            code,
            report: self.queue.report(),
        }
    }

    /// Takes the last events of the scanners, until they have ended or `patience` is over.
    fn hear_out(&mut self, patience: Duration) {
        let until = Instant::now() + patience;
        while self.listens && Instant::now() < until {
            let left = timespec(until.saturating_duration_since(Instant::now()));
            let _ = poll(&mut [PollFd::new(&self.inbox, PollFlags::IN)], Some(&left));
            for message in self.inbox.take() {
                self.message(message);
            }
        }
    }
}
