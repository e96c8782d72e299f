//! How operations are declared.

/// Declares documents: one struct each, with required and optional fields.
macro_rules! documents {
    ($($(#[$doc:meta])* $name:ident { $($(#[$fdoc:meta])* $field:ident: $type:ty,)* }
        optional { $($(#[$odoc:meta])* $ofield:ident: $otype:ty,)* })*) => { $(
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
        #[serde(deny_unknown_fields)]
        pub struct $name {
            $($(#[$fdoc])* pub $field: $type,)*
            $($(#[$odoc])* #[serde(default, skip_serializing_if = "Option::is_none")]
              pub $ofield: Option<$otype>,)*
        }
        impl From<$name> for $crate::operations::request::Operation {
            fn from(document: $name) -> Self { Self::$name(document) }
        }
    )* };
}

/// Declares the enumeration over all documents.
macro_rules! operations {
    ($($(#[$doc:meta])* $name:ident = $word:literal,)*) => {
        /// Everything that can change the store.
        #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
        #[serde(tag = "op")]
        pub enum Operation { $($(#[$doc])* #[serde(rename = $word)] $name($name),)* }
        impl Operation {
            /// Its name in documents and in the log.
            pub const fn word(&self) -> &'static str { match self { $(Self::$name(_) => $word,)* } }
            /// Every name.
            pub const WORDS: &'static [&'static str] = &[$($word),*];
        }
    };
}

pub(super) use documents;
pub(super) use operations;
