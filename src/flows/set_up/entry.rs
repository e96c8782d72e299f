//! What every question of setting up has in common: it takes an answer, judges it at once, and can be given back.

use super::Standing;
use crate::domain::code::flaw;
use crate::domain::refusal::Refusal;
use crate::domain::user::is_like_a_pin;
use crate::flows::event::{Command, Effect};
use crate::flows::goods::{misread, unexpected};
use crate::flows::scanned::Scanned;
use crate::operations::request::Operation;

/// The longest code in characters, so that a hand-held shows it in two rows.
const LONGEST_CODE: usize = 40;
/// The digits of the longest number of a line that is chosen in a list.
const LINE_DIGITS: usize = 2;
/// The longest name in characters.
const LONGEST_NAME: usize = 60;

/// What comes of an answer.
pub(super) enum Taken {
    /// The next question is asked.
    On,
    /// The list is shown again.
    Done,
    /// The operator or the store is told something, and the question stays.
    Told(Effect),
    /// An operation is posted; this is told once it is applied.
    Post(Box<Operation>, String),
}

impl Taken {
    /// Posts an operation.
    pub(super) fn post(operation: impl Into<Operation>, told: impl Into<String>) -> Self {
        Self::Post(Box::new(operation.into()), told.into())
    }

    /// Refuses an answer; `need` says what to do, and `found` what is wrong.
    pub(super) fn wrong(need: impl Into<String>, found: impl Into<String>) -> Self {
        Self::Told(unexpected(need, found))
    }
}

/// Something that is made of a few answers.
pub(super) trait Draft {
    /// Returns the question that is asked now.
    fn prompt(&self, standing: &Standing) -> String;

    /// Takes what was scanned or typed.
    fn read(&mut self, scanned: &Scanned, standing: &Standing) -> Taken;

    /// Takes Enter: what the prompt offers, else the prompt again.
    fn enter(&mut self, _standing: &Standing) -> Taken {
        Taken::On
    }

    /// Takes a command that no other job has.
    fn command(&mut self, _command: &Command, _standing: &Standing) -> Taken {
        Taken::On
    }

    /// Returns the commands that do something, beside those of the whole job.
    fn commands(&self) -> Vec<Command> {
        Vec::new()
    }

    /// Returns how many lines can be chosen.
    fn lines(&self, _standing: &Standing) -> usize {
        0
    }

    /// Chooses a line.
    fn choose(&mut self, _line: usize, _standing: &Standing) -> Taken {
        Taken::On
    }

    /// Takes whether its post was applied; returns whether more is asked.
    fn answered(&mut self, _applied: bool) -> bool {
        false
    }

    /// Goes back one question; returns `false` at the first.
    fn back(&mut self) -> bool;
}

/// Returns the line that a number chooses, counted from 0.
pub(super) fn line(scanned: &Scanned, lines: usize) -> Option<usize> {
    let number: usize = scanned.text.trim().parse().ok()?;
    number.checked_sub(1).filter(|line| *line < lines)
}

/// Returns a clause that says why a read is not a number where `what` is awaited: the keyboard gives numbers, a scan never.
pub(super) fn no_number(scanned: &Scanned, what: &str) -> String {
    if !scanned.given && scanned.meanings.is_empty() {
        return format!("{} was scanned. Numbers are typed", scanned.text);
    }
    scanned.is_not(what)
}

/// Returns a code that nothing else has; `what` it is for, and `need` says what to do.
pub(super) fn new_code(scanned: &Scanned, what: &str, need: &str) -> Result<String, Taken> {
    if !scanned.meanings.is_empty() {
        return Err(Taken::Told(misread(scanned, what, need)));
    }
    if scanned.is_part() {
        return Err(Taken::wrong(need, scanned.known_as()));
    }
    let code = scanned.unknown_item().unwrap_or(&scanned.text);
    if LONGEST_CODE < code.chars().count() {
        let found = format!("That is longer than {LONGEST_CODE} characters");
        return Err(Taken::wrong(need, found));
    }
    if code.len() <= LINE_DIGITS && code.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(Taken::wrong(need, format!("{code} is the number of a line")));
    }
    let unseen = || "it has a character that can't be seen".to_owned();
    match flaw(code).or_else(|| scanned.is_spelt_out().then(unseen)) {
        Some(why) => {
            let found = format!("{code:?}");
            Err(Taken::Told(Effect::Refuse(Refusal::BadCode { found, why })))
        }
        None => Ok(code.to_owned()),
    }
}

/// Returns a name. What may be a PIN is none, so that none is kept as a name.
pub(super) fn name(scanned: &Scanned, need: &str) -> Result<String, Taken> {
    if !scanned.meanings.is_empty() {
        return Err(Taken::Told(misread(scanned, "a name", need)));
    }
    let text = scanned.text.as_str();
    if !scanned.symbol.is_empty() || scanned.is_spelt_out() || is_like_a_pin(text) {
        return Err(Taken::wrong(need, "That is no name"));
    }
    if LONGEST_NAME < text.chars().count() {
        let found = format!("That is longer than {LONGEST_NAME} characters");
        return Err(Taken::wrong(need, found));
    }
    Ok(text.to_owned())
}
