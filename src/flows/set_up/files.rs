//! Files that are looked at before they are imported. They lie in the store's own folder for them: no operator names a
//! file.

use super::entry::{Draft, Taken};
use super::{Found, Looked, Standing};
use crate::domain::refusal::Refusal;
use crate::flows::event::{Command, Effect};
use crate::flows::goods::{counted, info};
use crate::flows::scanned::Scanned;
use serde::{Deserialize, Serialize};

/// How many lines are kept, the first ones.
const KEPT: usize = 1_000;

/// The folder of the files, as far as it was looked at.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FilesDraft {
    folder: String,
    looked: Looked,
    wrong: Vec<String>,
}

impl FilesDraft {
    /// Returns the folder; empty before it was looked at.
    pub fn folder(&self) -> &str {
        &self.folder
    }

    /// Returns what the files would do.
    pub const fn looked(&self) -> &Looked {
        &self.looked
    }

    /// Returns what is wrong with the files, line by line.
    pub fn wrong(&self) -> &[String] {
        &self.wrong
    }

    /// Takes what was found in the folder.
    pub(super) fn told(&mut self, found: Found) -> Effect {
        self.folder = found.folder;
        match found.files {
            Ok(mut looked) => {
                looked.does = first(looked.does);
                (self.looked, self.wrong) = (looked, Vec::new());
                info(if self.looked.kinds.is_empty() {
                    "No files yet".to_owned()
                } else {
                    self.looked.told()
                })
            }
            Err(wrong) => {
                let begins = wrong.first().cloned().unwrap_or_default();
                let why = match wrong.len() {
                    0 | 1 => begins,
                    lines => format!("{begins}; and {} more", counted(lines - 1, "line")),
                };
                (self.looked, self.wrong) = (Looked::default(), first(wrong));
                Effect::Refuse(Refusal::BadFile { why })
            }
        }
    }
}

/// Returns the first lines, and how many more there are.
fn first(mut lines: Vec<String>) -> Vec<String> {
    let more = lines.len().saturating_sub(KEPT);
    if 0 < more {
        lines.truncate(KEPT);
        lines.push(format!("and {} more", counted(more, "line")));
    }
    lines
}

impl Draft for FilesDraft {
    fn prompt(&self, _standing: &Standing) -> String {
        if !self.wrong.is_empty() {
            "Mend the files, then Enter".into()
        } else if self.looked.kinds.is_empty() {
            "Put files into the folder, then Enter".into()
        } else if self.looked.is_idle() {
            "All of it is known: BACK".into()
        } else {
            format!("CONFIRM imports {}", counted(self.looked.rows(), "row"))
        }
    }

    fn read(&mut self, scanned: &Scanned, standing: &Standing) -> Taken {
        Taken::wrong(self.prompt(standing), scanned.is_not("awaited"))
    }

    fn enter(&mut self, _standing: &Standing) -> Taken {
        Taken::Told(Effect::LookAtFiles)
    }

    fn command(&mut self, command: &Command, _standing: &Standing) -> Taken {
        if *command == Command::Confirm && !self.looked.is_idle() {
            return Taken::Told(Effect::Import(self.looked.mark.clone()));
        }
        Taken::On
    }

    fn commands(&self) -> Vec<Command> {
        let can = (!self.looked.is_idle()).then_some(Command::Confirm);
        can.into_iter().collect()
    }

    fn back(&mut self) -> bool {
        false
    }
}
