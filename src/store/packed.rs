//! Rows as bytes, whose order is the order of their cells; so a table or an index is a sorted set of bytes.
//!
//! A cell is a tag and its content. Nothing: `01`. A number: `18` and up to eight big-endian bytes more, their count
//! added to the tag, or `17` with the count taken off and the bytes inverted for one below zero. A text: `30`, its
//! bytes with `00` written `00 ff`, and `00`. No cell begins with `ff`, so what a whole number of cells begins is
//! found from these bytes up to the same with `ff` behind.

use crate::domain::record::{Row, Value};
use compact_str::CompactString;
use smallvec::SmallVec;
use std::ffi::CStr;

const NULL: u8 = 0x01;
const ZERO: u8 = 0x18;
const MINUS: u8 = 0x17;
const TEXT: u8 = 0x30;
const ESCAPE: u8 = 0xff;

/// Cells as bytes; few of them need no room of their own.
pub(super) type Packed = SmallVec<[u8; 24]>;

/// Returns the cells as bytes.
pub(super) fn pack<'v>(cells: impl IntoIterator<Item = &'v Value, IntoIter: Clone>) -> Packed {
    let cells = cells.into_iter();
    let size = |cell: &Value| match cell {
        Value::Null => 1,
        Value::Int(n) => 1 + usize::from(digits(*n)),
        Value::Text(text) => text.len() + 2,
    };
    let mut bytes = Packed::with_capacity(cells.clone().map(size).sum());
    for cell in cells {
        match cell {
            Value::Null => bytes.push(NULL),
            Value::Int(n) => {
                let count = digits(*n);
                bytes.push(if *n < 0 { MINUS - count } else { ZERO + count });
                bytes.extend_from_slice(&n.to_be_bytes()[8 - usize::from(count)..]);
            }
            Value::Text(text) => {
                bytes.push(TEXT);
                let mut parts = text.as_bytes().split(|byte| *byte == 0);
                bytes.extend_from_slice(parts.next().unwrap_or_default());
                for part in parts {
                    bytes.extend_from_slice(&[0, ESCAPE]);
                    bytes.extend_from_slice(part);
                }
                bytes.push(0);
            }
        }
    }
    bytes
}

/// Returns how many bytes a number takes.
fn digits(n: i64) -> u8 {
    let size = if n < 0 { !n } else { n };
    (8 - size.leading_zeros() / 8).to_be_bytes()[3]
}

/// Returns the cells that the bytes hold; `None` where they are not what [`pack`] made.
pub(super) fn unpack(mut bytes: &[u8], columns: usize) -> Option<Row> {
    let mut row = Row::with_capacity(columns);
    while !bytes.is_empty() {
        let (packed, rest) = split(bytes)?;
        row.push(cell(packed)?);
        bytes = rest;
    }
    Some(row)
}

/// Returns the bytes of every cell; `None` where they are not what [`pack`] made.
pub(super) fn cells(mut bytes: &[u8]) -> Option<SmallVec<[&[u8]; 32]>> {
    let mut found = SmallVec::new();
    while !bytes.is_empty() {
        let (packed, rest) = split(bytes)?;
        found.push(packed);
        bytes = rest;
    }
    Some(found)
}

/// Returns the first bytes after everything that begins with these cells.
pub(super) fn behind(mut prefix: Packed) -> Packed {
    prefix.push(ESCAPE);
    prefix
}

/// Returns whether a row begins with these cells.
pub(super) fn begins(row: &[u8], prefix: &[u8]) -> bool {
    row.strip_prefix(prefix)
        .is_some_and(|rest| rest.first() != Some(&ESCAPE))
}

/// Returns the bytes of the first cell, and the rest.
fn split(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let size = match *bytes.first()? {
        NULL => 1,
        TEXT => text_end(bytes)?,
        tag @ ZERO..=0x20 => 1 + usize::from(tag - ZERO),
        tag @ 0x0f..=MINUS => 1 + usize::from(MINUS - tag),
        _ => return None,
    };
    bytes.split_at_checked(size)
}

/// Returns the place after the end of a text.
fn text_end(bytes: &[u8]) -> Option<usize> {
    let mut from = 0;
    loop {
        // The standard library's own search takes many bytes at once, even where this program isn't optimised.
        let text = CStr::from_bytes_until_nul(&bytes[from..]).ok()?;
        let end = from + text.count_bytes();
        if bytes.get(end + 1) != Some(&ESCAPE) {
            return Some(end + 1);
        }
        from = end + 2;
    }
}

/// Returns the cell that its bytes hold.
fn cell(packed: &[u8]) -> Option<Value> {
    let (tag, content) = packed.split_first()?;
    match *tag {
        NULL => Some(Value::Null),
        TEXT => text(content.split_last()?.1),
        ZERO.. => Some(Value::Int(number(content, 0))),
        _ => Some(Value::Int(!number(content, 0xff))),
    }
}

fn number(digits: &[u8], inverted: u8) -> i64 {
    digits
        .iter()
        .fold(0_i64, |n, byte| n << 8 | i64::from(byte ^ inverted))
}

fn text(escaped: &[u8]) -> Option<Value> {
    let mut text = escaped.to_vec();
    if text.contains(&0) {
        let mut last = 1;
        text.retain(|byte| std::mem::replace(&mut last, *byte) != 0 || *byte != ESCAPE);
    }
    CompactString::from_utf8(text).ok().map(Value::Text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn row() -> impl Strategy<Value = Row> {
        let cell = prop_oneof![
            Just(Value::Null),
            any::<i64>().prop_map(Value::Int),
            (-300..300_i64).prop_map(Value::Int),
            "[a-c\\x00\u{ff}]{0,4}".prop_map(|text| Value::Text(text.into())),
        ];
        proptest::collection::vec(cell, 0..4)
    }

    proptest! {
        #[test]
        fn bytes_keep_the_cells_and_their_order(a in row(), b in row()) {
            let (packed, other) = (pack(&a), pack(&b));
            prop_assert_eq!(unpack(&packed, a.len()), Some(a.clone()));
            prop_assert_eq!(packed.cmp(&other), a.cmp(&b));
            let each: Vec<Packed> = a.iter().map(|cell| pack([cell])).collect();
            let found = cells(&packed).unwrap();
            prop_assert!(each.iter().map(|cell| &cell[..]).eq(found.iter().copied()));
        }

        #[test]
        fn what_begins_with_cells_lies_between_them_and_what_is_behind(a in row(), b in row()) {
            let (packed, other) = (pack(&a), pack(&b));
            let between = packed <= other && other < behind(packed.clone());
            prop_assert_eq!(between, b.starts_with(&a));
            prop_assert_eq!(begins(&other, &packed), b.starts_with(&a));
        }
    }
}
