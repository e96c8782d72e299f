//! The lines of a log on their way out.

use crate::cli::failure::Failure;
use crate::operations::anchor::Keys;
use crate::operations::carried::{Course, Line};
use crate::store::Store;
use std::io::{self, Write};

/// How many operations and reads were written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Written {
    pub(super) operations: usize,
    pub(super) reads: usize,
}

/// Writes all lines up to now, and an anchor behind them. Whoever takes them may be slow: the store is read a page at a
/// time, and nothing of it is held meanwhile.
///
/// # Errors
/// Those of the store and of `out`.
pub(super) fn add(
    store: &dyn Store,
    course: &mut Course,
    keys: &Keys,
    out: &mut impl Write,
) -> Result<Written, Failure> {
    let mut written = Written::default();
    loop {
        let mut next = course.clone();
        let (page, end) = store.read(|view| {
            next = course.clone();
            let page = next.next(view)?;
            let end = if page.is_last { next.end(view)? } else { None };
            Ok((page, end))
        })?;
        for one in &page.lines {
            match one {
                Line::Operation(_) => written.operations += 1,
                Line::Read(_) => written.reads += 1,
                Line::Begin(_) | Line::End(_) => {}
            }
            line(out, one)?;
        }
        *course = next;
        if page.is_last {
            if let Some(end) = end.filter(|_| written != Written::default()) {
                line(out, &Line::End(format!("{} ", keys.sign(end))))?;
            }
            return Ok(written);
        }
    }
}

/// Writes one line.
///
/// # Errors
/// Those of `out`.
pub(super) fn line(out: &mut impl Write, line: &Line) -> Result<(), Failure> {
    serde_json::to_writer(&mut *out, line).map_err(io::Error::from)?;
    Ok(out.write_all(b"\n")?)
}
