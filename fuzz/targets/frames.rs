//! Streams of bytes in pieces, and keys with pauses.

#![no_main]


use libfuzzer_sys::fuzz_target;
use testing::properties;

fuzz_target!(|input: (Vec<u8>, Vec<u8>)| {
    let (bytes, cuts) = input;
    properties::framed(&bytes, &cuts);
    let keys: Vec<_> = bytes.chunks_exact(2).map(|two| (two[0], two[1])).collect();
    properties::keyed(&keys);
});
