//! PINs: a salted argon2 hash is kept, the PIN never.

use crate::cli::failure::Failure;
use argon2::Argon2;
use argon2::password_hash::rand_core::OsRng;
use argon2::password_hash::{PasswordHash, PasswordHasher, PasswordVerifier, SaltString};

/// The hash of a PIN; the known one where it is the same PIN, because a new salt would make another hash of it.
pub fn hashed(pin: &str, known: Option<&str>) -> Result<String, Failure> {
    if let Some(known) = known.filter(|known| is_right(pin, known)) {
        return Ok(known.to_owned());
    }
    let salt = SaltString::generate(&mut OsRng);
    let hash = Argon2::default().hash_password(pin.as_bytes(), &salt);
    Ok(hash
        .map_err(|why| Failure::Data(vec![format!("a PIN can't be hashed: {why}")]))?
        .to_string())
}

/// Whether a PIN belongs to a hash.
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
