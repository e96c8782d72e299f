//! The PINs of files as hashes, each hashed once however often its row is looked at.

use crate::domain::code::Badge;
use crate::domain::record::Fault;
use crate::domain::refusal::Refusal;
use crate::operations::pins::Chosen;
use crate::session::pin::{Compared, Pins};
use sha2::{Digest, Sha256};
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

/// The hashes that were made, by a digest of the badge, its PIN and the hash known before. They live no longer than the
/// files are at hand, and never on a disk.
#[derive(Clone, Debug, Default)]
pub(super) struct Hashes {
    made: RefCell<BTreeMap<[u8; 32], Kept>>,
    pins: Rc<Pins>,
}

/// What is kept of a PIN, or why it must not be chosen.
type Kept = Result<String, Refusal>;

impl Hashes {
    /// Makes hashes like this.
    pub(super) fn by(pins: Rc<Pins>) -> Self {
        Self {
            made: RefCell::default(),
            pins,
        }
    }

    /// Returns the hash of the PIN of a badge: the known one if it is that of the same PIN, which stays whatever it is;
    /// or why the PIN must not be chosen where PINs have at least so many digits.
    ///
    /// # Errors
    /// A [`Fault`] if the system gives no random salt.
    pub(super) fn of(
        &self,
        least: u32,
        badge: &Badge,
        pin: &str,
        known: Option<&str>,
    ) -> Result<Kept, Fault> {
        let mut digest = Sha256::new();
        for part in [badge.as_str(), pin, known.unwrap_or_default()] {
            digest.update((part.len() as u64).to_be_bytes());
            digest.update(part);
        }
        let key = digest.finalize().into();
        if let Some(kept) = self.made.borrow().get(&key) {
            return Ok(kept.clone());
        }
        let kept = match known.map(|known| (self.pins.compare(pin, known), known)) {
            Some((Compared::Right, known)) => Ok(known.to_owned()),
            Some((Compared::NoKey, _)) => Err(Refusal::PepperMissing {}),
            _ => match Chosen::of(least, badge, pin) {
                Ok(chosen) => Ok(self.pins.hash(&chosen)?),
                Err(refusal) => Err(refusal),
            },
        };
        self.made.borrow_mut().insert(key, kept.clone());
        Ok(kept)
    }

    /// Forgets them.
    pub(super) fn clear(&self) {
        self.made.borrow_mut().clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pin_is_hashed_once_for_its_badge_until_the_files_are_gone() {
        let hashes = Hashes::default();
        let of = |badge: &str| {
            hashes
                .of(4, &badge.into(), "4711", None)
                .expect("a salt")
                .expect("a PIN")
        };
        let (first, again, other) = (of("EMP-1"), of("EMP-1"), of("EMP-2"));
        // Each hash has a salt of its own, so that the same one was not made twice.
        assert_eq!(first, again);
        assert_ne!(first, other);
        hashes.clear();
        assert_ne!(of("EMP-1"), first);
    }

    #[test]
    fn a_weak_pin_stays_where_it_was_and_is_chosen_by_nobody() {
        let hashes = Hashes::default();
        let of = |pin: &str, known: Option<&str>| hashes.of(6, &"EMP-1".into(), pin, known).expect("a salt");
        // As an older program kept it.
        let known = hashes
            .of(4, &"EMP-1".into(), "4711", None)
            .expect("a salt")
            .expect("a PIN");
        assert_eq!(of("4711", Some(&known)), Ok(known.clone()));
        assert_eq!(of("4712", Some(&known)), Err(Refusal::UnfitPin { least: 6 }));
        let why = "digits in a row".to_owned();
        assert_eq!(of("123456", Some(&known)), Err(Refusal::WeakPin { why }));
    }
}
