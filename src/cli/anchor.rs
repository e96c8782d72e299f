//! `anchor`: where the log stands, to be kept outside of the store; and anchors read back.

use super::failure::Failure;
use super::place::Place;
use crate::domain::entry::LedgerBatch;
use crate::domain::log::Logged;
use crate::domain::record::{Fault, Range};
use crate::operations::invariants::{Check, Finding};
use crate::operations::pages::Pages;
use crate::operations::view::View;
use crate::store::sqlite::head;
use clap::Args;
use std::collections::BTreeSet;
use std::fs::{self, OpenOptions};
use std::io::Write;
use std::path::{Path, PathBuf};

/// How many digits a hash has.
const DIGITS: usize = 64;
/// How every store in a file begins.
const STORE: &[u8] = b"SQLite format 3\0";
/// The longest file of anchors, in bytes.
const LONGEST: u64 = 64 << 20;

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
        let last = place.open()?.read(|view| {
            let newest = Range::of::<Logged>(&[]).backwards().first(1);
            Ok(view.list::<Logged>(&newest)?.pop())
        })?;
        let Some(Logged { seq, hash, .. }) = last else {
            return Err(Failure::Refused("nothing was logged yet".to_owned()));
        };
        let line = format!("{seq} {hash}\n");
        let Some(path) = self.to else {
            return std::io::stdout()
                .write_all(line.as_bytes())
                .map_err(Failure::Output);
        };
        place.keep_from(&path)?;
        let added = OpenOptions::new().append(true).create(true).open(&path);
        let added = added.and_then(|mut file| file.write_all(line.as_bytes()).and_then(|()| file.sync_all()));
        added.map_err(|why| Failure::Usage(format!("{} can't be written: {why}", path.display())))?;
        eprintln!("{} knows operation {seq} now.", path.display());
        Ok(())
    }
}

/// What was noted outside of the store.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Anchors {
    /// Operations, each with its hash.
    operations: BTreeSet<(i64, String)>,
    /// Hashes of ledger batches, as exports carry them.
    batches: BTreeSet<String>,
}

impl Anchors {
    /// Reads anchors from a file: lines of an operation and its hash, an export that carries hashes of ledger batches,
    /// or a backup of the store.
    ///
    /// # Errors
    /// [`Failure::Data`] where the file can't be read or holds no anchor.
    pub(super) fn read(path: &Path) -> Result<Self, Failure> {
        let wrong = |why: String| Failure::Data(vec![format!("{}: {why}", path.display())]);
        let mut found = Self::default();
        if begins_as_store(path).map_err(|why| wrong(why.to_string()))? {
            let last = head::of(path).map_err(|why| wrong(why.to_string()))?;
            found.operations.extend(last);
        } else {
            let length = fs::metadata(path).map_err(|why| wrong(why.to_string()))?.len();
            if LONGEST < length {
                return Err(wrong("expected a file of at most 64 MiB".to_owned()));
            }
            let text = fs::read(path).map_err(|why| wrong(why.to_string()))?;
            found.take(&String::from_utf8_lossy(&text));
        }
        if found == Self::default() {
            let why =
                "expected lines of an operation's number and its hash, an export with hashes, or a backup";
            return Err(wrong(why.to_owned()));
        }
        Ok(found)
    }

    fn take(&mut self, text: &str) {
        for line in text.lines() {
            let mut words = line.split_whitespace();
            let (number, hash, rest) = (words.next(), words.next(), words.next());
            let number = number.and_then(|number| number.parse::<i64>().ok());
            if let (Some(number), Some(hash), None) = (number, hash.filter(|hash| is_hash(hash)), rest) {
                self.operations.insert((number, hash.to_owned()));
                continue;
            }
            let words = line.split(|sign: char| !sign.is_ascii_alphanumeric());
            let hashes = words.filter(|word| is_hash(word)).map(str::to_owned);
            self.batches.extend(hashes);
        }
    }

    /// Compares the log and the ledger batches with what was noted of them. Their chains, which are proved besides, cover
    /// everything before.
    pub(super) fn prove(&self, view: &dyn View) -> Result<Finding, Fault> {
        let mut check = Check::of("the store holds what the anchors say, and all that came before them");
        for (seq, hash) in &self.operations {
            let logged: Option<Logged> = view.find(&[seq])?;
            let what = if logged.is_some() {
                "was rewritten"
            } else {
                "is gone"
            };
            check.see(logged.is_some_and(|logged| logged.hash == *hash), || {
                format!("operation {seq} or one before it {what}")
            });
        }
        let mut sealed = BTreeSet::new();
        for batch in Pages::<LedgerBatch>::of(view) {
            let batch = batch?;
            sealed.insert(batch.hash);
        }
        for hash in &self.batches {
            check.see(sealed.contains(hash), || {
                format!("there is no ledger batch {hash}")
            });
        }
        Ok(check.finish())
    }
}

fn is_hash(word: &str) -> bool {
    let is_digit = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
    word.len() == DIGITS && word.bytes().all(is_digit)
}

fn begins_as_store(path: &Path) -> std::io::Result<bool> {
    use std::io::Read;
    let mut begin = Vec::new();
    fs::File::open(path)?.take(16).read_to_end(&mut begin)?;
    Ok(begin == STORE)
}
