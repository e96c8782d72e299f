//! `import --preview`: what each row would do, and nothing imported.

use super::merged::Merged;
use super::{Lined, hidden, refused};
use crate::cli::failure::Failure;
use crate::cli::intake::Lines;
use crate::cli::output::{Format, Printer};
use crate::operations::preview::{Becomes, Foreseen, foreseen};
use crate::store::{Laid, Store};
use serde::Serialize;

/// What one row would do.
#[derive(Serialize)]
struct Row {
    file: String,
    line: u64,
    record: String,
    becomes: &'static str,
    how: String,
}

/// Prints what each row would do that does anything, each seeing what the ones before it did.
pub(super) fn show(store: &dyn Store, merged: &mut Merged<'_>, format: Format) -> Result<(), Failure> {
    let rows = store.read(|view| {
        let (mut laid, mut rows) = (Laid::over(view), Vec::new());
        merged.restart()?;
        while let Some(line) = merged.next()? {
            for request in merged.asks(&laid, &line)? {
                let (change, answer) = laid.decide(&request)?;
                let foreseen = foreseen(change.as_ref(), &answer)?;
                rows.push(row(&merged.lined[line], &foreseen));
            }
        }
        Ok(rows)
    })?;
    let mut printer = Printer::new(format);
    for row in rows.iter().filter(|row| row.becomes != KNOWN) {
        printer.row(row)?;
    }
    printer.finish()?;
    let count = |becomes: &str| rows.iter().filter(|row| row.becomes == becomes).count();
    let (refused, told) = (count(REFUSED), [NEW, CHANGED, KNOWN, REFUSED]);
    let told = told
        .map(|becomes| format!("{} {becomes}", count(becomes)))
        .join(", ");
    let told = format!("{told}. Nothing was imported.");
    if refused == 0 {
        eprintln!("{told}");
        return Ok(());
    }
    let bad = rows.iter().filter(|row| row.becomes == REFUSED);
    let bad = bad.map(|row| format!("{} line {}: {}", row.file, row.line, row.how));
    Err(Failure::Data(bad.chain([told]).collect()))
}

const NEW: &str = "new";
const CHANGED: &str = "changed";
const KNOWN: &str = "known";
const REFUSED: &str = "refused";

fn row(line: &Lined<'_>, foreseen: &Foreseen) -> Row {
    let (becomes, how) = match foreseen.becomes() {
        Becomes::New => (NEW, String::new()),
        Becomes::Changed(note) => (CHANGED, note.to_owned()),
        Becomes::Known => (KNOWN, String::new()),
        Becomes::Refused(refusal) => (REFUSED, refused(refusal)),
    };
    // The key of a row is import:KIND:CODE.
    let code = line
        .request
        .key
        .as_str()
        .splitn(3, ':')
        .nth(2)
        .unwrap_or_default();
    let file = line.sheet.file.to_string();
    Row {
        line: line.line,
        record: hidden::told(&file, code),
        becomes,
        how: hidden::told(&file, &how),
        file,
    }
}
