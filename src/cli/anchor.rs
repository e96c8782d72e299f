//! `anchor`: where the log stands, to be kept outside of the store.

use super::failure::Failure;
use super::place::Place;
use crate::domain::log::{Logged, Restoration};
use crate::domain::record::{Fault, Range, Record};
use crate::operations::view::View;
use crate::store::sqlite::head::Head;
use clap::Args;
use std::fmt::{Display, Formatter};
use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};

/// What stands before an anchor, by which it is found again in a mail, a log or a print-out.
const MARK: &str = "binledger anchor ";
/// What stands before the number of restores that the store had seen by then.
const GENERATION: &str = "generation";
/// How many digits a hash has.
const DIGITS: usize = 64;
/// So many digits are no word of another meaning: they are what is left of a hash.
const CUT: usize = 16;

/// The arguments of `anchor`.
#[derive(Debug, Args)]
pub struct Anchor {
    /// Add the line to this file, which lies best on another machine; else it is printed
    #[arg(value_name = "FILE")]
    to: Option<PathBuf>,
}

impl Anchor {
    /// Writes number and hash of the last operation, as one line.
    pub fn run(self, place: &Place) -> Result<(), Failure> {
        let Some(anchored) = place.open()?.read(|view| Anchored::of(view))? else {
            let why = "nothing was done in this store yet, so there is nothing to anchor. Run `binledger init` first.";
            return Err(Failure::Refused(why.to_owned()));
        };
        let Some(path) = self.to else {
            let line = format!("{anchored}\n");
            let printed = io::stdout().write_all(line.as_bytes());
            return printed.map_err(Failure::Output);
        };
        place.keep_from(&path)?;
        if fs::metadata(&path).is_ok_and(|found| !found.is_file()) {
            let path = path.display();
            return Err(Failure::Usage(format!(
                "expected a file to add a line to, found {path}, which is a folder, a pipe or a device. Name a file, \
                 or print the line: `binledger anchor`."
            )));
        }
        append(&path, &anchored.to_string())
            .map_err(|why| Failure::Usage(format!("{} can't be written: {why}", path.display())))?;
        eprintln!(
            "Operation {} is anchored in {}.",
            anchored.operation,
            path.display()
        );
        Ok(())
    }
}

/// Adds a line to a file, behind whatever stands there, and forces it to the disk.
fn append(path: &Path, line: &str) -> io::Result<()> {
    let is_new = !path.exists();
    let mut file = OpenOptions::new().append(true).create(true).open(path)?;
    // Who may add lines may not be allowed to read them: an empty line too many does no harm.
    let begin = if ends_a_line(path).unwrap_or(false) {
        ""
    } else {
        "\n"
    };
    file.write_all(format!("{begin}{line}\n").as_bytes())?;
    file.sync_all()?;
    match path.parent().filter(|_| is_new) {
        Some(folder) if !folder.as_os_str().is_empty() => File::open(folder)?.sync_all(),
        Some(_) => File::open(".")?.sync_all(),
        None => Ok(()),
    }
}

/// Returns whether a line begins where a file ends.
fn ends_a_line(path: &Path) -> io::Result<bool> {
    let file = File::open(path)?;
    let Some(last) = file.metadata()?.len().checked_sub(1) else {
        return Ok(true);
    };
    let mut byte = [0];
    file.read_exact_at(&mut byte, last)?;
    Ok(byte == *b"\n")
}

/// An operation that somebody outside of the store knows.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Anchored {
    /// Its number.
    pub operation: i64,
    /// How often the store had been restored.
    pub generation: i64,
    /// Its hash.
    pub hash: String,
}

impl Anchored {
    /// Returns the last operation of a store; `None` where nothing was logged yet.
    pub(super) fn of(view: &dyn View) -> Result<Option<Self>, Fault> {
        let newest = Range::of::<Logged>(&[]).backwards().first(1);
        let newest = view.list::<Logged>(&newest)?.pop();
        let generation = view.last(Restoration::TABLE)?;
        Ok(newest.map(|Logged { seq, hash, .. }| Self {
            operation: seq,
            generation,
            hash,
        }))
    }

    /// Finds an anchor in a line, whatever stands around it; one of an older program is the whole line. `None` where
    /// there is none.
    ///
    /// # Errors
    /// What is wrong with an anchor that was cut or altered.
    pub(super) fn find(line: &str) -> Option<Result<Self, String>> {
        let behind = line.split_once(MARK).map(|(_, behind)| behind);
        let mut words = behind.unwrap_or(line).split_whitespace();
        let operation = words.next()?.parse::<i64>().ok().filter(|number| 0 < *number)?;
        let word = words.next().unwrap_or_default();
        let hash = hash_at(word);
        let is_alone = words.clone().next().is_none();
        match hash {
            Some(hash) if behind.is_some() || (is_alone && hash == word) => {
                let generation = (words.next() == Some(GENERATION)).then(|| words.next()).flatten();
                Some(Ok(Self {
                    operation,
                    generation: generation.and_then(|word| word.parse().ok()).unwrap_or(0),
                    hash: hash.to_owned(),
                }))
            }
            _ if behind.is_some() || (is_alone && CUT <= word.len() && word.bytes().all(is_digit)) => {
                Some(Err(format!(
                    "expected the number of an operation and its hash of {DIGITS} digits, found {word:?} behind \
                     {operation}"
                )))
            }
            _ => None,
        }
    }
}

impl From<Head> for Anchored {
    fn from(head: Head) -> Self {
        let Head {
            operation,
            hash,
            generation,
        } = head;
        Self {
            operation,
            generation,
            hash,
        }
    }
}

impl Display for Anchored {
    fn fmt(&self, f: &mut Formatter<'_>) -> std::fmt::Result {
        write!(f, "{MARK}{} {}", self.operation, self.hash)?;
        match self.generation {
            0 => Ok(()),
            generation => write!(f, " {GENERATION} {generation}"),
        }
    }
}

/// Returns the hash that a word begins with, if it does.
pub(super) fn hash_at(word: &str) -> Option<&str> {
    let (hash, rest) = word.split_at_checked(DIGITS)?;
    let ends = !rest.starts_with(|sign: char| sign.is_ascii_alphanumeric());
    (ends && hash.bytes().all(is_digit)).then_some(hash)
}

const fn is_digit(byte: u8) -> bool {
    matches!(byte, b'0'..=b'9' | b'a'..=b'f')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hash() -> String {
        "0123456789abcdef".repeat(4)
    }

    #[test]
    fn an_anchor_is_found_again_in_whatever_line_it_was_copied_to() {
        let known = |generation| Anchored {
            operation: 67,
            generation,
            hash: hash(),
        };
        let (first, third) = (known(0), known(2));
        for (line, found) in [
            (first.to_string(), &first),
            (third.to_string(), &third),
            (format!("> {first}\r"), &first),
            (
                format!("Mar  2 22:00:01 host binledger[311]: {third} (timer)"),
                &third,
            ),
            (format!("<pre>{first}</pre>"), &first),
            (format!("67 {}", hash()), &first),
        ] {
            assert_eq!(Anchored::find(&line), Some(Ok(found.clone())), "{line}");
        }
    }

    #[test]
    fn an_anchor_that_was_cut_is_told_from_a_line_without_one() {
        let cut = &hash()[..50];
        for line in [
            format!("binledger anchor 67 {cut}="),
            "binledger anchor 67".to_owned(),
            format!("67 {cut}"),
            format!("binledger anchor 67 {}0", hash()),
        ] {
            assert!(matches!(Anchored::find(&line), Some(Err(_))), "{line}");
        }
        for line in [
            "",
            "Subject: Cron <root@host> binledger anchor",
            "binledger anchor prints where the log stands",
            "12 errors",
            &format!("7,2026-03-02,MAIN,{}", hash()),
            &format!("67 {} and more", hash()),
        ] {
            assert_eq!(Anchored::find(line), None, "{line}");
        }
    }
}
