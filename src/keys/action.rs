//! The actions: one line each, from which the enum, its names and its help are made.

use std::fmt;

/// Makes the enum and its tables; the help text is also the documentation of the variant.
macro_rules! actions {
    ($($variant:ident $name:literal $command:literal $label:literal $help:literal;)*) => {
        /// Names what an operator can ask for, whichever way: by key, by leader letter, by command barcode.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Action { $(#[doc = concat!($help, ".")] $variant,)* }

        impl Action {
            /// Lists every action, in the order in which help shows them.
            pub const ALL: &[Self] = &[$(Self::$variant,)*];

            /// Names the action as keymap files spell it.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)* }
            }

            /// Labels the action on the hint line, in one or two words.
            pub const fn label(self) -> &'static str {
                match self { $(Self::$variant => $label,)* }
            }

            /// Explains the action in one imperative sentence without its full stop.
            pub const fn help(self) -> &'static str {
                match self { $(Self::$variant => $help,)* }
            }

            /// Gives the command barcode of the action; its characters survive Code 39.
            pub const fn command(self) -> &'static str {
                match self { $(Self::$variant => concat!("$BL.", $command),)* }
            }
        }
    };
}

actions! {
    Next        "next"        "NEXT"        "Next"      "Go on with what was scanned or typed";
    Back        "back"        "BACK"        "Back"      "Go back one step";
    Done        "done"        "DONE"        "Finish"    "Finish this job or this bin";
    Undo        "undo"        "UNDO"        "Undo"      "Take back your last scan, also when posted";
    Short       "short"       "SHORT"       "Short"     "Say that there is less than asked for";
    Skip        "skip"        "SKIP"        "Skip"      "Leave this line for later";
    Full        "full"        "FULL"        "Full"      "Say that this tote, bin or carton is full";
    Damaged     "damaged"     "DAMAGED"     "Damaged"   "Say that the goods are damaged";
    Empty       "empty"       "EMPTY"       "Empty"     "Say that this bin is empty";
    Confirm     "confirm"     "CONFIRM"     "Confirm"   "Confirm a warning; Enter never does";
    Clear       "clear"       "CLEAR"       "Clear"     "Clear what is typed";
    Up          "up"          "UP"          "Row up"        "Go one line up";
    Down        "down"        "DOWN"        "Row down"      "Go one line down";
    PageUp      "page-up"     "PAGEUP"      "Page up"   "Show the page before";
    PageDown    "page-down"   "PAGEDOWN"    "Page down" "Show the next page";
    Approve     "approve"     "APPROVE"     "Approve"   "Approve what is shown";
    Reject      "reject"      "REJECT"      "Reject"    "Reject what is shown";
    Recount     "recount"     "RECOUNT"     "Recount"   "Have another operator count this again";
    TakeOver    "take-over"   "TAKEOVER"    "Take over" "Take over the work of another operator";
    Refresh     "refresh"     "REFRESH"     "Refresh"   "Read again what other terminals changed";
    Exit        "exit"        "EXIT"        "Leave"     "Leave this job; it can be resumed";
    SignOut     "sign-out"    "SIGNOUT"     "Sign out"  "Sign out";
    Quit        "quit"        "QUIT"        "Quit"      "Leave the terminal";
    Help        "help"        "HELP"        "Help"      "Show what can be done here";
    Diagnostics "diagnostics" "DIAGNOSTICS" "Test"      "Test scanner, screen and bell";
    Calibrate   "calibrate"   "CALIBRATE"   "Calibrate" "Set a scanner up by three symbols to scan";
    Bell        "bell"        "BELL"        "Bell"      "Ring the next of the bell's signals";
    Redraw      "redraw"      "REDRAW"      "Redraw"    "Draw the whole screen again";
    Choose1     "choose-1"    "1"           "1"         "Choose line 1";
    Choose2     "choose-2"    "2"           "2"         "Choose line 2";
    Choose3     "choose-3"    "3"           "3"         "Choose line 3";
    Choose4     "choose-4"    "4"           "4"         "Choose line 4";
    Choose5     "choose-5"    "5"           "5"         "Choose line 5";
    Choose6     "choose-6"    "6"           "6"         "Choose line 6";
    Choose7     "choose-7"    "7"           "7"         "Choose line 7";
    Choose8     "choose-8"    "8"           "8"         "Choose line 8";
    Choose9     "choose-9"    "9"           "9"         "Choose line 9";
}

impl Action {
    /// Finds the action that keymap files call `name`.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|action| action.name() == name)
    }

    /// Finds the action of a command barcode such as `$BL.DONE`; letters count in either case.
    pub fn of_command(text: &str) -> Option<Self> {
        Self::ALL
            .iter()
            .copied()
            .find(|action| action.command().eq_ignore_ascii_case(text))
    }

    /// Gives the line of a menu that this action chooses, from 1 to 9.
    pub fn choice(self) -> Option<u8> {
        self.name().strip_prefix("choose-")?.parse().ok()
    }

    /// Gives the action that chooses line `number` of a menu.
    pub fn choosing(number: u8) -> Option<Self> {
        Self::ALL
            .iter()
            .copied()
            .find(|action| action.choice() == Some(number))
    }
}

impl fmt::Display for Action {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn names_and_commands_are_unique_and_found_again() {
        let names: BTreeSet<_> = Action::ALL.iter().map(|action| action.name()).collect();
        let commands: BTreeSet<_> = Action::ALL.iter().map(|action| action.command()).collect();
        assert_eq!(
            (names.len(), commands.len()),
            (Action::ALL.len(), Action::ALL.len())
        );
        for action in Action::ALL {
            assert_eq!(Action::named(action.name()), Some(*action));
            assert_eq!(
                Action::of_command(&action.command().to_lowercase()),
                Some(*action)
            );
        }
    }

    #[test]
    fn command_barcodes_survive_code_39() {
        let plain = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit() || "$.-".contains(c);
        for action in Action::ALL {
            assert!(action.command().chars().all(plain), "{}", action.command());
        }
        assert_eq!(Action::Done.command(), "$BL.DONE");
    }

    #[test]
    fn labels_fit_a_hand_held() {
        for action in Action::ALL {
            assert!(
                action.label().len() <= 9 && action.help().len() <= 43,
                "{action} is too long"
            );
        }
    }

    #[test]
    fn a_digit_chooses_a_line() {
        assert_eq!(Action::choosing(3), Some(Action::Choose3));
        assert_eq!(Action::Choose9.choice(), Some(9));
        assert_eq!((Action::Undo.choice(), Action::choosing(0)), (None, None));
    }
}
