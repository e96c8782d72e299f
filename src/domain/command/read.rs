//! Command barcodes: `$BL.` and a word, printed on cards and racks, so that a whole shift works without a keyboard.

use super::{Command, PREFIX};
use crate::domain::stock::Status;

/// Why a text behind [`PREFIX`] is no command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unread {
    /// The word is on no card.
    Word,
    /// The argument is missing, unreadable, or one too many.
    Argument,
}

impl Command {
    /// Returns the command of a whole card such as `$BL.DONE`. Case is ignored, since caps lock inverts it.
    pub fn of_card(text: &str) -> Option<Self> {
        let (prefix, rest) = text.split_at_checked(PREFIX.len())?;
        let command = prefix.eq_ignore_ascii_case(PREFIX).then(|| Self::read(rest).ok());
        command.flatten()
    }

    /// Returns the command that prompts name by a word such as `DONE`, if the text is that word as they write it.
    pub fn of_word(text: &str) -> Option<Self> {
        let said = [
            Self::Done,
            Self::Back,
            Self::Undo,
            Self::Confirm,
            Self::Reject,
            Self::Short,
            Self::Empty,
            Self::Damaged,
            Self::Skip,
            Self::Full,
            Self::TakeOver,
            Self::Exit,
            Self::SignOut,
        ];
        said.into_iter()
            .find(|command| command.card()[PREFIX.len()..] == *text)
    }

    /// Returns the command that a text behind [`PREFIX`] names, ignoring case.
    ///
    /// # Errors
    /// [`Unread::Word`] for a word that is on no card, [`Unread::Argument`] for a missing or unreadable argument.
    pub fn read(text: &str) -> Result<Self, Unread> {
        let (word, argument) = match text.split_once('.') {
            Some((word, argument)) => (word, Some(argument)),
            None => (text, None),
        };
        let with = Self::WITH_ARGUMENT
            .iter()
            .find(|it| it.eq_ignore_ascii_case(word));
        match (with, argument) {
            (Some(word), Some(argument)) => Self::given(word, argument).ok_or(Unread::Argument),
            (Some(_), None) => Err(Unread::Argument),
            (None, argument) => {
                let is = |command: &Self| command.card()[PREFIX.len()..].eq_ignore_ascii_case(word);
                let plain = Self::all().find(is).ok_or(Unread::Word)?;
                argument.map_or(Ok(plain), |_| Err(Unread::Argument))
            }
        }
    }

    /// Returns the command of a word with its argument; `None` if the argument is not valid for the word.
    fn given(word: &str, argument: &str) -> Option<Self> {
        match word {
            _ if argument.is_empty() => None,
            "QTY" => exact(argument)?.parse().ok().map(Self::Qty),
            "REASON" => Some(Self::Reason(argument.to_lowercase())),
            // `restock` and `scrap` are not stock statuses but dispositions of a return.
            "STATUS" => Some(match argument.to_lowercase().parse::<Status>() {
                Ok(status) => Self::Status(status),
                Err(_) => Self::Reason(argument.to_lowercase()),
            }),
            "SITE" => Some(Self::Site(argument.into())),
            _ => None,
        }
    }
}

/// Returns the text if it consists of digits and at most one point, without sign or exponent.
fn exact(text: &str) -> Option<&str> {
    let plain = text.starts_with(|c: char| c.is_ascii_digit())
        && text.ends_with(|c: char| c.is_ascii_digit())
        && text.chars().all(|c| c.is_ascii_digit() || c == '.');
    plain.then_some(text)
}
