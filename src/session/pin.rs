//! PINs: a salted argon2 hash is kept, the PIN never.

use crate::domain::record::Fault;
use argon2::password_hash::rand_core::OsRng;
use argon2::password_hash::{self, PasswordHash, PasswordHasher, PasswordVerifier, SaltString};
use argon2::{Algorithm, Argon2, Params, Version};

/// KiB and passes of a hash: as hard to guess as the usual 19 MiB in two passes (OWASP, Password Storage Cheat Sheet),
/// in less memory, because every terminal that signs somebody in needs it for a moment.
const MEMORY_AND_PASSES: (u32, u32) = (7 * 1024, 5);

/// Returns the hash of a PIN; the known hash if it is that of the same PIN, because a new salt would make another one.
///
/// # Errors
/// A [`Fault`] if the system gives no random salt.
pub fn hashed(pin: &str, known: Option<&str>) -> Result<String, Fault> {
    if let Some(known) = known.filter(|known| is_right(pin, known)) {
        return Ok(known.to_owned());
    }
    let salt = SaltString::generate(&mut OsRng);
    hash(pin, &salt).map_err(|why| Fault::new(format!("a PIN can't be hashed: {why}")))
}

fn hash(pin: &str, salt: &SaltString) -> password_hash::Result<String> {
    let (memory, passes) = MEMORY_AND_PASSES;
    let argon2 = Argon2::new(
        Algorithm::Argon2id,
        Version::V0x13,
        Params::new(memory, passes, 1, None)?,
    );
    Ok(argon2.hash_password(pin.as_bytes(), salt)?.to_string())
}

/// Returns whether a PIN belongs to a hash; a hash that can't be read belongs to no PIN.
pub fn is_right(pin: &str, hash: &str) -> bool {
    PasswordHash::new(hash).is_ok_and(|hash| Argon2::default().verify_password(pin.as_bytes(), &hash).is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_pin_keeps_its_hash_and_another_does_not() {
        let hash = hashed("4417", None).unwrap();
        assert!(is_right("4417", &hash) && !is_right("4418", &hash));
        assert_eq!(hashed("4417", Some(&hash)).unwrap(), hash);
        assert_ne!(hashed("4418", Some(&hash)).unwrap(), hash);
    }
}
