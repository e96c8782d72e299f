//! PINs: a salted argon2 hash is kept, the PIN never.
//!
//! A hash states its own cost and whether a key went into it (PHC string format, with argon2's `keyid`). So every hash
//! ever made can be compared, and a cheap one or one without the current key is replaced at the next sign-in.
//!
//! - [`cost`] — how much work a hash is, measured on this machine.
//! - [`key`] — the key that is kept outside the store.

pub mod cost;
pub mod key;

use self::cost::Cost;
use self::key::Key;
use crate::domain::record::Fault;
use crate::operations::pins::{Chosen, is_within_bounds};
use argon2::password_hash::rand_core::OsRng;
use argon2::password_hash::{self, PasswordHash, PasswordHasher, PasswordVerifier, SaltString};
use argon2::{Algorithm, Argon2, KeyId, ParamsBuilder, Version};
use std::time::Duration;

/// How PINs are hashed and compared here.
#[derive(Clone, Debug, Default)]
pub struct Pins {
    keys: Vec<Key>,
    target: Option<Duration>,
}

/// What came of comparing a PIN with a hash.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Compared {
    /// The hash is that of the PIN.
    Right,
    /// It is not. A hash that can't be read or is too expensive belongs to no PIN.
    Wrong,
    /// A key went into the hash that is not at hand.
    NoKey,
}

impl Pins {
    /// Returns a hasher that uses the first of these keys and takes about `target` of one core; the other keys are
    /// those of older hashes. Without a target a hash has the least cost, and none is replaced for its cost.
    pub const fn with(keys: Vec<Key>, target: Option<Duration>) -> Self {
        Self { keys, target }
    }

    /// Returns the hash of a PIN that was chosen.
    ///
    /// # Errors
    /// A [`Fault`] if the system gives no random salt.
    pub fn hash(&self, pin: &Chosen) -> Result<String, Fault> {
        self.hash_of(pin.digits(), self.cost())
    }

    /// Compares a PIN with a hash.
    pub fn compare(&self, pin: &str, hash: &str) -> Compared {
        let Some(hash) = PasswordHash::new(hash).ok().filter(is_within_bounds) else {
            return Compared::Wrong;
        };
        let Ok(key) = self.key_of(&hash) else {
            return Compared::NoKey;
        };
        let right = argon2_with(key, Cost::LEAST)
            .is_ok_and(|argon2| argon2.verify_password(pin.as_bytes(), &hash).is_ok());
        if right { Compared::Right } else { Compared::Wrong }
    }

    /// Returns a new hash of a PIN if its known hash cost less than half of what hashes cost now, or lacks the current
    /// key. `None` if the known hash is good enough.
    ///
    /// # Errors
    /// A [`Fault`] if the system gives no random salt.
    pub fn renewed(&self, pin: &str, known: &str) -> Result<Option<String>, Fault> {
        let Ok(hash) = PasswordHash::new(known) else {
            return Ok(None);
        };
        let cost = self.cost();
        let is_cheap =
            self.target.is_some() && Cost::of(&hash).is_none_or(|paid| paid.is_below_half_of(cost));
        let lacks_key = self
            .keys
            .first()
            .is_some_and(|key| key::named_in(&hash) != Some(key.id()));
        if !is_cheap && !lacks_key {
            return Ok(None);
        }
        self.hash_of(pin, cost).map(Some)
    }

    fn cost(&self) -> Cost {
        self.target.map_or(Cost::LEAST, Cost::that_takes)
    }

    fn hash_of(&self, pin: &str, cost: Cost) -> Result<String, Fault> {
        let salt = SaltString::generate(&mut OsRng);
        let hash = argon2_with(self.keys.first(), cost)
            .and_then(|argon2| Ok(argon2.hash_password(pin.as_bytes(), &salt)?.to_string()));
        hash.map_err(|why| Fault::new(format!("a PIN can't be hashed: {why}")))
    }

    /// Returns the key that went into a hash. `None` if none did.
    ///
    /// # Errors
    /// If it is not at hand.
    fn key_of(&self, hash: &PasswordHash<'_>) -> Result<Option<&Key>, ()> {
        match key::named_in(hash) {
            None => Ok(None),
            Some(id) => self.keys.iter().find(|key| key.id() == id).map(Some).ok_or(()),
        }
    }
}

fn argon2_with(key: Option<&Key>, cost: Cost) -> password_hash::Result<Argon2<'_>> {
    let mut params = ParamsBuilder::new();
    params.m_cost(cost.memory).t_cost(cost.passes).p_cost(1);
    let Some(key) = key else {
        return Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params.build()?));
    };
    params.keyid(KeyId::new(&key.id())?);
    Ok(Argon2::new_with_secret(
        key.secret(),
        Algorithm::Argon2id,
        Version::V0x13,
        params.build()?,
    )?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::code::Badge;

    fn chosen(pin: &str) -> Chosen {
        Chosen::of(4, &Badge::from("EMP-101"), pin).unwrap()
    }

    fn key(fill: u8) -> Key {
        Key::read(&format!("{fill:02x}").repeat(32)).unwrap()
    }

    #[test]
    fn a_hash_is_that_of_its_pin_alone_and_each_has_a_salt_of_its_own() {
        let pins = Pins::default();
        let hash = pins.hash(&chosen("4417")).unwrap();
        assert_eq!(pins.compare("4417", &hash), Compared::Right);
        assert_eq!(pins.compare("4418", &hash), Compared::Wrong);
        assert_eq!(pins.compare("4417", "no hash"), Compared::Wrong);
        assert_ne!(pins.hash(&chosen("4417")).unwrap(), hash);
    }

    #[test]
    fn a_hash_with_a_key_is_worth_nothing_without_it() {
        let (with, without) = (Pins::with(vec![key(1)], None), Pins::default());
        let hash = with.hash(&chosen("4417")).unwrap();
        assert!(hash.contains("keyid="), "{hash}");
        assert_eq!(with.compare("4417", &hash), Compared::Right);
        assert_eq!(with.compare("4418", &hash), Compared::Wrong);
        assert_eq!(without.compare("4417", &hash), Compared::NoKey);
        assert_eq!(
            Pins::with(vec![key(2)], None).compare("4417", &hash),
            Compared::NoKey
        );
        // Whoever takes the mark away has a hash of something else.
        let (before, after) = hash.split_once(",keyid=").unwrap();
        let bare = format!("{before}{}", &after[after.find('$').unwrap()..]);
        assert_eq!(without.compare("4417", &bare), Compared::Wrong);
    }

    #[test]
    fn a_hash_that_would_hold_the_terminal_up_is_compared_with_nothing() {
        let hash = Pins::default().hash(&chosen("4417")).unwrap();
        let dear = hash.replace("m=7168,t=5", "m=7168,t=1000000");
        let begun = cost::of_this_thread();
        assert_eq!(Pins::default().compare("4417", &dear), Compared::Wrong);
        assert!(cost::of_this_thread().saturating_sub(begun) < Duration::from_secs(1));
    }

    #[test]
    fn a_hash_is_made_anew_with_the_key_of_today_and_an_older_key_still_compares() {
        let (old, new) = (
            Pins::with(vec![key(1)], None),
            Pins::with(vec![key(2), key(1)], None),
        );
        let bare = Pins::default().hash(&chosen("4417")).unwrap();
        let keyed = old.hash(&chosen("4417")).unwrap();
        assert_eq!(new.compare("4417", &keyed), Compared::Right);
        for known in [&bare, &keyed] {
            let renewed = new.renewed("4417", known).unwrap().expect("another key");
            assert_eq!(new.compare("4417", &renewed), Compared::Right);
            assert_eq!(old.compare("4417", &renewed), Compared::NoKey);
            assert_eq!(new.renewed("4417", &renewed).unwrap(), None);
        }
        assert_eq!(old.renewed("4417", &keyed).unwrap(), None);
    }

    #[test]
    fn a_cheap_hash_is_made_anew_at_the_cost_of_this_machine_and_a_dear_one_stays() {
        let cheap = Pins::default().hash(&chosen("4417")).unwrap();
        assert_eq!(Pins::default().renewed("4417", &cheap).unwrap(), None);
        let target = Duration::from_millis(250);
        let pins = Pins::with(Vec::new(), Some(target));
        let dear = pins.renewed("4417", &cheap).unwrap().expect("a dearer hash");
        let begun = cost::of_this_thread();
        assert_eq!(pins.compare("4417", &dear), Compared::Right);
        let took = cost::of_this_thread().saturating_sub(begun);
        assert!(
            target / 3 < took && took < target * 3,
            "{took:?} of one core for {dear}"
        );
        assert_eq!(pins.renewed("4417", &dear).unwrap(), None);
    }
}
