//! Anchors from outside the store, compared with the store.

use crate::cli::failure::Failure;
use crate::cli::place::Place;
use crate::cli::whole_file::{must_be_regular, read_whole};
use crate::domain::entry::LedgerBatch;
use crate::domain::log::{Logged, ReadLink, Restoration};
use crate::domain::record::Fault;
use crate::operations::anchor::{Anchor, Keys, hash_at};
use crate::operations::invariants::{Check, Finding};
use crate::operations::pages::Pages;
use crate::operations::view::View;
use crate::store::sqlite::{head, is_live};
use std::collections::BTreeSet;
use std::fs::File;
use std::io::Read;
use std::path::Path;

/// The first bytes of every store.
const STORE: &[u8] = b"SQLite format 3\0";

/// What was noted outside of the store.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Anchors {
    /// Lines that `anchor` wrote.
    written: BTreeSet<Anchor>,
    /// Where the chains of a backup end.
    copied: Option<Anchor>,
    /// Hashes of ledger batches, as exports carry them.
    batches: BTreeSet<String>,
}

impl Anchors {
    /// Reads anchors from a file: lines that `anchor` wrote, among whatever others; an export that carries hashes of
    /// ledger batches; or a backup of the store.
    ///
    /// # Errors
    /// [`Failure::Data`] where the file can't be read, holds no anchor, or one that was cut or altered;
    /// [`Failure::Usage`] for a file of the store itself, which proves nothing.
    pub(super) fn read(path: &Path, place: &Place) -> Result<Self, Failure> {
        if is_live(&place.store, path) {
            let path = path.display();
            return Err(Failure::Usage(format!(
                "expected an anchor from outside of the store, found {path}, which is a file of it. Name a file that \
                 `binledger anchor` wrote, an export, or a backup."
            )));
        }
        must_be_regular(path)?;
        let wrong = |why: String| Failure::Data(vec![format!("{}: {why}", path.display())]);
        let found = if begins_as_store(path).map_err(|why| wrong(why.to_string()))? {
            Self {
                copied: head::of(path).map_err(|why| wrong(why.to_string()))?,
                ..Self::default()
            }
        } else {
            Self::within(&String::from_utf8_lossy(&read_whole(path)?)).map_err(|lines| {
                let path = path.display();
                Failure::Data(lines.iter().map(|why| format!("{path} {why}")).collect())
            })?
        };
        if found == Self::default() {
            let why = "expected lines `binledger anchor NUMBER HASH`, an export with hashes, or a backup; found none \
                       of them";
            return Err(wrong(why.to_owned()));
        }
        Ok(found)
    }

    /// Returns the anchors in a text. Only one without anchors of operations is taken for an export: a mail or a log has
    /// hashes of its own.
    ///
    /// # Errors
    /// Names each line with an anchor that was cut or altered.
    fn within(text: &str) -> Result<Self, Vec<String>> {
        let (mut found, mut wrong) = (Self::default(), Vec::new());
        for (number, line) in (1..).zip(text.lines()) {
            match Anchor::find(line) {
                Some(Ok(anchor)) => drop(found.written.insert(anchor)),
                Some(Err(why)) => wrong.push(format!("line {number}: {why}")),
                None => {}
            }
        }
        if !wrong.is_empty() {
            return Err(wrong);
        }
        if found.written.is_empty() {
            let words = text.split(|sign: char| !sign.is_ascii_alphanumeric());
            found.batches = words.filter_map(hash_at).map(str::to_owned).collect();
        }
        Ok(found)
    }

    /// Compares the log, the reads and the ledger batches with the anchors, and checks the signatures with the keys.
    /// The chains, which are proved separately, cover everything before an anchor.
    pub(super) fn prove(&self, view: &dyn View, keys: &Keys) -> Result<Vec<Finding>, Fault> {
        let mut check = Check::of("the store holds what the anchors say, and all that came before them");
        let restored = view.all::<Restoration>(&[])?;
        for anchor in self.written.iter().chain(&self.copied) {
            let (number, hash) = &anchor.operation;
            let logged: Option<Logged> = view.find(&[number])?;
            let holds = logged.as_ref().is_some_and(|logged| logged.hash == *hash);
            check.see(holds, || became(anchor, logged.is_some(), &restored));
            let Some((number, hash)) = anchor.reads.as_ref().filter(|_| holds) else {
                continue;
            };
            let linked: Option<ReadLink> = view.find(&[number])?;
            let what = if linked.is_some() {
                "was rewritten"
            } else {
                "is gone"
            };
            check.see(linked.is_some_and(|linked| linked.hash == *hash), || {
                format!("link {number} of the reads or one before it {what}")
            });
        }
        let mut sealed = BTreeSet::new();
        for batch in Pages::<LedgerBatch>::of(view) {
            sealed.insert(batch?.hash);
        }
        for hash in &self.batches {
            check.see(sealed.contains(hash), || {
                format!("there is no ledger batch {hash}")
            });
        }
        let mut found = vec![check.finish()];
        if !keys.is_empty() || self.written.iter().any(|anchor| anchor.signature.is_some()) {
            found.push(self.signed(keys));
        }
        Ok(found)
    }

    fn signed(&self, keys: &Keys) -> Finding {
        let mut check = Check::of("every anchor is signed with a key of the company");
        for anchor in &self.written {
            let signed = keys.check(anchor);
            check.see(signed.is_ok(), || signed.err().unwrap_or_default());
        }
        check.finish()
    }
}

/// Returns what became of an operation that is not in the log as it was noted.
fn became(anchor: &Anchor, is_there: bool, restored: &[Restoration]) -> String {
    let operation = anchor.operation.0;
    let mut since = restored.iter();
    let lost = since.find(|it| anchor.generation < it.restoration && it.operation < operation);
    match lost {
        Some(Restoration {
            at,
            backup,
            operation: last,
            ..
        }) => format!(
            "operation {operation} was lost when the store was restored at {at} from {backup}, which ends with \
             operation {last}"
        ),
        None if is_there => format!("operation {operation} or one before it was rewritten"),
        None => format!("operation {operation} or one before it is gone"),
    }
}

fn begins_as_store(path: &Path) -> std::io::Result<bool> {
    let mut begin = Vec::new();
    File::open(path)?.take(16).read_to_end(&mut begin)?;
    Ok(begin == STORE)
}
