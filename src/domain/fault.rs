//! Why a store could not answer, with the chain of causes.

use super::amount::AmountError;
use serde::de::Deserializer;
use serde::ser::Serializer;
use serde::{Deserialize, Serialize};
use std::error::Error;

/// A failure of the store: not a refusal by a rule, but a broken or unreachable store.
#[derive(Debug, thiserror::Error)]
#[error("{context}")]
pub struct Fault {
    /// What was being done.
    pub context: String,
    /// What went wrong beneath.
    #[source]
    pub source: Option<Box<dyn Error + Send + Sync>>,
}

impl From<AmountError> for Fault {
    fn from(error: AmountError) -> Self {
        Self::caused("an amount of the store can't be right", error)
    }
}

impl Fault {
    /// Returns a fault that has no deeper cause.
    pub fn new(context: impl Into<String>) -> Self {
        Self {
            context: context.into(),
            source: None,
        }
    }

    /// Returns a fault with the error that caused it.
    pub fn caused(context: impl Into<String>, source: impl Error + Send + Sync + 'static) -> Self {
        Self {
            context: context.into(),
            source: Some(Box::new(source)),
        }
    }
}

/// Serializes a fault in words: what was being done, then what went wrong beneath, the nearest cause first. The types
/// of the causes are not passed on.
impl Serialize for Fault {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut words = vec![self.context.clone()];
        let mut cause = self.source();
        while let Some(deeper) = cause {
            words.push(deeper.to_string());
            cause = deeper.source();
        }
        words.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Fault {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let words = Vec::<String>::deserialize(deserializer)?;
        let caused = |beneath: Option<Self>, context| {
            Some(match beneath {
                Some(beneath) => Self::caused(context, beneath),
                None => Self::new(context),
            })
        };
        let fault = words.into_iter().rev().fold(None, caused);
        fault.ok_or_else(|| serde::de::Error::custom("a fault without a word"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_crosses_with_all_its_causes() {
        let io = std::io::Error::other("input/output error");
        let fault = Fault::caused("pools can't be read", Fault::caused("page 7", io));
        let text = serde_json::to_string(&fault).unwrap();
        assert_eq!(text, r#"["pools can't be read","page 7","input/output error"]"#);
        let read: Fault = serde_json::from_str(&text).unwrap();
        assert_eq!(serde_json::to_string(&read).unwrap(), text);
        assert_eq!(
            read.source().unwrap().source().unwrap().to_string(),
            "input/output error"
        );
        assert!(serde_json::from_str::<Fault>("[]").is_err());
    }
}
