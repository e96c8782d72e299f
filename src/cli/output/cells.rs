//! A row as the cells of a spreadsheet: what is an amount, a day or a code is known by its type and name, not by how it
//! looks. An item that is called `0042` stays a text.

use crate::domain::amount;
use chrono::NaiveDate;
use serde::ser::{self, Error as _, Impossible, Serialize, Serializer};
use std::fmt::Display;

/// One cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cell {
    /// Nothing.
    Empty,
    /// A text, whatever it looks like.
    Text(String),
    /// A number, exactly; money has as many decimals as it is shown with.
    Number {
        /// Its digits.
        digits: String,
        /// Whether it is an amount of money.
        is_money: bool,
    },
    /// A day.
    Day(NaiveDate),
}

/// The cells of a row by the names of their columns.
pub type Cells = Vec<(&'static str, Cell)>;

/// Returns the cells of a row that holds no lists.
///
/// # Errors
/// Where the row is no structure of single values.
pub fn cells(row: &impl Serialize) -> Result<Cells, Unfit> {
    row.serialize(Rows)
}

/// Why a row has no cells.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct Unfit(String);

impl ser::Error for Unfit {
    fn custom<T: Display>(why: T) -> Self {
        Self(why.to_string())
    }
}

/// Columns of days; others may hold codes that look like one.
const DAYS: [&str; 9] = [
    "date", "day", "due", "expiry", "last_out", "oldest", "received", "since", "until",
];

/// Returns a text as what its column holds.
fn of_column(name: &str, cell: Cell) -> Cell {
    let Cell::Text(text) = cell else {
        return cell;
    };
    if (DAYS.contains(&name) || name.ends_with("_date"))
        && let Ok(day) = NaiveDate::parse_from_str(&text, "%Y-%m-%d")
    {
        return Cell::Day(day);
    }
    Cell::Text(text)
}

/// Takes a row.
struct Rows;

/// Takes the fields of a row.
#[derive(Default)]
struct Fields(Cells);

/// Takes one value.
struct One;

impl ser::SerializeStruct for Fields {
    type Ok = Cells;
    type Error = Unfit;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, name: &'static str, value: &T) -> Result<(), Unfit> {
        let cell = value.serialize(One)?;
        self.0.push((name, of_column(name, cell)));
        Ok(())
    }

    fn end(self) -> Result<Cells, Unfit> {
        Ok(self.0)
    }
}

/// Refuses the kinds of values that are named.
macro_rules! none {
    ($ok:ty: $($name:ident($($ty:ty),*)),* $(,)?) => { $(
        fn $name(self, $(_: $ty),*) -> Result<$ok, Unfit> {
            Err(Unfit::custom(concat!("no cell for ", stringify!($name))))
        }
    )* };
}

/// Refuses lists and the like.
macro_rules! no_lists {
    ($ok:ty) => {
        type SerializeSeq = Impossible<$ok, Unfit>;
        type SerializeTuple = Impossible<$ok, Unfit>;
        type SerializeTupleStruct = Impossible<$ok, Unfit>;
        type SerializeTupleVariant = Impossible<$ok, Unfit>;
        type SerializeMap = Impossible<$ok, Unfit>;
        type SerializeStructVariant = Impossible<$ok, Unfit>;

        none! { Self::SerializeSeq: serialize_seq(Option<usize>) }
        none! { Self::SerializeTuple: serialize_tuple(usize) }
        none! { Self::SerializeTupleStruct: serialize_tuple_struct(&'static str, usize) }
        none! { Self::SerializeMap: serialize_map(Option<usize>) }
        none! { Self::SerializeTupleVariant: serialize_tuple_variant(&'static str, u32, &'static str, usize) }
        none! { Self::SerializeStructVariant: serialize_struct_variant(&'static str, u32, &'static str, usize) }
        none! { $ok: serialize_bytes(&[u8]), serialize_unit_struct(&'static str) }

        fn serialize_newtype_variant<T: Serialize + ?Sized>(
            self,
            _: &'static str,
            _: u32,
            _: &'static str,
            _: &T,
        ) -> Result<$ok, Unfit> {
            Err(Unfit::custom("no cell for a variant with a value"))
        }
    };
}

impl Serializer for Rows {
    type Ok = Cells;
    type Error = Unfit;
    type SerializeStruct = Fields;

    no_lists!(Cells);
    none! { Cells: serialize_bool(bool), serialize_i8(i8), serialize_i16(i16), serialize_i32(i32), serialize_i64(i64),
    serialize_u8(u8), serialize_u16(u16), serialize_u32(u32), serialize_u64(u64), serialize_f32(f32),
    serialize_f64(f64), serialize_char(char), serialize_str(&str), serialize_none(), serialize_unit(),
    serialize_unit_variant(&'static str, u32, &'static str) }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<Cells, Unfit> {
        value.serialize(self)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        value: &T,
    ) -> Result<Cells, Unfit> {
        value.serialize(self)
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Fields, Unfit> {
        Ok(Fields::default())
    }
}

/// Takes numbers by their digits.
macro_rules! numbers {
    ($($name:ident($ty:ty)),* $(,)?) => { $(
        fn $name(self, number: $ty) -> Result<Cell, Unfit> {
            Ok(Cell::Number { digits: number.to_string(), is_money: false })
        }
    )* };
}

impl Serializer for One {
    type Ok = Cell;
    type Error = Unfit;
    type SerializeStruct = Impossible<Cell, Unfit>;

    no_lists!(Cell);
    none! { Self::SerializeStruct: serialize_struct(&'static str, usize) }
    numbers! { serialize_i8(i8), serialize_i16(i16), serialize_i32(i32), serialize_i64(i64), serialize_u8(u8),
    serialize_u16(u16), serialize_u32(u32), serialize_u64(u64), serialize_f32(f32), serialize_f64(f64) }

    fn serialize_bool(self, is: bool) -> Result<Cell, Unfit> {
        Ok(Cell::Text(is.to_string()))
    }

    fn serialize_char(self, sign: char) -> Result<Cell, Unfit> {
        Ok(Cell::Text(sign.to_string()))
    }

    fn serialize_str(self, text: &str) -> Result<Cell, Unfit> {
        Ok(if text.is_empty() {
            Cell::Empty
        } else {
            Cell::Text(text.to_owned())
        })
    }

    fn serialize_none(self) -> Result<Cell, Unfit> {
        Ok(Cell::Empty)
    }

    fn serialize_unit(self) -> Result<Cell, Unfit> {
        Ok(Cell::Empty)
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<Cell, Unfit> {
        value.serialize(self)
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, word: &'static str) -> Result<Cell, Unfit> {
        self.serialize_str(word)
    }

    /// Takes amounts as numbers; they are written as texts for whatever would round them.
    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        name: &'static str,
        value: &T,
    ) -> Result<Cell, Unfit> {
        let cell = value.serialize(self)?;
        Ok(match cell {
            Cell::Text(digits) if amount::NUMBERS.contains(&name) => Cell::Number {
                is_money: name == amount::MONEY,
                digits,
            },
            other => other,
        })
    }
}
