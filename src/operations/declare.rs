//! How operations are declared.

/// Declares the operations: one struct each, with required and optional fields, and the enumeration over them.
macro_rules! operations {
    ($($(#[$doc:meta])* $name:ident = $word:literal { $($(#[$fdoc:meta])* $field:ident: $type:ty,)* }
        optional { $($(#[$odoc:meta])* $ofield:ident: $otype:ty,)* })*) => {
        $(
            $(#[$doc])*
            #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
            #[serde(deny_unknown_fields)]
            pub struct $name {
                $($(#[$fdoc])* pub $field: $type,)*
                $($(#[$odoc])* #[serde(default, skip_serializing_if = "Option::is_none")]
                  pub $ofield: Option<$otype>,)*
            }
            impl From<$name> for Operation { fn from(operation: $name) -> Self { Self::$name(operation) } }
        )*
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

pub(super) use operations;
