//! The PINs of files as hashes, each hashed once however often its row is looked at.

use crate::domain::code::Badge;
use crate::domain::record::Fault;
use crate::session::pin;
use sha2::{Digest, Sha256};
use std::cell::RefCell;
use std::collections::BTreeMap;

/// The hashes that were made, by a digest of the badge, its PIN and the hash known before. They live no longer than the
/// files are at hand, and never on a disk.
#[derive(Clone, Debug, Default)]
pub(super) struct Hashes(RefCell<BTreeMap<[u8; 32], String>>);

impl Hashes {
    /// Returns the hash of the PIN of a badge: the known one if it is that of the same PIN.
    ///
    /// # Errors
    /// A [`Fault`] if the system gives no random salt.
    pub(super) fn of(&self, badge: &Badge, pin: &str, known: Option<&str>) -> Result<String, Fault> {
        let mut digest = Sha256::new();
        for part in [badge.as_str(), pin, known.unwrap_or_default()] {
            digest.update((part.len() as u64).to_be_bytes());
            digest.update(part);
        }
        let key = digest.finalize().into();
        if let Some(hash) = self.0.borrow().get(&key) {
            return Ok(hash.clone());
        }
        let hash = pin::hashed(pin, known)?;
        self.0.borrow_mut().insert(key, hash.clone());
        Ok(hash)
    }

    /// Forgets them.
    pub(super) fn clear(&self) {
        self.0.borrow_mut().clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pin_is_hashed_once_for_its_badge_until_the_files_are_gone() {
        let hashes = Hashes::default();
        let of = |badge: &str| hashes.of(&badge.into(), "4711", None).expect("a salt");
        let (first, again, other) = (of("EMP-1"), of("EMP-1"), of("EMP-2"));
        // Each hash has a salt of its own, so that the same one was not made twice.
        assert_eq!(first, again);
        assert_ne!(first, other);
        hashes.clear();
        assert_ne!(of("EMP-1"), first);
    }
}
