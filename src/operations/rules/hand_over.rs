//! What happens to a ledger batch outside: it is written for an accounting system, which then acknowledges it.

use super::books::Books;
use crate::domain::entry::LedgerBatch;
use crate::domain::export::{Acknowledgement, Exported};
use crate::domain::refusal::Refusal;
use crate::domain::user::Role;
use crate::ledger::export::target::Target;
use crate::operations::change::Halt;
use crate::operations::request::{Acknowledge, Export};

/// Keeps the hash of an export. The same way must give the same bytes for ever; another way is taken once it is asked
/// for, as long as the target has not acknowledged the batch.
pub(super) fn export(books: &mut Books<'_, '_>, asked: &Export) -> Result<Option<String>, Halt> {
    books.need(&[Role::Controller])?;
    let batch = known(books, asked.batch)?;
    let target = target(&asked.target)?.to_string();
    for (need, hash) in [
        ("the hash of how it was made", &asked.way),
        ("the hash of its bytes", &asked.hash),
    ] {
        if hash.len() != 64 || !hash.bytes().all(|b| b.is_ascii_hexdigit()) {
            let (need, found) = (format!("{need}, 64 hexadecimal digits"), hash.clone());
            return Err(Refusal::WrongWord { need, found }.into());
        }
    }
    let view = books.view();
    let differs = |why: &str| Refusal::ExportDiffers {
        batch,
        target: target.clone(),
        why: why.to_owned(),
    };
    let before = view.all::<Exported>(&[&batch, &target])?;
    if let Some(same) = before.iter().find(|before| before.way == asked.way) {
        if same.hash != asked.hash {
            return Err(differs(
                "its mapping and its limit are the same, so the program or the store differs",
            )
            .into());
        }
        return Ok(None);
    }
    if !before.is_empty() {
        if !view.all::<Acknowledgement>(&[&batch, &target])?.is_empty() {
            let why = "the account mapping or the limit of lines changed, and the target has acknowledged it. Reverse the batch and seal the day again";
            return Err(differs(why).into());
        }
        if asked.again != Some(true) {
            let why = "the account mapping or the limit of lines changed. Export it with --again if the target has not taken it";
            return Err(differs(why).into());
        }
    }
    let (operation, at, by) = (books.operation, books.request.at, books.operator().clone());
    books.draft.put(&Exported {
        batch,
        target,
        way: asked.way.clone(),
        hash: asked.hash.clone(),
        operation,
        at,
        by,
    });
    Ok(None)
}

/// Records what the target calls a batch. A batch in several parts may have several references.
pub(super) fn acknowledge(books: &mut Books<'_, '_>, asked: &Acknowledge) -> Result<Option<String>, Halt> {
    const LONGEST: usize = 1000;
    books.need(&[Role::Controller])?;
    let batch = known(books, asked.batch)?;
    let reference = asked.reference.trim().to_owned();
    if reference.is_empty() {
        let (need, found) = (
            "what the accounting system calls the batch".into(),
            "nothing".into(),
        );
        return Err(Refusal::WrongWord { need, found }.into());
    }
    if let Some(found) = reference.chars().find(|c| c.is_control()) {
        let (need, found) = ("printable text".into(), format!("{found:?} in the reference"));
        return Err(Refusal::Unfit { need, found }.into());
    }
    if LONGEST < reference.len() {
        let what = format!("a reference of more than {LONGEST} bytes");
        return Err(Refusal::TooLarge { what }.into());
    }
    let target = match &asked.target {
        Some(word) => target(word)?.to_string(),
        None => only_target(books, batch)?,
    };
    let (at, by) = (books.request.at, books.operator().clone());
    let row = Acknowledgement {
        batch,
        target,
        reference,
        at,
        by,
    };
    let view = books.view();
    let before: Option<Acknowledgement> = view.find(&[&batch, &row.target, &row.reference])?;
    let told = format!("ledger batch {batch} is {} in {}", row.reference, row.target);
    if before.is_none() {
        books.draft.put(&row);
    }
    Ok(Some(told))
}

fn known(books: &Books<'_, '_>, batch: i64) -> Result<i64, Halt> {
    let head: Option<LedgerBatch> = books.view().find(&[&batch])?;
    Ok(head.ok_or(Refusal::UnknownBatch { batch })?.batch)
}

fn target(word: &str) -> Result<Target, Halt> {
    word.parse().map_err(|_| {
        let words: Vec<&str> = Target::ALL.iter().map(|target| target.word()).collect();
        let (need, found) = (format!("one of {}", words.join(", ")), word.to_owned());
        Refusal::WrongWord { need, found }.into()
    })
}

/// Returns the one target that the batch was exported for.
fn only_target(books: &Books<'_, '_>, batch: i64) -> Result<String, Halt> {
    let mut targets: Vec<String> = books
        .view()
        .all::<Exported>(&[&batch])?
        .into_iter()
        .map(|exported| exported.target)
        .collect();
    targets.dedup();
    if let [only] = targets.as_slice() {
        return Ok(only.clone());
    }
    if targets.is_empty() {
        targets.push("no target".to_owned());
    }
    let targets = targets.join(" and ");
    Err(Refusal::NotExported { batch, targets }.into())
}
