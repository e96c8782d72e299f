//! The cells of a record: what a store can hold, and how the domain's types become it.

use chrono::NaiveDate;
use compact_str::{CompactString, ToCompactString};
use std::fmt::Write;

/// One cell. The order is the order of an index: nothing, then integers, then texts by their bytes.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Value {
    /// Absent.
    Null,
    /// Every number: money, quantity, time, sequence, flag.
    Int(i64),
    /// Every name; dates as `YYYY-MM-DD`. Most are short, and a short one is kept in place.
    Text(CompactString),
}

/// Returns an unambiguous text of some cells: different cells have different texts.
pub fn spelled(cells: &[Value]) -> String {
    let mut text = String::new();
    for cell in cells {
        // Writing into memory can't fail.
        let _ = match cell {
            Value::Null => write!(text, "- "),
            Value::Int(number) => write!(text, "{number} "),
            Value::Text(word) => write!(text, "{}:{word} ", word.len()),
        };
    }
    text
}

/// A type that fills exactly one cell.
pub trait Cell: Sized {
    /// Returns the cell that holds this.
    fn to_value(&self) -> Value;
    /// Reads the cell back, taking over its text; `None` if it holds something else.
    fn from_value(value: Value) -> Option<Self>;
}

impl Cell for i64 {
    fn to_value(&self) -> Value {
        Value::Int(*self)
    }
    fn from_value(value: Value) -> Option<Self> {
        if let Value::Int(n) = value { Some(n) } else { None }
    }
}

impl Cell for u32 {
    fn to_value(&self) -> Value {
        Value::Int(i64::from(*self))
    }
    fn from_value(value: Value) -> Option<Self> {
        i64::from_value(value)?.try_into().ok()
    }
}

impl Cell for bool {
    fn to_value(&self) -> Value {
        Value::Int(i64::from(*self))
    }
    fn from_value(value: Value) -> Option<Self> {
        match value {
            Value::Int(0) => Some(false),
            Value::Int(1) => Some(true),
            _ => None,
        }
    }
}

impl Cell for String {
    fn to_value(&self) -> Value {
        Value::Text(self.into())
    }
    fn from_value(value: Value) -> Option<Self> {
        if let Value::Text(text) = value {
            Some(text.into_string())
        } else {
            None
        }
    }
}

impl Cell for CompactString {
    fn to_value(&self) -> Value {
        Value::Text(self.clone())
    }
    fn from_value(value: Value) -> Option<Self> {
        if let Value::Text(text) = value {
            Some(text)
        } else {
            None
        }
    }
}

impl Cell for NaiveDate {
    fn to_value(&self) -> Value {
        Value::Text(self.to_compact_string())
    }
    fn from_value(value: Value) -> Option<Self> {
        if let Value::Text(text) = value {
            text.parse().ok()
        } else {
            None
        }
    }
}

impl<T: Cell> Cell for Option<T> {
    fn to_value(&self) -> Value {
        self.as_ref().map_or(Value::Null, T::to_value)
    }
    fn from_value(value: Value) -> Option<Self> {
        if value == Value::Null {
            Some(None)
        } else {
            T::from_value(value).map(Some)
        }
    }
}
