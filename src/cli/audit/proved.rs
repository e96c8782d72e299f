//! `audit --since-last`: the proof of the last audit, kept in a file, and the next one that begins behind it.

use crate::app::config;
use crate::cli::failure::Failure;
use crate::cli::place::Place;
use crate::cli::whole_file::Staged;
use crate::clock;
use crate::domain::record::Fault;
use crate::operations::anchor::{Keys, Signature};
use crate::operations::invariants::{Check, Finding, Proof, audit};
use crate::operations::view::View;
use crate::store::Store;
use crate::store::sqlite::Sqlite;
use std::io;
use std::path::Path;

/// A proof in its file: a line of JSON, followed by a signature if there is a key.
struct Kept {
    proof: Proof,
    text: String,
    signature: Option<Signature>,
}

/// What is proved beside it on the same state of the store.
pub(super) type Beside<'b> = dyn Fn(&dyn View) -> Result<Vec<Finding>, Fault> + 'b;

/// Audits what came since the last proof in a file, or everything if there is no proof yet, together with `beside`.
/// Writes the new proof to the file if everything holds.
///
/// # Errors
/// [`Failure::Data`] for a file that holds something else, [`Failure::Usage`] for one that can't be written.
pub(super) fn since_last(
    store: &Sqlite,
    file: &Path,
    place: &Place,
    keys: &Keys,
    beside: &Beside<'_>,
) -> Result<Vec<Finding>, Failure> {
    place.keep_from(file)?;
    let kept = read(file)?;
    let mut found = Vec::new();
    match &kept {
        None => {
            eprintln!("There is no proof in {} yet: all is audited.", file.display());
            found.extend(store.prove_file()?);
            if found.first().is_some_and(|pages| 0 < pages.broken) {
                return Ok(found);
            }
        }
        Some(kept) => {
            found.push(kept.vouched(keys));
            found.push(store.prove_layout()?);
            if found.iter().any(|finding| 0 < finding.broken) {
                return Ok(found);
            }
        }
    }
    let (proved, next) = (store as &dyn Store).read(|view| {
        let proved = match &kept {
            Some(kept) => kept.proof.since(view)?,
            None => audit(view)?,
        };
        let proved = [proved, beside(view)?].concat();
        Ok((proved, Proof::of(view, clock::now().into())?))
    })?;
    found.extend(proved);
    let holds = found.iter().all(|finding| finding.broken == 0);
    if let (true, Some(proof)) = (holds, next) {
        write(file, &proof, keys)?;
    }
    Ok(found)
}

impl Kept {
    fn vouched(&self, keys: &Keys) -> Finding {
        let mut check = Check::of("the proof of the last audit is that of the company");
        let is_asked = !keys.is_empty() || self.signature.is_some();
        let verified = keys.verify("the proof", &self.text, self.signature.as_ref());
        check.see(!is_asked || verified.is_ok(), || {
            let why = verified.err().unwrap_or_default();
            format!("{why}. Remove it to audit all")
        });
        check.finish()
    }
}

fn read(file: &Path) -> Result<Option<Kept>, Failure> {
    let wrong = |why: String| {
        let file = file.display();
        Failure::Data(vec![format!(
            "{file}: {why}. Name another file, or remove it to audit all."
        )])
    };
    let text = match config::text(file) {
        Ok(text) if text.is_empty() => return Ok(None),
        Err(why) if why.kind() == io::ErrorKind::NotFound => return Ok(None),
        read => read.map_err(|why| wrong(format!("it can't be read: {why}")))?,
    };
    let (first, rest) = text.split_once('\n').unwrap_or((&text, ""));
    let proof =
        serde_json::from_str(first).map_err(|why| wrong(format!("expected a proof of an audit: {why}")))?;
    let signature = match rest.trim() {
        "" => None,
        rest => {
            Some(Signature::read(rest).ok_or_else(|| wrong("expected a signature in line 2".to_owned()))?)
        }
    };
    Ok(Some(Kept {
        proof,
        text: first.to_owned(),
        signature,
    }))
}

fn write(file: &Path, proof: &Proof, keys: &Keys) -> Result<(), Failure> {
    let text = serde_json::to_string(proof);
    let text = text.map_err(|why| Failure::Data(vec![format!("the proof can't be written: {why}")]))?;
    let signature = keys.signature(&text).map(|signature| format!("{signature}\n"));
    let text = format!("{text}\n{}", signature.unwrap_or_default());
    Staged::new(file, text.into_bytes())?.keep()?;
    eprintln!("{} knows operation {} now.", file.display(), proof.operation.0);
    Ok(())
}
