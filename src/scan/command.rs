//! Command barcodes: `$BL.` and a name, printed on cards and racks, so that a whole shift works without a keyboard.

use super::finding::Flaw;
use crate::domain::job::Job;
use rust_decimal::Decimal;
use std::borrow::Cow;
use std::str;

/// What every command barcode begins with; the characters survive Code 39 and most keyboard layouts.
pub const PREFIX: &[u8] = b"$BL.";

/// The card of one command.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command<'a> {
    /// Starts a job.
    Job(Job),
    /// Does something inside a job.
    Action(Action),
    /// Says how many, as if typed.
    Quantity(Decimal),
    /// Gives the reason asked for, by its code.
    Reason(Cow<'a, str>),
    /// Gives the stock status asked for, such as `quarantine`.
    Status(Cow<'a, str>),
    /// Names a site, where goods go or come from.
    Site(Cow<'a, str>),
}

impl Command<'_> {
    /// The same command, its argument kept for itself.
    pub fn owned(self) -> Command<'static> {
        match self {
            Self::Job(job) => Command::Job(job),
            Self::Action(action) => Command::Action(action),
            Self::Quantity(quantity) => Command::Quantity(quantity),
            Self::Reason(code) => Command::Reason(code.into_owned().into()),
            Self::Status(status) => Command::Status(status.into_owned().into()),
            Self::Site(site) => Command::Site(site.into_owned().into()),
        }
    }
}

macro_rules! names {
    ($($(#[$doc:meta])* $kind:ident { $($(#[$each:meta])* $name:ident = $text:literal,)* })*) => { $(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum $kind { $($(#[$each])* $name,)* }

        impl $kind {
            /// All of them, in the order of the cards.
            pub const ALL: &[Self] = &[$(Self::$name),*];

            /// The name on the card.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$name => $text,)* }
            }
        }
    )* };
}

names! {
    /// An action inside a job.
    Action {
        /// This step, count or document is complete.
        Done = "DONE",
        /// One step back.
        Back = "BACK",
        /// Take the last own operation back.
        Undo = "UNDO",
        /// Leave this line for later.
        Skip = "SKIP",
        /// There is less than asked for.
        Short = "SHORT",
        /// The tote or carton is full.
        Full = "FULL",
        /// The goods are damaged.
        Damaged = "DAMAGED",
        /// The location is empty.
        Empty = "EMPTY",
        /// Show what is possible here.
        Help = "HELP",
        /// Go on with what was scanned or typed.
        Next = "NEXT",
        /// Go on in spite of a warning.
        Confirm = "CONFIRM",
        /// Take over the work of somebody else.
        TakeOver = "TAKEOVER",
        /// Accept what is shown.
        Approve = "APPROVE",
        /// Reject what is shown.
        Reject = "REJECT",
        /// Have another operator count again.
        Recount = "RECOUNT",
        /// The line before.
        Up = "UP",
        /// The next line.
        Down = "DOWN",
        /// The page before.
        PageUp = "PAGEUP",
        /// The next page.
        PageDown = "PAGEDOWN",
        /// Leave the job.
        Exit = "EXIT",
        /// Leave the terminal to the next operator.
        SignOut = "SIGNOUT",
        /// Test scanner, screen and bell.
        Diagnostics = "DIAGNOSTICS",
        /// Set a scanner up.
        Calibrate = "CALIBRATE",
        /// Ring the bell, where it is tested.
        Bell = "BELL",
    }
}

/// The names that are followed by a point and an argument.
const WITH_ARGUMENT: [&str; 4] = ["QTY", "REASON", "STATUS", "SITE"];

/// Reads the part after [`PREFIX`]; case does not matter, for a caps-lock inverts it.
///
/// # Errors
///
/// [`Flaw::Command`] for a name that is on no card, [`Flaw::Argument`] for a missing or unreadable argument.
pub fn read(text: &[u8]) -> Result<Command<'_>, Flaw> {
    let text = str::from_utf8(text).map_err(|_| Flaw::Command)?;
    let (name, argument) = match text.split_once('.') {
        Some((name, argument)) => (name, Some(argument)),
        None => (text, None),
    };
    let is = |card: &str| name.eq_ignore_ascii_case(card);
    let plain = || {
        let job = Job::ALL
            .iter()
            .find(|job| is(job.word()))
            .map(|&job| Command::Job(job));
        job.or_else(|| {
            Action::ALL
                .iter()
                .find(|action| is(action.name()))
                .map(|&action| Command::Action(action))
        })
    };
    match argument {
        None if WITH_ARGUMENT.into_iter().any(is) => Err(Flaw::Argument),
        None => plain().ok_or(Flaw::Command),
        Some(quantity) if is("QTY") => exact(quantity).map(Command::Quantity).ok_or(Flaw::Argument),
        Some(code) if is("REASON") && !code.is_empty() => Ok(Command::Reason(code.into())),
        Some(status) if is("STATUS") && !status.is_empty() => Ok(Command::Status(status.into())),
        Some(site) if is("SITE") && !site.is_empty() => Ok(Command::Site(site.into())),
        Some(_) => Err(if plain().is_some() || WITH_ARGUMENT.into_iter().any(is) {
            Flaw::Argument
        } else {
            Flaw::Command
        }),
    }
}

/// An exact quantity of digits and at most one point: no sign, no exponent.
fn exact(text: &str) -> Option<Decimal> {
    let plain = text.starts_with(|c: char| c.is_ascii_digit())
        && text.ends_with(|c: char| c.is_ascii_digit())
        && text.chars().all(|c| c.is_ascii_digit() || c == '.');
    if plain {
        Decimal::from_str_exact(text).ok()
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_card_reads_as_its_name() {
        for job in Job::ALL {
            assert_eq!(read(job.word().as_bytes()), Ok(Command::Job(*job)));
        }
        for action in Action::ALL {
            assert_eq!(
                read(action.name().to_lowercase().as_bytes()),
                Ok(Command::Action(*action))
            );
        }
    }

    #[test]
    fn arguments_are_exact() {
        assert_eq!(read(b"QTY.12"), Ok(Command::Quantity(12.into())));
        assert_eq!(read(b"QTY.1.5"), Ok(Command::Quantity(Decimal::new(15, 1))));
        assert_eq!(read(b"REASON.bin.low"), Ok(Command::Reason("bin.low".into())));
        assert_eq!(
            read(b"STATUS.quarantine"),
            Ok(Command::Status("quarantine".into()))
        );
        assert_eq!(read(b"SITE.LUEB"), Ok(Command::Site("LUEB".into())));
    }

    #[test]
    fn what_is_on_no_card_is_refused() {
        for unknown in ["", "DANCE", "DANCE.3", ".", "\u{e9}"] {
            assert_eq!(read(unknown.as_bytes()), Err(Flaw::Command), "{unknown}");
        }
        for argument in [
            "QTY",
            "QTY.",
            "QTY.-1",
            "QTY.1e3",
            "QTY.1.2.3",
            "QTY.1_0",
            "QTY..5",
            "DONE.",
            "DONE.1",
            "REASON",
            "SITE.",
        ] {
            assert_eq!(read(argument.as_bytes()), Err(Flaw::Argument), "{argument}");
        }
        assert_eq!(read(b"\xff"), Err(Flaw::Command));
    }
}
