//! Why a command did not do what was asked, and the exit code that says so.

use crate::app::config::BadDictionary;
use crate::domain::refusal::Refusal;
use crate::scan::read::is_unseen;
use crate::store::{BatchError, StoreError};
use signal_hook::low_level::emulate_default_handler;
use std::error::Error;
use std::process::ExitCode;

/// The codes of what a command refuses that is about the store as a file, and not about what is in it.
pub const CODES: [&str; 5] = [
    BACKUP_EXISTS,
    LOG_NOT_NEXT,
    OTHER_STORE,
    OUTCOME_DIFFERS,
    STORE_IN_USE,
];
/// A backup would overwrite a file.
pub(super) const BACKUP_EXISTS: &str = "BACKUP_EXISTS";
/// A log does not begin where the store ends.
pub(super) const LOG_NOT_NEXT: &str = "LOG_NOT_NEXT";
/// An operation of a log comes out otherwise than it did.
pub(super) const OUTCOME_DIFFERS: &str = "OUTCOME_DIFFERS";
/// A backup or a log is of another store than the one here.
pub(super) const OTHER_STORE: &str = "OTHER_STORE";
/// Somebody has a store open that would be replaced.
pub(super) const STORE_IN_USE: &str = "STORE_IN_USE";

/// Why a command failed. Each kind has its exit code.
#[derive(Debug)]
pub enum Failure {
    /// 1: a business rule refused.
    Refused(String),
    /// 1: what is wrong was printed as rows already.
    Unclean,
    /// 2: the command line makes no sense.
    Usage(String),
    /// 3: bad input; every bad line is named, nothing was applied.
    Data(Vec<String>),
    /// 4: the store is unavailable or damaged.
    Store(StoreError),
    /// 4: the answer could not be written.
    Output(std::io::Error),
    /// The exit code of a command that was run; the command has reported its failure itself.
    Command(u8),
    /// The exit code of why it failed, and how far it came.
    Partly {
        /// Why it failed.
        why: Box<Failure>,
        /// How far it came, and how to go on.
        said: String,
    },
    /// It was asked to stop by a signal, which the process then ends by, so that whoever started it knows.
    Stopped {
        /// The number of the signal.
        signal: i32,
        /// How far it came, and how to go on.
        said: String,
    },
}

impl Failure {
    /// Returns a failure of wrong usage, whose message says what to do.
    pub fn usage(message: impl Into<String>) -> Self {
        Self::Usage(message.into())
    }

    /// Returns a refusal of the command itself, one of [`CODES`], whose message says what to do.
    pub(super) fn coded(code: &str, message: impl AsRef<str>) -> Self {
        Self::Refused(format!("{code}: {}", message.as_ref()))
    }

    /// Returns a failure of a setting that can't be used, with all that led to it.
    pub fn setting(wrong: &anyhow::Error) -> Self {
        Self::Data(vec![format!("{wrong:#}")])
    }

    /// Returns the failure of a refusal: the same id with other content is bad data, everything else a rule's no.
    pub fn of(refusal: &Refusal, whence: &str) -> Self {
        Self::refused(refusal, &format!("{whence}{}: {refusal}", refusal.code()))
    }

    /// Returns the failure of a refusal that is told in these words.
    pub fn refused(refusal: &Refusal, said: &str) -> Self {
        let message = format!("{said} Nothing was applied.");
        if matches!(refusal, Refusal::OtherContent { .. }) {
            Self::Data(vec![message])
        } else {
            Self::Refused(message)
        }
    }

    /// Reports the failure on standard error and returns its exit code.
    pub fn tell(self) -> ExitCode {
        match self {
            Self::Refused(message) => said(1, &message),
            Self::Unclean => ExitCode::from(1),
            Self::Usage(message) => said(2, &message),
            Self::Data(problems) => said(3, &problems.join("\n")),
            Self::Store(error) => said(4, &with_causes(&error)),
            Self::Command(code) => ExitCode::from(code),
            Self::Partly { why, said } => {
                let code = why.tell();
                eprintln!("{}", printable(&said));
                code
            }
            Self::Stopped { signal, said: text } => {
                // Where the signal can't end the process, the code that a shell gives such an end does.
                let code = said(u8::try_from(128 + signal).unwrap_or(u8::MAX), &text);
                let _ = emulate_default_handler(signal);
                code
            }
            Self::Output(error) if error.kind() == std::io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
            Self::Output(error) => said(4, &format!("the answer could not be written: {error}")),
        }
    }
}

fn said(code: u8, message: &str) -> ExitCode {
    eprintln!("{}", printable(message));
    ExitCode::from(code)
}

/// Returns the text in a form that may be sent to a terminal: what came from outside can't move its cursor or change
/// its colours.
pub fn printable(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for character in text.chars() {
        if is_unseen(character) && character != '\n' {
            shown.extend(character.escape_default());
        } else {
            shown.push(character);
        }
    }
    shown
}

fn with_causes(error: &dyn Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(deeper) = cause {
        let more = deeper.to_string();
        if !text.contains(&more) {
            text = format!("{text}: {more}");
        }
        cause = deeper.source();
    }
    text
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl From<BadDictionary> for Failure {
    fn from(bad: BadDictionary) -> Self {
        Self::Data(bad.problems)
    }
}

impl From<std::io::Error> for Failure {
    fn from(error: std::io::Error) -> Self {
        Self::Output(error)
    }
}

impl From<BatchError> for Failure {
    fn from(error: BatchError) -> Self {
        match error {
            BatchError::Store(error) => Self::Store(error),
            BatchError::Refused { at, answer } => match &answer.refusal {
                Some(refusal) => Self::of(refusal, ""),
                None => Self::Refused(format!("request {at} was refused. Nothing was applied.")),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_escape_sequence_and_no_mark_of_direction_reaches_the_terminal() {
        assert_eq!(printable("\u{202e}evil"), "\\u{202e}evil");
        assert_eq!(
            printable("line 1: \u{1b}[31mé\nline 2\u{9b}\0"),
            "line 1: \\u{1b}[31mé\nline 2\\u{9b}\\u{0}"
        );
    }
}
