//! Anchors: where the chains of a store stand, in one line that is kept outside of it.
//!
//! `binledger anchor 66 HASH generation 1 reads 104 HASH key 2026-11 DIGEST`: the last operation with its hash; how often
//! the store was restored, if it was; the newest link of the reads with its hash; where the company has a key, its name
//! and an HMAC-SHA-256 over all that stands before it.

use super::log::in_hexadecimal;
use super::read_links;
use super::view::View;
use crate::domain::log::{Logged, Restoration};
use crate::domain::record::{Fault, Range, Record};
use hmac::{Hmac, Mac};
use sha2::Sha256;
use std::collections::BTreeMap;
use std::fmt;

/// What stands before an anchor, by which it is found again in a mail, a log or a print-out.
const MARK: &str = "binledger anchor ";
/// What stands before the number of restores that the store had seen by then.
const GENERATION: &str = "generation";
/// The fewest hexadecimal digits that are taken for the rest of a cut hash.
const CUT: usize = 16;
/// How many digits a hash has.
const DIGITS: usize = 64;
/// What stands before the newest link of the reads.
const READS: &str = "reads";
/// What stands before the name of a key.
const KEY: &str = "key";

/// A number of a chain and its hash.
pub type Link = (i64, String);

/// Where the chains of a store stood.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Anchor {
    /// The last operation.
    pub operation: Link,
    /// How often the store had been restored.
    pub generation: i64,
    /// The newest link of the reads; `None` where nothing was read, and in anchors of older programs.
    pub reads: Option<Link>,
    /// Its signature, if it is signed.
    pub signature: Option<Signature>,
}

/// What only a holder of a key can write.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Signature {
    /// The name of the key.
    pub key: String,
    /// HMAC-SHA-256 over the anchor, in hexadecimal.
    pub digest: String,
}

impl Anchor {
    /// Returns the ends of the chains of a store. `None` if nothing was logged.
    ///
    /// # Errors
    /// A [`Fault`] where they can't be read.
    pub fn of(view: &dyn View) -> Result<Option<Self>, Fault> {
        let newest = Range::of::<Logged>(&[]).backwards().first(1);
        let Some(last) = view.list::<Logged>(&newest)?.pop() else {
            return Ok(None);
        };
        Ok(Some(Self {
            operation: (last.seq, last.hash),
            generation: view.last(Restoration::TABLE)?,
            reads: read_links::newest(view)?.map(|link| (link.link, link.hash)),
            signature: None,
        }))
    }

    /// Finds an anchor within a line; one of an older program must be the whole line. `None` if there is none.
    ///
    /// # Errors
    /// What is wrong with an anchor that was cut or altered.
    pub fn find(line: &str) -> Option<Result<Self, String>> {
        let behind = line.split_once(MARK).map(|(_, behind)| behind);
        let words: Vec<&str> = behind.unwrap_or(line).split_whitespace().collect();
        let number = words.first()?.parse::<i64>().ok().filter(|number| 0 < *number)?;
        let word = words.get(1).copied().unwrap_or_default();
        let is_alone = words.len() <= 2;
        match hash_at(word) {
            Some(hash) if behind.is_some() || (is_alone && hash == word) => {
                Some(Self::with((number, hash.to_owned()), &words[2..]))
            }
            _ if behind.is_some() || (is_alone && CUT <= word.len() && word.bytes().all(is_digit)) => {
                Some(Err(format!(
                    "expected the number of an operation and its hash of {DIGITS} digits, found {word:?} behind \
                     {number}"
                )))
            }
            _ => None,
        }
    }

    /// Reads what stands behind the operation, as far as it is of the anchor.
    fn with(operation: Link, words: &[&str]) -> Result<Self, String> {
        let mut found = Self {
            operation,
            generation: 0,
            reads: None,
            signature: None,
        };
        let mut words = words;
        if let [GENERATION, number, rest @ ..] = words {
            found.generation = number.parse().unwrap_or(0);
            words = rest;
        }
        if let [READS, rest @ ..] = words {
            let [number, word, rest @ ..] = rest else {
                return Err(cut(READS));
            };
            let number = number.parse().ok().zip(hash_at(word));
            let (number, hash) = number.ok_or_else(|| cut(READS))?;
            found.reads = Some((number, hash.to_owned()));
            words = rest;
        }
        if let [KEY, ..] = words {
            let signature = Signature::of(words);
            found.signature = Some(signature.ok_or_else(|| cut(KEY))?);
        }
        Ok(found)
    }

    fn bare(self) -> Self {
        Self {
            signature: None,
            ..self
        }
    }
}

impl fmt::Display for Anchor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{MARK}{} {}", self.operation.0, self.operation.1)?;
        if self.generation != 0 {
            write!(f, " {GENERATION} {}", self.generation)?;
        }
        if let Some((link, hash)) = &self.reads {
            write!(f, " {READS} {link} {hash}")?;
        }
        if let Some(signature) = &self.signature {
            write!(f, " {signature}")?;
        }
        Ok(())
    }
}

fn cut(behind: &str) -> String {
    format!("expected a hash of {DIGITS} digits behind \"{behind}\", found none")
}

/// Returns the hash that a word begins with, if it does.
pub fn hash_at(word: &str) -> Option<&str> {
    let (hash, rest) = word.split_at_checked(DIGITS)?;
    let ends = !rest.starts_with(|sign: char| sign.is_ascii_alphanumeric());
    (ends && hash.bytes().all(is_digit)).then_some(hash)
}

const fn is_digit(byte: u8) -> bool {
    matches!(byte, b'0'..=b'9' | b'a'..=b'f')
}

/// A signing key, already worked into an HMAC.
#[derive(Clone)]
pub struct Key(Hmac<Sha256>);

impl Key {
    /// The shortest and the longest secret, in bytes.
    const BYTES: std::ops::RangeInclusive<usize> = 32..=128;

    /// Returns the secret that is written in hexadecimal; `None` if it is too short, too long or something else.
    fn read(digits: &str) -> Option<Self> {
        let bytes = bytes(digits).filter(|bytes| Self::BYTES.contains(&bytes.len()))?;
        Hmac::new_from_slice(&bytes).ok().map(Self)
    }

    fn over(&self, text: &str) -> Hmac<Sha256> {
        self.0.clone().chain_update(text)
    }
}

/// The signing keys by name. The first one signs, all of them verify.
#[derive(Clone, Default)]
pub struct Keys {
    newest: String,
    all: BTreeMap<String, Key>,
}

impl Keys {
    /// Reads keys: a line each, its name and its secret in hexadecimal; what begins with `#` says nothing.
    ///
    /// # Errors
    /// What is wrong with which line; no message holds a secret.
    pub fn read(text: &str) -> Result<Self, String> {
        const EXPECTED: &str = "expected a name of at most 32 letters, digits, `-`, `_` or `.`, a blank, and 64 to 256 \
                                hexadecimal digits";
        let mut keys = Self::default();
        let lines = (1..).zip(text.lines());
        for (number, line) in lines.filter(|(_, line)| !line.trim().is_empty() && !line.starts_with('#')) {
            let words: Vec<&str> = line.split_whitespace().collect();
            let found = match words.as_slice() {
                [name, secret] if is_name(name) => Key::read(secret).map(|key| ((*name).to_owned(), key)),
                _ => None,
            };
            let (name, key) = found.ok_or_else(|| format!("line {number}: {EXPECTED}"))?;
            if keys.all.is_empty() {
                keys.newest.clone_from(&name);
            }
            if keys.all.insert(name, key).is_some() {
                return Err(format!(
                    "line {number}: expected a name of its own, found one of a line before"
                ));
            }
        }
        if keys.all.is_empty() {
            return Err(EXPECTED.to_owned());
        }
        Ok(keys)
    }

    /// Returns whether there is no key.
    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// Signs an anchor with the newest key, if there is one.
    pub fn sign(&self, anchor: Anchor) -> Anchor {
        let bare = anchor.bare();
        Anchor {
            signature: self.signature(&bare.to_string()),
            ..bare
        }
    }

    /// Verifies the signature of an anchor.
    ///
    /// # Errors
    /// Why it may be anybody's.
    pub fn check(&self, anchor: &Anchor) -> Result<(), String> {
        let what = format!("the anchor of operation {}", anchor.operation.0);
        let text = anchor.clone().bare().to_string();
        self.verify(&what, &text, anchor.signature.as_ref())
    }

    /// Signs a text with the newest key, if there is one.
    pub fn signature(&self, text: &str) -> Option<Signature> {
        let key = self.all.get(&self.newest)?;
        Some(Signature {
            key: self.newest.clone(),
            digest: in_hexadecimal(&key.over(text).finalize().into_bytes()),
        })
    }

    /// Verifies the signature of a text; `what` names the text in messages.
    ///
    /// # Errors
    /// Why it may be anybody's.
    pub fn verify(&self, what: &str, text: &str, signature: Option<&Signature>) -> Result<(), String> {
        let Some(Signature { key, digest }) = signature else {
            return Err(format!("{what} is not signed"));
        };
        let Some(known) = self.all.get(key) else {
            return Err(format!(
                "{what} is signed with the key {key}, which is not in the file of keys"
            ));
        };
        let bytes = bytes(digest).unwrap_or_default();
        let verified = known.over(text).verify_slice(&bytes);
        verified.map_err(|_| format!("{what} was not signed with the key {key}: it or the key was changed"))
    }
}

impl Signature {
    /// Reads what [`fmt::Display`] writes; `None` if it is something else.
    pub fn read(line: &str) -> Option<Self> {
        Self::of(&line.split_whitespace().collect::<Vec<_>>())
    }

    fn of(words: &[&str]) -> Option<Self> {
        let [KEY, key, digest, ..] = words else {
            return None;
        };
        Some(Self {
            key: (*key).to_owned(),
            digest: hash_at(digest)?.to_owned(),
        })
    }
}

impl fmt::Display for Signature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{KEY} {} {}", self.key, self.digest)
    }
}

/// Returns the bytes that are written in hexadecimal.
fn bytes(digits: &str) -> Option<Vec<u8>> {
    let digits: Option<Vec<u32>> = digits.chars().map(|digit| digit.to_digit(16)).collect();
    let digits = digits.filter(|digits| digits.len() % 2 == 0)?;
    let pairs = digits.chunks(2).map(|pair| u8::try_from(pair[0] << 4 | pair[1]));
    pairs.collect::<Result<_, _>>().ok()
}

fn is_name(word: &str) -> bool {
    const LONGEST: usize = 32;
    let is_sign = |sign: char| sign.is_ascii_alphanumeric() || "-_.".contains(sign);
    word.len() <= LONGEST && word.chars().all(is_sign)
}

#[cfg(test)]
mod tests;
