//! The commands of an operator: one row each, from which keys, cards, hints, help and the pages about them are made.
//!
//! A row says how keymap files name the command, what its card says, its label and its help, who does it, and where
//! it can do anything. Rows that start a job are made from the jobs; rows with an argument have no key.

mod reach;
mod read;

pub use self::reach::{Place, Reach};
pub use self::read::Unread;

use super::amount::Qty;
use super::code::SiteCode;
use super::job::{Job, Taken};
use super::stock::Status;
use std::borrow::Cow;
use std::fmt;

/// What every command barcode begins with; the characters survive Code 39 and most keyboard layouts.
pub const PREFIX: &str = "$BL.";

/// Who does what a command asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Doer {
    /// The work at hand: the job, or what surrounds every job.
    Work,
    /// The terminal around the work.
    Terminal,
}

macro_rules! commands {
    (
        plain { $($plain:ident $name:literal $card:literal $label:literal $help:literal $doer:ident $reach:expr;)* }
        argument {
            $($given:ident($type:ty) $word:literal $given_label:literal $given_help:literal $given_reach:expr;)*
        }
    ) => {
        /// What an operator can ask for, whichever way: by key, by leader letter, by command barcode.
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Command {
            $(#[doc = concat!($help, ".")] $plain,)*
            /// Start a job.
            Start(Job),
            $(#[doc = concat!($given_help, ".")] $given($type),)*
        }

        impl Command {
            /// The commands that neither start a job nor need an argument, in the order of help.
            pub const PLAIN: &'static [Self] = &[$(Self::$plain),*];
            /// The words of the cards that need an argument.
            const WITH_ARGUMENT: &'static [&'static str] = &[$($word),*];

            /// Returns the name of the command in keymap files; `None` for one with an argument, which no key can give.
            pub const fn name(&self) -> Option<&'static str> {
                match self {
                    $(Self::$plain => Some($name),)*
                    Self::Start(job) => Some(job.section()),
                    $(Self::$given(_) => None,)*
                }
            }

            /// Returns the command barcode; its characters survive Code 39 as far as the argument's do.
            pub fn card(&self) -> Cow<'static, str> {
                match self {
                    $(Self::$plain => Cow::Borrowed(concat!("$BL.", $card)),)*
                    Self::Start(job) => Cow::Borrowed(job.card()),
                    $(Self::$given(argument) => Cow::Owned(format!("{PREFIX}{}.{argument}", $word)),)*
                }
            }

            /// Returns the command in one or two words, for the hint line.
            pub const fn label(&self) -> &'static str {
                match self {
                    $(Self::$plain => $label,)*
                    Self::Start(job) => job.label(),
                    $(Self::$given(_) => $given_label,)*
                }
            }

            /// Returns what the command does: an imperative sentence without its full stop.
            pub const fn help(&self) -> &'static str {
                match self {
                    $(Self::$plain => $help,)*
                    Self::Start(job) => job.help(),
                    $(Self::$given(_) => $given_help,)*
                }
            }

            /// Where the command can do anything.
            pub const fn reach(&self) -> Reach {
                match self {
                    $(Self::$plain => $reach,)*
                    Self::Start(_) => Reach::SIGNED_IN,
                    $(Self::$given(_) => $given_reach,)*
                }
            }

            /// Returns whether the terminal around the work carries out the command, not the work itself.
            pub const fn is_of_terminal(&self) -> bool {
                let doer = match self {
                    $(Self::$plain => Doer::$doer,)*
                    Self::Start(_) => Doer::Work,
                    $(Self::$given(_) => Doer::Work,)*
                };
                matches!(doer, Doer::Terminal)
            }
        }
    };
}

use Place::{Calibrate, Diagnostics, Home};

/// The screens beside the work.
const BESIDE: &[Place] = &[Diagnostics, Calibrate];
/// The jobs in which a line of a list can be chosen.
const CHOICES: Reach = Reach::taking(Taken::Lines).or(&[Home]);

commands! {
    plain {
        Next        "next"        "NEXT"        "Next"      "Go on with what was scanned or typed" Work Reach::EVERYWHERE;
        Back        "back"        "BACK"        "Back"      "Go back one step" Work Reach::EVERYWHERE;
        Done        "done"        "DONE"        "Done"      "Finish this job or this bin" Work Reach::EVERY_JOB.or(BESIDE);
        Undo        "undo"        "UNDO"        "Undo"      "Take back your last scan, also when posted" Work Reach::SIGNED_IN.or(&[Calibrate]);
        Short       "short"       "SHORT"       "Short"     "Say that there is less than asked for" Work Reach::taking(Taken::Short);
        Skip        "skip"        "SKIP"        "Skip"      "Leave this line for later" Work Reach::taking(Taken::Skip).or(&[Calibrate]);
        Full        "full"        "FULL"        "Full"      "Say that this tote, bin or carton is full" Work Reach::taking(Taken::Full);
        Damaged     "damaged"     "DAMAGED"     "Damaged"   "Say that the goods are damaged" Work Reach::taking(Taken::Damaged);
        Empty       "empty"       "EMPTY"       "Empty"     "Say that this bin is empty" Work Reach::taking(Taken::Empty);
        Confirm     "confirm"     "CONFIRM"     "Confirm"   "Confirm a warning; Enter never does" Work Reach::SIGNED_IN.or(&[Calibrate]);
        Clear       "clear"       "CLEAR"       "Clear"     "Clear what is typed" Terminal Reach::EVERYWHERE;
        Up          "up"          "UP"          "Row up"    "Go one line up" Work Reach::taking(Taken::Lines).or(BESIDE);
        Down        "down"        "DOWN"        "Row down"  "Go one line down" Work Reach::taking(Taken::Lines).or(BESIDE);
        PageUp      "page-up"     "PAGEUP"      "Page up"   "Show the page before" Work Reach::EVERYWHERE;
        PageDown    "page-down"   "PAGEDOWN"    "Page down" "Show the next page" Work Reach::EVERYWHERE;
        Approve     "approve"     "APPROVE"     "Approve"   "Approve what is shown" Work Reach::taking(Taken::Approve);
        Reject      "reject"      "REJECT"      "Reject"    "Reject what is shown" Work Reach::SIGNED_IN;
        Recount     "recount"     "RECOUNT"     "Recount"   "Have another operator count this again" Work Reach::taking(Taken::Recount);
        TakeOver    "take-over"   "TAKEOVER"    "Take over" "Take over the work of another operator" Work Reach::taking(Taken::TakeOver).or(&[Home]);
        Refresh     "refresh"     "REFRESH"     "Refresh"   "Read again what other terminals changed" Terminal Reach::EVERYWHERE;
        Exit        "exit"        "EXIT"        "Exit"      "Leave this job; it can be resumed" Work Reach::EVERY_JOB.or(BESIDE);
        SignOut     "sign-out"    "SIGNOUT"     "Sign out"  "Sign out" Work Reach::SIGNED_IN;
        Quit        "quit"        "QUIT"        "Quit"      "Leave the terminal" Terminal Reach::EVERYWHERE;
        Help        "help"        "HELP"        "Help"      "Show what can be done here" Terminal Reach::EVERYWHERE;
        Diagnostics "diagnostics" "DIAGNOSTICS" "Test"      "Test scanner, screen and bell" Terminal Reach::EVERYWHERE;
        Calibrate   "calibrate"   "CALIBRATE"   "Calibrate" "Set a scanner up by three symbols to scan" Terminal Reach::EVERYWHERE;
        Examples    "examples"    "EXAMPLES"    "Barcodes"  "Draw barcodes to try; only in the demo" Terminal Reach::EVERYWHERE;
        Bell        "bell"        "BELL"        "Bell"      "Ring the next of the bell's signals" Terminal Reach::NOWHERE.or(&[Diagnostics]);
        Redraw      "redraw"      "REDRAW"      "Redraw"    "Draw the whole screen again" Terminal Reach::EVERYWHERE;
        Choose1     "choose-1"    "1"           "Line 1"    "Choose line 1" Work CHOICES;
        Choose2     "choose-2"    "2"           "Line 2"    "Choose line 2" Work CHOICES;
        Choose3     "choose-3"    "3"           "Line 3"    "Choose line 3" Work CHOICES;
        Choose4     "choose-4"    "4"           "Line 4"    "Choose line 4" Work CHOICES;
        Choose5     "choose-5"    "5"           "Line 5"    "Choose line 5" Work CHOICES;
        Choose6     "choose-6"    "6"           "Line 6"    "Choose line 6" Work CHOICES;
        Choose7     "choose-7"    "7"           "Line 7"    "Choose line 7" Work CHOICES;
        Choose8     "choose-8"    "8"           "Line 8"    "Choose line 8" Work CHOICES;
        Choose9     "choose-9"    "9"           "Line 9"    "Choose line 9" Work CHOICES;
    }
    argument {
        Qty(Qty)       "QTY"    "Quantity" "Say the total, not what is added" Reach::taking(Taken::Quantity);
        Reason(String) "REASON" "Reason"   "Give the reason that is asked for" Reach::taking(Taken::Reason);
        Status(Status) "STATUS" "Status"   "Say what may be done with the goods" Reach::taking(Taken::Status);
        Site(SiteCode) "SITE"   "Site"     "Name a site, as its plain code does" Reach::SIGNED_IN;
    }
}

impl Command {
    /// Returns all commands that a key can ask for, in the order of help.
    pub fn all() -> impl Iterator<Item = Self> {
        let jobs = Job::ALL.iter().map(|job| Self::Start(*job));
        Self::PLAIN.iter().cloned().chain(jobs)
    }

    /// Returns one command of each kind that takes an argument, with an example of it.
    pub fn examples() -> [Self; 4] {
        [
            Self::Qty(Qty::units(12)),
            Self::Reason("damaged".to_owned()),
            Self::Status(Status::Quarantine),
            Self::Site("SHOP".into()),
        ]
    }

    /// Finds the command that keymap files call `name`.
    pub fn named(name: &str) -> Option<Self> {
        Self::all().find(|command| command.name() == Some(name))
    }

    /// Returns the line of a list that this command chooses, from 1 to 9.
    pub fn choice(&self) -> Option<usize> {
        self.name()?.strip_prefix("choose-")?.parse().ok()
    }

    /// Returns the command that chooses line `number` of a list.
    pub fn choosing(number: usize) -> Option<Self> {
        Self::all().find(|command| command.choice() == Some(number))
    }

    /// Returns whether the command can do anything at `place`.
    pub fn reaches(&self, place: Place) -> bool {
        self.reach().covers(place)
    }
}

impl fmt::Display for Command {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.name() {
            Some(name) => out.write_str(name),
            None => out.write_str(&self.card()),
        }
    }
}

#[cfg(test)]
mod tests;
