//! The thread that reads the terminal: events in, timed keys and pastes out, nothing dropped, never waiting for the loop.

use std::io;
use std::sync::mpsc::Sender;
use std::thread;
use std::time::Instant;

use chrono::DateTime;
use chrono::TimeDelta;
use chrono::Utc;
use crossterm::event;
use crossterm::event::Event;
use crossterm::event::KeyEventKind;

use crate::keys::Key;

/// Is what the terminal sends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TermInput {
    /// A key was pressed, by fingers or by a scanner that plays a keyboard.
    Key {
        /// Names the key.
        key: Key,
        /// Says when it was read.
        at: DateTime<Utc>,
    },
    /// A text was pasted, control characters included.
    Paste {
        /// Is the text as the terminal sent it.
        text: String,
        /// Says when its end was read.
        at: DateTime<Utc>,
    },
    /// The window changed its size.
    Resize {
        /// Counts its columns.
        columns: u16,
        /// Counts its rows.
        rows: u16,
    },
    /// The terminal can't be read any more, and the program must leave.
    Closed {
        /// Says why, in the words of the system.
        why: String,
    },
}

/// Tells the time of day without ever going back, even when the clock of the machine is set.
#[derive(Debug, Clone, Copy)]
pub struct SteadyClock {
    started: Instant,
    started_at: DateTime<Utc>,
}

impl SteadyClock {
    /// Starts at the machine's time of day.
    pub fn start() -> Self {
        Self {
            started: Instant::now(),
            started_at: Utc::now(),
        }
    }

    /// Tells the time now.
    pub fn now(&self) -> DateTime<Utc> {
        TimeDelta::from_std(self.started.elapsed()).map_or(self.started_at, |passed| self.started_at + passed)
    }
}

/// Reads the terminal on a thread of its own and sends what it hears.
///
/// The inbox is unbounded, so a burst of any length is taken off the line at once; a slow loop finds it waiting.
///
/// # Errors
/// When the thread cannot be started.
pub fn listen<M: From<TermInput> + Send + 'static>(inbox: Sender<M>) -> io::Result<()> {
    thread::Builder::new()
        .name("terminal".to_owned())
        .spawn(move || read_on(&inbox))
        .map(drop)
}

/// Reads until the terminal or the loop is gone.
fn read_on<M: From<TermInput>>(inbox: &Sender<M>) {
    let clock = SteadyClock::start();
    loop {
        let input = match event::read() {
            Ok(event) => translate(event, clock.now()),
            Err(error) => Some(TermInput::Closed {
                why: error.to_string(),
            }),
        };
        let closed = matches!(input, Some(TermInput::Closed { .. }));
        let heard = input.is_none_or(|input| inbox.send(input.into()).is_ok());
        if closed || !heard {
            return;
        }
    }
}

/// Keeps what matters of an event; a key going up, a click and a change of focus do not.
fn translate(event: Event, at: DateTime<Utc>) -> Option<TermInput> {
    match event {
        Event::Key(key) if key.kind == KeyEventKind::Release => None,
        Event::Key(key) => Some(TermInput::Key { key: key.into(), at }),
        Event::Paste(text) => Some(TermInput::Paste { text, at }),
        Event::Resize(columns, rows) => Some(TermInput::Resize { columns, rows }),
        Event::Mouse(_) | Event::FocusGained | Event::FocusLost => None,
    }
}

#[cfg(test)]
mod tests {
    use crossterm::event::KeyCode;
    use crossterm::event::KeyEvent;
    use crossterm::event::KeyModifiers;

    use super::*;

    const AT: DateTime<Utc> = DateTime::UNIX_EPOCH;

    #[test]
    fn only_what_is_pressed_counts() {
        let mut press = KeyEvent::new(KeyCode::Char('A'), KeyModifiers::SHIFT);
        let heard = TermInput::Key {
            key: Key::plain('A'),
            at: AT,
        };
        assert_eq!(translate(Event::Key(press), AT), Some(heard));
        press.kind = KeyEventKind::Release;
        assert_eq!(translate(Event::Key(press), AT), None);
        assert_eq!(translate(Event::FocusLost, AT), None);
    }

    #[test]
    fn a_paste_keeps_its_control_characters() {
        let text = "]d2010\x1d10A\r\n".to_owned();
        assert_eq!(
            translate(Event::Paste(text.clone()), AT),
            Some(TermInput::Paste { text, at: AT })
        );
    }

    #[test]
    fn the_clock_never_goes_back() {
        let clock = SteadyClock::start();
        let times: Vec<_> = (0..1000).map(|_| clock.now()).collect();
        assert!(times.is_sorted());
    }
}
