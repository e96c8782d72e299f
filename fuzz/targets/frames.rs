//! Streams of bytes in pieces, and keys with pauses.

#![no_main]

#[path = "../../tests/labels/properties.rs"]
#[allow(dead_code, reason = "each target checks its own part")]
mod properties;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: (Vec<u8>, Vec<u8>)| {
    let (bytes, cuts) = input;
    properties::framed(&bytes, &cuts);
    let keys: Vec<_> = bytes.chunks_exact(2).map(|two| (two[0], two[1])).collect();
    properties::keyed(&keys);
});
