//! A label that seems to have lost a separator, or a number its check digit: how it may have been meant is asked, never
//! assumed.
//!
//! Only CONFIRM and REJECT answer, so that neither Enter nor a scanner that reads a label twice decides about a lot.
//! The answer holds for the same label until another one is asked about, the job is left, or something is taken back,
//! so that an operator who takes in ten cartons answers once.

use super::Flow;
use super::typed::must_be_scanned;
use crate::domain::refusal::Refusal;
use crate::flows::event::{Command, Context, Effect, Event};
use crate::flows::scanned::{Cause, Scanned, Split};
use serde::{Deserialize, Serialize};

/// What is asked, and what was answered last.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Doubt {
    /// The label that is asked about.
    asked: Option<Box<Scanned>>,
    /// The text of the last label that was decided about, and whether its split was taken.
    decided: Option<(String, bool)>,
}

impl Doubt {
    /// Returns the read as it is to be taken: as it was read, or split as the operator decided.
    ///
    /// # Errors
    /// The question, if the label may have been meant otherwise and nobody has decided.
    pub(super) fn weigh(&mut self, scanned: Box<Scanned>) -> Result<Box<Scanned>, Refusal> {
        self.asked = None;
        let Some(split) = &scanned.split else {
            return Ok(scanned);
        };
        match &self.decided {
            Some((text, true)) if *text == scanned.text => Ok(Box::new(split.scanned.clone())),
            Some((text, false)) if *text == scanned.text => Ok(scanned),
            _ => {
                let question = question(&scanned, split);
                self.asked = Some(scanned);
                Err(question)
            }
        }
    }

    /// Returns the open question.
    pub(super) fn question(&self) -> Option<Refusal> {
        let asked = self.asked.as_ref()?;
        Some(question(asked, asked.split.as_ref()?))
    }

    /// Returns what to do about it, as one sentence.
    pub(super) fn prompt(&self) -> Option<&'static str> {
        let asked = self.asked.as_ref()?;
        let number = asked
            .split
            .as_ref()
            .is_some_and(|it| it.cause == Cause::CheckDigit);
        Some(if number {
            "Confirm the number, or reject it"
        } else if asked.defect.is_none() {
            "Confirm the fields, or reject them"
        } else {
            "Confirm the fields, or BACK"
        })
    }

    /// Returns the commands that answer it.
    pub(super) fn answers(&self) -> &'static [Command] {
        match &self.asked {
            None => &[],
            Some(asked) if asked.defect.is_none() => &[Command::Reject, Command::Confirm],
            Some(_) => &[Command::Confirm],
        }
    }

    /// Drops the question; returns whether there was one.
    pub(super) fn forget(&mut self) -> bool {
        self.asked.take().is_some()
    }

    /// Returns the label as its split or as it was read; `None` if nothing is asked.
    ///
    /// # Errors
    /// If it can't be taken as it was read, because it can't be decoded that way.
    fn decide(&mut self, split: bool) -> Option<Result<Box<Scanned>, Refusal>> {
        let asked = self.asked.take()?;
        let text = asked.text.clone();
        let taken = match (&asked.split, &asked.defect) {
            (Some(it), _) if split => Box::new(it.scanned.clone()),
            (_, Some(why)) => {
                let why = why.clone();
                return Some(Err(Refusal::BadLabel { found: text, why }));
            }
            _ => asked,
        };
        self.decided = Some((text, split));
        Some(Ok(taken))
    }
}

fn question(asked: &Scanned, split: &Split) -> Refusal {
    let otherwise = if asked.defect.is_none() {
        "REJECT takes it as it was read"
    } else {
        "else scan another label"
    };
    let (found, otherwise) = (split.whole.clone(), otherwise.into());
    match split.cause {
        Cause::Separator => Refusal::LostSeparator {
            found,
            fields: split.parts.clone(),
            otherwise,
        },
        Cause::CheckDigit => Refusal::NoCheckDigit {
            found,
            number: split.parts.clone(),
            otherwise,
        },
    }
}

impl Flow {
    /// Takes the label that is asked about as its split, or as it was read.
    pub(super) fn settle_doubt(&mut self, split: bool, context: &Context) -> Vec<Effect> {
        let code = self.doubt.asked.as_ref().map(|asked| asked.text.clone());
        self.note_code(&code.unwrap_or_default());
        match self.doubt.decide(split) {
            None => Vec::new(),
            Some(Err(refusal)) => vec![Effect::Refuse(refusal)],
            Some(Ok(scanned)) => match must_be_scanned(&scanned, context) {
                Some(refusal) => vec![Effect::Refuse(refusal)],
                None => self.run(Event::Scanned(scanned), context),
            },
        }
    }
}
