//! Names and words: every code is a type of its own, every closed list of words an enumeration.

mod shape;

pub use self::shape::{alike, flaw, is_unseen, text_flaw};

/// A code that is not empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Filled<C>(C);

impl<C> std::ops::Deref for Filled<C> {
    type Target = C;

    fn deref(&self) -> &C {
        &self.0
    }
}

impl<C: std::fmt::Display> std::fmt::Display for Filled<C> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

/// Declares codes that are stored and printed as their text.
macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident;)*) => { $(
        $(#[$doc])*
        #[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        #[serde(transparent)]
        pub struct $name(compact_str::CompactString);
        impl $name {
            /// Returns the code as printed on its label.
            pub fn as_str(&self) -> &str { &self.0 }
            /// The empty code, which names nothing.
            pub const NONE: Self = Self(compact_str::CompactString::const_new(""));
            /// Returns whether this stands for "none".
            pub fn is_empty(&self) -> bool { self.0.is_empty() }
            /// Returns the code as one that names something; `None` if it is empty.
            pub fn filled(self) -> Option<Filled<Self>> { (!self.is_empty()).then_some(Filled(self)) }
        }
        impl From<&str> for $name { fn from(text: &str) -> Self { Self(text.into()) } }
        impl From<String> for $name { fn from(text: String) -> Self { Self(text.into()) } }
        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result { f.pad(&self.0) }
        }
        impl $crate::domain::value::Cell for $name {
            fn to_value(&self) -> $crate::domain::value::Value {
                $crate::domain::value::Value::Text(self.0.clone())
            }
            fn from_value(value: $crate::domain::value::Value) -> Option<Self> {
                compact_str::CompactString::from_value(value).map(Self)
            }
        }
    )* };
}

codes! {
    /// The code of an item (SKU).
    ItemCode;
    /// Names a lot of an item; empty if the item is not tracked by lot.
    LotCode;
    /// The serial number of one piece of an item; empty if the item is not tracked by serial number.
    Serial;
    /// The code of a site: a warehouse or a shop.
    SiteCode;
    /// The code of a location (a bin) inside a site, unique over all sites.
    LocationCode;
    /// The number of a licence plate: a tote, parcel or pallet; empty for loose goods.
    Lpn;
    /// The number of a purchase or sales order.
    OrderNo;
    /// The code of a vendor or a customer.
    PartyCode;
    /// The code of an account of the general ledger.
    AccountCode;
    /// The code of a tax type.
    TaxCode;
    /// The code of a unit of measure.
    UomCode;
    /// The code on an operator's badge.
    Badge;
    /// The name of a terminal: one screen, session or scan script.
    Terminal;
    /// The key of an operation, unique for ever: a document's id, or terminal and read number.
    Key;
    /// The code of a sales channel; empty if orders carry none.
    Channel;
    /// The code of a region that customers are in: a country, a state, a tax district; empty if none is known.
    Region;
    /// The code of a category of items; empty for items of none.
    CategoryCode;
    /// The code of a legal entity; empty for the company itself.
    EntityCode;
    /// The code of a dimension of the company's own choosing.
    DimensionCode;
    /// A value of a dimension.
    DimensionValueCode;
    /// The number of a count sheet.
    CountNo;
}

impl CountNo {
    /// What the number of every sheet begins with.
    const PREFIX: &'static str = "CNT-";

    /// Returns the number of the sheet that an operation opens. Sheets are numbered in no other way.
    pub fn opened_by(operation: i64) -> Self {
        Self::from(format!("{}{operation}", Self::PREFIX))
    }

    /// Returns whether a text looks like the number of a sheet.
    pub fn looks_like(text: &str) -> bool {
        text.starts_with(Self::PREFIX)
    }
}

/// Declares a closed list of words that are stored, printed and parsed as written.
#[macro_export]
macro_rules! words {
    ($($(#[$doc:meta])* pub enum $name:ident { $($(#[$vdoc:meta])* $variant:ident = $word:literal,)* })*) => { $(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        pub enum $name { $($(#[$vdoc])* #[serde(rename = $word)] $variant,)* }
        impl $name {
            /// Every word, in order.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];
            /// The words as stored and printed, in order.
            pub const WORDS: &'static [&'static str] = &[$($word),*];
            /// Returns the word as stored and printed.
            pub const fn word(self) -> &'static str { match self { $(Self::$variant => $word,)* } }
        }
        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result { f.pad(self.word()) }
        }
        impl std::str::FromStr for $name {
            type Err = String;
            fn from_str(text: &str) -> Result<Self, String> {
                Self::ALL.iter().copied().find(|word| word.word() == text).ok_or_else(|| {
                    let known: Vec<&str> = Self::ALL.iter().map(|word| word.word()).collect();
                    format!("expected one of {}, found {text:?}", known.join(", "))
                })
            }
        }
        impl $crate::domain::value::Cell for $name {
            fn to_value(&self) -> $crate::domain::value::Value {
                $crate::domain::value::Value::Text(compact_str::CompactString::const_new(self.word()))
            }
            fn from_value(value: $crate::domain::value::Value) -> Option<Self> {
                compact_str::CompactString::from_value(value)?.parse().ok()
            }
        }
    )* };
}
