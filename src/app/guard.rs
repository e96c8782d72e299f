//! The terminal is borrowed and always given back: on drop, on panic and on a signal.

use super::pen::Pen;
use crate::scan::relay::Word;
use crossterm::cursor::{MoveTo, Show};
use crossterm::event::{DisableBracketedPaste, DisableMouseCapture, EnableBracketedPaste};
use crossterm::execute;
use crossterm::style::{Print, ResetColor};
use crossterm::terminal::{
    Clear, ClearType, EnterAlternateScreen, LeaveAlternateScreen, disable_raw_mode, enable_raw_mode,
};
use ratatui::Terminal;
use signal_hook::consts::{SIGABRT, SIGHUP, SIGINT, SIGQUIT, SIGTERM};
use signal_hook::iterator::Signals;
use signal_hook::low_level::emulate_default_handler;
use std::io::{BufWriter, IsTerminal, Stdout, Write};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::Sender;
use std::sync::{Mutex, Once};
use std::thread::ThreadId;
use std::{io, thread};

/// The terminal that the program draws on; a whole frame leaves in one write.
pub type Backend = Pen<BufWriter<Stdout>>;

/// Whether the terminal is taken at this moment.
static TAKEN: AtomicBool = AtomicBool::new(false);
/// The thread that draws; only its panic ends the program.
static OWNER: Mutex<Option<ThreadId>> = Mutex::new(None);
static HOOK: Once = Once::new();

/// Owns the screen; dropping it gives the screen back.
///
/// Raw mode also turns flow control off, so that Ctrl-S and Ctrl-Q arrive as keys.
#[derive(Debug)]
pub struct Guard {
    terminal: Terminal<Backend>,
}

impl Guard {
    /// Takes the terminal: raw mode, alternate screen, bracketed paste, no mouse.
    ///
    /// Where a terminal has no alternate screen, such as the Linux console or tmux without it, what stood there would
    /// show through the frames, and the last frame would stay behind: the screen is cleared on taking and on giving back.
    ///
    /// # Errors
    /// When standard input or output is no terminal, or the terminal refuses.
    pub fn take() -> io::Result<Self> {
        if !(io::stdin().is_terminal() && io::stdout().is_terminal()) {
            return Err(io::Error::other(
                "the screen needs a terminal; without one, use `binledger scan`",
            ));
        }
        HOOK.call_once(give_back_on_panic);
        if let Ok(mut owner) = OWNER.lock() {
            *owner = Some(thread::current().id());
        }
        TAKEN.store(true, Ordering::SeqCst);
        let taken = Self::enter();
        if taken.is_err() {
            release();
        }
        taken
    }

    fn enter() -> io::Result<Self> {
        enable_raw_mode()?;
        execute!(
            io::stdout(),
            EnterAlternateScreen,
            Clear(ClearType::All),
            MoveTo(0, 0),
            DisableMouseCapture,
            EnableBracketedPaste,
            Print(Word::Answers)
        )?;
        let terminal = Terminal::new(Pen::new(BufWriter::new(io::stdout())))?;
        Ok(Self { terminal })
    }

    /// Returns the terminal to draw on.
    pub fn terminal(&mut self) -> &mut Terminal<Backend> {
        &mut self.terminal
    }

    /// Forgets what is on the screen, so that the next frame draws all of it.
    ///
    /// `Terminal::clear` would ask the terminal where its cursor is, wait up to two seconds for the answer and take
    /// keys off the line meanwhile; resizing to the same size clears without asking.
    ///
    /// # Errors
    /// When the terminal is gone.
    pub fn redraw(&mut self) -> io::Result<()> {
        let size = self.terminal.size()?;
        self.terminal.resize(size.into())
    }

    /// Rings the terminal's bell once.
    ///
    /// # Errors
    /// When the terminal is gone.
    pub fn ring(&mut self) -> io::Result<()> {
        self.write(b"\x07")
    }

    /// Says a word to the bridge between this program and the terminal.
    ///
    /// # Errors
    /// When the terminal is gone.
    pub fn say(&mut self, word: Word) -> io::Result<()> {
        self.write(word.to_string().as_bytes())
    }

    fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        let backend = self.terminal.backend_mut();
        backend.write_all(bytes)?;
        Write::flush(backend)
    }
}

impl Drop for Guard {
    fn drop(&mut self) {
        release();
    }
}

/// Gives the terminal back, once; a terminal that is gone cannot complain any more. Whoever ends the program afterwards
/// waits until another thread has done so.
fn release() {
    static RELEASING: Mutex<()> = Mutex::new(());
    let _releasing = RELEASING.lock();
    if TAKEN.swap(false, Ordering::SeqCst) {
        let _ = execute!(
            io::stdout(),
            DisableBracketedPaste,
            ResetColor,
            Clear(ClearType::All),
            MoveTo(0, 0),
            LeaveAlternateScreen,
            Show
        );
        let _ = disable_raw_mode();
    }
}

/// Gives the terminal back before the message of a panic is written.
///
/// A panic elsewhere than on the drawing thread is only logged: that thread's end is its own message, and the operator
/// keeps the screen.
fn give_back_on_panic() {
    let before = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        let owner = OWNER.lock().ok().and_then(|owner| *owner);
        if owner.is_none_or(|owner| owner == thread::current().id()) || !TAKEN.load(Ordering::SeqCst) {
            release();
            before(panic);
        } else {
            tracing::error!(%panic, "a thread ended");
        }
    }));
}

/// Who asked the program to leave.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Leave {
    /// SIGTERM or SIGQUIT: the system goes down, or an administrator ends the session.
    Terminate,
    /// SIGHUP: the terminal is gone; nothing can be shown any more.
    HangUp,
    /// SIGINT from outside; the key Ctrl-C is no signal in raw mode.
    Interrupt,
}

/// Sends a message for each signal that asks the program to leave, so that the loop can leave cleanly.
///
/// Call it before the terminal is taken, so that no signal finds it taken and unwatched.
/// A second signal gives the terminal back and ends the program at once, in case the loop is stuck; SIGABRT does so by
/// itself, since whoever sends it wants to see where the program stands.
///
/// # Errors
/// When the handlers or the thread cannot be set up.
pub fn watch<M: From<Leave> + Send + 'static>(inbox: Sender<M>) -> io::Result<()> {
    let mut signals = Signals::new([SIGTERM, SIGHUP, SIGINT, SIGQUIT, SIGABRT])?;
    let answer = move || {
        let mut asked = false;
        for signal in signals.forever() {
            if signal == SIGABRT {
                release();
                let _ = emulate_default_handler(signal);
            }
            let leave = match signal {
                SIGHUP => Leave::HangUp,
                SIGINT => Leave::Interrupt,
                _ => Leave::Terminate,
            };
            let heard = inbox.send(leave.into()).is_ok();
            if asked || !heard {
                release();
                let _ = emulate_default_handler(signal);
            }
            asked = true;
        }
    };
    thread::Builder::new()
        .name("signals".to_owned())
        .spawn(answer)
        .map(drop)
}
