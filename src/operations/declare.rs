//! How operations are declared: once, for the types, for the parser of documents and for their reference.

/// What a document says, field by field; `docs/documents.md` is held to it.
#[derive(Clone, Copy, Debug)]
pub struct Document {
    /// The word in `op`.
    pub word: &'static str,
    /// What it does.
    pub about: &'static str,
    /// Its own fields, the required ones first.
    pub fields: &'static [Field],
}

/// One field of a document.
#[derive(Clone, Copy, Debug)]
pub struct Field {
    /// Its name.
    pub name: &'static str,
    /// The Rust type of its value.
    pub kind: &'static str,
    /// What it says.
    pub about: &'static str,
    /// Whether a document without it is refused.
    pub required: bool,
}

/// Declares documents: one struct each, with required and optional fields.
macro_rules! documents {
    ($($(#[doc = $doc:literal])* $(#[derive($derive:ident)])? $name:ident {
            $($(#[doc = $about:literal])* $field:ident: $type:ty,)* }
        optional { $($(#[doc = $option_about:literal])* $option:ident: $option_type:ty,)* })*) => { $(
        $(#[doc = $doc])*
        #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize $(, $derive)?)]
        #[serde(deny_unknown_fields)]
        pub struct $name {
            $($(#[doc = $about])* pub $field: $type,)*
            $($(#[doc = $option_about])* #[serde(default, skip_serializing_if = "Option::is_none")]
              pub $option: Option<$option_type>,)*
        }
        impl $name {
            /// Its fields, the required ones first.
            pub const FIELDS: &'static [$crate::operations::declare::Field] = &[
                $($crate::operations::declare::Field {
                    name: stringify!($field), kind: stringify!($type), about: concat!($($about),*), required: true,
                },)*
                $($crate::operations::declare::Field {
                    name: stringify!($option), kind: stringify!($option_type),
                    about: concat!($($option_about),*), required: false,
                },)*
            ];
        }
        impl $crate::operations::meant::Meant for $name {
            fn mend(
                &mut self,
                _view: &dyn $crate::operations::view::View,
            ) -> Result<(), $crate::domain::record::Fault> {
                $($crate::operations::meant::Meant::mend(&mut self.$field, _view)?;)*
                $($crate::operations::meant::Meant::mend(&mut self.$option, _view)?;)*
                Ok(())
            }
        }
    )* };
}

/// Declares the enumeration over all documents.
macro_rules! operations {
    ($($(#[doc = $doc:literal])* $name:ident = $word:literal,)*) => {
        /// Everything that can change the store.
        #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
        #[serde(tag = "op")]
        pub enum Operation { $($(#[doc = $doc])* #[serde(rename = $word)] $name($name),)* }
        impl Operation {
            /// Returns its name in documents and in the log.
            pub const fn word(&self) -> &'static str { match self { $(Self::$name(_) => $word,)* } }
            /// Every name.
            pub const WORDS: &'static [&'static str] = &[$($word),*];
            /// Every document with its fields.
            pub const DOCUMENTS: &'static [$crate::operations::declare::Document] = &[
                $($crate::operations::declare::Document {
                    word: $word, about: concat!($($doc),*), fields: $name::FIELDS,
                },)*
            ];
        }
        impl $crate::operations::meant::Meant for Operation {
            fn mend(
                &mut self,
                view: &dyn $crate::operations::view::View,
            ) -> Result<(), $crate::domain::record::Fault> {
                match self { $(Self::$name(document) => $crate::operations::meant::Meant::mend(document, view),)* }
            }
        }
        $(impl From<$name> for Operation {
            fn from(document: $name) -> Self { Self::$name(document) }
        })*
    };
}

pub(super) use documents;
pub(super) use operations;
