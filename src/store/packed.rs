//! Rows as bytes, whose order is the order of their cells; so an index is a sorted set of bytes.
//!
//! A cell is a tag and its content. Nothing: `01`. A number: `18` and up to eight big-endian bytes more, their count
//! added to the tag, or `17` with the count taken off and the bytes inverted for one below zero. A text: `30`, its
//! bytes with `00` written `00 ff`, and `00`.

use crate::domain::record::{Row, Value};

const NULL: u8 = 0x01;
const ZERO: u8 = 0x18;
const MINUS: u8 = 0x17;
const TEXT: u8 = 0x30;

/// The cells as bytes.
pub(super) fn pack<'v>(cells: impl IntoIterator<Item = &'v Value>) -> Vec<u8> {
    let mut bytes = Vec::new();
    for cell in cells {
        match cell {
            Value::Null => bytes.push(NULL),
            Value::Int(n) => {
                let size = if *n < 0 { !n } else { *n };
                let zeros = size.leading_zeros() / 8;
                let count = (8 - zeros).to_be_bytes()[3];
                bytes.push(if *n < 0 { MINUS - count } else { ZERO + count });
                bytes.extend(&n.to_be_bytes()[8 - usize::from(count)..]);
            }
            Value::Text(text) => {
                bytes.push(TEXT);
                for byte in text.bytes() {
                    bytes.push(byte);
                    if byte == 0 {
                        bytes.push(0xff);
                    }
                }
                bytes.push(0);
            }
        }
    }
    bytes
}

/// The cells that the bytes hold; `None` where they are not what [`pack`] made.
pub(super) fn unpack(mut bytes: &[u8]) -> Option<Row> {
    let mut row = Row::new();
    while let Some((tag, rest)) = bytes.split_first() {
        let (cell, rest) = match *tag {
            NULL => (Value::Null, rest),
            TEXT => text(rest)?,
            tag @ ZERO..=0x20 => number(rest, tag - ZERO, 0)?,
            tag @ 0x0f..=MINUS => number(rest, MINUS - tag, 0xff)?,
            _ => return None,
        };
        row.push(cell);
        bytes = rest;
    }
    Some(row)
}

/// The first bytes behind everything that begins with these; `None` where nothing is behind.
pub(super) fn behind(prefix: &[u8]) -> Option<Vec<u8>> {
    let last = prefix.iter().rposition(|byte| *byte < 0xff)?;
    let mut bytes = prefix[..=last].to_vec();
    bytes[last] += 1;
    Some(bytes)
}

fn number(bytes: &[u8], digits: u8, inverted: u8) -> Option<(Value, &[u8])> {
    let (digits, rest) = bytes.split_at_checked(usize::from(digits))?;
    let n = digits
        .iter()
        .fold(0_i64, |n, byte| n << 8 | i64::from(byte ^ inverted));
    Some((Value::Int(if inverted == 0 { n } else { !n }), rest))
}

fn text(bytes: &[u8]) -> Option<(Value, &[u8])> {
    let mut text = Vec::new();
    let mut bytes = bytes;
    loop {
        let end = bytes.iter().position(|byte| *byte == 0)?;
        text.extend_from_slice(&bytes[..end]);
        bytes = &bytes[end + 1..];
        if bytes.first() != Some(&0xff) {
            return Some((Value::Text(String::from_utf8(text).ok()?), bytes));
        }
        text.push(0);
        bytes = &bytes[1..];
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn cells() -> impl Strategy<Value = Row> {
        let cell = prop_oneof![
            Just(Value::Null),
            any::<i64>().prop_map(Value::Int),
            (-300..300_i64).prop_map(Value::Int),
            "[a-c\\x00\u{ff}]{0,4}".prop_map(Value::Text),
        ];
        proptest::collection::vec(cell, 0..4)
    }

    proptest! {
        #[test]
        fn bytes_keep_the_cells_and_their_order(a in cells(), b in cells()) {
            let (packed, other) = (pack(&a), pack(&b));
            prop_assert_eq!(unpack(&packed), Some(a.clone()));
            prop_assert_eq!(packed.cmp(&other), a.cmp(&b));
        }
    }
}
