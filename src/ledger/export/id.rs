//! The names of a ledger batch at its target: made of its hash and number alone, so that a second export is recognised.

use super::chunk::Chunk;
use sha2::{Digest, Sha256};
use std::fmt::Write;

/// Returns the SHA-256 of a text, in hexadecimal.
pub fn digest(text: &str) -> String {
    let digest = Sha256::digest(text);
    digest.iter().fold(String::with_capacity(64), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

/// Returns a UUID of a batch or a part of it (RFC 9562, version 8: bits of our own, here of its hash).
pub fn uuid(chunk: &Chunk<'_>) -> String {
    uuid_of(&chunk.head.hash, chunk.part)
}

/// Returns the UUID of part `part` of the batch with this hash; a whole batch is its part 1.
pub fn uuid_of(hash: &str, part: usize) -> String {
    let hex = digest(&format!("{hash}:{part}"));
    let bits = |from: usize, to: usize| &hex[from..to];
    let (first, second) = (format!("{}-{}", bits(0, 8), bits(8, 12)), bits(20, 32));
    format!("{first}-8{}-a{}-{second}", bits(13, 16), bits(17, 20))
}

/// Returns the number of a batch or a part of it, `BL-7` or `BL-7-2`, of at most `most` characters.
pub fn number(chunk: &Chunk<'_>, most: usize) -> String {
    let whole = format!("BL-{}{}", chunk.head.batch, chunk.suffix());
    if whole.len() <= most {
        return whole;
    }
    let hex = uuid(chunk).replace('-', "");
    format!("BL{}", &hex[..(most - 2).min(hex.len())])
}

/// Returns the title for people: the batch, its site, its part, and what it reverses.
pub fn title(chunk: &Chunk<'_>) -> String {
    let head = chunk.head;
    let mut title = format!("ledger batch {}, {}", head.batch, head.site);
    if let Some(of) = head.reverses {
        let _ = write!(title, ", reverses {of}");
    }
    if chunk.of > 1 {
        let _ = write!(title, ", part {} of {}", chunk.part, chunk.of);
    }
    title
}

#[cfg(test)]
mod tests {
    use super::super::chunk::chunks;
    use super::super::tests::sample;
    use super::*;

    #[test]
    fn the_same_batch_has_the_same_names_for_ever() {
        let sealed = sample();
        let parts = chunks(&sealed, Some(2)).unwrap();
        assert_eq!(uuid(&parts[0]), "bfcf0b9c-be9d-8208-a2cd-dd9a01c31a9a");
        assert_ne!(uuid(&parts[0]), uuid(&parts[1]));
        assert_eq!(
            (number(&parts[1], 21), title(&parts[1])),
            (
                "BL-7-2".to_owned(),
                "ledger batch 7, MAIN, part 2 of 2".to_owned()
            )
        );
        let mut far = sample();
        far.head.batch = i64::MAX;
        assert_eq!(number(&chunks(&far, None).unwrap()[0], 21).len(), 21);
    }
}
