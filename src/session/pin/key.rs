//! The key that goes into hashes of PINs and is kept outside the store, so that a copied store tells nothing of them.
//!
//! It is argon2's own secret value (RFC 9106, "K"), which the hash names by `keyid` and does not hold.

use argon2::password_hash::PasswordHash;
use sha2::{Digest, Sha256};
use std::fmt;

/// The length in bytes of a key and of its name.
const BYTES: usize = 32;
const NAME: usize = 6;

/// The name of a key in the hashes that it went into.
pub(super) type Id = [u8; NAME];

/// A key.
#[derive(Clone, PartialEq, Eq)]
pub struct Key {
    secret: [u8; BYTES],
    id: Id,
}

impl Key {
    /// Reads a key: 64 hexadecimal digits. `None` for any other text.
    pub fn read(text: &str) -> Option<Self> {
        let text = text.trim();
        if text.len() != 2 * BYTES || !text.is_ascii() {
            return None;
        }
        let mut secret = [0; BYTES];
        for (byte, at) in secret.iter_mut().zip((0..).step_by(2)) {
            *byte = u8::from_str_radix(text.get(at..at + 2)?, 16).ok()?;
        }
        let digest = Sha256::new()
            .chain_update(b"binledger PIN key")
            .chain_update(secret);
        let mut id = [0; NAME];
        id.copy_from_slice(&digest.finalize()[..NAME]);
        Some(Self { secret, id })
    }

    pub(super) const fn id(&self) -> Id {
        self.id
    }

    pub(super) const fn secret(&self) -> &[u8] {
        &self.secret
    }
}

impl fmt::Debug for Key {
    /// Shows no secret.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Key(****)")
    }
}

/// Returns the name of the key that went into a hash. `None` if none did. A name that this program can't have given
/// becomes that of no key.
pub(super) fn named_in(hash: &PasswordHash<'_>) -> Option<Id> {
    let named = hash.params.get("keyid")?;
    let mut id = [0; NAME];
    let read = named.b64_decode(&mut id).map(<[u8]>::len);
    Some(if read == Ok(NAME) { id } else { [0; NAME] })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_64_hexadecimal_digits_and_shows_itself_to_nobody() {
        let text = "00112233445566778899aabbccddeeff00112233445566778899AABBCCDDEEFF";
        let key = Key::read(&format!(" {text}\n")).unwrap();
        assert_eq!((key.secret[1], key.secret[31]), (0x11, 0xff));
        assert!(!format!("{key:?}").contains("11"), "{key:?}");
        for wrong in [
            "",
            "00",
            &text[1..],
            &text.replace('0', "g"),
            &text.replace("00", "é"),
        ] {
            assert_eq!(Key::read(wrong), None, "{wrong}");
        }
    }
}
